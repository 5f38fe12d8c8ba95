import { setTimeout as wait } from "node:timers/promises";
import { bounds, endOfWork } from "./bounds.ts";
import { type Retry, retryOf, toSalesforceError } from "./errors.ts";

const firstWait = 250;
/** Longest wait before one repetition, in milliseconds. */
const longestWait = 6_000;

/** Milliseconds before try number `attempt` (2 for the first repetition): exponential with jitter. */
export function waitBefore(attempt: number, random: () => number = Math.random): number {
  return Math.min(longestWait, firstWait * 2 ** (attempt - 2)) * (0.5 + random() / 2);
}

/**
 * Runs a call that only reads, repeating it on every transient failure.
 *
 * @param doing what is done, as a phrase that continues "while"
 * @param call the call
 */
export function readWithRetry<Result>(doing: string, call: () => Promise<Result>): Promise<Result> {
  return withRetry(doing, call, ["at-once", "after-looking"]);
}

/**
 * Runs a call that writes. It is repeated only when the org surely did nothing: a lost answer is thrown, and the
 * lifecycle looks at the org before it writes again.
 */
export function writeWithRetry<Result>(doing: string, call: () => Promise<Result>): Promise<Result> {
  return withRetry(doing, call, ["at-once"]);
}

async function withRetry<Result>(doing: string, call: () => Promise<Result>, repeatable: Retry[]): Promise<Result> {
  const { retryAttempts, retryTimeSeconds } = bounds();
  const started = performance.now();
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (thrown) {
      const error = toSalesforceError(thrown, doing);
      if (attempt >= retryAttempts || !repeatable.includes(retryOf(error))) throw error;
      const pause = waitBefore(attempt + 1);
      if (performance.now() - started + pause > retryTimeSeconds * 1000) throw error;
      const signal = endOfWork();
      await wait(pause, undefined, signal && { signal });
    }
  }
}
