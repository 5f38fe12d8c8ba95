/** The WHERE clause as SQL. SOQL knows no third truth value: a comparison with nothing is false, its negation true. */
import type { Query, WhereClause } from "@jetstreamapp/soql-parser-js";
import { ApiError } from "../contracts.ts";
import { notSpoken } from "../http/errors.ts";
import type { FieldDefinition } from "../schema/definitions.ts";
import { likePattern, literalValue, type SqlLiteral } from "./literals.ts";
import { malformed, queryError, unexpectedToken } from "./queryError.ts";
import { createScope, type QueryRun, type Scope } from "./scope.ts";

/** A piece of SQL with the values of its question marks. */
export interface Sql {
  text: string;
  values: SqlLiteral[];
}

type Token = "(" | ")" | "AND" | "OR" | "NOT" | Sql;

/** The condition of a WHERE clause; true for a query without one. */
export function whereCondition(run: QueryRun, scope: Scope, where: WhereClause | undefined): Sql {
  if (where === undefined) return { text: "1", values: [] };
  const tokens = tokensOf(run, scope, where);
  const condition = readExpression(run, tokens);
  if (tokens.length > 0) throw unexpectedToken(run.text, ")");
  return condition;
}

/** The parser gives a chain of conditions with counts of parentheses; they become a flat list again. */
function tokensOf(run: QueryRun, scope: Scope, clause: WhereClause): Token[] {
  const tokens: Token[] = [];
  let rest: WhereClause | undefined = clause;
  while (rest !== undefined) {
    const { left } = rest;
    const parentheses = left as { openParen?: number; closeParen?: number } | null;
    tokens.push(...repeated("(", parentheses?.openParen));
    if (left !== null && "operator" in left) tokens.push(comparison(run, scope, left));
    tokens.push(...repeated(")", parentheses?.closeParen));
    if ("operator" in rest) tokens.push(rest.operator);
    rest = "right" in rest ? rest.right : undefined;
  }
  return tokens;
}

function repeated(token: "(" | ")", count: number | undefined): Token[] {
  return Array.from({ length: count ?? 0 }, () => token);
}

/** One level of parentheses: either all AND or all OR, since SOQL refuses a mixture. */
function readExpression(run: QueryRun, tokens: Token[]): Sql {
  const parts = [readTerm(run, tokens)];
  let operator: "AND" | "OR" | undefined;
  while (tokens[0] === "AND" || tokens[0] === "OR") {
    const next = tokens.shift() as "AND" | "OR";
    if (operator !== undefined && next !== operator) throw unexpectedToken(run.text, next);
    operator = next;
    parts.push(readTerm(run, tokens));
  }
  if (parts.length === 1) return parts[0] as Sql;
  return {
    text: `(${parts.map(({ text }) => text).join(` ${operator} `)})`,
    values: parts.flatMap(({ values }) => values),
  };
}

function readTerm(run: QueryRun, tokens: Token[]): Sql {
  const token = tokens.shift();
  if (token === "NOT") {
    const { text, values } = readTerm(run, tokens);
    return { text: `(NOT ${text})`, values };
  }
  if (token === "(") {
    const inner = readExpression(run, tokens);
    if (tokens.shift() !== ")") throw unexpectedToken(run.text, "");
    return inner;
  }
  if (token === undefined || typeof token === "string") throw unexpectedToken(run.text, token ?? "");
  return token;
}

interface Comparison {
  operator: string;
  field?: string;
  fn?: { rawValue?: string };
  value?: string | string[];
  valueQuery?: Query;
  literalType?: string | string[];
}

function comparison(run: QueryRun, scope: Scope, condition: object): Sql {
  const { operator, field: path, fn, value, valueQuery, literalType } = condition as Comparison;
  if (path === undefined) throw notSpoken(`${fn?.rawValue ?? "a function"} in a WHERE clause of SOQL`);
  const { sql: column, field } = scope.column(path);
  if (field.length > 255 && field.type === "textarea") {
    throw queryError("INVALID_FIELD", run.text, path, `field '${field.name}' can not be filtered in a query call`);
  }
  if (valueQuery !== undefined) return semiJoin(run, field, column, operator, valueQuery);
  const texts = Array.isArray(value) ? value : [value ?? ""];
  const kinds = texts.map(
    (_text, index) => (Array.isArray(literalType) ? literalType[index] : literalType) ?? "STRING",
  );
  switch (operator.toUpperCase()) {
    case "IN":
    case "NOT IN": {
      const all = texts.map((text, index) => literalValue(run.text, field, text, kinds[index] ?? "STRING"));
      return membership(column, all, operator.toUpperCase() === "NOT IN");
    }
    case "LIKE":
      if (
        kinds[0] !== "STRING" ||
        field.type === "boolean" ||
        field.type === "int" ||
        field.type === "double" ||
        field.type === "datetime"
      ) {
        throw filterOperator(`invalid operator on ${field.type} field`);
      }
      if (field.type === "id" || field.type === "reference") throw filterOperator("invalid operator on id field");
      return { text: `COALESCE(${column} LIKE ? ESCAPE '\\', 0)`, values: [likePattern(texts[0] ?? "''")] };
    case "=":
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=":
      return simpleComparison(run, field, column, operator, texts[0] ?? "", kinds[0] ?? "STRING");
    default:
      throw notSpoken(`the operator ${operator} in SOQL`);
  }
}

function simpleComparison(
  run: QueryRun,
  field: FieldDefinition,
  column: string,
  operator: string,
  text: string,
  kind: string,
): Sql {
  const value = literalValue(run.text, field, text, kind);
  if (operator === "=") return { text: `(${column} IS ?)`, values: [value] };
  if (operator === "!=") return { text: `(${column} IS NOT ?)`, values: [value] };
  if (field.type === "id" || field.type === "reference" || field.type === "boolean") {
    throw filterOperator(`invalid operator on ${field.type === "boolean" ? "boolean" : "id"} field`);
  }
  return { text: `COALESCE(${column} ${operator} ?, 0)`, values: [value] };
}

function membership(column: string, all: SqlLiteral[], negated: boolean): Sql {
  const values = all.filter((value) => value !== null);
  const isListed = `COALESCE(${column} IN (${values.map(() => "?").join(", ")}), 0)`;
  const isIn = values.length < all.length ? `(${isListed} OR ${column} IS NULL)` : isListed;
  return { text: negated ? `(NOT ${isIn})` : isIn, values };
}

function semiJoin(run: QueryRun, field: FieldDefinition, column: string, operator: string, query: Query): Sql {
  if (field.type !== "id" && field.type !== "reference") {
    throw malformed(`Semi join sub-selects can only query id fields, cannot use: '${field.name}'`);
  }
  const [selected, ...others] = query.fields ?? [];
  if (
    selected === undefined ||
    others.length > 0 ||
    (selected.type !== "Field" && selected.type !== "FieldRelationship")
  ) {
    throw malformed("Semi join sub-selects must select exactly one field");
  }
  for (const clause of ["limit", "offset", "orderBy", "groupBy"] as const) {
    if (query[clause] !== undefined) throw notSpoken(`${clause} in a semi-join of SOQL`);
  }
  const inner = createScope(run, query.sObject ?? "", query.sObjectAlias);
  const path = selected.type === "Field" ? selected.field : [...selected.relationships, selected.field].join(".");
  const target = inner.column(path);
  if (target.field.type !== "id" && target.field.type !== "reference") {
    throw malformed(`Semi join sub-selects can only query id fields, cannot use: '${target.field.name}'`);
  }
  const { text, values } = whereCondition(run, inner, query.where);
  // A NULL among the selected would make NOT IN unknown for every row.
  const select = `SELECT ${target.sql} FROM ${inner.from()} WHERE ${inner.live()} AND ${text} AND ${target.sql} IS NOT NULL`;
  const isIn = `COALESCE(${column} IN (${select}), 0)`;
  return { text: operator.toUpperCase() === "NOT IN" ? `(NOT ${isIn})` : isIn, values };
}

function filterOperator(message: string): ApiError {
  return new ApiError(400, "INVALID_QUERY_FILTER_OPERATOR", message);
}
