/** What must hold for an org at every moment, and when two orgs are the same. All of it over `GET /_local/export`. */

type Fields = Record<string, unknown>;

/** What is read of an export of the local org. */
export interface OrgExport {
  added: Record<string, Fields[]>;
  externalClientApps: Record<string, Record<string, Fields>>;
}

/** What the program has declared, or has let go of. */
export interface Expectation {
  username: string;
  /** Whether the user may be active: once a destroy has told that it is gone, it may not. */
  mayBeActive: boolean;
  /** Names of the profiles that the user may be active with. */
  profiles: readonly string[];
  /** Names of the permission sets that it may hold besides its profile's own. */
  permissionSets: readonly string[];
}

/** What must never be so, not even between two calls: an app that is open to all, a user active that should not be. */
export function violations(org: OrgExport, expected: Expectation): string[] {
  return [...openApps(org), ...wrongUsers(org, expected)];
}

function openApps({ added }: OrgExport): string[] {
  // Without OAuth settings nobody can log in through an app.
  const apps = (added.ExtlClntAppOauthSettings ?? []).map((settings) => String(settings.ExternalClientApplicationId));
  return apps.flatMap((app) => {
    const own = (added.ExtlClntAppOauthPlcyCnfg ?? []).filter((policy) => policy.ExternalClientApplicationId === app);
    if (own.length === 0) return [`app ${app} has no OAuth policies`];
    return own
      .filter((policy) => policy.PermittedUsersPolicyType !== "AdminApprovedPreAuthorized")
      .map((policy) => `app ${app} is open to ${policy.PermittedUsersPolicyType}`);
  });
}

function wrongUsers({ added }: OrgExport, { username, mayBeActive, profiles, permissionSets }: Expectation): string[] {
  const users = (added.User ?? []).filter((user) => user.IsActive === true && user.Username !== "(deployer)");
  const found = users.flatMap((user) => {
    if (user.Username !== username) return [`user ${user.Username} is active`];
    if (!mayBeActive) return [`user ${username} is active after its destroy`];
    return profiles.includes(String(user.ProfileId)) ? [] : [`user ${username} is active as ${user.ProfileId}`];
  });
  const assigned = (added.PermissionSetAssignment ?? [])
    .filter((assignment) => assignment.AssigneeId === username)
    .map((assignment) => String(assignment.PermissionSetId))
    .filter((name) => !name.startsWith("(set of the profile ") && !permissionSets.includes(name));
  return [...found, ...assigned.map((name) => `user ${username} holds ${name}`)];
}

/** The SHA-256 fingerprints of the apps' certificates, as lower-case hex. */
export function certificatesIn({ externalClientApps }: OrgExport): string[] {
  return Object.values(externalClientApps).flatMap((components) =>
    Object.values(components).flatMap(({ certificate }) =>
      typeof certificate === "string" ? [certificate.replaceAll(":", "").toLowerCase()] : [],
    ),
  );
}

/**
 * The export as text, but for the certificates, since each run makes others, and for what the calls of an IVR have made.
 * Equal texts are equal orgs.
 */
export function comparable({ added: { VoiceCall: _ofCalls, ...added }, ...org }: OrgExport): string {
  return JSON.stringify({ added, ...org }, (key, value) => (key === "certificate" ? "(a certificate)" : value), 1);
}

/** The first lines in which two texts differ, for an error. */
export function differenceOf(found: string, expected: string): string {
  const [foundLines, expectedLines] = [found.split("\n"), expected.split("\n")];
  const extra = foundLines.filter((line) => !expectedLines.includes(line));
  const missing = expectedLines.filter((line) => !foundLines.includes(line));
  const shown = [...extra.map((line) => `+ ${line.trim()}`), ...missing.map((line) => `- ${line.trim()}`)].slice(0, 12);
  return shown.length > 0 ? shown.join("\n") : "the same lines in another number or order";
}
