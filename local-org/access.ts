/** Who may do what: the one place where the rights of a user are worked out and demanded. */
import {
  ApiError,
  type EffectivePermissions,
  type ObjectAccess,
  type Org,
  type RecordFields,
  type RequestContext,
} from "./contracts.ts";
import { findField } from "./rules/fieldValues.ts";
import type { FieldDefinition, ObjectDefinition } from "./schema/definitions.ts";

const NO_ACCESS: ObjectAccess = { read: false, create: false, edit: false, delete: false };
const FULL_ACCESS: ObjectAccess = { read: true, create: true, edit: true, delete: true };

/** The permission sets that work for a user: the one of the profile, and those assigned and not expired. */
export function permissionSetsOf(org: Org, userId: string): RecordFields[] {
  const user = org.records.get("User", userId);
  if (user === undefined) return [];
  const ofProfile = org.records.find("PermissionSet", { ProfileId: user.ProfileId ?? "" });
  const now = org.now().getTime();
  const assigned = org.records
    .find("PermissionSetAssignment", { AssigneeId: user.Id ?? "" })
    .filter(({ ExpirationDate }) => ExpirationDate === null || Date.parse(String(ExpirationDate)) > now)
    .map(({ PermissionSetId }) => org.records.get("PermissionSet", String(PermissionSetId)));
  const all = new Map<string, RecordFields>();
  for (const set of [...ofProfile, ...assigned]) if (set !== undefined) all.set(String(set.Id), set);
  return [...all.values()];
}

/** The sum of what a user's permission sets grant, read from the org once when first asked for. */
export function effectivePermissions(org: Org, userId: string): EffectivePermissions {
  let sets: RecordFields[] | undefined;
  const permissionSets = (): RecordFields[] => {
    sets ??= permissionSetsOf(org, userId);
    return sets;
  };
  const has = (permission: string): boolean => permissionSets().some((set) => set[`Permissions${permission}`] === true);
  return {
    has,
    names() {
      const names = new Set<string>();
      for (const set of permissionSets()) {
        for (const [field, value] of Object.entries(set)) {
          if (value === true && /^Permissions[A-Z]/.test(field)) names.add(field.slice("Permissions".length));
        }
      }
      return [...names].sort();
    },
    object(type) {
      if (has("ModifyAllData")) return FULL_ACCESS;
      const access = { ...NO_ACCESS, read: has("ViewAllData") };
      for (const set of permissionSets()) {
        for (const row of org.records.find("ObjectPermissions", { ParentId: set.Id ?? "", SobjectType: type })) {
          access.read ||= row.PermissionsRead === true;
          access.create ||= row.PermissionsCreate === true;
          access.edit ||= row.PermissionsEdit === true;
          access.delete ||= row.PermissionsDelete === true;
        }
      }
      return access;
    },
    grantsSetupEntity(setupEntityId) {
      const parents = new Set(permissionSets().map(({ Id }) => Id));
      return org.records
        .find("SetupEntityAccess", { SetupEntityId: setupEntityId })
        .some(({ ParentId }) => parents.has(ParentId ?? null));
    },
  };
}

/**
 * The context of a call with this access token.
 *
 * @throws ApiError 401 INVALID_SESSION_ID for a token that is unknown, or whose user is not active any more
 */
export function openContext(org: Org, accessToken: string, apiVersion: string): RequestContext {
  const session = org.sessions.resolve(accessToken);
  const user = session === undefined ? undefined : org.records.get("User", session.userId);
  if (session === undefined || user?.IsActive !== true) {
    throw new ApiError(401, "INVALID_SESSION_ID", "Session expired or invalid");
  }
  return { org, userId: session.userId, apiVersion, permissions: effectivePermissions(org, session.userId) };
}

/** Demands that the user may call the data API at all. */
export function requireApiAccess(context: RequestContext): void {
  if (!context.permissions.has("ApiEnabled")) {
    throw new ApiError(403, "API_CURRENTLY_DISABLED", "API is disabled for this User");
  }
}

/** Whether the caller sees this sObject; to others it is as if it did not exist. */
export function canRead(context: RequestContext, object: ObjectDefinition): boolean {
  if (object.readAccess === "object") return context.permissions.object(object.name).read;
  if (object.readAccess === "viewSetup") return context.permissions.has("ViewSetup");
  return true;
}

/** The field of that name, if the caller may know of it; to others it is as if it did not exist. */
export function findVisibleField(
  _context: RequestContext,
  object: ObjectDefinition,
  name: string,
): FieldDefinition | undefined {
  return findField(object, name);
}

/** Whether the caller may know of a field. */
export function isVisible(_context: RequestContext, _object: ObjectDefinition, _field: FieldDefinition): boolean {
  return true;
}

/** Whether the caller sees the records of others too. */
export function seesAllRecords(_context: RequestContext, _object: ObjectDefinition): boolean {
  return true;
}

export type Change = "create" | "edit" | "delete";

/** One of these user permissions lets a caller change the records of the setup object. */
const CHANGERS: { [sObject: string]: string[] } = {
  User: ["ManageUsers", "ManageInternalUsers"],
  UserLogin: ["ManageUsers", "FreezeUsers"],
  Profile: ["ManageProfilesPermissionsets"],
  PermissionSet: ["ManageProfilesPermissionsets"],
  SetupEntityAccess: ["ManageProfilesPermissionsets"],
  ObjectPermissions: ["ManageProfilesPermissionsets"],
  FieldPermissions: ["ManageProfilesPermissionsets"],
  PermissionSetAssignment: ["AssignPermissionSets"],
  PermissionSetLicenseAssign: ["AssignPermissionSets", "ManageInternalUsers"],
};

/** Whether the caller may change records of this sObject. */
export function canChange(context: RequestContext, object: ObjectDefinition, change: Change): boolean {
  if (object.readAccess === "object") return context.permissions.object(object.name)[change];
  return (CHANGERS[object.name] ?? []).some((permission) => context.permissions.has(permission));
}
