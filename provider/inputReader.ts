import { holdsPrivateKey, misplacedKey } from "../common/misplacedKey.ts";
import { instead, orMeant, spelled } from "../common/nearestName.ts";
import { unquoted } from "../common/unquoted.ts";
import { isHarmless } from "../salesforce/shown.ts";
import type { CheckFailure, Values } from "./lifecycle.ts";
import type { Rule } from "./rules.ts";
import { isUnknown } from "./unknowns.ts";

/**
 * Reads inputs one after the other and collects every problem, so that all are reported together. A value that is not
 * known yet passes as it is.
 */
export class InputReader {
  readonly failures: CheckFailure[] = [];
  readonly #values: Values;
  readonly #secrets = new Map<string, boolean>();

  constructor(values: Values) {
    this.#values = values;
  }

  /**
   * Reports a problem of an input, by its path. The engine knows inputs by their first name only, and prints the value of
   * the one that it is told is wrong: what is in the wrong place may be a private key all the same.
   */
  fail(path: string, reason: string): void {
    const property = path.split(/[.[]/)[0] ?? path;
    if (this.#isSecret(property)) this.failSecretly(path, reason);
    else this.failures.push({ property, reason: `${path}: ${reason}` });
  }

  /** Looks into each input once, however many of its items are wrong. */
  #isSecret(property: string): boolean {
    const known = this.#secrets.get(property);
    if (known !== undefined) return known;
    const isSecret = holdsPrivateKey(this.#values[property]);
    this.#secrets.set(property, isSecret);
    return isSecret;
  }

  /** Reports a problem of an input whose value the engine must not print: no property is named to it, only to people. */
  failSecretly(property: string, reason: string): void {
    this.failures.push({ property: "", reason: `${property}: ${reason}` });
  }

  /** The value as given, for shapes that only one resource has. */
  raw(property: string): unknown {
    return this.#values[property];
  }

  /** A text that must be there. */
  text(property: string, rule?: Rule): string {
    return this.#text(property, this.#values[property], rule) ?? "";
  }

  /** A text in a place that only the caller knows, such as a value of an object. */
  textAt(path: string, value: unknown, rule?: Rule): string {
    return this.#text(path, value, rule) ?? "";
  }

  /** A text with a default, which may be given too, also where it is empty. */
  textOr(property: string, fallback: string, rule?: Rule): string {
    const value = this.#values[property];
    if (value === undefined || value === null || value === fallback) return fallback;
    return this.#text(property, value, rule) ?? fallback;
  }

  /** A text that is derived from another one where it is not given; the rule holds for it either way. */
  textOrDerived(property: string, source: string, derive: (source: string) => string, rule: Rule): string {
    const value = this.#values[property];
    if (value !== undefined && value !== null) return this.#text(property, value, rule) ?? "";
    // A source that is missing has been reported, and one that is not known yet will be judged when it is.
    if (source === "" || isUnknown(source)) return source;
    const derived = derive(source);
    const problem = derived === "" ? "is required." : rule(derived);
    if (problem) this.fail(property, `${problem} The value derived from "${source}" is not allowed: give one.`);
    return derived;
  }

  /** A text that is or may be secret: its value is never named to the engine. */
  secretText(property: string, rule: Rule): string {
    const value = this.#values[property];
    if (isUnknown(value)) return value as string;
    const problem = typeof value === "string" && value !== "" ? rule(value) : "is required.";
    if (problem) this.failSecretly(property, problem);
    return typeof value === "string" ? value : "";
  }

  flag(property: string, fallback: boolean): boolean {
    return this.flagAt(property, this.#values[property], fallback);
  }

  /** A flag in a place that only the caller knows, such as a value of an item. */
  flagAt(path: string, value: unknown, fallback: boolean): boolean {
    if (value === undefined || value === null) return fallback;
    if (isUnknown(value) || typeof value === "boolean") return value as boolean;
    this.fail(path, `must be true or false${unquoted(value)}.`);
    return fallback;
  }

  /** An item that is an object with some of these names, and no other; an empty one where it is none. */
  objectAt(path: string, value: unknown, names: readonly string[]): Values {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      this.fail(path, `must be an object with ${names.join(", ")}.`);
      return {};
    }
    for (const name of Object.keys(value).filter((given) => !names.includes(given))) {
      this.fail(path, `has no ${spelled(name)}; ${instead(name, names)}`);
    }
    return value as Values;
  }

  /** A whole number within bounds. */
  wholeNumber<Default extends number | undefined>(
    property: string,
    fallback: Default,
    minimum: number,
    maximum: number,
  ): number | Default {
    const value = this.#values[property];
    if (value === undefined || value === null) return fallback;
    if (isUnknown(value)) return value as number;
    if (typeof value === "number" && Number.isInteger(value) && value >= minimum && value <= maximum) return value;
    this.fail(property, `must be a whole number from ${minimum} to ${maximum}${unquoted(value)}.`);
    return fallback;
  }

  /** One of the names that Salesforce knows. */
  oneOf<Name extends string>(property: string, names: readonly Name[], fallback: Name): Name {
    const value = this.#values[property];
    if (value === undefined || value === null) return fallback;
    if (isUnknown(value) || names.includes(value as Name)) return value as Name;
    this.fail(property, `must be one of ${names.join(", ")}, not "${String(value)}"${orMeant(String(value), names)}`);
    return fallback;
  }

  /** A set of texts: duplicates fall away, the order is the alphabet's. */
  texts(property: string, rule?: Rule, normalise: (value: string) => string = (value) => value): string[] {
    const values = this.list(property);
    if (isUnknown(values)) return values as unknown as string[];
    const texts = values.map((value, index) => this.#text(`${property}[${index}]`, value, rule) ?? "").map(normalise);
    return [...new Set(texts)].sort();
  }

  /** A set of API names: those that differ in the case of letters only are the same, and the first is kept. */
  names(property: string, rule: Rule): string[] {
    const names = this.texts(property, rule);
    if (isUnknown(names)) return names;
    const kept = new Map<string, string>();
    for (const name of names) if (!kept.has(name.toLowerCase())) kept.set(name.toLowerCase(), name);
    return [...kept.values()];
  }

  /** A list whose items only the resource can judge. */
  list(property: string): unknown[] {
    const value = this.#values[property];
    if (value === undefined || value === null) return [];
    if (isUnknown(value) || Array.isArray(value)) return value as unknown[];
    const asList = typeof value === "string" && isHarmless(value) ? `, also of one: ["${value}"]` : "";
    this.fail(property, `must be a list${asList}.`);
    return [];
  }

  #text(path: string, value: unknown, rule?: Rule): string | undefined {
    if (isUnknown(value)) return value as string;
    if (typeof value !== "string" || value.trim() === "") {
      this.fail(path, noText(value));
      return undefined;
    }
    if (holdsPrivateKey(value)) {
      this.fail(path, misplacedKey);
      return undefined;
    }
    // Salesforce drops blanks around a text, so they would show as drift.
    const text = value.trim();
    const problem = rule?.(text);
    if (problem) this.fail(path, problem);
    return text;
  }
}

/** What is wrong with a value that is no text, or an empty one. */
function noText(value: unknown): string {
  if (typeof value === "number" || typeof value === "boolean") return `must be a text: put it into quotes, "${value}".`;
  if (typeof value === "object" && value !== null)
    return `must be a text, not ${Array.isArray(value) ? "a list" : "an object"}.`;
  return "is required and must be a non-empty string.";
}
