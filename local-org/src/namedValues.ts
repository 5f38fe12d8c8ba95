/** Objects that callers write by hand: their names are known, and what is not known is refused with what was meant. */

export interface Check {
  accepts(value: unknown): boolean;
  /** What it accepts, in words. */
  allowed: string;
}

export type Checks<Values> = { readonly [name in keyof Required<Values>]: Check };

export interface Named {
  /** Such as `a fault`, for messages. */
  what: string;
  /** Names that belong somewhere else, and where; such as `the shape of an org`. */
  elsewhere?: ReadonlyMap<string, string>;
}

/**
 * The values that a caller wrote. A value that is undefined is left out.
 *
 * @throws Error with one sentence that names what is wrong and what is allowed
 */
export function readNamedValues<Values extends object>(
  sent: unknown,
  { what, elsewhere }: Named,
  checks: Checks<Values>,
): Partial<Values> {
  if (!isObject(sent)) throw new Error(`A JSON object is needed for ${what}.`);
  const values: { [name: string]: unknown } = {};
  for (const [name, value] of Object.entries(sent)) {
    const check = Object.hasOwn(checks, name) ? checks[name as keyof Values] : undefined;
    if (check === undefined)
      throw new Error(`There is no ${name} in ${what}; ${instead(name, Object.keys(checks), elsewhere)}`);
    if (value === undefined) continue;
    if (!check.accepts(value)) throw new Error(`In ${what}, ${name} takes ${check.allowed}.`);
    values[name] = value;
  }
  return values as Partial<Values>;
}

export function isObject(value: unknown): value is { [name: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function instead(name: string, known: readonly string[], elsewhere: ReadonlyMap<string, string> = new Map()): string {
  const place = elsewhere.get(name);
  if (place !== undefined) return `${name} belongs to ${place}.`;
  const [nearest] = [...known, ...elsewhere.keys()]
    .map((candidate) => ({ candidate, likeness: likeness(name, candidate) }))
    .filter(({ likeness }) => likeness >= leastLikeness)
    .sort((one, other) => other.likeness - one.likeness);
  if (nearest === undefined) return `there are ${known.join(", ")}.`;
  const placeOfNearest = elsewhere.get(nearest.candidate);
  return `did you mean ${nearest.candidate}${placeOfNearest === undefined ? "" : ` of ${placeOfNearest}`}?`;
}

/** Less alike are names that have nothing to do with each other. */
const leastLikeness = 0.5;

/** How much of their pairs of neighbouring letters two names share, from 0 to 1 (Sørensen–Dice coefficient). */
function likeness(one: string, other: string): number {
  const [ofOne, ofOther] = [pairsOf(one), pairsOf(other)];
  const shared = [...ofOne].filter((pair) => ofOther.has(pair)).length;
  return (2 * shared) / (ofOne.size + ofOther.size || 1);
}

function pairsOf(name: string): Set<string> {
  const text = name.toLowerCase();
  return new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, index) => text.slice(index, index + 2)));
}
