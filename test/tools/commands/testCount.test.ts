import { expect, test } from "@jest/globals";
import { countLine } from "../../../tools/commands/testCount.ts";

const results = {
  numPassedTests: 12,
  numFailedTests: 1,
  numPendingTests: 0,
  numTodoTests: 0,
  numRuntimeErrorTestSuites: 0,
};

test("the count line is jest's own numbers", () => {
  expect(countLine(results)).toBe("12 passed, 1 failed");
});

test("what was left out is counted only when there is any, and a file that could not run counts as a failure", () => {
  expect(countLine({ ...results, numPendingTests: 2, numTodoTests: 1, numRuntimeErrorTestSuites: 1 })).toBe(
    "12 passed, 2 failed, 3 skipped",
  );
});
