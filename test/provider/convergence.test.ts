import { describe, expect, test } from "@jest/globals";
import { converge } from "../../provider/convergence.ts";
import { SalesforceError } from "../../salesforce/errors.ts";

const error = (code: string) => new SalesforceError(code, "no", "writing");

/** A thing that holds numbers, wants some, and may fail to take them. */
function scene(wanted: number[], fail: (number: number, attempt: number) => Error | undefined = () => undefined) {
  const held = new Set<number>();
  const attempts = new Map<number, number>();
  const looks: number[][] = [];
  return {
    held,
    looks,
    attempts,
    run: () =>
      converge<number[], number>({
        what: "the set of numbers",
        observe: async () => {
          looks.push([...held]);
          return [...held];
        },
        plan: (seen) => wanted.map((number) => (seen.includes(number) ? [] : [number])),
        apply: async (number) => {
          const attempt = (attempts.get(number) ?? 0) + 1;
          attempts.set(number, attempt);
          const failure = fail(number, attempt);
          if (failure) throw failure;
          held.add(number);
        },
      }),
  };
}

describe("an org is led to a state", () => {
  test("by one look when nothing is to be done", async () => {
    const numbers = scene([]);
    expect(await numbers.run()).toEqual([]);
    expect(numbers.looks).toHaveLength(1);
  });

  test("stage by stage, and answers what it holds after the last write", async () => {
    const numbers = scene([1, 2, 3]);
    expect(await numbers.run()).toEqual([1, 2, 3]);
    expect(numbers.looks).toEqual([[], [1, 2, 3]]);
  });

  test("after a lost answer by a fresh look: what had arrived is not written twice", async () => {
    const numbers = scene([1, 2], (number, attempt) => {
      if (number === 1 && attempt === 1) {
        numbers.held.add(1);
        return error("ECONNRESET");
      }
      return undefined;
    });
    expect(await numbers.run()).toEqual([1, 2]);
    expect(Object.fromEntries(numbers.attempts)).toEqual({ 1: 1, 2: 1 });
  });

  test("after a race that was lost to an equal write", async () => {
    const numbers = scene([1], () => {
      numbers.held.add(1);
      return error("DUPLICATE_VALUE");
    });
    expect(await numbers.run()).toEqual([1]);
  });

  test("not after a refusal, and nothing of a later stage is begun", async () => {
    const numbers = scene([1, 2], (number) => (number === 1 ? error("DUPLICATE_USERNAME") : undefined));
    await expect(numbers.run()).rejects.toMatchObject({ code: "DUPLICATE_USERNAME" });
    expect(numbers.attempts.has(2)).toBe(false);
    expect(numbers.looks).toHaveLength(1);
  });

  test("but not for ever: what the org does not keep is an error that names it", async () => {
    const forgetful = scene([7]);
    forgetful.held.add = () => forgetful.held;
    await expect(forgetful.run()).rejects.toMatchObject({
      code: "NOT_CONVERGED",
      message: "the org does not keep what was written: [7]",
      doing: "bringing the set of numbers to its declared state",
    });
  });
});
