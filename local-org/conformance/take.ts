/** Takes results that others have sent into the ledger of this checkout. */
import { readFile, writeFile } from "node:fs/promises";
import { addedResult, type LedgerResult } from "../src/ledger/verifications.ts";
import { type ConformanceResult, ResultError, readResult } from "./result.ts";

/**
 * @param file the result
 * @param ledgerFile where the ledger keeps results
 * @throws ResultError with one sentence when it cannot be taken
 */
export async function takeResult(
  file: string,
  ruleIds: ReadonlySet<string>,
  ledgerFile: URL,
): Promise<ConformanceResult> {
  const result = readResult(await textOf(file), ruleIds);
  const known = JSON.parse(await readFile(ledgerFile, "utf8")) as LedgerResult[];
  await writeFile(ledgerFile, `${JSON.stringify(addedResult(known, result), undefined, 2)}\n`);
  return result;
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new ResultError(`it cannot be read (${(error as { code?: string }).code})`);
  }
}

/** What was taken, for a person. */
export function takenLines(file: string, { edition, isSandbox, apiVersion, holds, differs }: ConformanceResult) {
  return [
    `${file}: ${holds.length} rules are verified by an org of ${edition}${isSandbox ? " (sandbox)" : ""}, API ${apiVersion}.`,
    ...differs.map((id) => `  ${id} is otherwise there: correct the rule, or give it a setting.`),
  ];
}
