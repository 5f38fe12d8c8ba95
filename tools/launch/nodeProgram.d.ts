export declare function runsCommands(version: string): boolean;
export declare function chooseNode(
  root: string,
  version?: string,
  running?: string,
): { program: string } | { problem: string };
