/** Answers that a caller may keep: when they last changed, and 304 for who has them already. */
import { createHash } from "node:crypto";
import type { Org, RecordFields } from "../contracts.ts";
import type { Database } from "../store/database.ts";
import type { RestAnswer, RestCall, RestHandler } from "./call.ts";

/** Makes a describe's handler one that says when its answer last changed. */
export type Dated = (handler: RestHandler) => RestHandler;

/**
 * What a describe tells depends on the schema and on the caller's permissions: it counts as changed with every change of
 * the org.
 *
 * @param database that of the org
 */
export function createDated(database: Database): Dated {
  let changes: unknown;
  let since = 0;
  const lastChange = (org: Org): number => {
    const now = database.statement("SELECT total_changes() AS n").get()?.n;
    if (now !== changes) since = org.now().getTime();
    changes = now;
    return since;
  };
  return (handler) => (call) => {
    const answer = handler(call);
    const time = lastChange(call.context.org);
    const tag = digest(`${call.context.org.organizationId} ${time}`, "hex").slice(0, 8);
    return isKnown(call, time) ? notModified() : withHeaders(answer, time, tag);
  };
}

/** A single record was last changed when it says so; only accounts have a tag too. */
export function datedRecord(call: RestCall, type: string, record: RecordFields, answer: RestAnswer): RestAnswer {
  const stamp = record.SystemModstamp ?? record.LastModifiedDate ?? null;
  if (stamp === null) return answer;
  const time = Date.parse(String(stamp).replace("+0000", "Z"));
  if (isKnown(call, time)) return notModified();
  const tag = type === "Account" ? digest(`${record.Id} ${stamp}`, "base64") : undefined;
  return withHeaders(answer, time, tag);
}

function withHeaders(answer: RestAnswer, time: number, tag: string | undefined): RestAnswer {
  const headers = { ...(tag === undefined ? {} : { ETag: `"${tag}"` }), "Last-Modified": new Date(time).toUTCString() };
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

/** HTTP tells times in whole seconds. */
function isKnown(call: RestCall, time: number): boolean {
  const known = Date.parse(call.header("if-modified-since") ?? "");
  return !Number.isNaN(known) && Math.floor(time / 1000) * 1000 <= known;
}

function notModified(): RestAnswer {
  return { status: 304 };
}

function digest(text: string, encoding: "hex" | "base64"): string {
  return createHash("sha256").update(text).digest(encoding);
}
