import { ApiError } from "../contracts.ts";

/**
 * The JSON value of a request body.
 *
 * @throws ApiError 400 JSON_PARSER_ERROR
 */
export function parseJsonBody(text: string): unknown {
  if (text.trim() === "") {
    throw parserError("The HTTP entity body is required, but this request has no entity body.");
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    const character = /^Unexpected token '?(.)/.exec((error as Error).message)?.[1];
    if (character === undefined) throw parserError("Unexpected end-of-input");
    throw parserError(`Unexpected character ('${character}' (code ${character.charCodeAt(0)}))`);
  }
}

/** The body as an object with named fields. */
export function objectBody(body: unknown): { [name: string]: unknown } {
  if (typeof body === "object" && body !== null && !Array.isArray(body)) return body as { [name: string]: unknown };
  throw parserError(
    "Cannot deserialize instance of sobject from START_ARRAY value [ or request may be missing a required field at [line:1, column:1]",
  );
}

function parserError(message: string): ApiError {
  return new ApiError(400, "JSON_PARSER_ERROR", message);
}
