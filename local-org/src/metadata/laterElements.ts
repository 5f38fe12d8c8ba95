/** Elements that the org has because its release is later than what is written about its types. */
import type { Org } from "../contracts.ts";
import type { Component, MetadataType } from "./metadataType.ts";
import { type MetadataRecord, type MetadataTypeSchema, optional } from "./typeSchema.ts";

/** The schema of a type in this org. */
export function schemaIn(org: Org, { schema }: MetadataType): MetadataTypeSchema {
  const names = laterNames(org, schema);
  if (names.length === 0) return schema;
  const fields = [...schema.fields, ...names.map((name) => optional(name, "boolean"))];
  return { ...schema, fields: fields.sort((one, other) => (one.name < other.name ? -1 : 1)) };
}

/** The record of a component with every flag of a later release, false where nothing set it. */
export function recordIn(org: Org, { schema }: MetadataType, { record }: Component): MetadataRecord {
  return { ...Object.fromEntries(laterNames(org, schema).map((name) => [name, false])), ...record };
}

function laterNames({ settings }: Org, schema: MetadataTypeSchema): string[] {
  const typeName = schema.recordName ?? schema.name;
  const known = new Set(schema.fields.map(({ name }) => name));
  return settings.laterElements
    .filter((element) => element.startsWith(`${typeName}.`))
    .map((element) => element.slice(typeName.length + 1))
    .filter((name) => !known.has(name));
}
