/** The calls that tell which types there are, and which components of them. */
import { metadataTypeNames } from "../schema/generated.ts";
import { describeValueType } from "./describeValueType.ts";
import { writeFileProperties } from "./fileProperties.ts";
import type { MetadataType } from "./metadataType.ts";
import { metadataTypeNamed, metadataTypes } from "./metadataTypes.ts";
import type { NamedOperations, OperationRequest } from "./operation.ts";
import { SoapFault } from "./soapEnvelope.ts";
import { childText } from "./xmlReader.ts";
import { element, textElement } from "./xmlWriter.ts";

/** Most queries of one listMetadata call. */
const listLimit = 3;

export const describeOperations: NamedOperations = [
  ["describeMetadata", describeMetadata],
  ["describeValueType", describeValueType],
  ["listMetadata", listMetadata],
];

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
