import { describe, expect, test } from "@jest/globals";
import { explainCalls } from "../../../tools/bench/explanations.ts";
import { operations } from "../../../tools/bench/operations.ts";
import { reasons } from "../../../tools/bench/reasons.ts";
import { spreadOf } from "../../../tools/bench/spread.ts";

const measured = (counts: Record<string, number[]>) => ({
  title: "first `up`",
  operation: "firstUp" as const,
  callKinds: Object.fromEntries(Object.entries(counts).map(([kind, values]) => [kind, spreadOf(values)])),
});

describe("reasons beside counts", () => {
  const given = [
    { kind: "read", times: 1, why: "to look" },
    { kind: "write", times: 1, why: "to change" },
    { kind: "read", times: [1, 2] as const, why: "to look again" },
  ];

  test("that fit are told in their order, without a problem", () => {
    const { calls, problems } = explainCalls(measured({ read: [2, 3], write: [1, 1] }), given);
    expect(problems).toEqual([]);
    expect(calls.map(({ kind, howOften, why }) => [kind, howOften, why])).toEqual([
      ["read", "1", "to look"],
      ["write", "1", "to change"],
      ["read", "1–2", "to look again"],
    ]);
  });

  test.each([
    ["a call more", { read: [4], write: [1] }, "4 of `read` were counted, 2–3 are explained"],
    ["a call less", { read: [1], write: [1] }, "1 of `read` were counted, 2–3 are explained"],
    ["a call that is not made any more", { read: [2] }, "0 of `write` were counted, 1 are explained"],
    [
      "a call that nobody has explained",
      { read: [2], write: [1], other: [1] },
      "1 of `other` were counted, 0 are explained",
    ],
  ])("that miss %s are named", (_, counts, problem) => {
    const { problems } = explainCalls(measured(counts), given);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
  });
});

test("every measured operation has its reasons, and no reason is empty", () => {
  expect(Object.keys(reasons)).toEqual(operations.map(({ name }) => name));
  for (const { why } of Object.values(reasons).flat()) expect(why).not.toBe("");
});
