import { compactVerify, decodeJwt, decodeProtectedHeader, importSPKI } from "jose";
import { OAuthError } from "./oauthError.ts";

/** The claims of a login assertion, not verified. */
export interface AssertionClaims {
  /** Consumer key of the app. */
  readonly issuer: string;
  /** Username of the user to log in. */
  readonly subject: string;
  readonly audiences: readonly string[];
  /** Seconds since 1970. */
  readonly expires: number;
}

/**
 * Reads the claims of an assertion without trusting them.
 * @throws OAuthError when it is no JWT signed with RS256, or lacks a claim
 */
export function readAssertion(assertion: string): AssertionClaims {
  let algorithm: unknown;
  let claims: ReturnType<typeof decodeJwt>;
  try {
    algorithm = decodeProtectedHeader(assertion).alg;
    claims = decodeJwt(assertion);
  } catch {
    throw invalidAssertion();
  }
  const { iss, sub, aud, exp } = claims;
  if (algorithm !== "RS256" || typeof iss !== "string" || typeof sub !== "string" || typeof exp !== "number")
    throw invalidAssertion();
  const audiences = [aud ?? []].flat().filter((audience) => typeof audience === "string");
  return { issuer: iss, subject: sub, audiences, expires: exp };
}

/** Whether the assertion was signed with the private half of this key. */
export async function isSignedBy(assertion: string, publicKeyPem: string): Promise<boolean> {
  try {
    await compactVerify(assertion, await importSPKI(publicKeyPem, "RS256"), { algorithms: ["RS256"] });
    return true;
  } catch {
    return false;
  }
}

/** The refusal of an assertion that says nothing about what is wrong with it. */
export function invalidAssertion(): OAuthError {
  return new OAuthError("invalid_grant", "invalid assertion");
}
