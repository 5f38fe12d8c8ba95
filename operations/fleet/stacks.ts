import { readdir } from "node:fs/promises";
import { CommandError } from "../commandLine.ts";

/** The stacks of a project: those that have a file `Pulumi.<stack>.yaml` in its folder, by name. */
export async function stacksIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`${folder} cannot be read: ${error.message}.`);
  });
  return names.flatMap((name) => /^Pulumi\.([\w.-]+)\.ya?ml$/.exec(name)?.[1] ?? []).sort();
}

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
    if (fitting.length === 0) {
      throw new CommandError(`No stack fits "${pattern}". There are: ${all.join(", ") || "none"}.`, 2);
    }
    for (const stack of fitting) chosen.add(stack);
  }
  return all.filter((stack) => chosen.has(stack));
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
      `--shard must be the number of a part and how many there are, such as 2/5, not "${shard}".`,
      2,
    );
  }
  return stacks.filter((_, position) => position % Number(count) === Number(index) - 1);
}
