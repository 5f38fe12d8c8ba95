import { defaultApiVersion } from "./apiVersions.ts";
import type { Bounds } from "./bounds.ts";
import { deployerKey } from "./deployerKey.ts";
import { sameId } from "./identifiers.ts";
import { isAlias } from "./salesforceCli.ts";
import { type ConnectionSources, isVariableName, settingReader } from "./settingReader.ts";
import { commandToSet, problemsOfNames, type SettingName, settingKey, whereToSet } from "./settings.ts";
import { shown } from "./shown.ts";

/**
 * Where the org is and how to log in: what is not secret comes from the stack's configuration (`settings.ts`) or from
 * environment variables, what is secret only from environment variables or files.
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
  /** Whether nothing may be written at all, whatever else is allowed. */
  isReadOnly?: true;
  /** Consumer key of the app that the deployer logs in with; absent when a bare access token came without it. */
  clientId?: string;
  /** Whether apps may be changed where it cannot be told which of them the deployer is logged in with. */
  allowsUnknownDeployerApp?: true;
  /** Whether a record, what belongs to it and the look at both are sent as calls of their own. */
  keepsWritesApart?: true;
  /** Timeouts and retries, as far as they are set; the others have their defaults. */
  bounds?: Partial<Bounds>;
  credential: Credential;
}

/** What the deployer logs in with; a token of the Salesforce CLI is asked for at the login. */
export type Credential =
  | { kind: "accessToken"; accessToken: string }
  | { kind: "jwt"; username: string; privateKeyPem: string }
  | { kind: "salesforceCli"; alias: string };

/** What each bound may be: the least and the most, both whole numbers. */
const bounds: { readonly [name in keyof Bounds]: readonly [number, number] } = {
  requestTimeoutSeconds: [1, 600],
  deployTimeoutSeconds: [1, 86_400],
  retryAttempts: [1, 20],
  retryTimeSeconds: [0, 600],
  apiReserve: [0, 1_000_000],
};

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

/** Ids of the org that a stack belongs to and of the one that this has replaced, as far as they are set and are ids. */
export function declaredOrgs(sources: ConnectionSources): { orgId?: string; replacedOrgId?: string } {
  const { value } = settingReader(sources);
  const [orgId, replacedOrgId] = (["orgId", "replacedOrgId"] as const).map((name) => {
    const id = value(name);
    return id !== undefined && isOrgId(id) ? id : undefined;
  });
  return { ...(orgId && { orgId }), ...(replacedOrgId && { replacedOrgId }) };
}

/**
 * Hosts of an org that serve pages only, and that people copy from the address bar of their browser. Source: Salesforce
 * Help, "My Domain URL Formats".
 */
const browserHosts = /\.(?:lightning\.force\.com|salesforce-setup\.com|(?:vf|visual)\.force\.com)$/;

const isOrgId = (value: string): boolean => /^00D[A-Za-z0-9]{12}([A-Za-z0-9]{3})?$/.test(value);

/**
 * Decides how to connect.
 *
 * @param found problems of the settings that are known already
 * @throws ConnectionSettingsError that names every value that is missing or wrong, and where to set it
 */
export function resolveConnection(sources: ConnectionSources, found: readonly string[] = []): ConnectionSettings {
  const { settings, environment } = sources;
  const { value, source, variableIn } = settingReader(sources);
  const problems = [...found, ...problemsOfNames(settings)];
  const wrong = (name: SettingName, rule: string) =>
    problems.push(`${source(name)} must be ${rule}, not ${shown(value(name) ?? "")}.`);
  const missing = (name: SettingName, example: string, why: string) =>
    problems.push(`${whereToSet(name)} is missing: ${why} Set it with: ${commandToSet(name, example)}.`);

  const url = (name: "instanceUrl" | "loginUrl"): string | undefined => {
    const text = value(name);
    if (text === undefined) return undefined;
    const parsed = URL.parse(text);
    if (!parsed || (parsed.protocol !== "https:" && !(parsed.protocol === "http:" && isLoopback(text)))) {
      wrong(name, "an https URL such as https://mycompany.my.salesforce.com");
      return undefined;
    }
    if (parsed.username !== "" || parsed.password !== "") {
      problems.push(`${source(name)} must be an address without a user name or password.`);
    }
    if (browserHosts.test(parsed.hostname)) {
      problems.push(
        `${source(name)} is an address for browsers, on which there is no API; use the My Domain address that ends in my.salesforce.com (Setup, My Domain).`,
      );
    }
    return parsed.origin;
  };
  const instanceUrl = url("instanceUrl");
  const loginUrl = url("loginUrl") ?? instanceUrl ?? productionLogin;

  const apiVersion = value("apiVersion") ?? defaultApiVersion;
  if (!/^\d{2,3}\.0$/.test(apiVersion) || Number(apiVersion) < 63) {
    wrong("apiVersion", "63.0 or later in the form 67.0");
  }
  const orgId = (name: "orgId" | "replacedOrgId", example: string): string | undefined => {
    const id = value(name);
    if (id !== undefined && !isOrgId(id)) {
      wrong(name, `the id of ${example}, 15 or 18 characters that start with 00D`);
    }
    return id;
  };
  const organizationId = orgId("orgId", "an org");
  const replacedOrganizationId = orgId("replacedOrgId", "the org that was replaced");
  if (organizationId !== undefined && replacedOrganizationId !== undefined) {
    if (sameId(organizationId, replacedOrganizationId)) {
      problems.push(`${source("replacedOrgId")} is the id of the org itself; remove it.`);
    }
  }
  const isTrue = (
    name: "allowProduction" | "allowUnknownDeployerApp" | "readOnly" | "composeWrites",
    otherwise = false,
  ): boolean => {
    const text = value(name) ?? String(otherwise);
    if (!["true", "false"].includes(text)) wrong(name, "true or false");
    return text === "true";
  };
  const allowsProduction = isTrue("allowProduction");
  const allowsUnknownDeployerApp = isTrue("allowUnknownDeployerApp");
  const isReadOnly = isTrue("readOnly");
  const keepsWritesApart = !isTrue("composeWrites", true);
  // Where the login goes decides which org answers, whatever the instance URL says.
  if (organizationId === undefined && ![instanceUrl ?? loginUrl, loginUrl].every(isLoopback)) {
    missing(
      "orgId",
      "00D…",
      "it says which org this stack belongs to, so that no other is ever touched (Setup, Company Information, Salesforce.com Organization ID).",
    );
  }

  const ownBounds: Partial<Bounds> = {};
  for (const [name, [least, most]] of Object.entries(bounds) as [keyof Bounds, readonly [number, number]][]) {
    const text = value(name);
    if (text === undefined) continue;
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= least && number <= most) ownBounds[name] = number;
    else wrong(name, `a whole number from ${least} to ${most}`);
  }

  for (const name of ["accessTokenVariable", "privateKeyVariable"] as const) {
    const given = value(name);
    if (given !== undefined && !isVariableName(given)) wrong(name, "the name of an environment variable");
  }
  const accessTokenVariable = variableIn("accessTokenVariable", "SALESFORCE_ACCESS_TOKEN");
  const accessToken = environment[accessTokenVariable]?.trim() || undefined;
  const { wantsKey, privateKeyPem } = deployerKey(sources, problems);
  const clientId = value("clientId");
  const username = value("username");
  const alias = value("sfAlias");
  if (alias !== undefined && !isAlias(alias)) wrong("sfAlias", "an alias or a username of sf org list");
  if (accessToken !== undefined && wantsKey) {
    problems.push(`Both an access token (${accessTokenVariable}) and a private key are set; keep one.`);
  } else if (alias !== undefined && (accessToken !== undefined || wantsKey)) {
    const other = wantsKey ? "a private key" : `an access token (${accessTokenVariable})`;
    problems.push(`Both ${source("sfAlias")} and ${other} are set; keep one.`);
  } else if (wantsKey) {
    if (clientId === undefined) missing("clientId", "3MVG9…", "the consumer key of the deployer's app.");
    if (username === undefined) missing("username", "deployer@mycompany.com", "the username of the deployer.");
  } else if (accessToken !== undefined) {
    if (instanceUrl === undefined) {
      missing("instanceUrl", "https://mycompany.my.salesforce.com", "an access token works only there.");
    }
  } else if (alias === undefined) {
    problems.push(
      `There is no credential: set the environment variable ${accessTokenVariable} to an access token, or ${whereToSet("privateKeyFile")} to the path of the deployer's private key together with ${settingKey("clientId")} and ${settingKey("username")}, or ${whereToSet("sfAlias")} to a login of the Salesforce CLI (sf org list).`,
    );
  }
  if (problems.length > 0) throw new ConnectionSettingsError(problems);
  return {
    ...(instanceUrl && { instanceUrl }),
    loginUrl,
    audience: value("audience") ?? productionLogin,
    apiVersion,
    ...(organizationId && { organizationId }),
    ...(replacedOrganizationId && { replacedOrganizationId }),
    allowsProduction,
    ...(isReadOnly && { isReadOnly }),
    ...(clientId && { clientId }),
    ...(allowsUnknownDeployerApp && { allowsUnknownDeployerApp }),
    ...(keepsWritesApart && { keepsWritesApart }),
    ...(Object.keys(ownBounds).length > 0 && { bounds: ownBounds }),
    credential: credentialOf(),
  };

  function credentialOf(): Credential {
    if (alias !== undefined) return { kind: "salesforceCli", alias };
    if (accessToken !== undefined) return { kind: "accessToken", accessToken };
    return { kind: "jwt", username: username as string, privateKeyPem: privateKeyPem as string };
  }
}
