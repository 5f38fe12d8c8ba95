import { isDeepStrictEqual } from "node:util";
import type { Values } from "./lifecycle.ts";

/**
 * Which of the named keys differ between two sets of values; absent and undefined are equal, and lists are sets: their
 * order says nothing.
 */
export function changedKeys(names: readonly string[], olds: Values, news: Values): string[] {
  return names.filter((name) => !isDeepStrictEqual(inAnyOrder(olds[name]), inAnyOrder(news[name])));
}

function inAnyOrder(value: unknown): unknown {
  return Array.isArray(value) ? value.map((item) => JSON.stringify(item)).sort() : plain(value);
}

/** A value as it survives the trip through the engine: what JSON does not carry is gone. */
export function plain<Value>(value: Value): Value {
  return value === undefined ? value : JSON.parse(JSON.stringify(value));
}

/** What one list has and the other has not, each way. */
export function setDifference(current: readonly string[], desired: readonly string[]) {
  const has = new Set(current);
  const wants = new Set(desired);
  return {
    missing: desired.filter((item) => !has.has(item)),
    extra: current.filter((item) => !wants.has(item)),
  };
}
