import type { LoggedRequest } from "../../../tools/bench/orgControl.ts";

/** A logged call: `start` and `durationMs` in milliseconds of an imagined run. */
export function request(start: number, durationMs: number, call: Partial<LoggedRequest> = {}): LoggedRequest {
  const startedAt = new Date(Date.UTC(2026, 0, 1) + start).toISOString();
  return { startedAt, durationMs, method: "GET", path: "/services/data/v67.0/", status: 200, userAgent: "", ...call };
}
