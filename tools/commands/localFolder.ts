import { chmod, lstat, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { localFolders } from "./checkout.ts";

/** Everything but what the owner may do. */
const others = 0o077;

/**
 * Makes the folder of stack `dev` ready for a command: the state, which opens with an empty passphrase, and the local
 * org with its deployer's key are nobody else's business on this machine. What is there is made private, and so is all
 * that this process and its children write from now on.
 */
export async function openLocalFolder(): Promise<void> {
  process.umask(others);
  await mkdir(localFolders.local, { recursive: true, mode: 0o700 });
  await makePrivate(localFolders.local);
}

/** Takes a file, or a folder with all that is in it, away from everybody but its owner. */
export async function makePrivate(path: string): Promise<void> {
  try {
    const found = await lstat(path);
    if (found.isSymbolicLink()) return;
    if (found.mode & others) await chmod(path, found.mode & 0o700);
    if (!found.isDirectory()) return;
    for (const name of await readdir(path)) await makePrivate(join(path, name));
  } catch (error) {
    // Another run may clear away its own files meanwhile.
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}
