import type { OrgSettings } from "./contracts.ts";

/** How an org behaves when nobody changed it. */
export const defaultSettings: OrgSettings = {
  latencyMs: 0,
  acceptedAudiences: ["https://login.salesforce.com"],
  deployMs: 20,
  propagationMs: 0,
  consumerKeySelfChosen: "accepted",
  crudUpdateOmittedFields: "reset",
  pkceReadsBackTrue: true,
  emailConfirmation: false,
  licenceForcedProfilePermissions: [],
  defaultPolicyNames: "defaultPolicy",
  policyUnderOtherName: "refused",
  inactiveUserProfileChange: "accepted",
  externalClientAppRows: "everybody",
  retryAfterSeconds: 0,
  dailyApiRequests: 100_000,
};

/** What each setting means, in the words of the documentation. */
export const settingMeanings: { readonly [name in keyof OrgSettings]: string } = {
  latencyMs: "milliseconds that each answer is held back",
  acceptedAudiences: "audiences that a JWT login accepts",
  deployMs: "milliseconds that a deploy takes",
  propagationMs: "milliseconds until logins know of a changed app, policy or assignment",
  consumerKeySelfChosen: "whether a new app may bring its own consumer key: `accepted` or `refused`",
  crudUpdateOmittedFields: "what an update of metadata does with elements that it leaves out: `reset` or `keep`",
  pkceReadsBackTrue: "whether `isPkceRequired: false` reads back as true",
  emailConfirmation: "whether a changed e-mail address waits for its confirmation",
  licenceForcedProfilePermissions:
    "permissions that the licence Salesforce Integration forces on in its profiles, such as `ChatterInternalUser`",
  defaultPolicyNames:
    "names of the policies that the org makes: `defaultPolicy` (`<OAuth settings>_defaultPolicy`, `<app>_defaultPolicy`) or `plcy` (`<app>_oauthPlcy`, `<app>_plcy`)",
  policyUnderOtherName: "policies under another name than the app's existing ones: `refused`, or `renames` those",
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
  if (typeof change !== "object" || change === null || Array.isArray(change)) {
    throw new Error("Settings are a JSON object.");
  }
  const settings: { [name: string]: unknown } = { ...current };
  for (const [name, value] of Object.entries(change)) {
    const check = allChecks[name as keyof OrgSettings];
    if (check === undefined)
      throw new Error(`There is no setting ${name}; there are ${Object.keys(allChecks).join(", ")}.`);
    if (!check.accepts(value)) throw new Error(`The setting ${name} takes ${check.allowed}.`);
    settings[name] = value;
  }
  return settings as unknown as OrgSettings;
}

interface Check {
  accepts(value: unknown): boolean;
  allowed: string;
}

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
const oneOf = (...values: string[]): Check => ({
  accepts: (value) => typeof value === "string" && values.includes(value),
  allowed: values.join(" or "),
});

const allChecks: { [name in keyof OrgSettings]: Check } = {
  latencyMs: milliseconds,
  acceptedAudiences: texts,
  deployMs: milliseconds,
  propagationMs: milliseconds,
  consumerKeySelfChosen: oneOf("accepted", "refused"),
  crudUpdateOmittedFields: oneOf("reset", "keep"),
  pkceReadsBackTrue: flag,
  emailConfirmation: flag,
  licenceForcedProfilePermissions: texts,
  defaultPolicyNames: oneOf("defaultPolicy", "plcy"),
  policyUnderOtherName: oneOf("refused", "renames"),
  inactiveUserProfileChange: oneOf("accepted", "refused"),
  externalClientAppRows: oneOf("everybody", "viewers"),
  retryAfterSeconds: seconds,
  dailyApiRequests: count,
};
