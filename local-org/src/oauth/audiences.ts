/** Which audiences an org takes at which end point. Pure but for what kind of org it is. */
import type { Org } from "../contracts.ts";
import type { AcceptedLogin, EndPoint } from "../orgSettings.ts";
import { OAuthError } from "./oauthError.ts";

/** The token end point that was asked, by the address that the caller used. */
export interface AskedEndPoint {
  endPoint: EndPoint;
  /** Such as `http://127.0.0.1:8417`. */
  origin: string;
}

export const loginHosts = { login: "https://login.salesforce.com", test: "https://test.salesforce.com" } as const;

export function endPointOf(url: URL): AskedEndPoint {
  const [host] = (["login", "test"] as const).filter((name) => new URL(loginHosts[name]).hostname === url.hostname);
  return { endPoint: host ?? "myDomain", origin: url.origin };
}

/** What orgs take while nobody set anything else. */
const ofProduction: readonly AcceptedLogin[] = [
  { endPoint: "myDomain", audience: loginHosts.login },
  { endPoint: "myDomain", audience: "myDomain" },
  { endPoint: "login", audience: loginHosts.login },
];
const ofSandbox: readonly AcceptedLogin[] = [{ endPoint: "myDomain", audience: "myDomain" }];
const ofSandboxForOthers: readonly AcceptedLogin[] = [
  ...ofSandbox,
  { endPoint: "myDomain", audience: loginHosts.test },
  { endPoint: "test", audience: loginHosts.test },
];

/**
 * Demands that one of the audiences is accepted where it was sent.
 *
 * @param isExternalClientApp whether the app is one; sandboxes take fewer audiences for these
 * @throws OAuthError
 */
export function requireAudience(
  org: Org,
  asked: AskedEndPoint,
  audiences: readonly string[],
  isExternalClientApp: boolean,
): void {
  const own = [org.instanceUrl, asked.origin];
  const accepted = acceptedLogins(org, isExternalClientApp)
    .filter(({ endPoint }) => endPoint === asked.endPoint)
    .flatMap(({ audience }) => (audience === "myDomain" ? own : [audience]));
  if (audiences.some((audience) => accepted.includes(audience))) return;
  if (isExternalClientApp && org.settings.wrongAudienceAnswer === "app_not_found" && isLoginHost(asked, audiences))
    throw appNotFound();
  throw new OAuthError("invalid_grant", "audience is invalid");
}

function acceptedLogins(org: Org, isExternalClientApp: boolean): readonly AcceptedLogin[] {
  const { acceptedAudiences } = org.settings;
  if (acceptedAudiences !== null)
    return acceptedAudiences.map((one) => (typeof one === "string" ? { endPoint: "myDomain", audience: one } : one));
  if (!isSandbox(org)) return ofProduction;
  return isExternalClientApp ? ofSandbox : ofSandboxForOthers;
}

export function isSandbox(org: Org): boolean {
  const [organization] = org.records.find("Organization", {}, ["IsSandbox"]);
  return organization?.IsSandbox === true;
}

/** The hosts for all orgs do not know every org's apps; any other audience is just wrong. */
function isLoginHost({ endPoint }: AskedEndPoint, audiences: readonly string[]): boolean {
  const hosts: readonly string[] = Object.values(loginHosts);
  return endPoint !== "myDomain" || audiences.some((audience) => hosts.includes(audience));
}

/** The refusal of an app that this org, or this host, does not have or has turned off. */
export function appNotFound(): OAuthError {
  return new OAuthError("app_not_found", "External client app is not installed in this org");
}
