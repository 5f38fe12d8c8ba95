import { describe, expect, test } from "@jest/globals";
import { type Difference, expectLike, expectThat } from "../../conformance/expectation.ts";

function difference(work: () => void): { expected: string; found: string } | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    const { expected, found } = error as Difference;
    return { expected, found };
  }
}

describe("what a rule expects", () => {
  test.each([
    [{ status: 400, more: 1 }, { status: 400 }],
    [{ fields: undefined }, { fields: undefined }],
    ["INVALID_TYPE", /TYPE$/],
    [
      [{ a: 1, b: 2 }, null],
      [{ a: 1 }, null],
    ],
    [{ size: 3 }, { size: (size: number) => size > 2 }],
  ])("is met by %j", (found, expected) => {
    expect(difference(() => expectLike(found, expected))).toBeUndefined();
  });

  test.each([
    [{ status: 401 }, { status: 400 }],
    [{ fields: [] }, { fields: undefined }],
    [5, /5/],
    [[1], [1, 2]],
    [[1, 2], [1]],
    [{}, []],
    [null, {}],
    [undefined, { status: 400 }],
    ["400", 400],
    [{ size: 1 }, { size: (size: number) => size > 2 }],
  ])("is not met by %j", (found, expected) => {
    expect(difference(() => expectLike(found, expected))).toBeDefined();
  });

  test("is told beside what was found, both cut when they are long", () => {
    expect(difference(() => expectLike({ code: "A" }, { code: /^B/ }))).toEqual({
      expected: '{"code":"/^B/"}',
      found: '{"code":"A"}',
    });
    expect(difference(() => expectThat(false, "another key", "x".repeat(2_000)))?.found).toHaveLength(601);
  });
});
