import jsforce, { type Connection } from "jsforce";
import { pulumiCommand } from "../common/commands.ts";
import { settingKey } from "../common/settingNames.ts";
import { objectOf } from "./answers.ts";
import { VersionCheck } from "./apiVersions.ts";
import { setBounds } from "./bounds.ts";
import { type ConnectionSettings, ConnectionSettingsError } from "./connection.ts";
import { blamesAudience, deployerAudiences } from "./deployerAudience.ts";
import { SalesforceError, toSalesforceError } from "./errors.ts";
import { longId, sameId } from "./identifiers.ts";
import { instanceUrlProblem } from "./instanceUrl.ts";
import { NotOpened } from "./notOpened.ts";
import { Org } from "./org.ts";
import { type OrgIdentity, type OrgLogin, OrgSession } from "./orgSession.ts";
import { holdSecret } from "./redaction.ts";
import { readWithRetry } from "./retry.ts";
import { salesforceCliLogin } from "./salesforceCli.ts";
import { commandToSet } from "./settings.ts";
import { ClientTransport } from "./transport.ts";

/**
 * Logs in and makes sure that the org is the one that the stack belongs to, before the session is used for anything else.
 *
 * @throws SalesforceError when the login is refused, ConnectionSettingsError when the org is another one
 */
export async function openOrg(settings: ConnectionSettings): Promise<Org> {
  const org = await startOrg(settings);
  try {
    await org.identity();
  } catch (error) {
    throw error instanceof NotOpened ? error.reason : error;
  }
  return org;
}

/**
 * Logs in. With a bare token, which does not say whose it is, the org is asked for that meanwhile: what is read leaves at
 * the same time, and is answered only in the org that the stack belongs to; what is written waits.
 *
 * @throws as `openOrg`, as far as a login is needed; what comes out later, all work with the org throws as NotOpened
 */
export async function startOrg(settings: ConnectionSettings): Promise<Org> {
  setBounds(settings.bounds ?? {});
  const { credential } = settings;
  if (credential.kind === "salesforceCli") return openByToken(await withLoginOfCli(settings, credential.alias));
  return credential.kind === "jwt" ? openByJwt(settings) : openByToken(settings);
}

/** The settings with a token of the Salesforce CLI, if that leads to the address and the app that the stack names. */
async function withLoginOfCli(settings: ConnectionSettings, alias: string): Promise<ConnectionSettings> {
  const login = await salesforceCliLogin(alias);
  const problem = instanceUrlProblem(login.instanceUrl, settings);
  const doing = `taking the login ${alias} of the Salesforce CLI`;
  if (problem) throw new SalesforceError("FOREIGN_INSTANCE", problem, doing);
  const clientId = login.clientId ?? settings.clientId;
  if (settings.clientId !== undefined && settings.clientId !== clientId) {
    throw new ConnectionSettingsError([
      `${settingKey("clientId")} names another app than the one that has issued the token of the Salesforce CLI, which says it by itself: remove that setting.`,
    ]);
  }
  return {
    ...settings,
    instanceUrl: new URL(login.instanceUrl).origin,
    ...(clientId && { clientId }),
    credential: { kind: "accessToken", accessToken: login.accessToken },
  };
}

async function openByJwt(settings: ConnectionSettings): Promise<Org> {
  const { credential, loginUrl, instanceUrl, apiVersion } = settings;
  if (credential.kind !== "jwt") throw new TypeError("a JWT login needs a private key");
  const clientId = settings.clientId as string;
  // Only a login needs what this loads.
  const { jwtBearerLogin } = await import("./jwtBearer.ts");
  const request = { loginUrl, clientId, ...(instanceUrl && { instanceUrl }), ...credential };
  let audiences = deployerAudiences(settings);
  const loginFor = (audience: string) =>
    readWithRetry(`logging in to ${loginUrl}`, () => jwtBearerLogin({ ...request, audience }));
  const login = async () => {
    let refused: unknown;
    for (const audience of audiences) {
      try {
        const token = await loginFor(audience);
        audiences = [audience];
        return token;
      } catch (error) {
        // What the first one was refused for is what a person has to know.
        refused ??= error;
        if (!(error instanceof SalesforceError && blamesAudience(error))) throw refused;
      }
    }
    throw refused;
  };
  const token = await login();
  refuseOtherOrg(settings, token.organizationId, `The login at ${token.instanceUrl} leads to`);
  const identity = identityOf(token);
  const access = loginOf(settings, token.instanceUrl, identity.organizationId);
  return new Org(new OrgSession(connect(token.instanceUrl, token.accessToken, apiVersion), access, identity, login));
}

async function openByToken(settings: ConnectionSettings): Promise<Org> {
  const { credential, apiVersion } = settings;
  if (credential.kind !== "accessToken") throw new TypeError("an access token is needed");
  const instanceUrl = settings.instanceUrl as string;
  const { accessToken } = credential;
  holdSecret(accessToken);
  // An opaque token begins with the id of its org: it is not sent to another one.
  const [ownOrg] = /^00D[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?(?=!)/.exec(accessToken) ?? [];
  if (ownOrg) refuseOtherOrg(settings, ownOrg, "The access token leads to");
  const meant = settings.organizationId ?? ownOrg;
  const connection = connect(instanceUrl, accessToken, apiVersion);
  const deployer = whoIsLoggedIn(connection, apiVersion).then((found) => {
    refuseOtherOrg(settings, found.organizationId, `The login at ${instanceUrl} leads to`);
    if (ownOrg === undefined || sameId(ownOrg, found.organizationId)) return identityOf(found);
    throw new ConnectionSettingsError([
      `The access token is one of org ${longId(ownOrg)}, but ${instanceUrl} answers as org ${longId(found.organizationId)}. Nothing was touched. Take token and address from the same login.`,
    ]);
  });
  return new Org(new OrgSession(connection, loginOf(settings, instanceUrl, meant), deployer));
}

const identityOf = ({ organizationId, userId }: OrgIdentity): OrgIdentity => ({
  organizationId: longId(organizationId),
  userId: longId(userId),
});

function loginOf(
  {
    clientId,
    allowsUnknownDeployerApp,
    keepsWritesApart,
    isReadOnly,
    replacedOrganizationId,
    apiVersion,
  }: ConnectionSettings,
  instanceUrl: string,
  meant: string | undefined,
): OrgLogin {
  return {
    ...(meant !== undefined && { organizationId: longId(meant) }),
    ...(clientId && { clientId }),
    ...(allowsUnknownDeployerApp && { allowsUnknownDeployerApp }),
    ...(keepsWritesApart && { keepsWritesApart }),
    ...(isReadOnly && { isReadOnly }),
    ...(replacedOrganizationId && { replacedOrganizationId }),
    instanceUrl,
    apiVersion,
  };
}

/** @throws ConnectionSettingsError when an org is not the one that the stack belongs to */
function refuseOtherOrg({ organizationId }: ConnectionSettings, found: string, how: string): void {
  if (organizationId === undefined || sameId(organizationId, found)) return;
  throw new ConnectionSettingsError([
    `${how} org ${longId(found)}, but ${settingKey("orgId")} says that this stack belongs to ${longId(organizationId)}. Nothing was touched. Correct the login; or, if a sandbox refresh has replaced that org with this one, run: ${commandToSet("replacedOrgId", longId(organizationId))}, then ${commandToSet("orgId", longId(found))}, then ${pulumiCommand("up --refresh")}.`,
  ]);
}

/** The resource list of a version names the identity URL, which ends in the ids of the org and of the user. */
async function whoIsLoggedIn(connection: Connection, apiVersion: string) {
  const doing = `looking up who is logged in at ${connection.instanceUrl}`;
  const get = (url: string) =>
    connection.request<unknown>({ method: "GET", url }).catch((thrown) => {
      throw toSalesforceError(thrown, doing);
    });
  const version = new VersionCheck(get, apiVersion);
  const resources = await readWithRetry(doing, () =>
    version.during(doing, async () => objectOf(await get(`/services/data/v${apiVersion}/`), doing)),
  );
  const [organizationId, userId] = String(resources.identity).split("/").slice(-2);
  if (!organizationId?.startsWith("00D") || !userId?.startsWith("005")) {
    throw new SalesforceError("UNREADABLE_ANSWER", "the org does not say who is logged in", doing);
  }
  return { organizationId, userId };
}

function connect(instanceUrl: string, accessToken: string, version: string): Connection {
  const callOptions = { client: "pulumi-salesforce-access" };
  const connection = new jsforce.Connection({ instanceUrl, accessToken, version, callOptions });
  connection._transport = new ClientTransport();
  return connection;
}
