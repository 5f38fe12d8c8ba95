/** Rules of the assignment of a permission set licence to a user. */
import type { Org } from "../contracts.ts";
import { duplicateSetupValue, licenceLimitExceeded, stillInUse } from "./errors.ts";
import { forbiddenPermission, holderOf } from "./licences.ts";
import type { ObjectRules } from "./objectRules.ts";

export const permissionSetLicenseAssignRules: ObjectRules = {
  required: ["AssigneeId", "PermissionSetLicenseId"],

  beforeCreate({ org }, record) {
    const { AssigneeId = null, PermissionSetLicenseId = null } = record;
    if (org.records.find("PermissionSetLicenseAssign", { AssigneeId, PermissionSetLicenseId }).length > 0) {
      throw duplicateSetupValue();
    }
    const licence = org.records.get("PermissionSetLicense", String(PermissionSetLicenseId));
    if (licence !== undefined && Number(licence.UsedLicenses) >= Number(licence.TotalLicenses)) {
      throw licenceLimitExceeded(String(licence.MasterLabel));
    }
  },

  afterCreate({ org }, record) {
    recount(org, record.PermissionSetLicenseId);
  },

  beforeDelete({ org }, record) {
    const user = org.records.get("User", String(record.AssigneeId));
    if (user === undefined) return;
    const after = holderOf(org, user, { permissionSetLicenceId: record.PermissionSetLicenseId });
    const needing = org.records
      .find("PermissionSetAssignment", { AssigneeId: String(user.Id) })
      .map(({ PermissionSetId }) => org.records.get("PermissionSet", String(PermissionSetId)))
      .filter((permissionSet) => permissionSet !== undefined)
      .filter(
        (permissionSet) =>
          permissionSet.LicenseId === record.PermissionSetLicenseId ||
          forbiddenPermission(org, after, permissionSet) !== undefined,
      );
    if (needing.length > 0) {
      const licence = org.records.get("PermissionSetLicense", String(record.PermissionSetLicenseId));
      throw stillInUse(
        String(licence?.MasterLabel),
        "permission sets",
        needing.map(({ Label }) => String(Label)),
      );
    }
  },

  afterDelete({ org }, record) {
    recount(org, record.PermissionSetLicenseId);
  },
};

function recount(org: Org, permissionSetLicenceId: unknown): void {
  const id = String(permissionSetLicenceId);
  const used = org.records.find("PermissionSetLicenseAssign", { PermissionSetLicenseId: id }).length;
  org.records.update("PermissionSetLicense", id, { UsedLicenses: used });
}
