import { expect, test } from "@jest/globals";
import { lineOf, resultsIn } from "../../../tools/commands/matrixCommand.ts";
import { callsOf } from "../../../tools/interruption/calls.ts";
import { casesOf, nameOf } from "../../../tools/interruption/cases.ts";
import { operations } from "../../../tools/interruption/operations.ts";
import { reportOf, resultsOfCases } from "../../../tools/interruption/report.ts";
import type { Result } from "../../../tools/interruption/worker.ts";

const operation = operations[0] as (typeof operations)[number];
const calls = callsOf([{ method: "GET", path: "/services/data/v67.0/query?q=SELECT Id FROM User" }]);
const cases = casesOf([{ operation, calls }]);
const results = cases.map<Result>((one, index) => ({
  name: nameOf(one),
  operation: operation.name,
  disturbance: one.disturbance.name,
  isStruck: true,
  isRiddenOut: index > 0,
  problems: index === 1 ? ["the org differs"] : [],
  seconds: 1,
}));

test("the report counts what was tried and what converged, and names what did not", () => {
  const text = reportOf([{ operation, calls }], cases, results, "2026-01-31");
  expect(text).toContain(`${cases.length} cases. Tried: all. Converged: ${cases.length - 1} of ${cases.length}.`);
  expect(text).toContain(`Not converged:\n\n- ${results[1]?.name}`);
  expect(text).toMatch(
    new RegExp(
      `\\| create all +\\| +1 \\| +${cases.length} \\| +${cases.length} \\| +${cases.length - 1} \\| +${cases.length - 1} \\|`,
    ),
  );
});

test("a part is called one", () => {
  const text = reportOf([{ operation, calls }], cases, results.slice(2, 4), "2026-01-31");
  expect(text).toContain(`${cases.length} cases. Tried: 2, a part. Converged: 2 of 2.`);
});

test("results are kept as lines; those of other cases and older ones of the same are left out", () => {
  const [first, second] = results as [Result, Result];
  const kept = resultsIn<Result>(
    [{ ...first, problems: ["old"] }, first, { ...second, name: "other" }].map(lineOf).join(""),
    "results.jsonl",
  );
  expect(kept).toHaveLength(3);
  expect(resultsOfCases(cases, kept)).toEqual([first]);
});

test("a line that a killed run has left half-written is told by its number", () => {
  const text = `${results.map(lineOf).join("")}{"name":"cre`;
  expect(() => resultsIn(text, "results.jsonl")).toThrow(
    `results.jsonl has no result in line ${results.length + 1}. Remove`,
  );
});
