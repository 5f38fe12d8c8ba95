import { bounds, tooFewRequestsLeft } from "../salesforce/bounds.ts";
import { SalesforceError } from "../salesforce/errors.ts";
import type { Org, SalesforceRecord } from "../salesforce/org.ts";
import { whereToSet } from "../salesforce/settings.ts";
import { quoted, quotedList } from "../salesforce/soql.ts";
import { adoptionReport, type DeclaredAdoption, declaredAdoptions, surveyAdoptions } from "./adoptionPreview.ts";
import { changedKeys } from "./comparison.ts";
import { unknownDeployerApp } from "./deployerGuard.ts";
import { explain } from "./explanations.ts";
import { InputReader } from "./inputReader.ts";
import { type CheckFailure, type Lifecycle, Refusal, type ResourceState } from "./lifecycle.ts";
import { enabledPermissions, permissionFieldNames, permissionNames } from "./permissionFields.ts";
import { notices } from "./readinessNotices.ts";
import { report } from "./report.ts";
import { apexClassName, apiName, username, userPermissionName } from "./rules.ts";
import { apexClass, entityIds } from "./setupEntities.ts";
import { holdsUnknown } from "./unknowns.ts";

export interface OrgReadinessInputs {
  apexClasses: string[];
  userPermissions: string[];
  sourceProfile: string;
  userLicense: string;
  permissionSetLicenses: string[];
  username: string;
  /** False: nothing is asked. Absent: true. */
  isEnabled?: false;
  /** Resources that are to be taken over; absent when there are none. */
  adoptions?: DeclaredAdoption[];
  owner: string;
}

export interface OrgReadinessOutputs {
  instanceUrl: string;
  apiVersion: string;
}

const inputNames = [
  "apexClasses",
  "userPermissions",
  "sourceProfile",
  "userLicense",
  "permissionSetLicenses",
  "username",
  "isEnabled",
  "adoptions",
  "owner",
] as const;

/**
 * What the deployer must be allowed; of the names of one entry any one suffices.
 * Sources: Object Reference and Metadata API Developer Guide, the pages of the objects and types that are written.
 */
export const deployerPermissions: { names: string[]; label: string }[] = [
  { names: ["ApiEnabled"], label: "API Enabled" },
  { names: ["ViewSetup"], label: "View Setup and Configuration" },
  { names: ["ManageUsers", "ManageInternalUsers"], label: "Manage Users or Manage Internal Users" },
  { names: ["ManageProfilesPermissionsets"], label: "Manage Profiles and Permission Sets" },
  { names: ["AssignPermissionSets"], label: "Assign Permission Sets" },
  { names: ["ModifyMetadata", "ModifyAllData"], label: "Modify Metadata Through Metadata API Functions" },
  {
    names: ["ExternalClientAppAdmin"],
    label: "View all External Client Apps, view their settings, and edit their policies",
  },
  { names: ["ExternalClientAppDeveloper"], label: "Create, edit, and delete External Client Apps" },
];

/** What the org was found to hold. */
export interface ReadinessFacts {
  /** Installed classes among those declared, as `namespace.Class`. */
  apexClasses: string[];
  /** Names of all user permissions that this org has. */
  userPermissions: string[];
  sourceProfile?: { userLicense: string; totalSeats: number; usedSeats: number };
  permissionSetLicenses: { developerName: string; totalSeats: number; usedSeats: number }[];
  /** Whether the declared user exists and holds its seats already. */
  hasActiveUser: boolean;
  deployerPermissions: string[];
  /** Whether it is known which app the deployer is logged in with. */
  knowsDeployerApp: boolean;
  /** Why the org's daily requests do not suffice; absent when they do. */
  tooFewRequestsLeft?: string;
}

export const orgReadiness: Lifecycle<OrgReadinessInputs, OrgReadinessOutputs> = {
  inputNames,
  createOnly: [],

  async check(olds, news, org) {
    const read = new InputReader(news);
    const adoptions = declaredAdoptions(read, olds.adoptions);
    const inputs: OrgReadinessInputs = {
      apexClasses: read.names("apexClasses", apexClassName),
      userPermissions: read.names("userPermissions", userPermissionName),
      sourceProfile: read.textOr("sourceProfile", "Minimum Access - API Only Integrations"),
      userLicense: read.textOr("userLicense", "Salesforce Integration"),
      permissionSetLicenses: read.names("permissionSetLicenses", apiName),
      username: read.text("username", username).toLowerCase(),
      ...(read.flag("isEnabled", true) === false && { isEnabled: false as const }),
      ...(adoptions.length > 0 && { adoptions }),
      owner: read.text("owner"),
    };
    // A run that changes nothing asks the org nothing.
    const isUnchanged = changedKeys(inputNames, olds, { ...inputs }).length === 0;
    const isKnown = !holdsUnknown({ ...inputs, adoptions: [] });
    const isAsked = inputs.isEnabled !== false && !isUnchanged && isKnown;
    if (read.failures.length > 0 || !isAsked) return { inputs, failures: read.failures };
    try {
      const opened = await org();
      const [found, refusal, surveyed] = await Promise.all([
        facts(opened, inputs),
        writeRefusal(opened),
        surveyAdoptions(opened, adoptions, inputs.owner),
        // The name of the org is in all outputs: asked for here, it costs no call of its own.
        opened.organization().catch(() => undefined),
      ]);
      const { lines, problems } = adoptionReport(surveyed, olds.owner as string | undefined);
      // The engine shows what is printed during a check in the preview.
      for (const line of [...notices(found, inputs), ...lines, ...refusal]) report("OrgReadiness", line);
      return {
        inputs,
        failures: [...findings(found, inputs), ...problems.map((reason) => ({ property: "", reason }))],
      };
    } catch (error) {
      const reason = explain(error, { kind: "OrgReadiness", method: "check", values: { ...inputs } });
      // Nothing that is asked for here can be missing but the version itself.
      const isVersion = error instanceof SalesforceError && error.code === "NOT_FOUND";
      return { inputs, failures: [{ property: "", reason: isVersion ? `${reason} ${unknownVersion}` : reason }] };
    }
  },

  async create(org, inputs) {
    return stateOf(org, inputs);
  },

  async read(org, _id, state) {
    const { instanceUrl: _instanceUrl, apiVersion: _apiVersion, ...rest } = state;
    const inputs = Object.fromEntries(inputNames.map((name) => [name, rest[name]])) as unknown as OrgReadinessInputs;
    return stateOf(org, inputs);
  },

  async update(org, _id, _olds, news) {
    return stateOf(org, news);
  },

  /** Nothing of it is in the org. */
  async delete() {},
};

const unknownVersion = `The org may not know this version of the API yet: set ${whereToSet("apiVersion")} to one that it lists at /services/data.`;

/** Why an update would be refused; a preview is not, so that it can be read before anything is allowed. */
async function writeRefusal(org: Org): Promise<string[]> {
  try {
    await org.writingAllowed();
    return [];
  } catch (error) {
    if (error instanceof Refusal) return [error.message];
    throw error;
  }
}

function stateOf(org: Org, inputs: OrgReadinessInputs): ResourceState<OrgReadinessInputs, OrgReadinessOutputs> {
  const { organizationId, instanceUrl, apiVersion } = org.identity;
  return { id: organizationId, inputs, outputs: { instanceUrl, apiVersion } };
}

async function facts(org: Org, inputs: OrgReadinessInputs): Promise<ReadinessFacts> {
  const doing = "looking whether the org is ready";
  const [classes, fields, profiles, licenses, users] = await Promise.all([
    entityIds(org, apexClass, inputs.apexClasses, doing),
    org.fieldNames("PermissionSet", doing),
    org.query(
      `SELECT Id, UserLicense.Name, UserLicense.TotalLicenses, UserLicense.UsedLicenses FROM Profile WHERE Name = ${quoted(inputs.sourceProfile)}`,
      doing,
    ),
    org.query(
      `SELECT Id, DeveloperName, TotalLicenses, UsedLicenses FROM PermissionSetLicense WHERE DeveloperName IN ${quotedList(inputs.permissionSetLicenses)}`,
      doing,
    ),
    org.query(`SELECT Id, IsActive FROM User WHERE Username = ${quoted(inputs.username)}`, doing),
  ]);
  // A query that names a permission which this org does not have fails as a whole.
  const asked = deployerPermissions
    .flatMap(({ names }) => permissionFieldNames(names))
    .filter((field) => fields.includes(field));
  const [own] = await org.query(`SELECT ${asked.join(", ")} FROM UserPermissionAccess`, doing);
  const tooFew = tooFewRequestsLeft(org.apiUsage, bounds());
  const license = profiles[0]?.UserLicense as SalesforceRecord | null | undefined;
  return {
    apexClasses: [...classes.keys()],
    userPermissions: permissionNames(fields),
    ...(license && {
      sourceProfile: {
        userLicense: String(license.Name),
        totalSeats: Number(license.TotalLicenses),
        usedSeats: Number(license.UsedLicenses),
      },
    }),
    permissionSetLicenses: licenses.map((row) => ({
      developerName: String(row.DeveloperName),
      totalSeats: Number(row.TotalLicenses),
      usedSeats: Number(row.UsedLicenses),
    })),
    hasActiveUser: users[0]?.IsActive === true,
    deployerPermissions: own ? enabledPermissions(own) : [],
    knowsDeployerApp: org.identity.clientId !== undefined || org.identity.allowsUnknownDeployerApp === true,
    ...(tooFew !== undefined && { tooFewRequestsLeft: tooFew }),
  };
}

/** Whether the org has a name, in whatever case of letters it is declared. */
function isAmong(names: readonly string[], declared: string): boolean {
  return names.some((name) => name.toLowerCase() === declared.toLowerCase());
}

/** Everything that stands in the way, in the words that an administrator knows, with what to do. Pure. */
export function findings(found: ReadinessFacts, inputs: OrgReadinessInputs): CheckFailure[] {
  const failures: CheckFailure[] = [];
  const fail = (property: string, reason: string) => failures.push({ property, reason: `${property}: ${reason}` });
  for (const name of inputs.apexClasses.filter((name) => !found.apexClasses.includes(name))) {
    fail(
      "apexClasses",
      `${name} is not in this org. Install the package with the namespace ${name.split(".")[0]} (Setup, Installed Packages shows what is installed).`,
    );
  }
  for (const name of inputs.userPermissions.filter((name) => !isAmong(found.userPermissions, name))) {
    fail("userPermissions", `this org has no user permission ${name}; it may need another licence or API version.`);
  }
  const { sourceProfile } = found;
  if (!sourceProfile) {
    fail("sourceProfile", `there is no profile "${inputs.sourceProfile}" in this org (Setup, Profiles).`);
  } else if (sourceProfile.userLicense !== inputs.userLicense) {
    fail(
      "sourceProfile",
      `profile "${inputs.sourceProfile}" has the licence ${sourceProfile.userLicense}, not ${inputs.userLicense}.`,
    );
  } else if (!found.hasActiveUser && sourceProfile.usedSeats >= sourceProfile.totalSeats) {
    fail(
      "userLicense",
      `no seat of ${inputs.userLicense} is free (${sourceProfile.usedSeats} of ${sourceProfile.totalSeats} used). Deactivate a user that holds one, or ask Salesforce for more (Setup, Company Information).`,
    );
  }
  for (const name of inputs.permissionSetLicenses) {
    const license = found.permissionSetLicenses.find((item) => item.developerName.toLowerCase() === name.toLowerCase());
    if (!license) {
      fail("permissionSetLicenses", `there is no permission set licence with the developer name ${name} in this org.`);
    } else if (!found.hasActiveUser && license.usedSeats >= license.totalSeats) {
      fail("permissionSetLicenses", `no seat of ${name} is free (${license.usedSeats} of ${license.totalSeats} used).`);
    }
  }
  if (found.tooFewRequestsLeft !== undefined) {
    failures.push({
      property: "",
      reason: `Too few API requests are left: ${found.tooFewRequestsLeft}. Run again later (Setup, Company Information), or set ${whereToSet("apiReserve")} lower.`,
    });
  }
  if (!found.knowsDeployerApp) failures.push({ property: "", reason: unknownDeployerApp });
  for (const { names, label } of deployerPermissions) {
    if (!names.some((name) => found.deployerPermissions.includes(name))) {
      failures.push({
        property: "",
        reason: `The deployer lacks the permission "${label}" (${names.join(" or ")}); give it by a permission set and run again.`,
      });
    }
  }
  return failures;
}
