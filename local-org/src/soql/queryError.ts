import { ApiError } from "../contracts.ts";

const advice = "Please reference your WSDL or the describe call for the appropriate names.";
/** Words of the query that are shown before the place of an error. */
const wordsBefore = 4;

/**
 * An error with the part of the query around its place, a caret under it, and row and column, as an org tells it.
 *
 * @param at place of the fault in the query
 */
export function queryError(errorCode: string, query: string, at: number, message: string): ApiError {
  const before = query.slice(0, at);
  const row = before.split("\n").length;
  const column = at - (before.lastIndexOf("\n") + 1);
  const lineStart = at - column;
  const start = lineStart + echoStart(query.slice(lineStart, at));
  const lineEnd = query.indexOf("\n", at);
  const echo = query.slice(start, lineEnd === -1 ? undefined : lineEnd);
  const caret = `${" ".repeat(at - start)}^`;
  return new ApiError(400, errorCode, `\n${echo}\n${caret}\nERROR at Row:${row}:Column:${column + 1}\n${message}`);
}

/** Where the echo begins: with the fourth word before the error, whole, or with the line. */
function echoStart(before: string): number {
  const words = [...before.matchAll(/[\w.]+/g)];
  return words.length <= wordsBefore ? 0 : (words.at(-wordsBefore)?.index ?? 0);
}

export function unknownField(query: string, at: number, name: string, entity: string): ApiError {
  return queryError(
    "INVALID_FIELD",
    query,
    at,
    `No such column '${name}' on entity '${entity}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. ${advice}`,
  );
}

export function unknownRelationship(query: string, at: number, name: string): ApiError {
  return queryError(
    "INVALID_FIELD",
    query,
    at,
    `Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${advice}`,
  );
}

export function unknownEntity(query: string, at: number, name: string): ApiError {
  return queryError(
    "INVALID_TYPE",
    query,
    at,
    `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. ${advice}`,
  );
}

/** @param token its text; empty at the end of the query */
export function unexpectedToken(query: string, at: number, token: string): ApiError {
  return queryError("MALFORMED_QUERY", query, at, `unexpected token: ${token === "" ? "<EOF>" : `'${token}'`}`);
}

/** Malformed in a way that has no one place. */
export function malformed(message: string): ApiError {
  return new ApiError(400, "MALFORMED_QUERY", message);
}

export function tooComplicated(): ApiError {
  return new ApiError(
    400,
    "QUERY_TOO_COMPLICATED",
    "Query is either selecting too many fields or the filter conditions are too complicated.",
  );
}
