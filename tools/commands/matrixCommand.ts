/** What commands have in common that take long: parts of their cases, a file of results, a table in a document. */
import { readFile, writeFile } from "node:fs/promises";
import { CommandError } from "../../operations/commandLine.ts";
import { expectWritable } from "../../operations/outputFiles.ts";
import { replaceMeasured } from "../bench/markdown.ts";

/** A part of the cases: number `part` of `parts`, from 1. */
export interface Shard {
  part: number;
  parts: number;
}

/** @throws CommandError for what is not K/N */
export function readShard(text: string | undefined): Shard | undefined {
  if (text === undefined) return undefined;
  const [, part, parts] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (!part || !parts || part > parts) throw new CommandError(`--shard takes K/N such as 1/4, not "${text}".`);
  return { part, parts };
}

type Section = Parameters<typeof replaceMeasured>[1];

/**
 * Before anything is run, so that no result is lost to a wrong file name.
 *
 * @throws CommandError when the document cannot take the sections
 */
export async function expectMarks(file: string, ...sections: readonly Section[]): Promise<void> {
  const document = await readFile(file, "utf8").catch(() => {
    throw new CommandError(`The document ${file} cannot be read.`);
  });
  try {
    for (const section of sections) replaceMeasured(document, section, "");
  } catch (error) {
    throw new CommandError(`${file}: ${(error as Error).message}`);
  }
  await expectWritable(file);
}

export async function writeSection(file: string, section: Section, text: string): Promise<void> {
  await writeFile(file, replaceMeasured(await readFile(file, "utf8"), section, text));
}

/** Results as lines of JSON. */
export const lineOf = (result: object): string => `${JSON.stringify(result)}\n`;

/**
 * The results that a file has already; none when there is no file yet, or none is named.
 *
 * @throws CommandError when no further ones can be written to it, or it holds anything else
 */
export async function readResults<Result>(file: string | undefined): Promise<Result[]> {
  if (file === undefined) return [];
  await expectWritable(file);
  return resultsIn(await readFile(file, "utf8").catch(() => ""), file);
}

/** @throws CommandError that names a line which is no result: of another file, or of a run that was killed while it wrote */
export function resultsIn<Result>(lines: string, file: string): Result[] {
  return lines.split("\n").flatMap((line, index) => {
    if (line === "") return [];
    try {
      return [JSON.parse(line) as Result];
    } catch {
      throw new CommandError(
        `${file} has no result in line ${index + 1}. Remove that line, or name a file that --results has written.`,
      );
    }
  });
}
