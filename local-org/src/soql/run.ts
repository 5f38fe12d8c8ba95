/** Runs a SOQL query: parsed, compiled to SQL over the tables of the sObjects, its rows as records. */

import { seesRelationship } from "../access.ts";
import { ApiError, type RequestContext } from "../contracts.ts";
import { allChildRelationships } from "../schema/childRelationships.ts";
import type { Database } from "../store/database.ts";
import { havingCondition, whereCondition } from "./conditions.ts";
import type { UserTime } from "./dateLiterals.ts";
import { comparable, expressionOf, requireUse } from "./expressions.ts";
import { type Grouping, groupingOf, isGrouped } from "./groups.ts";
import type { SqlLiteral } from "./literals.ts";
import { parseSoql } from "./parse.ts";
import { malformed, unexpectedToken, unknownRelationship } from "./queryError.ts";
import { createScope, type QueryRun, type Scope } from "./scope.ts";
import { plainSelection, type Row, type Selection } from "./selection.ts";
import type { OrderItem, SoqlQuery } from "./syntax.ts";

export interface QueryResult {
  /** Number of records; for `COUNT()` the count, with no records. */
  totalSize: number;
  records: object[];
  /** Whether a long text is among the fields, of which fewer records fit a page. */
  hasLongText?: boolean;
}

/** Highest value of OFFSET. Source: SOQL and SOSL Reference, OFFSET. */
const mostOffset = 2000;
/** Groups come in one batch. Source: SOQL and SOSL Reference, aggregate functions: no queryMore(). */
const mostGroups = 2000;
/** Levels of a query with its subqueries, and before 58.0. Source: SOQL and SOSL Reference, relationship query limits. */
const mostLevelsSince58 = 5;
const mostLevelsBefore58 = 2;

/**
 * @param text the query
 * @throws ApiError with the texts of an org, or 501 for the little correct SOQL that is not spoken here
 */
export function runSoql(database: Database, context: RequestContext, text: string, withDeleted = false): QueryResult {
  const query = parseSoql(text);
  let aliases = 0;
  const run: QueryRun = {
    context,
    text,
    withDeleted,
    nextAlias() {
      aliases += 1;
      return `t${aliases}`;
    },
    userTime: () => userTimeOf(context),
  };
  checkScope(query);
  const scope = createScope(run, query.from);
  if (isBareCount(query)) return { totalSize: count(database, run, scope, query), records: [] };
  if (isGrouped(query)) {
    const records = groups(database, run, scope, query);
    return { totalSize: records.length, records };
  }
  const selection = plainSelection(run, scope, query, (subquery) => children(database, run, scope, subquery, 2));
  const records = rows(database, compiled(run, scope, query, selection)).map((row) => selection.record(row));
  return { totalSize: records.length, records, hasLongText: selection.hasLongText };
}

/** The time of a user without a time zone or a locale is that of Greenwich, with weeks that begin on Sunday. */
function userTimeOf({ org, userId }: RequestContext): UserTime {
  const user = org.records.get("User", userId);
  return {
    now: org.now(),
    timeZone: String(user?.TimeZoneSidKey ?? "GMT"),
    locale: String(user?.LocaleSidKey ?? "en_US"),
  };
}

/** The records of all are the only scope of the sObjects here, as their describes say. */
function checkScope({ scope }: SoqlQuery): void {
  if (scope !== undefined && scope.toLowerCase() !== "everything") throw malformed(`Invalid scope: ${scope}`);
}

/** `SELECT COUNT()`, which counts and gives no records. */
function isBareCount({ select }: SoqlQuery): boolean {
  const [only, ...others] = select;
  return (
    only?.kind === "field" &&
    others.length === 0 &&
    only.operand.kind === "call" &&
    only.operand.name === "COUNT" &&
    only.operand.arguments.length === 0
  );
}

function count(database: Database, run: QueryRun, scope: Scope, query: SoqlQuery): number {
  if (query.groupBy.operands.length > 0 || query.orderBy.length > 0) {
    throw malformed("SELECT COUNT() can not be used with GROUP BY or ORDER BY");
  }
  const where = whereCondition(run, scope, query.where);
  const found = `SELECT 1 FROM ${scope.from()} WHERE ${scope.live()} AND ${where.text} ${window(query)}`;
  const row = database.statement(`SELECT COUNT(*) AS n FROM (${found})`).get(...where.values);
  return Number(row?.n ?? 0);
}

function groups(database: Database, run: QueryRun, scope: Scope, query: SoqlQuery): object[] {
  const grouping = groupingOf(run, scope, query);
  const found = rows(database, compiled(run, scope, query, grouping.selection, { grouping }));
  if (found.length > mostGroups) {
    throw new ApiError(
      400,
      "EXCEEDED_ID_LIMIT",
      "Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch",
    );
  }
  return found.map((row) => grouping.selection.record(row));
}

/** A query as SQL; of a subquery, for the children of one parent. */
interface Compiled {
  sql: string;
  values(parentId: string | undefined): SqlLiteral[];
}

function compiled(
  run: QueryRun,
  scope: Scope,
  query: SoqlQuery,
  selection: Selection,
  { grouping, parentField }: { grouping?: Grouping; parentField?: string } = {},
): Compiled {
  const where = whereCondition(run, scope, query.where);
  const having =
    grouping === undefined || query.having === undefined
      ? { text: "1", values: [] }
      : havingCondition(run, query.having, (operand) => grouping.operand(operand, "Field"));
  const order = query.orderBy.map((item) => orderExpression(run, scope, item, grouping));
  // Records without a given order come as they were made; groups have no such order.
  if (grouping === undefined) order.push(`${scope.alias}.rowid`);
  const conditions = [scope.live(), where.text];
  if (parentField !== undefined) conditions.push(`${scope.alias}.${parentField} = ?`);
  const groupBy = grouping === undefined ? [] : grouping.groups;
  const sql = [
    `SELECT ${selection.columns.join(", ")}`,
    `FROM ${scope.from()}`,
    `WHERE ${conditions.join(" AND ")}`,
    groupBy.length > 0 ? `GROUP BY ${groupBy.join(", ")} HAVING ${having.text}` : "",
    order.length > 0 ? `ORDER BY ${order.join(", ")}` : "",
    window(query),
  ].join(" ");
  return {
    sql,
    values: (parentId) => [...where.values, ...(parentId === undefined ? [] : [parentId]), ...having.values],
  };
}

function rows(database: Database, { sql, values }: Compiled, parentId?: string): Row[] {
  return database.statement(sql).all(...values(parentId));
}

function window({ limit, offset = 0 }: SoqlQuery): string {
  if (offset > mostOffset) {
    throw new ApiError(400, "NUMBER_OUTSIDE_VALID_RANGE", `Maximum SOQL offset allowed is ${mostOffset}`);
  }
  return `LIMIT ${limit ?? -1} OFFSET ${offset}`;
}

/** Nothing comes first unless asked otherwise, in either direction. */
function orderExpression(
  run: QueryRun,
  scope: Scope,
  { operand, descending, nullsLast }: OrderItem,
  grouping: Grouping | undefined,
): string {
  const direction = `${descending ? "DESC" : "ASC"} NULLS ${nullsLast ? "LAST" : "FIRST"}`;
  if (grouping !== undefined) return `${comparable(grouping.operand(operand, "Ordered field"))} ${direction}`;
  const expression = expressionOf(run, scope, operand);
  requireUse(run, expression, "sorted");
  return `${comparable(expression)} ${direction}`;
}

/** The children of records: of each like a result of its own, and `null` when there are none. */
function children(
  database: Database,
  run: QueryRun,
  parent: Scope,
  query: SoqlQuery,
  level: number,
): { name: string; records(parentId: string): object | null } {
  const { name, at, alias } = query.from;
  const relationship = allChildRelationships.find(
    (one) => one.parent === parent.object.name && one.name.toLowerCase() === name.toLowerCase(),
  );
  if (relationship === undefined || !seesRelationship(run.context, relationship)) {
    throw unknownRelationship(run.text, at, name);
  }
  const mostLevels = Number(run.context.apiVersion) < 58 ? mostLevelsBefore58 : mostLevelsSince58;
  if (level > mostLevels) throw malformed(`SOQL queries can have at most ${mostLevels} levels of relationships`);
  if (isGrouped(query)) throw malformed("only root queries support aggregate expressions");
  if (query.scope !== undefined) throw unexpectedToken(run.text, at + name.length + 1, "USING");
  const scope = createScope(run, { name: relationship.child, at, alias: alias ?? name });
  const selection = plainSelection(run, scope, query, (inner) => children(database, run, scope, inner, level + 1));
  const ofParent = compiled(run, scope, query, selection, { parentField: relationship.field });
  return {
    name: relationship.name,
    records(parentId) {
      const records = rows(database, ofParent, parentId).map((row) => selection.record(row));
      return records.length === 0 ? null : { totalSize: records.length, done: true, records };
    },
  };
}
