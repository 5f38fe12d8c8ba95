import { detailsIfAny } from "../../provider/certificates.ts";
import { harmless } from "../../salesforce/harmless.ts";

const length = 200;

/**
 * A value of a property, for people: of a list what the other one does not have, of a certificate its fingerprint and
 * its end, of anything else its JSON, cut to a length.
 */
export function shownValue(value: unknown, other: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string") {
    const details = value.includes("CERTIFICATE") ? detailsIfAny(value) : undefined;
    if (details) return `certificate ${details.sha256.slice(0, 16)}…, valid to ${details.validTo}`;
  }
  if (Array.isArray(value) && Array.isArray(other)) {
    const others = new Set(other.map((item) => JSON.stringify(item)));
    const own = value.filter((item) => !others.has(JSON.stringify(item)));
    if (own.length === 0) return "no others";
    return harmless(own.map((item) => JSON.stringify(item)).join(", "), length);
  }
  return harmless(JSON.stringify(value), length);
}
