import type { FieldValue, RecordFields, RecordStore } from "../contracts.ts";
import { normalizedId, recordId } from "../identifiers.ts";
import type { ObjectDefinition } from "../schema/definitions.ts";
import { objectNamed } from "../schema/index.ts";
import { apiDateTime } from "../times.ts";
import type { Database } from "./database.ts";

/** What the store needs to know of the org that it belongs to. */
export interface RecordStoreOptions {
  /** Two characters that all ids of this org share. */
  instance: string;
  now(): Date;
  /** Who is named in the audit fields when a writer names nobody. */
  automatedUserId(): string | null;
  /** The next number for an id of this org. */
  nextSerial(): number;
}

type SqlValue = string | number | null;

/** The records of one org in its data base. */
export function createRecordStore(database: Database, options: RecordStoreOptions): RecordStore {
  let depth = 0;

  const audit = (object: ObjectDefinition, isNew: boolean, userId: string | undefined): RecordFields => {
    const time = apiDateTime(options.now());
    const user = userId ?? options.automatedUserId();
    const all: RecordFields = { LastModifiedDate: time, LastModifiedById: user, SystemModstamp: time };
    if (isNew) Object.assign(all, { CreatedDate: time, CreatedById: user });
    return Object.fromEntries(Object.entries(all).filter(([name]) => object.fields.has(name)));
  };

  return {
    get(type, id) {
      const object = objectNamed(type);
      const fullId = normalizedId(id);
      if (fullId === undefined) return undefined;
      const row = database
        .statement(`SELECT ${columnsOf(object)} FROM ${object.name} WHERE Id = ?${live(object)}`)
        .get(fullId);
      return row === undefined ? undefined : fromRow(object, row);
    },

    find(type, where = {}, only = undefined) {
      const object = objectNamed(type);
      const conditions: string[] = [];
      const values: SqlValue[] = [];
      for (const [name, value] of Object.entries(where)) {
        if (value === undefined) continue;
        const field = fieldOf(object, name);
        conditions.push(value === null ? `${field} IS NULL` : `${field} = ?`);
        if (value !== null) values.push(toSql(value));
      }
      const filter = `WHERE ${["1 = 1", ...conditions].join(" AND ")}${live(object)}`;
      const columns = only?.map((name) => fieldOf(object, name)).join(", ") ?? columnsOf(object);
      const rows = database.statement(`SELECT ${columns} FROM ${object.name} ${filter} ORDER BY rowid`).all(...values);
      return rows.map((row) => (only === undefined ? fromRow(object, row) : fieldsOfRow(object, only, row)));
    },

    insert(type, fields, userId) {
      const object = objectNamed(type);
      const id = recordId(object.keyPrefix, options.instance, options.nextSerial());
      const stored: Partial<RecordFields> = { ...defaults(object), ...audit(object, true, userId), Id: id };
      for (const [name, value] of Object.entries(fields))
        if (value !== undefined) stored[fieldOf(object, name)] = value;
      // Always all columns, so that one statement serves all records of a type: to prepare it is the slow part.
      const all = [...object.fields.values()];
      const marks = all.map(() => "?").join(", ");
      database
        .statement(`INSERT INTO ${object.name} (${all.map(({ name }) => name).join(", ")}) VALUES (${marks})`)
        .run(...all.map(({ name, type }) => toSql(stored[name] ?? (type === "boolean" ? false : null))));
      return String(stored.Id);
    },

    update(type, id, fields, userId) {
      const object = objectNamed(type);
      const changed = { ...audit(object, false, userId), ...fields };
      const names = Object.keys(changed).filter((name) => name !== "Id" && changed[name] !== undefined);
      if (names.length === 0) return;
      const assignments = names.map((name) => `${fieldOf(object, name)} = ?`).join(", ");
      const result = database
        .statement(`UPDATE ${object.name} SET ${assignments} WHERE Id = ?${live(object)}`)
        .run(...names.map((name) => toSql(changed[name] ?? null)), normalizedId(id) ?? id);
      if (result.changes === 0) throw new Error(`There is no ${object.name} ${id} to update.`);
    },

    remove(type, id) {
      const object = objectNamed(type);
      const fullId = normalizedId(id) ?? id;
      if (object.recycleBin) database.statement(`UPDATE ${object.name} SET IsDeleted = 1 WHERE Id = ?`).run(fullId);
      else database.statement(`DELETE FROM ${object.name} WHERE Id = ?`).run(fullId);
    },

    isInRecycleBin(type, id) {
      const object = objectNamed(type);
      if (!object.recycleBin) return false;
      const sql = `SELECT 1 FROM ${object.name} WHERE Id = ? AND IsDeleted = 1`;
      return database.statement(sql).get(normalizedId(id) ?? id) !== undefined;
    },

    transaction(work) {
      const name = `level_${depth}`;
      database.execute(`SAVEPOINT ${name}`);
      depth += 1;
      try {
        const result = work();
        database.execute(`RELEASE ${name}`);
        return result;
      } catch (error) {
        database.execute(`ROLLBACK TO ${name}; RELEASE ${name}`);
        throw error;
      } finally {
        depth -= 1;
      }
    },
  };
}

function live(object: ObjectDefinition): string {
  return object.recycleBin ? " AND IsDeleted = 0" : "";
}

/** Names come from callers inside the local org, but go into SQL text: only those of the schema pass. */
function fieldOf(object: ObjectDefinition, name: string): string {
  if (!object.fields.has(name)) throw new Error(`${object.name} has no field ${name}.`);
  return name;
}

function defaults(object: ObjectDefinition): RecordFields {
  const values: RecordFields = {};
  for (const field of object.fields.values()) {
    // The table itself starts every boolean at false.
    if (field.defaultValue !== undefined && field.defaultValue !== false) values[field.name] = field.defaultValue;
  }
  return values;
}

function toSql(value: FieldValue): SqlValue {
  return typeof value === "boolean" ? Number(value) : value;
}

/** Most arguments of a function in every build of SQLite. */
const flagsPerColumn = 100;

/**
 * The columns of a record. A permission set has hundreds of booleans, and a prepared statement takes memory for each
 * column of its result: so booleans come packed, as JSON arrays.
 */
function columnsOf(object: ObjectDefinition): string {
  let columns = columnLists.get(object);
  if (columns === undefined) {
    const fields = [...object.fields.values()];
    const flags = fields.filter(({ type }) => type === "boolean").map(({ name }) => name);
    const packs: string[] = [];
    for (let start = 0; start < flags.length; start += flagsPerColumn) {
      packs.push(`json_array(${flags.slice(start, start + flagsPerColumn).join(", ")}) AS ${packName(packs.length)}`);
    }
    columns = [...fields.filter(({ type }) => type !== "boolean").map(({ name }) => name), ...packs].join(", ");
    columnLists.set(object, columns);
  }
  return columns;
}

const columnLists = new Map<ObjectDefinition, string>();
const packName = (index: number): string => `_flags${index}`;

/** A row with the columns of `columnsOf` as fields of the record. */
function fromRow(object: ObjectDefinition, row: { [column: string]: unknown }): RecordFields {
  const flags: number[] = [];
  for (let pack = 0; packName(pack) in row; pack += 1) flags.push(...JSON.parse(String(row[packName(pack)])));
  const fields: RecordFields = {};
  let position = 0;
  for (const { name, type } of object.fields.values()) {
    if (type === "boolean") {
      fields[name] = flags[position] === 1;
      position += 1;
    } else {
      fields[name] = fromSql(type, row[name]);
    }
  }
  return fields;
}

/** A row with a column of its own for each of these fields. */
function fieldsOfRow(object: ObjectDefinition, names: readonly string[], row: { [column: string]: unknown }) {
  const fields: RecordFields = {};
  for (const name of names) fields[name] = fromSql(object.fields.get(name)?.type ?? "", row[name]);
  return fields;
}

/** A value of a column as the API's value. */
export function fromSql(type: string, value: unknown): FieldValue {
  if (type === "boolean") return value === 1 || value === 1n;
  return typeof value === "string" || typeof value === "number" ? value : null;
}
