import { detailsIfAny } from "../../provider/certificates.ts";
import type { MetadataRecord, Org, SalesforceRecord } from "../../salesforce/org.ts";
import { quotedList } from "../../salesforce/soql.ts";
import { doing } from "./adoptable.ts";

/** A connected app that an integration may log in through by certificate. */
export interface FoundConnectedApp {
  id: string;
  /** Name that people see. */
  label: string;
  /** Day on which the certificate ends, such as `2027-11-29`; undefined where the deployer does not see it. */
  certificateEnds: string | undefined;
  contactEmail: string | undefined;
  scopes: string[];
  /** Permission sets whose users it admits. */
  permissionSets: { id: string; label: string }[];
  /** Names of profiles whose users it admits. */
  profiles: string[];
  /** Those whom it admits, by username, with the day of their last login through it in the last 30 days. */
  users: { username: string; lastDay: string | undefined }[];
  /** Label of the external client app of the same name, which has taken its place if somebody has migrated it. */
  externalClientApp: string | undefined;
}

/**
 * Finds the connected apps that admit only users whom an administrator has approved, by permission sets or profiles, and
 * that have a certificate as far as the deployer sees. Reads only.
 *
 * Sources: Object Reference, ConnectedApplication, SetupEntityAccess, LoginHistory; Metadata API Developer Guide,
 * ConnectedApp, which lists the org's own apps alone, and not those of packages.
 */
export async function findConnectedApps(org: Org): Promise<FoundConnectedApp[]> {
  const [rows, grants] = await Promise.all([
    org.query(
      "SELECT Id, Name FROM ConnectedApplication WHERE OptionsAllowAdminApprovedUsersOnly = true ORDER BY Name",
      doing,
    ),
    org.query(
      "SELECT Id, SetupEntityId, ParentId, Parent.Label, Parent.IsOwnedByProfile, Parent.Profile.Name FROM SetupEntityAccess WHERE SetupEntityType = 'ConnectedApplication'",
      doing,
    ),
  ]);
  const approved = rows.filter((row) => grants.some((grant) => grant.SetupEntityId === row.Id));
  if (approved.length === 0) return [];
  const settings = await settingsOfAll(org);
  const found: FoundConnectedApp[] = [];
  for (const row of approved) {
    const label = String(row.Name);
    const held = settings.find((each) => each.label === label);
    const oauth = (held?.oauthConfig ?? {}) as MetadataRecord;
    // Without a certificate, nobody logs in by JWT.
    if (held && !oauth.certificate) continue;
    const own = grants.filter((grant) => grant.SetupEntityId === row.Id);
    found.push({
      id: row.Id,
      label,
      certificateEnds: endOf(oauth.certificate),
      contactEmail: held?.contactEmail === undefined ? undefined : String(held.contactEmail),
      scopes: [oauth.scopes ?? []].flat().map(String),
      permissionSets: own
        .filter((grant) => !isOfProfile(grant))
        .map(({ ParentId, Parent }) => ({ id: String(ParentId), label: String((Parent as SalesforceRecord)?.Label) })),
      profiles: own.filter(isOfProfile).map(({ Parent }) => profileOf(Parent)),
      users: await usersOf(
        org,
        label,
        own.map(({ ParentId }) => String(ParentId)),
      ),
      externalClientApp: await namesake(org, label),
    });
  }
  return found;
}

const isOfProfile = ({ Parent }: SalesforceRecord) => (Parent as SalesforceRecord | null)?.IsOwnedByProfile === true;
const profileOf = (parent: unknown) => String((parent as { Profile?: { Name?: string } | null })?.Profile?.Name);

/** What metadata tells of the org's own apps; without those that the deployer may not read, or the org cannot show. */
async function settingsOfAll(org: Org): Promise<MetadataRecord[]> {
  const names = await org.listMetadata(typeName, doing).catch(() => []);
  try {
    return await org.readMetadata(typeName, names, doing);
  } catch {
    // One that cannot be shown takes the others of its call with it. Reported in Salesforce CLI issue 634.
    const found: MetadataRecord[] = [];
    for (const name of names) found.push(...(await org.readMetadata(typeName, [name], doing).catch(() => [])));
    return found;
  }
}

const typeName = "ConnectedApp";

function endOf(certificate: unknown): string | undefined {
  if (typeof certificate !== "string") return undefined;
  return detailsIfAny(certificate)?.validTo.slice(0, 10);
}

/** How many users are looked at; whoever is approved by a profile of people may be thousands. */
const mostUsers = 200;

async function usersOf(org: Org, app: string, parentIds: string[]): Promise<FoundConnectedApp["users"]> {
  const rows = await org.query(
    `SELECT Id, AssigneeId, Assignee.Username FROM PermissionSetAssignment WHERE Assignee.IsActive = true AND PermissionSetId IN ${quotedList(parentIds)} LIMIT ${mostUsers}`,
    doing,
  );
  const people = new Map(
    rows.map((row) => [String(row.AssigneeId), String((row.Assignee as SalesforceRecord)?.Username)]),
  );
  if (people.size === 0) return [];
  const logins = await org
    .query(
      `SELECT UserId, Application, MAX(LoginTime) latest FROM LoginHistory WHERE LoginTime = LAST_N_DAYS:30 AND UserId IN ${quotedList([...people.keys()])} GROUP BY UserId, Application`,
      doing,
    )
    .catch(() => []);
  return [...people].map(([id, username]) => {
    const login = logins.find(({ UserId, Application }) => UserId === id && Application === app);
    return { username, lastDay: login && String(login.latest).slice(0, 10) };
  });
}

async function namesake(org: Org, label: string): Promise<string | undefined> {
  const soql = `SELECT Id, MasterLabel FROM ExternalClientApplication WHERE MasterLabel IN ${quotedList([label])}`;
  const [app] = await org.query(soql, doing);
  return app && String(app.MasterLabel);
}
