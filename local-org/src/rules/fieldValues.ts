/** Checks the values of a save against the fields: names, types, lengths, picklists, references. Pure, but for references. */
import { findVisibleField, isEditable } from "../access.ts";
import { ApiError, type FieldValue, type Org, type RecordFields, type RequestContext } from "../contracts.ts";
import { notSpoken } from "../http/errors.ts";
import { normalizedId, shortId } from "../identifiers.ts";
import type { FieldDefinition, ObjectDefinition } from "../schema/definitions.ts";
import { findObject } from "../schema/index.ts";
import { apiDateTime } from "../times.ts";

/** What a caller sends: JSON values by field name. */
export type SentFields = { [field: string]: unknown };

/**
 * The sent values as stored ones.
 *
 * @throws ApiError for the first thing wrong: an unknown column, fields that may not be written, a value of the wrong kind
 */
export function checkedFields(
  context: RequestContext,
  object: ObjectDefinition,
  sent: SentFields,
  purpose: "create" | "update",
): RecordFields {
  const found: [FieldDefinition, unknown][] = [];
  for (const [name, value] of Object.entries(sent)) {
    if (name === "attributes") continue;
    const field = findVisibleField(context, object, name);
    if (field === undefined) {
      throw new ApiError(400, "INVALID_FIELD", `No such column '${name}' on sobject of type ${object.name}`);
    }
    found.push([field, value]);
  }
  const closed = found
    .filter(
      ([field]) => !(purpose === "create" ? field.createable : field.updateable) || !isEditable(context, object, field),
    )
    .map(([field]) => field.name);
  if (closed.length > 0) {
    throw new ApiError(
      400,
      "INVALID_FIELD_FOR_INSERT_UPDATE",
      `Unable to create/update fields: ${closed.join(", ")}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
      closed,
    );
  }
  const values = found.map(([field, value]) => [field, typedValue(field, value)] as const);
  for (const [field, value] of values) checkValue(context.org, field, value);
  return Object.fromEntries(values.map(([field, value]) => [field.name, storedReference(field, value)]));
}

/** The value in the field's type. Text loses blanks at its ends, and an empty text is no value. */
function typedValue(field: FieldDefinition, value: unknown): FieldValue {
  if (value === null && field.type !== "boolean") return null;
  switch (field.type) {
    case "boolean":
      if (typeof value === "boolean") return value;
      if (value === "true" || value === "false") return value === "true";
      throw wrongType("boolean", value);
    case "int":
    case "double": {
      const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
      if (
        typeof number === "number" &&
        Number.isFinite(number) &&
        (field.type === "double" || Number.isInteger(number))
      ) {
        return number;
      }
      throw wrongType(field.type, value);
    }
    case "datetime": {
      const time = typeof value === "string" ? Date.parse(value.replace(/([+-]\d\d)(\d\d)$/, "$1:$2")) : Number.NaN;
      if (!Number.isNaN(time)) return apiDateTime(new Date(time));
      throw wrongType("datetime", value);
    }
    default: {
      if (typeof value !== "string") throw wrongType("string", value);
      const text = value.trim();
      return text === "" ? null : text;
    }
  }
}

function wrongType(type: string, value: unknown): ApiError {
  const token =
    typeof value === "number" ? (Number.isInteger(value) ? "VALUE_NUMBER_INT" : "VALUE_NUMBER_FLOAT") : tokenOf(value);
  return new ApiError(
    400,
    "JSON_PARSER_ERROR",
    `Cannot deserialize instance of ${type} from ${token} value ${typeof value === "object" ? "" : String(value)} or request may be missing a required field at [line:1, column:1]`,
  );
}

function tokenOf(value: unknown): string {
  if (value === null) return "VALUE_NULL";
  if (typeof value === "boolean") return value ? "VALUE_TRUE" : "VALUE_FALSE";
  if (typeof value === "string") return "VALUE_STRING";
  return Array.isArray(value) ? "START_ARRAY" : "START_OBJECT";
}

function checkValue(org: Org, field: FieldDefinition, value: FieldValue): void {
  if (typeof value !== "string") return;
  if (field.restrictedPicklist) checkPicklist(field, value);
  else if (field.type === "reference") checkReference(org, field, value);
  else if (field.length > 0 && value.length > field.length) {
    throw new ApiError(
      400,
      "STRING_TOO_LONG",
      `${field.label}: data value too large: ${value} (max length=${field.length})`,
      [field.name],
    );
  }
  if (field.type === "email" && !isEmailAddress(value)) {
    throw new ApiError(400, "INVALID_EMAIL_ADDRESS", `${field.label}: invalid email address: ${value}`, [field.name]);
  }
}

/** A value that differs only in case is accepted: `utf-8` was, in a recorded session. */
function checkPicklist(field: FieldDefinition, value: string): void {
  if (field.picklistValues.some((entry) => entry.value.toLowerCase() === value.toLowerCase())) return;
  throw new ApiError(
    400,
    "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
    `${field.label}: bad value for restricted picklist field: ${value}`,
    [field.name],
  );
}

function checkReference(org: Org, field: FieldDefinition, value: string): void {
  const id = normalizedId(value);
  if (id === undefined) {
    const message = /^[0-9A-Za-z]{18}$/.test(value)
      ? `malformed id ${value}`
      : `${field.label}: id value of incorrect type: ${value}`;
    throw new ApiError(400, "MALFORMED_ID", message, [field.name]);
  }
  const targets = field.referenceTo.map(findObject).filter((object) => object !== undefined);
  if (targets.length === 0) throw notSpoken(`${field.name}: there is no ${field.referenceTo.join(", ")}`);
  const target = targets.find(({ keyPrefix }) => id.startsWith(keyPrefix));
  if (target === undefined) {
    throw new ApiError(400, "FIELD_INTEGRITY_EXCEPTION", `${field.label}: id value of incorrect type: ${value}`, [
      field.name,
    ]);
  }
  if (org.records.get(target.name, id) === undefined) {
    throw new ApiError(400, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", []);
  }
}

function storedReference(field: FieldDefinition, value: FieldValue): FieldValue {
  return field.type === "reference" && typeof value === "string" ? (normalizedId(value) ?? shortId(value)) : value;
}

/** Loose on purpose: an org checks the form of an address, not whether it works. */
export function isEmailAddress(text: string): boolean {
  return /^[^\s@<>()[\],;:\\"]+@[^\s@<>()[\],;:\\".]+(\.[^\s@<>()[\],;:\\".]+)+$/.test(text);
}
