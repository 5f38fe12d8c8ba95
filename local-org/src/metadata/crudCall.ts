/** What the calls that name components one by one have in common: their limit, the type, the results. */
import type { SaveResult } from "./componentWrites.ts";
import type { MetadataType } from "./metadataType.ts";
import { metadataTypeOfRecords } from "./metadataTypes.ts";
import { SoapFault, SoapNotSpoken } from "./soapEnvelope.ts";
import { element, textElement } from "./xmlWriter.ts";

/** Most components of one call. */
const mostRecords = 10;

/** @throws SoapFault */
export function refuseTooManyRecords(count: number): void {
  if (count > mostRecords)
    throw new SoapFault(
      "EXCEEDED_ID_LIMIT",
      `record limit reached. cannot submit more than ${mostRecords} records in this operation`,
    );
}

/** The type that a call names. @throws SoapFault, SoapNotSpoken */
export function crudType(name: string, apiVersion: number): MetadataType {
  const type = metadataTypeOfRecords(name);
  if (!type) throw new SoapNotSpoken(`metadata of type ${name}`);
  if (type.schema.since > apiVersion)
    throw new SoapFault("INVALID_TYPE", "This type of metadata is not available for this organization");
  return type;
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
