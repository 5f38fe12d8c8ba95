import { contactRules, ownedRules } from "./businessObjects.ts";
import { fieldPermissionsRules, objectPermissionsRules } from "./objectPermissions.ts";
import type { ObjectRules } from "./objectRules.ts";
import { permissionSetRules } from "./permissionSet.ts";
import { permissionSetAssignmentRules } from "./permissionSetAssignment.ts";
import {
  mutingPermissionSetRules,
  permissionSetGroupComponentRules,
  permissionSetGroupRules,
} from "./permissionSetGroups.ts";
import { permissionSetLicenseAssignRules } from "./permissionSetLicenseAssign.ts";
import { profileRules } from "./profile.ts";
import { setupEntityAccessRules } from "./setupEntityAccess.ts";
import { userRules } from "./user.ts";

const rules: { [sObject: string]: ObjectRules } = {
  Account: ownedRules,
  Contact: contactRules,
  FieldPermissions: fieldPermissionsRules,
  MutingPermissionSet: mutingPermissionSetRules,
  ObjectPermissions: objectPermissionsRules,
  PermissionSet: permissionSetRules,
  PermissionSetAssignment: permissionSetAssignmentRules,
  PermissionSetGroup: permissionSetGroupRules,
  PermissionSetGroupComponent: permissionSetGroupComponentRules,
  PermissionSetLicenseAssign: permissionSetLicenseAssignRules,
  Profile: profileRules,
  SetupEntityAccess: setupEntityAccessRules,
  User: userRules,
  VoiceCall: ownedRules,
};

/** The rules of an sObject; one without rules of its own has only those of its fields. */
export function rulesOf(sObject: string): ObjectRules {
  return rules[sObject] ?? {};
}
