export const noticedOptions: readonly string[];
export function explainKept(
  script: string,
  commandArguments: readonly string[],
  environment: NodeJS.ProcessEnv,
): string | undefined;
