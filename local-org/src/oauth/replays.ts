/** Assertions that have served, while they would serve still. */
import { createHash } from "node:crypto";
import type { OrgSettings } from "../orgSettings.ts";
import type { AssertionClaims } from "./assertion.ts";

export interface Replays {
  /** Whether the assertion served before and must not again. */
  isReplayed(assertion: string, claims: AssertionClaims, policy: OrgSettings["replayedAssertions"]): boolean;
  /** @param now seconds since 1970 @param until seconds since 1970 from which the assertion is refused anyway */
  remember(assertion: string, claims: AssertionClaims, now: number, until: number): void;
}

/** The oldest give way beyond this many. */
const mostRemembered = 10_000;

export function createReplays(): Replays {
  const endsByKey = new Map<string, number>();
  return {
    isReplayed(assertion, claims, policy) {
      if (policy === "accepted") return false;
      const keys = policy === "refused" ? keysOf(assertion, claims) : keysOf(undefined, claims);
      return keys.some((key) => endsByKey.has(key));
    },
    remember(assertion, claims, now, until) {
      for (const [key, end] of endsByKey) if (end < now) endsByKey.delete(key);
      for (const key of keysOf(assertion, claims)) endsByKey.set(key, until);
      for (const oldest of [...endsByKey.keys()].slice(0, -mostRemembered)) endsByKey.delete(oldest);
    },
  };
}

/** The assertion itself, and the name that its maker gave it. */
function keysOf(assertion: string | undefined, { issuer, id }: AssertionClaims): string[] {
  return [
    ...(assertion === undefined ? [] : [digest(assertion)]),
    ...(id === undefined ? [] : [digest(`${issuer} ${id}`)]),
  ];
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
