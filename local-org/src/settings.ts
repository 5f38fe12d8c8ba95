import { type Check, type Checks, readNamedValues } from "./namedValues.ts";
import type { OrgSettings, UserValidationRule } from "./orgSettings.ts";
import { customUserFields } from "./schema/declaredFields.ts";
import { shapeNames } from "./shape.ts";

/** How an org behaves when nobody changed it. */
export const defaultSettings: OrgSettings = {
  latencyMs: 0,
  acceptedAudiences: null,
  wrongAudienceAnswer: "app_not_found",
  newAppAnswer: "invalid_client_id",
  assertionLeewaySeconds: 180,
  replayedAssertions: "refusedByJti",
  expiredCertificate: "refused",
  deployMs: 20,
  propagationMs: 0,
  consumerKeySelfChosen: "accepted",
  connectedAppCreation: "refused",
  crudUpdateOmittedFields: "reset",
  pkceReadsBackTrue: false,
  emailConfirmation: false,
  licenceForcedProfilePermissions: [],
  defaultPolicyNames: "defaultPolicy",
  policyUnderOtherName: "renames",
  zeroRefreshTokenPeriod: "zero",
  profileFiltering: true,
  defaultNickname: "generated",
  namespace: null,
  laterElements: [],
  customUserFields: {},
  userValidationRules: [],
  userCurrency: "single",
  stateAndCountryPicklists: false,
  usernamesUnique: "inOrg",
  licenceRelease: "withItsSets",
  inactiveUserProfileChange: "accepted",
  externalClientAppRows: "everybody",
  retryAfterSeconds: 0,
  dailyApiRequests: 100_000,
};

/** What each setting means, in the words of the documentation. */
export const settingMeanings: { readonly [name in keyof OrgSettings]: string } = {
  latencyMs: "milliseconds that each answer is held back",
  acceptedAudiences:
    'audiences that a JWT login accepts at the org\'s own address, or pairs such as `{"endPoint": "test", "audience": "https://test.salesforce.com"}` (end points `myDomain`, `login`, `test`; audience `myDomain`: the own address); `null`: what orgs of this shape are reported to take',
  wrongAudienceAnswer:
    "what an external client app is told about a login host that is not accepted as audience: `app_not_found` or `invalid_grant`",
  newAppAnswer: "what a new app is told until it has spread: `invalid_client_id` or `app_not_found`",
  assertionLeewaySeconds: "seconds that an assertion serves after its expiry and before its `nbf`",
  replayedAssertions:
    "assertions that do not serve twice: none (`accepted`), those with a `jti` (`refusedByJti`) or all (`refused`)",
  expiredCertificate: "logins by an app's certificate that has expired: `accepted` or `refused`",
  deployMs: "milliseconds that a deploy takes",
  propagationMs: "milliseconds until logins know of a changed app, policy or assignment",
  consumerKeySelfChosen: "whether a new app may bring its own consumer key: `accepted` or `refused`",
  connectedAppCreation:
    "whether connected apps can be created, as where Salesforce Support has enabled it: `refused` or `accepted`",
  crudUpdateOmittedFields: "what an update of metadata does with elements that it leaves out: `reset` or `keep`",
  pkceReadsBackTrue: "whether `isPkceRequired: false` reads back as true",
  emailConfirmation: "whether a changed e-mail address waits for its confirmation",
  licenceForcedProfilePermissions:
    "permissions that the licence Salesforce Integration forces on in its profiles, such as `ChatterInternalUser`",
  defaultPolicyNames:
    "names of the policies that the org makes: `defaultPolicy` (`<OAuth settings>_defaultPolicy`, `<app>_defaultPolicy`) or `plcy` (`<app>_oauthPlcy`, `<app>_plcy`)",
  policyUnderOtherName: "policies under another name than the app's existing ones: `renames` those, or `refused`",
  zeroRefreshTokenPeriod:
    "validity of refresh tokens that an OAuth policy of type `Zero` shows: the period `zero` without a unit, or `absent`",
  profileFiltering: "whether a user without View All Profiles sees only its own profile",
  defaultNickname:
    "nickname of a new user who brings none: `generated` (`User` and 20 digits) or part of the `username`",
  namespace: "the org's own namespace, such as `acmelab`; null for none",
  laterElements:
    "elements that a later release added to metadata types: flags such as `ExtlClntAppGlobalOauthSettings.isNewFlag`, false until set; and with `:text`, `:texts`, `:nested` or `:list` behind the name what is no flag; and values of enumerations, as in `ExtlClntAppOauthConfigurablePolicies.policyAction=Pause`",
  customUserFields:
    'custom fields of users by name, such as `{"Region__c": {"type": "picklist", "picklistValues": ["EMEA"], "required": true}}`; types are `boolean`, `double`, `email`, `phone`, `picklist`, `string` (with a `length`) and `url`, and a `label` may be given. `Cost_Center__c`, `Employee_Type__c`, `Weekly_Hours__c` and `Is_Integration__c` are known and need only `optional` or `required`',
  userValidationRules:
    'rules that every save of a user has to meet, such as `{"field": "Email", "mustMatch": "@acme[.]example$", "message": "Use a company address."}`; with `"shownAt": "page"` the error names no field',
  userCurrency:
    "currencies of the org: `single`, `several` (users have `DefaultCurrencyIsoCode`) or `required` (a new user must bring it)",
  stateAndCountryPicklists: "whether users have `CountryCode` and `StateCode`",
  usernamesUnique:
    "where a username must be free: `inOrg`, or `acrossOrgs`, in all orgs of the process that have the setting, as those of `--orgs`",
  licenceRelease:
    "when a permission set licence leaves a user by itself: never (`kept`), with the last permission set that names or needs it (`withItsSets`), or with the user's last permission set (`withAllSets`)",
  inactiveUserProfileChange: "a change of an inactive user's profile: `accepted` or `refused`",
  externalClientAppRows:
    "who sees the rows of external client apps in queries: `everybody` with View Setup, or only `viewers`, who may see such apps",
  retryAfterSeconds:
    "seconds in the header `Retry-After` of answers 429, 503 and `REQUEST_LIMIT_EXCEEDED`; 0: no header",
  dailyApiRequests: "calls in 24 hours that the org says it takes; it counts, and never refuses",
};

/**
 * The settings after a change, checked.
 *
 * @param change what a caller sent
 * @throws Error with one sentence that names the wrong setting and what is allowed
 */
export function changedSettings(current: OrgSettings, change: unknown): OrgSettings {
  return { ...current, ...readNamedValues<OrgSettings>(change, named, allChecks) };
}

const named = {
  what: "the settings of an org",
  elsewhere: new Map(shapeNames.map((name) => [name, "the shape of an org, which it is made with"])),
};

const milliseconds: Check = {
  accepts: (value) => typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 600_000,
  allowed: "whole milliseconds from 0 to 600000",
};
const seconds: Check = {
  accepts: (value) => typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 86_400,
  allowed: "whole seconds from 0 to 86400",
};
const count: Check = {
  accepts: (value) => typeof value === "number" && Number.isInteger(value) && value >= 0,
  allowed: "a whole number from 0",
};
const flag: Check = { accepts: (value) => typeof value === "boolean", allowed: "true or false" };
const texts: Check = {
  accepts: (value) => Array.isArray(value) && value.every((item) => typeof item === "string"),
  allowed: "an array of strings",
};
const audiences: Check = {
  accepts: (value) => value === null || (Array.isArray(value) && value.every((one) => isText(one) || isLogin(one))),
  allowed: "null, or an array of audiences and of pairs of endPoint (myDomain, login or test) and audience",
};
const isText = (value: unknown): boolean => typeof value === "string";
const isLogin = (value: unknown): boolean => {
  if (typeof value !== "object" || value === null) return false;
  const { endPoint, audience, ...rest } = value as { endPoint?: unknown; audience?: unknown };
  return isText(audience) && ["myDomain", "login", "test"].includes(String(endPoint)) && Object.keys(rest).length === 0;
};
const namespace: Check = {
  accepts: (value) => value === null || (typeof value === "string" && /^[A-Za-z](_?[A-Za-z0-9]){0,14}$/.test(value)),
  allowed: "null or 1 to 15 letters, digits and single underscores that begin with a letter",
};
const laterElement = /^[A-Z]\w*\.[a-z]\w*(:(flag|text|texts|nested|list)|=[A-Za-z]\w*)?$/;
const elements: Check = {
  accepts: (value) => texts.accepts(value) && (value as string[]).every((text) => laterElement.test(text)),
  allowed:
    "an array of texts such as `ExtlClntAppGlobalOauthSettings.isNewFlag`, with `:text`, `:texts`, `:nested` or `:list` for what is no flag, or `=Value` for a value",
};
const validationRules: Check = {
  accepts: (value) => Array.isArray(value) && value.every(isValidationRule),
  allowed: "an array of objects of field, mustMatch (a regular expression), message, and shownAt (field or page)",
};
const isValidationRule = (value: unknown): boolean => {
  if (typeof value !== "object" || value === null) return false;
  const { field, mustMatch, message, shownAt = "field", ...rest } = value as Partial<UserValidationRule>;
  if (![field, mustMatch, message].every(isText) || Object.keys(rest).length > 0) return false;
  return ["field", "page"].includes(shownAt) && isExpression(String(mustMatch));
};
const isExpression = (text: string): boolean => {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
};
const oneOf = (...values: string[]): Check => ({
  accepts: (value) => typeof value === "string" && values.includes(value),
  allowed: values.join(" or "),
});

const allChecks: Checks<OrgSettings> = {
  latencyMs: milliseconds,
  acceptedAudiences: audiences,
  wrongAudienceAnswer: oneOf("app_not_found", "invalid_grant"),
  newAppAnswer: oneOf("invalid_client_id", "app_not_found"),
  assertionLeewaySeconds: seconds,
  replayedAssertions: oneOf("accepted", "refusedByJti", "refused"),
  expiredCertificate: oneOf("accepted", "refused"),
  deployMs: milliseconds,
  propagationMs: milliseconds,
  consumerKeySelfChosen: oneOf("accepted", "refused"),
  connectedAppCreation: oneOf("refused", "accepted"),
  crudUpdateOmittedFields: oneOf("reset", "keep"),
  pkceReadsBackTrue: flag,
  emailConfirmation: flag,
  licenceForcedProfilePermissions: texts,
  defaultPolicyNames: oneOf("defaultPolicy", "plcy"),
  policyUnderOtherName: oneOf("refused", "renames"),
  zeroRefreshTokenPeriod: oneOf("zero", "absent"),
  profileFiltering: flag,
  defaultNickname: oneOf("generated", "username"),
  namespace,
  laterElements: elements,
  customUserFields,
  userValidationRules: validationRules,
  userCurrency: oneOf("single", "several", "required"),
  stateAndCountryPicklists: flag,
  usernamesUnique: oneOf("inOrg", "acrossOrgs"),
  licenceRelease: oneOf("kept", "withItsSets", "withAllSets"),
  inactiveUserProfileChange: oneOf("accepted", "refused"),
  externalClientAppRows: oneOf("everybody", "viewers"),
  retryAfterSeconds: seconds,
  dailyApiRequests: count,
};

export const settingNames = Object.keys(allChecks);
