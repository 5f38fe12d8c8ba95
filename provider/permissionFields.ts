import type { RecordFields, SalesforceRecord } from "../salesforce/org.ts";
import { inDeclaredOrder, spelledAs } from "./spelling.ts";

/** User permissions are boolean fields of Profile and PermissionSet, named with this prefix. */
const prefix = "Permissions";

/**
 * Names of the user permissions that a profile or permission set has on: the declared ones as they are declared and in
 * that order, then the others.
 */
export function enabledPermissions(record: SalesforceRecord, declared: readonly string[] = []): string[] {
  const names = permissionNames(Object.keys(record).filter((field) => record[field] === true));
  return inDeclaredOrder(
    declared,
    names.map((name) => spelledAs(declared, name)),
  );
}

/** Names of the user permissions among the fields of a record. */
export function permissionNames(fields: readonly string[]): string[] {
  return fields.filter((field) => field.startsWith(prefix)).map((field) => field.slice(prefix.length));
}

/** The fields that hold user permissions. */
export function permissionFieldNames(names: readonly string[]): string[] {
  return names.map((name) => prefix + name);
}

/** The fields that switch user permissions on or off. */
export function permissionFields(names: readonly string[], enabled: boolean): RecordFields {
  return Object.fromEntries(permissionFieldNames(names).map((field) => [field, enabled]));
}

/** Whether fields to write switch any user permission off. */
export function takesPermissionsAway(fields: RecordFields): boolean {
  return permissionNames(Object.keys(fields).filter((field) => fields[field] === false)).length > 0;
}
