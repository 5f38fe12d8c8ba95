import { operationCommand } from "../../common/commands.ts";
import { CommandError } from "../commandLine.ts";
import { isStackName } from "./stacks.ts";

/**
 * What is known of one org of a fleet:
 *
 * - `clean`: the org is as the state of its stack has it;
 * - `drifted`: somebody has changed in the org what the stack manages;
 * - `unapplied`: the org is as the state has it, but the program or its configuration is not, so the next `pulumi up`
 *   changes something. Without `--with-program`, only as far as the state says it: an earlier run did not come to its end;
 * - `unreachable`: the org, or the state, could not be asked;
 * - `skipped`: there is nothing to ask for.
 */
export const verdicts = ["clean", "drifted", "unapplied", "unreachable", "skipped"] as const;
export type Verdict = (typeof verdicts)[number];

/** One property of one resource that the org has otherwise than the state. */
export interface Drift {
  /** Name of the resource in the program. */
  resource: string;
  /** Kind of the resource, for example `ExternalClientApp`. */
  kind: string;
  /** Input, or output that other resources use; `id` for a resource that was deleted in the org. */
  property: string;
  /** What the state has, for people: cut to a length, a certificate as its fingerprint. */
  from: string;
  /** What the org has; the same form. */
  to: string;
  /** For `fleet accept`; absent for an output, for a resource that was deleted, and in results of earlier versions. */
  accept?: Acceptance;
}

/** Whether a program can declare what the org has: the value as it would be declared, or why not. */
export type Acceptance = { value: unknown } | { not: string };

/**
 * How far an org was asked: what `queries` show, or `all`, for which the login must be one that may use the Metadata API.
 */
export const depths = ["queries", "all"] as const;
export type Depth = (typeof depths)[number];

/** Inputs of one resource that were not looked at, because queries do not show them. */
export interface NotLookedAt {
  /** Name of the resource in the program. */
  resource: string;
  /** Kind of the resource, for example `ExternalClientApp`. */
  kind: string;
  properties: string[];
}

/** A certificate that an app of the stack has. */
export interface Certificate {
  resource: string;
  /** End of its validity, ISO 8601 in UTC. */
  validTo: string;
}

/** What is known of one org of the fleet. */
export interface OrgResult {
  stack: string;
  verdict: Verdict;
  /** How far the org was asked; absent where it was not. `clean` with `queries` says nothing of what was not looked at. */
  depth?: Depth;
  drift: Drift[];
  /** What was not looked at; empty with the depth `all`. */
  notLookedAt: NotLookedAt[];
  /** Why there is no better verdict, and what to do; empty for a clean org and for drift. */
  reason: string;
  /** 18-character id of the org, where the state has it. */
  orgId?: string;
  certificates: Certificate[];
  /** When the access was last proved by a login, ISO 8601 in UTC, if it ever was. */
  provedAt?: string;
}

/** The result file of a fleet: what `--json` writes and every report is made from. */
export interface FleetResult {
  /** Of the form of this file; another one is refused. */
  version: typeof resultVersion;
  /** When the orgs were asked, ISO 8601 in UTC. */
  askedAt: string;
  /** In the order of their stacks' names. */
  orgs: OrgResult[];
}

export const resultVersion = 2;

/** How `pulumi preview --expect-no-changes` ends when there are changes. */
const changesExpectedNone = 7;

/** 0 for a fleet that is all clean, 7 when something has drifted or is not applied, else 1 when an org was not asked. */
export function exitCodeOf({ orgs }: FleetResult): number {
  const has = (verdict: Verdict) => orgs.some((org) => org.verdict === verdict);
  if (has("drifted") || has("unapplied")) return changesExpectedNone;
  return has("unreachable") ? 1 : 0;
}

/** Everything of an org that was not looked at, as `resource.property`. */
export const namesNotLookedAt = ({ notLookedAt }: OrgResult): string[] =>
  notLookedAt.flatMap(({ resource, properties }) => properties.map((property) => `${resource}.${property}`));

/** Counts the orgs by verdict, in the order of the verdicts; those that no org has are left out. */
export function countsOf({ orgs }: FleetResult): [Verdict, number][] {
  return verdicts
    .map((verdict): [Verdict, number] => [verdict, orgs.filter((org) => org.verdict === verdict).length])
    .filter(([, count]) => count > 0);
}

/**
 * Reads a result file.
 *
 * @param name of the file, for the error
 * @throws CommandError when the text is none, or one of another version
 */
export function readResult(text: string, name: string): FleetResult {
  let result: Partial<FleetResult>;
  try {
    result = JSON.parse(text);
  } catch {
    throw new CommandError(
      `${name} is no JSON: give a file that "${operationCommand("fleet drift --json FILE")}" has written.`,
    );
  }
  if (result?.version !== resultVersion) {
    throw new CommandError(
      `${name} is no result of version ${resultVersion} of "fleet drift --json" (its version is ${JSON.stringify(result?.version)}).`,
    );
  }
  const isComplete = isTime(result.askedAt) && Array.isArray(result.orgs) && result.orgs.every(isOrgResult);
  if (!isComplete)
    throw new CommandError(`${name} is not complete: run "${operationCommand("fleet drift --json FILE")}" again.`);
  return result as FleetResult;
}

const isTime = (value: unknown) =>
  typeof value === "string" &&
  /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(value) &&
  !Number.isNaN(Date.parse(value));
const isAbsentOr = (is: (value: unknown) => boolean) => (value: unknown) => value === undefined || is(value);
const isText = (value: unknown) => typeof value === "string";

const isAcceptance = (value: unknown) =>
  typeof value === "object" && value !== null && ("value" in value || ("not" in value && isText(value.not)));

function isNotLookedAt(value: unknown): value is NotLookedAt {
  const { resource, kind, properties } = (value ?? {}) as Partial<NotLookedAt>;
  return isText(resource) && isText(kind) && Array.isArray(properties) && properties.every(isText);
}

/** Whether a part of a file is what is known of one org: reports are made of it, wherever the file comes from. */
function isOrgResult(value: unknown): value is OrgResult {
  const { stack, verdict, depth, drift, notLookedAt, reason, orgId, certificates, provedAt } = (value ??
    {}) as Partial<OrgResult>;
  const isDrift = (each: Drift) =>
    [each?.resource, each?.kind, each?.property, each?.from, each?.to].every((text) => isText(text)) &&
    isAbsentOr(isAcceptance)(each.accept);
  return (
    isStackName(stack) &&
    verdicts.includes(verdict as Verdict) &&
    (depth === undefined || depths.includes(depth)) &&
    isText(reason) &&
    Array.isArray(notLookedAt) &&
    notLookedAt.every(isNotLookedAt) &&
    Array.isArray(drift) &&
    drift.every(isDrift) &&
    Array.isArray(certificates) &&
    certificates.every((each) => isText(each?.resource) && isTime(each.validTo)) &&
    isAbsentOr(isText)(orgId) &&
    isAbsentOr(isTime)(provedAt)
  );
}

/**
 * The results of the parts of a fleet as one.
 *
 * @throws CommandError when a stack is in two of them
 */
export function merged(results: readonly FleetResult[]): FleetResult {
  const orgs = results.flatMap((result) => result.orgs).sort(byStack);
  const twice = orgs.find(({ stack }, index) => orgs[index + 1]?.stack === stack);
  if (twice) throw new CommandError(`Stack ${twice.stack} is in two of the files: give each part of the fleet once.`);
  const askedAt = results.map((result) => result.askedAt).sort()[0] ?? new Date(0).toISOString();
  return { version: resultVersion, askedAt, orgs };
}

/** Order of the orgs in a result. */
function byStack(left: { stack: string }, right: { stack: string }): number {
  return left.stack < right.stack ? -1 : Number(left.stack > right.stack);
}
