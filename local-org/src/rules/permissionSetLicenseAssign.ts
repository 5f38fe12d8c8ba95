/** Rules of the assignment of a permission set licence to a user. */
import { duplicateSetupValue, licenceLimitExceeded, stillInUse } from "./errors.ts";
import { recountPermissionSetLicence, setsNeeding } from "./licences.ts";
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
    recountPermissionSetLicence(org, record.PermissionSetLicenseId);
  },

  beforeDelete({ org }, record) {
    const user = org.records.get("User", String(record.AssigneeId));
    if (user === undefined) return;
    const needing = setsNeeding(org, user, record.PermissionSetLicenseId);
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
    recountPermissionSetLicence(org, record.PermissionSetLicenseId);
  },
};
