import { soapDateTime } from "../times.ts";
import { type DeployMessage, type DeployRecord, deployStatus, isDone } from "./deployRecord.ts";
import { writeRetrieveResult } from "./retrieveResultXml.ts";
import { element, textElement } from "./xmlWriter.ts";

/** API version from which a result tells the size of the zip. */
const sizesSince = 64;

/** The content of `<result>` of checkDeployStatus, in WSDL order. */
export function writeDeployResult(
  record: DeployRecord,
  now: Date,
  request: { includeDetails: boolean; apiVersion: number },
): string {
  const { options, outcome } = record;
  const status = deployStatus(record, now);
  const started = status !== "Pending";
  return [
    textElement("canceledBy", record.canceledById?.slice(0, 15)),
    textElement("canceledByName", record.canceledByName),
    textElement("checkOnly", options.checkOnly),
    record.completedDate === undefined ? "" : textElement("completedDate", soapDateTime(record.completedDate)),
    textElement("createdBy", record.createdById.slice(0, 15)),
    textElement("createdByName", record.createdByName),
    textElement("createdDate", soapDateTime(record.createdDate)),
    element("details", writeDetails(record, request.includeDetails)),
    textElement("done", isDone(record)),
    textElement("errorMessage", outcome?.errorMessage),
    textElement("errorStatusCode", outcome?.errorStatusCode),
    textElement("id", record.id),
    textElement("ignoreWarnings", options.ignoreWarnings),
    textElement(
      "lastModifiedDate",
      soapDateTime(record.completedDate ?? (started ? record.startDate : record.createdDate)),
    ),
    textElement("numberComponentErrors", outcome?.numberComponentErrors ?? 0),
    textElement("numberComponentsDeployed", outcome?.numberComponentsDeployed ?? 0),
    textElement("numberComponentsTotal", outcome?.numberComponentsTotal ?? 0),
    request.apiVersion >= sizesSince ? textElement("numFiles", outcome?.numberFiles ?? 0) : "",
    textElement("numberTestErrors", 0),
    textElement("numberTestsCompleted", 0),
    textElement("numberTestsTotal", 0),
    textElement("rollbackOnError", options.rollbackOnError),
    textElement("runTestsEnabled", options.runsTests),
    started ? textElement("startDate", soapDateTime(record.startDate)) : "",
    textElement("status", status),
    textElement("success", status === "Succeeded"),
    request.apiVersion >= sizesSince ? textElement("zipSize", record.zipSize) : "",
  ].join("");
}

/** Which tests ran is always told; the components only when asked for. */
function writeDetails({ id, outcome }: DeployRecord, includeDetails: boolean): string {
  const tests = "<numFailures>0</numFailures><numTestsRun>0</numTestsRun><totalTime>0.0</totalTime>";
  if (!outcome || !includeDetails) return element("runTestResult", tests);
  return [
    ...outcome.componentFailures.map((message) => element("componentFailures", writeMessage(message))),
    ...outcome.componentSuccesses.map((message) => element("componentSuccesses", writeMessage(message))),
    outcome.retrieved === undefined ? "" : element("retrieveResult", writeRetrieveResult(id, outcome.retrieved, true)),
    element("runTestResult", tests),
  ].join("");
}

function writeMessage(message: DeployMessage): string {
  return [
    textElement("changed", message.changed),
    textElement("columnNumber", message.columnNumber),
    message.componentType === ""
      ? "<componentType></componentType>"
      : textElement("componentType", message.componentType),
    textElement("created", message.created),
    textElement("createdDate", soapDateTime(message.createdDate)),
    textElement("deleted", message.deleted),
    textElement("fileName", message.fileName),
    textElement("fullName", message.fullName),
    textElement("id", message.id),
    textElement("lineNumber", message.lineNumber),
    textElement("problem", message.problem),
    textElement("problemType", message.problemType),
    textElement("success", message.success),
  ].join("");
}
