import { SignJWT } from "jose";
import type { LocalOrg } from "../../src/server.ts";
import type { SelfSigned } from "./selfSigned.ts";

export const loginAudience = "https://login.salesforce.com";

/** What a login assertion says; the defaults make a good one. */
export interface Assertion {
  issuer: string;
  subject: string;
  audience?: string;
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

/** Posts a form to the token endpoint. */
export async function requestToken(local: LocalOrg, form: Record<string, string>): Promise<TokenAnswer> {
  const response = await fetch(`${local.url}/services/oauth2/token`, {
    method: "POST",
    body: new URLSearchParams(form),
  });
  return { status: response.status, body: (await response.json()) as TokenAnswer["body"] };
}

/** Logs in by JWT bearer. */
export async function login(
  local: LocalOrg,
  key: Pick<SelfSigned, "privateKey">,
  claims: Assertion,
): Promise<TokenAnswer> {
  return requestToken(local, {
    grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
    assertion: await assertion(key, claims),
  });
}

/** `error: description` of a refused login, or `ok`. */
export function verdict(answer: TokenAnswer): string {
  return answer.status === 200 ? "ok" : `${answer.body.error}: ${answer.body.error_description}`;
}
