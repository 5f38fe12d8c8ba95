import type { LoggedRequest } from "./orgControl.ts";

/** The log tells whole milliseconds: a start is cut, a duration rounded, so that neighbours may seem to overlap. */
const clockToleranceMilliseconds = 2;

/**
 * Length of the longest sequence of calls in which each starts after the one before it has ended: how many times the
 * latency of one call is waited for in a row. Calls that only happen to follow each other count too, so it is never
 * too small. It means something only where a call takes much longer than the clock's millisecond.
 */
export function callDepth(requests: readonly LoggedRequest[]): number {
  const calls = requests
    .map(({ startedAt, durationMs }) => ({ start: Date.parse(startedAt), end: Date.parse(startedAt) + durationMs }))
    .sort((one, other) => one.start - other.start);
  const lengths: number[] = [];
  for (const [index, { start }] of calls.entries()) {
    const before = lengths.filter((_, earlier) => {
      const end = calls[earlier]?.end ?? Number.POSITIVE_INFINITY;
      return earlier < index && end <= start + clockToleranceMilliseconds;
    });
    lengths.push(1 + Math.max(0, ...before));
  }
  return Math.max(0, ...lengths);
}
