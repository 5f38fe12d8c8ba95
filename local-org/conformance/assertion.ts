import { createSign, type KeyObject } from "node:crypto";

/** What a login assertion says. */
export interface Claims {
  issuer?: string;
  subject?: string;
  audience?: string | readonly string[];
  /** Seconds from now, default three minutes; `null` for none. */
  expiresIn?: number | null;
  /** Claims besides, or in place of the others. */
  more?: { readonly [claim: string]: unknown };
}

/** Seconds since 1970. */
export const nowInSeconds = (): number => Math.floor(Date.now() / 1000);

const threeMinutes = 180;

/** A JWT for the bearer grant, signed with an RSA key. */
export function signedAssertion(
  privateKey: KeyObject | string,
  { issuer, subject, audience, expiresIn = threeMinutes, more = {} }: Claims,
  algorithm: "RS256" | "RS512" = "RS256",
): string {
  const expiry = expiresIn === null ? {} : { exp: nowInSeconds() + expiresIn };
  const claims = { iss: issuer, sub: subject, aud: audience, ...expiry, ...more };
  const signed = `${encoded({ alg: algorithm })}.${encoded(claims)}`;
  const signature = createSign(algorithm === "RS256" ? "sha256" : "sha512")
    .update(signed)
    .sign(privateKey);
  return `${signed}.${signature.toString("base64url")}`;
}

/** The same claims with the algorithm `none` and no signature. */
export function unsignedAssertion({ issuer, subject, audience }: Claims): string {
  const exp = nowInSeconds() + threeMinutes;
  return `${encoded({ alg: "none" })}.${encoded({ iss: issuer, sub: subject, aud: audience, exp })}.`;
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}
