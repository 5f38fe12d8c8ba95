import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { groupReads, JoinedReads, type Read } from "../../salesforce/joinedReads.ts";

const read = (path: string, isQuery = false): Read => ({ path, isQuery, doing: `reading ${path}` });
const items = fc.array(
  fc.record({ read: fc.record({ path: fc.string(), isQuery: fc.boolean(), doing: fc.constant("reading") }) }),
  { maxLength: 120 },
);

describe("reads in groups", () => {
  test("never exceed the limits of one composite call, and are all there once", () => {
    fc.assert(
      fc.property(items, (given) => {
        const groups = groupReads(given);
        for (const group of groups) {
          expect(group.length).toBeGreaterThan(0);
          expect(group.length).toBeLessThanOrEqual(25);
          expect(group.filter((item) => item.read.isQuery).length).toBeLessThanOrEqual(5);
        }
        expect(new Set(groups.flat())).toEqual(new Set(given));
        expect(groups.flat()).toHaveLength(given.length);
      }),
    );
  });

  test("are as few as the limits allow, and of much the same length", () => {
    fc.assert(
      fc.property(items, (given) => {
        const groups = groupReads(given);
        const queries = given.filter((item) => item.read.isQuery).length;
        expect(groups).toHaveLength(Math.max(Math.ceil(given.length / 25), Math.ceil(queries / 5)));
        const lengths = groups.map((group) => group.length);
        if (lengths.length > 0) expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe("reads that are asked for together", () => {
  test("leave in one call and get their own answers", async () => {
    const calls: string[][] = [];
    const reads = new JoinedReads(async (group) => {
      calls.push(group.map(({ path }) => path));
      return group.map(({ path }) => ({ status: 200, body: path.toUpperCase() }));
    });
    const answers = await Promise.all([reads.get(read("a")), reads.get(read("b")), reads.get(read("c"))]);
    expect(answers.map(({ body }) => body)).toEqual(["A", "B", "C"]);
    expect(calls).toEqual([["a", "b", "c"]]);
  });

  test("leave once where they are equal, and each asker gets the answer", async () => {
    const calls: string[][] = [];
    const reads = new JoinedReads(async (group) => {
      calls.push(group.map(({ path }) => path));
      return group.map(({ path }) => ({ status: 200, body: path.toUpperCase() }));
    });
    const answers = await Promise.all([reads.get(read("a")), reads.get(read("b")), reads.get(read("a"))]);
    expect(answers.map(({ body }) => body)).toEqual(["A", "B", "A"]);
    expect(calls).toEqual([["a", "b"]]);
  });

  test("leave in later calls when asked for later", async () => {
    const calls: string[][] = [];
    const reads = new JoinedReads(async (group) => {
      calls.push(group.map(({ path }) => path));
      return group.map(() => ({ status: 200, body: {} }));
    });
    await reads.get(read("a"));
    await reads.get(read("b"));
    expect(calls).toEqual([["a"], ["b"]]);
  });

  test("fail together when their call fails, and no read of another call with them", async () => {
    const reads = new JoinedReads(async (group) => {
      if (group.some(({ path }) => path === "bad")) throw new Error("broken");
      return group.map(() => ({ status: 200, body: "fine" }));
    });
    const queries = ["bad", "q2", "q3", "q4", "q5", "q6"].map((path) => reads.get(read(path, true)));
    const results = await Promise.allSettled(queries);
    const [failed, fine] = ["rejected", "fulfilled"];
    expect(results.map(({ status }) => status)).toEqual([failed, fine, failed, fine, failed, fine]);
  });

  test("are told so when the call answered fewer than were asked", async () => {
    const reads = new JoinedReads(async () => [{ status: 200, body: "first" }]);
    const [first, second] = await Promise.allSettled([reads.get(read("a")), reads.get(read("b"))]);
    expect(first).toMatchObject({ status: "fulfilled", value: { body: "first" } });
    expect(second).toMatchObject({ status: "rejected", reason: { code: "UNREADABLE_ANSWER", doing: "reading b" } });
  });
});
