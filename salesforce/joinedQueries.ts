/**
 * Queries of one type that look for values of one field, joined into one: the refresh of a stack asks for what each of its
 * permission sets grants, each of its users holds, and so on. Pure.
 */

/** A query as far as it may be joined: `SELECT <fields> FROM <type> WHERE <field> = '<value>'<rest>`, or with `IN`. */
export interface QueryShape {
  /** What queries that may be joined have in common. */
  shape: string;
  type: string;
  /** Fields that it selects. */
  fields: string[];
  /** Field that holds the value; may be of a parent, `Parent.ProfileId`. */
  field: string;
  values: string[];
  /** Further conditions, each with `AND` in front. */
  rest: string;
}

const pattern =
  /^SELECT ([\w., ]+) FROM (\w+) WHERE (\w+(?:\.\w+)?) (?:= ('[^'\\]+')|IN \(('[^'\\]+'(?:, '[^'\\]+')*)\))((?: AND .+)?)$/;
/** What counts, sorts or cuts all rows together means something else for several values. */
const togetherOnly = /\b(?:ORDER BY|LIMIT|OFFSET|GROUP BY|HAVING|FOR|OR|SELECT)\b/i;
const idForm = /^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/;
/** Of other text an org alone knows what is equal. */
const plainText = /^[!-~](?:[ -~]*[!-~])?$/;

const isIdField = (field: string) => field.endsWith("Id");

/** The shape of a query; undefined for one that is not joined. */
export function shapeOf(soql: string): QueryShape | undefined {
  const [, selected, type = "", field = "", single, several, rest = ""] = pattern.exec(soql) ?? [];
  if (selected === undefined) return undefined;
  if (togetherOnly.test(rest.replace(/'[^']*'/g, "")) || /[()\\]/.test(rest)) return undefined;
  const values = (single ?? several ?? "").slice(1, -1).split("', '");
  const form = isIdField(field) ? idForm : plainText;
  if (!values.every((value) => form.test(value))) return undefined;
  const fields = selected.split(",").map((name) => name.trim());
  return { shape: `${type} WHERE ${field}${rest}`, type, fields, field, values, rest };
}

/** The one query for all of some that have the same shape; it selects the field too that tells whose a row is. */
export function joinedQuery(some: readonly QueryShape[]): string {
  const [{ type, field, rest }] = some as [QueryShape];
  // An org refuses a field that is selected twice.
  const fields = new Map([...some.flatMap((each) => each.fields), field].map((name) => [name.toLowerCase(), name]));
  const values = [...new Set(some.flatMap((each) => each.values))].map((value) => `'${value}'`);
  return `SELECT ${[...fields.values()].join(", ")} FROM ${type} WHERE ${field} IN (${values.join(", ")})${rest}`;
}

/** Whether queries select the same, so that an error of all of them is that of each. */
export const selectTheSame = (some: readonly QueryShape[]): boolean =>
  new Set(some.map(({ fields }) => fields.join())).size === 1;

/**
 * The rows of a joined query, by the queries that asked for them; undefined where that cannot be told, since a row has
 * a value that nobody has asked for by that very name.
 */
export function rowsByQuery(rows: readonly unknown[], asked: readonly QueryShape[]): unknown[][] | undefined {
  const keys = asked.map(({ field, values }) => new Set(values.map((value) => keyOf(field, value))));
  const found = asked.map((): unknown[] => []);
  for (const row of rows) {
    const { field } = asked[0] as QueryShape;
    const key = keyOf(field, valueIn(row, field));
    const owners = found.filter((_, index) => keys[index]?.has(key));
    if (owners.length === 0) return undefined;
    for (const own of owners) own.push(row);
  }
  return found;
}

/** SOQL does not tell capitals in texts apart; ids have two forms. */
const keyOf = (field: string, value: string) => (isIdField(field) ? value.slice(0, 15) : value.toLowerCase());

/** The text that a row holds in a field; empty where it holds none. */
function valueIn(row: unknown, field: string): string {
  let value = row;
  for (const name of field.split(".")) value = (value as Record<string, unknown> | null | undefined)?.[name];
  return typeof value === "string" ? value : "";
}
