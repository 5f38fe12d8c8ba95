/**
 * Queries that differ in one id alone, joined into one: the refresh of a stack asks for what each of its permission sets
 * grants, each of its users holds, and so on. Pure.
 */

/** A query as far as it may be joined: `SELECT <fields> FROM <type> WHERE <field> = '<id>'<rest>`. */
export interface QueryShape {
  /** What equal queries have in common. */
  shape: string;
  /** Field that holds the id; may be of a parent, `Parent.ProfileId`. */
  field: string;
  id: string;
  /** The query for several ids, which answers the field too. */
  joined(ids: readonly string[]): string;
}

const pattern =
  /^SELECT ([\w., ]+) FROM (\w+) WHERE (\w+(?:\.\w+)?) = '([A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?)'((?: AND .+)?)$/;
/** What counts, sorts or cuts all rows together means something else for several ids. */
const togetherOnly = /\b(?:ORDER BY|LIMIT|OFFSET|GROUP BY|HAVING|FOR|OR|SELECT)\b/i;

/** The shape of a query; undefined for one that is not joined. */
export function shapeOf(soql: string): QueryShape | undefined {
  const [, fields = "", type = "", field = "", id = "", rest = ""] = pattern.exec(soql) ?? [];
  if (id === "" || togetherOnly.test(rest.replace(/'[^']*'/g, "")) || /[()\\]/.test(rest)) return undefined;
  const asked = fields.split(",").map((name) => name.trim());
  const all = asked.includes(field) ? fields : `${fields}, ${field}`;
  return {
    shape: `${fields} FROM ${type} WHERE ${field}${rest}`,
    field,
    id,
    joined: (ids) =>
      `SELECT ${all} FROM ${type} WHERE ${field} IN (${ids.map((each) => `'${each}'`).join(", ")})${rest}`,
  };
}

/** The id that a row holds in a field, in the form of 15 characters; empty where it holds none. */
export function idIn(row: unknown, field: string): string {
  let value = row;
  for (const name of field.split(".")) value = (value as Record<string, unknown> | null | undefined)?.[name];
  return typeof value === "string" ? value.slice(0, 15) : "";
}
