/** The functions of SOQL that a query may use, beside `toLabel()` and `convertTimezone()`, which need the field or the user. */

/** Parts of the text of a date-time or date, as numbers. Source: SOQL and SOSL Reference, Date Functions. */
export const dateFunctions: { [name: string]: (text: string) => string } = {
  CALENDAR_YEAR: (text) => part(text, 1, 4),
  CALENDAR_QUARTER: (text) => `((${part(text, 6, 2)} + 2) / 3)`,
  CALENDAR_MONTH: (text) => part(text, 6, 2),
  DAY_IN_MONTH: (text) => part(text, 9, 2),
  DAY_IN_WEEK: (text) => `(CAST(strftime('%w', substr(${text}, 1, 10)) AS INTEGER) + 1)`,
  DAY_IN_YEAR: (text) => dayInYear(text),
  FISCAL_YEAR: (text) => part(text, 1, 4),
  FISCAL_QUARTER: (text) => `((${part(text, 6, 2)} + 2) / 3)`,
  FISCAL_MONTH: (text) => part(text, 6, 2),
  HOUR_IN_DAY: (text) => part(text, 12, 2),
  WEEK_IN_MONTH: (text) => `((${part(text, 9, 2)} + 6) / 7)`,
  WEEK_IN_YEAR: (text) => `((${dayInYear(text)} + 6) / 7)`,
};

function part(text: string, from: number, length: number): string {
  return `CAST(substr(${text}, ${from}, ${length}) AS INTEGER)`;
}

function dayInYear(text: string): string {
  return `CAST(strftime('%j', substr(${text}, 1, 10)) AS INTEGER)`;
}

/** Functions that count over several records. */
export const aggregates = new Set(["COUNT", "COUNT_DISTINCT", "MIN", "MAX", "SUM", "AVG"]);
