import type { LedgerEntry, Verification } from "./entry.ts";
import results from "./verifications.json" with { type: "json" };

/** What one run of the conformance questions has found in a real org. */
export interface LedgerResult extends Verification {
  /** Ids of the rules that the org keeps. */
  holds: string[];
  /** Ids of the rules of which it does otherwise. */
  differs: string[];
}

/** The file that `conformance --take` adds results to, as an address. */
export const verificationsFile = new URL("./verifications.json", import.meta.url);

/** An entry with the real orgs that were asked for its rule. */
export function withVerifications(entry: LedgerEntry, known: readonly LedgerResult[] = results): LedgerEntry {
  const orgsWith = (answer: "holds" | "differs") =>
    known
      .filter((result) => result[answer].includes(entry.id))
      .map(({ edition, isSandbox, apiVersion, date }) => ({ edition, isSandbox, apiVersion, date }));
  const [verified, differsIn] = [orgsWith("holds"), orgsWith("differs")];
  return {
    ...entry,
    ...(verified.length > 0 && { verified }),
    ...(differsIn.length > 0 && { differsIn }),
  };
}

/** The results with another one; an earlier one of the same kind of org, version and day gives way. Pure. */
export function addedResult(known: readonly LedgerResult[], added: LedgerResult): LedgerResult[] {
  const keyOf = ({ edition, isSandbox, apiVersion, date }: Verification) =>
    [date, apiVersion, edition, isSandbox].join(" ");
  const { edition, isSandbox, apiVersion, date, holds, differs } = added;
  const kept = known.filter((result) => keyOf(result) !== keyOf(added));
  return [...kept, { edition, isSandbox, apiVersion, date, holds, differs }].sort((one, other) =>
    keyOf(one) < keyOf(other) ? -1 : 1,
  );
}
