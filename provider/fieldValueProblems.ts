import { nearestName } from "../common/nearestName.ts";
import type { FieldDescription } from "../salesforce/org.ts";
import { emailAddress } from "./rules.ts";
import { isUnknown } from "./unknowns.ts";

/** Types whose values are texts. */
const textTypes = ["string", "textarea", "phone", "url", "email", "picklist", "multipicklist", "reference"];
const numberTypes = ["int", "double", "currency", "percent"];
export const recordIdForm = /^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/;

/**
 * Why an org would not take a value of a field, as far as its describe tells; undefined where it would, or nobody knows.
 * The value itself is not told: what a program gives may be nothing for others to see. Pure.
 */
export function fieldValueProblem(field: FieldDescription, value: unknown): string | undefined {
  if (isUnknown(value)) return undefined;
  if (field.type === "boolean") {
    return /^(true|false)$/i.test(String(value)) ? undefined : "this is a checkbox: give true or false.";
  }
  if (value === "" || value === null) {
    return field.nillable ? undefined : "this org requires a value here: give one.";
  }
  if (numberTypes.includes(field.type)) {
    return Number.isFinite(Number(value)) && typeof value !== "boolean" ? undefined : "this is a number: give one.";
  }
  if (!textTypes.includes(field.type)) return undefined;
  return typeof value === "string" ? textProblem(field, value) : "this is a text: put the value in quotes.";
}

function textProblem(field: FieldDescription, value: string): string | undefined {
  const { type, length = 0, restrictedPicklist, picklistValues } = field;
  if (type === "reference") {
    const kinds = (field.referenceTo ?? []).join(" or ");
    return recordIdForm.test(value) ? undefined : `this must be the id of a record${kinds && ` of ${kinds}`}.`;
  }
  if (type === "email" && emailAddress(value) !== undefined) return "this must be an e-mail address.";
  // A user may hold a value that is no longer offered.
  const known = picklistValues.map((each) => each.value);
  const offered = picklistValues.filter(({ active }) => active).map((each) => each.value);
  if (restrictedPicklist === true && known.length > 0) {
    const wrong = (type === "multipicklist" ? value.split(";") : [value]).find((item) => !isAmong(known, item));
    if (wrong === undefined) return undefined;
    const nearest = nearestName(wrong, offered);
    return `this org does not take that value; ${nearest ? `did you mean ${nearest}?` : `take one such as ${offered[0]}, as Setup lists them.`}`;
  }
  if (length > 0 && value.length > length) {
    return `this org takes at most ${length} characters, and ${value.length} are given: shorten it.`;
  }
}

const isAmong = (names: readonly string[], name: string) =>
  names.some((each) => each.toLowerCase() === name.trim().toLowerCase());
