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
  /** Seconds since 1970 before which the assertion does not serve yet. */
  readonly notBefore: number | undefined;
  /** What its maker calls it, to be used once. */
  readonly id: string | undefined;
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
  const { iss, sub, aud, jti } = claims;
  const expires = secondsOf(claims.exp);
  const notBefore = secondsOf(claims.nbf);
  const isWellFormed =
    algorithm === "RS256" &&
    typeof iss === "string" &&
    typeof sub === "string" &&
    (claims.nbf === undefined || notBefore !== undefined);
  if (!isWellFormed || expires === undefined) throw invalidAssertion();
  const audiences = [aud ?? []].flat().filter((audience) => typeof audience === "string");
  return { issuer: iss, subject: sub, audiences, expires, notBefore, id: typeof jti === "string" ? jti : undefined };
}

/** A time as a number, or as the digits in a text that Salesforce's own example has; nothing that no clock shows. */
function secondsOf(claim: unknown): number | undefined {
  const seconds = typeof claim === "string" && /^\d{1,16}$/.test(claim) ? Number(claim) : claim;
  return typeof seconds === "number" && Math.abs(seconds) <= Number.MAX_SAFE_INTEGER ? seconds : undefined;
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
