/** Fields and functions of a query as expressions of the SQL text. */
import { ApiError } from "../contracts.ts";
import { notSpoken } from "../http/errors.ts";
import { isLongTextArea } from "../schema/defineObject.ts";
import type { FieldType } from "../schema/definitions.ts";
import { aggregates, dateFunctions, type ValueType } from "./functions.ts";
import { malformed, queryError, unexpectedToken } from "./queryError.ts";
import type { Column, QueryRun, Scope } from "./scope.ts";
import type { FunctionCall, Operand } from "./syntax.ts";

export interface Expression {
  sql: string;
  type: ValueType;
  /** Name of the field, or the function with its field. */
  name: string;
  /** The field that it is, or that a function is applied to. */
  column: Column;
  /** Whether it is a column of a table as such, which has the collation of SOQL already. */
  isPlain: boolean;
  at: number;
}

const textTypes = new Set<ValueType>(["string", "textarea", "email", "phone", "url", "picklist"]);

export function isText(type: ValueType): boolean {
  return textTypes.has(type);
}

/** The value in a form whose binary order is the order of SOQL. */
export function comparable({ sql, type }: Pick<Expression, "sql" | "type">): string {
  return isText(type) ? `soql_fold(${sql})` : sql;
}

export function isAggregate(operand: Operand): operand is FunctionCall {
  return operand.kind === "call" && Object.hasOwn(aggregates, operand.name);
}

/** A field, or a function of one record. */
export function expressionOf(run: QueryRun, scope: Scope, operand: Operand): Expression {
  if (operand.kind === "call") return functionOf(run, scope, operand);
  const column = scope.column(operand);
  const isPlain = /^\w+\.\w+$/.test(column.sql);
  return { sql: column.sql, type: column.field.type, name: column.field.name, column, isPlain, at: operand.at };
}

function functionOf(run: QueryRun, scope: Scope, call: FunctionCall): Expression {
  const { name, at } = call;
  if (name === "TOLABEL") return labelOf(run, scope, call);
  if (name === "FORMAT") throw notSpoken("FORMAT() in SOQL");
  const called = Object.hasOwn(dateFunctions, name) ? dateFunctions[name] : undefined;
  if (called === undefined) throw unexpectedToken(run.text, at + name.length, "(");
  const [parameter, ...others] = call.arguments;
  if (parameter === undefined || others.length > 0) throw unexpectedToken(run.text, at + call.text.length - 1, ")");
  const inner = dateTimeOf(run, scope, name, parameter);
  return {
    sql: `(${called.sql(inner.sql)})`,
    type: called.type,
    name: `${name}(${inner.name})`,
    column: inner.column,
    isPlain: false,
    at,
  };
}

/** A date-time field, in UTC or, in `convertTimezone()`, in the caller's time zone. */
function dateTimeOf(run: QueryRun, scope: Scope, name: string, parameter: Operand): Expression {
  const isConverted = parameter.kind === "call" && parameter.name === "CONVERTTIMEZONE";
  const [operand, ...others] = isConverted ? parameter.arguments : [parameter];
  if (operand?.kind !== "path" || others.length > 0) throw unexpectedToken(run.text, parameter.at, "(");
  const inner = expressionOf(run, scope, operand);
  if (inner.type !== "datetime") {
    throw queryError("INVALID_FIELD", run.text, operand.at, `field '${inner.name}' does not support function ${name}`);
  }
  if (!isConverted) return inner;
  const zone = run.userTime().timeZone.replaceAll("'", "''");
  return { ...inner, sql: `soql_local(${inner.sql}, '${zone}')`, name: `convertTimezone(${inner.name})` };
}

/** `toLabel(…)`: a picklist value in the language of the user; the org speaks one. */
function labelOf(run: QueryRun, scope: Scope, call: FunctionCall): Expression {
  const [parameter, ...others] = call.arguments;
  if (parameter?.kind !== "path" || others.length > 0) {
    throw unexpectedToken(run.text, call.at + call.name.length, "(");
  }
  const inner = expressionOf(run, scope, parameter);
  if (inner.type !== "picklist") {
    throw queryError("INVALID_FIELD", run.text, parameter.at, `field '${inner.name}' does not support toLabel()`);
  }
  const renamed = inner.column.field.picklistValues.filter(({ value, label }) => value !== label);
  if (renamed.length === 0) return inner;
  const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;
  const cases = renamed.map(({ value, label }) => `WHEN ${text(value)} THEN ${text(label)}`).join(" ");
  return { ...inner, sql: `(CASE ${inner.sql} ${cases} ELSE ${inner.sql} END)`, isPlain: false };
}

/** An aggregate function over the rows of a group. */
export function aggregateOf(run: QueryRun, scope: Scope, call: FunctionCall): Omit<Expression, "column"> {
  const { name, at } = call;
  const [parameter, ...others] = call.arguments;
  if (others.length > 0) throw unexpectedToken(run.text, call.arguments[1]?.at ?? at, ",");
  if (parameter === undefined) {
    if (name !== "COUNT") throw unexpectedToken(run.text, at + call.text.length - 1, ")");
    return { sql: "COUNT(*)", type: "int", name, isPlain: false, at };
  }
  if (parameter.kind === "call") throw unexpectedToken(run.text, parameter.at + parameter.name.length, "(");
  const inner = expressionOf(run, scope, parameter);
  const { sql, type, column } = inner;
  const called = aggregates[name];
  if (!called?.takes(type) || isLongTextArea(type as FieldType, column.field.length)) {
    throw malformed(`field ${inner.name} does not support aggregate operator ${name}`);
  }
  return {
    sql: called.sql(sql, comparable(inner)),
    type: called.type ?? type,
    name: `${name}(${inner.name})`,
    isPlain: false,
    at,
  };
}

/**
 * Demands that a field may be used for filtering, sorting or grouping.
 *
 * @param use `filtered`, `sorted`, `grouped`
 */
export function requireUse(run: QueryRun, expression: Expression, use: "filtered" | "sorted" | "grouped"): void {
  const { at, name, isPlain } = expression;
  const { field } = expression.column;
  const isUsable = {
    filtered: field.filterable,
    sorted: field.sortable,
    // A function of a date-time groups by days, months and so on.
    grouped: field.groupable || (field.type === "datetime" && !isPlain),
  };
  if (isUsable[use]) return;
  throw queryError(
    use === "filtered" ? "INVALID_FIELD" : "MALFORMED_QUERY",
    run.text,
    at,
    `field '${name}' can not be ${use} in a query call`,
  );
}

export function filterOperator(message: string): ApiError {
  return new ApiError(400, "INVALID_QUERY_FILTER_OPERATOR", message);
}
