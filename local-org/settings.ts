import type { OrgSettings } from "./contracts.ts";

/** How an org behaves when nobody changed it. */
export const DEFAULT_SETTINGS: OrgSettings = {
  latencyMs: 0,
  acceptedAudiences: ["https://login.salesforce.com"],
  deployMs: 20,
  propagationMs: 0,
  consumerKeySelfChosen: "accepted",
  crudUpdateOmittedFields: "reset",
  pkceReadsBackTrue: true,
  emailConfirmation: false,
  licenceForcedProfilePermissions: [],
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
    const check = CHECKS[name as keyof OrgSettings];
    if (check === undefined)
      throw new Error(`There is no setting ${name}; there are ${Object.keys(CHECKS).join(", ")}.`);
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
const flag: Check = { accepts: (value) => typeof value === "boolean", allowed: "true or false" };
const texts: Check = {
  accepts: (value) => Array.isArray(value) && value.every((item) => typeof item === "string"),
  allowed: "an array of strings",
};
const oneOf = (...values: string[]): Check => ({
  accepts: (value) => typeof value === "string" && values.includes(value),
  allowed: values.join(" or "),
});

const CHECKS: { [name in keyof OrgSettings]: Check } = {
  latencyMs: milliseconds,
  acceptedAudiences: texts,
  deployMs: milliseconds,
  propagationMs: milliseconds,
  consumerKeySelfChosen: oneOf("accepted", "refused"),
  crudUpdateOmittedFields: oneOf("reset", "keep"),
  pkceReadsBackTrue: flag,
  emailConfirmation: flag,
  licenceForcedProfilePermissions: texts,
};
