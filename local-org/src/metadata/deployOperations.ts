import type { RequestContext } from "../contracts.ts";
import { normalizedId } from "../identifiers.ts";
import { maximumZipBytes } from "./archive.ts";
import { deployOptionsFromXml } from "./deployOptions.ts";
import { cancelDeploy, deployKeyPrefix, findDeploy, queueDeploy, queueValidated } from "./deployQueue.ts";
import { type DeployRecord, deployStatus, isDone } from "./deployRecord.ts";
import { writeDeployResult } from "./deployResultXml.ts";
import type { NamedOperations, OperationRequest } from "./operation.ts";
import { SoapFault } from "./soapEnvelope.ts";
import { validatedZip } from "./validations.ts";
import { element, textElement } from "./xmlWriter.ts";

/** The calls of a deploy. */
export const deployOperations: NamedOperations = [
  ["deploy", deploy],
  ["checkDeployStatus", checkDeployStatus],
  ["cancelDeploy", cancelDeployCall],
  ["deployRecentValidation", deployRecentValidation],
];

function deploy({ context, call, apiVersion }: OperationRequest): string {
  const [zipFile, options] = call.parameters;
  const zip = Buffer.from(zipFile?.text ?? "", "base64");
  if (zip.byteLength > maximumZipBytes)
    throw new SoapFault(
      "LIMIT_EXCEEDED",
      "Maximum size of request reached. Maximum size of request is 52428800 bytes.",
    );
  const record = queueDeploy(context, zip, deployOptionsFromXml(options), apiVersion);
  return element("result", textElement("done", false) + textElement("id", record.id) + textElement("state", "Queued"));
}

function checkDeployStatus({ context, call, apiVersion }: OperationRequest): string {
  const [idElement, includeDetails] = call.parameters;
  const id = idElement?.text.trim() ?? "";
  if (!id.startsWith(deployKeyPrefix) || normalizedId(id) === undefined)
    throw new SoapFault("MALFORMED_ID", `bad id ${id}`);
  const record = knownDeploy(context, id);
  const details = includeDetails?.text.trim() === "true";
  return element("result", writeDeployResult(record, context.org.now(), { includeDetails: details, apiVersion }));
}

function cancelDeployCall({ context, call }: OperationRequest): string {
  const record = knownDeploy(context, call.parameters[0]?.text.trim() ?? "");
  if (isDone(record)) throw new SoapFault("INVALID_ID_FIELD", "Deployment already completed");
  const canceled = cancelDeploy(context, record);
  const done = deployStatus(canceled, context.org.now()) === "Canceled";
  return element("result", textElement("done", done) + textElement("id", record.id));
}

/** Deploys what a validation checked, and answers the id of the new deploy. */
function deployRecentValidation({ context, call }: OperationRequest): string {
  const record = knownDeploy(context, call.parameters[0]?.text.trim() ?? "");
  const validated = validatedZip(context.org, record);
  if (typeof validated === "string") throw new SoapFault("INVALID_ID_FIELD", validated);
  return textElement("result", queueValidated(context, record, validated.zip).id);
}

function knownDeploy(context: RequestContext, id: string): DeployRecord {
  const record = findDeploy(context.org, id);
  if (!record) throw new SoapFault("INVALID_ID_FIELD", "Invalid deploy ID");
  return record;
}
