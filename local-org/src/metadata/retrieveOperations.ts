import type { RequestContext } from "../contracts.ts";
import type { NamedOperations, OperationRequest } from "./operation.ts";
import { findRetrieve, forgetZip, queueRetrieve } from "./retrieveQueue.ts";
import type { RetrieveRecord } from "./retrieveRecord.ts";
import { readRetrieveRequest } from "./retrieveRequest.ts";
import { writeRetrieveResult } from "./retrieveResultXml.ts";
import { SoapFault } from "./soapEnvelope.ts";
import { element, textElement } from "./xmlWriter.ts";

/** The calls of a retrieve. */
export const retrieveOperations: NamedOperations = [
  ["retrieve", retrieve],
  ["checkRetrieveStatus", checkRetrieveStatus],
  ["checkStatus", checkStatus],
];

function retrieve({ context, call, apiVersion }: OperationRequest): string {
  const record = queueRetrieve(context, readRetrieveRequest(call.parameters[0], apiVersion));
  return element("result", textElement("done", false) + textElement("id", record.id) + textElement("state", "Queued"));
}

/** The state of a retrieve, and its zip unless the caller does not want it yet. The zip is given out once. */
function checkRetrieveStatus({ context, call }: OperationRequest): string {
  const [id, includeZip] = call.parameters;
  const record = knownRetrieve(context, id?.text.trim());
  const withZip = includeZip?.text.trim() !== "false";
  if (withZip) forgetZip(context.org, record);
  return element("result", writeRetrieveResult(record.id, record.outcome, withZip));
}

/** The call from before checkRetrieveStatus told the state, which some clients still poll with. */
function checkStatus({ context, call }: OperationRequest): string {
  const { id, outcome } = knownRetrieve(context, call.parameters[0]?.text.trim());
  const state = outcome === undefined ? "InProgress" : outcome.status === "Succeeded" ? "Completed" : "Error";
  return element(
    "result",
    textElement("done", outcome !== undefined) + textElement("id", id) + textElement("state", state),
  );
}

function knownRetrieve(context: RequestContext, id: string | undefined): RetrieveRecord {
  const record = findRetrieve(context.org, id ?? "");
  if (!record) throw new SoapFault("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");
  return record;
}
