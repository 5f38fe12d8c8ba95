import { open, writeFile } from "node:fs/promises";
import { replaceFile } from "../common/replaceFile.ts";
import { harmless } from "../salesforce/harmless.ts";
import { CommandError } from "./commandLine.ts";

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
 * Writes a file whose name somebody has given, and says so on standard error: the output may be read by a program.
 *
 * @param what begins a sentence: "The sheet"
 * @throws CommandError as `writeOutput` does
 */
export async function writeNamed(
  what: string,
  path: string,
  text: string,
  options: Parameters<typeof writeOutput>[2] = {},
): Promise<void> {
  await writeOutput(path, text, options);
  console.error(harmless(`${what} is in ${path}`, longestLine));
}

/** Characters; paths are long. */
const longestLine = 10_000;

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
  if (code === "EEXIST")
    return new CommandError(`${path} is there already; nothing is overwritten. Name another file, or remove that one.`);
  return new CommandError(`${path} cannot be written: ${code}. Name a place that you may write to.`);
}
