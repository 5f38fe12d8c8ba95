/** The functions of SOQL that a query may use, beside `toLabel()` and `convertTimezone()`, which need the field or the user. */

import type { FieldType } from "../schema/definitions.ts";

/** The type of a value: that of a field, or a day without a time, which only functions give. */
export type ValueType = FieldType | "date";

/** A function of a date-time: its SQL, given that of the date-time as a text, and the type of what it gives. */
interface DateFunction {
  sql: (text: string) => string;
  type: "int" | "date";
}

const number = (sql: DateFunction["sql"]): DateFunction => ({ sql, type: "int" });

/** Source: SOQL and SOSL Reference, Date Functions. */
export const dateFunctions: { readonly [name: string]: DateFunction } = {
  CALENDAR_YEAR: number((text) => part(text, 1, 4)),
  CALENDAR_QUARTER: number((text) => `((${part(text, 6, 2)} + 2) / 3)`),
  CALENDAR_MONTH: number((text) => part(text, 6, 2)),
  DAY_IN_MONTH: number((text) => part(text, 9, 2)),
  DAY_IN_WEEK: number((text) => `(CAST(strftime('%w', substr(${text}, 1, 10)) AS INTEGER) + 1)`),
  DAY_IN_YEAR: number(dayInYear),
  DAY_ONLY: { sql: (text) => `substr(${text}, 1, 10)`, type: "date" },
  FISCAL_YEAR: number((text) => part(text, 1, 4)),
  FISCAL_QUARTER: number((text) => `((${part(text, 6, 2)} + 2) / 3)`),
  FISCAL_MONTH: number((text) => part(text, 6, 2)),
  HOUR_IN_DAY: number((text) => part(text, 12, 2)),
  WEEK_IN_MONTH: number((text) => `((${part(text, 9, 2)} + 6) / 7)`),
  WEEK_IN_YEAR: number((text) => `((${dayInYear(text)} + 6) / 7)`),
};

function part(text: string, from: number, length: number): string {
  return `CAST(substr(${text}, ${from}, ${length}) AS INTEGER)`;
}

function dayInYear(text: string): string {
  return `CAST(strftime('%j', substr(${text}, 1, 10)) AS INTEGER)`;
}

/** A function over the records of a group. */
interface Aggregate {
  /** Fields of which types it takes. */
  takes: (type: ValueType) => boolean;
  /**
   * @param sql the field
   * @param folded the field in a form in which texts are compared
   */
  sql: (sql: string, folded: string) => string;
  /** The type of what it gives; undefined: that of the field. */
  type?: "int" | "double";
}

const isNumber = (type: ValueType) => type === "int" || type === "double";
const isOrdered = (type: ValueType) => !["boolean", "id", "reference"].includes(type);
const isCounted = (type: ValueType) => type !== "boolean";
/** Texts are compared without the case of letters, and the text itself is given. */
const extreme = (name: "min" | "max"): Aggregate => ({
  takes: isOrdered,
  sql: (sql, folded) => (sql === folded ? `${name}(${sql})` : `soql_${name}(${sql})`),
});

/** Source: SOQL and SOSL Reference, Aggregate Functions. */
export const aggregates: { readonly [name: string]: Aggregate } = {
  COUNT: { takes: isCounted, sql: (sql) => `COUNT(${sql})`, type: "int" },
  COUNT_DISTINCT: { takes: isCounted, sql: (_sql, folded) => `COUNT(DISTINCT ${folded})`, type: "int" },
  MIN: extreme("min"),
  MAX: extreme("max"),
  SUM: { takes: isNumber, sql: (sql) => `SUM(${sql})`, type: "double" },
  AVG: { takes: isNumber, sql: (sql) => `AVG(${sql})`, type: "double" },
};
