import type { ObjectRules } from "./objectRules.ts";

const RULES: { [sObject: string]: ObjectRules } = {};

/** The rules of an sObject; one without rules of its own has only those of its fields. */
export function rulesOf(sObject: string): ObjectRules {
  return RULES[sObject] ?? {};
}
