import type { Values } from "./lifecycle.ts";

/** The inputs that were found, and in place of those that were not looked at the recorded ones. Pure. */
export function asFarAsSeen<Inputs extends object>(
  names: readonly string[],
  found: Inputs,
  recorded: NoInfer<Inputs>,
  notLookedAt: readonly string[],
): Inputs {
  const values = names.map((name) => [name, ((notLookedAt.includes(name) ? recorded : found) as Values)[name]]);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined)) as Inputs;
}
