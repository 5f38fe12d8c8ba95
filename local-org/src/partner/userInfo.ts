import type { FieldValue, RequestContext } from "../contracts.ts";
import { textElement } from "../metadata/xmlWriter.ts";

/** The content of GetUserInfoResult, in WSDL order: who the caller is, and where. */
export function userInfo({ org, userId }: RequestContext): string {
  const user = org.records.get("User", userId) ?? {};
  const organization = org.records.get("Organization", org.organizationId) ?? {};
  const values: readonly (readonly [name: string, value: FieldValue | undefined])[] = [
    ["accessibilityMode", false],
    ["chatterExternal", false],
    ["currencySymbol", "$"],
    ["orgAttachmentFileSizeLimit", 5_242_880],
    ["orgDefaultCurrencyIsoCode", "USD"],
    ["orgDefaultCurrencyLocale", "en_US"],
    ["orgDisallowHtmlAttachments", false],
    ["orgHasPersonAccounts", false],
    ["organizationId", org.organizationId],
    ["organizationMultiCurrency", false],
    ["organizationName", organization.Name],
    ["profileId", user.ProfileId],
    ["roleId", null],
    ["sessionSecondsValid", 7200],
    ["userDefaultCurrencyIsoCode", null],
    ["userEmail", user.Email],
    ["userFullName", user.Name],
    ["userId", userId],
    ["userLanguage", user.LanguageLocaleKey],
    ["userLocale", user.LocaleSidKey],
    ["userName", user.Username],
    ["userTimeZone", user.TimeZoneSidKey],
    ["userType", user.UserType],
    ["userUiSkin", "Theme3"],
  ];
  return values
    .map(([name, value]) =>
      value === null || value === undefined ? `<${name} xsi:nil="true"/>` : textElement(name, value),
    )
    .join("");
}
