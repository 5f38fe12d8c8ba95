import { apiAddressBeside, isBrowserHost } from "../salesforce/browserHosts.ts";
import { isLoopback } from "../salesforce/loopback.ts";

/** Answers what is wrong with a value, as a sentence that says what is allowed, or undefined. Takes time linear in its length. */
export type Rule = (value: string) => string | undefined;

const quote = (value: string) => `not "${value.length > 80 ? `${value.slice(0, 80)}…` : value}"`;

/** All rules, the first that objects speaks. */
export function every(...rules: Rule[]): Rule {
  return (value) => {
    for (const rule of rules) {
      const problem = rule(value);
      if (problem) return problem;
    }
    return undefined;
  };
}

/** At most so many characters. */
export function atMost(length: number): Rule {
  return (value) =>
    value.length > length ? `must have at most ${length} characters, not ${value.length}.` : undefined;
}

/** A text on one line: control characters do not survive in metadata. */
export const plainText: Rule = (value) =>
  /\p{Cc}/u.test(value) ? "must be a text on one line, without control characters." : undefined;

/** A text that may have several lines. */
export const plainLines: Rule = (value) =>
  /[^\P{Cc}\t\r\n]/u.test(value) ? "must be a text without control characters." : undefined;

/** Fingerprint of a public key (`common/publicKey.ts`). */
export const keyFingerprint: Rule = (value) =>
  /^[0-9a-f]{64}$/i.test(value) ? undefined : "must be the SHA-256 fingerprint of a public key, 64 hexadecimal digits.";

/** API names of setup records. Source: Object Reference, PermissionSet.Name. */
export const apiName: Rule = (value) =>
  /^[A-Za-z](?:_?[A-Za-z0-9])*$/.test(value)
    ? undefined
    : `must be an API name: letters, digits and single underscores, starting with a letter and not ending with an underscore, ${quote(value)}.`;

/** API names that carry the namespace of their package, if they come with one: `cnxscv__Routing`. */
export const qualifiedApiName: Rule = (value) => {
  const parts = value.split("__");
  return parts.length <= 2 && parts.every((part) => apiName(part) === undefined)
    ? undefined
    : `must be an API name, with namespace__ before it where it comes with a package, ${quote(value)}.`;
};

/** Apex classes with their namespace: the package's, or `c` for a class of the org itself. */
export const apexClassName: Rule = (value) =>
  /^[A-Za-z][A-Za-z0-9_]{0,14}\.[A-Za-z][A-Za-z0-9_]*$/.test(value) && !value.includes("__")
    ? undefined
    : `must be namespace.ClassName, for example cnxscv.ServiceRouting, or c.ClassName for a class of the org itself, ${quote(value)}.`;

/** Names of user permissions as in the fields Permissions… of PermissionSet, without that prefix. */
export const userPermissionName: Rule = (value) =>
  /^[A-Z][A-Za-z0-9]*$/.test(value) && !value.startsWith("Permissions")
    ? undefined
    : `must be the API name of a user permission such as ApiEnabled or ApexRestServices, ${quote(value)}.`;

/** What comes along when an address is copied from a mail program, a link or a file. */
const aroundAddresses = /[\s"“”„<>()[\]\\,;:]|^'/;

/** Whether a text has the form of an e-mail address: one @, nothing of what stands around, and a dot within what is behind it. */
function isAddress(value: string): boolean {
  const [local = "", domain = "", ...more] = value.split("@", 3);
  const dot = domain.lastIndexOf(".", domain.length - 2);
  return local !== "" && dot > 0 && more.length === 0 && !aroundAddresses.test(value);
}

/** Usernames have the form of an e-mail address and at most 80 characters. */
export const username: Rule = (value) =>
  isAddress(value) && value.length <= 80
    ? undefined
    : `must have the form of an e-mail address with at most 80 characters (it need not be one), ${quote(value)}.`;

/** E-mail addresses. */
export const emailAddress: Rule = (value) =>
  isAddress(value) && value.length <= 128 ? undefined : `must be an e-mail address, ${quote(value)}.`;

/** Profiles that a policy names: all of them in one text, with commas between. */
export const profileName: Rule = (value) =>
  value.includes(",") ? `must be the name of a profile without a comma, ${quote(value)}.` : undefined;

/** Record ids of one type, by key prefix. */
export function recordId(keyPrefix: string, what: string): Rule {
  return (value) =>
    new RegExp(`^${keyPrefix}[A-Za-z0-9]{12}([A-Za-z0-9]{3})?$`).test(value)
      ? undefined
      : `must be the id of ${what} (take the .id of the resource), ${quote(value)}.`;
}

/** URLs that a credential may be sent to. */
export const secureUrl: Rule = (value) => {
  const { protocol, hostname = "" } = URL.parse(value) ?? {};
  if (isBrowserHost(hostname)) {
    const address = apiAddressBeside(hostname) ?? "the My Domain address, which ends in my.salesforce.com";
    return `must not be an address for browsers, which no org accepts: use ${address}.`;
  }
  return protocol === "https:" || (protocol === "http:" && isLoopback(value))
    ? undefined
    : `must be an https URL such as https://login.salesforce.com, not "${value}".`;
};

/** The API name that Salesforce's Setup derives from a label. */
export function apiNameOfLabel(label: string): string {
  const name = label.replace(/[^A-Za-z0-9]+/g, "_").replace(/^_+|_+$/g, "");
  return /^\d/.test(name) ? `X${name}` : name;
}
