/** What a caller sees and may change: the one place where rights to records and fields are demanded. */
import type { Org, RecordFields, RequestContext } from "./contracts.ts";
import type { ChildRelationship } from "./schema/childRelationships.ts";
import { type FieldDefinition, findField, type ObjectDefinition, presenceOf } from "./schema/definitions.ts";
import { findObject } from "./schema/index.ts";

/** Each of these permissions lets a user see who is frozen. */
const userManagers = ["ManageUsers", "ManageInternalUsers", "FreezeUsers"];

/** Whether the caller sees this sObject; to others, and in versions before it, it is as if it did not exist. */
export function canRead(context: RequestContext, object: ObjectDefinition): boolean {
  if (!isInVersion(context, object.since)) return false;
  if (object.readAccess === "object") return context.permissions.object(object.name).read;
  if (object.readAccess === "viewSetup") return context.permissions.has("ViewSetup");
  if (object.readAccess === "manageUsers")
    return userManagers.some((permission) => context.permissions.has(permission));
  return true;
}

/** Whether the version of the call is not before the one given. */
export function isInVersion({ apiVersion }: RequestContext, since: number | undefined): boolean {
  return since === undefined || Number(apiVersion) >= since;
}

/** Whether the caller may know of a field. */
export function isVisible(context: RequestContext, object: ObjectDefinition, field: FieldDefinition): boolean {
  if (!isInVersion(context, field.since) || presenceOf(field, context.org.settings) === "absent") return false;
  return !field.permissionable || context.permissions.field(object.name, field.name).read;
}

/** Whether permissions let the caller write a field that he sees. */
export function isEditable(context: RequestContext, object: ObjectDefinition, field: FieldDefinition): boolean {
  return !field.permissionable || context.permissions.field(object.name, field.name).edit;
}

/** The field of that name, if the caller may know of it; to others it is as if it did not exist. */
export function findVisibleField(
  context: RequestContext,
  object: ObjectDefinition,
  name: string,
): FieldDefinition | undefined {
  const field = findField(object, name);
  return field !== undefined && isVisible(context, object, field) ? field : undefined;
}

/** Whether the caller may know of the children that a relationship leads to. */
export function seesRelationship(context: RequestContext, { child, field }: ChildRelationship): boolean {
  const object = findObject(child);
  return object !== undefined && canRead(context, object) && findVisibleField(context, object, field) !== undefined;
}

/** Each of these permissions lets a user see all external client apps. */
const appViewers = ["ExternalClientAppViewer", "ExternalClientAppDeveloper", "ExternalClientAppAdmin"];

export function seesExternalClientApps({ permissions }: RequestContext): boolean {
  return appViewers.some((permission) => permissions.has(permission));
}

/** Whether the caller sees no record of an sObject at all, although the sObject itself. */
export function seesNoRecord(context: RequestContext, object: ObjectDefinition): boolean {
  const isOfApps = object.name === "ExternalClientApplication" || object.name.startsWith("ExtlClntApp");
  return isOfApps && context.org.settings.externalClientAppRows === "viewers" && !seesExternalClientApps(context);
}

/** Whether the caller sees the records of others too. */
export function seesAllRecords(context: RequestContext, object: ObjectDefinition): boolean {
  return object.sharing !== "private" || context.permissions.object(object.name).viewAll;
}

/**
 * The profile that a caller sees alone, since it has not the permission to see all; `undefined` where nothing is
 * filtered. Source: release note on Profile Filtering, enforced in Winter '27.
 */
export function onlyProfileOf(
  { org, userId, permissions }: RequestContext,
  object: ObjectDefinition,
): string | undefined {
  if (object.name !== "Profile" || !org.settings.profileFiltering || permissions.has("ViewAllProfiles"))
    return undefined;
  return String(org.records.find("User", { Id: userId }, ["ProfileId"])[0]?.ProfileId);
}

/**
 * The user whose records a caller sees alone, since others are for those who manage users or watch logins; `undefined`
 * where nothing is hidden. Source: Object Reference, LoginHistory.
 */
export function onlyUserOf({ userId, permissions }: RequestContext, object: ObjectDefinition): string | undefined {
  const seesAll = permissions.has("ManageUsers") || permissions.has("MonitorLoginHistory");
  return object.name === "LoginHistory" && !seesAll ? userId : undefined;
}

/** Whether the caller sees this record. */
export function canSeeRecord(context: RequestContext, object: ObjectDefinition, record: RecordFields): boolean {
  if (seesNoRecord(context, object)) return false;
  const profile = onlyProfileOf(context, object);
  if (profile !== undefined && record.Id !== profile) return false;
  const user = onlyUserOf(context, object);
  if (user !== undefined && record.UserId !== user) return false;
  return record.OwnerId === context.userId || seesAllRecords(context, object);
}

/**
 * Whether the caller may change or delete this record, beyond what he may do with the sObject.
 *
 * @param handsOn whether the change names another owner
 */
export function canChangeRecord(
  context: RequestContext,
  object: ObjectDefinition,
  record: RecordFields,
  change: Exclude<Change, "create">,
  handsOn: boolean,
): boolean {
  if (object.readAccess !== "object" || record.OwnerId === context.userId) return true;
  if (context.permissions.object(object.name).modifyAll) return true;
  return object.sharing === "publicReadWrite" && change === "edit" && !handsOn;
}

export type Change = "create" | "edit" | "delete";

/** One of these user permissions lets a caller change the records of the setup object. */
const changers: { [sObject: string]: string[] } = {
  Organization: ["CustomizeApplication"],
  User: ["ManageUsers", "ManageInternalUsers"],
  UserLogin: ["ManageUsers", "FreezeUsers"],
  UserRole: ["ManageRoles"],
  Profile: ["ManageProfilesPermissionsets"],
  PermissionSet: ["ManageProfilesPermissionsets"],
  PermissionSetGroup: ["ManageProfilesPermissionsets"],
  PermissionSetGroupComponent: ["ManageProfilesPermissionsets"],
  MutingPermissionSet: ["ManageProfilesPermissionsets"],
  SetupEntityAccess: ["ManageProfilesPermissionsets"],
  ObjectPermissions: ["ManageProfilesPermissionsets"],
  FieldPermissions: ["ManageProfilesPermissionsets"],
  PermissionSetAssignment: ["AssignPermissionSets"],
  PermissionSetLicenseAssign: ["AssignPermissionSets", "ManageInternalUsers"],
};

/** Telephony comes with a managed package. */
function hasTelephony({ records }: Org): boolean {
  return records.find("ApexClass", {}, ["NamespacePrefix"]).some(({ NamespacePrefix }) => NamespacePrefix !== null);
}

/** Whether the caller may change records of this sObject, in this version of the API. */
export function canChange(context: RequestContext, object: ObjectDefinition, change: Change): boolean {
  const since = { create: object.createableSince, edit: object.updateableSince, delete: undefined }[change];
  if (!isInVersion(context, since)) return false;
  if (object.name === "VoiceCall" && change !== "delete" && !hasTelephony(context.org)) return false;
  if (object.readAccess === "object") return context.permissions.object(object.name)[change];
  return (changers[object.name] ?? []).some((permission) => context.permissions.has(permission));
}
