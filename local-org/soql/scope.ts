/** Which table a field path of a query leads to: the queried sObject, and its parents as joins. */
import { canRead } from "../access.ts";
import type { RequestContext } from "../contracts.ts";
import { notSpoken } from "../http/errors.ts";
import { findField } from "../rules/fieldValues.ts";
import { refreshComputedRecords } from "../rules/userPermissionAccess.ts";
import type { FieldDefinition, ObjectDefinition } from "../schema/definitions.ts";
import { findObject } from "../schema/index.ts";
import { unknownEntity, unknownField, unknownRelationship } from "./queryError.ts";

/** What all parts of one query share. */
export interface QueryRun {
  context: RequestContext;
  /** The whole text, for errors. */
  text: string;
  /** Whether deleted records are seen too (`queryAll`). */
  withDeleted: boolean;
  /** A table alias that no other part of the query has. */
  nextAlias(): string;
}

/** A column of the SQL text, and the field that it is. */
export interface Column {
  sql: string;
  field: FieldDefinition;
  /** Names of the relationships on the way, in canonical spelling. */
  relationships: string[];
}

interface Table {
  alias: string;
  object: ObjectDefinition;
}

export interface Scope {
  object: ObjectDefinition;
  alias: string;
  /** The column of a path such as `Profile.UserLicense.Name`. */
  column(path: string): Column;
  /** The id of a parent, by its relationships; null in a row without that parent. */
  parentId(relationships: readonly string[]): string;
  parentObject(relationships: readonly string[]): ObjectDefinition;
  /** The FROM clause with the joins that were needed so far. */
  from(): string;
  /** The condition that hides deleted records. */
  live(): string;
}

/** Longest chain of parents in a path. Source: SOQL and SOSL Reference, relationship query limits. */
const MOST_PARENTS = 5;

/** @param ownName the alias that the query gives to its sObject, if any */
export function createScope(run: QueryRun, name: string, ownName: string | undefined): Scope {
  const object = findObject(name);
  if (object === undefined || !canRead(run.context, object)) throw unknownEntity(run.text, name);
  refreshComputedRecords(run.context, object);
  const root: Table = { alias: run.nextAlias(), object };
  const joins: string[] = [];
  const tables = new Map<string, Table>();

  const tableOf = (path: string, relationships: readonly string[]): { table: Table; names: string[] } => {
    if (relationships.length > MOST_PARENTS) throw unknownRelationship(run.text, path, relationships.at(-1) ?? "");
    let table = root;
    const names: string[] = [];
    for (const relationship of relationships) {
      const field = [...table.object.fields.values()].find(
        ({ relationshipName }) => relationshipName?.toLowerCase() === relationship.toLowerCase(),
      );
      if (field?.relationshipName === undefined) throw unknownRelationship(run.text, path, relationship);
      names.push(field.relationshipName);
      const key = names.join(".");
      const known = tables.get(key);
      table = known ?? join(run, path, table, field, joins);
      tables.set(key, table);
    }
    return { table, names };
  };

  return {
    object,
    alias: root.alias,
    column(path) {
      const steps = path.split(".");
      const prefix = steps[0]?.toLowerCase();
      if (steps.length > 1 && (prefix === ownName?.toLowerCase() || prefix === object.name.toLowerCase()))
        steps.shift();
      const fieldName = steps.pop() ?? "";
      const { table, names } = tableOf(path, steps);
      const field = findField(table.object, fieldName);
      if (field === undefined) throw unknownField(run.text, path, fieldName, table.object.name);
      return { sql: `${table.alias}.${field.name}`, field, relationships: names };
    },
    parentId: (relationships) => `${tableOf("", relationships).table.alias}.Id`,
    parentObject: (relationships) => tableOf("", relationships).table.object,
    from: () => [`${object.name} ${root.alias}`, ...joins].join(" "),
    live: () => (object.recycleBin && !run.withDeleted ? `${root.alias}.IsDeleted = 0` : "1"),
  };
}

function join(run: QueryRun, path: string, table: Table, field: FieldDefinition, joins: string[]): Table {
  const [target, ...others] = field.referenceTo;
  if (target === undefined || others.length > 0) {
    throw notSpoken(`the path ${path} in SOQL: ${field.name} may point at several sObjects`);
  }
  const object = findObject(target);
  if (object === undefined) throw notSpoken(`the path ${path} in SOQL: there is no ${target}`);
  if (!canRead(run.context, object)) throw unknownRelationship(run.text, path, field.relationshipName ?? "");
  const alias = run.nextAlias();
  joins.push(`LEFT JOIN ${object.name} ${alias} ON ${alias}.Id = ${table.alias}.${field.name}`);
  return { alias, object };
}
