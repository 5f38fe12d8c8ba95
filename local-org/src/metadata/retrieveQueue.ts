import type { Org, RequestContext } from "../contracts.ts";
import { normalizedId } from "../identifiers.ts";
import { nextAsynchronousId } from "./asynchronousIds.ts";
import type { RetrieveRecord } from "./retrieveRecord.ts";
import type { RetrieveRequest } from "./retrieveRequest.ts";
import { runRetrieve } from "./retrieveRun.ts";

/** The retrieves of an org. The first look at one that is due does its work, so that no timer is needed. */
const collection = "metadata.retrieves";
const keyPrefix = "09S";
const serialCollection = "metadata.retrieveSerial";

/** Queues a retrieve. It takes as long as a deploy, and waits for none. */
export function queueRetrieve({ org, userId }: RequestContext, request: RetrieveRequest): RetrieveRecord {
  const record: RetrieveRecord = {
    id: nextAsynchronousId(org, serialCollection, keyPrefix),
    request,
    createdById: userId,
    dueDate: new Date(org.now().getTime() + org.settings.deployMs).toISOString(),
  };
  org.documents.set(collection, record.id, record);
  return record;
}

/** The retrieve with that id, in 15 or 18 characters; with its outcome when it is due. */
export function findRetrieve(org: Org, id: string): RetrieveRecord | undefined {
  const record = org.documents.get<RetrieveRecord>(collection, normalizedId(id) ?? id);
  if (!record || record.outcome || Date.parse(record.dueDate) > org.now().getTime()) return record;
  const ended = { ...record, outcome: runRetrieve(org, record.createdById, record.request) };
  org.documents.set(collection, record.id, ended);
  return ended;
}

/** Forgets the zip of a retrieve: it is given out once. */
export function forgetZip(org: Org, record: RetrieveRecord): void {
  if (record.outcome?.zip === undefined) return;
  const { zip: _zip, ...outcome } = record.outcome;
  org.documents.set(collection, record.id, { ...record, outcome });
}
