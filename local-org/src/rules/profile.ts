/** Rules of a profile. */
import { ApiError, type Org, type RecordFields } from "../contracts.ts";
import { stillInUse } from "./errors.ts";
import { integrationLicenceName, permissionLabel, requireAllowedByLicence } from "./licences.ts";
import type { ObjectRules } from "./objectRules.ts";
import { removeGrants } from "./permissionSet.ts";
import { createProfilePermissionSet, permissionFields, permissionSetOfProfile } from "./profilePermissionSet.ts";

const mostNamedUsers = 10;

export const profileRules: ObjectRules = {
  required: ["Name", "UserLicenseId"],

  beforeCreate({ org }, record) {
    requireUniqueName(org, record.Name, undefined);
    for (const permission of forcedPermissions(org, record.UserLicenseId)) {
      refuseTurnedOff(permission, record);
      record[`Permissions${permission}`] = true;
    }
    requireAllowedByLicence(org, record.UserLicenseId, record);
    record.UserType = "Standard";
  },

  afterCreate({ org }, record) {
    createProfilePermissionSet(org, record, true);
  },

  beforeUpdate({ org }, before, change) {
    if (change.Name !== undefined) requireUniqueName(org, change.Name, before.Id);
    for (const permission of forcedPermissions(org, before.UserLicenseId)) refuseTurnedOff(permission, change);
    requireAllowedByLicence(org, before.UserLicenseId, change);
  },

  afterUpdate({ org }, _before, after) {
    const owned = permissionSetOfProfile(org, after.Id);
    if (owned !== undefined) org.records.update("PermissionSet", String(owned.Id), permissionFields(after));
  },

  beforeDelete({ org }, record) {
    if (permissionSetOfProfile(org, record.Id)?.IsCustom === false) {
      throw new ApiError(
        400,
        "DELETE_FAILED",
        `Your attempt to delete ${record.Name} could not be completed because it is a standard profile.`,
        [],
      );
    }
    // Users who are not active any more hold it too.
    const users = org.records.find("User", { ProfileId: record.Id ?? "" }).map(({ Name }) => String(Name));
    if (users.length > 0) throw stillInUse(String(record.Name), "users", users.slice(0, mostNamedUsers));
  },

  afterDelete({ org }, record) {
    const owned = permissionSetOfProfile(org, record.Id);
    if (owned === undefined) return;
    removeGrants(org, owned);
    org.records.remove("PermissionSet", String(owned.Id));
  },
};

function requireUniqueName(org: Org, name: unknown, ownId: unknown): void {
  if (org.records.find("Profile", { Name: String(name) }).every(({ Id }) => Id === ownId)) return;
  throw new ApiError(400, "FIELD_INTEGRITY_EXCEPTION", "The profile name is already in use: Name", ["Name"]);
}

function forcedPermissions(org: Org, licenceId: unknown): string[] {
  const licence = org.records.get("UserLicense", String(licenceId))?.Name;
  return licence === integrationLicenceName ? org.settings.licenceForcedProfilePermissions : [];
}

function refuseTurnedOff(permission: string, fields: RecordFields): void {
  const field = `Permissions${permission}`;
  if (fields[field] !== false) return;
  throw new ApiError(
    400,
    "FIELD_INTEGRITY_EXCEPTION",
    `The user license requires the permission: ${permissionLabel(permission)}`,
    [field],
  );
}
