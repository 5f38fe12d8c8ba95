/**
 * Hosts of an org that serve pages only, and that people copy from the address bar of their browser. Source: Salesforce
 * Help, "My Domain URL Formats".
 */
const browserHosts = /\.(?:lightning\.force\.com|salesforce-setup\.com|(?:vf|visual)\.force\.com)$/;

/** Whether a host serves pages for people, and no API. */
export const isBrowserHost = (hostname: string): boolean => browserHosts.test(hostname);

/**
 * The address of the API that an address for browsers stands beside. Of the hosts of Visualforce pages, which have the name
 * of a package in them, none can be told.
 */
export function apiAddressBeside(hostname: string): string | undefined {
  const [, name] = /^(.+)\.(?:lightning\.force\.com|my\.salesforce-setup\.com)$/.exec(hostname) ?? [];
  return name && `https://${name}.my.salesforce.com`;
}
