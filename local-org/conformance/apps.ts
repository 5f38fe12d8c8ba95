/** External client apps for questions: their files, deploy and removal. */
import type { Asker } from "./asker.ts";
import { Unaskable } from "./expectation.ts";
import type { Json } from "./http.ts";
import { type DeployResult, type Files, fileOf, manifestOf } from "./metadata.ts";

/** What a question wants to be special about an app; the rest makes a good one. */
export interface AppParts {
  /** Elements of the application besides label and contact. */
  application?: string;
  scopes?: string;
  /** Elements of the OAuth settings besides scopes, parent and label, in the order of the schema: attributes, IP ranges. */
  oauthSettings?: string;
  /** Elements of the global OAuth settings besides callback and parent. */
  global?: string;
  callback?: string;
  /** Elements of the OAuth policies besides the parent; without them the org makes its own. */
  oauthPolicies?: string;
  policies?: string;
  version?: string;
}

export const types = {
  application: "ExternalClientApplication",
  oauthSettings: "ExtlClntAppOauthSettings",
  globalSettings: "ExtlClntAppGlobalOauthSettings",
  oauthPolicies: "ExtlClntAppOauthConfigurablePolicies",
  policies: "ExtlClntAppConfigurablePolicies",
} as const;

export const parentElement = (app: string): string => `<externalClientApplication>${app}</externalClientApplication>`;

/** Elements of policies that let one permission set log in. */
export function closedPolicies(permissionSet?: string): string {
  const list =
    permissionSet === undefined ? "" : `<commaSeparatedPermissionSet>${permissionSet}</commaSeparatedPermissionSet>`;
  return `${list}<ipRelaxationPolicyType>Enforce</ipRelaxationPolicyType><permittedUsersPolicyType>AdminApprovedPreAuthorized</permittedUsersPolicyType><refreshTokenPolicyType>Zero</refreshTokenPolicyType>`;
}

/** The package of an app. */
export function appFiles(app: string, apiVersion: string, parts: AppParts = {}): Files {
  const parent = parentElement(app);
  const components: [type: string, fullName: string, path: string, elements: string][] = [
    [
      types.application,
      app,
      `externalClientApps/${app}.eca`,
      `<contactEmail>conformance@example.com</contactEmail><distributionState>Local</distributionState><label>${app}</label>${parts.application ?? ""}`,
    ],
    [
      types.oauthSettings,
      `${app}_oauth`,
      `extlClntAppOauthSettings/${app}_oauth.ecaOauth`,
      `<commaSeparatedOauthScopes>${parts.scopes ?? "RefreshToken,Api"}</commaSeparatedOauthScopes>${parent}<label>oauth</label>${parts.oauthSettings ?? ""}`,
    ],
    [
      types.globalSettings,
      `${app}_glbloauth`,
      `extlClntAppGlobalOauthSets/${app}_glbloauth.ecaGlblOauth`,
      `${parts.callback ?? "<callbackUrl>http://localhost:1717/OauthRedirect</callbackUrl>"}${parent}<label>global</label>${parts.global ?? ""}`,
    ],
  ];
  if (parts.oauthPolicies !== undefined)
    components.push([
      types.oauthPolicies,
      `${app}_oauthPlcy`,
      `extlClntAppOauthPolicies/${app}_oauthPlcy.ecaOauthPlcy`,
      `${parent}${parts.oauthPolicies}`,
    ]);
  if (parts.policies !== undefined)
    components.push([
      types.policies,
      `${app}_plcy`,
      `extlClntAppPolicies/${app}_plcy.ecaPlcy`,
      `${parent}${parts.policies}`,
    ]);
  const members = Object.fromEntries(components.map(([type, fullName]) => [type, [fullName]]));
  return {
    "package.xml": manifestOf(members, parts.version ?? apiVersion),
    ...Object.fromEntries(components.map(([type, , path, elements]) => [path, fileOf(type, elements)])),
  };
}

/** Deploys an app under a name; it is deleted in the end, also when the deploy failed. */
export async function deployApp(asker: Asker, app: string, parts: AppParts = {}): Promise<DeployResult> {
  asker.later(() => deleteApp(asker, app));
  return asker.metadata.deploy(appFiles(app, asker.target.apiVersion, parts));
}

/** Deploys an app under a new name, and gives back the name. @throws Unaskable when the org refuses it */
export async function newApp(asker: Asker, parts: AppParts = {}): Promise<string> {
  const app = asker.name();
  const { status, failures, result } = await deployApp(asker, app, parts);
  if (status !== "Succeeded")
    throw new Unaskable(`The app was refused: ${failures[0]?.problem ?? result.errorMessage ?? status}.`);
  return app;
}

/** Takes an app away with everything of it; one that is not there is fine. */
export async function deleteApp({ metadata, target }: Asker, app: string): Promise<void> {
  const { status, failures } = await metadata.deploy(
    {
      "package.xml": manifestOf({}, target.apiVersion),
      "destructiveChanges.xml": manifestOf({ [types.application]: [app] }, target.apiVersion),
    },
    { ignoreWarnings: true },
  );
  if (status !== "Succeeded") throw new Error(`The app ${app} stays: ${failures[0]?.problem ?? status}`);
}

/** The global OAuth settings of an app as they are read back. @throws Unaskable when they are not there */
export async function globalSettings({ metadata }: Asker, app: string): Promise<Json> {
  const settings = await metadata.read(types.globalSettings, `${app}_glbloauth`);
  if (settings === undefined) throw new Unaskable(`The global OAuth settings of ${app} cannot be read.`);
  return settings;
}

/** The id of the application of that name. */
export async function applicationId({ api }: Asker, app: string): Promise<string> {
  return (await api.one(`SELECT Id FROM ExternalClientApplication WHERE DeveloperName = '${app}'`)).Id;
}
