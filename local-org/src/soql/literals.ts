/** Values of a condition, checked against the type of what they are compared with. Pure. */
import type { ApiError } from "../contracts.ts";
import { normalizedId } from "../identifiers.ts";
import type { ValueType } from "./functions.ts";
import { malformed, queryError } from "./queryError.ts";
import type { Literal } from "./syntax.ts";
import { unquoted } from "./text.ts";

export type SqlLiteral = string | number | null;

const quotedTypes = new Set<ValueType>(["string", "textarea", "email", "phone", "url", "picklist", "id", "reference"]);
/** Source: SOQL and SOSL Reference, limits: a string of a WHERE clause has up to 4,000 characters. */
const longestString = 4000;
/** Source: SOAP API Developer Guide, Primitive Data Types: dates from 1700 to 4000. */
const years = { first: 1700, last: 4000 };

/** What a value is compared with, for errors: its name, and its place in the query. */
export interface Compared {
  name: string;
  at: number;
  type: ValueType;
}

/**
 * The value as the table holds it; not for date literals, which are ranges.
 *
 * @throws ApiError for a literal of another kind than the type
 */
export function literalValue(query: string, { name, at, type }: Compared, literal: Literal): SqlLiteral {
  const { kind, text } = literal;
  if (text.length > longestString + 2) {
    throw malformed(`The string of a filter criterion for field '${name}' is too long. The maximum length is 4,000.`);
  }
  if (kind === "null") return null;
  if (quotedTypes.has(type)) {
    if (kind !== "string") throw wrongKind(query, name, literal, "string", "should be");
    const plain = unquoted(text);
    return type === "id" || type === "reference" ? idLiteral(query, at, plain) : plain === "" ? null : plain;
  }
  if (type === "boolean") {
    if (kind !== "boolean") throw wrongKind(query, name, literal, "boolean", "should not be");
    return text.toUpperCase() === "TRUE" ? 1 : 0;
  }
  if (type === "datetime") {
    if (kind !== "datetime") throw wrongKind(query, name, literal, "dateTime", "should not be");
    const time = validDate(query, literal, text.replace(/([+-]\d\d)(\d\d)$/, "$1:$2").toUpperCase());
    return time.toISOString().replace("Z", "+0000");
  }
  if (type === "date") {
    if (kind !== "date") throw wrongKind(query, name, literal, "date", "should not be");
    validDate(query, literal, text);
    return text;
  }
  if (kind !== "integer" && kind !== "decimal") throw wrongKind(query, name, literal, type, "should not be");
  return Number(text);
}

function validDate(query: string, { text, at }: Literal, readable: string): Date {
  const date = new Date(readable);
  const [year, month, day] = readable.slice(0, 10).split("-").map(Number);
  const isInCalendar = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day)).getUTCDate() === day;
  const isInRange = Number(year) >= years.first && Number(year) <= years.last;
  if (Number.isNaN(date.getTime()) || !isInCalendar || !isInRange) {
    throw queryError("MALFORMED_QUERY", query, at, `Invalid date: ${text}`);
  }
  return date;
}

/** Ids match in their 15- and their 18-character form. */
function idLiteral(query: string, at: number, text: string): string | null {
  if (text === "") return null;
  const id = normalizedId(text);
  if (id === undefined) throw queryError("INVALID_QUERY_FILTER_OPERATOR", query, at, `invalid ID field: ${text}`);
  return id;
}

function wrongKind(query: string, name: string, { at }: Literal, type: string, quotes: string): ApiError {
  return queryError(
    "INVALID_FIELD",
    query,
    at,
    `value of filter criterion for field '${name}' must be of type ${type} and ${quotes} enclosed in quotes`,
  );
}
