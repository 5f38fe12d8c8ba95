import { open, writeFile } from "node:fs/promises";
import { CommandError } from "./commandLine.ts";
import { replaceFile } from "./replaceFile.ts";

/**
 * Writes a file that somebody has asked for.
 *
 * @param options.isNew overwrites nothing
 * @param options.mode permissions of a file that is made; default: those that the system gives
 * @throws CommandError that names the file
 */
export async function writeOutput(
  path: string,
  text: string,
  { isNew = false, mode }: { isNew?: boolean; mode?: number } = {},
): Promise<void> {
  await writeFile(path, text, { flag: isNew ? "wx" : "w", ...(mode !== undefined && { mode }) }).catch((error) => {
    throw notWritten(path, error);
  });
}

/**
 * Replaces a file that others read, as a whole.
 *
 * @param mode permissions; default: those that it has
 * @throws CommandError that names the file
 */
export async function replaceOutput(path: string, text: string, mode?: number): Promise<void> {
  await replaceFile(path, text, mode).catch((error) => {
    throw notWritten(path, error);
  });
}

/**
 * Looks whether a file can be written that a long run ends with; leaves what it holds.
 *
 * @throws CommandError as `writeOutput` does
 */
export async function expectWritable(path: string): Promise<void> {
  const file = await open(path, "a").catch((error) => {
    throw notWritten(path, error);
  });
  await file.close();
}

/** Why a file or a folder was not written, in words. */
export function notWritten(path: string, { code }: NodeJS.ErrnoException): CommandError {
  if (code === "EEXIST") return new CommandError(`${path} is there already; nothing is overwritten.`);
  return new CommandError(`${path} cannot be written: ${code}. Name a place that you may write to.`);
}
