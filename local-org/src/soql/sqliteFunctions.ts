/** Functions that the SQL text of a query uses and SQLite does not have. */
import type { DatabaseSync } from "node:sqlite";
import { localDateTime } from "./dateLiterals.ts";
import { folded } from "./text.ts";

/**
 * Adds `soql_fold(text)`, whose binary order is the order of SOQL; `soql_local(time, zone)`, the local time of an
 * instant; and the aggregates `soql_min(text)` and `soql_max(text)`.
 */
export function addSoqlFunctions(connection: DatabaseSync): void {
  connection.function("soql_fold", { deterministic: true }, (text) => (typeof text === "string" ? folded(text) : text));
  connection.function("soql_local", { deterministic: true }, (time, zone) =>
    typeof time === "string" ? localDateTime(time, String(zone)) : null,
  );
  const extreme = (isBetter: (one: string, other: string) => boolean) => ({
    start: null,
    step(best: unknown, text: unknown): string | null {
      if (typeof text !== "string") return best as string | null;
      return typeof best !== "string" || isBetter(folded(text), folded(best)) ? text : best;
    },
  });
  connection.aggregate(
    "soql_min",
    extreme((one, other) => one < other),
  );
  connection.aggregate(
    "soql_max",
    extreme((one, other) => one > other),
  );
}
