/** Elements that the org has because its release is later than what is written about its types. */
import type { Org } from "../contracts.ts";
import type { Component, MetadataType } from "./metadataType.ts";
import {
  type ComplexTypeSchema,
  type FieldSchema,
  type MetadataRecord,
  type MetadataTypeSchema,
  nested,
  optional,
  repeated,
} from "./typeSchema.ts";

/** What a nested element of a later release is made of; nobody knows, so it is of every kind. */
const laterType: ComplexTypeSchema = {
  name: "LaterType",
  fields: [optional("isOn", "boolean"), { ...optional("items"), repeated: true }, optional("name")],
};

/** What follows the name of an element and a colon; a flag needs none. */
const kinds = {
  flag: (name: string): FieldSchema => optional(name, "boolean"),
  text: (name: string): FieldSchema => optional(name),
  texts: (name: string): FieldSchema => ({ ...optional(name), repeated: true }),
  nested: (name: string): FieldSchema => nested(name, laterType),
  list: (name: string): FieldSchema => repeated(name, laterType),
};

/** The schema of a type in this org. */
export function schemaIn(org: Org, { schema }: MetadataType): MetadataTypeSchema {
  const later = laterFields(org, schema);
  if (later.length === 0) return schema;
  return { ...schema, fields: [...schema.fields, ...later].sort((one, other) => (one.name < other.name ? -1 : 1)) };
}

/** The record of a component with every flag of a later release, false where nothing set it. */
export function recordIn(org: Org, { schema }: MetadataType, { record }: Component): MetadataRecord {
  const flags = laterFields(org, schema).filter(({ kind }) => kind === "boolean");
  return { ...Object.fromEntries(flags.map(({ name }) => [name, false])), ...record };
}

function laterFields({ settings }: Org, schema: MetadataTypeSchema): FieldSchema[] {
  const typeName = schema.recordName ?? schema.name;
  const known = new Set(schema.fields.map(({ name }) => name));
  return settings.laterElements
    .filter((element) => element.startsWith(`${typeName}.`))
    .map((element) => {
      const [name = "", kind = "flag"] = element.slice(typeName.length + 1).split(":");
      return kinds[kind as keyof typeof kinds](name);
    })
    .filter(({ name }) => !known.has(name));
}
