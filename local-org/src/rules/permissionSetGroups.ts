/**
 * Permission set groups: each has a permission set of its own, which holds the sum of what the sets in it grant, without
 * the user permissions that a muting permission set of the group turns off.
 */
import { ApiError, type Org, type RecordFields } from "../contracts.ts";
import { readOnlyRecord } from "./errors.ts";
import type { ObjectRules } from "./objectRules.ts";
import { checkPermissionSetName, removeGrants } from "./permissionSet.ts";

export const permissionSetGroupRules: ObjectRules = {
  beforeCreate({ org }, record) {
    checkPermissionSetName(org, record.DeveloperName, undefined);
    record.NamespacePrefix = org.settings.namespace;
    record.Language = "en_US";
    record.Status = "Updated";
  },

  afterCreate({ org, userId }, { Id = null, DeveloperName = null, MasterLabel = null, NamespacePrefix = null }) {
    const names = { Name: DeveloperName, Label: MasterLabel, NamespacePrefix };
    org.records.insert("PermissionSet", { ...names, Type: "Group", PermissionSetGroupId: Id }, userId);
  },

  afterDelete({ org }, { Id = null }) {
    const own = setOfGroup(org, Id);
    for (const type of ["PermissionSetGroupComponent", "PermissionSetAssignment"])
      for (const row of org.records.find(type, { PermissionSetGroupId: Id })) org.records.remove(type, String(row.Id));
    if (own === undefined) return;
    removeGrants(org, own);
    org.records.remove("PermissionSet", String(own.Id));
  },
};

export const permissionSetGroupComponentRules: ObjectRules = {
  beforeCreate({ org }, record) {
    const { PermissionSetGroupId = null, PermissionSetId = null } = record;
    const set = org.records.find("PermissionSet", { Id: PermissionSetId })[0];
    if (set?.IsOwnedByProfile === true || (set && set.PermissionSetGroupId !== null)) throw readOnlyRecord();
    if (org.records.find("PermissionSetGroupComponent", { PermissionSetGroupId, PermissionSetId }).length > 0) {
      throw new ApiError(400, "DUPLICATE_VALUE", "The group has this permission set already.", []);
    }
  },

  afterDelete({ org }, { PermissionSetGroupId = null }) {
    recalculate(org, PermissionSetGroupId);
  },
};

export const mutingPermissionSetRules: ObjectRules = { required: ["DeveloperName", "MasterLabel"] };

/** The permission set that stands for a group. */
export function setOfGroup(org: Org, groupId: RecordFields[string]): RecordFields | undefined {
  return org.records.find("PermissionSet", { PermissionSetGroupId: groupId })[0];
}

/** sObjects whose records decide what the sets of groups grant. */
const grantTypes = ["SetupEntityAccess", "ObjectPermissions", "FieldPermissions"] as const;
const calculatedFrom = new Set<string>([
  "PermissionSet",
  "PermissionSetGroupComponent",
  "MutingPermissionSet",
  ...grantTypes,
]);

/** After a save: brings the sets of all groups that have members up to date. */
export function recalculateGroups(org: Org, saved: string): void {
  if (!calculatedFrom.has(saved)) return;
  const components = org.records.find("PermissionSetGroupComponent", {}, ["PermissionSetGroupId"]);
  for (const groupId of new Set(components.map(({ PermissionSetGroupId = null }) => PermissionSetGroupId)))
    recalculate(org, groupId);
}

function recalculate(org: Org, groupId: RecordFields[string]): void {
  const own = setOfGroup(org, groupId);
  if (own === undefined) return;
  const ids = org.records
    .find("PermissionSetGroupComponent", { PermissionSetGroupId: groupId })
    .map(({ PermissionSetId = null }) => PermissionSetId);
  const members = ids.flatMap((Id) => org.records.find("PermissionSet", { Id }));
  const muting = ids.flatMap((Id) => org.records.find("MutingPermissionSet", { Id }));
  const isOn = (sets: RecordFields[], field: string) => sets.some((set) => set[field] === true);
  const change: RecordFields = {};
  for (const field of Object.keys(own).filter((name) => /^Permissions[A-Z]/.test(name))) {
    const granted = isOn(members, field) && !isOn(muting, field);
    if (granted !== own[field]) change[field] = granted;
  }
  if (Object.keys(change).length > 0) org.records.update("PermissionSet", String(own.Id), change);
  for (const type of grantTypes) recalculateGrants(org, type, own, members);
}

/** Rows of the members, one for each thing that they are about, with all that any of them allows. */
function recalculateGrants(org: Org, type: (typeof grantTypes)[number], own: RecordFields, members: RecordFields[]) {
  const { Id: ParentId = null } = own;
  const wanted = new Map<string, RecordFields>();
  for (const { Id = null } of members) {
    for (const row of org.records.find(type, { ParentId: Id })) {
      const { flags, about } = partsOf(row);
      const known = wanted.get(JSON.stringify(about));
      const sum = Object.keys(flags).map((flag) => [flag, flags[flag] === true || known?.[flag] === true]);
      wanted.set(JSON.stringify(about), { ...about, ...Object.fromEntries(sum), ParentId });
    }
  }
  for (const row of org.records.find(type, { ParentId })) {
    const { flags, about } = partsOf(row);
    const kept = wanted.get(JSON.stringify(about));
    if (kept === undefined) org.records.remove(type, String(row.Id));
    else if (Object.keys(flags).some((flag) => flags[flag] !== kept[flag])) {
      org.records.update(type, String(row.Id), partsOf(kept).flags);
    }
    wanted.delete(JSON.stringify(about));
  }
  for (const row of wanted.values()) org.records.insert(type, row);
}

/** What a grant is about, and what it allows. */
function partsOf(row: RecordFields): { about: RecordFields; flags: RecordFields } {
  const isAbout = (name: string) => ["SetupEntityId", "SetupEntityType", "SobjectType", "Field"].includes(name);
  const entries = Object.entries(row);
  return {
    about: Object.fromEntries(entries.filter(([name]) => isAbout(name)).sort()),
    flags: Object.fromEntries(entries.filter(([name]) => /^Permissions[A-Z]/.test(name))),
  };
}
