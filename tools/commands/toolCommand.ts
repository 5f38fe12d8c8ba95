import { tmpdir } from "node:os";
import { npmStackVariable } from "../../common/commands.ts";
import { misspeltVariables } from "../../common/misspeltVariables.ts";
import { CommandError, runCommand } from "../../operations/commandLine.ts";
import { projectFolderVariable } from "../../operations/projectFolder.ts";
import { checkoutFolder, explainUnwritable, type UsedFolder } from "../launch/unwritable.js";
import { cacheFolderVariable, ownCacheLayout } from "../toolchain/cacheFolder.ts";
import { calledFrom, root } from "./checkout.ts";

/**
 * Runs a command of the workshop as `runCommand` does, in the folder of the person; a folder that cannot be written is told
 * with what to set.
 */
export function runToolCommand(command: (programArguments: readonly string[]) => Promise<number>): Promise<void> {
  return runCommand(async (programArguments) => {
    for (const line of misspeltVariables(process.env, ownVariables)) console.error(line);
    process.chdir(calledFrom());
    try {
      return await command(programArguments);
    } catch (error) {
      const sentence = explainUnwritable(error, usedFolders());
      throw sentence === undefined ? error : new CommandError(sentence);
    }
  });
}

/** What these commands themselves read: where the cache is. A misspelt name costs a download at most, so it is only told. */
const ownVariables = {
  prefix: "PULUMI_SALESFORCE",
  names: [cacheFolderVariable, npmStackVariable, projectFolderVariable],
  isSet: (name: string) => Boolean(process.env[name]?.trim()),
};

/** The commands that this run, and all that it starts, tell people to run next are npm scripts, for this stack. */
export function tellNpmScriptsFor(stack: string): void {
  process.env[npmStackVariable] = stack;
}

function usedFolders(): UsedFolder[] {
  const temporary = {
    path: tmpdir(),
    name: "folder for temporary files",
    advice: "Set TMPDIR to one that you may write.",
  };
  return [...cacheFolders(), checkoutFolder(root), temporary];
}

/** None where this user has no home folder: then it is another folder that could not be written. */
function cacheFolders(): UsedFolder[] {
  const advice = `Set ${cacheFolderVariable} to a folder that you may write.`;
  try {
    return [{ path: ownCacheLayout().root, name: "cache folder", advice }];
  } catch {
    return [];
  }
}
