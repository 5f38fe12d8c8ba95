import type { Org, RecordFields } from "../contracts.ts";
import { type AssertionClaims, invalidAssertion, isSignedBy, readAssertion } from "./assertion.ts";
import { type AskedEndPoint, requireAudience } from "./audiences.ts";
import { loginApp } from "./loginApps.ts";
import { recordLogin } from "./loginHistory.ts";
import { OAuthError } from "./oauthError.ts";
import type { Replays } from "./replays.ts";

/** The answer to a login: keys as they are sent. */
export interface TokenResponse {
  access_token: string;
  scope: string;
  instance_url: string;
  id: string;
  token_type: "Bearer";
}

/**
 * Logs a user in by a JWT that the user's app signed.
 *
 * @param asked where the assertion was sent
 * @param replays what served before
 * @throws OAuthError
 */
export async function jwtLogin(
  org: Org,
  assertion: string,
  asked: AskedEndPoint,
  replays: Replays,
): Promise<TokenResponse> {
  const claims = readAssertion(assertion);
  const app = loginApp(org, claims.issuer);
  if (!(await isSignedBy(assertion, app.verificationKey())))
    throw new OAuthError("invalid_client", "invalid client credentials");
  requireAudience(org, asked, claims.audiences, app.isExternalClientApp);
  requireTime(org, claims);
  if (replays.isReplayed(assertion, claims, org.settings.replayedAssertions)) throw invalidAssertion();
  const userId = String(loginUser(org, claims.subject).Id);
  if (!app.hasRefreshTokenScope)
    throw new OAuthError(
      "invalid_request",
      "refresh_token scope is required and the connected app should be installed and preauthorized.",
    );
  switch (app.access(userId)) {
    case "notApproved":
      throw new OAuthError("invalid_grant", "user hasn't approved this consumer");
    case "notAdminApproved":
      throw new OAuthError("invalid_app_access", "user is not admin approved to access this app");
    default:
      replays.remember(assertion, claims, secondsOf(org), claims.expires + org.settings.assertionLeewaySeconds);
      recordLogin(org, userId, app.name, asked);
      return openToken(org, userId, app.consumerKey, [...app.scopes]);
  }
}

/** Demands that the assertion serves now, give or take what clocks may differ. @throws OAuthError */
function requireTime(org: Org, { expires, notBefore }: AssertionClaims): void {
  const now = secondsOf(org);
  const leeway = org.settings.assertionLeewaySeconds;
  if (expires + leeway <= now) throw new OAuthError("invalid_grant", "expired authorization code");
  if (notBefore !== undefined && notBefore - leeway > now) throw invalidAssertion();
}

function secondsOf(org: Org): number {
  return org.now().getTime() / 1000;
}

/** The active user of that name. @throws OAuthError */
function loginUser(org: Org, username: string): RecordFields {
  if (username === "") throw invalidAssertion();
  const [user] = org.records.find("User", { Username: username });
  if (!user) throw new OAuthError("invalid_grant", "authentication failure");
  if (user.IsActive !== true) throw new OAuthError("invalid_grant", "inactive user");
  const [login] = org.records.find("UserLogin", { UserId: String(user.Id) });
  if (login?.IsFrozen === true) throw new OAuthError("invalid_grant", "authentication failure");
  return user;
}

function openToken(org: Org, userId: string, clientId: string, scopes: string[]): TokenResponse {
  return {
    access_token: org.sessions.open({ userId, clientId, scopes }),
    scope: scopes.join(" "),
    instance_url: org.instanceUrl,
    id: `${org.instanceUrl}/id/${org.organizationId}/${userId}`,
    token_type: "Bearer",
  };
}
