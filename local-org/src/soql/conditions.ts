/** The WHERE and HAVING clauses as SQL. SOQL knows no third truth value: a comparison with nothing is false, its negation true. */
import type { FieldDefinition } from "../schema/definitions.ts";
import { apiDateTime } from "../times.ts";
import { daysOf, dayText, startOfDay } from "./dateLiterals.ts";
import { comparable, type Expression, expressionOf, filterOperator, isText, requireUse } from "./expressions.ts";
import { literalValue, type SqlLiteral } from "./literals.ts";

import { malformed, tooComplicated } from "./queryError.ts";
import { createScope, type QueryRun, type Scope } from "./scope.ts";
import { checkSemiJoins, hasSemiJoin, selectedOperand } from "./semiJoins.ts";
import type { ComparisonOperator, Condition, Literal, Operand } from "./syntax.ts";
import { folded, isAscii, likePattern } from "./text.ts";

/** A piece of SQL with the values of its question marks. */
export interface Sql {
  text: string;
  values: SqlLiteral[];
}

/** What a condition is compared over: the expression of an operand in a WHERE clause is another than in a HAVING clause. */
type Operands = (operand: Operand) => Omit<Expression, "column">;

type SemiJoin = Condition & { kind: "semiJoin" };
type SemiJoins = (condition: SemiJoin) => Sql;

const always: Sql = { text: "1", values: [] };
/** What SQLite takes as values of one statement, with room for others. */
const mostValues = 30_000;

/** The condition of a WHERE clause; true for a query without one. */
export function whereCondition(run: QueryRun, scope: Scope, where: Condition | undefined): Sql {
  if (where === undefined) return always;
  checkSemiJoins(where);
  const operands: Operands = (operand) => {
    const expression = expressionOf(run, scope, operand);
    requireUse(run, expression, "filtered");
    return expression;
  };
  return bounded(conditionSql(run, where, operands, (condition) => semiJoin(run, scope, condition)));
}

/** The condition of a HAVING clause, which speaks of groups and aggregates. */
export function havingCondition(run: QueryRun, having: Condition, operands: Operands): Sql {
  return bounded(
    conditionSql(run, having, operands, () => {
      throw malformed("Semi-joins are only supported in WHERE clauses");
    }),
  );
}

function bounded(sql: Sql): Sql {
  if (sql.values.length > mostValues) throw tooComplicated();
  return sql;
}

function conditionSql(run: QueryRun, condition: Condition, operands: Operands, semiJoins: SemiJoins): Sql {
  switch (condition.kind) {
    case "and":
    case "or":
      return chain(
        condition.kind.toUpperCase(),
        condition.parts.map((part) => conditionSql(run, part, operands, semiJoins)),
      );
    case "not":
      return negatedIf(true, conditionSql(run, condition.part, operands, semiJoins));
    case "compare":
      return comparison(run, operands(condition.operand), condition.operator, condition.value);
    case "in":
      return membership(run, operands(condition.operand), condition.values, condition.negated);
    case "includes":
      // There are no multi-select picklists in the local org.
      throw filterOperator(`invalid operator on ${operands(condition.operand).type} field`);
    case "semiJoin":
      return semiJoins(condition);
  }
}

/** As a balanced tree: SQLite bounds the depth of an expression, and reads a plain chain as a deep one. */
function chain(operator: string, parts: readonly Sql[]): Sql {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const middle = Math.ceil(parts.length / 2);
  const left = chain(operator, parts.slice(0, middle));
  const right = chain(operator, parts.slice(middle));
  return { text: `(${left.text} ${operator} ${right.text})`, values: left.values.concat(right.values) };
}

function negatedIf(negated: boolean, { text, values }: Sql): Sql {
  return negated ? { text: `(NOT ${text})`, values } : { text, values };
}

function comparison(
  run: QueryRun,
  expression: Omit<Expression, "column">,
  operator: ComparisonOperator,
  literal: Literal,
): Sql {
  if (operator === "LIKE") return like(run, expression, literal);
  const isOrder = operator !== "=" && operator !== "!=";
  const { type } = expression;
  if (isOrder && (type === "id" || type === "reference" || type === "boolean")) {
    throw filterOperator(`invalid operator on ${type === "boolean" ? "boolean" : "id"} field`);
  }
  if (literal.kind === "dateLiteral" && (type === "datetime" || type === "date")) {
    return inRange(run, expression, operator, literal);
  }
  const value = literalValue(run.text, expression, literal);
  if (!isOrder) return negatedIf(operator === "!=", equality(expression, value));
  const bound = typeof value === "string" && isText(type) ? folded(value) : value;
  return { text: `COALESCE(${comparable(expression)} ${operator} ?, 0)`, values: [bound] };
}

function equality(expression: Omit<Expression, "column">, value: SqlLiteral): Sql {
  if (typeof value !== "string" || !needsFolding(expression, value)) {
    return { text: `(${expression.sql} IS ?)`, values: [value] };
  }
  return { text: `(${comparable(expression)} IS ?)`, values: [folded(value)] };
}

/** The collation of a plain column does for ASCII what folding does for all text. */
function needsFolding({ type, isPlain }: Omit<Expression, "column">, value: string): boolean {
  return isText(type) && !(isPlain && isAscii(value));
}

function like(run: QueryRun, expression: Omit<Expression, "column">, literal: Literal): Sql {
  const { type } = expression;
  if (!isText(type)) {
    throw filterOperator(`invalid operator on ${type === "id" || type === "reference" ? "id" : type} field`);
  }
  // Checks that it is a string, and not too long a one.
  const value = literalValue(run.text, expression, literal);
  if (literal.kind === "null" || value === null) return { text: "0", values: [] };
  const pattern = likePattern(literal.text);
  return { text: `COALESCE(soql_fold(${expression.sql}) LIKE ? ESCAPE '\\', 0)`, values: [folded(pattern)] };
}

/** A comparison with a range of days: with its beginning, its end, or all of it. */
function inRange(
  run: QueryRun,
  { sql, type }: Omit<Expression, "column">,
  operator: ComparisonOperator,
  literal: Literal,
): Sql {
  const user = run.userTime();
  const days = daysOf(literal.text, user);
  const text = (day: number): string => (type === "date" ? dayText(day) : apiDateTime(startOfDay(day, user.timeZone)));
  const [start, end] = [text(days.start), text(days.end)];
  switch (operator) {
    case "<":
      return { text: `COALESCE(${sql} < ?, 0)`, values: [start] };
    case "<=":
      return { text: `COALESCE(${sql} < ?, 0)`, values: [end] };
    case ">":
      return { text: `COALESCE(${sql} >= ?, 0)`, values: [end] };
    case ">=":
      return { text: `COALESCE(${sql} >= ?, 0)`, values: [start] };
    default: {
      const range = { text: `COALESCE(${sql} >= ? AND ${sql} < ?, 0)`, values: [start, end] };
      return negatedIf(operator === "!=", range);
    }
  }
}

function membership(
  run: QueryRun,
  expression: Omit<Expression, "column">,
  literals: readonly Literal[],
  negated: boolean,
): Sql {
  const { type, sql } = expression;
  const isDate = type === "datetime" || type === "date";
  const ranges = literals
    .filter(({ kind }) => isDate && kind === "dateLiteral")
    .map((literal) => inRange(run, expression, "=", literal));
  const values = literals
    .filter(({ kind }) => !isDate || kind !== "dateLiteral")
    .map((literal) => literalValue(run.text, expression, literal));
  const plain = values.filter(
    (value) => value === null || !(typeof value === "string") || !needsFolding(expression, value),
  );
  const folding = values.filter((value) => typeof value === "string" && needsFolding(expression, value));
  const parts = [
    listed(
      sql,
      plain.filter((value) => value !== null),
    ),
    listed(
      comparable(expression),
      folding.map((value) => folded(String(value))),
    ),
    ...(plain.includes(null) ? [{ text: `(${sql} IS NULL)`, values: [] }] : []),
    ...ranges,
  ].filter((part) => part !== undefined);
  return negatedIf(negated, chain("OR", parts));
}

function listed(sql: string, all: readonly SqlLiteral[]): Sql | undefined {
  const values = [...new Set(all)];
  if (values.length === 0) return undefined;
  return { text: `COALESCE(${sql} IN (${values.map(() => "?").join(", ")}), 0)`, values };
}

function semiJoin(run: QueryRun, scope: Scope, { operand, negated, query }: SemiJoin): Sql {
  const { sql } = idExpression(run, scope, operand);
  const selected = selectedOperand(query);
  if (query.where !== undefined && hasSemiJoin(query.where)) {
    throw malformed("Nesting of semi join sub-selects is not supported");
  }
  const inner = createScope(run, query.from);
  if (inner.object === scope.object) {
    throw malformed("The inner and outer selects should not be on the same object type");
  }
  const target = idExpression(run, inner, selected);
  const { text, values } = whereCondition(run, inner, query.where);
  const select = `SELECT ${target.sql} FROM ${inner.from()} WHERE ${inner.live()} AND ${text}`;
  // A NULL among the selected makes IN unknown where it is not true, and unknown is false.
  return negatedIf(negated, { text: `COALESCE(${sql} IN (${select}), 0)`, values });
}

/** An id or lookup of the sObject itself, not of a parent. */
function idExpression(run: QueryRun, scope: Scope, operand: Operand): Expression {
  const expression = expressionOf(run, scope, operand);
  if (!isId(expression.column.field) || expression.column.parents.length > 0) {
    throw malformed(`Semi join sub-selects can only query id fields, cannot use: '${operand.text}'`);
  }
  return expression;
}

function isId({ type }: FieldDefinition): boolean {
  return type === "id" || type === "reference";
}
