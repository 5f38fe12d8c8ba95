import { longId } from "../salesforce/identifiers.ts";
import type { Org, SalesforceRecord } from "../salesforce/org.ts";
import { quoted } from "../salesforce/soql.ts";
import { fieldPermissionOf, objectPermissionFields, objectPermissionOf } from "./dataPermissions.ts";
import { type AccessSource, classAccess, customAccess, fieldAccess, objectAccess } from "./leastPrivilege.ts";
import { enabledPermissions } from "./permissionFields.ts";
import { apexClass, customPermission, entityNames } from "./setupEntities.ts";

const setsOf = (userId: string) =>
  `(SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = ${quoted(userId)})`;

/** What the profile, the permission sets and the groups of a user open besides objects and fields. */
export function setupAccessOf(org: Org, userId: string, doing: string): Promise<SalesforceRecord[]> {
  return org.query(
    `SELECT Id, ParentId, SetupEntityId, SetupEntityType FROM SetupEntityAccess WHERE ParentId IN ${setsOf(userId)}`,
    doing,
  );
}

/**
 * What gives a user access, as the deployer sees it. A profile and a group have a permission set each, which is assigned
 * with them; that of a group holds the sum of its sets, without what is muted.
 * Source: Object Reference, PermissionSet, PermissionSetAssignment, PermissionSetGroup.
 *
 * @param classes names of Apex classes by their ids, as far as they are known
 */
export async function accessSources(
  org: Org,
  userId: string,
  classes: Promise<Map<string, string>>,
  doing: string,
): Promise<AccessSource[]> {
  const ofObjects = `SELECT Id, SobjectType, ${Object.values(objectPermissionFields).join(", ")} FROM ObjectPerms`;
  const ofFields = "SELECT Id, Field, PermissionsRead, PermissionsEdit FROM FieldPerms";
  const [sets, data, setup, known] = await Promise.all([
    org.query(`SELECT FIELDS(STANDARD) FROM PermissionSet WHERE Id IN ${setsOf(userId)}`, doing),
    org.query(`SELECT Id, (${ofObjects}), (${ofFields}) FROM PermissionSet WHERE Id IN ${setsOf(userId)}`, doing),
    setupAccessOf(org, userId, doing),
    classes,
  ]);
  const names = await namesOf(org, setup, known, doing);
  return sets.map((set) => {
    const rows = data.find(({ Id }) => longId(Id) === longId(set.Id));
    return {
      ...labelOf(set),
      access: [
        ...enabledPermissions(set),
        ...childrenOf(rows, "ObjectPerms").flatMap((row) => objectAccess(objectPermissionOf(row, []))),
        ...childrenOf(rows, "FieldPerms").flatMap((row) => fieldAccess(fieldPermissionOf(row, []))),
        ...setup
          .filter(({ ParentId }) => longId(String(ParentId)) === longId(set.Id))
          .flatMap((row) => names.get(longId(String(row.SetupEntityId))) ?? []),
      ],
    };
  });
}

function labelOf(set: SalesforceRecord): Pick<AccessSource, "what" | "name" | "isProfile"> {
  if (set.IsOwnedByProfile === true) return { what: "the profile", name: "", isProfile: true };
  const kind = set.PermissionSetGroupId ? "permission set group" : "permission set";
  return { what: `${kind} ${String(set.Name)}`, name: String(set.Name), isProfile: false };
}

/** The rows of a subquery, which is null where there are none. */
function childrenOf(row: SalesforceRecord | undefined, relationship: string): SalesforceRecord[] {
  const { records } = (row?.[relationship] ?? {}) as { records?: SalesforceRecord[] };
  return records ?? [];
}

/** Apps that a permission set or profile is named for. */
const apps = ["ExternalClientApplication", "ConnectedApplication"];

/** Access by the id of what is opened. Apps are left out: whom they admit is said by their policies. */
async function namesOf(org: Org, setup: SalesforceRecord[], classes: Map<string, string>, doing: string) {
  const idsOf = (type: string) => [
    ...new Set(setup.filter((row) => row.SetupEntityType === type).map((row) => longId(String(row.SetupEntityId)))),
  ];
  const unknown = idsOf(apexClass.type).filter((id) => !classes.has(id));
  const [others, custom] = await Promise.all([
    entityNames(org, apexClass, unknown, doing),
    entityNames(org, customPermission, idsOf(customPermission.type), doing),
  ]);
  const named = [
    ...[...classes, ...others].map(([id, name]) => [longId(id), classAccess(name)] as const),
    ...[...custom].map(([id, name]) => [longId(id), customAccess(name)] as const),
  ];
  const rest = setup
    .filter(({ SetupEntityType }) => !apps.includes(String(SetupEntityType)))
    .map(
      (row) =>
        [longId(String(row.SetupEntityId)), `${String(row.SetupEntityType)} ${String(row.SetupEntityId)}`] as const,
    );
  return new Map([...rest, ...named]);
}

/** Who besides the integration user can log in through an app. */
export interface OtherAppUsers {
  /** 2000 stands for that many or more. */
  count: number;
  /** The first ten usernames, in the alphabet's order. */
  usernames: string[];
}

const mostRows = 2000;
const mostNames = 10;

/** The active users who hold a permission set or profile that the policy of an app names, but for one. */
export async function otherUsersOf(org: Org, appId: string, userId: string, doing: string): Promise<OtherAppUsers> {
  const rows = await org.query(
    `SELECT Id, AssigneeId, Assignee.Username FROM PermissionSetAssignment WHERE Assignee.IsActive = true AND PermissionSetId IN (SELECT ParentId FROM SetupEntityAccess WHERE SetupEntityId = ${quoted(appId)}) LIMIT ${mostRows}`,
    doing,
  );
  const others = new Map(
    rows.map((row) => [longId(String(row.AssigneeId)), String((row.Assignee as SalesforceRecord | null)?.Username)]),
  );
  others.delete(longId(userId));
  const usernames = [...others.values()].sort();
  return {
    count: rows.length === mostRows ? mostRows : usernames.length,
    usernames: usernames.slice(0, mostNames),
  };
}
