import type { Org, RequestContext } from "../contracts.ts";
import { demandsOfCall } from "../faults/demands.ts";
import { normalizedId } from "../identifiers.ts";
import { contextOfUser } from "../requestContext.ts";
import { nextAsynchronousId } from "./asynchronousIds.ts";
import type { DeployOptions } from "./deployOptions.ts";
import { type DeployOutcome, type DeployRecord, failedOutcome } from "./deployRecord.ts";
import { runDeploy } from "./deployRun.ts";
import { noteValidation } from "./validations.ts";

/**
 * The deploys of an org, kept with the org. When a deploy is queued it is settled from when on it is due; its changes
 * are made by the first call that the org answers from then on, and with that it ends. So no timer is needed and a
 * restart loses nothing.
 */
const waiting = "metadata.deploysWaiting";
const ended = "metadata.deploysEnded";
/** Of the ids of deploys. */
export const deployKeyPrefix = "0Af";
const serialCollection = "metadata.deploySerial";

/** Queues a deploy behind those that have not ended. */
export function queueDeploy(
  context: RequestContext,
  zip: Uint8Array,
  options: DeployOptions,
  apiVersion: number,
): DeployRecord {
  const { org, userId } = context;
  const created = org.now().getTime();
  const start = Math.max(created, ...waitingDeploys(org).map((record) => Date.parse(record.dueDate)));
  const { deployDelayMs = 0, deployErrorCode } = demandsOfCall();
  const record: DeployRecord = {
    id: nextAsynchronousId(org, serialCollection, deployKeyPrefix),
    options,
    apiVersion,
    createdById: userId,
    createdByName: userName(org, userId),
    createdDate: isoTime(created),
    startDate: isoTime(start),
    dueDate: isoTime(start + org.settings.deployMs + deployDelayMs),
    ...(deployErrorCode === undefined ? {} : { demandedError: deployErrorCode }),
    zipSize: zip.byteLength,
    zip: Buffer.from(zip).toString("base64"),
  };
  org.documents.set(waiting, record.id, record);
  return record;
}

/** Queues a deploy of what a validation checked. */
export function queueValidated(context: RequestContext, validation: DeployRecord, zip: string): DeployRecord {
  const options = { ...validation.options, checkOnly: false };
  return queueDeploy(context, Buffer.from(zip, "base64"), options, validation.apiVersion);
}

/** The deploy with that id, in 15 or 18 characters. */
export function findDeploy(org: Org, id: string): DeployRecord | undefined {
  const fullId = normalizedId(id) ?? id;
  return org.documents.get<DeployRecord>(waiting, fullId) ?? org.documents.get<DeployRecord>(ended, fullId);
}

/** Makes the changes of all deploys that are due, in their order. */
export function settleDeploys(org: Org): void {
  const now = org.now().getTime();
  let lastEnd = 0;
  for (const record of waitingDeploys(org)) {
    if (Date.parse(record.dueDate) > now) return;
    const { zip = "", ...kept } = record;
    org.records.transaction(() => {
      const outcome = outcomeOf(org, record, zip);
      const completed = org.now().getTime();
      const startDate = isoTime(Math.max(Date.parse(record.startDate), lastEnd));
      const ended = { ...kept, startDate, outcome, completedDate: isoTime(completed) };
      lastEnd = completed;
      end(org, ended);
      noteValidation(org, ended, zip);
    });
  }
}

/** A defect of the local org fails one deploy, not every call that comes after it. */
function outcomeOf(org: Org, record: DeployRecord, zip: string): DeployOutcome {
  if (record.demandedError !== undefined) return failedOutcome(record.demandedError);
  const context = contextOfUser(org, record.createdById, `${record.apiVersion}.0`);
  try {
    return runDeploy(context, Buffer.from(zip, "base64"), record.options, record.apiVersion);
  } catch (error) {
    console.error(error);
    return failedOutcome("UNKNOWN_EXCEPTION");
  }
}

/** Cancels a deploy that has not ended; nothing of it has been done. */
export function cancelDeploy(context: RequestContext, record: DeployRecord): DeployRecord {
  const { org, userId } = context;
  const { zip: _zip, ...kept } = record;
  const completedDate = org.now().toISOString();
  const canceled = { ...kept, canceledById: userId, canceledByName: userName(org, userId), completedDate };
  end(org, canceled);
  return canceled;
}

function end(org: Org, record: DeployRecord): void {
  org.documents.remove(waiting, record.id);
  org.documents.set(ended, record.id, record);
}

function waitingDeploys(org: Org): DeployRecord[] {
  return org.documents.list<DeployRecord>(waiting).map(({ value }) => value);
}

function userName(org: Org, userId: string): string {
  return String(org.records.get("User", userId)?.Name ?? "");
}

function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
