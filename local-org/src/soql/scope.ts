/** Which table a field path of a query leads to: the queried sObject, and its parents as joins. */
import { canRead, findVisibleField, onlyProfileOf, onlyUserOf, seesAllRecords, seesNoRecord } from "../access.ts";
import type { RequestContext } from "../contracts.ts";
import { refreshComputedRecords } from "../rules/userPermissionAccess.ts";
import { nameFields } from "../schema/defineObject.ts";
import type { FieldDefinition, ObjectDefinition } from "../schema/definitions.ts";
import { findObject } from "../schema/index.ts";
import type { UserTime } from "./dateLiterals.ts";

import { tooComplicated, unknownEntity, unknownField, unknownRelationship } from "./queryError.ts";
import type { FieldPath } from "./syntax.ts";

/** What all parts of one query share. */
export interface QueryRun {
  context: RequestContext;
  /** The whole text, for errors. */
  text: string;
  /** Whether deleted records are seen too (`queryAll`). */
  withDeleted: boolean;
  /** A table alias that no other part of the query has. */
  nextAlias(): string;
  userTime(): UserTime;
}

/** An expression of the SQL text, and the field that it is. */
export interface Column {
  sql: string;
  field: FieldDefinition;
  /** The parents on the way, nearest first. */
  parents: Parent[];
}

/** A parent record in a result. */
export interface Parent {
  /** Name of the relationship in canonical spelling. */
  name: string;
  /** The expression of its id. */
  id: string;
  /** Its sObject; `undefined` when the lookup may point at several. */
  object: ObjectDefinition | undefined;
}

/** The record that a path has come to: a row of a table, or whatever a lookup to several sObjects points at. */
type Place =
  | { kind: "table"; alias: string; object: ObjectDefinition; parents: Parent[] }
  | { kind: "several"; id: string; objects: ObjectDefinition[]; parents: Parent[] };

export interface Scope {
  object: ObjectDefinition;
  alias: string;
  /** The column of a path such as `Profile.UserLicense.Name`. */
  column(path: FieldPath): Column;
  /** What a lookup to several sObjects points at, for TYPEOF. */
  polymorphic(path: FieldPath): { parent: Parent; objects: ObjectDefinition[] };
  /** The FROM clause with the joins that were needed so far. */
  from(): string;
  /** The condition that hides deleted records, and those that the caller may not see. */
  live(): string;
}

/** Longest chain of parents in a path, and most parents in a query. Source: SOQL and SOSL Reference, relationship query limits. */
const mostParents = 5;
const mostJoins = 55;

/** @param name of the sObject, where it stands, and the alias that the query gives to it, if any */
export function createScope(run: QueryRun, from: { name: string; at: number; alias: string | undefined }): Scope {
  const object = findObject(from.name);
  if (object === undefined || !canRead(run.context, object)) throw unknownEntity(run.text, from.at, from.name);
  refreshComputedRecords(run.context, object);
  const alias = run.nextAlias();
  const joins: string[] = [];
  const places = new Map<string, Place>();
  const ownNames = [object.name.toLowerCase(), from.alias?.toLowerCase()];

  const join = (place: Place & { kind: "table" }, field: FieldDefinition, target: ObjectDefinition): string => {
    if (joins.length >= mostJoins) throw tooComplicated();
    const joined = run.nextAlias();
    const profile = onlyProfileOf(run.context, target);
    const seen = profile === undefined ? "" : ` AND ${joined}.Id = '${profile}'`;
    joins.push(`LEFT JOIN ${target.name} ${joined} ON ${joined}.Id = ${place.alias}.${field.name}${seen}`);
    return joined;
  };

  const parentOf = (path: FieldPath, place: Place, relationship: string): Place => {
    if (place.kind === "several") throw unknownRelationship(run.text, path.at, relationship);
    const field = [...place.object.fields.values()].find(
      ({ relationshipName }) => relationshipName?.toLowerCase() === relationship.toLowerCase(),
    );
    const name = field?.relationshipName;
    if (field === undefined || name === undefined || !findVisibleField(run.context, place.object, field.name)) {
      throw unknownRelationship(run.text, path.at, relationship);
    }
    const targets = field.referenceTo.map(findObject).filter((target) => target !== undefined);
    const readable = targets.filter((target) => canRead(run.context, target));
    const [only] = readable;
    if (only === undefined) throw unknownRelationship(run.text, path.at, relationship);
    if (targets.length > 1) {
      const id = `${place.alias}.${field.name}`;
      return { kind: "several", id, objects: readable, parents: [...place.parents, { name, id, object: undefined }] };
    }
    const joined = join(place, field, only);
    const parent: Parent = { name, id: `${joined}.Id`, object: only };
    return { kind: "table", alias: joined, object: only, parents: [...place.parents, parent] };
  };

  const placeOf = (path: FieldPath, relationships: readonly string[]): Place => {
    if (relationships.length > mostParents) throw unknownRelationship(run.text, path.at, relationships.at(-1) ?? "");
    let place: Place = { kind: "table", alias, object, parents: [] };
    let key = "";
    for (const relationship of relationships) {
      key += `.${relationship.toLowerCase()}`;
      place = places.get(key) ?? parentOf(path, place, relationship);
      places.set(key, place);
    }
    return place;
  };

  const stepsOf = (path: FieldPath): string[] => {
    const isOwn = path.steps.length > 1 && ownNames.includes(path.steps[0]?.toLowerCase());
    return isOwn ? path.steps.slice(1) : path.steps;
  };

  return {
    object,
    alias,
    column(path) {
      const steps = stepsOf(path);
      const fieldName = steps.at(-1) ?? "";
      const place = placeOf(path, steps.slice(0, -1));
      if (place.kind === "several") {
        const column = polymorphicColumn(place, fieldName);
        if (column === undefined) throw unknownField(run.text, path.at, fieldName, "Name");
        return column;
      }
      const field = findVisibleField(run.context, place.object, fieldName);
      if (field === undefined) throw unknownField(run.text, path.at, fieldName, place.object.name);
      return { sql: `${place.alias}.${field.name}`, field, parents: place.parents };
    },
    polymorphic(path) {
      const place = placeOf(path, stepsOf(path));
      const parent = place.parents.at(-1);
      if (place.kind === "table" || parent === undefined || place.parents.length > 1) {
        throw unknownRelationship(run.text, path.at, path.text);
      }
      return { parent, objects: place.objects };
    },
    from: () => [`${object.name} ${alias}`, ...joins].join(" "),
    live() {
      const conditions = ["1"];
      if (object.recycleBin && !run.withDeleted) conditions.push(`${alias}.IsDeleted = 0`);
      if (seesNoRecord(run.context, object)) conditions.push("0");
      const profile = onlyProfileOf(run.context, object);
      if (profile !== undefined) conditions.push(`${alias}.Id = '${profile}'`);
      const user = onlyUserOf(run.context, object);
      if (user !== undefined) conditions.push(`${alias}.UserId = '${user}'`);
      if (!seesAllRecords(run.context, object)) conditions.push(`${alias}.OwnerId = '${run.context.userId}'`);
      return conditions.join(" AND ");
    },
  };
}

/** What all records have in common that one lookup may point at. Source: Object Reference, Name: Id, Name, Type. */
function polymorphicColumn(place: Place & { kind: "several" }, fieldName: string): Column | undefined {
  const { id, objects, parents } = place;
  const byPrefix = (of: (object: ObjectDefinition) => string): string =>
    `CASE substr(${id}, 1, 3) ${objects.map((object) => `WHEN '${object.keyPrefix}' THEN ${of(object)}`).join(" ")} END`;
  switch (fieldName.toLowerCase()) {
    case "id":
      return { sql: id, field: nameFields.Id, parents };
    case "name":
      return { sql: `(${byPrefix((object) => nameSelect(object, id))})`, field: nameFields.Name, parents };
    case "type":
      return { sql: `(${byPrefix(({ name }) => `'${name}'`)})`, field: nameFields.Type, parents };
    default:
      return undefined;
  }
}

function nameSelect(object: ObjectDefinition, id: string): string {
  const nameField = [...object.fields.values()].find((field) => field.nameField)?.name ?? "Id";
  return `(SELECT ${nameField} FROM ${object.name} WHERE Id = ${id})`;
}
