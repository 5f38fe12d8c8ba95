import type { Org, SalesforceRecord } from "../salesforce/org.ts";

/** Asks the org something; `recalling` may answer what was asked before. */
export type Ask = (org: Org, soql: string, doing: string) => Promise<SalesforceRecord[]>;

interface Memory {
  answers: Map<string, SalesforceRecord[]>;
  made: Set<string>;
}

const memories = new WeakMap<Org, Memory>();

/** What a provider process has learnt of an org: what a run does not change, and what it made itself. */
function memoryOf(org: Org): Memory {
  const known = memories.get(org) ?? { answers: new Map(), made: new Set() };
  memories.set(org, known);
  return known;
}

/** Asks the org, and remembers what was found: ids of classes and licences, the profile that others are cloned from. */
export const asking: Ask = async (org, soql, doing) => {
  const rows = await org.query(soql, doing);
  if (rows.length > 0) memoryOf(org).answers.set(soql, rows);
  return rows;
};

/**
 * Answers what was found before, or asks. Good for a first try only, which another look follows when it fails: what is
 * remembered may be true no more.
 */
export const recalling: Ask = async (org, soql, doing) => memoryOf(org).answers.get(soql) ?? asking(org, soql, doing);

/** Remembers what this process has made, with its own mark. */
export function rememberMade(org: Org, id: string): void {
  memoryOf(org).made.add(id);
}

/** Whether this process has made a record itself. */
export function hasMade(org: Org, id: string): boolean {
  return memoryOf(org).made.has(id);
}
