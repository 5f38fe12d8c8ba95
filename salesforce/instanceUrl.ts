import { isLoopback } from "./loopback.ts";

/**
 * Domains on which Salesforce serves orgs. Source: Salesforce Help, "My Domain URL Formats", and the list of the Salesforce
 * CLI (`@salesforce/core`).
 */
const domains = [
  "salesforce.com",
  "force.com",
  "cloudforce.com",
  "salesforce.mil",
  "crmforce.mil",
  "sfcrmproducts.cn",
  "sfcrmapps.cn",
];

/** What the stack says about the addresses of its org. */
export interface NamedAddresses {
  /** URL of the login, whose answer names the instance. */
  loginUrl: string;
  /** The org's own URL, if the stack names it. */
  instanceUrl?: string;
}

/**
 * Why a token must not be sent to the address that the answer to a login names; undefined if it may. The rule is that
 * for configured addresses: https, on this machine also http; and it is the org's own address if the stack names one,
 * else one of Salesforce's domains, the host of the login, or this machine if the login was there too. Pure.
 */
export function instanceUrlProblem(answered: string, named: NamedAddresses): string | undefined {
  const url = URL.parse(answered);
  if (!url) return "the login's answer names no address of the org";
  const says = `the login's answer names ${url.origin} as the address of the org`;
  if (named.instanceUrl !== undefined) {
    return url.origin === new URL(named.instanceUrl).origin ? undefined : `${says}, not ${named.instanceUrl}`;
  }
  if (isLoopback(answered)) return isLoopback(named.loginUrl) ? undefined : `${says}, which is this machine`;
  if (url.protocol !== "https:") return `${says}, which is not https`;
  const { hostname } = url;
  const isKnown =
    hostname === new URL(named.loginUrl).hostname ||
    domains.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`));
  return isKnown ? undefined : `${says}, which is none of Salesforce's`;
}
