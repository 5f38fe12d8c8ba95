import type { ObjectPermission } from "../../provider/dataPermissions.ts";
import { highPrivilegesAmong } from "../../provider/highPrivilege.ts";
import { type IntegrationProfileInputs, integrationProfile } from "../../provider/integrationProfile.ts";
import { type IntegrationUserInputs, integrationUser } from "../../provider/integrationUser.ts";
import { type PermissionSetInputs, permissionSet } from "../../provider/permissionSet.ts";
import { hiddenProfiles } from "../../provider/profileVisibility.ts";
import type { Org, SalesforceRecord } from "../../salesforce/org.ts";
import { packagesAmong } from "../../salesforce/ownNamespace.ts";
import { quoted, quotedList } from "../../salesforce/soql.ts";
import { canBeAdopted, checked, doing, type FoundPart } from "./adoptable.ts";
import { type FoundApp, findApps } from "./findApps.ts";
import { withHeldFields } from "./heldUserFields.ts";

/** The access that an org holds already. */
export interface FoundAccess {
  apps: FoundApp[];
  permissionSets: FoundPart<PermissionSetInputs>[];
  profiles: FoundPart<IntegrationProfileInputs>[];
  users: FoundPart<IntegrationUserInputs>[];
  /** What a person must know: what was left out or is only referred to, and why. */
  notes: string[];
}

/**
 * Finds the external client apps that log in by certificate and admit the users of permission sets only, with those
 * permission sets, their integration users and the profiles of these. Reads only.
 */
export async function findAccess(org: Org): Promise<FoundAccess> {
  const notes: string[] = [];
  const apps = await findApps(org, notes);
  const permissionSetIds = [...new Set(apps.flatMap((app) => app.policy.permissionSetIds))];
  return { apps, ...(await findAccessOf(org, permissionSetIds, notes)) };
}

/** Finds permission sets, with their integration users and the profiles of these. Reads only. */
export async function findAccessOf(
  org: Org,
  permissionSetIds: string[],
  notes: string[],
): Promise<Omit<FoundAccess, "apps">> {
  const permissionSets = await findPermissionSets(org, permissionSetIds, notes);
  const users = await findUsers(org, permissionSetIds, notes);
  const profiles = await findProfiles(org, [...new Set(users.map(({ inputs }) => inputs.profileId))], notes);
  return { permissionSets, profiles, users, notes };
}

async function findPermissionSets(org: Org, ids: string[], notes: string[]): Promise<FoundPart<PermissionSetInputs>[]> {
  const rows = await org.query(
    `SELECT Id, Name, Label, NamespacePrefix, LicenseId, License.Name FROM PermissionSet WHERE Id IN ${quotedList(ids)} ORDER BY Name`,
    doing,
  );
  const isOfPackage = await packagesAmong(org, rows);
  const found: FoundPart<PermissionSetInputs>[] = [];
  for (const row of rows) {
    const name = String(row.Name);
    const refer = (reason: string) => notes.push(`Permission set ${name} is referred to by its id: ${reason}`);
    if (isOfPackage(row)) {
      refer("it comes with a package.");
      continue;
    }
    const license = nameOf(row.License);
    const declared = await checked(permissionSet, { label: row.Label, apiName: name, ...(license && { license }) });
    const surveyed = await permissionSet.survey(org, declared);
    if (!surveyed || !canBeAdopted(surveyed.found, refer)) continue;
    found.push({ id: row.Id, inputs: withHighPrivileges(surveyed.inputs) });
  }
  return found;
}

async function findUsers(
  org: Org,
  permissionSetIds: string[],
  notes: string[],
): Promise<FoundPart<IntegrationUserInputs>[]> {
  const assignments = await org.query(
    `SELECT AssigneeId, Assignee.Username, Assignee.LastName, Assignee.Profile.PermissionsApiUserOnly FROM PermissionSetAssignment WHERE Assignee.IsActive = true AND PermissionSetId IN ${quotedList(permissionSetIds)}`,
    doing,
  );
  const people = new Map(assignments.map((row) => [String(row.AssigneeId), row.Assignee as AssigneeRecord]));
  const found: FoundPart<IntegrationUserInputs>[] = [];
  for (const [id, { Username, LastName, Profile }] of people) {
    const leaveOut = (reason: string) => notes.push(`User ${Username} is left out: ${reason}`);
    if (!Profile) {
      leaveOut(`the deployer does not see its profile. ${hiddenProfiles}`);
      continue;
    }
    if (Profile.PermissionsApiUserOnly !== true) {
      leaveOut("its profile is not for the API only, so it may be a person; the assignment stays as it is.");
      continue;
    }
    const declared = await checked(integrationUser, { username: Username, lastName: LastName });
    const surveyed = await integrationUser.survey(org, declared);
    if (!surveyed || !canBeAdopted(surveyed.found, leaveOut)) continue;
    found.push({ id, inputs: await withHeldFields(org, id, surveyed.inputs, (note) => notes.push(note)) });
  }
  return found.sort((left, right) => left.inputs.username.localeCompare(right.inputs.username));
}

interface AssigneeRecord {
  Username: string;
  LastName: string;
  Profile?: { PermissionsApiUserOnly?: boolean } | null;
}

async function findProfiles(org: Org, ids: string[], notes: string[]): Promise<FoundPart<IntegrationProfileInputs>[]> {
  const found: FoundPart<IntegrationProfileInputs>[] = [];
  for (const id of ids) {
    const [row] = await org.query(`SELECT Id, Name, UserLicense.Name FROM Profile WHERE Id = ${quoted(id)}`, doing);
    if (!row) {
      notes.push(`Profile ${id} is referred to by its id: the deployer does not see it. ${hiddenProfiles}`);
      continue;
    }
    const name = String(row.Name);
    const refer = (reason: string) => notes.push(`Profile ${name} is referred to by its id: ${reason}`);
    if (!(await isCustomProfile(org, name))) {
      refer("it is a standard profile.");
      continue;
    }
    const declared = await checked(integrationProfile, { name, userLicense: nameOf(row.UserLicense) });
    const surveyed = await integrationProfile.survey(org, declared);
    if (!surveyed || !canBeAdopted(surveyed.found, refer)) continue;
    const { otherGrants } = surveyed.inputs;
    if (otherGrants.length > 0) {
      refer(`it grants more than user permissions, which an adoption would take away: ${otherGrants.join(", ")}.`);
      continue;
    }
    found.push({ id, inputs: withHighPrivileges(surveyed.inputs) });
  }
  return found;
}

/** The Metadata API writes characters that a file name cannot have as in a URL. */
async function isCustomProfile(org: Org, name: string): Promise<boolean> {
  const fullName = name.replace(/[^A-Za-z0-9 _.-]/g, encodeURIComponent);
  const [profile] = await org.readMetadata("Profile", [fullName], doing);
  return profile?.custom === true || profile?.custom === "true";
}

/** What reaches far is declared as meant: it is there, and adopting changes nothing. */
function withHighPrivileges<
  Inputs extends { userPermissions: string[]; objectPermissions?: ObjectPermission[]; allowHighPrivilege?: string[] },
>(inputs: Inputs): Inputs {
  const high = highPrivilegesAmong(inputs.userPermissions, inputs.objectPermissions).map(({ name }) => name);
  return high.length > 0 ? { ...inputs, allowHighPrivilege: high } : inputs;
}

const nameOf = (related: unknown) => (related as SalesforceRecord | null | undefined)?.Name as string | undefined;
