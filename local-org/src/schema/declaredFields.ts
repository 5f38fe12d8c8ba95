/** Custom fields of users that somebody declares for an org, beside those that the schema has. */

import { type Check, type Checks, isObject, readNamedValues } from "../namedValues.ts";
import type { CustomUserField, OrgSettings } from "../orgSettings.ts";
import type { FieldSpecification } from "./definitions.ts";
import { addFields, objectNamed } from "./index.ts";
import { asIs, knownUserFields, presenceOfCustom } from "./userFeatures.ts";

const types = ["boolean", "double", "email", "phone", "picklist", "string", "url"] as const;
const longestText = 255;
const nameForm = /^[A-Za-z](_?[A-Za-z0-9]){0,39}__c$/;

const isText = (value: unknown): boolean => typeof value === "string" && value !== "";
const checks: Checks<CustomUserField> = {
  type: { accepts: (value) => types.some((type) => type === value), allowed: types.join(", ") },
  label: { accepts: isText, allowed: "a text" },
  length: {
    accepts: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= longestText,
    allowed: `a number from 1 to ${longestText}`,
  },
  picklistValues: {
    accepts: (value) => Array.isArray(value) && value.length > 0 && value.every(isText),
    allowed: "an array of texts",
  },
  required: { accepts: (value) => typeof value === "boolean", allowed: "true or false" },
};

/** What the setting `customUserFields` takes. */
export const customUserFields: Check = {
  accepts: (value) => isObject(value) && Object.entries(value).every(([name, field]) => isCustomField(name, field)),
  allowed: `an object of fields by name: "optional" or "required" for ${Object.keys(knownUserFields).join(", ")}; for any other name that ends in __c an object of type (${types.join(", ")}), label, length of a string, picklistValues of a picklist, and required; a checkbox cannot be required`,
};

function isCustomField(name: string, field: unknown): boolean {
  const known = Object.hasOwn(knownUserFields, name) ? knownUserFields[name] : undefined;
  if (typeof field === "string")
    return known !== undefined && (field === "optional" || (field === "required" && known.type !== "boolean"));
  if (known !== undefined || !nameForm.test(name)) return false;
  try {
    const { type, length, picklistValues, required } = readNamedValues<CustomUserField>(field, { what: name }, checks);
    const isWhole = type !== undefined && (type === "picklist") === (picklistValues !== undefined);
    return isWhole && (length === undefined || type === "string") && !(type === "boolean" && required === true);
  } catch {
    return false;
  }
}

/** What a field is, apart from whether an org requires it; by lower-case name. */
const declared = new Map<string, string>();

/**
 * Gives users the fields that a setting declares: in all orgs of the process, where each has only those of its own.
 *
 * @returns whether there was one that is new
 * @throws Error when a field of that name is something else in this process
 */
export function declareUserFields(fields: OrgSettings["customUserFields"]): boolean {
  const added: { [name: string]: FieldSpecification } = {};
  const kinds = new Map<string, string>();
  for (const [name, field] of Object.entries(fields)) {
    if (typeof field === "string") continue;
    const before = declared.get(name.toLowerCase());
    if (before === kindOf(name, field)) continue;
    if (before !== undefined)
      throw new Error(`${name} is another field in an org of this process. Give this one another name.`);
    added[name] = specificationOf(name, field);
    kinds.set(name.toLowerCase(), kindOf(name, field));
  }
  for (const [name, kind] of kinds) declared.set(name, kind);
  if (kinds.size > 0) addFields(objectNamed("User"), added);
  return kinds.size > 0;
}

function kindOf(name: string, { type, label, length, picklistValues }: CustomUserField): string {
  return JSON.stringify([name, type, label, length, picklistValues]);
}

function specificationOf(name: string, { type, label, length, picklistValues }: CustomUserField): FieldSpecification {
  return {
    type,
    label: label ?? name.replace(/__c$/, "").replaceAll("_", " "),
    ...(length === undefined ? {} : { length }),
    ...(picklistValues === undefined ? {} : { picklistValues: picklistValues.map(asIs) }),
    createable: true,
    updateable: true,
    presence: presenceOfCustom(name),
  };
}
