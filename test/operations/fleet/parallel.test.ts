import { expect, test } from "@jest/globals";
import { inParallel } from "../../../operations/fleet/parallel.ts";

test("when one fails, what is under way comes to its end, nothing else begins, and the first error is told", async () => {
  const begun: number[] = [];
  const ended: number[] = [];
  const slow = Promise.withResolvers<void>();
  const all = inParallel([0, 1, 2, 3, 4], 2, async (item) => {
    begun.push(item);
    if (item === 0) {
      setImmediate(slow.resolve);
      throw new Error("zero");
    }
    await slow.promise;
    ended.push(item);
  });
  await expect(all).rejects.toThrow("zero");
  expect([begun, ended]).toEqual([[0, 1], [1]]);
});
