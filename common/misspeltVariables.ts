import { nearestName } from "./nearestName.ts";

/** Environment variables that begin alike and are read here, and which of them are set in some way. */
export interface KnownVariables {
  /** What they begin with, without the underscore: `SALESFORCE`. */
  prefix: string;
  names: readonly string[];
  /** Whether something else says what this variable would say: then a name beside it is not missed. */
  isSet(name: string): boolean;
}

/**
 * What is wrong with the names of variables: those that are most likely meant for one that is read here, and would be
 * ignored. Variables of other programs begin alike, so one that is near to none, or whose meaning is set anyway, is left
 * alone. Pure; values are in no problem.
 */
export function misspeltVariables(
  environment: Readonly<Record<string, string | undefined>>,
  { prefix, names, isSet }: KnownVariables,
): string[] {
  const ends = new Map(names.map((name) => [name.slice(prefix.length + 1), name]));
  return Object.keys(environment).flatMap((given) => {
    if (names.includes(given) || !environment[given]?.trim()) return [];
    const end = endAfter(prefix, given);
    const meant = end === undefined ? undefined : ends.get(nearestName(end, ends.keys()) ?? "");
    if (end === undefined || meant === undefined || isSet(meant)) return [];
    if (isExtended(end, meant.slice(prefix.length + 1))) return [];
    return [
      `The environment variable ${given} is not read; did you mean ${meant}? Rename it; or, if another program needs it, set ${meant} too.`,
    ];
  });
}

/** What follows the prefix, which may be misspelt itself, in the name of a variable; undefined for any other name. */
function endAfter(prefix: string, name: string): string | undefined {
  const words = prefix.split("_").length;
  const parts = name.split("_");
  const begin = parts.slice(0, words).join("_");
  return nearestName(begin, [prefix]) === undefined ? undefined : parts.slice(words).join("_");
}

/**
 * `SALESFORCE_ACCESS_TOKEN_EU`, `SALESFORCE_EU_ACCESS_TOKEN`: a stack names such a variable in its settings, and other stacks
 * share the environment.
 */
function isExtended(end: string, known: string): boolean {
  return (end.startsWith(known) && /^(?:_|\d+$)/.test(end.slice(known.length))) || end.endsWith(`_${known}`);
}
