/**
 * What Pulumi says at its end that it has changed or would change, without what stayed: `13 created`,
 * `2 updated, 1 replaced`, or `nothing`.
 */
export function changesIn(output: string): string {
  // A run tells them twice: what its preview would change, and at last what it has changed.
  const block = [...output.matchAll(/^Resources:\n((?:[ \t]+\S.*\n?)+)/gm)].at(-1)?.[1] ?? "";
  const changes = [...block.matchAll(/^\s+(?:\+-|\S)\s*(\d+ (?:to )?[a-z]+)$/gm)].flatMap(([, change]) => change ?? []);
  const real = changes.filter((change) => !change.endsWith("unchanged"));
  return real.length === 0 ? "nothing" : real.join(", ");
}
