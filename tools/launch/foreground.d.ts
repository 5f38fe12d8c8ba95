export declare function passesOn(signal: string, inTerminal: boolean, millisecondsSinceLast: number): boolean;
export declare function runInForeground(
  program: string,
  programArguments: readonly string[],
  options?: {
    cwd?: string;
    env?: NodeJS.ProcessEnv;
    outputToStandardError?: boolean;
    onOutput?: (text: string) => void;
  },
): Promise<number>;
