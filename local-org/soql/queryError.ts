import { ApiError } from "../contracts.ts";

const ADVICE = "Please reference your WSDL or the describe call for the appropriate names.";
const ECHO_BEFORE = 32;

/**
 * An error with the part of the query around its place, a caret under it, and row and column, as an org tells it.
 *
 * @param token the text at fault; its last occurrence as a whole word is taken as the place
 */
export function queryError(errorCode: string, query: string, token: string, message: string): ApiError {
  const place = placeOf(query, token);
  const before = query.slice(0, place);
  const row = before.split("\n").length;
  const column = place - (before.lastIndexOf("\n") + 1);
  const lineStart = place - column;
  const start = Math.max(lineStart, place - ECHO_BEFORE);
  const lineEnd = query.indexOf("\n", place);
  const echo = query.slice(start, lineEnd === -1 ? undefined : lineEnd);
  const caret = `${" ".repeat(place - start)}^`;
  return new ApiError(400, errorCode, `\n${echo}\n${caret}\nERROR at Row:${row}:Column:${column + 1}\n${message}`);
}

function placeOf(query: string, token: string): number {
  if (token === "") return query.length;
  const escaped = token.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const match = new RegExp(`(?<![\\w.])${escaped}(?![\\w])`, "i").exec(query);
  return match?.index ?? Math.max(0, query.toLowerCase().indexOf(token.toLowerCase()));
}

export function unknownField(query: string, path: string, name: string, entity: string): ApiError {
  return queryError(
    "INVALID_FIELD",
    query,
    path,
    `No such column '${name}' on entity '${entity}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. ${ADVICE}`,
  );
}

export function unknownRelationship(query: string, path: string, name: string): ApiError {
  return queryError(
    "INVALID_FIELD",
    query,
    path,
    `Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${ADVICE}`,
  );
}

export function unknownEntity(query: string, name: string): ApiError {
  return queryError(
    "INVALID_TYPE",
    query,
    name,
    `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. ${ADVICE}`,
  );
}

export function unexpectedToken(query: string, token: string): ApiError {
  return queryError("MALFORMED_QUERY", query, token, `unexpected token: ${token === "" ? "<EOF>" : `'${token}'`}`);
}

/** Malformed in a way that has no one place. */
export function malformed(message: string): ApiError {
  return new ApiError(400, "MALFORMED_QUERY", message);
}
