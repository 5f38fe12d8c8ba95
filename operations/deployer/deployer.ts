import { describeFound, type FoundRecord, isOwnRecord } from "../../provider/adoption.ts";
import { deployerPermissions, viewAllProfiles } from "../../provider/deployerPermissions.ts";
import { externalClientApp } from "../../provider/externalClientApp.ts";
import { type CheckResult, type Lifecycle, type Progress, Refusal, type Values } from "../../provider/lifecycle.ts";
import { type PermissionSetInputs, permissionSet } from "../../provider/permissionSet.ts";
import { policyAssignment } from "../../provider/policyAssignment.ts";
import { unknownValue } from "../../provider/unknowns.ts";
import type { Org } from "../../salesforce/org.ts";
import { quoted } from "../../salesforce/soql.ts";

/** Label of the permission set and of the app, as people see them in Setup. */
const label = "Access Deployer";

/** The marks of what this operation makes, as those of a stack's resources: it is nobody else's, and found again. */
const ownerOf = (name: string) => `pulumi-salesforce-access/deployer/${name}`;

/** What an org has of a deployer's access, and what it is to have. */
export interface DeployerPlan {
  permissionSet: PermissionSetInputs;
  /** API name of the app. */
  appName: string;
  contactEmail: string;
  /** Certificate of the app as it is in the org; undefined where there is no app. */
  certificate?: string;
  /** What is there already, in words. */
  there: { permissionSet?: string; app?: string };
  /** The user who is to have the permission set. */
  user?: { id: string; username: string; hasPermissionSet: boolean };
}

/** What was made. */
export interface MadeDeployer {
  consumerKey: string;
  certificateValidTo: string;
}

/**
 * Looks at an org and decides what a deployer needs there. Reads only.
 *
 * @param username user who is to log in by the app; absent: nobody is given the permission set
 * @throws Refusal when something of that name belongs to somebody else, or the user cannot be one
 */
export async function planDeployer(org: Org, username: string | undefined): Promise<DeployerPlan> {
  const doing = "looking for a deployer's access";
  const { userId } = await org.identity();
  const [fields, [self], [user]] = await Promise.all([
    org.fieldNames("PermissionSet", doing),
    org.query(`SELECT Email FROM User WHERE Id = ${quoted(userId)}`, doing),
    username === undefined
      ? []
      : org.query(`SELECT Id, Username, IsActive FROM User WHERE Username = ${quoted(username)}`, doing),
  ]);
  const declaredSet = await checked(permissionSet, permissionSetOf(fields));
  const { certificatePem: _notYet, ...app } = await checked(
    externalClientApp,
    appOf(String(self?.Email), unknownValue),
  );
  const [foundSet, foundApp] = await Promise.all([
    permissionSet.survey(org, declaredSet),
    externalClientApp.survey(org, { ...app, certificatePem: "" }),
  ]);
  for (const surveyed of [foundSet, foundApp]) if (surveyed) expectOwn(surveyed.found);
  return {
    permissionSet: declaredSet,
    contactEmail: app.contactEmail,
    appName: app.apiName,
    ...(foundApp && { certificate: String(foundApp.inputs.certificatePem) }),
    there: {
      ...(foundSet && { permissionSet: describeFound(foundSet.found) }),
      ...(foundApp && { app: describeFound(foundApp.found) }),
    },
    ...(username !== undefined && { user: await deployerUser(org, username, user, foundSet?.found.id, doing) }),
  };
}

/**
 * Makes what is missing and corrects what differs; what is right already stays untouched.
 *
 * @param certificatePem certificate of the app
 */
export async function makeDeployer(
  org: Org,
  { permissionSet: declaredSet, contactEmail, user }: DeployerPlan,
  certificatePem: string,
  report: (line: string) => void,
): Promise<MadeDeployer> {
  const progress: Progress = { report, made: () => {} };
  const set = await permissionSet.create(org, declaredSet, progress);
  const app = await checked(externalClientApp, appOf(contactEmail, certificatePem));
  const made = await externalClientApp.create(org, app, progress);
  const policies = { appId: made.id, permissionSetIds: [set.id], owner: ownerOf("policy") };
  await policyAssignment.create(org, await checked(policyAssignment, policies), progress);
  if (user && !user.hasPermissionSet) {
    const doing = `giving permission set ${declaredSet.apiName} to ${user.username}`;
    await org.createMany("PermissionSetAssignment", [{ AssigneeId: user.id, PermissionSetId: set.id }], doing);
  }
  const { consumerKey, certificateValidTo } = made.outputs;
  return { consumerKey, certificateValidTo };
}

/** The inputs as a resource would have them after its check. */
async function checked<Inputs extends object, Outputs extends object>(
  lifecycle: Lifecycle<Inputs, Outputs>,
  values: Values,
): Promise<Inputs> {
  const noOrg = () => Promise.reject(new TypeError("no org"));
  const { inputs, failures }: CheckResult<Inputs> = await lifecycle.check({}, values, noOrg);
  if (failures.length > 0) throw new Refusal(failures.map(({ reason }) => reason).join(" "));
  return inputs;
}

/**
 * Orgs refuse View Setup and Configuration, and Manage Users, without View Roles and Role Hierarchy. Source: errors that
 * others report, "Permission ManageUsers depends on permission(s): ViewRoles" (jsforce, issue 749).
 */
const neededByOthers = ["ViewRoles"];

/** The permissions of docs/permissions.md and no others; of those that serve alike, the first that the org has. */
function permissionSetOf(fields: readonly string[]): Values {
  const isThere = (name: string) => fields.includes(`Permissions${name}`);
  const names = [
    ...deployerPermissions.map(({ names }) => names.find(isThere) ?? String(names[0])),
    ...viewAllProfiles.names.filter(isThere),
    ...neededByOthers.filter(isThere),
  ];
  return {
    label,
    description: "For the user that runs Pulumi",
    userPermissions: names,
    // That a deployer may do much is what it is for.
    allowHighPrivilege: names,
    owner: ownerOf("permission-set"),
  };
}

function appOf(contactEmail: string, certificatePem: string): Values {
  return {
    label,
    description: "Pulumi logs in through it",
    contactEmail,
    // No browser is ever sent there.
    callbackUrls: ["http://localhost:1717/OauthRedirect"],
    scopes: ["Api", "RefreshToken"],
    certificatePem,
    owner: ownerOf("app"),
  };
}

async function deployerUser(
  org: Org,
  username: string,
  record: Values | undefined,
  permissionSetId: string | undefined,
  doing: string,
): Promise<NonNullable<DeployerPlan["user"]>> {
  if (!record) {
    throw new Refusal(
      `There is no user ${username} in this org. Make the user first (Setup, Users), then run this again.`,
    );
  }
  if (record.IsActive !== true) {
    throw new Refusal(`User ${username} is inactive. Activate the user (Setup, Users), then run this again.`);
  }
  const id = String(record.Id);
  const assigned =
    permissionSetId === undefined
      ? []
      : await org.query(
          `SELECT Id FROM PermissionSetAssignment WHERE AssigneeId = ${quoted(id)} AND PermissionSetId = ${quoted(permissionSetId)}`,
          doing,
        );
  return { id, username: String(record.Username), hasPermissionSet: assigned.length > 0 };
}

function expectOwn(found: FoundRecord): void {
  if (isOwnRecord(found)) return;
  throw new Refusal(
    `The ${describeFound(found)} is there and was not made by this command; nothing was changed. Rename or delete it in Setup, then run this again.`,
  );
}
