import type { Database } from "./database.ts";

/** A row of a table, as SQLite has it. */
export type Row = { readonly [column: string]: null | number | bigint | string | Uint8Array };

/** All rows of an org's tables at one moment, in the order of their creation. */
export type Rows = ReadonlyMap<string, readonly Row[]>;

/** @param kept condition on the rows of a table that a snapshot leaves out and a restore leaves alone */
export function readRows(database: Database, kept: { [table: string]: string }): Rows {
  return new Map(
    tableNames(database).map((table) => {
      const filter = kept[table] === undefined ? "" : `WHERE NOT (${kept[table]})`;
      return [table, database.statement(`SELECT * FROM ${table} ${filter} ORDER BY rowid`).all() as Row[]];
    }),
  );
}

/** Puts the rows in place of those that are there. To be called in a transaction. */
export function writeRows(database: Database, rows: Rows, kept: { [table: string]: string }): void {
  for (const [table, tableRows] of rows) {
    database.execute(`DELETE FROM ${table} ${kept[table] === undefined ? "" : `WHERE NOT (${kept[table]})`}`);
    const [first] = tableRows;
    if (first === undefined) continue;
    const columns = Object.keys(first);
    const marks = columns.map(() => "?").join(", ");
    const insert = database.statement(`INSERT INTO ${table} (${columns.join(", ")}) VALUES (${marks})`);
    for (const row of tableRows) insert.run(...columns.map((column) => row[column] ?? null));
  }
}

function tableNames(database: Database): string[] {
  return database
    .statement("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .all()
    .map(({ name }) => String(name));
}
