import { ComponentProblem } from "../metadata/recordReader.ts";

/** A scope that an app can have. */
interface Scope {
  /** Name in metadata. */
  readonly metadata: string;
  /** Name in a token's `scope`. */
  readonly oauth: string;
  /** Suffix of the `OauthScopes…` column of ExtlClntAppOauthSettings. */
  readonly column: string;
}

/** In the order in which the org writes them back, whatever order was deployed. */
const scopes: readonly Scope[] = [
  { metadata: "Basic", oauth: "id", column: "SSO" },
  { metadata: "Api", oauth: "api", column: "API" },
  { metadata: "Web", oauth: "web", column: "WEB" },
  { metadata: "Full", oauth: "full", column: "FULL" },
  { metadata: "Chatter", oauth: "chatter_api", column: "CHATTER_REST_API" },
  { metadata: "CustomApplications", oauth: "visualforce", column: "VF" },
  { metadata: "RefreshToken", oauth: "refresh_token", column: "REFRESH_TOKEN" },
  { metadata: "OfflineAccess", oauth: "offline_access", column: "OFFLINE_ACCESS" },
  { metadata: "OpenID", oauth: "openid", column: "OPENID" },
  { metadata: "Profile", oauth: "profile", column: "PROFILE" },
  { metadata: "Email", oauth: "email", column: "EMAIL" },
  { metadata: "Address", oauth: "address", column: "ADDRESS" },
  { metadata: "Phone", oauth: "phone", column: "PHONE" },
  { metadata: "CustomPermissions", oauth: "custom_permissions", column: "CUSTOM_PERMISSIONS" },
  { metadata: "Wave", oauth: "wave_api", column: "WAVE_REST_API" },
  { metadata: "Eclair", oauth: "eclair_api", column: "ECLAIR_REST_API" },
  { metadata: "Pardot", oauth: "pardot_api", column: "PARDOT_API" },
  { metadata: "Lightning", oauth: "lightning", column: "LIGHTNING" },
  { metadata: "Content", oauth: "content", column: "CONTENT" },
  { metadata: "CDP", oauth: "cdp_api", column: "CDP_API" },
  { metadata: "CDPIngest", oauth: "cdp_ingest_api", column: "CDP_INGEST_API" },
  { metadata: "CDPProfile", oauth: "cdp_profile_api", column: "CDP_PROFILE_API" },
  { metadata: "CDPQuery", oauth: "cdp_query_api", column: "CDP_QUERY_API" },
  { metadata: "CDPSegment", oauth: "cdp_segment_api", column: "CDP_SEGMENT_API" },
  { metadata: "CDPIdentityResolution", oauth: "cdp_identityresolution_api", column: "CDP_IDENTITYRESOLUTION_API" },
  { metadata: "CDPCalculatedInsight", oauth: "cdp_calculated_insight_api", column: "CDP_CALCULATED_INSIGHT_API" },
  { metadata: "DataCloudUserClaims", oauth: "data_cloud_user_claims", column: "DATA_CLOUD_USER_CLAIMS" },
  { metadata: "Chatbot", oauth: "chatbot_api", column: "CHATBOT_API" },
  { metadata: "SFApiPlatform", oauth: "sfap_api", column: "SFAP_API" },
  { metadata: "Interaction", oauth: "interaction_api", column: "INTERACTION_API" },
  { metadata: "EinsteinGPT", oauth: "einstein_gpt_api", column: "EINSTEIN_GPT_API" },
  { metadata: "PwdlessLogin", oauth: "pwdless_login_api", column: "PWDLESS_LOGIN_API" },
  { metadata: "ForgotPassword", oauth: "forgot_password", column: "FORGOT_PASSWORD" },
  { metadata: "UserRegistration", oauth: "user_registration_api", column: "USER_REGISTRATION_API" },
  { metadata: "MCP", oauth: "mcp_api", column: "MCP_API" },
  { metadata: "SCRT", oauth: "scrt_api", column: "SCRT_API" },
];

/** Items of a comma separated list, blanks around them removed, empty ones dropped. */
export function splitList(list: string | undefined): string[] {
  return (list ?? "")
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

/**
 * The scopes as the org keeps them: known metadata names in the org's order, joined by comma and blank.
 *
 * @param later scopes that a later release added
 * @throws ComponentProblem when a name is no scope; OAuth's own names such as `api` are none.
 */
export function normalizedScopes(list: string | undefined, later: readonly string[] = []): string {
  const names = splitList(list);
  const known = [...scopes.map((scope) => scope.metadata), ...later];
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    const valid = known.join(", ");
    const problem = `There's a problem with your scope(s): ${unknown.join(", ")}. Valid scopes are: ${valid}`;
    throw new ComponentProblem(problem, "INVALID_FIELD");
  }
  return known.filter((name) => names.includes(name)).join(", ");
}

/** The scopes of a token that a JWT login gets: the app's, without refresh_token, and always `id`. */
export function tokenScopes(list: string): string[] {
  const names = splitList(list);
  const granted = scopes
    .filter((scope) => names.includes(scope.metadata) && scope.oauth !== "id")
    .map((scope) => scope.oauth);
  return [...granted.filter((scope) => scope !== "refresh_token" && scope !== "offline_access"), "id"];
}

/** The boolean columns of ExtlClntAppOauthSettings for a list of scopes. */
export function scopeColumns(list: string): Record<string, boolean> {
  const names = splitList(list);
  return Object.fromEntries(scopes.map((scope) => [`OauthScopes${scope.column}`, names.includes(scope.metadata)]));
}
