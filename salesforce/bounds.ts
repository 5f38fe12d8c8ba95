import { AsyncLocalStorage } from "node:async_hooks";

/** How long a process waits for an org, how often it tries, and what it leaves to others. */
export interface Bounds {
  /** Longest time to wait for one answer, in seconds. */
  requestTimeoutSeconds: number;
  /** Longest time to wait for the result of one deploy, in seconds. */
  deployTimeoutSeconds: number;
  /** Tries of one call, the first included. */
  retryAttempts: number;
  /** Once so many seconds have passed since its first try, a call is not repeated any more. */
  retryTimeSeconds: number;
  /** Requests of the org's daily limit that must be left before a run writes for the first time. 0: never mind. */
  apiReserve: number;
}

export const defaultBounds: Bounds = {
  requestTimeoutSeconds: 120,
  deployTimeoutSeconds: 15 * 60,
  retryAttempts: 5,
  retryTimeSeconds: 30,
  apiReserve: 100,
};

/** What the calls of one piece of work keep to. */
interface Limits {
  bounds: Bounds;
  /** Ends the calls that are under way, and with them the work. */
  signal?: AbortSignal;
}

const ofProcess: Limits = { bounds: defaultBounds };
const ofWork = new AsyncLocalStorage<Limits>();
const limits = () => ofWork.getStore() ?? ofProcess;

/**
 * The bounds of this process. Like its session there is one set, since a provider process serves one configuration; work
 * that is done within `withOwnLimits` has its own.
 */
export function bounds(): Bounds {
  return limits().bounds;
}

/** What is not given has its default. */
export function setBounds(given: Partial<Bounds>): void {
  limits().bounds = { ...defaultBounds, ...given };
}

/** What ends the calls of the present work early; undefined where nothing does. */
export function endOfWork(): AbortSignal | undefined {
  return limits().signal;
}

/** Does work with one org beside that with others: with bounds of its own, until a signal ends it. */
export function withOwnLimits<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
  return ofWork.run({ bounds: defaultBounds, signal }, work);
}

/** What an org has said last of its limit of requests in 24 hours. */
export interface ApiUsage {
  used: number;
  limit: number;
}

/** Why a run should not begin to write, or undefined when enough is left; an org that says nothing has enough. */
export function tooFewRequestsLeft(usage: ApiUsage | undefined, { apiReserve }: Bounds): string | undefined {
  if (usage === undefined || usage.limit - usage.used >= apiReserve) return undefined;
  return `the org has ${usage.used} of its ${usage.limit} API requests of the last 24 hours used up, and a run begins to write only while ${apiReserve} are left`;
}
