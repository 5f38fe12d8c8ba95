import { longId } from "../salesforce/identifiers.ts";
import type { Org, SalesforceRecord } from "../salesforce/org.ts";
import { quoted, quotedList } from "../salesforce/soql.ts";
import type { ObjectPermission } from "./dataPermissions.ts";
import { objectPermissionFields, objectPermissionOf } from "./dataPermissions.ts";
import { type HighPrivilege, highPrivilegesAmong } from "./highPrivilege.ts";
import { Refusal } from "./lifecycle.ts";
import { isOfSameStack, splitMark } from "./marks.ts";
import { enabledPermissions, permissionNames } from "./permissionFields.ts";
import { hiddenProfiles, seesProfiles } from "./profileVisibility.ts";

/** Why a user is not put on a profile, or given a permission set, by its id. */
export type RefusedAccess = Map<string, string>;

/** What a user is newly put on, and what is meant although it reaches far. */
export interface GivenAccess {
  /** Id of the profile; undefined where it was the user's at the last run. */
  profileId: string | undefined;
  /** Ids of the permission sets that it did not have at the last run. */
  permissionSetIds: readonly string[];
  /** Names of profiles and permission sets that are meant. */
  allowHighPrivilege: readonly string[];
  owner: string;
}

/** A profile or permission set that is not the stack's own. */
interface ForeignAccess {
  type: "Profile" | "PermissionSet";
  id: string;
  name: string;
  /** Words for it. */
  what: string;
}

/**
 * Looks at profiles and permission sets that a user may be put on: which of them are not the stack's own and open more than
 * an integration needs, System Administrator for one. Those of the stack are judged where they are declared.
 *
 * @returns by id, what they open and what can be done
 */
export async function refusedAccess(org: Org, given: GivenAccess, doing: string): Promise<RefusedAccess> {
  const { profileId, permissionSetIds } = given;
  const [profiles, sets, sees] = await Promise.all([
    profileId ? org.query(`SELECT Id, Name, Description FROM Profile WHERE Id = ${quoted(profileId)}`, doing) : [],
    permissionSetIds.length > 0
      ? org.query(
          `SELECT Id, Name, Description FROM PermissionSet WHERE Id IN ${quotedList([...permissionSetIds])}`,
          doing,
        )
      : [],
    profileId ? seesProfiles(org, doing) : true,
  ]);
  const hidden =
    profileId && profiles.length === 0 && !sees ? [[longId(profileId), `profileId: ${hiddenProfiles}`]] : [];
  const meant = new Set(given.allowHighPrivilege.map((name) => name.toLowerCase()));
  const foreign = (type: ForeignAccess["type"], rows: SalesforceRecord[]): ForeignAccess[] =>
    rows
      .filter(({ Description }) => !isOfSameStack(splitMark(Description).mark, given.owner))
      .map((row) => ({
        type,
        id: row.Id,
        name: String(row.Name),
        what: type === "Profile" ? "profile" : "permission set",
      }))
      .filter(({ name }) => !meant.has(name.toLowerCase()));
  const all = [...foreign("Profile", profiles), ...foreign("PermissionSet", sets)];
  const reports = await Promise.all(
    all.map(async (access) => [longId(access.id), await refusalOf(org, access, doing)] as const),
  );
  return new Map([...hidden, ...reports].filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** @throws Refusal when a user would be newly put on one of these */
export function refuseAccess(refused: RefusedAccess, ids: readonly string[]): void {
  const reasons = ids.flatMap((id) => refused.get(longId(id)) ?? []);
  if (reasons.length > 0) throw new Refusal(reasons.join(" "));
}

async function refusalOf(org: Org, access: ForeignAccess, doing: string): Promise<string | undefined> {
  const parent = access.type === "Profile" ? "Parent.ProfileId" : "ParentId";
  const [record, rows] = await Promise.all([
    org.record(access.type, access.id, doing),
    org.query(
      `SELECT Id, SobjectType, ${Object.values(objectPermissionFields).join(", ")} FROM ObjectPermissions WHERE ${parent} = ${quoted(access.id)} AND PermissionsViewAllRecords = true`,
      doing,
    ),
  ]);
  const input = access.type === "Profile" ? "profileId" : "permissionSetIds";
  // Every profile and every permission set has fields for permissions, whatever is on.
  if (!record || permissionNames(Object.keys(record)).length === 0) {
    return `${input}: the ${access.what} ${access.name} is not this stack's own, and the org does not show what it opens. Give the user another one; or, if it must be, name it: allowHighPrivilege: ["${access.name}"].`;
  }
  const [first, ...others] = classified(
    enabledPermissions(record),
    rows.map((row) => objectPermissionOf(row, [])),
  );
  if (first === undefined) return undefined;
  const more = others.length > 0 ? `, and has ${others.length} more such permissions` : "";
  return `${input}: the ${access.what} ${access.name} is not this stack's own and has ${first.name}, which ${first.opens}${more}. Give the user another one; or, if it must be, name it: allowHighPrivilege: ["${access.name}"].`;
}

/** What is on in a profile of somebody else may be of any release: only what is known to reach far counts. */
function classified(userPermissions: string[], objectPermissions: ObjectPermission[]): HighPrivilege[] {
  return highPrivilegesAmong(userPermissions, objectPermissions).filter(({ isKnown }) => isKnown);
}
