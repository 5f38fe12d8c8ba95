import { isLoopback } from "../salesforce/loopback.ts";
import type { Rule } from "./rules.ts";

/**
 * Schemes that a login never ends at: what a browser runs or shows by itself, files, and ways that carry the code of a
 * login in clear or to a person. Any other scheme is an app's own.
 */
const refusedSchemes = new Set([
  "about",
  "blob",
  "chrome",
  "data",
  "file",
  "filesystem",
  "ftp",
  "gopher",
  "jar",
  "javascript",
  "ldap",
  "livescript",
  "mailto",
  "mhtml",
  "ms-its",
  "resource",
  "sms",
  "tel",
  "telnet",
  "vbscript",
  "view-source",
  "ws",
]);

/** Blanks of every kind, control characters, and characters that change how the text around them reads. */
const unprintable = /[\p{C}\p{Z}]/u;

/** Longest URL that is looked at; orgs have fewer for all of them together. */
const longest = 2_000;

/**
 * Callback URLs of an external client app, as orgs take them: https, http on this machine, and the schemes of apps such
 * as `app://done`. The port of this machine may be `*`. Salesforce keeps all of them in one text, one a line.
 */
export const callbackUrl: Rule = (value) => {
  const problem = problemOf(value);
  return problem && `${problem}, ${quoted(value)}.`;
};

const quoted = (value: string) =>
  `not "${(value.length > 80 ? `${value.slice(0, 80)}…` : value).replace(/\p{C}/gu, "�")}"`;

function problemOf(value: string): string | undefined {
  if (value.length > longest) return `must have at most ${longest} characters`;
  if (unprintable.test(value)) return `${allowed}, without blanks and control characters`;
  const scheme = schemeOf(value);
  if (scheme === undefined || value.length === scheme.length + 1) return allowed;
  if (refusedSchemes.has(scheme)) return `${allowed}; ${scheme}: is refused because it is dangerous`;
  const isOfWeb = scheme === "https" || scheme === "http";
  if (isOfWeb && !/^https?:\/\/[^/\\]/i.test(value)) return allowed;
  const authority = authorityOf(value);
  if (authority?.includes("@")) return "must carry no user name and no password";
  if (!isOfWeb) return undefined;
  if (value.includes("\\")) return allowed;
  const isAnyPort = authority?.endsWith(":*") === true;
  const url = isAnyPort ? value.replace(":*", "") : value;
  if (URL.parse(url) === null) return allowed;
  return isLoopback(url) || (scheme === "https" && !isAnyPort) ? undefined : allowed;
}

const allowed =
  "must be an https URL, or http://localhost… on this machine, or a URL of an app's own scheme such as myapp://callback";

/** The scheme of a URL in lower case; undefined where a text has none. */
function schemeOf(value: string): string | undefined {
  return /^[a-z][a-z0-9+.-]*(?=:)/i.exec(value)?.[0].toLowerCase();
}

/** Whether a URL has a scheme that a browser runs or shows by itself, or that leads to files. */
export function hasDangerousScheme(value: string): boolean {
  const scheme = schemeOf(value);
  return scheme !== undefined && refusedSchemes.has(scheme);
}

const authorityOf = (value: string) => /^[^:]*:[/\\]{2}([^/?#\\]*)/.exec(value)?.[1];
