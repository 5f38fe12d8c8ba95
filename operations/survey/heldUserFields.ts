import { integrationUser } from "../../provider/integrationUser.ts";
import type { IntegrationUserInputs } from "../../provider/integrationUserInputs.ts";
import { fieldOf, isOwnField, type OtherFields } from "../../provider/userFields.ts";
import type { FieldDescription, Org, SalesforceRecord } from "../../salesforce/org.ts";
import { doing, problemsOf } from "./adoptable.ts";

/**
 * The other fields that a user has set, as the input `fields` takes them: whatever a person can have written. What every
 * user has by itself, such as its e-mail preferences, is not among them.
 */
export function heldUserFields(fields: readonly FieldDescription[], record: SalesforceRecord): OtherFields {
  const set = fields.flatMap(({ name, createable, updateable, nillable }) => {
    const value = fieldOf(record, name);
    const isOfPerson = createable && updateable && (nillable || name.endsWith("__c")) && !isOwnField(name);
    return isOfPerson && isValue(value) ? [[name, value] as const] : [];
  });
  return Object.fromEntries(set.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Nothing, an empty text and a box that is not ticked are what a new user has too. */
const isValue = (value: unknown): value is string | number | true =>
  value === true ||
  (typeof value === "number" && Number.isFinite(value)) ||
  (typeof value === "string" && value !== "");

/** A found user with the other fields that it has; those that a program cannot give are said and left out. */
export async function withHeldFields(
  org: Org,
  id: string,
  inputs: IntegrationUserInputs,
  say: (note: string) => void,
): Promise<IntegrationUserInputs> {
  const [fields, record] = await Promise.all([org.fields("User", doing), org.record("User", id, doing)]);
  if (!record) return inputs;
  const accepted: OtherFields = {};
  for (const [name, value] of Object.entries(heldUserFields(fields, record))) {
    const problems = await problemsOf(integrationUser, { ...inputs, fields: { [name]: value } });
    if (problems.length === 0) accepted[name] = value;
    else say(`User ${inputs.username}: its field ${name} stays as it is, because a program cannot give its value.`);
  }
  return Object.keys(accepted).length > 0 ? { ...inputs, fields: accepted } : inputs;
}
