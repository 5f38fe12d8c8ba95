import { commandsAreFor } from "../common/commands.ts";
import { type Operation, readOptions, withHelp, wrongArguments } from "./commandLine.ts";
import { projectFolder } from "./projectFolder.ts";
import { readStackFolder, type StackFolder } from "./stackFolder.ts";

/** The stack that an operation is about, and where its project is. */
export interface GivenStack {
  /** Name of the stack as it was given, perhaps with organization and project. */
  stack: string;
  /** Folder of the project. */
  folder: string;
}

/** The options that name it. */
export const stackOptions = { stack: { type: "string" }, folder: { type: "string" } } as const;

/**
 * What these options say; the folder is the current one where they do not. From here on, commands in messages are for that
 * stack.
 *
 * @throws CommandError when the stack is missing
 */
export function givenStack(
  { stack, folder = projectFolder() }: { stack?: string | undefined; folder?: string | undefined },
  help: string,
): GivenStack {
  if (stack === undefined || stack === "") throw wrongArguments("--stack NAME is missing.", help);
  commandsAreFor(stack);
  return { stack, folder };
}

/** An operation on a stack that takes no other options: prints the help where that is asked for, and reads the folder. */
export function stackOperation(operation: {
  purpose: string;
  help: string;
  run(stackFolder: StackFolder, given: GivenStack): Promise<number>;
}): Operation {
  const { purpose, help } = operation;
  const run = withHelp(help, async (programArguments) => {
    const given = givenStack(readOptions(programArguments, stackOptions, help), help);
    return operation.run(await readStackFolder(given.folder, given.stack), given);
  });
  return { purpose, run };
}
