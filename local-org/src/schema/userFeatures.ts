/**
 * Fields of a user that only some orgs have: custom ones, and those of orgs with several currencies. The tables have
 * them all; a setting says which of them an org has. Sources: Object Reference, User; Custom Fields in Salesforce Help.
 */
import type { OrgSettings } from "../orgSettings.ts";
import type { FieldSpecification, PicklistValue, Presence } from "./definitions.ts";

export const asIs = (value: string): PicklistValue => ({ value, label: value });
const writable = { createable: true, updateable: true } as const;

/** One of each common type. A checkbox has always a value, so nobody can require one. */
export const knownUserFields: { readonly [name: string]: FieldSpecification } = {
  Cost_Center__c: { label: "Cost Center", length: 20 },
  Employee_Type__c: {
    label: "Employee Type",
    type: "picklist",
    picklistValues: ["Employee", "Contractor", "Integration"].map(asIs),
  },
  Is_Integration__c: { label: "Is Integration", type: "boolean" },
  Weekly_Hours__c: { label: "Weekly Hours", type: "double" },
};

const currencies = ["AUD", "CAD", "CHF", "EUR", "GBP", "INR", "JPY", "USD"].map(asIs);
const inCurrencies = ({ userCurrency }: OrgSettings): Presence =>
  userCurrency === "single" ? "absent" : userCurrency === "required" ? "required" : "optional";
const currency = (label: string): FieldSpecification => ({
  label,
  type: "picklist",
  length: 3,
  picklistValues: currencies,
  ...writable,
});

const code = (label: string, values: readonly string[]): FieldSpecification => ({
  label,
  type: "picklist",
  length: 10,
  picklistValues: values.map(asIs),
  presence: ({ stateAndCountryPicklists }) => (stateAndCountryPicklists ? "optional" : "absent"),
  ...writable,
});

/** Whether an org has the custom field, as its settings say. */
export function presenceOfCustom(name: string): (settings: OrgSettings) => Presence {
  return ({ customUserFields }) => {
    const field = customUserFields[name] ?? "absent";
    return typeof field === "string" ? field : field.required === true ? "required" : "optional";
  };
}

/** What the sObject User has beside the fields of every org. */
export const userFeatureFields: { readonly [name: string]: FieldSpecification } = {
  CountryCode: code("Country Code", ["AU", "CA", "CH", "DE", "GB", "IN", "JP", "US"]),
  StateCode: code("State/Province Code", ["AZ", "BC", "CA", "NSW", "NY", "ON", "TX"]),
  DefaultCurrencyIsoCode: { ...currency("Default Currency ISO Code"), presence: inCurrencies },
  ...Object.fromEntries(
    Object.entries(knownUserFields).map(([name, field]) => [
      name,
      {
        ...writable,
        ...field,
        presence: presenceOfCustom(name),
      } satisfies FieldSpecification,
    ]),
  ),
};
