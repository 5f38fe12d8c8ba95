import type { DocumentStore } from "../contracts.ts";
import type { Database } from "./database.ts";

/** JSON values in a table of the org's data base. */
export function createDocumentStore(database: Database): DocumentStore {
  return {
    get(collection, key) {
      const row = database
        .statement("SELECT value FROM _document WHERE collection = ? AND key = ?")
        .get(collection, key);
      return row === undefined ? undefined : JSON.parse(String(row.value));
    },
    list(collection) {
      return database
        .statement("SELECT key, value FROM _document WHERE collection = ? ORDER BY key")
        .all(collection)
        .map((row) => ({ key: String(row.key), value: JSON.parse(String(row.value)) }));
    },
    set(collection, key, value) {
      database
        .statement("INSERT INTO _document VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value")
        .run(collection, key, JSON.stringify(value));
    },
    remove(collection, key) {
      database.statement("DELETE FROM _document WHERE collection = ? AND key = ?").run(collection, key);
    },
  };
}
