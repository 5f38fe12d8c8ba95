/** What is done to a call, and to which kinds of calls it applies. */
import type { CallKind } from "./calls.ts";

/** A fault of the local org, of the local tenant or of the disk, without the call that it strikes. */
export interface Fault {
  kind: string;
  /** How often the call is struck; absent: each time it comes in this run. */
  times?: number;
  status?: number;
  errorCode?: string;
  retryAfter?: number;
  ms?: number;
}

export interface Disturbance {
  name: string;
  title: string;
  fault: Fault;
  /** In place of that, what a tenant of Webex does. */
  inWebex?: Fault;
  /** Signal that the run gets while the call is parked: SIGINT as by Ctrl-C; SIGKILL also for all that it started. */
  signal?: "SIGINT" | "SIGKILL";
  /** Kinds of calls that it applies to. */
  kinds: readonly CallKind[];
}

const webex: readonly CallKind[] = ["webexRead", "webexWrite"];
const all: readonly CallKind[] = ["login", "read", "write", "deploy", ...webex];
const withSession: readonly CallKind[] = ["read", "write", "deploy"];
const writing: readonly CallKind[] = ["write", "deploy"];
/** Kinds that commit something, so that there is a moment after it. */
const committing: readonly CallKind[] = ["login", ...writing, "webexWrite", "file"];

/** Longer than the time limit for deploys that the runs are given. */
export const slowDeployMilliseconds = 6_000;
export const deployTimeoutSeconds = 2;

export const disturbances: readonly Disturbance[] = [
  {
    name: "drop-before",
    title: "connection lost before the commit",
    fault: { kind: "drop-before", times: 1 },
    kinds: all,
  },
  {
    name: "drop-after",
    title: "connection lost after the commit",
    fault: { kind: "drop-after", times: 1 },
    kinds: all,
  },
  { name: "500", title: "answer 500", fault: { kind: "status", status: 500, times: 1 }, kinds: all },
  {
    name: "503",
    title: "answer 503, each time",
    fault: { kind: "status", status: 503 },
    // It says to come back at once, so that what is given up is given up soon.
    inWebex: { kind: "status", status: 503, retryAfter: 0 },
    kinds: all,
  },
  {
    name: "truncate",
    title: "answer cut short",
    fault: { kind: "truncate", times: 1 },
    kinds: ["login", "read", "write", "deploy"],
  },
  {
    name: "429",
    title: "answer 429 of Webex",
    fault: { kind: "status", status: 429, retryAfter: 0, times: 1 },
    kinds: webex,
  },
  {
    name: "request-limit",
    title: "`REQUEST_LIMIT_EXCEEDED`",
    fault: { kind: "status", status: 403, errorCode: "REQUEST_LIMIT_EXCEEDED" },
    kinds: withSession,
  },
  {
    name: "row-lock",
    title: "`UNABLE_TO_LOCK_ROW`",
    fault: { kind: "status", status: 400, errorCode: "UNABLE_TO_LOCK_ROW", times: 1 },
    kinds: writing,
  },
  {
    name: "expire-session",
    title: "session ended",
    fault: { kind: "expire-session", times: 1 },
    inWebex: { kind: "status", status: 401, times: 1 },
    kinds: [...withSession, ...webex],
  },
  { name: "fail-deploy", title: "deploy fails, each time", fault: { kind: "fail-deploy" }, kinds: ["deploy"] },
  {
    name: "slow-deploy",
    title: "deploy takes longer than the limit",
    fault: { kind: "slow-deploy", ms: slowDeployMilliseconds, times: 1 },
    kinds: ["deploy"],
  },
  { name: "disk-full", title: "no space left on the disk", fault: { kind: "disk-full" }, kinds: ["file"] },
  kill("SIGINT", "before", [...all, "file"]),
  // A call that only reads has no commit.
  kill("SIGINT", "after", committing),
  kill("SIGKILL", "before", [...all, "file"]),
  kill("SIGKILL", "after", committing),
];

function kill(signal: "SIGINT" | "SIGKILL", moment: "before" | "after", kinds: readonly CallKind[]): Disturbance {
  return {
    name: `${signal.toLowerCase()}-${moment}`,
    title: `${signal} while the call waits ${moment} its commit`,
    fault: { kind: `hold-${moment}`, times: 1 },
    signal,
    kinds,
  };
}

/** The disturbances that make sense for a kind of call. */
export function disturbancesOf(kind: CallKind): Disturbance[] {
  return disturbances.filter(({ kinds }) => kinds.includes(kind));
}
