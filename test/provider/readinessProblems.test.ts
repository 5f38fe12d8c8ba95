import { describe, expect, test } from "@jest/globals";
import type { FoundUser, ReadinessFacts } from "../../provider/readinessFacts.ts";
import type { OrgReadinessInputs } from "../../provider/readinessInputs.ts";
import { readerNotices, seatNotices } from "../../provider/readinessNotices.ts";
import { permissionsInWords, readinessProblems } from "../../provider/readinessProblems.ts";

const declared: OrgReadinessInputs = {
  apexClasses: ["cnxscv.ServiceRouting"],
  userPermissions: ["ApexRestServices", "ApiEnabled"],
  sourceProfile: "Minimum Access - API Only Integrations",
  userLicense: "Salesforce Integration",
  permissionSetLicenses: ["SalesforceAPIIntegrationPsl"],
  username: "scv@mycompany.example",
  owner: "access/test/readiness",
};

const activeUser: FoundUser = {
  id: "005000000000001AAA",
  mark: undefined,
  lastModifiedBy: "Ada Admin",
  lastModifiedDate: "2026-11-20T09:15:00.000+0000",
  email: "scv@mycompany.example",
  isActive: true,
};

/** An org that is ready. */
const ready: ReadinessFacts = {
  apexClasses: ["cnxscv.ServiceRouting"],
  userPermissions: ["ApexRestServices", "ApiEnabled", "ViewSetup"],
  sourceProfile: { userLicense: "Salesforce Integration", totalSeats: 5, usedSeats: 4 },
  permissionSetLicenses: [{ developerName: "SalesforceAPIIntegrationPsl", totalSeats: 5, usedSeats: 4 }],
  classesBeside: [],
  userFields: [],
  lostReferences: [],
  valueHolders: [],
  taken: [],
  groupsNamedAlike: [],
  unseenProfiles: { names: [], seesOthers: true },
  absent: [],
  connectedApps: [],
  connectedAppLogins: [],
  knowsDeployerApp: true,
  deployerPermissions: [
    "ApiEnabled",
    "ViewSetup",
    "ManageUsers",
    "ManageProfilesPermissionsets",
    "AssignPermissionSets",
    "ModifyMetadata",
    "ExternalClientAppAdmin",
    "ExternalClientAppDeveloper",
  ],
};

const reasons = (facts: Partial<ReadinessFacts>) =>
  readinessProblems({ ...ready, ...facts }, declared).map(({ reason }) => reason);

test("a login that is to write nothing need not be allowed what a deployer needs, and says that it could not tell", () => {
  const reader = { ...ready, isReadOnly: true as const, deployerPermissions: ["ApiEnabled", "ViewSetup"] };
  expect(readinessProblems({ ...reader, knowsDeployerApp: false }, declared)).toEqual([]);
  expect(readerNotices(reader)).toEqual([
    expect.stringMatching(
      /read-only and lacks .*\(ManageUsers or ManageInternalUsers, .*\)\. Whether the deployer has it was not checked/,
    ),
  ]);
  expect(readerNotices({ ...ready, deployerPermissions: [] })).toEqual([]);
});

describe("an org is not ready", () => {
  test("unless nothing is found, and then it is", () => {
    expect(reasons({})).toEqual([]);
  });

  test.each<[string, Partial<ReadinessFacts>, RegExp]>([
    [
      "without the package",
      { apexClasses: [] },
      /^apexClasses: cnxscv\.ServiceRouting is not in this org\. Install the package with the namespace cnxscv/,
    ],
    [
      "without a permission",
      { userPermissions: ["ApiEnabled"] },
      /^userPermissions: this org has no user permission ApexRestServices/,
    ],
    ["without the source profile", { sourceProfile: undefined }, /^sourceProfile: there is no profile "Minimum Access/],
    [
      "with the source profile on another licence",
      { sourceProfile: { userLicense: "Salesforce", totalSeats: 9, usedSeats: 0 } },
      /^sourceProfile: .*has the licence Salesforce, not Salesforce Integration/,
    ],
    [
      "without a seat of the user licence",
      { sourceProfile: { userLicense: "Salesforce Integration", totalSeats: 5, usedSeats: 5 } },
      /^userLicense: no seat of Salesforce Integration is free \(5 of 5 used\)\. Deactivate a user/,
    ],
    [
      "without the permission set licence",
      { permissionSetLicenses: [] },
      /^permissionSetLicenses: there is no permission set licence .* SalesforceAPIIntegrationPsl/,
    ],
    [
      "without a seat of the permission set licence",
      { permissionSetLicenses: [{ developerName: "SalesforceAPIIntegrationPsl", totalSeats: 5, usedSeats: 5 }] },
      /^permissionSetLicenses: no seat of SalesforceAPIIntegrationPsl is free \(5 of 5 used\)/,
    ],
  ])("%s", (_case, facts, expected) => {
    expect(reasons(facts)).toEqual([expect.stringMatching(expected)]);
  });

  test.each([
    ["ApiEnabled", /"API Enabled"/],
    ["ViewSetup", /"View Setup and Configuration"/],
    ["ManageUsers", /"Manage Users or Manage Internal Users" \(ManageUsers or ManageInternalUsers\)/],
    ["ManageProfilesPermissionsets", /"Manage Profiles and Permission Sets"/],
    ["AssignPermissionSets", /"Assign Permission Sets"/],
    ["ModifyMetadata", /"Modify Metadata Through Metadata API Functions"/],
    ["ExternalClientAppAdmin", /View all External Client Apps/],
    ["ExternalClientAppDeveloper", /Create, edit, and delete External Client Apps/],
  ])("for a deployer without %s, in the words of Setup", (missing, label) => {
    const deployerPermissions = ready.deployerPermissions.filter((name) => name !== missing);
    expect(reasons({ deployerPermissions })).toEqual([expect.stringMatching(label)]);
  });

  test("and everything that is missing is said at once", () => {
    const nothing: ReadinessFacts = {
      apexClasses: [],
      userPermissions: [],
      permissionSetLicenses: [],
      classesBeside: [],
      userFields: [],
      lostReferences: [],
      valueHolders: [],
      taken: [],
      groupsNamedAlike: [],
      unseenProfiles: { names: [], seesOthers: true },
      absent: [],
      connectedApps: [],
      connectedAppLogins: [],
      deployerPermissions: [],
      knowsDeployerApp: false,
    };
    expect(readinessProblems(nothing, declared)).toHaveLength(1 + 2 + 1 + 1 + 1 + 8);
  });

  test("when it is not known which app the deployer is logged in with", () => {
    expect(reasons({ knowsDeployerApp: false })).toEqual([
      expect.stringMatching(/Set pulumi-nodejs:salesforce\.clientId/),
    ]);
  });
});

describe("an org is ready all the same", () => {
  test.each<[string, Partial<ReadinessFacts>]>([
    [
      "with all seats used, when one of them is the user's own",
      {
        user: activeUser,
        sourceProfile: { userLicense: "Salesforce Integration", totalSeats: 5, usedSeats: 5 },
        permissionSetLicenses: [{ developerName: "SalesforceAPIIntegrationPsl", totalSeats: 5, usedSeats: 5 }],
      },
    ],
    [
      "for a deployer with the narrower or the wider of two permissions",
      {
        deployerPermissions: ready.deployerPermissions.map((name) =>
          name === "ManageUsers" ? "ManageInternalUsers" : name === "ModifyMetadata" ? "ModifyAllData" : name,
        ),
      },
    ],
    [
      "when the org spells the licence in another case",
      { permissionSetLicenses: [{ developerName: "salesforceapiintegrationpsl", totalSeats: 5, usedSeats: 0 }] },
    ],
  ])("%s", (_case, facts) => {
    expect(reasons(facts)).toEqual([]);
  });
});

describe("before the update it is said how many seats are left after it", () => {
  test("of each licence", () => {
    expect(seatNotices(ready, declared)).toEqual([
      "Salesforce Integration: 4 of 5 seats used, this plan takes 1, 0 left after it",
      "SalesforceAPIIntegrationPsl: 4 of 5 seats used, this plan takes 1, 0 left after it",
    ]);
  });

  test("unless the user holds its seats already, or there is none, which is a finding", () => {
    expect(seatNotices({ ...ready, user: activeUser }, declared)).toEqual([]);
    expect(seatNotices({ ...ready, sourceProfile: undefined, permissionSetLicenses: [] }, declared)).toEqual([]);
  });
});

test("what the deployer may is counted among what was asked for, which is more where profiles are filtered", () => {
  const [, ...rest] = ready.deployerPermissions;
  expect([
    permissionsInWords(ready),
    permissionsInWords({
      ...ready,
      seesAllProfiles: true,
      deployerPermissions: [...ready.deployerPermissions, "ViewAllProfiles"],
    }),
    permissionsInWords({ ...ready, seesAllProfiles: false }),
    permissionsInWords({ ...ready, deployerPermissions: rest }),
  ]).toEqual([
    "the deployer has all 8 permissions",
    "the deployer has all 9 permissions",
    "the deployer has 8 of 9 permissions, all but View All Profiles",
    "the deployer has 7 of 8 permissions, all but API Enabled",
  ]);
  expect(permissionsInWords({ ...ready, isReadOnly: true, deployerPermissions: [] })).not.toMatch(/\d/);
});
