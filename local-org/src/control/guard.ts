/** What keeps web pages away from the control of a local org, which asks for no login. */
import { isLoopback } from "../http/hosts.ts";

/** What of a request tells where it comes from. */
export interface Origin {
  method: string;
  url: URL;
  /** Header `Origin`: a browser sends it with every write, and with reads by scripts of other pages. */
  origin: string | undefined;
  /** Header `Sec-Fetch-Site`: a browser tells by it whether another site's page makes the call. */
  fetchSite: string | undefined;
}

/** Why a call is refused, or `undefined` when it may pass. */
export function controlRefusal({ method, url, origin, fetchSite }: Origin): string | undefined {
  if (!isLoopback(url)) return `The local org is not called ${url.hostname}.`;
  const isWrite = method !== "GET" && method !== "HEAD";
  const isFromPage = fetchSite !== undefined && fetchSite !== "same-origin" && fetchSite !== "none";
  if (isFromPage || (isWrite && origin !== undefined)) return "Control calls from web pages are refused.";
  return undefined;
}

/** So that a page that makes a call all the same can read nothing of the answer. */
export const controlHeaders: Readonly<Record<string, string>> = {
  "Cross-Origin-Resource-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
};
