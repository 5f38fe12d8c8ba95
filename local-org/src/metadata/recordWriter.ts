import type {
  ComplexTypeSchema,
  FieldSchema,
  MetadataRecord,
  MetadataTypeSchema,
  MetadataValue,
} from "./typeSchema.ts";
import { element, escapeXml, textElement } from "./xmlWriter.ts";

/**
 * The elements of a record in WSDL order; elements the API version does not know are left out, and so are absent
 * values.
 */
function writeRecord(record: MetadataRecord, type: ComplexTypeSchema, apiVersion: number): string {
  return type.fields
    .filter((field) => field.since <= apiVersion && (field.until === undefined || field.until >= apiVersion))
    .map((field) => writeField(record[field.name], field, apiVersion))
    .join("");
}

/** One `<records>` of a readMetadata answer. */
export function writeTypedRecord(
  fullName: string,
  record: MetadataRecord,
  type: MetadataTypeSchema,
  apiVersion: number,
): string {
  const content = textElement("fullName", fullName) + writeRecord(record, type, apiVersion);
  return element("records", content, `xsi:type="${type.recordName ?? type.name}"`);
}

function writeField(value: MetadataValue | undefined, field: FieldSchema, apiVersion: number): string {
  if (value === undefined) return "";
  if (Array.isArray(value)) return value.map((item) => writeField(item, field, apiVersion)).join("");
  if (field.type) return element(field.name, writeRecord(value as MetadataRecord, field.type, apiVersion));
  return `<${field.name}>${escapeXml(String(value))}</${field.name}>`;
}
