/** A fault as it is asked for: which calls it strikes, and what it does to them. */
import { type Check, type Checks, readNamedValues } from "../namedValues.ts";

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
  /** Regular expression that the path must contain; the path of a SOQL query goes on with `?q=` and the query, that of a composite with `?` and its writes. */
  path?: string;
  /** Name of the operation, such as `deploy` or `login`; see `callNames.ts`. */
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
  const { kind, ...others } = readNamedValues<Fault>(sent, { what: "a fault" }, allChecks);
  if (kind === undefined) throw new Error(`A fault needs its kind, one of ${faultKinds.join(", ")}.`);
  if (others.match !== undefined) readMatch(others.match);
  if (timed.has(kind) && others.ms === undefined) throw new Error(`A fault of the kind ${kind} needs ms.`);
  return { kind, ...others };
}

function readMatch(sent: unknown): void {
  const { path } = readNamedValues<FaultMatch>(sent, { what: "the match of a fault" }, matchChecks);
  try {
    new RegExp(path ?? "");
  } catch {
    throw new Error(`In the match of a fault, path takes a regular expression, not ${path}.`);
  }
}

const text: Check = { accepts: (value) => typeof value === "string" && value !== "", allowed: "a text" };
const matchChecks: Checks<FaultMatch> = { method: text, path: text, operation: text };

const wholeNumber = (least: number, most: number, allowed: string): Check => ({
  accepts: (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
  allowed,
});

const allChecks: Checks<Fault> = {
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
