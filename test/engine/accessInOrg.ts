import type { LocalOrg } from "../../local-org/src/server.ts";
import { deployerConnection, read } from "../../local-org/test/metadata/kit.ts";
import { type Client, clientOf } from "../../local-org/test/rest/client.ts";

/** The names that the access has by default in an org. */
export const names = {
  permissionSet: "IVR_Access_to_SCV_Apex_Classes",
  profile: "SCV Integration",
  app: "WxCC_SCV",
  standardProfile: "Minimum Access - API Only Integrations",
  permissionSetLicense: "SalesforceAPIIntegrationPsl",
} as const;

type Component = Record<string, unknown>;

/** The access as an administrator sees it who looks at the org through its own interfaces. */
export interface AccessInOrg {
  permissionSet: {
    label: string;
    license: string | null;
    userPermissions: string[];
    /** `namespace.Class`. */
    apexClasses: string[];
    objectPermissions: number;
    fieldPermissions: number;
  };
  profile: {
    name: string;
    userLicense: string;
    userPermissions: string[];
    objectPermissions: number;
    fieldPermissions: number;
    setupAccess: number;
  };
  user: {
    firstName: string;
    lastName: string;
    username: string;
    email: string;
    isActive: boolean;
    profile: string;
    permissionSetLicenses: string[];
    permissionSets: string[];
  };
  app: Component;
  oauthSettings: Component;
  globalOauthSettings: Component;
  oauthPolicies: Component;
  policies: Component;
}

export function deployer(local: LocalOrg): Client {
  return clientOf(local, local.org.deployer.accessToken);
}

/** Reads the access as the deployer, by REST and the Metadata API, without any code of the provider. */
export async function accessInOrg(local: LocalOrg, username: string): Promise<AccessInOrg> {
  const { call, one, query } = deployer(local);
  const set = await one(
    `SELECT Id, Label, LicenseId FROM PermissionSet WHERE Name = '${names.permissionSet}' AND IsOwnedByProfile = false`,
  );
  const user = await one(
    `SELECT Id, FirstName, LastName, Username, Email, IsActive, ProfileId, Profile.Name, Profile.UserLicense.Name FROM User WHERE Username = '${username}'`,
  );
  const record = async (type: string, id: string) => (await call("GET", `/sobjects/${type}/${id}`)).body;
  const count = async (type: string, condition: string) =>
    (await query(`SELECT Id FROM ${type} WHERE ${condition}`)).length;
  const classIds = await query(
    `SELECT SetupEntityId FROM SetupEntityAccess WHERE ParentId = '${set.Id}' AND SetupEntityType = 'ApexClass'`,
  );
  const classes = await Promise.all(
    classIds.map((row: { SetupEntityId: string }) => record("ApexClass", row.SetupEntityId)),
  );
  const licenses = await query(
    `SELECT PermissionSetLicense.DeveloperName FROM PermissionSetLicenseAssign WHERE AssigneeId = '${user.Id}'`,
  );
  const sets = await query(
    `SELECT PermissionSet.Name FROM PermissionSetAssignment WHERE AssigneeId = '${user.Id}' AND PermissionSet.IsOwnedByProfile = false`,
  );
  const component = async (type: string, fullName: string) => (await read(local, type, fullName)) ?? {};
  const ofProfile = `Parent.ProfileId = '${user.ProfileId}'`;
  return {
    permissionSet: {
      label: set.Label,
      license: set.LicenseId,
      userPermissions: enabled(await record("PermissionSet", set.Id)),
      apexClasses: classes.map(({ NamespacePrefix, Name }) => `${NamespacePrefix}.${Name}`),
      objectPermissions: await count("ObjectPermissions", `ParentId = '${set.Id}'`),
      fieldPermissions: await count("FieldPermissions", `ParentId = '${set.Id}'`),
    },
    profile: {
      name: user.Profile.Name,
      userLicense: user.Profile.UserLicense.Name,
      userPermissions: enabled(await record("Profile", user.ProfileId)),
      objectPermissions: await count("ObjectPermissions", ofProfile),
      fieldPermissions: await count("FieldPermissions", ofProfile),
      setupAccess: await count("SetupEntityAccess", ofProfile),
    },
    user: {
      firstName: user.FirstName,
      lastName: user.LastName,
      username: user.Username,
      email: user.Email,
      isActive: user.IsActive,
      profile: user.Profile.Name,
      permissionSetLicenses: licenses.map(
        (row: { PermissionSetLicense: { DeveloperName: string } }) => row.PermissionSetLicense.DeveloperName,
      ),
      permissionSets: sets.map((row: { PermissionSet: { Name: string } }) => row.PermissionSet.Name),
    },
    app: await component("ExternalClientApplication", names.app),
    oauthSettings: await component("ExtlClntAppOauthSettings", `${names.app}_oauth`),
    globalOauthSettings: await component("ExtlClntAppGlobalOauthSettings", `${names.app}_glbloauth`),
    oauthPolicies: await component("ExtlClntAppOauthConfigurablePolicies", `${names.app}_oauthPlcy`),
    policies: await component("ExtlClntAppConfigurablePolicies", `${names.app}_plcy`),
  };
}

function enabled(record: Record<string, unknown>): string[] {
  return Object.keys(record)
    .filter((field) => field.startsWith("Permissions") && record[field] === true)
    .map((field) => field.slice("Permissions".length))
    .sort();
}

/** Changes elements of a component as somebody does who edits the app in Setup; the others stay. */
export async function changeComponent(
  local: LocalOrg,
  type: string,
  fullName: string,
  elements: Component,
): Promise<void> {
  const before = await read(local, type, fullName);
  const { metadata } = deployerConnection(local);
  // biome-ignore lint/suspicious/noExplicitAny: the types of jsforce do not know these metadata types
  const results = [await metadata.update(type as any, { ...before, fullName, ...elements } as any)].flat();
  if (!results.every(({ success }) => success)) throw new Error(JSON.stringify(results));
}

/** What the org answers at a control address. */
export async function control(local: LocalOrg, path: string, method = "GET"): Promise<unknown> {
  const answer = await fetch(`${local.url}/_local/${path}`, { method });
  return answer.status === 204 ? undefined : answer.json();
}

/** A call that the org has answered. */
export interface AnsweredCall {
  method: string;
  path: string;
  status: number;
  operation?: string;
}

export async function answeredCalls(local: LocalOrg): Promise<AnsweredCall[]> {
  return (await control(local, "requests")) as AnsweredCall[];
}

/** The whole org with names instead of ids: equal for two orgs that hold the same. */
export function exported(local: LocalOrg): Promise<unknown> {
  return control(local, "export");
}
