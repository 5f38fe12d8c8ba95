/** What keeps other web pages out: they can neither frame these pages nor send their forms. */
import { randomBytes, timingSafeEqual } from "node:crypto";

/** A secret that is in each form, another one each time that the tenant starts. */
export interface FormToken {
  readonly value: string;
  matches(given: string): boolean;
}

export function createFormToken(): FormToken {
  const value = randomBytes(24).toString("hex");
  return {
    value,
    matches: (given) => given.length === value.length && timingSafeEqual(Buffer.from(given), Buffer.from(value)),
  };
}

/** Nothing from elsewhere is loaded, run or sent to. */
export function pageHeaders(nonce: string): Record<string, string> {
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'self'; img-src data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
  return {
    "Content-Security-Policy": policy,
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
  };
}
