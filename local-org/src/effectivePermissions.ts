/** What a user may do: the sum of the permission sets that work for it. */
import type { EffectivePermissions, FieldAccess, ObjectAccess, Org } from "./contracts.ts";
import { objectNamed } from "./schema/index.ts";

/** A permission set that works for a user. */
export interface WorkingSet {
  id: string;
  isOwnedByProfile: boolean;
}

/**
 * The permission sets that work for a user: the one of the profile, and those assigned, not expired, and not of sessions
 * that activate them, since none does.
 */
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
    const fields = ["Id", "IsOwnedByProfile", "HasActivationRequired"];
    for (const { Id, IsOwnedByProfile, HasActivationRequired } of org.records.find("PermissionSet", where, fields)) {
      if (HasActivationRequired !== true)
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
