import { parseQuery, type Query } from "@jetstreamapp/soql-parser-js";
import { malformed, unexpectedToken } from "./queryError.ts";

const LONGEST_QUERY = 100_000;

/**
 * The parsed query.
 *
 * @throws ApiError 400 MALFORMED_QUERY
 */
export function parseSoql(query: string): Query & { sObject: string } {
  if (query.length > LONGEST_QUERY)
    throw malformed("SOQL statement is too long. The maximum length is 100,000 characters.");
  if (query.trim() === "") throw malformed("unexpected token: <EOF>");
  let parsed: Query;
  try {
    parsed = parseQuery(query);
  } catch (error) {
    const token = /but found: '?([^']*)'?\s*$/.exec((error as Error).message)?.[1];
    throw token === undefined ? malformed("unexpected token") : unexpectedToken(query, token);
  }
  if (parsed.sObject === undefined) throw unexpectedToken(query, "");
  return { ...parsed, sObject: parsed.sObject };
}
