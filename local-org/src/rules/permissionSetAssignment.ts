/** Rules of the assignment of a permission set to a user. */
import { ApiError } from "../contracts.ts";
import { shortId } from "../identifiers.ts";
import { licenceForbids, readOnlyRecord } from "./errors.ts";
import { forbiddenPermission, holderOf, releaseLicences } from "./licences.ts";
import type { ObjectRules } from "./objectRules.ts";
import { setOfGroup } from "./permissionSetGroups.ts";

export const permissionSetAssignmentRules: ObjectRules = {
  required: ["AssigneeId"],

  beforeCreate({ org }, record) {
    const isOfGroup = record.PermissionSetGroupId !== undefined && record.PermissionSetGroupId !== null;
    if (isOfGroup) record.PermissionSetId = setOfGroup(org, record.PermissionSetGroupId ?? null)?.Id ?? null;
    if (record.PermissionSetId === undefined || record.PermissionSetId === null) {
      throw new ApiError(400, "REQUIRED_FIELD_MISSING", "Required fields are missing: [PermissionSetId]", [
        "PermissionSetId",
      ]);
    }
    const permissionSet = org.records.get("PermissionSet", String(record.PermissionSetId));
    const user = org.records.get("User", String(record.AssigneeId));
    if (permissionSet === undefined || user === undefined) return;
    const { AssigneeId = null, PermissionSetId = null } = record;
    if (org.records.find("PermissionSetAssignment", { AssigneeId, PermissionSetId }).length > 0) {
      throw new ApiError(
        400,
        "DUPLICATE_VALUE",
        `Duplicate PermissionSetAssignment.  Assignee: ${shortId(String(AssigneeId))}; Permission Set: ${shortId(String(PermissionSetId))}`,
        ["AssigneeId", "PermissionSetId"],
      );
    }
    // The set of a profile comes with the profile, that of a group with the group, and in no other way.
    if (permissionSet.IsOwnedByProfile === true || (permissionSet.PermissionSetGroupId !== null) !== isOfGroup)
      throw readOnlyRecord();
    const holder = holderOf(org, user);
    const { LicenseId } = permissionSet;
    if (LicenseId !== null && LicenseId !== holder.licenceId && !holder.permissionSetLicenceIds.has(LicenseId)) {
      throw new ApiError(
        400,
        "FIELD_INTEGRITY_EXCEPTION",
        `Can't assign permission set ${permissionSet.Label} to user ${user.Name}. The user doesn't have the license that the permission set requires.`,
        [],
      );
    }
    const forbidden = forbiddenPermission(org, holder, permissionSet);
    if (forbidden !== undefined) throw licenceForbids(forbidden);
  },

  beforeDelete({ org }, record) {
    if (org.records.get("PermissionSet", String(record.PermissionSetId))?.IsOwnedByProfile === true)
      throw readOnlyRecord();
  },

  afterDelete({ org }, { AssigneeId, PermissionSetId }) {
    releaseLicences(org, AssigneeId, PermissionSetId);
  },
};
