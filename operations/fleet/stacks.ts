import { readdir } from "node:fs/promises";
import { instead, nearestName } from "../../common/nearestName.ts";
import { asSentence } from "../../common/sentence.ts";
import { settingKey } from "../../common/settingNames.ts";
import { isHarmless, shown } from "../../salesforce/shown.ts";
import { CommandError } from "../commandLine.ts";
import { readStackFolder } from "../stackFolder.ts";

/** The stacks of a project: those that have a file `Pulumi.<stack>.yaml` in its folder, by name. */
export async function stacksIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`${folder} cannot be read: ${asSentence(error.message)}`);
  });
  return names
    .flatMap((name) => /^Pulumi\.(.+)\.ya?ml$/.exec(name)?.[1] ?? [])
    .filter(isStackName)
    .sort();
}

/** Whether Pulumi would take a text as the name of a stack. */
export const isStackName = (value: unknown): value is string => typeof value === "string" && /^[\w.-]+$/.test(value);

/**
 * The stacks that were asked for.
 *
 * @param all the stacks that there are
 * @param patterns names, in which `*` stands for any characters; none means all stacks
 * @throws CommandError for a pattern that fits none: a typing error must not make a report green
 */
export function selected(all: readonly string[], patterns: readonly string[]): string[] {
  if (patterns.length === 0) return [...all];
  const chosen = new Set<string>();
  for (const pattern of patterns) {
    const fitting = all.filter((stack) => fits(pattern, stack));
    if (fitting.length === 0) throw noStack(pattern, all);
    for (const stack of fitting) chosen.add(stack);
  }
  return all.filter((stack) => chosen.has(stack));
}

/** The error for a name or a pattern that no stack has. */
export const noStack = (pattern: string, all: readonly string[]) =>
  new CommandError(
    `No stack fits ${isHarmless(`x${pattern.replaceAll("*", "")}`) ? `"${pattern}"` : shown(pattern)}; ${all.length === 0 ? "there are none." : instead(pattern, all)}`,
    2,
  );

/**
 * The stacks that a verb was asked for: those that fit a name, and have one of the tags where tags are given.
 *
 * @param tag tags with commas between, as `--wave` takes them
 * @throws CommandError as `selected` and `withTag` do
 */
export async function chosenStacks(folder: string, patterns: readonly string[], tag?: string): Promise<string[]> {
  const named = selected(await stacksIn(folder), patterns);
  if (tag === undefined) return named;
  const tags = await Promise.all(
    named.map(async (stack) => {
      // What the file of a stack is to be refused for is said when the stack has its turn, not in the place of all others.
      const known = await tagsOf(folder, stack).catch((error) => {
        if (error instanceof CommandError) return undefined;
        throw error;
      });
      return [stack, known] as const;
    }),
  );
  return withTag(named, tag, new Map(tags));
}

/**
 * The stacks that have one of several tags.
 *
 * @param tags of each stack; one whose tags are not known counts as meant
 * @throws CommandError for a tag that no stack has: a typing error must not make a report green
 */
export function withTag(
  stacks: readonly string[],
  tag: string,
  tags: ReadonlyMap<string, readonly string[] | undefined>,
): string[] {
  const wanted = namesIn(tag);
  const missing = wanted.find((name) => !stacks.some((stack) => tags.get(stack)?.includes(name)));
  if (missing === rest)
    throw new CommandError(`--tag cannot be "${rest}": that is a wave, of all stacks in no other.`, 2);
  if (missing !== undefined || wanted.length === 0) {
    throw new CommandError(
      `No stack that is meant has the tag ${shown(missing ?? tag)}${seeTags(missing ?? tag, tags)}`,
      2,
    );
  }
  return stacks.filter((stack) => tags.get(stack)?.some((name) => wanted.includes(name)) ?? true);
}

/** End of a sentence that refuses a tag: the one that was meant, or where tags are set. */
function seeTags(name: string, tags: ReadonlyMap<string, readonly string[] | undefined>, ...more: string[]): string {
  const nearest = nearestName(name, [...[...tags.values()].flatMap((some) => some ?? []), ...more]);
  // A name that is right is not misspelt: no stack that is meant has it.
  return nearest === undefined || nearest === name
    ? `: see ${settingKey("tags")} of the stacks.`
    : `; did you mean ${nearest}? See ${settingKey("tags")} of the stacks.`;
}

function fits(pattern: string, stack: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(stack);
}

/**
 * One part of a fleet that several machines share.
 *
 * @param shard `2/5` for the second of five parts; every stack is in exactly one of them
 * @throws CommandError when it has another form
 */
export function partOf(stacks: readonly string[], shard: string): string[] {
  const [, index = "0", count = "0"] = /^(\d{1,4})\/(\d{1,4})$/.exec(shard) ?? [];
  if (Number(index) < 1 || Number(index) > Number(count)) {
    throw new CommandError(
      `--shard must be the number of a part and how many there are, such as 2/5, not ${shown(shard)}.`,
      2,
    );
  }
  return stacks.filter((_, position) => position % Number(count) === Number(index) - 1);
}

/** The tags that the configuration of a stack gives it: `pulumi-nodejs:salesforce.tags`, with commas between. */
export async function tagsOf(folder: string, stack: string): Promise<string[]> {
  const { settings } = await readStackFolder(folder, stack);
  return namesIn(settings.get("tags") ?? "");
}

/** Tags, or waves, as they are written with commas between. */
const namesIn = (list: string) =>
  list
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");

/** The wave of all stacks that are in no other. */
const rest = "rest";

/**
 * Orders stacks in waves.
 *
 * @param order tags with commas between, such as `canary,eu,rest`; each stack is in the first wave whose tag it has, and
 * `rest` has all others
 * @param tags of each stack
 * @throws CommandError when a wave has no stack, or a stack is in no wave
 */
export function wavesOf(
  stacks: readonly string[],
  order: string,
  tags: ReadonlyMap<string, readonly string[]>,
): Wave[] {
  const names = namesIn(order);
  const waveOf = (stack: string) => names.find((name) => name !== rest && tags.get(stack)?.includes(name)) ?? rest;
  const waves = names.map((name) => ({ name, stacks: stacks.filter((stack) => waveOf(stack) === name) }));
  const empty = waves.find((wave) => wave.stacks.length === 0);
  if (empty) throw new CommandError(`Wave ${shown(empty.name)} has no stack${seeTags(empty.name, tags, rest)}`, 2);
  const left = names.includes(rest) ? [] : stacks.filter((stack) => waveOf(stack) === rest);
  if (left.length > 0) {
    throw new CommandError(
      `No wave has ${left.join(", ")}: end --wave with "rest", or name the stacks that are meant.`,
      2,
    );
  }
  return waves;
}

/** Stacks that are run together, before the next wave begins. */
export interface Wave {
  name: string;
  stacks: string[];
}
