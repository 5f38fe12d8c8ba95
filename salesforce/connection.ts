import type { Bounds } from "./bounds.ts";
import { sameId } from "./identifiers.ts";

/**
 * Where the org is and how to log in: what is not secret comes from the `salesforce:` keys of the stack's configuration
 * or from environment variables, what is secret only from environment variables or files. The provider process is
 * configured from the *state* when a stack is refreshed or destroyed, so a secret in the stack's configuration would
 * be the one of the last update and not today's.
 */
export interface ConnectionSettings {
  /** Base URL of the org, for example `https://mycompany.my.salesforce.com`. Known before login only for a token. */
  instanceUrl?: string;
  /** URL whose `/services/oauth2/token` is asked for a token. Default: `instanceUrl`, else `https://login.salesforce.com`. */
  loginUrl: string;
  /** Audience of the deployer's JWT. Default `https://login.salesforce.com`; sandboxes need `https://test.salesforce.com`. */
  audience: string;
  /** Version of the Salesforce API, for example `67.0`. */
  apiVersion: string;
  /** 18-character id of the org that the stack belongs to; may be absent only for an org on this machine. */
  organizationId?: string;
  /** 18-character id of the org that this one has replaced, as a sandbox refresh does; what the state has there is gone. */
  replacedOrganizationId?: string;
  /** Whether this stack may change a production org. */
  allowsProduction: boolean;
  /** Consumer key of the app that the deployer logs in with; absent when a bare access token came without it. */
  clientId?: string;
  /** Timeouts and retries, as far as they are set; the others have their defaults. */
  bounds?: Partial<Bounds>;
  credential: { kind: "accessToken"; accessToken: string } | { kind: "jwt"; username: string; privateKeyPem: string };
}

/** Reads one `salesforce:` key of the stack's configuration. */
export type ConfigurationReader = (key: string) => string | undefined;

/** What the outside world has to offer; given in, so that the decision is a pure function. */
export interface ConnectionSources {
  configuration: ConfigurationReader;
  environment: Record<string, string | undefined>;
  /** Text of a file, or undefined if it cannot be read. */
  readFile(path: string): string | undefined;
}

/** The `salesforce:` keys, each with the environment variable that serves when the key is not set. */
const keys = {
  instanceUrl: "SALESFORCE_INSTANCE_URL",
  loginUrl: "SALESFORCE_LOGIN_URL",
  audience: "SALESFORCE_AUDIENCE",
  apiVersion: "SALESFORCE_API_VERSION",
  orgId: "SALESFORCE_ORG_ID",
  replacedOrgId: "SALESFORCE_REPLACED_ORG_ID",
  allowProduction: "SALESFORCE_ALLOW_PRODUCTION",
  clientId: "SALESFORCE_CLIENT_ID",
  username: "SALESFORCE_USERNAME",
  privateKeyFile: "SALESFORCE_PRIVATE_KEY_FILE",
  requestTimeoutSeconds: "SALESFORCE_REQUEST_TIMEOUT_SECONDS",
  deployTimeoutSeconds: "SALESFORCE_DEPLOY_TIMEOUT_SECONDS",
  retryAttempts: "SALESFORCE_RETRY_ATTEMPTS",
  retryTimeSeconds: "SALESFORCE_RETRY_TIME_SECONDS",
  apiReserve: "SALESFORCE_API_RESERVE",
} as const;

/** What each bound may be: the least and the most, both whole numbers. */
const bounds: { readonly [name in keyof Bounds]: readonly [number, number] } = {
  requestTimeoutSeconds: [1, 600],
  deployTimeoutSeconds: [1, 86_400],
  retryAttempts: [1, 20],
  retryTimeSeconds: [0, 600],
  apiReserve: [0, 1_000_000],
};

/** Default API version: the one that the behaviour of external client apps was reported for most often. */
const defaultApiVersion = "67.0";
const productionLogin = "https://login.salesforce.com";

/** Thrown when the connection cannot be made from what is set; its message is for the person who sets it. */
export class ConnectionSettingsError extends Error {
  constructor(problems: string[]) {
    super(`The connection to Salesforce is not set up: ${problems.join(" ")}`);
    this.name = "ConnectionSettingsError";
  }
}

/** Whether a URL points at this machine: the only place where http and a missing org id are allowed. */
export function isLoopback(url: string): boolean {
  const host = URL.parse(url)?.hostname;
  return host === "localhost" || host === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(host ?? "");
}

/**
 * Decides how to connect.
 *
 * @throws ConnectionSettingsError that names every value that is missing or wrong, and where to set it
 */
export function resolveConnection(sources: ConnectionSources): ConnectionSettings {
  const { configuration, environment, readFile } = sources;
  const problems: string[] = [];
  const setting = (key: keyof typeof keys): string | undefined =>
    configuration(key)?.trim() || environment[keys[key]]?.trim() || undefined;
  const where = (key: keyof typeof keys) => `salesforce:${key} (or the environment variable ${keys[key]})`;

  for (const secret of ["accessToken", "privateKey", "privateKeyPem", "clientSecret", "password"]) {
    if (configuration(secret) !== undefined) {
      problems.push(
        `salesforce:${secret} is a secret and must not be in the stack's configuration; put it into an environment variable or a file and remove it with "pulumi config rm salesforce:${secret}".`,
      );
    }
  }

  const url = (key: "instanceUrl" | "loginUrl"): string | undefined => {
    const value = setting(key);
    if (value === undefined) return undefined;
    const parsed = URL.parse(value);
    if (!parsed || (parsed.protocol !== "https:" && !(parsed.protocol === "http:" && isLoopback(value)))) {
      problems.push(`${where(key)} must be an https URL such as https://mycompany.my.salesforce.com, not "${value}".`);
      return undefined;
    }
    if (parsed.hostname.endsWith(".lightning.force.com")) {
      problems.push(`${where(key)} is a Lightning address; use the My Domain address that ends in my.salesforce.com.`);
    }
    return parsed.origin;
  };
  const instanceUrl = url("instanceUrl");
  const loginUrl = url("loginUrl") ?? instanceUrl ?? productionLogin;

  const apiVersion = setting("apiVersion") ?? defaultApiVersion;
  if (!/^\d{2,3}\.0$/.test(apiVersion) || Number(apiVersion) < 63) {
    problems.push(`${where("apiVersion")} must be 63.0 or later in the form 67.0, not "${apiVersion}".`);
  }
  const orgId = (key: "orgId" | "replacedOrgId", example: string): string | undefined => {
    const value = setting(key);
    if (value === undefined || /^00D[A-Za-z0-9]{12}([A-Za-z0-9]{3})?$/.test(value)) return value;
    problems.push(
      `${where(key)} must be the id of ${example}, 15 or 18 characters that start with 00D, not "${value}".`,
    );
    return value;
  };
  const organizationId = orgId("orgId", "an org");
  const replacedOrganizationId = orgId("replacedOrgId", "the org that was replaced");
  if (organizationId !== undefined && replacedOrganizationId !== undefined) {
    if (sameId(organizationId, replacedOrganizationId)) {
      problems.push(`${where("replacedOrgId")} is the id of the org itself; remove it.`);
    }
  }
  const allowProduction = setting("allowProduction") ?? "false";
  if (!["true", "false"].includes(allowProduction)) {
    problems.push(`${where("allowProduction")} must be true or false, not "${allowProduction}".`);
  }
  // Where the login goes decides which org answers, whatever the instance URL says.
  if (organizationId === undefined && ![instanceUrl ?? loginUrl, loginUrl].every(isLoopback)) {
    problems.push(
      `${where("orgId")} is missing; it says which org this stack belongs to, so that no other is ever touched (Setup, Company Information, Salesforce.com Organization ID).`,
    );
  }

  const ownBounds: Partial<Bounds> = {};
  for (const [name, [least, most]] of Object.entries(bounds) as [keyof Bounds, readonly [number, number]][]) {
    const text = setting(name);
    if (text === undefined) continue;
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) ownBounds[name] = value;
    else problems.push(`${where(name)} must be a whole number from ${least} to ${most}, not "${text}".`);
  }

  const accessTokenVariable = configuration("accessTokenVariable") ?? "SALESFORCE_ACCESS_TOKEN";
  const privateKeyVariable = configuration("privateKeyVariable") ?? "SALESFORCE_PRIVATE_KEY";
  const accessToken = environment[accessTokenVariable]?.trim() || undefined;
  const privateKeyFile = setting("privateKeyFile");
  let privateKeyPem = environment[privateKeyVariable]?.trim() || undefined;
  if (privateKeyFile !== undefined) {
    if (privateKeyPem !== undefined) {
      problems.push(`Both a private key file and the environment variable ${privateKeyVariable} are set; keep one.`);
    }
    privateKeyPem = readFile(privateKeyFile);
    if (privateKeyPem === undefined) {
      problems.push(`The private key file "${privateKeyFile}" of ${where("privateKeyFile")} cannot be read.`);
    }
  }
  const clientId = setting("clientId");
  const username = setting("username");
  const wantsKey = privateKeyPem !== undefined || privateKeyFile !== undefined;
  if (accessToken !== undefined && wantsKey) {
    problems.push(`Both an access token (${accessTokenVariable}) and a private key are set; keep one.`);
  } else if (wantsKey) {
    if (privateKeyPem !== undefined && !/-----BEGIN (RSA )?PRIVATE KEY-----/.test(privateKeyPem)) {
      problems.push("The private key must be an unencrypted PEM (PKCS#8 or PKCS#1).");
    }
    if (clientId === undefined)
      problems.push(`${where("clientId")} is missing: the consumer key of the deployer's app.`);
    if (username === undefined) problems.push(`${where("username")} is missing: the username of the deployer.`);
  } else if (accessToken !== undefined) {
    if (instanceUrl === undefined)
      problems.push(`${where("instanceUrl")} is missing: an access token works only there.`);
  } else {
    problems.push(
      `There is no credential: set the environment variable ${accessTokenVariable} to an access token, or ${where("privateKeyFile")} to the deployer's private key together with salesforce:clientId and salesforce:username.`,
    );
  }
  if (problems.length > 0) throw new ConnectionSettingsError(problems);
  return {
    ...(instanceUrl && { instanceUrl }),
    loginUrl,
    audience: setting("audience") ?? productionLogin,
    apiVersion,
    ...(organizationId && { organizationId }),
    ...(replacedOrganizationId && { replacedOrganizationId }),
    allowsProduction: allowProduction === "true",
    ...(clientId && { clientId }),
    ...(Object.keys(ownBounds).length > 0 && { bounds: ownBounds }),
    credential: accessToken
      ? { kind: "accessToken", accessToken }
      : { kind: "jwt", username: username as string, privateKeyPem: privateKeyPem as string },
  };
}
