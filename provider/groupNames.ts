import type { Org, SalesforceRecord } from "../salesforce/org.ts";
import { describeFound, type FoundRecord, lastModified } from "./adoption.ts";
import { type DeclaredResource, ofKind } from "./declaredResources.ts";
import { declaredName, permissionSetsAndGroupsNamed } from "./takenNames.ts";

/** A permission set group as messages name it. */
export type NamedGroup = Pick<FoundRecord, "what" | "id" | "lastModifiedBy" | "lastModifiedDate">;

/**
 * Permission set groups that have the name of a declared permission set which is not there yet. It asks what `findTaken` asks,
 * so that at the same moment it costs no query.
 */
export async function groupsNamedAlike(
  org: Org,
  resources: readonly DeclaredResource[],
  doing: string,
): Promise<NamedGroup[]> {
  const names = ofKind(resources, "PermissionSet").flatMap((set) => declaredName(set) ?? []);
  if (names.length === 0) return [];
  const { sets, groups } = await permissionSetsAndGroupsNamed(org, names, doing);
  const nameOf = ({ Name }: SalesforceRecord) => String(Name).toLowerCase();
  return groups
    .filter((group) => !sets.some((set) => nameOf(set) === nameOf(group)))
    .map((group) => ({
      what: `permission set group ${group.Name}`,
      id: String(group.PermissionSetGroupId),
      ...lastModified(group),
    }));
}

/**
 * What is worth knowing before a permission set is made beside a group of its name. Nothing is refused for it: no source says
 * whether an org takes such a name. Pure.
 */
export const groupNotices = (groups: readonly NamedGroup[]): string[] =>
  groups.map(
    (group) =>
      `${describeFound(group)} has the API name of a permission set that is to be made. If the org refuses it, choose another apiName (stack's configuration: overrides.permissionSet.apiName)`,
  );
