import jsforce, { type Connection, type ConnectionConfig } from "jsforce";
import { setBounds } from "./bounds.ts";
import { type ConnectionSettings, ConnectionSettingsError } from "./connection.ts";
import { SalesforceError } from "./errors.ts";
import { longId, sameId } from "./identifiers.ts";
import { jwtBearerLogin } from "./jwtBearer.ts";
import { Org, type OrgIdentity } from "./org.ts";
import { holdSecret } from "./redaction.ts";
import { readWithRetry } from "./retry.ts";
import { settingKey } from "./settings.ts";
import { ClientTransport } from "./transport.ts";

/**
 * Logs in and makes sure that the org is the one that the stack belongs to.
 *
 * @throws SalesforceError when the login is refused, ConnectionSettingsError when the org is another one
 */
export async function openOrg(settings: ConnectionSettings): Promise<Org> {
  setBounds(settings.bounds ?? {});
  const org = settings.credential.kind === "jwt" ? await openByJwt(settings) : await openByToken(settings);
  const expected = settings.organizationId;
  if (expected && !sameId(expected, org.identity.organizationId)) {
    throw new ConnectionSettingsError([
      `The login at ${org.identity.instanceUrl} leads to org ${org.identity.organizationId}, but ${settingKey("orgId")} says that this stack belongs to ${longId(expected)}. Nothing was touched; correct the login, or set ${settingKey("orgId")} if the stack really moves.`,
    ]);
  }
  return org;
}

async function openByJwt(settings: ConnectionSettings): Promise<Org> {
  const { credential, loginUrl, audience, apiVersion } = settings;
  if (credential.kind !== "jwt") throw new TypeError("a JWT login needs a private key");
  const clientId = settings.clientId as string;
  const login = () => jwtBearerLogin({ loginUrl, audience, clientId, ...credential });
  const token = await readWithRetry(`logging in to ${loginUrl}`, login);
  const connection = connect({
    ...clientOptions(apiVersion),
    instanceUrl: token.instanceUrl,
    accessToken: token.accessToken,
    refreshFn: (_connection, callback) => {
      login().then(
        (fresh) => callback(null, fresh.accessToken),
        (error) => callback(error),
      );
    },
  });
  return new Org(connection, {
    organizationId: longId(token.organizationId),
    userId: longId(token.userId),
    clientId,
    ...(settings.allowsUnknownDeployerApp && { allowsUnknownDeployerApp: true as const }),
    instanceUrl: token.instanceUrl,
    apiVersion,
  });
}

async function openByToken(settings: ConnectionSettings): Promise<Org> {
  const { credential, apiVersion, clientId } = settings;
  if (credential.kind !== "accessToken") throw new TypeError("an access token is needed");
  const instanceUrl = settings.instanceUrl as string;
  const { accessToken } = credential;
  holdSecret(accessToken);
  const connection = connect({ ...clientOptions(apiVersion), instanceUrl, accessToken });
  const doing = `looking up who is logged in at ${instanceUrl}`;
  // The resource list of a version names the identity URL, which ends in the ids of the org and of the user.
  const resources = await readWithRetry(doing, () =>
    connection.request<{ identity?: string }>({ method: "GET", url: `/services/data/v${apiVersion}/` }),
  );
  const [organizationId, userId] = String(resources.identity ?? "")
    .split("/")
    .slice(-2);
  if (!organizationId?.startsWith("00D") || !userId?.startsWith("005")) {
    throw new SalesforceError("UNREADABLE_ANSWER", "the org does not say who is logged in", doing);
  }
  const identity: OrgIdentity = {
    organizationId: longId(organizationId),
    userId: longId(userId),
    ...(clientId && { clientId }),
    ...(settings.allowsUnknownDeployerApp && { allowsUnknownDeployerApp: true as const }),
    instanceUrl,
    apiVersion,
  };
  return new Org(connection, identity);
}

function connect(options: ConnectionConfig): Connection {
  const connection = new jsforce.Connection(options);
  connection._transport = new ClientTransport();
  return connection;
}

function clientOptions(version: string) {
  return { version, callOptions: { client: "pulumi-salesforce-access" } };
}
