/** Who may do what: the one place where the rights of a user are worked out and demanded. */
import {
  ApiError,
  type EffectivePermissions,
  type FieldAccess,
  type ObjectAccess,
  type Org,
  type RecordFields,
  type RequestContext,
} from "./contracts.ts";
import type { ChildRelationship } from "./schema/childRelationships.ts";
import { type FieldDefinition, findField, type ObjectDefinition, presenceOf } from "./schema/definitions.ts";
import { findObject, objectNamed } from "./schema/index.ts";

/** A permission set that works for a user. */
export interface WorkingSet {
  id: string;
  isOwnedByProfile: boolean;
}

/** The permission sets that work for a user: the one of the profile, and those assigned and not expired. */
export function permissionSetsOf(org: Org, userId: string): WorkingSet[] {
  const [user] = org.records.find("User", { Id: userId }, ["ProfileId"]);
  if (user === undefined) return [];
  const now = org.now().getTime();
  const assigned = org.records
    .find("PermissionSetAssignment", { AssigneeId: userId }, ["PermissionSetId", "ExpirationDate"])
    .filter(({ ExpirationDate }) => ExpirationDate === null || Date.parse(String(ExpirationDate)) > now)
    .map(({ PermissionSetId }) => ({ Id: PermissionSetId ?? "" }));
  const all = new Map<string, WorkingSet>();
  for (const where of [{ ProfileId: user.ProfileId ?? "" }, ...assigned]) {
    for (const { Id, IsOwnedByProfile } of org.records.find("PermissionSet", where, ["Id", "IsOwnedByProfile"])) {
      all.set(String(Id), { id: String(Id), isOwnedByProfile: IsOwnedByProfile === true });
    }
  }
  return [...all.values()];
}

/**
 * The sum of what a user's permission sets grant. Each answer is read from the org when it is first asked for, and
 * kept: so it belongs to one request, and whatever was taken away before the next one is gone there.
 */
export function effectivePermissions(org: Org, userId: string): EffectivePermissions {
  const setIds = remembered((_all: "all") => permissionSetsOf(org, userId).map(({ id }) => id));
  const inSets = <T>(read: (id: string) => T[]): T[] => setIds("all").flatMap(read);
  const has = remembered((permission: string) => {
    const field = `Permissions${permission}`;
    if (!objectNamed("PermissionSet").fields.has(field)) return false;
    return inSets((Id) => org.records.find("PermissionSet", { Id }, [field])).some((set) => set[field] === true);
  });
  const fields = remembered((type: string) => fieldAccess(org, setIds("all"), type));
  const object = remembered((type: string) => objectAccess(org, has, setIds("all"), type));
  return {
    has,
    names() {
      const names = new Set<string>();
      for (const set of inSets((Id) => org.records.find("PermissionSet", { Id }))) {
        for (const [field, value] of Object.entries(set)) {
          if (value === true && /^Permissions[A-Z]/.test(field)) names.add(field.slice("Permissions".length));
        }
      }
      return [...names].sort();
    },
    object,
    field(type, field) {
      const { read = false, edit = false } = fields(type).get(field) ?? {};
      return { read: read || object(type).viewAllFields, edit };
    },
    grantsSetupEntity(setupEntityId) {
      const rows = org.records.find("SetupEntityAccess", { SetupEntityId: setupEntityId }, ["ParentId"]);
      return rows.some(({ ParentId }) => setIds("all").includes(String(ParentId)));
    },
  };
}

/** The same answers, each worked out once. */
function remembered<Key, Value>(answer: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    const value = known.has(key) ? (known.get(key) as Value) : answer(key);
    known.set(key, value);
    return value;
  };
}

/** What the user permissions for all data and the object permissions of the sets add up to. */
function objectAccess(
  org: Org,
  has: EffectivePermissions["has"],
  setIds: readonly string[],
  type: string,
): ObjectAccess {
  const modifyAll = has("ModifyAllData");
  const rows = setIds.flatMap((ParentId) => org.records.find("ObjectPermissions", { ParentId, SobjectType: type }));
  const granted = (permission: string): boolean => rows.some((row) => row[`Permissions${permission}`] === true);
  return {
    read: modifyAll || has("ViewAllData") || granted("Read"),
    create: modifyAll || granted("Create"),
    edit: modifyAll || granted("Edit"),
    delete: modifyAll || granted("Delete"),
    viewAll: modifyAll || has("ViewAllData") || granted("ViewAllRecords"),
    modifyAll: modifyAll || granted("ModifyAllRecords"),
    viewAllFields: granted("ViewAllFields"),
  };
}

/** Access to the fields of an sObject that any of the sets gives; no user permission does. */
function fieldAccess(org: Org, setIds: readonly string[], type: string): Map<string, FieldAccess> {
  const fields = new Map<string, FieldAccess>();
  for (const ParentId of setIds) {
    for (const row of org.records.find("FieldPermissions", { ParentId, SobjectType: type })) {
      const name = String(row.Field).slice(type.length + 1);
      const known = fields.get(name);
      fields.set(name, {
        read: known?.read === true || row.PermissionsRead === true,
        edit: known?.edit === true || row.PermissionsEdit === true,
      });
    }
  }
  return fields;
}

/**
 * The context of a call with this access token.
 *
 * @throws ApiError 401 INVALID_SESSION_ID for a token that is unknown, or whose user is not active any more
 */
export function openContext(org: Org, accessToken: string, apiVersion: string): RequestContext {
  const session = org.sessions.resolve(accessToken);
  const [user] = session === undefined ? [] : org.records.find("User", { Id: session.userId }, ["IsActive"]);
  if (session === undefined || user?.IsActive !== true) {
    throw new ApiError(401, "INVALID_SESSION_ID", "Session expired or invalid");
  }
  return { org, userId: session.userId, apiVersion, permissions: effectivePermissions(org, session.userId) };
}

/** Editions whose orgs have no API. Source: Salesforce Help, Salesforce Editions with API Access. */
const editionsWithoutApi: readonly unknown[] = [
  "Contact Manager Edition",
  "Essentials Edition",
  "Group Edition",
  "Personal Edition",
  "Professional Edition",
];

/** Why a user may not call any API: his org has none, or he may not use it. */
export function apiRefusal({ org, permissions }: RequestContext): ApiRefusal | undefined {
  const [organization] = org.records.find("Organization", {}, ["OrganizationType"]);
  const edition = organization?.OrganizationType;
  if (editionsWithoutApi.includes(edition)) return "API_DISABLED_FOR_ORG";
  return permissions.has("ApiEnabled") ? undefined : "API_CURRENTLY_DISABLED";
}

type ApiRefusal = "API_DISABLED_FOR_ORG" | "API_CURRENTLY_DISABLED";

const restRefusals: { [refusal in ApiRefusal]: string } = {
  API_DISABLED_FOR_ORG: "The REST API is not enabled for this Organization.",
  API_CURRENTLY_DISABLED: "API is disabled for this User",
};

/** What the SOAP APIs say. */
export const soapRefusals: { [refusal in ApiRefusal]: string } = {
  API_DISABLED_FOR_ORG: "API is not enabled for this Organization or Partner",
  API_CURRENTLY_DISABLED: "API is disabled for this User",
};

/** Demands that the user may call the data API at all. */
export function requireApiAccess(context: RequestContext): void {
  const refusal = apiRefusal(context);
  if (refusal !== undefined) throw new ApiError(403, refusal, restRefusals[refusal]);
}

/** Whether the caller sees this sObject; to others, and in versions before it, it is as if it did not exist. */
export function canRead(context: RequestContext, object: ObjectDefinition): boolean {
  if (!isInVersion(context, object.since)) return false;
  if (object.readAccess === "object") return context.permissions.object(object.name).read;
  if (object.readAccess === "viewSetup") return context.permissions.has("ViewSetup");
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

/** Whether the caller sees this record. */
export function canSeeRecord(context: RequestContext, object: ObjectDefinition, record: RecordFields): boolean {
  if (seesNoRecord(context, object)) return false;
  const profile = onlyProfileOf(context, object);
  if (profile !== undefined && record.Id !== profile) return false;
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
