import type { Org, RecordFields, RequestContext } from "../contracts.ts";
import { sameName } from "../metadata/metadataType.ts";
import { packagedName, withoutOwnNamespace } from "../metadata/ownNamespace.ts";
import { ComponentProblem } from "../metadata/recordReader.ts";
import { recalculateGroups } from "../rules/permissionSetGroups.ts";
import { objectOfId } from "../schema/index.ts";
import { splitList } from "./scopes.ts";

/** Ids of the permission sets, a profile's own one among them, that may use an app. */
export function permittedParentIds(org: Org, applicationId: string): string[] {
  return org.records.find("SetupEntityAccess", { SetupEntityId: applicationId }).map((row) => String(row.ParentId));
}

/** The permission sets and profiles that may use an app, of either kind. */
export function permittedRecords(
  org: Org,
  applicationId: string,
): { permissionSets: RecordFields[]; profiles: RecordFields[] } {
  const parents = permittedParentIds(org, applicationId)
    .map((id) => org.records.get("PermissionSet", id))
    .filter((set) => set !== undefined);
  const profiles = parents
    .filter((set) => set.IsOwnedByProfile === true)
    .map((set) => org.records.get("Profile", String(set.ProfileId)))
    .filter((profile) => profile !== undefined);
  const isNamed = ({ IsOwnedByProfile, PermissionSetGroupId }: RecordFields) =>
    IsOwnedByProfile !== true && PermissionSetGroupId === null;
  return { permissionSets: parents.filter(isNamed), profiles };
}

/** The two lists of a policy as the org writes them back: from the access rows, joined by commas without blanks. */
export function permittedLists(org: Org, applicationId: string): { permissionSets: string; profiles: string } {
  const { permissionSets, profiles } = permittedRecords(org, applicationId);
  return {
    permissionSets: permissionSets.map((set) => packagedName(org, set.NamespacePrefix, set.Name)).join(","),
    profiles: profiles.map((profile) => String(profile.Name)).join(","),
  };
}

/**
 * Makes the access rows of an app those of the two lists, and no others.
 * @throws ComponentProblem for a permission set name or profile label that the org does not have
 */
export function writePermittedEntities(
  context: RequestContext,
  applicationId: string,
  lists: { permissionSets: string | undefined; profiles: string | undefined },
): boolean {
  const { org } = context;
  return permitParents(context, applicationId, [
    ...splitList(lists.permissionSets).map((name) => permissionSetId(org, name)),
    ...splitList(lists.profiles).map((label) => profilePermissionSetId(org, label)),
  ]);
}

/** Makes the access rows of an app, of either kind, those of these permission sets, and no others. */
export function permitParents(
  { org, userId }: RequestContext,
  applicationId: string,
  parentIds: readonly string[],
): boolean {
  const wanted = new Set(parentIds);
  let changed = false;
  for (const row of org.records.find("SetupEntityAccess", { SetupEntityId: applicationId })) {
    if (wanted.delete(String(row.ParentId)) || isOfGroup(org, row.ParentId)) continue;
    org.records.remove("SetupEntityAccess", String(row.Id));
    changed = true;
  }
  for (const parentId of wanted) {
    const SetupEntityType = objectOfId(applicationId)?.name ?? null;
    const row = { ParentId: parentId, SetupEntityId: applicationId, SetupEntityType };
    org.records.insert("SetupEntityAccess", row, userId);
    changed = true;
  }
  recalculateGroups(org, "SetupEntityAccess");
  return changed;
}

/** A group has the access of its permission sets, and none that a policy gives or takes. */
function isOfGroup(org: Org, parentId: RecordFields[string] | undefined): boolean {
  return typeof org.records.get("PermissionSet", String(parentId))?.PermissionSetGroupId === "string";
}

/** Takes an app away from every permission set and profile. */
export function removePermittedEntities(org: Org, applicationId: string): void {
  for (const row of org.records.find("SetupEntityAccess", { SetupEntityId: applicationId }))
    org.records.remove("SetupEntityAccess", String(row.Id));
}

function permissionSetId(org: Org, name: string): string {
  const set = org.records
    .find("PermissionSet", { IsOwnedByProfile: false, PermissionSetGroupId: null }, ["Id", "Name", "NamespacePrefix"])
    .find((row) => sameName(packagedName(org, row.NamespacePrefix, row.Name), withoutOwnNamespace(org, name)));
  if (!set) throw new ComponentProblem(`We couldn't find permission sets called ${name}`, "INVALID_FIELD");
  return String(set.Id);
}

/** @throws ComponentProblem for a label that no profile has */
export function profilePermissionSetId(org: Org, label: string): string {
  const [profile] = org.records.find("Profile", { Name: label });
  const [set] = profile ? org.records.find("PermissionSet", { ProfileId: String(profile.Id) }) : [];
  if (!set) throw new ComponentProblem(`We couldn't find profiles called ${label}`, "INVALID_FIELD");
  return String(set.Id);
}
