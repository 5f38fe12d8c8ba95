import { withoutSecrets } from "./redaction.ts";

/** What a setting, a name or an address is written with. */
const plain = /^[\w.:/@+~\\ -]{1,100}$/;

/** User name and password in an address. */
const loginInAddress = /:\/\/[^/]*@/;

/** Letters and digits in a row, as keys and tokens have them and words do not. */
const opaque = /(?=[A-Za-z+=_]*\d)(?=[\d+=_]*[A-Za-z])[A-Za-z\d+=_]{25,}/;

/**
 * Whether a value that somebody has set may be in a message. People put keys, tokens and passwords where a path, an id or
 * an address belongs; what has not the shape of such a thing is not repeated.
 */
export function isHarmless(value: string): boolean {
  return plain.test(value) && !loginInAddress.test(value) && !opaque.test(value) && withoutSecrets(value) === value;
}

/** A value for a message: in quotes, or how long it is. */
export function shown(value: string): string {
  return isHarmless(value) ? `"${value}"` : `what is there (${value.length} characters, not shown: it may be a secret)`;
}
