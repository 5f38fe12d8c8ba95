import { asksForHelp, CommandError, type Operation, readOptions } from "./commandLine.ts";
import { readStackFolder, type StackFolder } from "./stackFolder.ts";

/**
 * An operation on a stack: reads the options, prints the help where that is asked for, and reads the stack's folder.
 *
 * @param operation `run` is given the name of the stack as it was given, perhaps with organization and project
 */
export function stackOperation(operation: {
  purpose: string;
  help: string;
  run(stackFolder: StackFolder, given: { stack: string; folder: string }): Promise<number>;
}): Operation {
  const { purpose, help } = operation;
  const run = async (programArguments: readonly string[]) => {
    const given = readStackOptions(programArguments, help);
    return given === undefined ? 0 : operation.run(await readStackFolder(given.folder, given.stack), given);
  };
  return { purpose, run };
}

/**
 * Reads what every operation on a stack is given: the stack, and the folder of its project (default: the current one).
 *
 * @returns undefined when help was asked for, which is then printed
 * @throws CommandError when the stack is missing, and as `readOptions` does
 */
function readStackOptions(
  programArguments: readonly string[],
  help: string,
): { stack: string; folder: string } | undefined {
  if (asksForHelp(programArguments)) {
    console.log(help);
    return undefined;
  }
  const options = { stack: { type: "string" }, folder: { type: "string" } } as const;
  const { stack, folder = process.cwd() } = readOptions(programArguments, options, help);
  if (stack === undefined || stack === "") throw new CommandError(help, 2);
  return { stack, folder };
}
