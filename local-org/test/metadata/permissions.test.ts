import { expect, test } from "@jest/globals";
import { deploy, deployerConnection, type Files, firstProblem, manifest, metadataFile, read, withOrg } from "./kit.ts";

function permissionSet(elements: string): Files {
  return {
    "package.xml": manifest({ PermissionSet: ["Access"] }),
    "permissionsets/Access.permissionset": metadataFile("PermissionSet", elements),
  };
}

function profile(fileName: string, elements: string): Files {
  return {
    "package.xml": manifest({ Profile: [fileName] }),
    [`profiles/${fileName}.profile`]: metadataFile("Profile", elements),
  };
}

const permission = (name: string, enabled = true) =>
  `<userPermissions><enabled>${enabled}</enabled><name>${name}</name></userPermissions>`;
const classAccess = (apexClass: string, enabled = true) =>
  `<classAccesses><apexClass>${apexClass}</apexClass><enabled>${enabled}</enabled></classAccesses>`;
const className = "cnxscv__ServiceRouting";

test("[metadata.permission-set-replaces] what a later file leaves out is off", async () => {
  await withOrg(async (local) => {
    const object =
      "<objectPermissions><allowCreate>false</allowCreate><allowDelete>false</allowDelete><allowEdit>false</allowEdit><allowRead>true</allowRead><modifyAllRecords>false</modifyAllRecords><object>Account</object><viewAllRecords>false</viewAllRecords></objectPermissions>";
    const field =
      "<fieldPermissions><editable>false</editable><field>Account.Phone</field><readable>true</readable></fieldPermissions>";
    const whole = `${classAccess(className)}<description>d</description>${field}<label>Access</label>${object}${permission("ApiEnabled")}${permission("ApexRestServices")}`;
    expect((await deploy(local, permissionSet(whole))).errors).toEqual([]);
    const id = local.org.records.find("PermissionSet", { Name: "Access" })[0]?.Id;
    expect(await read(local, "PermissionSet", "Access")).toMatchObject({
      classAccesses: [{ apexClass: className, enabled: true }],
      description: "d",
      fieldPermissions: [{ field: "Account.Phone", readable: true, editable: false }],
      hasActivationRequired: false,
      label: "Access",
      objectPermissions: [{ object: "Account", allowRead: true, allowEdit: false }],
      userPermissions: [
        { enabled: true, name: "ApexRestServices" },
        { enabled: true, name: "ApiEnabled" },
      ],
    });
    expect((await deploy(local, permissionSet(`<label>Access</label>${permission("ApiEnabled")}`))).errors).toEqual([]);
    expect(await read(local, "PermissionSet", "Access")).toMatchObject({
      classAccesses: [],
      fieldPermissions: [],
      objectPermissions: [],
      userPermissions: [{ enabled: true, name: "ApiEnabled" }],
    });
    expect(local.org.records.find("PermissionSet", { Name: "Access" })[0]?.Id).toBe(id);
    const unchanged = await deploy(local, permissionSet(`<label>Access</label>${permission("ApiEnabled")}`));
    expect(unchanged.successes[1]).toMatchObject({ changed: false, created: false });
  });
});

test("[metadata.permission-set-replaces] a deployed permission set is the record that REST sees, and can be deleted", async () => {
  await withOrg(async (local) => {
    await deploy(local, permissionSet(`${classAccess(className)}<label>Access</label>${permission("ApiEnabled")}`));
    const connection = deployerConnection(local);
    const soql =
      "SELECT Label, PermissionsApiEnabled, PermissionsApexRestServices FROM PermissionSet WHERE Name = 'Access'";
    expect((await connection.query(soql)).records).toMatchObject([
      { Label: "Access", PermissionsApiEnabled: true, PermissionsApexRestServices: false },
    ]);
    expect(await connection.metadata.delete("PermissionSet", "Access")).toMatchObject({ success: true });
    expect((await connection.query(soql)).totalSize).toBe(0);
  });
});

test("[metadata.profile-overlays] what a profile's file does not name stays", async () => {
  await withOrg(async (local) => {
    const licence = "<userLicense>Salesforce</userLicense>";
    await deploy(
      local,
      profile("Custom", `${classAccess(className)}${licence}${permission("ApiEnabled")}${permission("RunReports")}`),
    );
    await deploy(local, profile("Custom", `${permission("ApiEnabled", false)}${permission("ViewSetup")}`));
    expect(await read(local, "Profile", "Custom")).toMatchObject({
      classAccesses: [{ apexClass: className }],
      custom: true,
      userLicense: "Salesforce",
      userPermissions: [{ name: "RunReports" }, { name: "ViewSetup" }],
    });
    await deploy(local, profile("Custom", classAccess(className, false)));
    expect(await read(local, "Profile", "Custom")).toMatchObject({ classAccesses: [] });
  });
});

test("[metadata.profile-names] standard profiles have their metadata names, others are percent-encoded", async () => {
  await withOrg(async (local) => {
    expect(await read(local, "Profile", "Admin")).toMatchObject({ custom: false, userLicense: "Salesforce" });
    expect(await read(local, "Profile", "System Administrator")).toBeUndefined();
    const elements = `<custom>true</custom><userLicense>Salesforce</userLicense>`;
    const result = await deploy(local, profile("Custom%3A Sales", elements));
    expect(result.errors).toEqual([]);
    expect(local.org.records.find("Profile", { Name: "Custom: Sales" })).toHaveLength(1);
    const listed = await deployerConnection(local).metadata.list({ type: "Profile" });
    expect([listed].flat().map((properties) => properties.fullName)).toEqual(
      expect.arrayContaining(["Admin", "Minimum Access - API Only Integrations", "Custom%3A Sales"]),
    );
    expect(await read(local, "Profile", "Custom%3A Sales")).toMatchObject({ custom: true });
  });
});

test("[metadata.profile-new-content] a new profile without permissions starts with the fewest of its licence", async () => {
  await withOrg(async (local) => {
    const permissions = async (name: string) =>
      (((await read(local, "Profile", name))?.userPermissions ?? []) as { name: string }[]).map((entry) => entry.name);
    await deploy(local, profile("Bare", "<userLicense>Salesforce</userLicense>"));
    expect(await permissions("Bare")).toEqual(await permissions("Minimum Access - Salesforce"));
    await deploy(local, profile("Integration", "<userLicense>Salesforce Integration</userLicense>"));
    expect(await permissions("Integration")).toEqual([]);
    await deploy(local, profile("Own", `<userLicense>Salesforce</userLicense>${permission("ApiEnabled")}`));
    expect(await permissions("Own")).toEqual(["ApiEnabled"]);
    const older = profile("Older", "<userLicense>Salesforce</userLicense>");
    await deploy(local, { ...older, "package.xml": manifest({ Profile: ["Older"] }, "59.0") });
    expect(await permissions("Older")).toEqual(await permissions("Standard"));
  });
});

test("[metadata.profile-names] the standard integration profile has its three permissions", async () => {
  await withOrg(async (local) => {
    expect(await read(local, "Profile", "Minimum Access - API Only Integrations")).toMatchObject({
      custom: false,
      userLicense: "Salesforce Integration",
      userPermissions: [{ name: "ApiEnabled" }, { name: "ApiUserOnly" }, { name: "ChatterInternalUser" }],
    });
  });
});

test("[metadata.unknown-user-permission] a permission that the org does not have is named", async () => {
  await withOrg(async (local) => {
    const problem = "Unknown user permission: ManageHpi";
    const files = permissionSet(`<label>Access</label>${permission("ManageHpi")}`);
    expect(firstProblem(await deploy(local, files))).toBe(problem);
    expect(firstProblem(await deploy(local, profile("Admin", permission("ManageHpi"))))).toBe(problem);
  });
});

test("[metadata.missing-reference] a missing class, object or field is named with its element", async () => {
  await withOrg(async (local) => {
    const cases: [string, string][] = [
      [classAccess("cnxscv__Nothing"), "In field: apexClass - no ApexClass named cnxscv__Nothing found"],
      [
        "<fieldPermissions><editable>false</editable><field>Account.test__c</field></fieldPermissions>",
        "In field: field - no CustomField named Account.test__c found",
      ],
    ];
    for (const [elements, problem] of cases)
      expect(firstProblem(await deploy(local, permissionSet(`${elements}<label>Access</label>`)))).toBe(problem);
    expect(local.org.records.find("PermissionSet", { Name: "Access" })).toEqual([]);
  });
});

test("[metadata.missing-licence] a licence that the org does not have is named", async () => {
  await withOrg(async (local) => {
    const problem = "no UserLicense named Nothing found";
    const files = permissionSet("<label>Access</label><license>Nothing</license>");
    expect(firstProblem(await deploy(local, files))).toBe(problem);
    expect(firstProblem(await deploy(local, profile("New", "<userLicense>Nothing</userLicense>")))).toBe(problem);
    const licensed = permissionSet("<label>Access</label><license>SalesforceAPIIntegrationPsl</license>");
    expect((await deploy(local, licensed)).errors).toEqual([]);
    expect(await read(local, "PermissionSet", "Access")).toMatchObject({ license: "SalesforceAPIIntegrationPsl" });
  });
});
