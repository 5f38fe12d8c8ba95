import type { LoggedRequest } from "./orgControl.ts";

/**
 * Kind of all reads of records: those that are asked for in the same moment travel as one call of the Composite
 * resource, one that is asked for alone as itself, and which of the two happens is a matter of milliseconds.
 */
export const recordRead = "GET …/query or POST …/composite";

/**
 * What kind of call it is, without the parts that differ from run to run: `recordRead`, `PATCH …/sobjects/User/{id}`,
 * `SOAP readMetadata`, and for a composite that makes a record, `POST …/composite (User)`. `…` stands for `/services/data/v67.0`, whatever the version.
 */
export function callKind({ method, path, operation }: LoggedRequest): string {
  if (operation !== undefined) return `SOAP ${operation}`;
  const [, made] = /\/composite\?POST \/sobjects\/(\w+)/.exec(path) ?? [];
  if (made !== undefined) return `POST …/composite (${made})`;
  const place = path
    .replace(/\?.*$/s, "")
    .replace(/^\/services\/data\/v[\d.]+/, "…")
    .replace(/\/[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$/, "/{id}");
  const isRead = method === "GET" && (place === "…/query" || place.startsWith("…/sobjects/"));
  return isRead || place === "…/composite" ? recordRead : `${method} ${place}`;
}

/** How often each kind of call was made, in the order of their first appearance. */
export function countCalls(requests: readonly LoggedRequest[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const request of requests) {
    const kind = callKind(request);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}
