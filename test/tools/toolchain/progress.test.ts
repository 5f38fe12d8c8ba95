import { expect, test } from "@jest/globals";
import { spellDuration, withProgress } from "../../../tools/toolchain/progress.ts";

test.each([
  [0.4, "0 s"],
  [59.9, "59 s"],
  [60, "1 min 0 s"],
  [615, "10 min 15 s"],
])("%d seconds are spelled %s", (seconds, expected) => {
  expect(spellDuration(seconds)).toBe(expected);
});

test("a step is announced before it is done, and a failed one is not called done", async () => {
  const lines: string[] = [];
  const work = async () => {
    lines.push("work");
    throw new Error("broken");
  };
  await expect(withProgress((line) => lines.push(line), "Building a thing", work)).rejects.toThrow("broken");
  expect(lines).toEqual(["Building a thing …", "work"]);
});
