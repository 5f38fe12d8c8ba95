import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
import type { Shard } from "../commands/matrixCommand.ts";
import { pairwiseRows } from "./pairs.ts";
import { type Position, switches } from "./switches.ts";

/** An org with every switch in some position. */
export interface TriedOrg {
  /** The switches that are not in their default position, or `all defaults`. */
  name: string;
  positions: readonly Position[];
}

const names = Object.keys(switches) as (keyof typeof switches)[];

/** Orgs in which every two positions of two switches meet. */
export const triedOrgs: readonly TriedOrg[] = pairwiseRows(
  names.map((name) => ({ positions: switches[name].length })),
).map((row) => {
  const positions = row.map((position, index) => switches[names[index] as keyof typeof switches][position] as Position);
  const changed = names.flatMap((name, index) => (row[index] === 0 ? [] : [`${name}=${positions[index]?.name}`]));
  return { name: changed.join(" ") || "all defaults", positions };
});

/**
 * @param only names of switches (`namespace`) or positions (`namespace="acmelab"`) of which an org must have one
 * @param shard a part of them
 */
export function chosenOrgs(only: readonly string[], shard?: Shard): TriedOrg[] {
  const isMeant = (position: string): boolean =>
    only.some((word) => position === word || position.startsWith(`${word}=`));
  return triedOrgs
    .filter((_, index) => shard === undefined || index % shard.parts === shard.part - 1)
    .filter(({ name }) => only.length === 0 || name.split(" ").some(isMeant));
}

/** All settings, and the whole shape, of an org. */
export async function start({ positions }: TriedOrg): Promise<LocalOrg> {
  return createLocalOrg({
    settings: Object.assign({}, ...positions.map(({ settings }) => settings)),
    shape: Object.assign({}, ...positions.map(({ shape }) => shape)),
  });
}
