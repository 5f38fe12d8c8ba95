import { bounds, tooFewRequestsLeft } from "../salesforce/bounds.ts";
import { SalesforceError } from "../salesforce/errors.ts";
import type { FieldDescription, Org, SalesforceRecord } from "../salesforce/org.ts";
import { ownNamespace } from "../salesforce/ownNamespace.ts";
import { quoted, quotedList } from "../salesforce/soql.ts";
import { absentNames } from "./absentNames.ts";
import { type UnseenProfiles, unseenProfiles } from "./admittedProfiles.ts";
import { type FoundRecord, lastModified, lastModifiedFields } from "./adoption.ts";
import { type ConnectedAppLogin, connectedAppLogins } from "./connectedAppLogins.ts";
import { givenText, ofKind } from "./declaredResources.ts";
import { deployerPermissions, viewAllProfiles } from "./deployerPermissions.ts";
import { groupsNamedAlike, type NamedGroup } from "./groupNames.ts";
import { markOfUser } from "./marks.ts";
import { enabledPermissions, permissionFieldNames, permissionNames } from "./permissionFields.ts";
import { licensedProfiles } from "./profileVisibility.ts";
import { namedResources, type OrgReadinessInputs } from "./readinessInputs.ts";
import { asking, rememberAllProfilesSeen } from "./runMemory.ts";
import { apexClass, entityIds, namesOf } from "./setupEntities.ts";
import { findTaken, permissionSetLicensesNamed, usersNamed } from "./takenNames.ts";
import { holdersOfUniqueValues, type ValueHolder } from "./uniqueUserValues.ts";
import { lostReferences } from "./userReferences.ts";

/** A user who has the declared username already. */
export interface FoundUser extends Pick<FoundRecord, "id" | "mark" | "lastModifiedBy" | "lastModifiedDate"> {
  email: string;
  isActive: boolean;
  /** Who froze the user and when; absent where it is not frozen, or the deployer may not see it. */
  frozen?: Pick<FoundRecord, "lastModifiedBy" | "lastModifiedDate">;
}

/** What the org was found to hold. */
export interface ReadinessFacts {
  /** Installed classes among those declared, as `namespace.Class`. */
  apexClasses: string[];
  /** Classes of the namespaces in which one is missing. */
  classesBeside: string[];
  /** Names of all user permissions that this org has. */
  userPermissions: string[];
  sourceProfile?: { userLicense: string; totalSeats: number; usedSeats: number };
  permissionSetLicenses: { developerName: string; totalSeats: number; usedSeats: number }[];
  user?: FoundUser;
  /** Fields of User, as the deployer sees them. */
  userFields: FieldDescription[];
  /** Ids that fields of declared users hold, and that no record has as far as the deployer sees. */
  lostReferences: string[];
  /** Users who have a nickname or a federation id that is declared. */
  valueHolders: ValueHolder[];
  /** Records that have the name of a resource which is to be made. */
  taken: FoundRecord[];
  /** Permission set groups that have the name of a declared permission set. */
  groupsNamedAlike: NamedGroup[];
  /** What declared resources refer to and the org does not have, each as a reason. */
  absent: string[];
  /** Profiles that a policy is to admit and that the deployer does not see. */
  unseenProfiles: UnseenProfiles;
  /** Connected apps that have the name of a declared app. */
  connectedApps: string[];
  /** Connected apps that the user logs in through. */
  connectedAppLogins: ConnectedAppLogin[];
  deployerPermissions: string[];
  /** Whether the deployer may see all profiles; undefined in an org that does not know that permission. */
  seesAllProfiles?: boolean;
  /** Whether this login is to write nothing: what a deployer must be allowed says nothing of it. */
  isReadOnly?: true;
  /** Whether it is known which app the deployer is logged in with. */
  knowsDeployerApp: boolean;
  /** Why the org's daily requests do not suffice; absent when they do. */
  tooFewRequestsLeft?: string;
}

const doing = "looking whether the org is ready";

/** Asks the org, in one round of joined reads; in a second one what only the answers of the first lead to. */
export async function readinessFacts(org: Org, inputs: OrgReadinessInputs): Promise<ReadinessFacts> {
  const [
    classes,
    permissionSetFields,
    userFields,
    profiles,
    licenses,
    [user],
    valueHolders,
    taken,
    namedAlike,
    absent,
    unseen,
    connectedApps,
    guessed,
  ] = await Promise.all([
    entityIds(org, apexClass, inputs.apexClasses, doing),
    org.fieldNames("PermissionSet", doing),
    org.fields("User", doing),
    licensedProfiles(org, inputs.sourceProfile, doing, asking),
    permissionSetLicensesNamed(org, inputs.permissionSetLicenses, doing, asking),
    usersNamed(org, [inputs.username], doing),
    holdersOfUniqueValues(org, namedResources(inputs), doing),
    findTaken(org, inputs, doing),
    groupsNamedAlike(org, namedResources(inputs), doing),
    absentNames(org, namedResources(inputs), doing),
    unseenProfiles(org, inputs.profileNames ?? [], namedResources(inputs), doing),
    connectedAppsNamed(org, labelsOf(inputs)),
    ownPermissions(org, askedPermissions).catch(permissionsOtherwise),
  ]);
  const missing = inputs.apexClasses.filter((name) => !classes.has(name));
  const [[own], frozen, lost, classesBeside, logins] = await Promise.all([
    guessed ??
      ownPermissions(
        org,
        askedPermissions.filter((field) => permissionSetFields.includes(field)),
      ),
    user && frozenBy(org, user.Id),
    lostReferences(org, inputs.creations ?? [], userFields, doing),
    classesOf(org, [...new Set(missing.map((name) => name.split(".")[0] ?? name))]),
    user ? connectedAppLogins(org, user.Id, labelsOf(inputs), doing) : [],
  ]);
  const tooFew = tooFewRequestsLeft(org.apiUsage, bounds());
  const license = licenseOf(profiles, inputs.userLicense);
  const held = own ? enabledPermissions(own) : [];
  const knowsFiltering = permissionNames(permissionSetFields).includes(viewAllProfiles.names[0] as string);
  if (held.includes(viewAllProfiles.names[0] as string)) rememberAllProfilesSeen(org);
  return {
    apexClasses: [...classes.keys()],
    classesBeside,
    userPermissions: permissionNames(permissionSetFields),
    ...(license && { sourceProfile: license }),
    permissionSetLicenses: licenses.map((row) => ({ developerName: String(row.DeveloperName), ...seatsOf(row) })),
    ...(user && {
      user: {
        id: user.Id,
        mark: markOfUser(user.Division),
        ...lastModified(user),
        email: String(user.Email ?? ""),
        isActive: user.IsActive === true,
        ...(frozen && { frozen }),
      },
    }),
    userFields,
    lostReferences: lost,
    valueHolders,
    taken,
    groupsNamedAlike: namedAlike,
    absent,
    unseenProfiles: unseen,
    connectedApps,
    connectedAppLogins: logins,
    deployerPermissions: held,
    ...(knowsFiltering && { seesAllProfiles: held.includes(viewAllProfiles.names[0] as string) }),
    ...(org.login.isReadOnly && { isReadOnly: true as const }),
    knowsDeployerApp: org.login.clientId !== undefined || org.login.allowsUnknownDeployerApp === true,
    ...(tooFew !== undefined && { tooFewRequestsLeft: tooFew }),
  };
}

/** Labels of the declared apps. */
const labelsOf = (inputs: OrgReadinessInputs): string[] =>
  ofKind(namedResources(inputs), "ExternalClientApp").flatMap((app) => givenText(app, "label") ?? []);

/** Whoever may not see connected apps does not learn of them, and is not stopped by that. */
async function connectedAppsNamed(org: Org, labels: string[]): Promise<string[]> {
  if (labels.length === 0) return [];
  const soql = `SELECT Id, Name FROM ConnectedApplication WHERE Name IN ${quotedList(labels)}`;
  return (await org.query(soql, doing).catch(() => [])).map(({ Name }) => String(Name));
}

const seatsOf = (row: SalesforceRecord) => ({
  totalSeats: Number(row.TotalLicenses),
  usedSeats: Number(row.UsedLicenses),
});

/** Orgs hold profiles of one name on several licences: the one on the declared licence is the one that is meant. */
function licenseOf(profiles: SalesforceRecord[], declared: string) {
  const licenses = profiles
    .map((profile) => profile.UserLicense as SalesforceRecord | null | undefined)
    .filter((license) => license != null)
    .map((license) => ({ userLicense: String(license.Name), ...seatsOf(license) }));
  return licenses.find(({ userLicense }) => userLicense === declared) ?? licenses[0];
}

const askedPermissions = permissionFieldNames([...deployerPermissions, viewAllProfiles].flatMap(({ names }) => names));

/** What the deployer is allowed. A query that names a permission which this org does not have fails as a whole. */
function ownPermissions(org: Org, fields: string[]): Promise<SalesforceRecord[]> {
  return org.query(`SELECT ${fields.join(", ")} FROM UserPermissionAccess`, doing);
}

/** Undefined where the org lacks one of the permissions: then those that it has are asked for. */
function permissionsOtherwise(error: unknown): undefined {
  if (!(error instanceof SalesforceError) || error.code !== "INVALID_FIELD") throw error;
}

/** Whoever may not see logins does not learn it, and is not stopped by that. */
async function frozenBy(org: Org, userId: string): Promise<FoundUser["frozen"]> {
  const soql = `SELECT Id, IsFrozen, ${lastModifiedFields} FROM UserLogin WHERE UserId = ${quoted(userId)}`;
  const [login] = await org.query(soql, doing).catch(() => []);
  return login?.IsFrozen === true ? lastModified(login) : undefined;
}

/** Names of the classes of some namespaces, so that a misspelt one can be told from a package that is not there. */
async function classesOf(org: Org, namespaces: string[]): Promise<string[]> {
  if (namespaces.length === 0) return [];
  const own = namespaces.includes("c") ? await ownNamespace(org) : undefined;
  const conditions = namespaces.map((namespace) =>
    namespace === "c" && own === undefined
      ? "NamespacePrefix = null"
      : `NamespacePrefix = ${quoted(namespace === "c" ? String(own) : namespace)}`,
  );
  const soql = `SELECT Id, Name, NamespacePrefix FROM ApexClass WHERE ${conditions.join(" OR ")} LIMIT 2000`;
  return (await namesOf(org, apexClass, await org.query(soql, doing))).flatMap(({ forms }) => forms);
}
