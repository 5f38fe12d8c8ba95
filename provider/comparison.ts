import { isDeepStrictEqual } from "node:util";
import type { Values } from "./lifecycle.ts";

/** Which of the named keys differ between two sets of values; absent and undefined are equal. */
export function changedKeys(names: readonly string[], olds: Values, news: Values): string[] {
  return names.filter((name) => !isDeepStrictEqual(plain(olds[name]), plain(news[name])));
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
