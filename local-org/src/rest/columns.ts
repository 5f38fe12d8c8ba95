/** `columns=true` on a query: what its columns are, instead of the records. The Salesforce CLI shows results by it. */

import { isVisible } from "../access.ts";
import type { RequestContext } from "../contracts.ts";
import type { FieldDefinition, FieldType, ObjectDefinition } from "../schema/definitions.ts";
import { findField } from "../schema/definitions.ts";
import { findObject } from "../schema/index.ts";
import { parseSoql } from "../soql/parse.ts";
import type { FieldPath, Operand, SelectItem, SoqlQuery } from "../soql/syntax.ts";
import type { RestAnswer, RestCall, RestHandler } from "./call.ts";

/** One column; `joinColumns` are those of a parent or of the children. */
interface Column {
  aggregate: boolean;
  apexType: string;
  booleanType: boolean;
  columnName: string;
  custom: boolean;
  displayName: string;
  foreignKeyName: string | null;
  insertable: boolean;
  joinColumns: Column[];
  numberType: boolean;
  textType: boolean;
  updatable: boolean;
}

/** A query handler that also tells columns. The query runs all the same, for its errors. */
export function withColumns(query: RestHandler): RestHandler {
  return (call) => {
    const answer = query(call);
    return call.query.get("columns") === "true" ? columnsOf(call) : answer;
  };
}

function columnsOf({ context, query }: RestCall): RestAnswer {
  const soql = parseSoql(query.get("q") ?? "");
  const object = findObject(soql.from.name);
  const columnMetadata = selectedColumns(context, soql, object);
  return {
    status: 200,
    body: {
      columnMetadata,
      entityName: object?.name ?? soql.from.name,
      groupBy: soql.groupBy.operands.length > 0,
      idSelected: columnMetadata.some(({ columnName }) => columnName === "Id"),
      keyPrefix: object?.keyPrefix ?? null,
    },
  };
}

function selectedColumns(
  context: RequestContext,
  { select }: SoqlQuery,
  object: ObjectDefinition | undefined,
): Column[] {
  let functions = 0;
  return select.flatMap((item: SelectItem): Column[] => {
    if (item.kind === "children")
      return [joined(item.query.from.name, selectedColumns(context, item.query, undefined), true)];
    if (item.kind === "typeOf") return [joined(item.relationship.text, [], false)];
    const { operand, alias } = item;
    if (operand.kind === "path") return [pathColumn(object, operand, alias)];
    if (operand.name === "FIELDS") {
      const fields = [...(object?.fields.values() ?? [])];
      return fields.filter((field) => object && isVisible(context, object, field)).map(fieldColumn);
    }
    const name = alias ?? `expr${functions}`;
    if (alias === undefined) functions += 1;
    return [functionColumn(name, operand)];
  });
}

function pathColumn(object: ObjectDefinition | undefined, path: FieldPath, alias: string | undefined): Column {
  const steps = isOwnName(object, path.steps[0]) ? path.steps.slice(1) : path.steps;
  return stepColumn(object, steps, alias);
}

function isOwnName(object: ObjectDefinition | undefined, step: string | undefined): boolean {
  return object !== undefined && step?.toLowerCase() === object.name.toLowerCase();
}

function stepColumn(object: ObjectDefinition | undefined, steps: readonly string[], alias: string | undefined): Column {
  const [step = "", ...rest] = steps;
  if (rest.length === 0) {
    const field = object && findField(object, step);
    const column = field ? fieldColumn(field) : plain(alias ?? step, "String");
    return alias === undefined ? column : { ...column, columnName: alias, displayName: alias };
  }
  const reference = [...(object?.fields.values() ?? [])].find(
    ({ relationshipName }) => relationshipName?.toLowerCase() === step.toLowerCase(),
  );
  const parent = findObject(reference?.referenceTo[0] ?? "");
  return joined(reference?.relationshipName ?? step, [stepColumn(parent, rest, alias)], false);
}

const apexTypes: Partial<Record<FieldType, string>> = {
  id: "Id",
  reference: "Id",
  boolean: "Boolean",
  int: "Integer",
  double: "Double",
  datetime: "Datetime",
};

function fieldColumn(field: FieldDefinition): Column {
  return {
    ...plain(field.name, apexTypes[field.type] ?? "String"),
    insertable: field.createable,
    updatable: field.updateable,
  };
}

function functionColumn(name: string, { name: call }: Extract<Operand, { kind: "call" }>): Column {
  return { ...plain(name, call.startsWith("COUNT") ? "Integer" : "String"), aggregate: true };
}

function joined(name: string, joinColumns: Column[], aggregate: boolean): Column {
  return { ...plain(name, "SObject"), textType: false, aggregate, joinColumns };
}

function plain(name: string, apexType: string): Column {
  return {
    aggregate: false,
    apexType,
    booleanType: apexType === "Boolean",
    columnName: name,
    custom: false,
    displayName: name,
    foreignKeyName: null,
    insertable: false,
    joinColumns: [],
    numberType: apexType === "Integer" || apexType === "Double",
    textType: apexType === "String",
    updatable: false,
  };
}
