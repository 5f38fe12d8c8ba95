/**
 * What a run tells others: which rules an org keeps, and what kind of org it is. It holds nothing of the org itself, no id,
 * name, address, key or answer: only words that stand in this file, ids of rules, a version and a day. Pure.
 */
import type { LedgerResult } from "../src/ledger/verifications.ts";
import type { Outcome } from "./run.ts";

/** A result as it is sent back. */
export interface ConformanceResult extends LedgerResult {
  /** Of this format. */
  format: 1;
  /** Whether a local org was asked, which verifies nothing. */
  isLocalOrg: boolean;
  /** Ids of rules that could not be asked. */
  notAsked: string[];
}

/** What `Organization.OrganizationType` can be. Source: Object Reference, Organization. */
export const editions = [
  "Team Edition",
  "Professional Edition",
  "Enterprise Edition",
  "Developer Edition",
  "Personal Edition",
  "Unlimited Edition",
  "Contact Manager Edition",
  "Base Edition",
  "Performance Edition",
  "Group Edition",
] as const;

const otherEdition = "another edition";

/** What is known of the org that was asked. */
export interface AskedOrg {
  /** `Organization.OrganizationType`; undefined where it cannot be read. */
  edition: unknown;
  isSandbox: boolean;
  isLocalOrg: boolean;
  apiVersion: string;
}

/**
 * @param ruleIds the ids that may be told
 * @param now when it was asked
 */
export function conformanceResult(
  outcomes: readonly Outcome[],
  { edition, isSandbox, isLocalOrg, apiVersion }: AskedOrg,
  ruleIds: ReadonlySet<string>,
  now: Date,
): ConformanceResult {
  const idsOf = (wanted: Outcome["outcome"]) =>
    [
      ...new Set(outcomes.filter(({ id, outcome }) => outcome === wanted && ruleIds.has(id)).map(({ id }) => id)),
    ].sort();
  return {
    format: 1,
    isLocalOrg,
    edition: editions.find((known) => known === edition) ?? otherEdition,
    isSandbox,
    apiVersion: /^\d{2,3}\.0$/.test(apiVersion) ? apiVersion : "unknown",
    date: now.toISOString().slice(0, 10),
    holds: idsOf("holds"),
    differs: idsOf("differs"),
    notAsked: idsOf("unasked"),
  };
}

/** Why a result cannot be taken; the message is one sentence. */
export class ResultError extends Error {
  override readonly name = "ResultError";
}

/**
 * Reads a result that somebody has sent. Rules that this ledger does not know are left out.
 *
 * @throws ResultError
 */
export function readResult(text: string, ruleIds: ReadonlySet<string>): ConformanceResult {
  const { format, isLocalOrg, edition, isSandbox, apiVersion, date, holds, differs, notAsked } = parsed(text);
  const isOfForm =
    format === 1 &&
    typeof isLocalOrg === "boolean" &&
    typeof isSandbox === "boolean" &&
    typeof edition === "string" &&
    [...editions, otherEdition].includes(edition) &&
    typeof apiVersion === "string" &&
    /^\d{2,3}\.0$/.test(apiVersion) &&
    typeof date === "string" &&
    /^\d{4}-\d{2}-\d{2}$/.test(date) &&
    !Number.isNaN(Date.parse(date));
  if (!isOfForm) throw new ResultError("it is no result that conformance --result has written");
  if (isLocalOrg) throw new ResultError("a local org was asked, which verifies nothing");
  const known = (ids: unknown) =>
    Array.isArray(ids) ? ids.filter((id): id is string => typeof id === "string" && ruleIds.has(id)) : [];
  const rules = { holds: known(holds), differs: known(differs), notAsked: known(notAsked) };
  return { format: 1, isLocalOrg, edition, isSandbox, apiVersion, date, ...rules };
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch {
    // The same as another value.
  }
  throw new ResultError("it is no JSON object");
}
