import { sameId } from "../salesforce/identifiers.ts";
import type { RecordFields, SalesforceRecord } from "../salesforce/org.ts";
import { recordIdForm } from "./fieldValueProblems.ts";
import type { InputReader } from "./inputReader.ts";
import type { Values } from "./lifecycle.ts";
import { isUnknown } from "./unknowns.ts";

/** Inputs of a user that are fields of its record, under Salesforce's names. Source: Object Reference, User. */
export const userFields = {
  username: "Username",
  email: "Email",
  firstName: "FirstName",
  lastName: "LastName",
  alias: "Alias",
  nickname: "CommunityNickname",
  timeZone: "TimeZoneSidKey",
  locale: "LocaleSidKey",
  language: "LanguageLocaleKey",
  emailEncoding: "EmailEncodingKey",
  profileId: "ProfileId",
} as const;
export type UserField = keyof typeof userFields;
export const userFieldNames = Object.keys(userFields) as UserField[];

/** Values of any other field of a user, by its API name. */
export type OtherFields = Record<string, string | number | boolean>;

/** Fields that no program gives under their own name, with the reason. */
const ownFields = new Map([
  ...userFieldNames.map((input) => [userFields[input].toLowerCase(), `give it as ${input}`] as const),
  ["isactive", "give it as isActive"],
  ["division", "the mark of this resource is kept there"],
]);

/** The input `fields` of a user, as far as it is known. */
export function givenFields({ fields }: Values): Values {
  return typeof fields === "object" && fields !== null && !isUnknown(fields) ? (fields as Values) : {};
}

/** Whether a field is given under a name of its own, or is not for a program. */
export const isOwnField = (name: string) => ownFields.has(name.toLowerCase());

/**
 * Reads the input `fields`; nothing to keep where it is absent or empty, so that state without it stays as it is. Whether
 * the org has such fields, and lets them be written, the readiness asks the org.
 */
export function otherFieldsInput(read: InputReader): { fields?: OtherFields } {
  const given = read.raw("fields");
  if (given === undefined || given === null) return {};
  if (isUnknown(given)) return { fields: given as OtherFields };
  if (typeof given !== "object" || Array.isArray(given)) {
    read.fail("fields", 'must be an object of API names and values, for example { Department: "IT" }.');
    return {};
  }
  const names = new Set<string>();
  const fields = Object.entries(given as Values).map(([name, value]) => [name, fieldValue(read, name, value, names)]);
  return fields.length > 0 ? { fields: Object.fromEntries(fields) as OtherFields } : {};
}

function fieldValue(read: InputReader, name: string, value: unknown, names: Set<string>): unknown {
  const own = ownFields.get(name.toLowerCase());
  if (own !== undefined) read.fail(`fields.${name}`, `does not belong here: ${own}.`);
  else if (!/^[A-Za-z]\w{0,254}$/.test(name)) {
    read.fail("fields", `has ${JSON.stringify(name.slice(0, 80))}, which is no API name of a field.`);
  } else if (names.has(name.toLowerCase()))
    read.fail(`fields.${name}`, "is given twice, with different upper and lower case: remove one.");
  names.add(name.toLowerCase());
  if (value === null) return "";
  if (typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value))) return value;
  return value === "" ? "" : read.textAt(`fields.${name}`, value);
}

/** The fields to write for what is declared. */
export function declaredFields(inputs: Record<UserField, string> & { fields?: OtherFields }): RecordFields {
  const own = userFieldNames.map((input) => [userFields[input], inputs[input]]);
  const all = [...own, ...Object.entries(inputs.fields ?? {})];
  return Object.fromEntries(all.map(([field, value]) => [field, value === "" ? null : value])) as RecordFields;
}

/** The value that a record has in a field, whose name is declared in any case of letters; undefined where it has none. */
export function fieldOf(record: SalesforceRecord, name: string): unknown {
  if (Object.hasOwn(record, name)) return record[name];
  const spelling = Object.keys(record).find((field) => field.toLowerCase() === name.toLowerCase());
  return spelling === undefined ? undefined : record[spelling];
}

/** The declared fields as the org holds them, each in the declared spelling where it means the same. */
export function otherFieldsOf(record: SalesforceRecord, declared: OtherFields | undefined): { fields?: OtherFields } {
  if (declared === undefined) return {};
  const found = Object.entries(declared).flatMap(([name, value]) => {
    const held = fieldOf(record, name);
    if (held === undefined) return [];
    return [[name, sameField(name, held, value) ? value : (held ?? "")] as const];
  });
  return { fields: Object.fromEntries(found) as OtherFields };
}

export const fieldText = (value: unknown) => (value === null || value === undefined ? "" : String(value));

/** Addresses, and values of picklists, which an org spells in its own way. */
const fieldsOfAnyCase = new Set([
  "Email",
  "Username",
  "TimeZoneSidKey",
  "LocaleSidKey",
  "LanguageLocaleKey",
  "EmailEncodingKey",
]);

const timeForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/;

/**
 * Whether a found value means what is declared: ids have two forms, times many, the items of a multi-select picklist any
 * order, Salesforce ends lines by two characters, and some texts do not differ by the case of their letters.
 */
export function sameField(field: string, found: unknown, declared: unknown): boolean {
  if (typeof found === "number" || typeof declared === "number") {
    return fieldText(found) !== "" && Number(found) === Number(declared);
  }
  const [left, right] = [fieldText(found), fieldText(declared)].map((text) => text.replaceAll("\r\n", "\n")) as [
    string,
    string,
  ];
  if (left === right) return true;
  if (fieldsOfAnyCase.has(field)) return left.toLowerCase() === right.toLowerCase();
  if (recordIdForm.test(left) && recordIdForm.test(right)) return sameId(left, right);
  if (timeForm.test(left) && timeForm.test(right)) return timeOf(left) === timeOf(right);
  return left.includes(";") && inOrder(left) === inOrder(right);
}

const timeOf = (text: string) => Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));
const inOrder = (items: string) => items.split(";").sort().join(";");
