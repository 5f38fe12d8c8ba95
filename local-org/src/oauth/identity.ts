import type { Org, RecordFields } from "../contracts.ts";

type Json = { [key: string]: unknown };

/** The body of `/services/oauth2/userinfo`. */
export function userInfo(org: Org, user: RecordFields): Json {
  const id = `${org.instanceUrl}/id/${org.organizationId}/${user.Id}`;
  return {
    sub: id,
    user_id: user.Id,
    organization_id: org.organizationId,
    preferred_username: user.Username,
    nickname: user.CommunityNickname,
    name: user.Name,
    email: user.Email,
    email_verified: true,
    given_name: user.FirstName,
    family_name: user.LastName,
    zoneinfo: user.TimeZoneSidKey,
    urls: urls(org, user),
    active: user.IsActive,
    user_type: userType(user),
    language: user.LanguageLocaleKey,
    locale: user.LocaleSidKey,
    updated_at: String(user.SystemModstamp).replace("+0000", "Z"),
    is_salesforce_integration_user: isIntegrationUser(org, user),
  };
}

/** The body of the identity address, `/id/<organization>/<user>`. */
export function identity(org: Org, user: RecordFields): Json {
  return {
    id: `${org.instanceUrl}/id/${org.organizationId}/${user.Id}`,
    asserted_user: true,
    user_id: user.Id,
    organization_id: org.organizationId,
    username: user.Username,
    nick_name: user.CommunityNickname,
    display_name: user.Name,
    email: user.Email,
    email_verified: true,
    first_name: user.FirstName,
    last_name: user.LastName,
    timezone: user.TimeZoneSidKey,
    urls: urls(org, user),
    active: user.IsActive,
    user_type: userType(user),
    language: user.LanguageLocaleKey,
    locale: user.LocaleSidKey,
    last_modified_date: user.LastModifiedDate,
  };
}

function urls(org: Org, user: RecordFields): Json {
  const base = org.instanceUrl;
  return {
    metadata: `${base}/services/Soap/m/{version}/${org.organizationId}`,
    rest: `${base}/services/data/v{version}/`,
    sobjects: `${base}/services/data/v{version}/sobjects/`,
    query: `${base}/services/data/v{version}/query/`,
    profile: `${base}/${user.Id}`,
    custom_domain: base,
  };
}

function userType(user: RecordFields): string {
  return String(user.UserType ?? "Standard").toUpperCase();
}

function isIntegrationUser(org: Org, user: RecordFields): boolean {
  const profile = org.records.get("Profile", String(user.ProfileId));
  return org.records.get("UserLicense", String(profile?.UserLicenseId))?.Name === "Salesforce Integration";
}
