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
  if (nestsTooDeep(text)) throw parserError(`JSON is nested deeper than ${mostLevels} levels`);
  try {
    return JSON.parse(text);
  } catch (error) {
    const character = /^Unexpected token '?(.)/.exec((error as Error).message)?.[1];
    if (character === undefined) throw parserError("Unexpected end-of-input");
    throw parserError(`Unexpected character ('${character}' (code ${character.charCodeAt(0)}))`);
  }
}

/** Levels of arrays and objects: a composite with references needs six. */
const mostLevels = 100;

/** What works through the value later calls itself for each level. Reads each character once, whatever the text. */
function nestsTooDeep(text: string): boolean {
  let level = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (isInString) {
      if (character === "\\") index += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === "[" || character === "{") level += 1;
    else if (character === "]" || character === "}") level -= 1;
    if (level > mostLevels) return true;
  }
  return false;
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
