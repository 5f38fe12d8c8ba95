/** The login of a connector: a JWT that its key signs, at the server that its URL names. */
import { createPrivateKey, type KeyObject } from "node:crypto";
import { SignJWT } from "jose";
import type { ConnectorFields } from "../connectors/connector.ts";
import { CrmProblem, send } from "./reach.ts";

export interface CrmSession {
  accessToken: string;
  instanceUrl: string;
}

const assertionSeconds = 180;
const timeoutMs = 10_000;

/**
 * The key of a text: PEM, in either of the two forms that OpenSSL writes, without a passphrase.
 *
 * @throws CrmProblem
 */
export function readPrivateKey(pem: string): KeyObject {
  try {
    const key = createPrivateKey(pem.trim());
    if (key.asymmetricKeyType === "rsa") return key;
  } catch {
    // Named below, without what the parser says of its text.
  }
  throw new CrmProblem("Private Key is not an RSA private key in PEM without a passphrase.");
}

/** @throws CrmProblem with what Salesforce says */
export async function logIn(connector: ConnectorFields, salesforceUrl: string | null): Promise<CrmSession> {
  const assertion = await new SignJWT({})
    .setProtectedHeader({ alg: "RS256" })
    .setIssuer(connector.clientId)
    .setSubject(connector.emailId)
    .setAudience(connector.url)
    .setExpirationTime(Math.floor(Date.now() / 1_000) + assertionSeconds)
    .sign(readPrivateKey(connector.privateKey));
  const form = new URLSearchParams({ grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion });
  const answer = await send(
    {
      method: "POST",
      url: new URL("/services/oauth2/token", connector.url),
      headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
      body: String(form),
      timeoutMs,
    },
    salesforceUrl,
  );
  const { access_token, instance_url, error, error_description } = textsOf(answer.text);
  if (answer.status === 200 && access_token !== undefined && URL.canParse(instance_url ?? "")) {
    return { accessToken: access_token, instanceUrl: String(instance_url) };
  }
  throw new CrmProblem(
    `${error ?? "no token"}: ${error_description ?? "the answer is not one of Salesforce"}`,
    answer.status,
  );
}

function textsOf(text: string): Record<string, string | undefined> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) {
      return Object.fromEntries(Object.entries(value).filter(([, one]) => typeof one === "string"));
    }
  } catch {
    // No answer of Salesforce.
  }
  return {};
}
