/** Elements and values that the org has because its release is later than what is written about its types. */
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
  if (org.settings.laterElements.length === 0) return schema;
  const later = laterFields(org, schema);
  const known = schema.fields.map((field) => withLaterValues(org, schema, field));
  return { ...schema, fields: [...known, ...later].sort((one, other) => (one.name < other.name ? -1 : 1)) };
}

function withLaterValues(org: Org, schema: MetadataTypeSchema, field: FieldSchema): FieldSchema {
  if (field.kind !== "enum") return field;
  return { ...field, values: [...(field.values ?? []), ...laterValues(org, nameOf(schema), field.name)] };
}

/** Values that a later release added to an element. */
export function laterValues({ settings }: Org, typeName: string, element: string): string[] {
  const prefix = `${typeName}.${element}=`;
  return settings.laterElements.filter((entry) => entry.startsWith(prefix)).map((entry) => entry.slice(prefix.length));
}

const nameOf = (schema: MetadataTypeSchema) => schema.recordName ?? schema.name;

/** The record of a component with every flag of a later release, false where nothing set it. */
export function recordIn(org: Org, { schema }: MetadataType, { record }: Component): MetadataRecord {
  const flags = laterFields(org, schema).filter(({ kind }) => kind === "boolean");
  return { ...Object.fromEntries(flags.map(({ name }) => [name, false])), ...record };
}

function laterFields({ settings }: Org, schema: MetadataTypeSchema): FieldSchema[] {
  const typeName = nameOf(schema);
  const known = new Set(schema.fields.map(({ name }) => name));
  return settings.laterElements
    .filter((element) => element.startsWith(`${typeName}.`) && !element.includes("="))
    .map((element) => {
      const [name = "", kind = "flag"] = element.slice(typeName.length + 1).split(":");
      return kinds[kind as keyof typeof kinds](name);
    })
    .filter(({ name }) => !known.has(name));
}
