/** A command cannot go on. The message says why and what to do; it is shown without a stack trace. */
export class CommandError extends Error {
  override name = "CommandError";
}

/** Runs a command and makes its result, or the message of its error, the result of this process. */
export async function runCommand(command: (programArguments: readonly string[]) => Promise<number>): Promise<void> {
  try {
    process.exitCode = await command(process.argv.slice(2));
  } catch (error) {
    const { name, message } = error as Error;
    const expected = name === "CommandError" || name === "ToolchainError";
    console.error(expected ? message : error);
    process.exitCode = 1;
  }
}

/** Whether the arguments ask for help. */
export function asksForHelp(programArguments: readonly string[]): boolean {
  return programArguments.includes("--help") || programArguments.includes("-h");
}
