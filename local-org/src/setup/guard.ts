/** What keeps other web pages out of Setup: they can neither read it, nor frame it, nor send its forms. */
import { randomBytes, timingSafeEqual } from "node:crypto";
import { isLoopback } from "../http/hosts.ts";

/** Why a call to Setup is refused: a sentence for the person who made it, or `undefined` when it may pass. */
export type Refusal = string | undefined;

/** A name of somebody else's that points at this machine (DNS rebinding) is not the org's. */
export function hostRefusal(url: URL): Refusal {
  return isLoopback(url) ? undefined : `The local org is not called ${url.hostname}.`;
}

/** Browsers name the page that sends a form; only the org's own pages may. */
export function originRefusal(url: URL, origin: string | undefined): Refusal {
  return origin === url.origin ? undefined : "Setup takes forms from its own pages only.";
}

/** A secret that is in each form of the org's own pages, another one each time that the org starts. */
export interface FormToken {
  readonly value: string;
  matches(given: string): boolean;
}

export function createFormToken(): FormToken {
  const bytes = randomBytes(32);
  return {
    value: bytes.toString("base64url"),
    matches(given) {
      const other = Buffer.from(given, "base64url");
      return other.length === bytes.length && timingSafeEqual(other, bytes);
    },
  };
}

/** Headers of every page: nothing from elsewhere is loaded, run, or sent to, and the page cannot be framed. */
export function pageHeaders(nonce: string): Record<string, string> {
  return {
    "Content-Security-Policy": [
      "default-src 'none'",
      `script-src 'nonce-${nonce}'`,
      "style-src 'self'",
      "img-src data:",
      "connect-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join("; "),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    // Stricter ones hide the origin of the page's own forms too.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
  };
}
