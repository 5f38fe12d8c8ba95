/**
 * What SOQL means, said a second time over plain objects: generators of conditions that carry both their text and their
 * meaning. Nothing here is shared with what it checks.
 */
import fc from "fast-check";

export type PlainRecord = { [field: string]: string | number | null | PlainRecord };

/** A condition as text, and whether it holds for a record. */
export interface Meaning {
  soql: string;
  holds(record: PlainRecord): boolean;
}

/** Texts that differ by case, by letters beyond ASCII, by wildcards and by characters that need an escape. */
export const texts = [
  "a",
  "A",
  "ab",
  "AB",
  "a_b",
  "a%b",
  "Äb",
  "äB",
  "ß",
  "b'a",
  "b\\a",
  "a b",
  "B_",
  "bA",
  "Z",
  "1",
  "10",
  "2",
];
const numbers = [-3, 0, 1, 2, 10, 250];
const times = [
  "2026-03-28T23:30:00.000+0000",
  "2026-03-29T00:30:00.000+0000",
  "2026-03-29T02:00:00.500+0000",
  "2025-12-31T23:59:59.999+0000",
  "2026-01-01T00:00:00.000+0000",
  "2024-02-29T12:00:00.000+0000",
];

const quoted = (text: string): string => `'${text.replace(/[\\']/g, "\\$&")}'`;
const valueAt = (record: PlainRecord, path: string): string | number | null => {
  let value: PlainRecord[string] | undefined = record;
  for (const step of path.split(".")) value = value === null ? null : (value as PlainRecord)[step];
  return (value ?? null) as string | number | null;
};

type Order = "<" | "<=" | ">" | ">=";
const orders: readonly Order[] = ["<", "<=", ">", ">="];

function inOrder(order: Order, one: string | number, other: string | number): boolean {
  if (one === other) return order === "<=" || order === ">=";
  return one < other === order.startsWith("<");
}

/** Text is compared in capitals; `ß` has none of one letter and stays. */
export function capitals(text: string): string {
  return text === "ß" ? text : text.toUpperCase();
}

/** LIKE, letter by letter. */
function isLike(text: string, pattern: readonly (string | { wildcard: "_" | "%" })[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return text === "";
  if (typeof first === "string") return text.startsWith(first) && isLike(text.slice(1), rest);
  if (first.wildcard === "_") return text !== "" && isLike(text.slice(1), rest);
  return isLike(text, rest) || (text !== "" && isLike(text.slice(1), pattern));
}

function textLeaf(field: string): fc.Arbitrary<Meaning> {
  const text = fc.constantFrom(...texts);
  const of = (record: PlainRecord): string | null => {
    const value = valueAt(record, field);
    return value === null ? null : capitals(String(value));
  };
  const pattern = fc.array(
    fc.oneof(
      fc.constantFrom("a", "B", "ä", "_", "%", "'", "\\", "ß", "Z", "1"),
      fc.constantFrom({ wildcard: "_" as const }, { wildcard: "%" as const }),
    ),
    { minLength: 1, maxLength: 4 },
  );
  return fc.oneof(
    fc.record({ value: fc.option(text), isEqual: fc.boolean() }).map(({ value, isEqual }) => ({
      soql: `${field} ${isEqual ? "=" : "!="} ${value === null ? "null" : quoted(value)}`,
      holds: (record: PlainRecord) => (of(record) === (value === null ? null : capitals(value))) === isEqual,
    })),
    fc.record({ value: text, order: fc.constantFrom(...orders) }).map(({ value, order }) => ({
      soql: `${field} ${order} ${quoted(value)}`,
      holds: (record: PlainRecord) => of(record) !== null && inOrder(order, of(record) ?? "", capitals(value)),
    })),
    fc
      .record({ values: fc.array(fc.option(text), { minLength: 1, maxLength: 4 }), isIn: fc.boolean() })
      .map(({ values, isIn }) => ({
        soql: `${field} ${isIn ? "IN" : "NOT IN"} (${values.map((value) => (value === null ? "null" : quoted(value))).join(", ")})`,
        holds: (record: PlainRecord) =>
          values.map((value) => (value === null ? null : capitals(value))).includes(of(record)) === isIn,
      })),
    pattern.map((parts) => ({
      soql: `${field} LIKE '${parts.map((part) => (typeof part === "string" ? part.replace(/[\\'_%]/, "\\$&") : part.wildcard)).join("")}'`,
      holds: (record: PlainRecord) =>
        isLike(
          of(record) ?? "no text",
          parts.map((part) => (typeof part === "string" ? capitals(part) : part)),
        ) && of(record) !== null,
    })),
  );
}

function numberLeaf(field: string): fc.Arbitrary<Meaning> {
  return fc
    .record({ value: fc.constantFrom(...numbers), operator: fc.constantFrom("=", "!=", ...orders) })
    .map(({ value, operator }) => ({
      soql: `${field} ${operator} ${value}`,
      holds(record: PlainRecord) {
        const found = valueAt(record, field);
        if (operator === "=" || operator === "!=") return (found === value) === (operator === "=");
        return found !== null && inOrder(operator as Order, found, value);
      },
    }));
}

function timeLeaf(field: string): fc.Arbitrary<Meaning> {
  const zone = fc.constantFrom("Z", "+01:00", "-0800");
  return fc
    .record({ value: fc.constantFrom(...times), zone, operator: fc.constantFrom("=", "!=", ...orders) })
    .map(({ value, zone: offset, operator }) => {
      const instant = Date.parse(value.replace("+0000", "Z"));
      const hours = offset === "Z" ? 0 : Number(offset.slice(0, 3));
      const local = new Date(instant + hours * 3_600_000).toISOString().slice(0, 23);
      return {
        soql: `${field} ${operator} ${local}${offset}`,
        holds(record: PlainRecord) {
          const found = valueAt(record, field);
          const time = found === null ? null : Date.parse(String(found).replace("+0000", "Z"));
          if (operator === "=" || operator === "!=") return (time === instant) === (operator === "=");
          return time !== null && inOrder(operator as Order, time, instant);
        },
      };
    });
}

/** Any nesting of conditions over these fields. */
export function conditions(fields: { [path: string]: "text" | "number" | "time" }): fc.Arbitrary<Meaning> {
  const leaves = Object.entries(fields).map(([path, type]) => {
    if (type === "text") return textLeaf(path);
    return type === "number" ? numberLeaf(path) : timeLeaf(path);
  });
  const { condition } = fc.letrec<{ condition: Meaning }>((tie) => {
    const inner = tie("condition");
    const several = fc.array(inner, { minLength: 2, maxLength: 4 });
    return {
      condition: fc.oneof(
        { maxDepth: 5, withCrossShrink: true },
        ...leaves,
        fc.tuple(inner, fc.boolean()).map(([{ soql, holds }, tight]) => ({
          soql: tight ? `(NOT (${soql}))` : `(((NOT ((${soql})))))`,
          holds: (record: PlainRecord) => !holds(record),
        })),
        several.map((parts) => ({
          soql: parts.map(({ soql }) => `(${soql})`).join(" AND "),
          holds: (record: PlainRecord) => parts.every(({ holds }) => holds(record)),
        })),
        several.map((parts) => ({
          soql: parts.map(({ soql }) => `(${soql})`).join(" or "),
          holds: (record: PlainRecord) => parts.some(({ holds }) => holds(record)),
        })),
      ),
    };
  });
  return condition;
}

export interface Ordering {
  soql: string;
  compare(one: PlainRecord, other: PlainRecord): number;
}

/** One to three columns with directions and places for nothing. */
export function orderings(fields: readonly string[]): fc.Arbitrary<Ordering> {
  const column = fc.record({
    field: fc.constantFrom(...fields),
    direction: fc.constantFrom("", " ASC", " desc"),
    nulls: fc.constantFrom("", " NULLS FIRST", " nulls last"),
  });
  return fc.array(column, { minLength: 1, maxLength: 3 }).map((columns) => ({
    soql: columns.map(({ field, direction, nulls }) => field + direction + nulls).join(", "),
    compare(one, other) {
      for (const { field, direction, nulls } of columns) {
        const [left, right] = [one, other].map((record) => {
          const value = valueAt(record, field);
          return typeof value === "string" ? capitals(value) : value;
        });
        if (left === right || left === undefined || right === undefined) continue;
        if (left === null || right === null) return (left === null) === (nulls !== " nulls last") ? -1 : 1;
        return left < right === (direction !== " desc") ? -1 : 1;
      }
      return 0;
    },
  }));
}

/** A record's text, or nothing. */
export const someText: fc.Arbitrary<string | null> = fc.option(fc.constantFrom(...texts));
export const someNumber: fc.Arbitrary<number | null> = fc.option(fc.constantFrom(...numbers));
export const someTime: fc.Arbitrary<string | null> = fc.option(fc.constantFrom(...times));
