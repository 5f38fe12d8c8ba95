/** Permission set groups that stand in the way of a permission set: the two share their API names. */
import type { Org } from "../salesforce/org.ts";
import { quotedList } from "../salesforce/soql.ts";
import { describeFound, type FoundRecord, lastModified, lastModifiedFields } from "./adoption.ts";
import { type DeclaredResource, ofKind } from "./declaredResources.ts";
import { declaredName } from "./takenNames.ts";

/** A group as messages name it. */
export type NamedGroup = Pick<FoundRecord, "what" | "id" | "lastModifiedBy" | "lastModifiedDate">;

/** Looks for groups that have the name of a declared permission set. Whoever may not see groups does not learn of them. */
export async function groupsNamedAlike(
  org: Org,
  resources: readonly DeclaredResource[],
  doing: string,
): Promise<NamedGroup[]> {
  const names = ofKind(resources, "PermissionSet").flatMap((set) => declaredName(set) ?? []);
  if (names.length === 0) return [];
  const soql = `SELECT Id, DeveloperName, ${lastModifiedFields} FROM PermissionSetGroup WHERE DeveloperName IN ${quotedList(names)} AND NamespacePrefix = null`;
  return (await org.query(soql, doing).catch(() => [])).map((group) => ({
    what: `permission set group ${group.DeveloperName}`,
    id: group.Id,
    ...lastModified(group),
  }));
}

/** Why a permission set cannot be made beside a group of its name, adopted or not. Pure. */
export const groupProblems = (groups: readonly NamedGroup[]): string[] =>
  groups.map(
    (group) =>
      `The ${describeFound(group)} has that name already, and permission sets share their API names with groups. Choose another apiName for the permission set (stack's configuration: overrides.permissionSet.apiName).`,
  );
