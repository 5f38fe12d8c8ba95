/** Rules of a permission set. */
import { ApiError, type Org, type RecordFields } from "../contracts.ts";
import { readOnlyRecord, stillInUse } from "./errors.ts";
import { requireAllowedByLicence, requireAllowedForAssignees } from "./licences.ts";
import type { ObjectRules } from "./objectRules.ts";

const mostNamedUsers = 10;

export const permissionSetRules: ObjectRules = {
  required: ["Name", "Label"],

  beforeCreate({ org }, record) {
    checkPermissionSetName(org, record.Name, undefined);
    record.NamespacePrefix = org.settings.namespace;
    record.Type = typeOf(record);
    requireAllowedByLicence(org, record.LicenseId, record);
  },

  beforeUpdate({ org }, before, change) {
    if (!isOwn(before)) throw readOnlyRecord();
    if (change.HasActivationRequired !== undefined) change.Type = typeOf(change);
    if (change.Name !== undefined) checkPermissionSetName(org, change.Name, before.Id);
  },

  afterUpdate({ org }, _before, after) {
    requireAllowedForAssignees(org, after.Id);
  },

  beforeDelete({ org }, record) {
    if (!isOwn(record)) throw readOnlyRecord();
    const assignees = org.records
      .find("PermissionSetAssignment", { PermissionSetId: record.Id ?? "" })
      .map(({ AssigneeId }) => String(org.records.get("User", String(AssigneeId))?.Name));
    if (assignees.length > 0) throw stillInUse(String(record.Name), "users", assignees.slice(0, mostNamedUsers));
    const groups = org.records
      .find("PermissionSetGroupComponent", { PermissionSetId: record.Id ?? "" })
      .map(({ PermissionSetGroupId: id }) => String(org.records.get("PermissionSetGroup", String(id))?.DeveloperName));
    if (groups.length > 0) throw stillInUse(String(record.Name), "permission set groups", groups);
  },

  afterDelete({ org }, record) {
    removeGrants(org, record);
  },
};

/** Whether an administrator of the org made the set: no profile, no group and not Salesforce. */
function isOwn({ IsOwnedByProfile, PermissionSetGroupId, IsCustom }: RecordFields): boolean {
  return IsOwnedByProfile !== true && PermissionSetGroupId === null && IsCustom === true;
}

function typeOf({ HasActivationRequired }: RecordFields): string {
  return HasActivationRequired === true ? "Session" : "Regular";
}

/** Removes what hangs on a permission set: entity access, object and field permissions. */
export function removeGrants(org: Org, permissionSet: RecordFields): void {
  for (const type of ["SetupEntityAccess", "ObjectPermissions", "FieldPermissions"]) {
    for (const { Id } of org.records.find(type, { ParentId: permissionSet.Id ?? "" }))
      org.records.remove(type, String(Id));
  }
}

/** Names of permission sets and of groups are of one name space. */
export function checkPermissionSetName(org: Org, name: unknown, ownId: unknown): void {
  if (!/^[A-Za-z](?:_?[A-Za-z0-9])*$/.test(String(name))) {
    throw new ApiError(
      400,
      "FIELD_INTEGRITY_EXCEPTION",
      "The Permission Set API Name can only contain underscores and alphanumeric characters. It must be unique, begin with a letter, not include spaces, not end with an underscore, and not contain two consecutive underscores.",
      ["Name"],
    );
  }
  // What Salesforce and packages bring has names in their own namespaces.
  const own = { Name: String(name), NamespacePrefix: org.settings.namespace };
  if (org.records.find("PermissionSet", own).some(({ Id }) => Id !== ownId)) {
    throw new ApiError(
      400,
      "DUPLICATE_DEVELOPER_NAME",
      "This unique name already exists or has been previously used.",
      ["Name"],
    );
  }
}
