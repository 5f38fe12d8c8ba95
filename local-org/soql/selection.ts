/** The SELECT clause: which columns are read, and how a row becomes a record. */
import type { FieldType, Subquery } from "@jetstreamapp/soql-parser-js";
import { ApiError, type FieldValue } from "../contracts.ts";
import { notSpoken } from "../http/errors.ts";
import { recordAttributes } from "../rest/recordBody.ts";
import { fromSql } from "../store/recordStore.ts";
import { malformed } from "./queryError.ts";
import type { Column, QueryRun, Scope } from "./scope.ts";

type Row = { [column: string]: unknown };

/** Something of a row that becomes a key of the record. */
type Part = { kind: "field"; column: Column; name: string } | { kind: "children"; subquery: Subquery; name: string };

export interface Selection {
  /** Expressions of the SQL text; each is read by its own name. */
  columns: string[];
  /** The record of a row. */
  record(row: Row): { [name: string]: unknown };
}

const MOST_FIELDS_ROWS = 200;

/** @param children runs a subquery for one parent */
export function plainSelection(
  run: QueryRun,
  scope: Scope,
  fields: readonly FieldType[],
  limit: number | undefined,
  children: (subquery: Subquery, parentId: string) => unknown,
): Selection {
  const parts = fields.flatMap((field) => partsOf(scope, field, limit));
  refuseDuplicates(parts);
  const columns = new Map<string, string>([[`${scope.alias}.Id`, "own"]]);
  const read = (sql: string): string => {
    const known = columns.get(sql);
    if (known !== undefined) return known;
    const name = `c${columns.size}`;
    columns.set(sql, name);
    return name;
  };
  const setters = parts.map((part) => {
    if (part.kind === "children") {
      return (record: { [name: string]: unknown }, row: Row) => {
        record[part.name] = children(part.subquery, String(row.own));
      };
    }
    const { column } = part;
    const value = read(column.sql);
    const parents = column.relationships.map((_name, index) => {
      const path = column.relationships.slice(0, index + 1);
      return { name: path.at(-1) ?? "", id: read(scope.parentId(path)), type: scope.parentObject(path).name };
    });
    return (record: { [name: string]: unknown }, row: Row) => {
      let target = record;
      for (const { name, id, type } of parents) {
        if (row[id] === null) {
          target[name] = null;
          return;
        }
        target[name] ??= { attributes: recordAttributes(run.context, type, String(row[id])) };
        target = target[name] as { [name: string]: unknown };
      }
      target[column.field.name] = fromSql(column.field.type, row[value]);
    };
  });
  return {
    columns: [...columns].map(([sql, name]) => `${sql} AS ${name}`),
    record(row) {
      const record: { [name: string]: unknown } = {
        attributes: recordAttributes(run.context, scope.object.name, String(row.own)),
      };
      for (const set of setters) set(record, row);
      return record;
    },
  };
}

function partsOf(scope: Scope, field: FieldType, limit: number | undefined): Part[] {
  if (field.type === "Field") return [fieldPart(scope, field.field)];
  if (field.type === "FieldRelationship") return [fieldPart(scope, [...field.relationships, field.field].join("."))];
  if (field.type === "FieldSubquery") {
    return [{ kind: "children", subquery: field.subquery, name: field.subquery.relationshipName }];
  }
  if (field.type === "FieldFunctionExpression" && field.functionName.toUpperCase() === "FIELDS") {
    const which = String(field.parameters[0]).toUpperCase();
    if (which !== "STANDARD" && (limit === undefined || limit > MOST_FIELDS_ROWS)) {
      throw malformed(`The SOQL FIELDS function must have a LIMIT of at most ${MOST_FIELDS_ROWS}`);
    }
    // There are no custom fields in the local org.
    return which === "CUSTOM" ? [] : [...scope.object.fields.keys()].map((name) => fieldPart(scope, name));
  }
  throw notSpoken(`${"rawValue" in field ? field.rawValue : field.type} in a SELECT clause of SOQL`);
}

function fieldPart(scope: Scope, path: string): Part {
  const column = scope.column(path);
  return { kind: "field", column, name: [...column.relationships, column.field.name].join(".") };
}

function refuseDuplicates(parts: Part[]): void {
  const seen = new Set<string>();
  for (const { name } of parts) {
    if (seen.has(name)) throw new ApiError(400, "INVALID_FIELD", `duplicate field selected: ${name}`);
    seen.add(name);
  }
}

const AGGREGATES: { [name: string]: (column: string) => string } = {
  COUNT: (column) => `COUNT(${column})`,
  COUNT_DISTINCT: (column) => `COUNT(DISTINCT ${column})`,
  MIN: (column) => `MIN(${column})`,
  MAX: (column) => `MAX(${column})`,
  SUM: (column) => `SUM(${column})`,
  AVG: (column) => `AVG(${column})`,
};

/** The selection of a query with aggregates or GROUP BY. */
export function aggregateSelection(scope: Scope, fields: readonly FieldType[], grouped: readonly string[]): Selection {
  let unnamed = 0;
  const groups = new Set(grouped.map((path) => scope.column(path).sql));
  const outputs = fields.map((field) => {
    if (field.type === "FieldFunctionExpression" && field.functionName.toUpperCase() in AGGREGATES) {
      const name = field.functionName.toUpperCase();
      const alias = field.alias ?? `expr${unnamed++}`;
      const parameter = field.parameters[0];
      if (name === "COUNT" && parameter === undefined) return { alias, sql: "COUNT(*)", type: "int" };
      if (typeof parameter !== "string") throw notSpoken(`${field.rawValue} in a SELECT clause of SOQL`);
      const { sql, field: target } = scope.column(parameter);
      const isNumber = target.type === "int" || target.type === "double";
      if ((name === "SUM" || name === "AVG") && !isNumber) {
        throw malformed(`field ${target.name} does not support aggregate operator ${name}`);
      }
      return {
        alias,
        sql: AGGREGATES[name]?.(sql) ?? sql,
        type: name === "MIN" || name === "MAX" ? target.type : "double",
      };
    }
    if (field.type !== "Field" && field.type !== "FieldRelationship") {
      throw notSpoken(`${field.type} beside an aggregate in SOQL`);
    }
    const path = field.type === "Field" ? field.field : [...field.relationships, field.field].join(".");
    const { sql, field: target } = scope.column(path);
    if (!groups.has(sql)) throw malformed(`Field must be grouped or aggregated: ${target.name}`);
    return { alias: ("alias" in field ? field.alias : undefined) ?? target.name, sql, type: target.type as string };
  });
  return {
    columns: outputs.map(({ sql }, index) => `${sql} AS c${index}`),
    record(row) {
      const record: { [name: string]: unknown } = { attributes: { type: "AggregateResult" } };
      for (const [index, { alias, type }] of outputs.entries()) {
        const value: FieldValue = fromSql(type, row[`c${index}`]);
        record[alias] = value;
      }
      return record;
    },
  };
}
