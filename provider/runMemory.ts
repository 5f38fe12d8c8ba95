import type { AppRecord } from "../salesforce/externalClientApps.ts";
import { longId } from "../salesforce/identifiers.ts";
import type { Org, SalesforceRecord } from "../salesforce/org.ts";

/** Asks the org something; `recalling` may answer what was asked before. */
export type Ask = (org: Org, soql: string, doing: string) => Promise<SalesforceRecord[]>;

interface Memory {
  answers: Map<string, SalesforceRecord[]>;
  /** Names of records by their ids. */
  made: Map<string, string>;
  /** Apps by their ids, and when each was made, in milliseconds of the process. */
  newApps: Map<string, { app: AppRecord; at: number }>;
  seesAllProfiles: boolean;
}

const memories = new WeakMap<Org, Memory>();

/** What a provider process has learnt of an org: what a run does not change, and what it made itself. */
function memoryOf(org: Org): Memory {
  const known = memories.get(org) ?? {
    answers: new Map(),
    made: new Map(),
    newApps: new Map(),
    seesAllProfiles: false,
  };
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

/** Remembers that the deployer has View All Profiles. */
export function rememberAllProfilesSeen(org: Org): void {
  memoryOf(org).seesAllProfiles = true;
}

export function seesAllProfiles(org: Org): boolean {
  return memoryOf(org).seesAllProfiles;
}

/** Remembers a record that this process has made, with its own mark. */
export function rememberMade(org: Org, { Id, Name }: SalesforceRecord): void {
  memoryOf(org).made.set(longId(Id), String(Name));
}

/** Name of a record that this process has made itself; undefined for any other. */
export function nameOfMade(org: Org, id: string): string | undefined {
  return memoryOf(org).made.get(longId(id));
}

/** How long an app counts as one that nobody else has touched yet, in milliseconds. */
const newness = 30_000;

/** Remembers an app that this process has just made, with all its components. */
export function rememberNewApp(org: Org, app: AppRecord): void {
  memoryOf(org).newApps.set(longId(app.record.Id), { app, at: performance.now() });
}

/** The app of an id if this process has made it within seconds; told once. */
export function takeNewApp(org: Org, id: string): AppRecord | undefined {
  const { newApps } = memoryOf(org);
  const found = newApps.get(longId(id));
  newApps.delete(longId(id));
  return found && performance.now() - found.at < newness ? found.app : undefined;
}
