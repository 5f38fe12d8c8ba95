/** Runs a SOQL query: parsed, compiled to SQL over the tables of the sObjects, its rows as records. */
import type { FieldType, OrderByClause, Query, QueryBase, Subquery } from "@jetstreamapp/soql-parser-js";
import { ApiError, type RequestContext } from "../contracts.ts";
import { notSpoken } from "../http/errors.ts";
import { CHILD_RELATIONSHIPS } from "../schema/childRelationships.ts";
import type { Database } from "../store/database.ts";
import { type Sql, whereCondition } from "./conditions.ts";
import { parseSoql } from "./parse.ts";
import { unknownRelationship } from "./queryError.ts";
import { createScope, type QueryRun, type Scope } from "./scope.ts";
import { aggregateSelection, plainSelection, type Selection } from "./selection.ts";

export interface QueryResult {
  /** Number of records; for `COUNT()` the count, with no records. */
  totalSize: number;
  records: object[];
}

/** Highest value of OFFSET. Source: SOQL and SOSL Reference, OFFSET. */
const MOST_OFFSET = 2000;

/**
 * @param text the query
 * @throws ApiError with the texts of an org, or 501 for correct SOQL that is not spoken here
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
  };
  refuseUnspoken(query);
  const scope = createScope(run, query.sObject, query.sObjectAlias);
  if (isBareCount(query.fields ?? [])) {
    const [row] = select(database, run, scope, { columns: ["COUNT(*) AS n"], record: (found) => found }, query);
    return { totalSize: Number((row as { n?: unknown } | undefined)?.n ?? 0), records: [] };
  }
  const selection = isAggregate(query)
    ? aggregateSelection(scope, query.fields ?? [], groupedPaths(query))
    : plainSelection(run, scope, query.fields ?? [], query.limit, (subquery, parentId) =>
        childRecords(database, run, scope, subquery, parentId),
      );
  const records = select(database, run, scope, selection, query);
  return { totalSize: records.length, records };
}

function select(
  database: Database,
  run: QueryRun,
  scope: Scope,
  selection: Selection,
  query: QueryBase,
  more?: Sql,
): object[] {
  const where = whereCondition(run, scope, query.where);
  const conditions = [scope.live(), where.text, ...(more === undefined ? [] : [more.text])];
  const groups = groupedPaths(query).map((path) => scope.column(path).sql);
  const order = orderClauses(query.orderBy).map((clause) => orderExpression(scope, clause));
  if (query.offset !== undefined && query.offset > MOST_OFFSET) {
    throw new ApiError(400, "NUMBER_OUTSIDE_VALID_RANGE", `Maximum SOQL offset allowed is ${MOST_OFFSET}`);
  }
  const rows = database
    .statement(
      [
        `SELECT ${selection.columns.join(", ")}`,
        `FROM ${scope.from()}`,
        `WHERE ${conditions.join(" AND ")}`,
        groups.length > 0 ? `GROUP BY ${groups.join(", ")}` : "",
        order.length > 0 || groups.length === 0 ? `ORDER BY ${[...order, `${scope.alias}.rowid`].join(", ")}` : "",
        `LIMIT ${query.limit ?? -1} OFFSET ${query.offset ?? 0}`,
      ].join(" "),
    )
    .all(...where.values, ...(more?.values ?? []));
  return rows.map((row) => selection.record(row));
}

/** The children of one record: like a result of its own, and `null` when there are none. */
function childRecords(
  database: Database,
  run: QueryRun,
  parent: Scope,
  subquery: Subquery,
  parentId: string,
): object | null {
  const relationship = CHILD_RELATIONSHIPS.find(
    ({ parent: type, name }) =>
      type === parent.object.name && name.toLowerCase() === subquery.relationshipName.toLowerCase(),
  );
  if (relationship === undefined)
    throw unknownRelationship(run.text, subquery.relationshipName, subquery.relationshipName);
  refuseUnspoken(subquery);
  if (isAggregate(subquery)) throw notSpoken("an aggregate in a subquery of SOQL");
  const scope = createScope(run, relationship.child, subquery.sObjectAlias);
  const selection = plainSelection(run, scope, subquery.fields ?? [], subquery.limit, () => {
    throw notSpoken("a subquery in a subquery of SOQL");
  });
  const own = { text: `${scope.alias}.${relationship.field} = ?`, values: [parentId] };
  const records = select(database, run, scope, selection, subquery, own);
  return records.length === 0 ? null : { totalSize: records.length, done: true, records };
}

function refuseUnspoken(query: Query | Subquery): void {
  if (query.usingScope !== undefined && query.usingScope.toLowerCase() !== "everything") {
    throw notSpoken(`USING SCOPE ${query.usingScope} in SOQL`);
  }
  if (query.having !== undefined) throw notSpoken("HAVING in SOQL");
  if (query.for !== undefined) throw notSpoken(`FOR ${query.for} in SOQL`);
  if (query.update !== undefined) throw notSpoken(`UPDATE ${query.update} in SOQL`);
  if (
    query.withDataCategory !== undefined ||
    query.withSecurityEnforced === true ||
    query.withAccessLevel !== undefined
  ) {
    throw notSpoken("WITH in SOQL");
  }
}

function isBareCount(fields: readonly FieldType[]): boolean {
  const [only, ...others] = fields;
  return (
    only?.type === "FieldFunctionExpression" &&
    others.length === 0 &&
    only.functionName.toUpperCase() === "COUNT" &&
    only.parameters.length === 0
  );
}

function isAggregate(query: QueryBase): boolean {
  const functions = (query.fields ?? []).some(
    (field) => field.type === "FieldFunctionExpression" && field.isAggregateFn === true,
  );
  return functions || query.groupBy !== undefined;
}

function groupedPaths(query: QueryBase): string[] {
  const clauses = query.groupBy === undefined ? [] : [query.groupBy].flat();
  return clauses.map((clause) => {
    if ("field" in clause) return clause.field;
    throw notSpoken(`GROUP BY ${clause.fn.rawValue} in SOQL`);
  });
}

function orderClauses(orderBy: OrderByClause | OrderByClause[] | undefined): OrderByClause[] {
  return orderBy === undefined ? [] : [orderBy].flat();
}

/** Nothing comes first unless asked otherwise, in either direction. */
function orderExpression(scope: Scope, clause: OrderByClause): string {
  if (!("field" in clause)) throw notSpoken(`ORDER BY ${clause.fn.rawValue} in SOQL`);
  return `${scope.column(clause.field).sql} ${clause.order ?? "ASC"} NULLS ${clause.nulls ?? "FIRST"}`;
}
