import { instead, nearestName } from "../common/nearestName.ts";
import { whereToSet } from "../salesforce/settings.ts";
import { unknownDeployerApp } from "./deployerGuard.ts";
import { type DeployerPermission, deployerPermissions, lackOf, viewAllProfiles } from "./deployerPermissions.ts";
import type { CheckFailure } from "./lifecycle.ts";
import type { ReadinessFacts } from "./readinessFacts.ts";
import type { OrgReadinessInputs } from "./readinessInputs.ts";

/** Reports a problem of an input, or of none. */
type Fail = (property: string, reason: string) => void;

/** Everything that stands in the way, in the words that an administrator knows, with what to do. Pure. */
export function readinessProblems(found: ReadinessFacts, inputs: OrgReadinessInputs): CheckFailure[] {
  const failures: CheckFailure[] = [];
  const fail: Fail = (property, reason) =>
    failures.push({ property, reason: property === "" ? reason : `${property}: ${reason}` });
  judgeNames(found, inputs, fail);
  judgeSeats(found, inputs, fail);
  if (found.tooFewRequestsLeft !== undefined) {
    fail(
      "",
      `Too few API requests are left: ${found.tooFewRequestsLeft}. Run again later (Setup, Company Information), or set ${whereToSet("apiReserve")} lower.`,
    );
  }
  if (found.isReadOnly) return failures;
  if (!found.knowsDeployerApp) fail("", unknownDeployerApp);
  for (const permission of missingPermissions(found)) fail("", lackOf(permission));
  return failures;
}

/** The permissions that were asked for, for the person who watches: how many there are, and which of them are missing. */
export function permissionsInWords(
  found: Pick<ReadinessFacts, "deployerPermissions" | "seesAllProfiles" | "isReadOnly">,
): string {
  if (found.isReadOnly) return "this login only reads, so nobody has looked whether it may write";
  const asked = [...deployerPermissions, ...(found.seesAllProfiles === undefined ? [] : [viewAllProfiles])];
  const lacking = asked.filter(({ names }) => !names.some((name) => found.deployerPermissions.includes(name)));
  if (lacking.length === 0) return `the deployer has all ${asked.length} permissions`;
  const labels = lacking.map(({ label }) => label).join(", ");
  return `the deployer has ${asked.length - lacking.length} of ${asked.length} permissions, all but ${labels}`;
}

/** What a deployer must be allowed, and this login is not. */
export const missingPermissions = (found: Pick<ReadinessFacts, "deployerPermissions">): DeployerPermission[] =>
  deployerPermissions.filter(({ names }) => !names.some((name) => found.deployerPermissions.includes(name)));

/** Whether the org has a name, in whatever case of letters it is declared. */
function isAmong(names: readonly string[], declared: string): boolean {
  return names.some((name) => name.toLowerCase() === declared.toLowerCase());
}

function judgeNames(found: ReadinessFacts, inputs: OrgReadinessInputs, fail: Fail): void {
  for (const name of inputs.apexClasses.filter((name) => !isAmong(found.apexClasses, name))) {
    fail("apexClasses", missingClass(name, found.classesBeside));
  }
  for (const name of inputs.userPermissions.filter((name) => !isAmong(found.userPermissions, name))) {
    const nearest = nearestName(name, found.userPermissions);
    const way = nearest ? `did you mean ${nearest}?` : "it may need another licence or API version.";
    fail("userPermissions", `this org has no user permission ${name}; ${way}`);
  }
}

/** A class that is misspelt is told from a package that is not installed. */
function missingClass(name: string, beside: readonly string[]): string {
  const [namespace = ""] = name.split(".");
  const others = beside.filter((other) => other.toLowerCase().startsWith(`${namespace.toLowerCase()}.`));
  if (others.length === 0) {
    return namespace === "c"
      ? `${name} is not in this org: it has no classes of its own. Deploy the class, or add the namespace of its package.`
      : `${name} is not in this org. Install the package with the namespace ${namespace} (Setup, Installed Packages shows what is installed).`;
  }
  return `${name} is not in this org, though ${namespace === "c" ? "it has classes of its own" : `the package with the namespace ${namespace} is`}: ${instead(name, others)}`;
}

function judgeSeats(found: ReadinessFacts, inputs: OrgReadinessInputs, fail: Fail): void {
  const { sourceProfile, user } = found;
  const needsSeats = user?.isActive !== true;
  if (!sourceProfile) {
    fail(
      "sourceProfile",
      found.seesAllProfiles === false
        ? `the deployer cannot see profile "${inputs.sourceProfile}". ${lackOf(viewAllProfiles)} Profile Filtering hides profiles from users without it.`
        : `there is no profile "${inputs.sourceProfile}" in this org: name one that is (Setup, Profiles).`,
    );
  } else if (sourceProfile.userLicense !== inputs.userLicense) {
    fail(
      "sourceProfile",
      `profile "${inputs.sourceProfile}" has the licence ${sourceProfile.userLicense}, not ${inputs.userLicense}: choose another source, or set userLicense to ${sourceProfile.userLicense} (stack's configuration: overrides.profile.userLicense).`,
    );
  } else if (needsSeats && sourceProfile.usedSeats >= sourceProfile.totalSeats) {
    fail(
      "userLicense",
      `no seat of ${inputs.userLicense} is free (${sourceProfile.usedSeats} of ${sourceProfile.totalSeats} used). Deactivate a user that holds one, or ask Salesforce for more (Setup, Company Information).`,
    );
  }
  for (const name of inputs.permissionSetLicenses) {
    const license = found.permissionSetLicenses.find((item) => item.developerName.toLowerCase() === name.toLowerCase());
    if (!license) {
      fail(
        "permissionSetLicenses",
        `there is no permission set licence with the developer name ${name} in this org (Setup, Company Information, Permission Set Licenses lists them).`,
      );
    } else if (needsSeats && license.usedSeats >= license.totalSeats) {
      fail(
        "permissionSetLicenses",
        `no seat of ${name} is free (${license.usedSeats} of ${license.totalSeats} used). Take it from a user that holds one, or ask Salesforce for more (Setup, Company Information).`,
      );
    }
  }
}
