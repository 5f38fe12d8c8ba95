/** Every switch of the local org and the positions that it is tried in. */
import type { OrgSettings } from "../../local-org/src/orgSettings.ts";
import type { OrgShape } from "../../local-org/src/shape.ts";

/** One position of a switch. */
export interface Position {
  /** As a person would write it. */
  name: string;
  settings?: Partial<OrgSettings>;
  shape?: OrgShape;
  /** Fields of the user that such an org asks a program for. */
  fields?: Readonly<Record<string, string | number | boolean>>;
  /** Inputs whose change in the org such an org does not show, as `Kind.input`. */
  hidden?: readonly string[];
}

const setting = <Name extends keyof OrgSettings>(
  name: Name,
  value: OrgSettings[Name],
  more: Omit<Position, "name" | "settings"> = {},
): Position => ({ name: JSON.stringify(value), settings: { [name]: value }, ...more });
const shape = <Name extends keyof OrgShape>(name: Name, value: OrgShape[Name]): Position => ({
  name: JSON.stringify(value),
  shape: { [name]: value } as OrgShape,
});
const usual: Position = { name: "default" };

/** The first position is the default. A new setting is asked for here by the type. */
export const switches: { readonly [name in keyof (OrgSettings & Required<OrgShape>)]: readonly Position[] } = {
  latencyMs: [usual, setting("latencyMs", 3)],
  acceptedAudiences: [
    usual,
    setting("acceptedAudiences", ["myDomain"]),
    setting("acceptedAudiences", ["https://login.salesforce.com", "https://test.salesforce.com"]),
  ],
  wrongAudienceAnswer: [usual, setting("wrongAudienceAnswer", "invalid_grant")],
  newAppAnswer: [usual, setting("newAppAnswer", "app_not_found")],
  assertionLeewaySeconds: [usual, setting("assertionLeewaySeconds", 0)],
  replayedAssertions: [usual, setting("replayedAssertions", "refused"), setting("replayedAssertions", "accepted")],
  expiredCertificate: [usual, setting("expiredCertificate", "accepted")],
  deployMs: [usual, setting("deployMs", 200)],
  propagationMs: [usual, setting("propagationMs", 300)],
  consumerKeySelfChosen: [usual, setting("consumerKeySelfChosen", "refused")],
  connectedAppCreation: [usual, setting("connectedAppCreation", "accepted")],
  crudUpdateOmittedFields: [usual, setting("crudUpdateOmittedFields", "keep")],
  pkceReadsBackTrue: [usual, setting("pkceReadsBackTrue", true, { hidden: ["ExternalClientApp.isPkceRequired"] })],
  emailConfirmation: [usual, setting("emailConfirmation", true)],
  licenceForcedProfilePermissions: [usual, setting("licenceForcedProfilePermissions", ["ChatterInternalUser"])],
  defaultPolicyNames: [usual, setting("defaultPolicyNames", "plcy")],
  policyUnderOtherName: [usual, setting("policyUnderOtherName", "refused")],
  zeroRefreshTokenPeriod: [usual, setting("zeroRefreshTokenPeriod", "absent")],
  profileFiltering: [usual, setting("profileFiltering", false)],
  defaultNickname: [usual, setting("defaultNickname", "username")],
  namespace: [usual, setting("namespace", "acmelab")],
  laterElements: [
    usual,
    setting("laterElements", [
      "ExtlClntAppGlobalOauthSettings.isNewFlag",
      "ExtlClntAppOauthConfigurablePolicies.isNewPolicyFlag",
    ]),
  ],
  customUserFields: [
    usual,
    setting(
      "customUserFields",
      {
        Region__c: { type: "picklist", picklistValues: ["EMEA", "APAC"], required: true },
        Weekly_Hours__c: "required",
      },
      { fields: { Region__c: "EMEA", Weekly_Hours__c: 38.5 } },
    ),
  ],
  userValidationRules: [
    usual,
    setting("userValidationRules", [
      { field: "Email", mustMatch: "@example[.]com$", message: "Use a company address." },
    ]),
    setting(
      "userValidationRules",
      [{ field: "EmployeeNumber", mustMatch: "^[0-9]+$", message: "Give the number.", shownAt: "page" }],
      { fields: { EmployeeNumber: "12" } },
    ),
  ],
  userCurrency: [
    usual,
    setting("userCurrency", "several"),
    setting("userCurrency", "required", { fields: { DefaultCurrencyIsoCode: "EUR" } }),
  ],
  stateAndCountryPicklists: [usual, setting("stateAndCountryPicklists", true, { fields: { CountryCode: "CH" } })],
  usernamesUnique: [usual, setting("usernamesUnique", "acrossOrgs")],
  licenceRelease: [usual, setting("licenceRelease", "kept"), setting("licenceRelease", "withAllSets")],
  inactiveUserProfileChange: [usual, setting("inactiveUserProfileChange", "refused")],
  externalClientAppRows: [usual, setting("externalClientAppRows", "viewers")],
  retryAfterSeconds: [usual, setting("retryAfterSeconds", 1)],
  dailyApiRequests: [usual, setting("dailyApiRequests", 5_000)],
  // An org of the Professional Edition has no API.
  edition: [usual, shape("edition", "Developer Edition"), shape("edition", "Unlimited Edition")],
  isSandbox: [usual, shape("isSandbox", true)],
  seats: [usual, shape("seats", { "Salesforce Integration": 1, SalesforceAPIIntegrationPsl: 1 })],
  // Without the package there is nothing to give access to.
  packages: [usual, shape("packages", ["cnxscv"])],
  clockOffsetMs: [usual, shape("clockOffsetMs", -60_000), shape("clockOffsetMs", 60_000)],
};
