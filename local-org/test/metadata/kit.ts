import { strToU8, zipSync } from "fflate";
import jsforce from "jsforce";
import { createLocalOrg, type LocalOrg, type LocalOrgOptions } from "../../src/server.ts";

const apiVersion = "68.0";

/** Runs a test against an org of its own. */
export async function withOrg(work: (local: LocalOrg) => Promise<void>, options: LocalOrgOptions = {}): Promise<void> {
  const local = await createLocalOrg({ ...options, settings: { deployMs: 0, ...options.settings } });
  try {
    await work(local);
  } finally {
    await local.stop();
  }
}

/** An ordinary client that is logged in as the deployer. */
export function deployerConnection(local: LocalOrg, version = apiVersion) {
  const connection = new jsforce.Connection({
    instanceUrl: local.url,
    accessToken: local.org.deployer.accessToken,
    version,
  });
  connection.metadata.pollInterval = 5;
  connection.metadata.pollTimeout = 20_000;
  return connection;
}

/** Files of a package without its manifest: path to content. */
export type Files = Record<string, string>;

const namespace = "http://soap.sforce.com/2006/04/metadata";

/** The file of a metadata component. */
export function metadataFile(type: string, elements: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${type} xmlns="${namespace}">\n${elements}\n</${type}>\n`;
}

/** A manifest of members by type. */
export function manifest(members: Record<string, string[]>, version = apiVersion): string {
  const types = Object.entries(members).map(
    ([name, names]) => `<types>${names.map((n) => `<members>${n}</members>`).join("")}<name>${name}</name></types>`,
  );
  return metadataFile("Package", `${types.join("\n")}\n<version>${version}</version>`);
}

export function zipOf(files: Files): Buffer {
  return Buffer.from(zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)]))));
}

/** What a test looks at in the result of a deploy. */
export interface DeployResult {
  id: string;
  status: string;
  success: boolean;
  errors: { problem: string; problemType: string; fullName: string; fileName: string; componentType: string }[];
  successes: {
    fullName: string;
    created: boolean;
    changed: boolean;
    deleted: boolean;
    componentType: string;
    problem?: string;
  }[];
  numberComponentsTotal: number;
  numberComponentsDeployed: number;
}

/** Deploys files and waits for the result. */
export async function deploy(
  local: LocalOrg,
  files: Files,
  options: Record<string, unknown> = {},
  version = apiVersion,
): Promise<DeployResult> {
  const connection = deployerConnection(local, version);
  const started = await connection.metadata.deploy(zipOf(files), {
    singlePackage: true,
    rollbackOnError: true,
    ...options,
  });
  // biome-ignore lint/suspicious/noExplicitAny: jsforce converts XML by rules of its own
  const result: any = await connection.metadata.checkDeployStatus(String(started.id), true);
  const details = result.details ?? {};
  const isTrue = (value: unknown) => String(value) === "true";
  return {
    id: result.id,
    status: result.status,
    success: result.success,
    errors: [details.componentFailures ?? []].flat(),
    // biome-ignore lint/suspicious/noExplicitAny: as above
    successes: [details.componentSuccesses ?? []].flat().map((message: any) => ({
      ...message,
      created: isTrue(message.created),
      changed: isTrue(message.changed),
      deleted: isTrue(message.deleted),
    })),
    numberComponentsTotal: Number(result.numberComponentsTotal),
    numberComponentsDeployed: Number(result.numberComponentsDeployed),
  };
}

/** The words of the access set-up that tests deploy. */
export interface AppFiles {
  certificatePem?: string | undefined;
  scopes?: string;
  oauthPolicies?: string | undefined;
  policies?: string | undefined;
  global?: string;
  application?: string;
}

export const appName = "WxCC_SCV";

/** Policies that let one permission set log in, and nobody else. */
export function closedPolicies(permissionSet?: string): string {
  return [
    `<commaSeparatedPermissionSet>${permissionSet}</commaSeparatedPermissionSet>`,
    `<externalClientApplication>${appName}</externalClientApplication>`,
    "<ipRelaxationPolicyType>Enforce</ipRelaxationPolicyType>",
    "<label>policies</label>",
    "<permittedUsersPolicyType>AdminApprovedPreAuthorized</permittedUsersPolicyType>",
    "<refreshTokenPolicyType>Zero</refreshTokenPolicyType>",
  ]
    .slice(permissionSet === undefined ? 1 : 0)
    .join("\n");
}

/** The package of an external client app, with its manifest. */
export function appFiles(app: AppFiles = {}): Files {
  const parent = `<externalClientApplication>${appName}</externalClientApplication>`;
  const certificate = app.certificatePem === undefined ? "" : `<certificate>${app.certificatePem}</certificate>`;
  const files: Files = {
    [`externalClientApps/${appName}.eca`]: metadataFile(
      "ExternalClientApplication",
      `<contactEmail>admin@example.com</contactEmail><distributionState>Local</distributionState><label>WxCC - SCV</label>${app.application ?? ""}`,
    ),
    [`extlClntAppOauthSettings/${appName}_oauth.ecaOauth`]: metadataFile(
      "ExtlClntAppOauthSettings",
      `<commaSeparatedOauthScopes>${app.scopes ?? "RefreshToken,Api"}</commaSeparatedOauthScopes>${parent}<label>oauth</label>`,
    ),
    [`extlClntAppGlobalOauthSets/${appName}_glbloauth.ecaGlblOauth`]: metadataFile(
      "ExtlClntAppGlobalOauthSettings",
      `<callbackUrl>http://localhost:1717/OauthRedirect</callbackUrl>${certificate}${parent}<label>global</label>${app.global ?? ""}`,
    ),
  };
  const members: Record<string, string[]> = {
    ExternalClientApplication: [appName],
    ExtlClntAppOauthSettings: [`${appName}_oauth`],
    ExtlClntAppGlobalOauthSettings: [`${appName}_glbloauth`],
  };
  if (app.oauthPolicies !== undefined) {
    files[`extlClntAppOauthPolicies/${appName}_oauthPlcy.ecaOauthPlcy`] = metadataFile(
      "ExtlClntAppOauthConfigurablePolicies",
      app.oauthPolicies,
    );
    members.ExtlClntAppOauthConfigurablePolicies = [`${appName}_oauthPlcy`];
  }
  if (app.policies !== undefined) {
    files[`extlClntAppPolicies/${appName}_plcy.ecaPlcy`] = metadataFile(
      "ExtlClntAppConfigurablePolicies",
      app.policies,
    );
    members.ExtlClntAppConfigurablePolicies = [`${appName}_plcy`];
  }
  return { "package.xml": manifest(members), ...files };
}

/** readMetadata of one component; undefined when there is none. */
export async function read(
  local: LocalOrg,
  type: string,
  fullName: string,
): Promise<Record<string, unknown> | undefined> {
  const connection = deployerConnection(local);
  // biome-ignore lint/suspicious/noExplicitAny: the types of jsforce do not know these metadata types
  const record: any = await connection.metadata.read(type as any, fullName);
  return record?.fullName === undefined ? undefined : record;
}

/** The message of a deploy's first error. */
export function firstProblem(result: DeployResult): string | undefined {
  return result.errors[0]?.problem;
}
