import type { LocalOrg } from "../../local-org/src/server.ts";
import { type ConnectedAppFile, deployConnectedApp, readConnectedApp } from "../../local-org/test/connectedApps/kit.ts";
import { login, verdict } from "../../local-org/test/oauth/login.ts";
import { type SelfSigned, selfSigned } from "../../local-org/test/oauth/selfSigned.ts";
import { deployer } from "../engine/accessInOrg.ts";
import { integrationUsername } from "./access.ts";

/** An access that somebody has set up by the instructions for a connected app, before Spring '26. */
export interface ConnectedAccess {
  key: SelfSigned;
  /** Name that people see. */
  label: string;
  /** Record id of the connected app. */
  id: string;
  consumerKey: string;
  userId: string;
  permissionSetId: string;
}

export const permissionSetName = "IVR_Access_to_SCV_Apex_Classes";
export const connectedApp = { name: "Webex_Calls", label: "Webex Calls" };

/** Sets it up by hand: permission set, profile, user, and the connected app that admits the permission set. */
export async function setUpByHand(local: LocalOrg, app: ConnectedAppFile = {}): Promise<ConnectedAccess> {
  const { create, one } = deployer(local);
  const license = await one("SELECT Id FROM UserLicense WHERE Name = 'Salesforce Integration'");
  const api = await one("SELECT Id FROM PermissionSetLicense WHERE DeveloperName = 'SalesforceAPIIntegrationPsl'");
  const ProfileId = await create("Profile", {
    Name: "SCV Integration",
    UserLicenseId: license.Id,
    PermissionsApiEnabled: true,
    PermissionsApiUserOnly: true,
  });
  const userId = await create("User", {
    Username: integrationUsername,
    Email: integrationUsername,
    FirstName: "SCV",
    LastName: "Integration User",
    Alias: "scv",
    TimeZoneSidKey: "GMT",
    LocaleSidKey: "en_US",
    LanguageLocaleKey: "en_US",
    EmailEncodingKey: "UTF-8",
    ProfileId,
  });
  await create("PermissionSetLicenseAssign", { AssigneeId: userId, PermissionSetLicenseId: api.Id });
  const permissionSetId = await create("PermissionSet", {
    Name: permissionSetName,
    Label: "IVR Access to SCV Apex Classes",
    PermissionsApiEnabled: true,
    PermissionsApexRestServices: true,
  });
  const apex = await one("SELECT Id FROM ApexClass WHERE NamespacePrefix = 'cnxscv' AND Name = 'ServiceRouting'");
  await create("SetupEntityAccess", { ParentId: permissionSetId, SetupEntityId: apex.Id });
  await create("PermissionSetAssignment", { AssigneeId: userId, PermissionSetId: permissionSetId });
  const key = selfSigned();
  local.org.settings.connectedAppCreation = "accepted";
  const { errors } = await deployConnectedApp(local, {
    name: connectedApp.name,
    certificatePem: key.certificatePem,
    permissionSets: [permissionSetName],
    ...app,
  });
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  local.org.settings.connectedAppCreation = "refused";
  const name = app.name ?? connectedApp.name;
  const label = name.replaceAll("_", " ");
  const { Id } = await one(`SELECT Id FROM ConnectedApplication WHERE Name = '${label}'`);
  const { oauthConfig } = await readConnectedApp(local, name);
  return { key, label, id: Id, consumerKey: oauthConfig.consumerKey, userId, permissionSetId };
}

/** How the org answers a login of the integration user. */
export async function loginVerdict(
  local: LocalOrg,
  { key, consumerKey }: Pick<ConnectedAccess, "key" | "consumerKey">,
): Promise<string> {
  return verdict(await login(local, key, { issuer: consumerKey, subject: integrationUsername }));
}

/** Everything that the org holds of the connected app: its metadata, its row, and who may use it. */
export async function heldOf(local: LocalOrg, { id }: Pick<ConnectedAccess, "id">, name = connectedApp.name) {
  return {
    metadata: await readConnectedApp(local, name),
    row: local.org.records.get("ConnectedApplication", id),
    access: local.org.records.find("SetupEntityAccess", { SetupEntityId: id }),
  };
}

/** Does in Setup what a person does there with the connected app. */
export async function inSetup(local: LocalOrg, { id }: Pick<ConnectedAccess, "id">, change: "migrate" | "delete") {
  const address = `${local.url}/setup/connected-apps/${id}`;
  const page = await (await fetch(address)).text();
  const token = /name="token" value="([^"]+)"/.exec(page)?.[1] ?? "";
  const answer = await fetch(address, {
    method: "POST",
    headers: { origin: local.url, "content-type": "application/x-www-form-urlencoded" },
    body: String(new URLSearchParams({ token, change })),
    redirect: "manual",
  });
  if (answer.status !== 303) throw new Error(`${change}: ${answer.status}`);
}
