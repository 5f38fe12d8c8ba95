import type { LocalOrg } from "../../src/server.ts";
import {
  type AppFiles,
  appFiles,
  appName,
  closedPolicies,
  deploy,
  manifest,
  metadataFile,
  read,
} from "../metadata/kit.ts";
import { type SelfSigned, selfSigned } from "./selfSigned.ts";

export const permissionSet = "IVR_Access";
export const integrationUsername = "scv@integration.example";
const profile = "Minimum Access - API Only Integrations";

/** An org with an app that one permission set may use, and a user who has that permission set. */
export interface LoginSetUp {
  key: SelfSigned;
  consumerKey: string;
  userId: string;
  permissionSetId: string;
}

/** A permission set with the access that the managed package's routing class needs. */
export async function deployPermissionSet(local: LocalOrg, elements?: string): Promise<string> {
  const content =
    elements ??
    [
      "<classAccesses><apexClass>cnxscv__ServiceRouting</apexClass><enabled>true</enabled></classAccesses>",
      "<label>IVR Access</label>",
      "<userPermissions><enabled>true</enabled><name>ApexRestServices</name></userPermissions>",
      "<userPermissions><enabled>true</enabled><name>ApiEnabled</name></userPermissions>",
    ].join("\n");
  const result = await deploy(local, {
    "package.xml": manifest({ PermissionSet: [permissionSet] }),
    [`permissionsets/${permissionSet}.permissionset`]: metadataFile("PermissionSet", content),
  });
  if (!result.success) throw new Error(JSON.stringify(result.errors));
  return String(local.org.records.find("PermissionSet", { Name: permissionSet })[0]?.Id);
}

/** A user of the integration licence, put into the org without the rules for users. */
export function insertUser(local: LocalOrg, username = integrationUsername): string {
  const { records } = local.org;
  const profileId = String(records.find("Profile", { Name: profile })[0]?.Id);
  const userId = records.insert("User", {
    Username: username,
    LastName: "Integration",
    Name: "SCV Integration",
    Email: "scv@example.com",
    Alias: "scv",
    IsActive: true,
    ProfileId: profileId,
  });
  records.insert("UserLogin", { UserId: userId });
  return userId;
}

export function assign(local: LocalOrg, userId: string, permissionSetId: string): string {
  return local.org.records.insert("PermissionSetAssignment", {
    AssigneeId: userId,
    PermissionSetId: permissionSetId,
    IsActive: true,
  });
}

/** Everything that a login needs; parts of the app can be given. */
export async function setUpLogin(local: LocalOrg, app: AppFiles = {}): Promise<LoginSetUp> {
  const key = selfSigned();
  const permissionSetId = await deployPermissionSet(local);
  const userId = insertUser(local);
  assign(local, userId, permissionSetId);
  const files = appFiles({
    certificatePem: key.certificatePem,
    oauthPolicies: closedPolicies(permissionSet),
    ...app,
  });
  const result = await deploy(local, files);
  if (!result.success) throw new Error(JSON.stringify(result.errors));
  return { key, consumerKey: await consumerKeyOf(local), userId, permissionSetId };
}

export async function consumerKeyOf(local: LocalOrg): Promise<string> {
  return String((await read(local, "ExtlClntAppGlobalOauthSettings", `${appName}_glbloauth`))?.consumerKey);
}
