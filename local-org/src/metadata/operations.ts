import type { RequestContext } from "../contracts.ts";
import { normalizedId } from "../identifiers.ts";
import { metadataTypeNames } from "../schema/definitions.ts";
import { maximumZipBytes } from "./archive.ts";
import { componentWriteError } from "./componentAccess.ts";
import { missingComponent, type SaveResult, saveEach, type WriteCall, writeComponent } from "./componentWrites.ts";
import { deployOptionsFromXml } from "./deployOptions.ts";
import { cancelDeploy, deployKeyPrefix, findDeploy, queueDeploy, queueValidated } from "./deployQueue.ts";
import { type DeployRecord, deployStatus, isDone } from "./deployRecord.ts";
import { writeDeployResult } from "./deployResultXml.ts";
import { describeValueType } from "./describeValueType.ts";
import { decodedFileName } from "./fileNames.ts";
import { writeFileProperties } from "./fileProperties.ts";
import { recordIn, schemaIn } from "./laterElements.ts";
import type { MetadataType } from "./metadataType.ts";
import { metadataTypeNamed, metadataTypeOfRecords, metadataTypes } from "./metadataTypes.ts";
import { writeTypedRecord } from "./recordWriter.ts";
import { renameMetadata } from "./renameOperation.ts";
import { retrieveOperations } from "./retrieveOperations.ts";
import { type SoapCall, SoapFault, SoapNotSpoken } from "./soapEnvelope.ts";
import { validatedZip } from "./validations.ts";
import { childText, type XmlElement } from "./xmlReader.ts";
import { element, textElement } from "./xmlWriter.ts";

/** A call of the Metadata API with everything its operation needs. */
export interface OperationRequest {
  readonly context: RequestContext;
  readonly call: SoapCall;
  /** API version of the address, such as 68. */
  readonly apiVersion: number;
}

/** Answers the content of `<operationResponse>`. @throws SoapFault */
export type Operation = (request: OperationRequest) => string;

/** Most components of one CRUD call. */
const crudLimit = 10;
/** Most queries of one listMetadata call. */
const listLimit = 3;

/** Operations that the local org speaks. */
export const operations: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ["describeMetadata", describeMetadata],
  ["listMetadata", listMetadata],
  ["readMetadata", readMetadata],
  ["createMetadata", writeMetadata("createMetadata")],
  ["updateMetadata", writeMetadata("updateMetadata")],
  ["upsertMetadata", writeMetadata("upsertMetadata")],
  ["deleteMetadata", deleteMetadata],
  ["deploy", deploy],
  ["checkDeployStatus", checkDeployStatus],
  ["cancelDeploy", cancelDeployCall],
  ["deployRecentValidation", deployRecentValidation],
  ["renameMetadata", renameMetadata],
  ["describeValueType", describeValueType],
  ...retrieveOperations,
]);

function describeMetadata({ context, apiVersion }: OperationRequest): string {
  const objects = metadataTypes
    .filter((type) => type.schema.since <= apiVersion)
    .map(({ schema }) =>
      element(
        "metadataObjects",
        textElement("directoryName", schema.directoryName) +
          textElement("inFolder", false) +
          textElement("metaFile", false) +
          textElement("suffix", schema.suffix) +
          textElement("xmlName", schema.name),
      ),
    );
  const rest = [
    textElement("organizationNamespace", context.org.settings.namespace ?? ""),
    textElement("partialSaveAllowed", true),
    textElement("testRequired", false),
  ];
  return element("result", [...objects, ...rest].join(""));
}

function listMetadata({ context, call, apiVersion }: OperationRequest): string {
  const { org } = context;
  const queries = call.parameters.filter((parameter) => parameter.name === "queries");
  if (queries.length > listLimit)
    throw new SoapFault("EXCEEDED_ID_LIMIT", `Too many queries in listMetadata, limit is: ${listLimit}`);
  return queries
    .map((query) => listedType(childText(query, "type") ?? "", apiVersion))
    .flatMap((type) => type.all(org).map((component) => element("result", writeFileProperties(org, type, component))))
    .join("");
}

function listedType(name: string, apiVersion: number): MetadataType {
  const type = metadataTypeNamed(name);
  if (!type && !metadataTypeNames.has(name)) throw new SoapFault("INVALID_TYPE", `Unknown type:${name}`);
  // Of types that describeMetadata does not name, an org has nothing to list either.
  if (!type) throw new SoapFault("INVALID_TYPE", `Cannot use: ${name} in this organization`);
  if (type.schema.since > apiVersion) throw new SoapFault("INVALID_TYPE", `Cannot use: ${name} in this version`);
  return type;
}

/** The type of a CRUD call. @throws SoapFault, SoapNotSpoken */
export function crudType(name: string, apiVersion: number): MetadataType {
  const type = metadataTypeOfRecords(name);
  if (!type) throw new SoapNotSpoken(`metadata of type ${name}`);
  if (type.schema.since > apiVersion)
    throw new SoapFault("INVALID_TYPE", "This type of metadata is not available for this organization");
  return type;
}

function requireFewerThanLimit(count: number): void {
  if (count > crudLimit)
    throw new SoapFault(
      "EXCEEDED_ID_LIMIT",
      `record limit reached. cannot submit more than ${crudLimit} records in this operation`,
    );
}

function readMetadata({ context, call, apiVersion }: OperationRequest): string {
  const [type, ...names] = call.parameters;
  requireFewerThanLimit(names.length);
  const metadataType = crudType(type?.text.trim() ?? "", apiVersion);
  const records = names.map((name) => {
    const component = metadataType.find(context.org, decodedFileName(name.text.trim()));
    if (!component) return '<records xsi:nil="true"/>';
    const record = recordIn(context.org, metadataType, component);
    return writeTypedRecord(component.fullName, record, schemaIn(context.org, metadataType), apiVersion);
  });
  return element("result", records.join(""));
}

function writeMetadata(operation: WriteCall): Operation {
  return ({ context, call, apiVersion }) => {
    requireFewerThanLimit(call.parameters.length);
    const types = new Map(call.parameters.map((source) => [source, crudType(typeOf(source), apiVersion)]));
    const fullNameOf = (source: XmlElement) => childText(source, "fullName") ?? "";
    const results = saveEach(context, call.parameters, call.allOrNone, fullNameOf, (source) => {
      const created = writeComponent(context, types.get(source) as MetadataType, operation, source, apiVersion);
      return operation === "upsertMetadata" ? created : undefined;
    });
    return results.map((result) => writeSaveResult(result, operation === "upsertMetadata")).join("");
  };
}

/** The metadata type of a record: its `xsi:type` without prefix. */
function typeOf(source: XmlElement): string {
  const attribute = [...source.attributes].find(([name]) => /(^|:)type$/.test(name))?.[1] ?? "";
  return attribute.slice(attribute.indexOf(":") + 1);
}

function deleteMetadata({ context, call, apiVersion }: OperationRequest): string {
  const [typeName, ...names] = call.parameters;
  requireFewerThanLimit(names.length);
  const type = crudType(typeName?.text.trim() ?? "", apiVersion);
  const fullNames = names.map((name) => decodedFileName(name.text.trim()));
  const results = saveEach(
    context,
    fullNames,
    call.allOrNone,
    (fullName) => fullName,
    (fullName) => {
      const refusal = componentWriteError(context, type);
      if (refusal) throw refusal;
      if (!type.remove(context, fullName)) throw missingComponent(type, fullName);
      return undefined;
    },
  );
  return results.map((result) => writeSaveResult(result, false)).join("");
}

/** One `<result>` of a CRUD call. */
export function writeSaveResult(result: SaveResult, withCreated: boolean): string {
  const { error } = result;
  const errors =
    error && element("errors", textElement("message", error.message) + textElement("statusCode", error.statusCode));
  return element(
    "result",
    (withCreated ? textElement("created", result.created ?? false) : "") +
      (errors ?? "") +
      textElement("fullName", result.fullName) +
      textElement("success", result.success),
  );
}

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
