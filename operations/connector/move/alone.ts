import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { CommandError } from "../../commandLine.ts";
import { notWritten } from "../../outputFiles.ts";

/**
 * Does work that no second process may do at the same time with the same journal.
 *
 * @throws CommandError while another one does it
 */
export async function alone<T>(path: string, work: () => Promise<T>): Promise<T> {
  const file = `${path}.lock`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 }).catch((error) => {
    throw notWritten(path, error);
  });
  await takeLock(file);
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

async function takeLock(file: string): Promise<void> {
  for (;;) {
    try {
      return await writeFile(file, String(process.pid), { flag: "wx", mode: 0o600 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw notWritten(file, error as NodeJS.ErrnoException);
    }
    const holder = Number(await readFile(file, "utf8").catch(() => ""));
    if (holder > 0 && isRunning(holder)) {
      throw new CommandError(`Process ${holder} moves flows with this journal (${file}). Wait for its end.`);
    }
    await rm(file, { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
