/** Opens the SQLite data base of one org and lays its tables: one for each sObject, and a few of the org itself. */
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { type FieldDefinition, isCustom } from "../schema/definitions.ts";
import { objects } from "../schema/index.ts";
import { addSoqlFunctions } from "../soql/sqliteFunctions.ts";

/** A data base whose statements are prepared when first asked for, and kept while they are in use. */
export interface Database {
  statement(sql: string): StatementSync;
  execute(sql: string): void;
  /** The whole data base as bytes; `undefined` in versions of Node that cannot tell. */
  image(): Uint8Array | undefined;
  /**
   * Runs SQL that reads the tables of an image under the name `seed`. Not in a transaction.
   *
   * @param map what the SQL function `seed_value` makes of a text
   */
  readImage(image: Uint8Array, map: (text: string) => string, work: () => void): void;
  /**
   * Gives back the memory that making the org took, for one that lives in memory: its statements, and the schema until
   * it is asked for. Not in a transaction.
   */
  compact(): void;
  close(): void;
}

/** Statements that all orgs of this process together keep prepared; the one used longest ago gives way. */
const mostStatements = 500;
/** By connection and SQL, the one used longest ago first. */
const prepared = new Map<string, StatementSync>();
let connections = 0;
/** Bytes of a page of a data base that lives in memory. */
const smallPage = 1024;

const orgTables = `
  CREATE TABLE IF NOT EXISTS _document (collection TEXT, key TEXT, value TEXT, PRIMARY KEY (collection, key));
  CREATE TABLE IF NOT EXISTS _session (accessToken TEXT PRIMARY KEY, userId TEXT, clientId TEXT, scopes TEXT);
`;

/**
 * @param file path of the data base file; without one it lives in memory
 * @throws Error when another process has the file
 */
export function openDatabase(file: string | undefined): Database {
  let connection = connect(file);
  if (file !== undefined) takeFile(connection, file);
  // Most tables hold a handful of records, and each takes two pages at least.
  else connection.exec(`PRAGMA page_size = ${smallPage}`);
  connection.exec("BEGIN");
  connection.exec(orgTables);
  layTables(connection);
  connection.exec("COMMIT");
  connections += 1;
  const addColumns = (): void => layTables(connection);
  columnAdders.add(addColumns);
  const prefix = `${connections} `;
  const forgetStatements = (): void => {
    for (const key of [...prepared.keys()]) if (key.startsWith(prefix)) prepared.delete(key);
  };
  return {
    statement(sql) {
      const key = prefix + sql;
      const statement = prepared.get(key) ?? connection.prepare(sql);
      prepared.delete(key);
      prepared.set(key, statement);
      if (prepared.size > mostStatements) prepared.delete(prepared.keys().next().value ?? "");
      return statement;
    },
    execute: (sql) => connection.exec(sql),
    image: () => (canSerialize(connection) ? connection.serialize() : undefined),
    readImage(image, map, work) {
      connection.function("seed_value", (text) => (typeof text === "string" ? map(text) : text));
      connection.exec("ATTACH ':memory:' AS seed");
      try {
        // That ends every statement of the connection.
        forgetStatements();
        connection.deserialize(image, { dbName: "seed" });
        work();
      } finally {
        connection.exec("DETACH seed");
      }
    },
    compact() {
      if (file !== undefined || !canSerialize(connection)) return;
      const image = connection.serialize();
      forgetStatements();
      connection.close();
      connection = connect(undefined);
      connection.deserialize(image);
    },
    close() {
      columnAdders.delete(addColumns);
      forgetStatements();
      connection.close();
    },
  };
}

/** Of each data base that is open. */
const columnAdders = new Set<() => void>();

/** Gives every open data base the columns of fields that the schema did not have when it was opened. */
export function addNewColumns(): void {
  for (const addColumns of columnAdders) addColumns();
}

/** Older versions of Node cannot; their orgs take more memory, and longer to be made. */
function canSerialize(connection: DatabaseSync): boolean {
  return typeof connection.serialize === "function";
}

/** A connection with what every org needs of it. */
function connect(file: string | undefined): DatabaseSync {
  const connection = new DatabaseSync(file ?? ":memory:");
  addSoqlFunctions(connection);
  return connection;
}

/** One org, one process: the lock on the file ends with the process, however it ends. */
function takeFile(connection: DatabaseSync, file: string): void {
  try {
    connection.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
    connection.exec("BEGIN IMMEDIATE; COMMIT;");
  } catch (error) {
    connection.close();
    if (/database is locked/.test((error as Error).message)) throw new Error(`${file} is in use by another local org.`);
    throw error;
  }
}

/** Makes the tables of the sObjects, and in a data base of an older version the columns that it lacks. */
function layTables(connection: DatabaseSync): void {
  const tables = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  const known = new Set(tables.map(({ name }) => name));
  for (const object of objects) {
    if (!known.has(object.name)) {
      const columns = [...object.fields.values()].map(columnOf);
      connection.exec(`CREATE TABLE ${object.name} (${columns.join(", ")})`);
      continue;
    }
    const columns = connection.prepare(`PRAGMA table_info(${object.name})`).all();
    const existing = new Set(columns.map(({ name }) => name));
    for (const field of object.fields.values()) {
      if (!existing.has(field.name)) connection.exec(`ALTER TABLE ${object.name} ADD COLUMN ${addedColumnOf(field)}`);
    }
  }
}

function columnOf(field: FieldDefinition): string {
  if (field.type === "id") return `${field.name} TEXT PRIMARY KEY`;
  // Without a default, which would take memory for each of hundreds of columns; records are stored whole.
  if (field.type === "boolean") return `${field.name} INTEGER NOT NULL`;
  // Another process may declare a field of that name with another type.
  if (isCustom(field)) return `${field.name} COLLATE NOCASE`;
  if (field.type === "int") return `${field.name} INTEGER`;
  if (field.type === "double") return `${field.name} REAL`;
  // Ids are compared with regard to case (they differ by it), all other text without, as SOQL does.
  return `${field.name} TEXT COLLATE ${field.type === "reference" ? "BINARY" : "NOCASE"}`;
}

/** A column that is added to a table with records. */
function addedColumnOf(field: FieldDefinition): string {
  return field.type === "boolean" ? `${columnOf(field)} DEFAULT 0` : columnOf(field);
}
