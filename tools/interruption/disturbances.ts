/** What is done to a call, and to which kinds of calls it applies. */
import type { CallKind } from "./calls.ts";

/** A fault of the local org, without the call that it strikes. */
interface OrgFault {
  kind: string;
  /** How often the call is struck; absent: each time it comes in this run. */
  times?: number;
  status?: number;
  errorCode?: string;
  ms?: number;
}

export interface Disturbance {
  name: string;
  title: string;
  fault: OrgFault;
  /** Signal that the run gets while the call is parked: SIGINT as by Ctrl-C; SIGKILL also for all that it started. */
  signal?: "SIGINT" | "SIGKILL";
  /** Kinds of calls that it applies to. */
  kinds: readonly CallKind[];
}

const all: readonly CallKind[] = ["login", "read", "write", "deploy"];
const withSession: readonly CallKind[] = ["read", "write", "deploy"];
const writing: readonly CallKind[] = ["write", "deploy"];

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
  { name: "503", title: "answer 503, each time", fault: { kind: "status", status: 503 }, kinds: all },
  { name: "truncate", title: "answer cut short", fault: { kind: "truncate", times: 1 }, kinds: all },
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
  { name: "expire-session", title: "session ended", fault: { kind: "expire-session", times: 1 }, kinds: withSession },
  { name: "fail-deploy", title: "deploy fails, each time", fault: { kind: "fail-deploy" }, kinds: ["deploy"] },
  {
    name: "slow-deploy",
    title: "deploy takes longer than the limit",
    fault: { kind: "slow-deploy", ms: slowDeployMilliseconds, times: 1 },
    kinds: ["deploy"],
  },
  kill("SIGINT", "before", all),
  // A call that only reads has no commit.
  kill("SIGINT", "after", ["login", ...writing]),
  kill("SIGKILL", "before", all),
  kill("SIGKILL", "after", ["login", ...writing]),
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
