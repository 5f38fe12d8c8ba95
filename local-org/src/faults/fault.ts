/** A fault as it is asked for: which calls it strikes, and what it does to them. */

export const faultKinds = [
  "drop-before",
  "drop-after",
  "hold-before",
  "hold-after",
  "status",
  "latency",
  "truncate",
  "slow-deploy",
  "fail-deploy",
  "expire-session",
  "propagation",
] as const;

export type FaultKind = (typeof faultKinds)[number];

/** All of what is given must fit; an empty match fits every call. */
export interface FaultMatch {
  /** HTTP method, such as `PATCH`. */
  method?: string;
  /** Regular expression that the path must contain; the path of a SOQL query goes on with `?q=` and the query. */
  path?: string;
  /** Name of the operation, such as `deploy` or `login`; see `operations.ts`. */
  operation?: string;
}

export interface Fault {
  /** Default: every call that the kind can strike. */
  match?: FaultMatch;
  /** How many matching calls pass untouched before the first one is struck. Default 0. */
  after?: number;
  /** How many calls are struck. Default: all, until the faults are cleared. */
  times?: number;
  kind: FaultKind;
  /** HTTP status of the kind `status`. Default 503. */
  status?: number;
  /** Salesforce's code of the kinds `status` (without one the answer is a page of HTML) and `fail-deploy` (default `UNKNOWN_EXCEPTION`). */
  errorCode?: string;
  /** More response headers of the kind `status`, such as `Retry-After`. */
  headers?: Record<string, string>;
  /** Milliseconds of the kinds `latency`, `slow-deploy` and `propagation`, which need it. */
  ms?: number;
}

/** Kinds that are about a duration. */
const timed: ReadonlySet<string> = new Set(["latency", "slow-deploy", "propagation"]);

/**
 * The faults that a caller sent.
 *
 * @throws Error with one sentence that names what is wrong
 */
export function readFaults(sent: unknown): Fault[] {
  if (!Array.isArray(sent)) throw new Error("Faults are a JSON array of objects.");
  return sent.map(readFault);
}

function readFault(sent: unknown): Fault {
  const fault = objectOf(sent, "A fault", Object.keys(allChecks));
  for (const [name, check] of Object.entries(allChecks)) {
    if (fault[name] !== undefined && !check.accepts(fault[name]))
      throw new Error(`${name} of a fault takes ${check.allowed}.`);
  }
  const { kind, match } = fault;
  if (kind === undefined) throw new Error(`A fault needs its kind, one of ${faultKinds.join(", ")}.`);
  if (match !== undefined) readMatch(match);
  if (timed.has(String(kind)) && fault.ms === undefined) throw new Error(`A fault of the kind ${kind} needs ms.`);
  return fault as unknown as Fault;
}

function readMatch(sent: unknown): void {
  const match = objectOf(sent, "match of a fault", ["method", "path", "operation"]);
  for (const [name, value] of Object.entries(match)) {
    if (typeof value !== "string" || value === "") throw new Error(`${name} in match of a fault takes a text.`);
  }
  try {
    new RegExp(String(match.path ?? ""));
  } catch {
    throw new Error(`path in match of a fault takes a regular expression, not ${match.path}.`);
  }
}

function objectOf(sent: unknown, what: string, known: readonly string[]): { [name: string]: unknown } {
  if (typeof sent !== "object" || sent === null || Array.isArray(sent)) throw new Error(`${what} is a JSON object.`);
  const unknown = Object.keys(sent).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`${what} has no ${unknown}; it has ${known.join(", ")}.`);
  return sent as { [name: string]: unknown };
}

interface Check {
  accepts(value: unknown): boolean;
  allowed: string;
}

const wholeNumber = (least: number, most: number, allowed: string): Check => ({
  accepts: (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
  allowed,
});

const allChecks: { [name in keyof Required<Fault>]: Check } = {
  match: { accepts: (value) => typeof value === "object", allowed: "an object" },
  after: wholeNumber(0, Number.MAX_SAFE_INTEGER, "a whole number from 0"),
  times: wholeNumber(1, Number.MAX_SAFE_INTEGER, "a whole number from 1"),
  kind: {
    accepts: (value) => faultKinds.includes(value as FaultKind),
    allowed: faultKinds.join(", "),
  },
  status: wholeNumber(300, 599, "an HTTP status from 300 to 599"),
  errorCode: {
    accepts: (value) => typeof value === "string" && /^[A-Za-z_]{1,80}$/.test(value),
    allowed: "a code such as UNABLE_TO_LOCK_ROW",
  },
  headers: {
    accepts: (value) =>
      typeof value === "object" &&
      value !== null &&
      Object.entries(value).every(
        ([name, text]) => /^[\w-]+$/.test(name) && typeof text === "string" && /^[\x20-\x7e]*$/.test(text),
      ),
    allowed: "an object of texts",
  },
  ms: wholeNumber(0, 86_400_000, "whole milliseconds up to a day"),
};
