import { setTimeout as wait } from "node:timers/promises";

/** How often a call is made at most. */
const attempts = 5;

/** A request that is limited is not processed; the answer says how long to wait. Longer than this is not waited. */
const longestWait = 60;

/**
 * Waits until a call may be made again: as long as its answer asks, else longer each time.
 *
 * @param headers of the answer; undefined where there was none
 * @returns false where the call has been made often enough, or the wait would be too long
 */
export async function waitedFor(
  attempt: number,
  headers: Readonly<Record<string, unknown>> | undefined,
): Promise<boolean> {
  const seconds = (headers && secondsAsked(headers, new Date())) ?? 2 ** attempt / 2;
  if (attempt >= attempts || seconds > longestWait) return false;
  await wait(seconds * 1000);
  return true;
}

/**
 * Seconds that an answer asks to wait: a number of them, or a date (RFC 9110, 10.2.3), which counts from the date of the
 * answer, since two clocks may differ. Pure.
 */
export function secondsAsked(headers: Readonly<Record<string, unknown>>, now: Date): number | undefined {
  const asked = String(headers["retry-after"] ?? "").trim();
  if (/^\d+(?:\.\d+)?$/.test(asked)) return Number(asked);
  const until = /^[a-z]{3,9},? .* GMT$/i.test(asked) ? Date.parse(asked) : Number.NaN;
  if (Number.isNaN(until)) return undefined;
  const answered = Date.parse(String(headers.date ?? ""));
  return Math.max(0, (until - (Number.isNaN(answered) ? now.getTime() : answered)) / 1000);
}
