import { SignJWT } from "jose";
import { readPrivateKey } from "../common/pem.ts";
import { SalesforceError, toSalesforceError } from "./errors.ts";
import { client } from "./httpClient.ts";
import { instanceUrlProblem } from "./instanceUrl.ts";
import { holdSecret } from "./redaction.ts";

/** What a JWT bearer login asks for. */
export interface JwtBearerRequest {
  /** URL whose `/services/oauth2/token` is asked. */
  loginUrl: string;
  /** Consumer key of the app (`iss`). */
  clientId: string;
  /** Username, not the e-mail address (`sub`). */
  username: string;
  /** `aud`: the org's own address, a login host, or an Experience Cloud site. */
  audience: string;
  /** Unencrypted private key, PKCS#8 or PKCS#1. */
  privateKeyPem: string;
  /** Base URL of the org that the token must be for; absent: whichever the answer names, if it is one of Salesforce's. */
  instanceUrl?: string;
}

/** What Salesforce answers to a JWT bearer login that it accepts. */
export interface JwtBearerToken {
  accessToken: string;
  instanceUrl: string;
  organizationId: string;
  userId: string;
  scopes: string[];
}

/** Life of an assertion in seconds; Salesforce documents three minutes as the most. */
const assertionLife = 180;

/**
 * Logs in by the OAuth 2.0 JWT bearer flow.
 * Source: Salesforce Help, "OAuth 2.0 JWT Bearer Flow for Server-to-Server Integration".
 *
 * @throws SalesforceError with the OAuth error as its code; neither the key nor the assertion is in it
 */
export async function jwtBearerLogin(request: JwtBearerRequest): Promise<JwtBearerToken> {
  const doing = `logging in to ${request.loginUrl} as ${request.username} by JWT`;
  holdSecret(request.privateKeyPem);
  const reading = readPrivateKey(request.privateKeyPem);
  if ("problem" in reading) {
    throw new SalesforceError("INVALID_PRIVATE_KEY", `the private key ${reading.problem}`, doing);
  }
  const assertion = await new SignJWT()
    .setProtectedHeader({ alg: "RS256" })
    .setIssuer(request.clientId)
    .setSubject(request.username)
    .setAudience(request.audience)
    .setExpirationTime(Math.floor(Date.now() / 1000) + assertionLife)
    .sign(reading.key);
  holdSecret(assertion);
  const answer = await client
    .post(
      `${request.loginUrl}/services/oauth2/token`,
      new URLSearchParams({ grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion }),
    )
    .catch((thrown) => {
      throw toSalesforceError(thrown, doing);
    });
  if (answer.status !== 200) throw oauthError(answer.status, answer.data, doing);
  return tokenOf(answer.data, request, doing);
}

const isId = (prefix: string, value: string | undefined): value is string =>
  new RegExp(`^${prefix}[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$`).test(value ?? "");

function tokenOf(body: unknown, request: JwtBearerRequest, doing: string): JwtBearerToken {
  const { access_token, instance_url, id, scope } = (body ?? {}) as Record<string, unknown>;
  if (typeof access_token === "string") holdSecret(access_token);
  const [organizationId, userId] = String(id).split("/").slice(-2);
  if (typeof access_token !== "string" || access_token === "" || !isId("00D", organizationId) || !isId("005", userId)) {
    throw new SalesforceError("UNREADABLE_ANSWER", "the token endpoint answered without a token", doing);
  }
  const problem = instanceUrlProblem(String(instance_url), request);
  if (problem) throw new SalesforceError("FOREIGN_INSTANCE", problem, doing);
  const instanceUrl = new URL(String(instance_url)).origin;
  const scopes = String(scope ?? "")
    .split(" ")
    .filter(Boolean);
  return { accessToken: access_token, instanceUrl, organizationId, userId, scopes };
}

function oauthError(status: number, body: unknown, doing: string): SalesforceError {
  const { error, error_description } = (body ?? {}) as { error?: string; error_description?: string };
  if (typeof error === "string") return new SalesforceError(error, error_description ?? error, doing);
  return new SalesforceError(`ERROR_HTTP_${status}`, `the token endpoint answered ${status}`, doing);
}
