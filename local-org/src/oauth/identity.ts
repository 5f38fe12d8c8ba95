import type { Org, RecordFields } from "../contracts.ts";
import { shortId } from "../identifiers.ts";
import { isSandbox, loginHosts } from "./audiences.ts";

type Json = { [key: string]: unknown };

/** The body of `/services/oauth2/userinfo`; keys and their order are those of a recorded answer. */
export function userInfo(org: Org, user: RecordFields): Json {
  const photo = `${org.instanceUrl}/profilephoto/005/`;
  return {
    sub: `${isSandbox(org) ? loginHosts.test : loginHosts.login}/id/${org.organizationId}/${user.Id}`,
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
    photos: { picture: `${photo}F`, thumbnail: `${photo}T` },
    profile: `${org.instanceUrl}/${user.Id}`,
    picture: `${photo}F`,
    address: addressOf(user),
    is_salesforce_integration_user: isIntegrationUser(org, user),
    urls: urls(org, user),
    active: user.IsActive,
    user_type: userType(user),
    language: user.LanguageLocaleKey,
    locale: user.LocaleSidKey,
    utcOffset: standardOffset(String(user.TimeZoneSidKey ?? "GMT")),
    updated_at: String(user.SystemModstamp).replace(".000+0000", "Z"),
  };
}

/** Only the parts that the user has. */
function addressOf({ Street, City, State, PostalCode, Country }: RecordFields): Json {
  const parts = { street_address: Street, locality: City, region: State, postal_code: PostalCode, country: Country };
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => (part ?? null) !== null));
}

/** Milliseconds that a time zone is ahead of Greenwich when it saves no daylight. */
function standardOffset(timeZone: string): number {
  const year = new Date().getUTCFullYear();
  const offsets = [0, 6].map((month) => offsetAt(new Date(Date.UTC(year, month, 1)), timeZone));
  return Math.min(...offsets);
}

function offsetAt(time: Date, timeZone: string): number {
  const format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  const name = format.formatToParts(time).find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
  const [, sign, hours = "0", minutes = "0"] = /^GMT([+-])(\d\d):(\d\d)$/.exec(name) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
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
  const data = `${base}/services/data/v{version}/`;
  const soap = (api: string) => `${base}/services/Soap/${api}/{version}/${shortId(org.organizationId)}`;
  return {
    enterprise: soap("c"),
    metadata: soap("m"),
    partner: soap("u"),
    rest: data,
    sobjects: `${data}sobjects/`,
    search: `${data}search/`,
    query: `${data}query/`,
    recent: `${data}recent/`,
    tooling_soap: soap("T"),
    tooling_rest: `${data}tooling/`,
    profile: `${base}/${user.Id}`,
    feeds: `${data}chatter/feeds`,
    groups: `${data}chatter/groups`,
    users: `${data}chatter/users`,
    feed_items: `${data}chatter/feed-items`,
    feed_elements: `${data}chatter/feed-elements`,
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
