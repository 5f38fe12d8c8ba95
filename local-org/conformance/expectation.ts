/** What a rule expects of an answer, and how a difference is told. */

/** An org's answer is not the one of the rule. */
export class Difference extends Error {
  override readonly name = "Difference";
  readonly expected: string;
  readonly found: string;

  constructor(expected: string, found: string) {
    super(`expected ${expected}, found ${found}`);
    this.expected = expected;
    this.found = found;
  }
}

/** A rule cannot be asked of this org. */
export class Unaskable extends Error {
  override readonly name = "Unaskable";
}

const longest = 600;

/**
 * Compares what was found with what a rule expects. Objects may have more keys than expected, arrays no other length;
 * a regular expression is for text that it matches, a function for what it says true of.
 *
 * @throws Difference
 */
export function expectLike(found: unknown, expected: unknown): void {
  if (!isLike(found, expected)) throw new Difference(shown(expected), shown(found));
}

/** @param what is expected, in words, where `holds` is false. @throws Difference */
export function expectThat(holds: boolean, what: string, found: unknown): void {
  if (!holds) throw new Difference(what, shown(found));
}

function isLike(found: unknown, expected: unknown): boolean {
  if (expected instanceof RegExp) return typeof found === "string" && expected.test(found);
  if (typeof expected === "function") return expected(found) === true;
  if (Array.isArray(expected))
    return (
      Array.isArray(found) &&
      found.length === expected.length &&
      expected.every((item, index) => isLike(found[index], item))
    );
  if (typeof expected === "object" && expected !== null) {
    if (typeof found !== "object" || found === null) return false;
    const fields = found as { [name: string]: unknown };
    return Object.entries(expected).every(([name, value]) => isLike(fields[name], value));
  }
  return found === expected;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value, (_name, part) => (part instanceof RegExp ? String(part) : part)) ?? String(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
