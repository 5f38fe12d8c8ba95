/** What the local org knows about an sObject and its fields. */
import type { FieldValue } from "../contracts.ts";
import type { OrgSettings } from "../orgSettings.ts";

/** Whether an org has a field, and whether every record needs a value in it. */
export type Presence = "absent" | "optional" | "required";

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
  /** Whether queries may filter by it. */
  filterable: boolean;
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

/**
 * `everybody`: each user with API access; `viewSetup`: users who may look into Setup; `manageUsers`: users who manage or
 * freeze users; `object`: by object permissions.
 */
export type ReadAccess = "everybody" | "viewSetup" | "manageUsers" | "object";

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
