import { describe, expect, test } from "@jest/globals";
import { spellCounts, spellSeconds, spreadOf } from "../../../tools/bench/spread.ts";

describe("the spread of measurements", () => {
  test.each([
    ["an odd number", [9, 1, 10], { min: 1, median: 9, max: 10 }],
    ["an even number", [4, 1, 2, 10], { min: 1, median: 3, max: 10 }],
    ["one", [7], { min: 7, median: 7, max: 7 }],
  ])("of %s of them", (_, values, spread) => {
    expect(spreadOf(values)).toEqual(spread);
  });

  test("of none is an error", () => {
    expect(() => spreadOf([])).toThrow(RangeError);
  });

  test("is one number where counts agree, and a range where they do not", () => {
    expect(spellCounts(spreadOf([3, 3]))).toBe("3");
    expect(spellCounts(spreadOf([4, 3]))).toBe("3–4");
  });

  test("of seconds has one decimal", () => {
    expect(spellSeconds(spreadOf([2.04, 10, 3.26]))).toBe("2.0 / 3.3 / 10.0");
  });

  test("of what was measured once is that measurement", () => {
    expect(spellSeconds(spreadOf([285.52]))).toBe("285.5");
  });
});
