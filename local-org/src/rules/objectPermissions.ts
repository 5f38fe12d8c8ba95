/** Rules of object and field permissions. */
import { ApiError, type Org, type RecordFields } from "../contracts.ts";
import { findField } from "../schema/definitions.ts";
import { findObject } from "../schema/index.ts";
import { duplicateSetupValue, licenceForbids } from "./errors.ts";
import { integrationLicenceName, requireAllowedForAssignees } from "./licences.ts";
import type { ObjectRules } from "./objectRules.ts";

/** Each permission of an object, its word in error texts, and those on the same object that it needs. */
const dependencies: readonly { permission: string; word: string; needs: readonly string[] }[] = [
  { permission: "PermissionsRead", word: "Read", needs: [] },
  { permission: "PermissionsCreate", word: "Create", needs: ["PermissionsRead"] },
  { permission: "PermissionsEdit", word: "Edit", needs: ["PermissionsRead"] },
  { permission: "PermissionsDelete", word: "Delete", needs: ["PermissionsRead", "PermissionsEdit"] },
  { permission: "PermissionsViewAllRecords", word: "View All", needs: ["PermissionsRead"] },
  {
    permission: "PermissionsModifyAllRecords",
    word: "Modify All",
    needs: ["PermissionsRead", "PermissionsEdit", "PermissionsDelete", "PermissionsViewAllRecords"],
  },
];

/** Objects that can be read only together with another. */
const parentObjects: { [sObject: string]: string } = { Contact: "Account" };

export const objectPermissionsRules: ObjectRules = {
  required: ["ParentId", "SobjectType"],

  beforeCreate({ org }, record) {
    record.SobjectType = businessObject(record.SobjectType);
    const { ParentId = null, SobjectType = null } = record;
    if (org.records.find("ObjectPermissions", { ParentId, SobjectType }).length > 0) throw duplicateSetupValue();
    checkDependencies(org, record);
    checkLicence(org, record);
  },

  afterCreate({ org }, record) {
    requireAllowedForAssignees(org, record.ParentId);
  },

  beforeUpdate({ org }, before, change) {
    const after = { ...before, ...change };
    checkDependencies(org, after);
    checkLicence(org, after);
    if (after.PermissionsRead !== true) refuseLostParent(org, after);
  },

  afterUpdate({ org }, _before, after) {
    requireAllowedForAssignees(org, after.ParentId);
  },

  beforeDelete({ org }, record) {
    refuseLostParent(org, record);
  },
};

export const fieldPermissionsRules: ObjectRules = {
  required: ["ParentId", "SobjectType", "Field"],

  beforeCreate({ org }, record) {
    record.SobjectType = businessObject(record.SobjectType);
    const { ParentId = null, SobjectType } = record;
    const object = findObject(String(SobjectType));
    const [objectName = "", fieldName = ""] = String(record.Field).split(".");
    const field = object === undefined ? undefined : findField(object, fieldName);
    if (field?.permissionable !== true || objectName.toLowerCase() !== String(SobjectType).toLowerCase()) {
      throw restricted("Field Name", "Field", record.Field);
    }
    record.Field = `${SobjectType}.${field.name}`;
    if (org.records.find("FieldPermissions", { ParentId, Field: record.Field }).length > 0) throw duplicateSetupValue();
    checkFieldDependency(record);
  },

  beforeUpdate(_context, before, change) {
    checkFieldDependency({ ...before, ...change });
  },
};

function businessObject(name: unknown): string {
  const object = findObject(String(name));
  if (object?.readAccess !== "object") throw restricted("Sobject Type Name", "SobjectType", name);
  return object.name;
}

function restricted(label: string, field: string, value: unknown): ApiError {
  return new ApiError(
    400,
    "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
    `${label}: bad value for restricted picklist field: ${value}`,
    [field],
  );
}

function checkDependencies(org: Org, record: RecordFields): void {
  const type = String(record.SobjectType);
  const wordOf = (permission: string): string => dependencies.find((one) => one.permission === permission)?.word ?? "";
  for (const { permission, word, needs } of dependencies) {
    if (record[permission] !== true) continue;
    const missing = needs.filter((need) => record[need] !== true).map((need) => `${wordOf(need)} ${type}`);
    if (missing.length > 0) throw dependency(`${word} ${type}`, missing);
  }
  const parent = parentObjects[type];
  if (parent === undefined || record.PermissionsRead !== true) return;
  const [row] = org.records.find("ObjectPermissions", { ParentId: record.ParentId ?? "", SobjectType: parent });
  if (row?.PermissionsRead !== true) throw dependency(`Read ${type}`, [`Read ${parent}`]);
}

/** An object may not lose its read permission while another that needs it is readable. */
function refuseLostParent(org: Org, record: RecordFields): void {
  for (const [child, parent] of Object.entries(parentObjects)) {
    if (parent !== record.SobjectType) continue;
    const [row] = org.records.find("ObjectPermissions", { ParentId: record.ParentId ?? "", SobjectType: child });
    if (row?.PermissionsRead === true) throw dependency(`Read ${child}`, [`Read ${parent}`]);
  }
}

function dependency(permission: string, needs: readonly string[]): ApiError {
  return new ApiError(
    400,
    "FIELD_INTEGRITY_EXCEPTION",
    `Permission ${permission} depends on permission(s): ${needs.join(", ")}`,
    [],
  );
}

/** A set or profile of the licence Salesforce Integration itself can hold no permission on objects. */
function checkLicence(org: Org, record: RecordFields): void {
  const permissionSet = org.records.get("PermissionSet", String(record.ParentId));
  const licence = org.records.get("UserLicense", String(permissionSet?.LicenseId));
  if (licence?.Name === integrationLicenceName && record.PermissionsRead === true) {
    throw licenceForbids(`Read ${record.SobjectType}`);
  }
}

function checkFieldDependency(record: RecordFields): void {
  if (record.PermissionsEdit === true && record.PermissionsRead !== true) {
    throw dependency(`Edit ${record.Field}`, [`Read ${record.Field}`]);
  }
}
