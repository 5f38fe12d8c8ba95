import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { SignJWT } from "jose";
import type { LocalOrg } from "../../src/server.ts";
import type { SelfSigned } from "./selfSigned.ts";

export const loginAudience = "https://login.salesforce.com";

/** What a login assertion says; the defaults make a good one. */
export interface Assertion {
  issuer: string;
  subject: string;
  audience?: string | string[];
  /** Seconds from now. */
  expiresIn?: number;
  algorithm?: string;
}

/** The answer of the token endpoint. */
export interface TokenAnswer {
  status: number;
  body: { access_token?: string; error?: string; error_description?: string; [key: string]: unknown };
}

export async function assertion(key: Pick<SelfSigned, "privateKey">, claims: Assertion): Promise<string> {
  const expires = Math.floor(Date.now() / 1000) + (claims.expiresIn ?? 180);
  return new SignJWT({})
    .setProtectedHeader({ alg: claims.algorithm ?? "RS256" })
    .setIssuer(claims.issuer)
    .setSubject(claims.subject)
    .setAudience(claims.audience ?? loginAudience)
    .setExpirationTime(expires)
    .sign(key.privateKey);
}

/** Posts a form to the token endpoint. @param host under which name the org is asked, if not its own */
export async function requestToken(local: LocalOrg, form: Record<string, string>, host?: string): Promise<TokenAnswer> {
  const { port, hostname } = new URL(local.url);
  const sent = request({
    hostname,
    port,
    path: "/services/oauth2/token",
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", ...(host === undefined ? {} : { host }) },
  });
  sent.end(String(new URLSearchParams(form)));
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  return { status: answer.statusCode ?? 0, body: JSON.parse(await text(answer)) as TokenAnswer["body"] };
}

/** Logs in by JWT bearer. */
export async function login(
  local: LocalOrg,
  key: Pick<SelfSigned, "privateKey">,
  claims: Assertion,
  host?: string,
): Promise<TokenAnswer> {
  const form = {
    grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
    assertion: await assertion(key, claims),
  };
  return requestToken(local, form, host);
}

/** `error: description` of a refused login, or `ok`. */
export function verdict(answer: TokenAnswer): string {
  return answer.status === 200 ? "ok" : `${answer.body.error}: ${answer.body.error_description}`;
}
