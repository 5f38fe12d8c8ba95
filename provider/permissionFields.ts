import type { RecordFields, SalesforceRecord } from "../salesforce/org.ts";

/** User permissions are boolean fields of Profile and PermissionSet, named with this prefix. */
const prefix = "Permissions";

/** Names of the user permissions that a profile or permission set has on, sorted. */
export function enabledPermissions(record: SalesforceRecord): string[] {
  return Object.entries(record)
    .filter(([field, value]) => field.startsWith(prefix) && value === true)
    .map(([field]) => field.slice(prefix.length))
    .sort();
}

/** The fields that switch user permissions on or off. */
export function permissionFields(names: readonly string[], enabled: boolean): RecordFields {
  return Object.fromEntries(names.map((name) => [prefix + name, enabled]));
}
