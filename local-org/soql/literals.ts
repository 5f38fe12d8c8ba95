/** Values of a condition, checked against the type of the field that they are compared with. Pure. */
import { ApiError } from "../contracts.ts";
import { notSpoken } from "../http/errors.ts";
import { normalizedId } from "../identifiers.ts";
import type { FieldDefinition } from "../schema/definitions.ts";
import { apiDateTime } from "../store/recordStore.ts";
import { queryError } from "./queryError.ts";

export type SqlLiteral = string | number | null;

const QUOTED_TYPES = new Set(["string", "textarea", "email", "phone", "url", "picklist", "id", "reference"]);

/**
 * The value as the table holds it.
 *
 * @param text as it stands in the query, strings with their quotes
 * @param literalType the parser's word for its kind
 */
export function literalValue(query: string, field: FieldDefinition, text: string, literalType: string): SqlLiteral {
  if (literalType === "NULL") return null;
  if (literalType === "DATE_LITERAL" || literalType === "DATE_N_LITERAL")
    throw notSpoken(`the date literal ${text} in SOQL`);
  if (QUOTED_TYPES.has(field.type)) {
    if (literalType !== "STRING") throw wrongKind(query, field, "string", "should be");
    return field.type === "id" || field.type === "reference" ? idLiteral(unquoted(text)) : emptyAsNull(unquoted(text));
  }
  if (field.type === "boolean") {
    if (literalType !== "BOOLEAN") throw wrongKind(query, field, "boolean", "should not be");
    return text.toUpperCase() === "TRUE" ? 1 : 0;
  }
  if (field.type === "datetime") {
    if (literalType !== "DATETIME") throw wrongKind(query, field, "dateTime", "should not be");
    return apiDateTime(new Date(text));
  }
  if (literalType !== "INTEGER" && literalType !== "DECIMAL")
    throw wrongKind(query, field, field.type, "should not be");
  return Number(text);
}

/** The text of a quoted literal. */
function unquoted(literal: string): string {
  return literal.slice(1, -1).replace(/\\(.)/g, (_whole, character: string) => ESCAPES[character] ?? character);
}

/**
 * The pattern of LIKE for SQLite with `\` as its escape character: `\_` and `\%` of SOQL stay literal.
 */
export function likePattern(literal: string): string {
  return literal.slice(1, -1).replace(/\\(.)|(\\)/g, (_whole, character: string) => {
    if (character === "_" || character === "%") return `\\${character}`;
    if (character === "\\") return "\\\\";
    return ESCAPES[character] ?? character;
  });
}

const ESCAPES: { [character: string]: string } = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

function emptyAsNull(text: string): string | null {
  return text === "" ? null : text;
}

/** Ids match in their 15- and their 18-character form. */
function idLiteral(text: string): string | null {
  if (text === "") return null;
  const id = normalizedId(text);
  if (id === undefined) throw new ApiError(400, "INVALID_QUERY_FILTER_OPERATOR", `invalid ID field: ${text}`);
  return id;
}

function wrongKind(query: string, field: FieldDefinition, type: string, quotes: string): ApiError {
  return queryError(
    "INVALID_FIELD",
    query,
    field.name,
    `value of filter criterion for field '${field.name}' must be of type ${type} and ${quotes} enclosed in quotes`,
  );
}
