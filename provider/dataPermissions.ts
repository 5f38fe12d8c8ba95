import { isDeepStrictEqual } from "node:util";
import type { RecordFields, SalesforceRecord } from "../salesforce/org.ts";
import type { InputReader } from "./inputReader.ts";
import type { Values } from "./lifecycle.ts";
import { spelledAs } from "./spelling.ts";
import { isUnknown } from "./unknowns.ts";

/** What may be done with the records of an object. */
export interface ObjectPermission {
  object: string;
  allowRead: boolean;
  allowCreate: boolean;
  allowEdit: boolean;
  allowDelete: boolean;
  viewAllRecords: boolean;
  modifyAllRecords: boolean;
}

/** What may be done with a field, named `Object.Field`. */
export interface FieldPermission {
  field: string;
  readable: boolean;
  editable: boolean;
}

/** Fields of ObjectPermissions for the parts of an object permission. Source: Object Reference, ObjectPermissions. */
export const objectPermissionFields = {
  allowRead: "PermissionsRead",
  allowCreate: "PermissionsCreate",
  allowEdit: "PermissionsEdit",
  allowDelete: "PermissionsDelete",
  viewAllRecords: "PermissionsViewAllRecords",
  modifyAllRecords: "PermissionsModifyAllRecords",
} as const;

export function objectPermissionOf(row: SalesforceRecord, declared: readonly ObjectPermission[]): ObjectPermission {
  const flags = Object.entries(objectPermissionFields).map(([name, field]) => [name, row[field] === true]);
  const names = declared.map(({ object }) => object);
  return { object: spelledAs(names, String(row.SobjectType)), ...Object.fromEntries(flags) } as ObjectPermission;
}

export function objectFields(permission: ObjectPermission): RecordFields {
  const entries = Object.entries(objectPermissionFields) as [keyof typeof objectPermissionFields, string][];
  return Object.fromEntries(entries.map(([name, field]) => [field, permission[name]]));
}

export function fieldPermissionOf(row: SalesforceRecord, declared: readonly FieldPermission[]): FieldPermission {
  const names = declared.map(({ field }) => field);
  return {
    field: spelledAs(names, String(row.Field)),
    readable: row.PermissionsRead === true,
    editable: row.PermissionsEdit === true,
  };
}

export const fieldFields = (permission: FieldPermission): RecordFields => ({
  PermissionsRead: permission.readable,
  PermissionsEdit: permission.editable,
});

/** A repetition means nothing, and two entries for one name that differ contradict each other. */
function eachOnce<Item extends object>(read: InputReader, input: string, items: Item[], key: keyof Item): Item[] {
  const first = new Map<string, Item>();
  return items.filter((item, index) => {
    if (isUnknown(item) || isUnknown(item[key])) return true;
    const name = String(item[key]).toLowerCase();
    const other = first.get(name);
    if (other === undefined) {
      first.set(name, item);
      return true;
    }
    if (!isDeepStrictEqual({ ...other, [key]: "" }, { ...item, [key]: "" })) {
      read.fail(`${input}[${index}]`, `contradicts another entry for ${String(item[key])}; give one.`);
    }
    return false;
  });
}

/** Each once, in the order of their names; a list that is not known yet stays as it is. */
function sortedOnce<Item extends object>(read: InputReader, input: string, items: Item[], key: keyof Item): Item[] {
  if (isUnknown(items)) return items;
  return eachOnce(read, input, items, key).sort((left, right) => (String(left[key]) < String(right[key]) ? -1 : 1));
}

/** The items of a list that holds objects with these names; what is not known yet stays as it is. */
function itemsOf<Item extends object>(
  read: InputReader,
  input: string,
  names: readonly string[],
  itemOf: (given: Values, path: string) => Item,
): Item[] {
  const items = read.list(input);
  if (isUnknown(items)) return items as Item[];
  return items.map((item, index) => {
    if (isUnknown(item)) return item as Item;
    const path = `${input}[${index}]`;
    return itemOf(read.objectAt(path, item, names), path);
  });
}

/** The name that an item is of, without the blanks that Salesforce drops. */
const nameOf = (value: unknown) => (typeof value === "string" ? value.trim() : String(value));

const objectFlags = Object.keys(objectPermissionFields) as (keyof typeof objectPermissionFields)[];

/** Higher object permissions contain the lower ones, and Salesforce refuses them without. */
const neededFlags: readonly [higher: keyof ObjectPermission, lower: keyof ObjectPermission][] = [
  ["allowCreate", "allowRead"],
  ["allowEdit", "allowRead"],
  ["allowDelete", "allowEdit"],
  ["viewAllRecords", "allowRead"],
  ["modifyAllRecords", "allowDelete"],
  ["modifyAllRecords", "viewAllRecords"],
];

export function objectPermissions(read: InputReader): ObjectPermission[] {
  const permissions = itemsOf(read, "objectPermissions", ["object", ...objectFlags], (given, path) => {
    if (typeof given.object !== "string" || given.object.trim() === "") {
      read.fail(path, 'needs an object, for example { object: "VoiceCall", allowRead: true }.');
    }
    const flags = objectFlags.map((name) => [name, read.flagAt(`${path}.${name}`, given[name], false)]);
    const permission: ObjectPermission = { object: nameOf(given.object), ...Object.fromEntries(flags) };
    for (const [higher, lower] of neededFlags) {
      if (permission[higher] === true && permission[lower] === false) read.fail(path, `${higher} needs ${lower} too.`);
    }
    if (permission.allowRead === false) read.fail(path, "must have allowRead: true; otherwise leave the entry out.");
    return permission;
  });
  return sortedOnce(read, "objectPermissions", permissions, "object");
}

export function fieldPermissions(read: InputReader): FieldPermission[] {
  const permissions = itemsOf(read, "fieldPermissions", ["field", "readable", "editable"], (given, path) => {
    const field = nameOf(given.field);
    if (!isUnknown(given.field) && !/^\w+\.\w+$/.test(field)) {
      read.fail(path, "needs a field in the form Object.Field, for example VoiceCall.FromPhoneNumber.");
    }
    const readable = read.flagAt(`${path}.readable`, given.readable, false);
    const editable = read.flagAt(`${path}.editable`, given.editable, false);
    if (readable === false) {
      read.fail(
        path,
        editable === true ? "editable needs readable too." : "must have readable: true; otherwise leave the entry out.",
      );
    }
    return { field, readable, editable };
  });
  return sortedOnce(read, "fieldPermissions", permissions, "field");
}
