import { metadataNamespace } from "./namespaces.ts";
import type {
  ComplexTypeSchema,
  FieldSchema,
  MetadataRecord,
  MetadataTypeSchema,
  MetadataValue,
} from "./typeSchema.ts";
import { escapeXml } from "./xmlWriter.ts";

const indentUnit = "    ";
const declaration = '<?xml version="1.0" encoding="UTF-8"?>';

/**
 * The file of a component as an org retrieves it: elements in alphabetical order, four blanks a level, without
 * fullName, without what the API version does not know.
 */
export function componentFile(record: MetadataRecord, type: MetadataTypeSchema, apiVersion: number): string {
  const root = type.recordName ?? type.name;
  const lines = recordLines(record, type, apiVersion, indentUnit);
  return [declaration, `<${root} xmlns="${metadataNamespace}">`, ...lines, `</${root}>`, ""].join("\n");
}

/** The manifest of a retrieved package. */
export function manifestFile(members: ReadonlyMap<string, readonly string[]>, apiVersion: number): string {
  const types = [...members]
    .filter(([, names]) => names.length > 0)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([name, names]) => [
      `${indentUnit}<types>`,
      ...names.map((member) => `${indentUnit}${indentUnit}<members>${escapeXml(member)}</members>`),
      `${indentUnit}${indentUnit}<name>${name}</name>`,
      `${indentUnit}</types>`,
    ]);
  const version = `${indentUnit}<version>${apiVersion}.0</version>`;
  return [declaration, `<Package xmlns="${metadataNamespace}">`, ...types, version, "</Package>", ""].join("\n");
}

function recordLines(record: MetadataRecord, type: ComplexTypeSchema, apiVersion: number, indent: string): string[] {
  return type.fields
    .filter((field) => field.since <= apiVersion && (field.until === undefined || field.until >= apiVersion))
    .flatMap((field) => fieldLines(record[field.name], field, apiVersion, indent));
}

function fieldLines(
  value: MetadataValue | undefined,
  field: FieldSchema,
  apiVersion: number,
  indent: string,
): string[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((item) => fieldLines(item, field, apiVersion, indent));
  if (!field.type) return [`${indent}<${field.name}>${escapeXml(String(value))}</${field.name}>`];
  const inside = recordLines(value as MetadataRecord, field.type, apiVersion, indent + indentUnit);
  return [`${indent}<${field.name}>`, ...inside, `${indent}</${field.name}>`];
}
