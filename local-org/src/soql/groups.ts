/** The SELECT, HAVING and ORDER BY clauses of a query with aggregates or groups. */
import { notSpoken } from "../http/errors.ts";
import { fromSql } from "../store/recordStore.ts";
import { aggregateOf, comparable, type Expression, expressionOf, isAggregate, requireUse } from "./expressions.ts";

import { malformed, tooComplicated } from "./queryError.ts";
import type { QueryRun, Scope } from "./scope.ts";
import type { Selection } from "./selection.ts";
import type { Operand, SoqlQuery } from "./syntax.ts";

export interface Grouping {
  selection: Selection;
  /** Expressions of the GROUP BY clause. */
  groups: string[];
  /**
   * What an operand of HAVING or ORDER BY means here.
   *
   * @throws ApiError 400 MALFORMED_QUERY for a field that is neither grouped nor aggregated
   */
  operand(operand: Operand, role: "Field" | "Ordered field"): Omit<Expression, "column">;
}

const mostColumns = 1900;

export function isGrouped({ select, groupBy }: SoqlQuery): boolean {
  return groupBy.operands.length > 0 || select.some((item) => item.kind === "field" && isAggregate(item.operand));
}

export function groupingOf(run: QueryRun, scope: Scope, query: SoqlQuery): Grouping {
  const { select, groupBy, limit } = query;
  if (groupBy.totals !== undefined) throw notSpoken(`GROUP BY ${groupBy.totals} in SOQL`);
  if (groupBy.operands.length === 0 && limit !== undefined) {
    throw malformed("Non-grouped query that uses overall aggregate functions cannot also use LIMIT");
  }
  const groups = new Set<string>();
  for (const operand of groupBy.operands) {
    const expression = expressionOf(run, scope, operand);
    requireUse(run, expression, "grouped");
    groups.add(comparable(expression));
  }
  const grouped: Grouping["operand"] = (operand, role) => {
    if (isAggregate(operand)) return aggregateOf(run, scope, operand);
    const expression = expressionOf(run, scope, operand);
    if (!groups.has(comparable(expression)))
      throw malformed(`${role} must be grouped or aggregated: ${expression.name}`);
    return expression;
  };
  return { selection: selectionOf(select, grouped), groups: [...groups], operand: grouped };
}

function selectionOf(select: SoqlQuery["select"], grouped: Grouping["operand"]): Selection {
  if (select.length > mostColumns) throw tooComplicated();
  let unnamed = 0;
  const outputs = select.map((item) => {
    if (item.kind !== "field") throw malformed("Grouped query cannot have child relationships in the SELECT list");
    const { operand, alias } = item;
    const { sql, type, name } = grouped(operand, "Field");
    return { sql, type, alias: alias ?? (operand.kind === "path" ? name : `expr${unnamed++}`) };
  });
  const seen = new Set<string>();
  for (const { alias } of outputs) {
    if (seen.has(alias.toLowerCase())) throw malformed(`duplicate alias: ${alias}`);
    seen.add(alias.toLowerCase());
  }
  return {
    columns: outputs.map(({ sql }, index) => `${sql} AS c${index}`),
    hasLongText: false,
    record(row) {
      const values = outputs.map(({ alias, type }, index) => [alias, fromSql(type, row[`c${index}`])]);
      return { attributes: { type: "AggregateResult" }, ...Object.fromEntries(values) };
    },
  };
}
