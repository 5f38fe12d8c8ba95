/** What can stand in several positions, numbered from 0. */
export interface Factor {
  positions: number;
}

/** The position of each factor. */
export type Row = readonly number[];

/**
 * Rows in which every position of every factor meets every position of every other factor at least once. The first row
 * has all factors in position 0, the second all in position 1. The same factors give the same rows.
 */
export function pairwiseRows(factors: readonly Factor[]): Row[] {
  const open = new Set(allPairs(factors));
  const rows: Row[] = [];
  const take = (row: Row): void => {
    for (const pair of pairsOf(row)) open.delete(pair);
    rows.push(row);
  };
  take(factors.map(() => 0));
  take(factors.map(({ positions }) => Math.min(1, positions - 1)));
  for (let [pair] = open; pair !== undefined; [pair] = open) take(rowWith(pair, factors, open));
  return rows;
}

const nameOfPair = (left: number, leftPosition: number, right: number, rightPosition: number) =>
  `${left} ${leftPosition} ${right} ${rightPosition}`;

function allPairs(factors: readonly Factor[]): string[] {
  const positionsOf = ({ positions }: Factor) => Array.from({ length: positions }, (_, position) => position);
  return factors.flatMap((one, left) =>
    factors.flatMap((other, right) =>
      right <= left
        ? []
        : positionsOf(one).flatMap((p) => positionsOf(other).map((q) => nameOfPair(left, p, right, q))),
    ),
  );
}

function pairsOf(row: Row): string[] {
  return row.flatMap((p, left) => row.slice(left + 1).map((q, offset) => nameOfPair(left, p, left + 1 + offset, q)));
}

/** A row that has the pair, and as many open ones as can be had by deciding one factor after the other. */
function rowWith(pair: string, factors: readonly Factor[], open: ReadonlySet<string>): Row {
  const [left = 0, leftPosition = 0, right = 0, rightPosition = 0] = pair.split(" ").map(Number);
  const row = new Map([
    [left, leftPosition],
    [right, rightPosition],
  ]);
  /** How often a position is in open pairs at all: decides where the row so far does not. */
  const demand = new Map<string, number>();
  for (const [one = "", p = "", other = "", q = ""] of [...open].map((text) => text.split(" ")))
    for (const key of [`${one} ${p}`, `${other} ${q}`]) demand.set(key, (demand.get(key) ?? 0) + 1);
  const worth = (factor: number, position: number): number => {
    const won = [...row].filter(([other, otherPosition]) =>
      open.has(
        other < factor
          ? nameOfPair(other, otherPosition, factor, position)
          : nameOfPair(factor, position, other, otherPosition),
      ),
    ).length;
    return won + (demand.get(`${factor} ${position}`) ?? 0) / (open.size + 1);
  };
  for (const [factor, { positions }] of factors.entries()) {
    if (row.has(factor)) continue;
    let best = 0;
    for (let position = 1; position < positions; position += 1)
      if (worth(factor, position) > worth(factor, best)) best = position;
    row.set(factor, best);
  }
  return factors.map((_, factor) => row.get(factor) ?? 0);
}
