/**
 * Under which names the org answers. A name of somebody else's can be made to point at this machine (DNS rebinding):
 * the browser still sends that name, and its page would count as the org's own.
 */
const loopbackNames = new Set(["127.0.0.1", "localhost", "[::1]"]);
/** Names that only Salesforce gives out, for clients that are led here by a proxy. */
const salesforceName = /(^|\.)salesforce\.com$/;

export function isLoopback({ hostname }: URL): boolean {
  return loopbackNames.has(hostname);
}

/** Why a call of an API is refused, or `undefined` when it may pass. */
export function apiHostRefusal(url: URL): string | undefined {
  if (isLoopback(url) || salesforceName.test(url.hostname)) return undefined;
  return `The local org is not called ${url.hostname}. Call it 127.0.0.1 or localhost.`;
}
