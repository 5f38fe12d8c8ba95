/** The org that is asked, and how to get into it. */
import { readFile } from "node:fs/promises";
import { type Claims, signedAssertion } from "./assertion.ts";
import { type Answer, send } from "./http.ts";

export interface Target {
  /** Without a slash at the end. */
  instanceUrl: string;
  /** Where `/services/oauth2/token` is asked for tokens. */
  loginUrl: string;
  /** Audiences of assertions, in the order in which they are tried. */
  audiences: readonly string[];
  /** Such as `67.0`. */
  apiVersion: string;
  /** A token of an administrator. */
  accessToken: string;
  /** Milliseconds to wait until a new app has spread to the logins. */
  spreadMs: number;
}

/** Hosts for logins to production orgs and to sandboxes. */
export const loginHosts = { login: "https://login.salesforce.com", test: "https://test.salesforce.com" } as const;
const defaultApiVersion = "67.0";
/** Reports tell of two to ten minutes. */
const defaultSpreadMs = 12 * 60_000;

type Environment = { readonly [name: string]: string | undefined };

/**
 * The org at a URL, with the credentials of these environment variables: `SALESFORCE_ACCESS_TOKEN`, or
 * `SALESFORCE_CLIENT_ID`, `SALESFORCE_USERNAME` and `SALESFORCE_PRIVATE_KEY` or `SALESFORCE_PRIVATE_KEY_FILE`.
 *
 * @throws TargetError
 */
export async function targetAt(url: string, environment: Environment): Promise<Target> {
  const instanceUrl = instanceUrlOf(url);
  const target = {
    instanceUrl,
    loginUrl: (environment.SALESFORCE_LOGIN_URL ?? instanceUrl).replace(/\/+$/, ""),
    audiences: audiencesAt(instanceUrl, environment.SALESFORCE_AUDIENCE),
    apiVersion: environment.SALESFORCE_API_VERSION ?? defaultApiVersion,
    spreadMs: defaultSpreadMs,
  };
  const accessToken = environment.SALESFORCE_ACCESS_TOKEN ?? (await tokenByKey(target, environment));
  await expectAnswer(target, accessToken);
  return { ...target, accessToken };
}

/** Nothing can be asked of this target; the message is one sentence for the person who named it. */
class TargetError extends Error {
  override readonly name = "TargetError";
}

const loopbackNames = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** @throws TargetError for what is no address, or one that would send the token unencrypted through a network */
function instanceUrlOf(text: string): string {
  if (!URL.canParse(text)) throw new TargetError(`${text} is neither "local" nor an address such as https://….`);
  const { protocol, hostname, origin } = new URL(text);
  const isSafe = protocol === "https:" || (protocol === "http:" && loopbackNames.has(hostname));
  if (!isSafe) throw new TargetError(`${text} is not asked: an org's address begins with https://.`);
  return origin;
}

/** @throws TargetError when the org cannot be reached, or does not take the token */
async function expectAnswer(
  { instanceUrl, apiVersion }: Pick<Target, "instanceUrl" | "apiVersion">,
  accessToken: string,
): Promise<void> {
  const headers = { authorization: `Bearer ${accessToken}` };
  const { status, body } = await reached(instanceUrl, () =>
    send(`${instanceUrl}/services/data/v${apiVersion}/`, { headers }),
  );
  if (status === 200) return;
  throw new TargetError(
    `${instanceUrl} refuses the access token: ${status} ${body?.[0]?.errorCode ?? "no error code"}.`,
  );
}

/** @throws TargetError when there is no answer */
async function reached(url: string, call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    const { message, cause } = error as Error & { cause?: { code?: string; message?: string } };
    throw new TargetError(`${url} cannot be reached: ${cause?.code ?? cause?.message ?? message}.`);
  }
}

async function tokenByKey(
  { loginUrl, audiences }: Pick<Target, "loginUrl" | "audiences">,
  environment: Environment,
): Promise<string> {
  const { SALESFORCE_CLIENT_ID: issuer, SALESFORCE_USERNAME: subject } = environment;
  const privateKey =
    environment.SALESFORCE_PRIVATE_KEY ??
    (environment.SALESFORCE_PRIVATE_KEY_FILE && (await readKey(environment.SALESFORCE_PRIVATE_KEY_FILE)));
  if (!issuer || !subject || !privateKey)
    throw new TargetError(
      "Set SALESFORCE_ACCESS_TOKEN, or SALESFORCE_CLIENT_ID, SALESFORCE_USERNAME and SALESFORCE_PRIVATE_KEY or SALESFORCE_PRIVATE_KEY_FILE.",
    );
  const refusals: string[] = [];
  for (const audience of audiences) {
    const assertion = assertionOf(privateKey, { issuer, subject, audience });
    const answer = await reached(loginUrl, () => requestToken(loginUrl, { grant_type: jwtBearer, assertion }));
    if (answer.status === 200) return answer.body.access_token;
    refusals.push(`${answer.body?.error_description ?? answer.status} (audience ${audience})`);
  }
  throw new TargetError(`The org refused the login: ${refusals.join("; ")}.`);
}

/** The one that is given, or the org's own address and both login hosts: which of them an org takes differs. */
export function audiencesAt(instanceUrl: string, given?: string): readonly string[] {
  return given === undefined ? [instanceUrl, loginHosts.login, loginHosts.test] : [given];
}

async function readKey(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new TargetError(`The private key file ${file} cannot be read: ${(error as { code?: string }).code}.`);
  }
}

/** @throws TargetError for a text that is no private key; nothing of it is told */
function assertionOf(privateKey: string, claims: Claims): string {
  try {
    return signedAssertion(privateKey, claims);
  } catch {
    throw new TargetError("What is given as private key is no RSA key in PEM form.");
  }
}

export const jwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/** Posts a form to the token endpoint. */
export function requestToken(loginUrl: string, form: Record<string, string>) {
  return send(`${loginUrl}/services/oauth2/token`, { method: "POST", body: new URLSearchParams(form) });
}
