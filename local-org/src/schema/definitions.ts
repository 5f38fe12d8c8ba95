/** What the local org knows about an sObject, and how the hand-written and the generated parts of it are joined. */
import { readFileSync } from "node:fs";
import type { FieldValue, OrgSettings } from "../contracts.ts";
import { featurePermissions } from "./featurePermissions.ts";
import type { GeneratedField, GeneratedSchema } from "./generatedSchema.ts";
import { permissionLabels } from "./permissionLabels.ts";
import type { Presence } from "./userFeatures.ts";

export type FieldType =
  | "id"
  | "string"
  | "textarea"
  | "email"
  | "phone"
  | "url"
  | "picklist"
  | "boolean"
  | "int"
  | "double"
  | "datetime"
  | "reference";

export interface PicklistValue {
  value: string;
  label: string;
}

export interface FieldDefinition {
  name: string;
  type: FieldType;
  label: string;
  /** Longest text in characters; 0 for what is no text. */
  length: number;
  nillable: boolean;
  createable: boolean;
  updateable: boolean;
  /** Value of a record that was created without one; `undefined` when the org sets none. */
  defaultValue: FieldValue | undefined;
  /** What a describe says is the value of a record that was created without one; not always the one that it gets. */
  describedDefault: FieldValue;
  /** Whether a describe says that the org finds a value by itself when a create brings none. */
  defaultedOnCreate: boolean;
  /** Whether queries may sort by it. */
  sortable: boolean;
  /** Whether queries may group by it. */
  groupable: boolean;
  /** The field that shows it together with others, such as `Name` for `LastName`. */
  compoundFieldName: string | undefined;
  /** What a describe says besides the type, such as `personname`. */
  extraTypeInfo: string | undefined;
  /** sObjects that a reference may point at. */
  referenceTo: string[];
  /** Name of the parent in a SOQL path, such as `Profile` for `ProfileId`. */
  relationshipName: string | undefined;
  /** Values that a restricted picklist takes. */
  picklistValues: PicklistValue[];
  restrictedPicklist: boolean;
  unique: boolean;
  /** Usable as the key of an upsert and of a record's address. */
  idLookup: boolean;
  nameField: boolean;
  /** Whether permissions decide who sees and changes it; all see the others who see the record. */
  permissionable: boolean;
  /** First API version that has it, such as 63; `undefined` for all that are answered. */
  since: number | undefined;
  /** Whether an org with these settings has it, for a field that not every org has. */
  presence: ((settings: OrgSettings) => Presence) | undefined;
}

export interface ObjectDefinition {
  name: string;
  label: string;
  labelPlural: string;
  /** The first three characters of the ids. */
  keyPrefix: string;
  createable: boolean;
  updateable: boolean;
  deletable: boolean;
  /** Deleted records stay as deleted; only business objects, not setup, have this. */
  recycleBin: boolean;
  /** What a caller needs in order to see it at all. */
  readAccess: ReadAccess;
  /** Which records of others a user sees and changes without View All and Modify All. */
  sharing: Sharing;
  /** First API version that has it, such as 59; `undefined` for all that are answered. */
  since: number | undefined;
  /** First API version in which records can be created, and in which they can be changed. */
  createableSince: number | undefined;
  updateableSince: number | undefined;
  /** Further words of a describe that are true of it. */
  traits: ReadonlySet<ObjectTrait>;
  fields: ReadonlyMap<string, FieldDefinition>;
}

export type ObjectTrait =
  | "compactLayoutable"
  | "feedEnabled"
  | "layoutable"
  | "mergeable"
  | "mruEnabled"
  | "replicateable"
  | "searchLayoutable"
  | "searchable"
  | "triggerable"
  | "unretrieveable";

/** `publicReadWrite`: all, but deletes and hands on only the own ones; `private`: none. */
export type Sharing = "publicReadWrite" | "private";

/** `everybody`: each user with API access; `viewSetup`: users who may look into Setup; `object`: by object permissions. */
export type ReadAccess = "everybody" | "viewSetup" | "object";

/** The hand-written part of a field; what is left out comes from the generated part or is the usual. */
export type FieldSpecification = Partial<Omit<FieldDefinition, "name" | "picklistValues">> & {
  picklistValues?: readonly PicklistValue[];
};

export interface ObjectSpecification
  extends Partial<
    Pick<
      ObjectDefinition,
      | "createable"
      | "updateable"
      | "deletable"
      | "recycleBin"
      | "sharing"
      | "since"
      | "createableSince"
      | "updateableSince"
    >
  > {
  name: string;
  label: string;
  labelPlural?: string;
  keyPrefix: string;
  readAccess: ReadAccess;
  /** Takes the columns of this type of `@salesforce/types` too (default: those of its own name). */
  columnsOf?: { type: string; only: RegExp };
  /** Audit fields: `full` (created and modified), `stamp` (only `SystemModstamp`), `none`. */
  audit: "full" | "stamp" | "none";
  traits?: readonly ObjectTrait[];
  /** Fields in the object's own order; the others follow, by name. */
  order?: readonly string[];
  fields: { [name: string]: FieldSpecification };
}

const generated: GeneratedSchema = JSON.parse(readFileSync(new URL("./generated.json", import.meta.url), "utf8"));
for (const name of Object.keys(featurePermissions))
  generated.sObjects.PermissionSet?.push({ name: `Permissions${name}`, type: "boolean" });

/** Names of all types of the Metadata API, whether the local org serves them or not. */
export const metadataTypeNames: ReadonlySet<string> = new Set(generated.metadataTypes);

/** Names of all sObjects of the Tooling API in lower case, whether the local org serves them or not. */
export const toolingTypeNames: ReadonlySet<string> = new Set(generated.toolingTypes.map((name) => name.toLowerCase()));

const usualLength: Partial<Record<FieldType, number>> = {
  id: 18,
  reference: 18,
  string: 255,
  textarea: 255,
  email: 80,
  phone: 40,
  url: 255,
  picklist: 40,
};

const stamped = { nillable: false, defaultedOnCreate: true } as const;
const stamp: FieldSpecification = { type: "datetime", ...stamped };
const stampedBy: FieldSpecification = { type: "reference", referenceTo: ["User"], ...stamped };

const auditFields: { [audit in ObjectSpecification["audit"]]: { [name: string]: FieldSpecification } } = {
  full: {
    CreatedDate: stamp,
    CreatedById: { ...stampedBy, label: "Created By ID" },
    LastModifiedDate: stamp,
    LastModifiedById: { ...stampedBy, label: "Last Modified By ID" },
    SystemModstamp: stamp,
  },
  stamp: { SystemModstamp: stamp },
  none: {},
};

/** Joins what the types say with what is written by hand (which wins). `Id` is the first of the fields. */
export function defineObject(specification: ObjectSpecification): ObjectDefinition {
  const specifications = new Map<string, FieldSpecification>();
  const borrowed = specification.columnsOf;
  const columns = [
    ...(generated.sObjects[specification.name] ?? []),
    ...(borrowed === undefined
      ? []
      : (generated.sObjects[borrowed.type] ?? []).filter(({ name }) => borrowed.only.test(name))),
  ];
  for (const column of columns) specifications.set(column.name, fromGenerated(column));
  const byHand = { ...auditFields[specification.audit], ...specification.fields };
  for (const [name, field] of Object.entries(byHand)) {
    specifications.set(name, { ...specifications.get(name), ...field });
  }
  if (specification.recycleBin === true) specifications.set("IsDeleted", { type: "boolean", defaultValue: false });
  const inOrder = (specification.order ?? []).filter((name) => specifications.has(name));
  const names = new Set([...inOrder, ...[...specifications.keys()].sort()]);
  const fields = new Map<string, FieldDefinition>();
  fields.set(
    "Id",
    defineField("Id", { type: "id", label: `${specification.label} ID`, nillable: false, idLookup: true }),
  );
  const isPermitted = specification.readAccess === "object";
  for (const name of names) fields.set(name, defineField(name, specifications.get(name) ?? {}, isPermitted));
  return {
    name: specification.name,
    label: specification.label,
    labelPlural: specification.labelPlural ?? `${specification.label}s`,
    keyPrefix: specification.keyPrefix,
    createable: specification.createable ?? false,
    updateable: specification.updateable ?? false,
    deletable: specification.deletable ?? false,
    recycleBin: specification.recycleBin ?? false,
    readAccess: specification.readAccess,
    sharing: specification.sharing ?? "publicReadWrite",
    since: specification.since,
    createableSince: specification.createableSince,
    updateableSince: specification.updateableSince,
    traits: new Set(specification.traits),
    fields,
  };
}

const labels: { readonly [permission: string]: string } = { ...permissionLabels, ...featurePermissions };

function fromGenerated(column: GeneratedField): FieldSpecification {
  if (column.type === "reference") {
    return { type: "reference", ...(column.referenceTo === undefined ? {} : { referenceTo: [column.referenceTo] }) };
  }
  if (column.type === "number") return { type: "int" };
  // A permission is an ordinary boolean that an administrator may set at any time.
  if (/^Permissions[A-Z]/.test(column.name)) {
    return {
      type: "boolean",
      label: labels[column.name.slice("Permissions".length)],
      createable: true,
      updateable: true,
      defaultValue: false,
      describedDefault: null,
      defaultedOnCreate: false,
      sortable: false,
      groupable: false,
    };
  }
  return { type: column.type };
}

/** Longest text that queries group by. Source: describes of real orgs, recorded in 2023 and 2026. */
const longestGroupable = 255;
/** Longest text area that queries still filter and sort by: the longest known has 1,333 characters, long ones 32,000. */
const longestPlainTextArea = 4000;

/** Whether a text is too long for filters and sorting. */
export function isLongTextArea(type: FieldType, length: number): boolean {
  return type === "textarea" && length > longestPlainTextArea;
}

/** @param isPermitted whether permissions decide about the fields of the sObject, as far as they can be empty and written */
function defineField(name: string, field: FieldSpecification, isPermitted = false): FieldDefinition {
  const type = field.type ?? "string";
  const isOptional = (field.nillable ?? type !== "boolean") && (field.createable === true || field.updateable === true);
  const defaultValue = field.defaultValue ?? (type === "boolean" ? false : undefined);
  const length = field.length ?? usualLength[type] ?? 0;
  return {
    name,
    type,
    label: field.label ?? labelOf(name),
    length,
    nillable: field.nillable ?? type !== "boolean",
    createable: field.createable ?? false,
    updateable: field.updateable ?? false,
    defaultValue,
    describedDefault:
      field.describedDefault !== undefined
        ? field.describedDefault
        : type === "boolean"
          ? false
          : (defaultValue ?? null),
    defaultedOnCreate: field.defaultedOnCreate ?? defaultValue !== undefined,
    sortable: field.sortable ?? !isLongTextArea(type, length),
    groupable: field.groupable ?? (type !== "datetime" && type !== "double" && length <= longestGroupable),
    compoundFieldName: field.compoundFieldName,
    extraTypeInfo: field.extraTypeInfo ?? (type === "textarea" ? "plaintextarea" : undefined),
    referenceTo: field.referenceTo ?? [],
    relationshipName: field.relationshipName ?? (type === "reference" ? name.replace(/Id$/, "") : undefined),
    picklistValues: [...(field.picklistValues ?? [])],
    restrictedPicklist:
      field.restrictedPicklist ?? (field.picklistValues !== undefined && field.picklistValues.length > 0),
    unique: field.unique ?? false,
    idLookup: field.idLookup ?? false,
    nameField: field.nameField ?? false,
    permissionable: field.permissionable ?? (isPermitted && isOptional),
    since: field.since,
    presence: field.presence,
  };
}

/** Whether an org with these settings has the field, and whether every record needs a value in it. */
export function presenceOf({ presence, nillable }: FieldDefinition, settings: OrgSettings): Presence {
  const own = presence?.(settings);
  return own === "absent" || (own === "required" && nillable) ? own : nillable ? "optional" : "required";
}

/** Whether somebody added the field to the sObject of an org. */
export function isCustom({ name }: FieldDefinition): boolean {
  return name.endsWith("__c");
}

const fieldsByLowerCase = new WeakMap<ObjectDefinition, Map<string, FieldDefinition>>();

/** The field of that name, without regard to case. */
export function findField(object: ObjectDefinition, name: string): FieldDefinition | undefined {
  let byName = fieldsByLowerCase.get(object);
  if (byName === undefined) {
    byName = new Map([...object.fields.values()].map((field) => [field.name.toLowerCase(), field]));
    fieldsByLowerCase.set(object, byName);
  }
  return byName.get(name.toLowerCase());
}

/** What all records show that one lookup may point at, whatever their sObject. Source: Object Reference, Name. */
export const nameFields: { readonly [name in "Id" | "Name" | "Type"]: FieldDefinition } = {
  Id: defineField("Id", { type: "id", nillable: false }),
  Name: defineField("Name", { type: "string", nameField: true }),
  Type: defineField("Type", { type: "picklist" }),
};

/** `UserLicenseId` → `User License ID`, `PermissionsApiEnabled` → `Api Enabled`. */
function labelOf(name: string): string {
  const words = name
    .replace(/^Permissions(?=[A-Z])/, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2");
  return words.replace(/ Id$/, " ID");
}
