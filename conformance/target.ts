/** The org that is asked, and how to get into it. */
import { readFile } from "node:fs/promises";
import { signedAssertion } from "./assertion.ts";
import { send } from "./http.ts";

export interface Target {
  /** Without a slash at the end. */
  instanceUrl: string;
  /** Where `/services/oauth2/token` is asked for tokens. */
  loginUrl: string;
  /** Audience of assertions. */
  audience: string;
  /** Such as `67.0`. */
  apiVersion: string;
  /** A token of an administrator. */
  accessToken: string;
  /** Milliseconds to wait until a new app has spread to the logins. */
  spreadMs: number;
}

const DEFAULT_AUDIENCE = "https://login.salesforce.com";
const DEFAULT_API_VERSION = "67.0";
/** Reports tell of two to ten minutes. */
const DEFAULT_SPREAD_MS = 12 * 60_000;

type Environment = { readonly [name: string]: string | undefined };

/**
 * The org at a URL, with the credentials of these environment variables: `SALESFORCE_ACCESS_TOKEN`, or
 * `SALESFORCE_CLIENT_ID`, `SALESFORCE_USERNAME` and `SALESFORCE_PRIVATE_KEY` or `SALESFORCE_PRIVATE_KEY_FILE`.
 *
 * @throws Error with one sentence that names what is missing, or how the org refused the login
 */
export async function targetAt(url: string, environment: Environment): Promise<Target> {
  const instanceUrl = url.replace(/\/+$/, "");
  const target = {
    instanceUrl,
    loginUrl: (environment.SALESFORCE_LOGIN_URL ?? instanceUrl).replace(/\/+$/, ""),
    audience: environment.SALESFORCE_AUDIENCE ?? DEFAULT_AUDIENCE,
    apiVersion: environment.SALESFORCE_API_VERSION ?? DEFAULT_API_VERSION,
    spreadMs: DEFAULT_SPREAD_MS,
  };
  return { ...target, accessToken: environment.SALESFORCE_ACCESS_TOKEN ?? (await tokenByKey(target, environment)) };
}

async function tokenByKey(
  { loginUrl, audience }: Pick<Target, "loginUrl" | "audience">,
  environment: Environment,
): Promise<string> {
  const { SALESFORCE_CLIENT_ID: issuer, SALESFORCE_USERNAME: subject } = environment;
  const privateKey =
    environment.SALESFORCE_PRIVATE_KEY ??
    (environment.SALESFORCE_PRIVATE_KEY_FILE && (await readFile(environment.SALESFORCE_PRIVATE_KEY_FILE, "utf8")));
  if (!issuer || !subject || !privateKey)
    throw new Error(
      "Set SALESFORCE_ACCESS_TOKEN, or SALESFORCE_CLIENT_ID, SALESFORCE_USERNAME and SALESFORCE_PRIVATE_KEY or SALESFORCE_PRIVATE_KEY_FILE.",
    );
  const answer = await requestToken(loginUrl, {
    grant_type: JWT_BEARER,
    assertion: signedAssertion(privateKey, { issuer, subject, audience }),
  });
  if (answer.status !== 200) throw new Error(`The org refused the login: ${answer.body?.error_description}`);
  return answer.body.access_token;
}

export const JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/** Posts a form to the token endpoint. */
export function requestToken(loginUrl: string, form: Record<string, string>) {
  return send(`${loginUrl}/services/oauth2/token`, { method: "POST", body: new URLSearchParams(form) });
}
