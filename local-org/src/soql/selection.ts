/** The SELECT clause of a query without groups: which columns are read, and how a row becomes a record. */
import { findVisibleField, isVisible } from "../access.ts";
import { ApiError } from "../contracts.ts";
import { recordAttributes } from "../rest/recordBody.ts";
import { isLongTextArea } from "../schema/defineObject.ts";
import { type FieldDefinition, isCustom, type ObjectDefinition } from "../schema/definitions.ts";
import { findObject, objectOfId } from "../schema/index.ts";
import { fromSql } from "../store/recordStore.ts";
import { type Expression, expressionOf, isAggregate } from "./expressions.ts";

import { malformed, tooComplicated, unexpectedToken, unknownEntity, unknownField } from "./queryError.ts";
import type { Parent, QueryRun, Scope } from "./scope.ts";
import type { FieldPath, FunctionCall, SelectItem, SoqlQuery } from "./syntax.ts";

export type Row = { [column: string]: unknown };
type RecordBody = { [name: string]: unknown };

export interface Selection {
  /** Expressions of the SQL text; each is read by its own name. */
  columns: string[];
  /** Whether a long text is among the fields. */
  hasLongText: boolean;
  /** The record of a row. */
  record(row: Row): RecordBody;
}

/** Puts something of a row into its record. */
type Setter = (record: RecordBody, row: Row) => void;

/** Something of a row that becomes a key of the record. */
interface Part {
  /** With its parents; no two parts have the same. */
  name: string;
  isLongText?: boolean;
  set: Setter;
}

/** Gives an expression a column of its own in the SQL text and answers the column's name. */
type Read = (sql: string) => string;

const mostFieldsRows = 200;
/** Source: SOQL and SOSL Reference, FIELDS(). */
const fieldsSince = 51;
/** What SQLite takes in one result. */
const mostColumns = 1900;

/** @param children runs a subquery for one parent */
export function plainSelection(
  run: QueryRun,
  scope: Scope,
  query: SoqlQuery,
  children: (query: SoqlQuery) => { name: string; records(parentId: string): unknown },
): Selection {
  const columns = new Map<string, string>([[`${scope.alias}.Id`, "own"]]);
  const read: Read = (sql) => {
    const name = columns.get(sql) ?? `c${columns.size}`;
    columns.set(sql, name);
    if (columns.size > mostColumns) throw tooComplicated();
    return name;
  };
  const parts = query.select.flatMap((item): Part[] => {
    if (item.kind === "typeOf") return [typeOfPart(run, scope, item, read)];
    if (item.kind === "children") {
      const { name, records } = children(item.query);
      const set: Setter = (record, row) => {
        record[name] = records(String(row.own));
      };
      return [{ name, set }];
    }
    return fieldParts(run, scope, item, query.limit, read);
  });
  refuseDuplicates(parts);
  return {
    columns: [...columns].map(([sql, name]) => `${sql} AS ${name}`),
    hasLongText: parts.some(({ isLongText }) => isLongText),
    record(row) {
      const record: RecordBody = { attributes: recordAttributes(run.context, scope.object.name, String(row.own)) };
      for (const { set } of parts) set(record, row);
      return record;
    },
  };
}

function fieldParts(
  run: QueryRun,
  scope: Scope,
  { operand, alias }: SelectItem & { kind: "field" },
  limit: number | undefined,
  read: Read,
): Part[] {
  if (operand.kind === "call" && operand.name === "FIELDS") return fieldsFunction(run, scope, operand, limit, read);
  const isLabel = operand.kind === "call" && operand.name === "TOLABEL";
  if (alias !== undefined && !isLabel) throw malformed("only aggregate expressions use field aliasing");
  if (operand.kind === "call" && !isLabel) {
    if (isAggregate(operand)) throw malformed("only root queries support aggregate expressions");
    // Checks what it is applied to; functions of dates are for groups.
    const { name } = expressionOf(run, scope, operand);
    throw malformed(`Field must be grouped or aggregated: ${name}`);
  }
  return [fieldPart(run, expressionOf(run, scope, operand), alias, read)];
}

function fieldPart(run: QueryRun, expression: Expression, alias: string | undefined, read: Read): Part {
  const { column, sql, type } = expression;
  const value = read(sql);
  const parents = column.parents.map((parent) => ({ parent, id: read(parent.id) }));
  const key = alias ?? column.field.name;
  return {
    name: [...column.parents.map(({ name }) => name), key].join("."),
    isLongText: isLongTextArea(column.field.type, column.field.length),
    set(record, row) {
      let target = record;
      for (const { parent, id } of parents) {
        if (row[id] === null) {
          target[parent.name] = null;
          return;
        }
        target[parent.name] ??= { attributes: parentAttributes(run, parent, String(row[id])) };
        target = target[parent.name] as RecordBody;
      }
      target[key] = fromSql(type, row[value]);
    },
  };
}

/** A record behind a lookup to several sObjects is of the type Name, at the address of what it is. */
function parentAttributes(run: QueryRun, { object }: Parent, id: string): object {
  if (object !== undefined) return recordAttributes(run.context, object.name, id);
  return { ...recordAttributes(run.context, objectOfId(id)?.name ?? "Name", id), type: "Name" };
}

function fieldsFunction(
  run: QueryRun,
  scope: Scope,
  call: FunctionCall,
  limit: number | undefined,
  read: Read,
): Part[] {
  if (Number(run.context.apiVersion) < fieldsSince) {
    throw unexpectedToken(run.text, call.at + call.name.length, "(");
  }
  const [parameter] = call.arguments;
  const which = parameter?.kind === "path" ? parameter.text.toUpperCase() : "";
  if (call.arguments.length !== 1 || !["ALL", "STANDARD", "CUSTOM"].includes(which)) {
    throw unexpectedToken(run.text, parameter?.at ?? call.at + call.text.length - 1, parameter?.text ?? ")");
  }
  if (which !== "STANDARD" && (limit === undefined || limit > mostFieldsRows)) {
    throw malformed(`The SOQL FIELDS function must have a LIMIT of at most ${mostFieldsRows}`);
  }
  return [...scope.object.fields.values()]
    .filter((field) => which === "ALL" || isCustom(field) === (which === "CUSTOM"))
    .filter((field) => isVisible(run.context, scope.object, field))
    .map(({ name }) => {
      const path: FieldPath = { kind: "path", steps: [name], text: name, at: call.at };
      return fieldPart(run, expressionOf(run, scope, path), undefined, read);
    });
}

/** `TYPEOF lookup WHEN sObject THEN fields … ELSE fields END`: of each record the fields that its sObject is asked for. */
function typeOfPart(run: QueryRun, scope: Scope, item: SelectItem & { kind: "typeOf" }, read: Read): Part {
  const { parent, objects } = scope.polymorphic(item.relationship);
  const id = read(parent.id);
  const branches = new Map(
    item.branches.map(({ object: name, at, fields }) => {
      const object = findObject(name);
      if (object === undefined || !objects.includes(object)) throw unknownEntity(run.text, at, name);
      return [object, fields.map((path) => typeOfField(run, object, path, parent.id, read))] as const;
    }),
  );
  const otherwise = item.otherwise.map((path) => {
    const steps = [...item.relationship.steps, ...path.steps];
    const { sql, column } = expressionOf(run, scope, { ...path, steps });
    return { field: column.field, value: read(sql) };
  });
  return {
    name: parent.name,
    set(record, row) {
      if (row[id] === null) {
        record[parent.name] = null;
        return;
      }
      const object = objectOfId(String(row[id]));
      const fields = (object === undefined ? undefined : branches.get(object)) ?? otherwise;
      const body: RecordBody = { attributes: recordAttributes(run.context, object?.name ?? "Name", String(row[id])) };
      for (const { field, value } of fields) body[field.name] = fromSql(field.type, row[value]);
      record[parent.name] = body;
    },
  };
}

function typeOfField(
  run: QueryRun,
  object: ObjectDefinition,
  path: FieldPath,
  id: string,
  read: Read,
): { field: FieldDefinition; value: string } {
  const field = path.steps.length === 1 ? findVisibleField(run.context, object, path.text) : undefined;
  if (field === undefined) throw unknownField(run.text, path.at, path.text, object.name);
  return { field, value: read(`(SELECT ${field.name} FROM ${object.name} WHERE Id = ${id})`) };
}

function refuseDuplicates(parts: readonly Part[]): void {
  const seen = new Set<string>();
  for (const { name } of parts) {
    if (seen.has(name)) throw new ApiError(400, "INVALID_FIELD", `duplicate field selected: ${name}`);
    seen.add(name);
  }
}
