/** Cuts the text of a query into tokens. Pure. */
import type { ApiError } from "../contracts.ts";
import { malformed } from "./queryError.ts";

export interface Token {
  /** `name`: a word, a path with dots, or a date literal with its number; `end`: behind the last one. */
  kind: "name" | "string" | "number" | "date" | "datetime" | "symbol" | "end";
  text: string;
  /** Place of the first character in the query. */
  at: number;
}

const word = "[A-Za-z_][A-Za-z0-9_]*";
const patterns: readonly { kind: Token["kind"]; pattern: RegExp }[] = [
  { kind: "name", pattern: new RegExp(`${word}(?:\\.${word})*(?::\\d+)?`, "y") },
  { kind: "datetime", pattern: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)/iy },
  { kind: "date", pattern: /\d{4}-\d\d-\d\d/y },
  { kind: "number", pattern: /[+-]?(?:\d+(?:\.\d*)?|\.\d+)/y },
  { kind: "string", pattern: /'(?:[^'\\]|\\.)*'/sy },
  { kind: "symbol", pattern: /<=|>=|!=|<>|[(),=<>:?*]/y },
];

/**
 * All tokens of the text, with `end` as the last.
 *
 * @throws ApiError 400 MALFORMED_QUERY for a character that no token begins with
 */
export function tokensOf(query: string): Token[] {
  const tokens: Token[] = [];
  let at = skipBlanks(query, 0);
  while (at < query.length) {
    const token = tokenAt(query, at);
    tokens.push(token);
    at = skipBlanks(query, at + token.text.length);
  }
  tokens.push({ kind: "end", text: "", at: query.length });
  return tokens;
}

function tokenAt(query: string, at: number): Token {
  for (const { kind, pattern } of patterns) {
    pattern.lastIndex = at;
    const text = pattern.exec(query)?.[0];
    if (text !== undefined) return { kind, text, at };
  }
  if (query[at] === "'") throw lexical(query, query.length, "mismatched character '<EOF>' expecting '''");
  throw lexical(query, at, `no viable alternative at character '${String.fromCodePoint(query.codePointAt(at) ?? 0)}'`);
}

function skipBlanks(query: string, from: number): number {
  const blanks = /\s*/y;
  blanks.lastIndex = from;
  return from + (blanks.exec(query)?.[0].length ?? 0);
}

function lexical(query: string, at: number, message: string): ApiError {
  const before = query.slice(0, at);
  const line = before.split("\n").length;
  return malformed(`line ${line}:${at - (before.lastIndexOf("\n") + 1)} ${message}`);
}
