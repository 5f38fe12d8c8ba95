import { withoutSecrets } from "./redaction.ts";

/** What a setting, a name or an address is written with. */
const plain = /^[\w.:/@+~\\ -]{1,100}$/;

/** User name and password in an address. */
const loginInAddress = /:\/\/[^/]*@/;

/** Letters and digits in a row, as keys and tokens have them and words do not. */
const opaque = /(?=[A-Za-z+=_]*\d)(?=[\d+=_]*[A-Za-z])[A-Za-z\d+=_]{25,}/;

/** A line of base64 and nothing else: no path from the root on, and no name with a dot or a hyphen. */
const lineOfBase64 = /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[A-Za-z\d+][A-Za-z\d+/=]{24,}$/;

/** What base64 is written with. Its slashes make a line of a key look like a path. */
const base64 = /[A-Za-z\d+/=]{25,}/g;

/** Two characters of which one is a lower-case letter, an upper-case letter, a digit or a sign, and the other is not. */
const change = /(?<=[a-z])(?![a-z])|(?<=[A-Z])(?![A-Z])|(?<=\d)(?!\d)/g;

/**
 * Whether one kind of character follows another as often as by chance, which is two out of three times. In a path, where
 * words and numbers keep together, it is rarely more than one out of three.
 */
function isJumbled(text: string): boolean {
  return (text.match(change)?.length ?? 0) > 0.4 * text.length;
}

/**
 * Whether a value that somebody has set may be in a message. People put keys, tokens and passwords where a path, an id or
 * an address belongs; what has not the shape of such a thing is not repeated.
 */
export function isHarmless(value: string): boolean {
  return (
    plain.test(value) &&
    !loginInAddress.test(value) &&
    !opaque.test(value) &&
    !lineOfBase64.test(value) &&
    !value.match(base64)?.some(isJumbled) &&
    withoutSecrets(value) === value
  );
}

/** What was pasted with its quotation marks. */
const quoted = /^(["'“”„‘’«»]).*["'“”„‘’«»]$/s;

/** A value for a message: in quotes, or how long it is. */
export function shown(value: string): string {
  return isHarmless(value)
    ? `"${value}"`
    : `a value of ${value.length} characters${quoted.test(value) ? " with quotation marks around it" : ""} (not shown: it may be a secret)`;
}
