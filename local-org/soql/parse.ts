import { parseQuery, type Query, type Subquery, type WhereClause } from "@jetstreamapp/soql-parser-js";
import { notSpoken } from "../http/errors.ts";
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
  // The parser loses conditions in some deep nestings of NOT; a wrong result would be worse than none.
  if (logicWordsOf(parsed) !== logicWordsIn(query)) throw notSpoken("this nesting of NOT in SOQL");
  return { ...parsed, sObject: parsed.sObject };
}

/** How many AND, OR and NOT (but NOT IN) the text has outside of its strings. */
function logicWordsIn(query: string): number {
  const bare = query.replace(/'(?:[^'\\]|\\.)*'/g, "''");
  return [...bare.matchAll(/\b(?:AND|OR|NOT(?!\s+IN\b))\b/gi)].length;
}

/** How many of them the parser found, subqueries included. */
function logicWordsOf(query: Query | Subquery): number {
  let count = 0;
  for (const field of query.fields ?? []) if (field.type === "FieldSubquery") count += logicWordsOf(field.subquery);
  for (const clause of [query.where, query.having as WhereClause | undefined]) {
    let rest = clause;
    while (rest !== undefined) {
      if ("operator" in rest) count += 1;
      if (rest.left !== null && "valueQuery" in rest.left) count += logicWordsOf(rest.left.valueQuery);
      rest = "right" in rest ? rest.right : undefined;
    }
  }
  return count;
}
