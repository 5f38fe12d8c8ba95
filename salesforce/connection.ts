import { type SettingName, settingKey } from "../common/settingNames.ts";
import { tokenProblem } from "../common/tokens.ts";
import type { Bounds } from "./bounds.ts";
import { emptyVariables, loginNames } from "./loginNames.ts";
import { isLoopback } from "./loopback.ts";
import { privateKeyOf } from "./privateKeyOf.ts";
import { type ConnectionSources, settingReader } from "./settingReader.ts";
import { commandToSet, problemsOfNames, whereToSet } from "./settings.ts";
import { isOrgId, settingValues } from "./settingValues.ts";

/**
 * Where the org is and how to log in: what is not secret comes from the stack's configuration (`settings.ts`) or from
 * environment variables, what is secret only from environment variables or files.
 */
export interface ConnectionSettings {
  /** Base URL of the org, for example `https://mycompany.my.salesforce.com`. Known before login only for a token. */
  instanceUrl?: string;
  /** URL whose `/services/oauth2/token` is asked for a token. Default: `instanceUrl`, else `https://login.salesforce.com`. */
  loginUrl: string;
  /** Audience of the deployer's JWT; absent: the one that the org accepts. */
  audience?: string;
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

const productionLogin = "https://login.salesforce.com";

/** Thrown when the connection cannot be made from what is set; its message is for the person who sets it. */
export class ConnectionSettingsError extends Error {
  constructor(problems: string[]) {
    super(`The connection to Salesforce is not set up: ${problems.join(" ")}`);
    this.name = "ConnectionSettingsError";
  }
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
 * Decides how to connect.
 *
 * @param found problems of the settings that are known already
 * @throws ConnectionSettingsError that names every value that is missing or wrong, and where to set it
 */
export function resolveConnection(sources: ConnectionSources, found: readonly string[] = []): ConnectionSettings {
  const { settings, environment } = sources;
  const { value, source, variableIn } = settingReader(sources);
  const { values, problems: ofValues } = settingValues(sources);
  const problems = [...found, ...problemsOfNames(settings), ...ofValues];
  const missing = (name: SettingName, example: string, why: string) =>
    problems.push(`${whereToSet(name)} is missing: ${why} Set it with: ${commandToSet(name, example)}.`);

  const { instanceUrl, organizationId, replacedOrganizationId } = values;
  const loginUrl = values.loginUrl ?? instanceUrl ?? productionLogin;
  // Where the login goes decides which org answers, whatever the instance URL says.
  if (organizationId === undefined && ![instanceUrl ?? loginUrl, loginUrl].every(isLoopback)) {
    missing(
      "orgId",
      "00D…",
      "it says which org this stack belongs to, so that no other is ever touched (Setup, Company Information, Salesforce.com Organization ID).",
    );
  }

  const login = loginNames(sources);
  const accessTokenVariable = variableIn(login.accessTokenVariable, login.usualTokenVariable);
  const accessToken = environment[accessTokenVariable]?.trim() || undefined;
  const ofToken = accessToken === undefined ? undefined : tokenProblem(accessTokenVariable, accessToken);
  if (ofToken !== undefined) problems.push(ofToken);
  const { wantsKey, privateKeyPem } = privateKeyOf(login, sources, problems);
  const clientId = value(login.clientId);
  const audience = value("audience");
  const username = value(login.username);
  const empty = emptyVariables(login, sources);
  // The Salesforce CLI is logged in as a person.
  const alias = login.who === "reader" ? undefined : values.alias;
  if (accessToken !== undefined && wantsKey) {
    problems.push(`Both an access token (${accessTokenVariable}) and a private key are set; keep one.`);
  } else if (alias !== undefined && (accessToken !== undefined || wantsKey)) {
    const other = wantsKey ? "a private key" : `an access token (${accessTokenVariable})`;
    problems.push(`Both ${source("sfAlias")} and ${other} are set; keep one.`);
  } else if (wantsKey) {
    const { who } = login;
    if (clientId === undefined) missing(login.clientId, "3MVG9…", `the consumer key of the ${who}'s app.`);
    if (username === undefined) missing(login.username, `${who}@mycompany.com`, `the username of the ${who}.`);
  } else if (accessToken !== undefined) {
    if (instanceUrl === undefined) {
      missing("instanceUrl", "https://mycompany.my.salesforce.com", "an access token works only there.");
    }
  } else if (alias === undefined && empty.length > 0) {
    problems.push(...empty);
  } else if (login.who === "reader") {
    problems.push(
      `${source("readOnly")} is true and the stack names a reader, but there is no credential of the reader: set the environment variable ${login.usualKeyVariable} to its private key, or ${whereToSet(login.privateKeyFile)} to the path of it. The login of the deployer is not taken in its place.`,
    );
  } else if (alias === undefined) {
    problems.push(
      `There is no credential: set the environment variable ${accessTokenVariable} to an access token, or ${whereToSet("privateKeyFile")} to the path of the deployer's private key together with ${settingKey("clientId")} and ${settingKey("username")}, or ${whereToSet("sfAlias")} to a login of the Salesforce CLI (sf org list).`,
    );
  }
  if (problems.length > 0) throw new ConnectionSettingsError(problems);
  return {
    ...(instanceUrl && { instanceUrl }),
    loginUrl,
    ...(audience !== undefined && { audience }),
    apiVersion: values.apiVersion,
    ...(organizationId && { organizationId }),
    ...(replacedOrganizationId && { replacedOrganizationId }),
    allowsProduction: values.allowsProduction,
    ...(values.isReadOnly && { isReadOnly: true }),
    ...(clientId && { clientId }),
    ...(values.allowsUnknownDeployerApp && { allowsUnknownDeployerApp: true }),
    ...(!values.composesWrites && { keepsWritesApart: true }),
    ...(Object.keys(values.bounds).length > 0 && { bounds: values.bounds }),
    credential: credentialOf(),
  };

  function credentialOf(): Credential {
    if (alias !== undefined) return { kind: "salesforceCli", alias };
    if (accessToken !== undefined) return { kind: "accessToken", accessToken };
    return { kind: "jwt", username: username as string, privateKeyPem: privateKeyPem as string };
  }
}
