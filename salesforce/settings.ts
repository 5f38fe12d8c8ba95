import { pulumiCommand } from "../common/commands.ts";
import { nearestName } from "../common/nearestName.ts";
import {
  namespace,
  prefix,
  type SettingName,
  secretInConfiguration,
  secretNames,
  settingKey,
  settingNames,
  variableOf,
} from "../common/settingNames.ts";
import { isHarmless } from "./shown.ts";

/** Where a setting is set, for messages: its key, and its environment variable if it has one. */
export function whereToSet(name: SettingName): string {
  const variable = variableOf(name);
  return variable === undefined ? settingKey(name) : `${settingKey(name)} (or the environment variable ${variable})`;
}

/** The command that sets a setting. */
export const commandToSet = (name: SettingName, value: string): string =>
  pulumiCommand(`config set ${settingKey(name)} ${value}`);

/** The settings that a stack's configuration holds, as they are written there; a name may be wrong. */
export type StackSettings = ReadonlyMap<string, string>;

/**
 * Reads what Pulumi gives a provider process in `PULUMI_CONFIG`: a JSON object of the keys of our namespace, without the
 * namespace.
 *
 * @throws SyntaxError when it is no JSON
 */
export function stackSettings(pulumiConfig: string): { settings: StackSettings; problems: string[] } {
  const settings = new Map<string, string>();
  const problems: string[] = [];
  for (const [key, value] of Object.entries(JSON.parse(pulumiConfig) as Record<string, string>)) {
    if (key.startsWith(prefix)) settings.set(key.slice(prefix.length), value);
    else problems.push(...misplaced(key));
  }
  return { settings, problems };
}

/** Keys of the namespace that are not below `salesforce.` but are meant to be; what others put there is theirs. */
function misplaced(key: string): string[] {
  if (key === "salesforce") {
    return [
      `${namespace}:${key} holds several settings in one key, as --path makes it. Give each a key of its own, without --path: ${commandToSet("orgId", "…")}; then run: ${pulumiCommand(`config rm ${namespace}:${key}`)}.`,
    ];
  }
  const [first = "", ...rest] = key.split(/[.:]/);
  const name = nearestName(rest.join(".") || first.replace(/^salesforce[.:]?/i, ""), [...settingNames, ...secretNames]);
  const isMeant = rest.length > 0 ? nearestName(first, ["salesforce"]) !== undefined : name !== undefined;
  if (!isMeant) return [];
  return [`${shownKey(key)} is not a setting; did you mean ${settingKey(name ?? "…")}? ${commandToRemove(key)}`];
}

/** What is wrong with the names of a stack's settings; their values are in no message. */
export function problemsOfNames(settings: StackSettings): string[] {
  return [...settings.keys()].flatMap((name) => {
    if ((settingNames as string[]).includes(name)) return [];
    const nearest = nearestName(name, [...settingNames, ...secretNames]);
    if ((secretNames as readonly (string | undefined)[]).includes(nearest))
      return [secretInConfiguration(settingKey(name))];
    const meant = nearest ? `did you mean ${settingKey(nearest)}?` : `known are ${settingNames.join(", ")}.`;
    return [`${shownKey(`${prefix}${name}`)} is not a setting; ${meant} ${commandToRemove(`${prefix}${name}`)}`];
  });
}

/** A key of the namespace for a message: people put values where names belong. */
const shownKey = (key: string) =>
  isHarmless(key)
    ? `${namespace}:${key}`
    : `A key of ${namespace} (${key.length} characters, not shown: it may be a secret)`;

const commandToRemove = (key: string) =>
  isHarmless(key)
    ? `To remove it: ${pulumiCommand(`config rm ${namespace}:${key}`)}.`
    : "Remove it from the stack's file.";
