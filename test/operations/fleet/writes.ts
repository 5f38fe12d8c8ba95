import { newAppFiles } from "../../../provider/appFiles.ts";
import type { ExternalClientAppInputs } from "../../../provider/externalClientAppFields.ts";
import type { Org } from "../../../salesforce/org.ts";
import type { Access } from "../../provider/access.ts";
import type { Administrator } from "../../provider/kit.ts";

/** One write of the ways in which the main job writes. */
export interface WriteOfMainJob {
  what: string;
  by(org: Org): Promise<unknown>;
}

const doing = "trying";

/**
 * Every write that creates, updates and deletes of an access make, in an order in which the deployer can do them all.
 *
 * @param administrator looks up what the writes refer to
 */
export async function writesOfMainJob(administrator: Administrator, access: Access): Promise<WriteOfMainJob[]> {
  const { set, profile, user, app, policy } = access;
  const one = (type: string, condition: string) => administrator.idOf(type, condition);
  const [userLicense, otherLicense, login, assignment, licenseAssignment, classAccess] = await Promise.all([
    one("UserLicense", "Name = 'Salesforce Integration'"),
    one("PermissionSetLicense", "DeveloperName = 'SalesforceAPIIntegrationPsl'"),
    one("UserLogin", `UserId = '${user.id}'`),
    one("PermissionSetAssignment", `AssigneeId = '${user.id}' AND PermissionSetId = '${set.id}'`),
    one("PermissionSetLicenseAssign", `AssigneeId = '${user.id}'`),
    one("SetupEntityAccess", `ParentId = '${set.id}' AND SetupEntityType = 'ApexClass'`),
  ]);
  const person = await administrator.createUser("other", "Minimum Access - API Only Integrations");
  const ofProfile = await one("PermissionSet", `ProfileId = '${profile.id}'`);
  const apexClass = await one("ApexClass", "Name = 'ServiceRouting'");
  const appInputs = app.inputs as unknown as ExternalClientAppInputs;
  const deploy = (org: Org, part: string, files = newAppFiles(appInputs.apiName, appInputs, "edited")) =>
    org.deploy(
      files.filter(({ type }) => part === "" || type === part),
      { apiVersion: org.login.apiVersion, report: () => {} },
      doing,
    );
  const other = { ...appInputs, apiName: "Other", label: "Other" };
  const creates = (type: string, fields: Record<string, string | boolean>): WriteOfMainJob => ({
    what: `create ${type}`,
    by: (org) => org.createMany(type, [fields], doing),
  });
  const changes = (type: string, id: string, fields: Record<string, string | boolean>): WriteOfMainJob => ({
    what: `change ${type}`,
    by: (org) => org.update(type, id, fields, doing),
  });
  const deploys = (type: string): WriteOfMainJob => ({ what: `deploy ${type}`, by: (org) => deploy(org, type) });
  return [
    { what: "create PermissionSet", by: (org) => org.create("PermissionSet", { Name: "New", Label: "New" }, doing) },
    {
      what: "create PermissionSet and what belongs to it",
      by: async (org) => {
        const step = { reference: "made", doing, type: "PermissionSet", fields: { Name: "Newer", Label: "Newer" } };
        const { reading, made } = org.createTogether([step], doing);
        const [results] = await Promise.all([
          made,
          reading.record("PermissionSet", "@{made.id}", doing).catch(() => {}),
        ]);
        for (const result of results) if (typeof result !== "string") throw result;
      },
    },
    creates("Profile", { Name: "New", UserLicenseId: userLicense }),
    creates("SetupEntityAccess", { ParentId: ofProfile, SetupEntityId: apexClass }),
    creates("ObjectPermissions", { ParentId: set.id, SobjectType: "Account", PermissionsRead: true }),
    creates("FieldPermissions", {
      ParentId: set.id,
      SobjectType: "Account",
      Field: "Account.Phone",
      PermissionsRead: true,
    }),
    creates("PermissionSetLicenseAssign", { AssigneeId: person, PermissionSetLicenseId: otherLicense }),
    creates("PermissionSetAssignment", { AssigneeId: person, PermissionSetId: set.id }),
    changes("PermissionSet", set.id, { PermissionsRunReports: true }),
    changes("Profile", profile.id, { Description: "edited" }),
    changes("User", user.id, { LastName: "Edited" }),
    changes("UserLogin", login, { IsFrozen: true }),
    { what: "create an app", by: (org) => deploy(org, "", newAppFiles("Other", other, "made")) },
    deploys("ExternalClientApplication"),
    deploys("ExtlClntAppOauthSettings"),
    deploys("ExtlClntAppGlobalOauthSettings"),
    deploys("ExtlClntAppOauthConfigurablePolicies"),
    deploys("ExtlClntAppConfigurablePolicies"),
    {
      what: "delete an app",
      by: (org) => deploy(org, "", [{ type: "ExternalClientApplication", fullName: String(policy.outputs.appName) }]),
    },
    { what: "delete SetupEntityAccess", by: (org) => org.deleteMany([classAccess], doing) },
    { what: "delete PermissionSetAssignment", by: (org) => org.deleteMany([assignment], doing) },
    { what: "delete PermissionSetLicenseAssign", by: (org) => org.deleteMany([licenseAssignment], doing) },
    { what: "deactivate User", by: (org) => org.update("User", user.id, { IsActive: false }, doing) },
  ];
}
