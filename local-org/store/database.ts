/** Opens the SQLite data base of one org and lays its tables: one for each sObject, and a few of the org itself. */
import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { FieldDefinition } from "../schema/definitions.ts";
import { OBJECTS } from "../schema/index.ts";
import { addSoqlFunctions } from "../soql/sqlFunctions.ts";

/** A data base with its statements prepared once each. */
export interface Database {
  statement(sql: string): StatementSync;
  execute(sql: string): void;
  close(): void;
}

const MOST_STATEMENTS = 500;

const ORG_TABLES = `
  CREATE TABLE IF NOT EXISTS _document (collection TEXT, key TEXT, value TEXT, PRIMARY KEY (collection, key));
  CREATE TABLE IF NOT EXISTS _session (accessToken TEXT PRIMARY KEY, userId TEXT, clientId TEXT, scopes TEXT);
`;

/**
 * @param file path of the data base file; without one it lives in memory
 * @throws Error when another process has the file
 */
export function openDatabase(file: string | undefined): Database {
  const connection = new DatabaseSync(file ?? ":memory:");
  if (file !== undefined) takeFile(connection, file);
  addSoqlFunctions(connection);
  connection.exec("BEGIN");
  connection.exec(ORG_TABLES);
  layTables(connection);
  connection.exec("COMMIT");
  const statements = new Map<string, StatementSync>();
  return {
    statement(sql) {
      let statement = statements.get(sql);
      if (statement === undefined) {
        // Queries come in endless variety; what the org itself uses is soon there again.
        if (statements.size >= MOST_STATEMENTS) statements.clear();
        statement = connection.prepare(sql);
        statements.set(sql, statement);
      }
      return statement;
    },
    execute: (sql) => connection.exec(sql),
    close: () => connection.close(),
  };
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
  for (const object of OBJECTS) {
    const existing = new Set(
      connection
        .prepare(`PRAGMA table_info(${object.name})`)
        .all()
        .map(({ name }) => name),
    );
    if (existing.size === 0) {
      const columns = [...object.fields.values()].map(columnOf);
      connection.exec(`CREATE TABLE ${object.name} (${columns.join(", ")})`);
      continue;
    }
    for (const field of object.fields.values()) {
      if (!existing.has(field.name)) connection.exec(`ALTER TABLE ${object.name} ADD COLUMN ${columnOf(field)}`);
    }
  }
}

function columnOf(field: FieldDefinition): string {
  if (field.type === "id") return `${field.name} TEXT PRIMARY KEY`;
  if (field.type === "boolean") return `${field.name} INTEGER NOT NULL DEFAULT 0`;
  if (field.type === "int") return `${field.name} INTEGER`;
  if (field.type === "double") return `${field.name} REAL`;
  // Ids are compared with regard to case (they differ by it), all other text without, as SOQL does.
  return `${field.name} TEXT COLLATE ${field.type === "reference" ? "BINARY" : "NOCASE"}`;
}
