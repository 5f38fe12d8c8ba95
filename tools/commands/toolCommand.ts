import { tmpdir } from "node:os";
import { CommandError, runCommand } from "../../operations/commandLine.ts";
import { checkoutFolder, explainUnwritable, type UsedFolder } from "../launch/unwritable.js";
import { cacheFolderVariable, ownCacheLayout } from "../toolchain/cacheFolder.ts";
import { root } from "./checkout.ts";

/** Runs a command of the workshop as `runCommand` does; a folder that cannot be written is told with what to set. */
export function runToolCommand(command: (programArguments: readonly string[]) => Promise<number>): Promise<void> {
  return runCommand(async (programArguments) => {
    try {
      return await command(programArguments);
    } catch (error) {
      const sentence = explainUnwritable(error, usedFolders());
      throw sentence === undefined ? error : new CommandError(sentence);
    }
  });
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
