import type { LocalOrg } from "../../src/server.ts";
import { type DeployResult, deploy, type Files, manifest, metadataFile, read } from "../metadata/kit.ts";
import { type SelfSigned, selfSigned } from "../oauth/selfSigned.ts";
import { assign, deployPermissionSet, insertUser, permissionSet } from "../oauth/setUp.ts";

export const connectedAppName = "Webex_Calls";
export const connectedAppLabel = "Webex Calls";

/** What a test says of a connected app; the defaults make one that a permission set is approved for. */
export interface ConnectedAppFile {
  name?: string;
  /** Default: the name with blanks for its underscores. */
  label?: string;
  certificatePem?: string | undefined;
  consumerKey?: string;
  isAdminApproved?: boolean;
  scopes?: string[];
  refreshTokenPolicy?: string;
  permissionSets?: string[];
  profiles?: string[];
  /** Further elements of the app. */
  more?: string;
}

/** The package of a connected app, with its manifest. */
export function connectedAppFiles(app: ConnectedAppFile = {}): Files {
  const { name = connectedAppName, scopes = ["Api", "RefreshToken"], permissionSets = [permissionSet] } = app;
  const element = (tag: string, value: string | undefined) => (value === undefined ? "" : `<${tag}>${value}</${tag}>`);
  const oauth = [
    element("callbackUrl", "http://localhost:1717/OauthRedirect"),
    element("certificate", app.certificatePem),
    element("consumerKey", app.consumerKey),
    element("consumerSecret", "not-to-be-shown"),
    element("isAdminApproved", String(app.isAdminApproved ?? true)),
    ...scopes.map((scope) => element("scopes", scope)),
  ];
  const content = [
    element("contactEmail", "admin@example.com"),
    element("label", app.label ?? name.replaceAll("_", " ")),
    element("oauthConfig", oauth.join("")),
    element(
      "oauthPolicy",
      element("ipRelaxation", "ENFORCE") + element("refreshTokenPolicy", app.refreshTokenPolicy ?? "zero"),
    ),
    ...permissionSets.map((set) => element("permissionSetName", set)),
    ...(app.profiles ?? []).map((profile) => element("profileName", profile)),
    app.more ?? "",
  ];
  return {
    "package.xml": manifest({ ConnectedApp: [name] }),
    [`connectedApps/${name}.connectedApp`]: metadataFile("ConnectedApp", content.join("\n")),
  };
}

export const deployConnectedApp = (local: LocalOrg, app: ConnectedAppFile = {}): Promise<DeployResult> =>
  deploy(local, connectedAppFiles(app));

// biome-ignore lint/suspicious/noExplicitAny: the types of jsforce know the elements of an older version
export const readConnectedApp = (local: LocalOrg, name = connectedAppName): Promise<any> =>
  read(local, "ConnectedApp", name);

/** A connected app as an org holds it from before Spring '26, with a user who may log in through it. */
export interface ConnectedSetUp {
  key: SelfSigned;
  id: string;
  consumerKey: string;
  userId: string;
  permissionSetId: string;
}

export async function setUpConnectedApp(local: LocalOrg, app: ConnectedAppFile = {}): Promise<ConnectedSetUp> {
  const key = selfSigned();
  const permissionSetId = await deployPermissionSet(local);
  const userId = insertUser(local);
  assign(local, userId, permissionSetId);
  local.org.settings.connectedAppCreation = "accepted";
  const result = await deployConnectedApp(local, { certificatePem: key.certificatePem, ...app });
  local.org.settings.connectedAppCreation = "refused";
  if (!result.success) throw new Error(JSON.stringify(result.errors));
  const { oauthConfig } = await readConnectedApp(local, app.name);
  const id = String(local.org.records.find("ConnectedApplication")[0]?.Id);
  return { key, id, consumerKey: oauthConfig.consumerKey, userId, permissionSetId };
}
