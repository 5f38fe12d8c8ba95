import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
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

/** All settings, and the whole shape, of an org. */
export async function start({ positions }: TriedOrg): Promise<LocalOrg> {
  return createLocalOrg({
    settings: Object.assign({}, ...positions.map(({ settings }) => settings)),
    shape: Object.assign({}, ...positions.map(({ shape }) => shape)),
  });
}
