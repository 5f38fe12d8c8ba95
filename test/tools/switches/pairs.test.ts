import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { pairwiseRows } from "../../../tools/switches/pairs.ts";

const factors = fc.array(
  fc.integer({ min: 1, max: 4 }).map((positions) => ({ positions })),
  { minLength: 2, maxLength: 12 },
);

test("every two positions of two factors meet in a row, and no row is there twice", () =>
  fc.assert(
    fc.property(factors, (given) => {
      const rows = pairwiseRows(given);
      for (const [left, { positions }] of given.entries())
        for (const [right, other] of given.entries())
          for (let p = 0; right > left && p < positions; p += 1)
            for (let q = 0; q < other.positions; q += 1)
              expect(rows.some((row) => row[left] === p && row[right] === q)).toBe(true);
      for (const row of rows) expect(row.every((p, index) => p < (given[index]?.positions ?? 0))).toBe(true);
      // Two factors of one position each, for example, need one row: the first two are then the same.
      expect(new Set(rows.slice(1).map(String)).size).toBe(rows.length - 1);
    }),
    { numRuns: 60 },
  ));

test("rows are few: not many more than the positions of the two largest factors need", () => {
  const rows = pairwiseRows(Array.from({ length: 30 }, () => ({ positions: 2 })));
  expect(rows.length).toBeLessThanOrEqual(14);
});
