import { describe, expect, test } from "@jest/globals";
import { effortOf, withEffort } from "../../../tools/bench/effort.ts";
import { processorSeconds, secondsIn } from "../../../tools/bench/processorTime.ts";
import { runProgram } from "../../../tools/toolchain/processes.ts";

/** `/proc/<pid>/stat` of a program with a name that nobody should have. */
const stat = "17 (a) b (c) S 1 17 17 0 -1 4194560 900 5000 0 0 120 30 1000 250 20 0 11 0 7000 1000000 800";

test("the processor time of a process and of its children is read in seconds", () => {
  expect(secondsIn(stat, "own")).toBeCloseTo(1.5);
  expect(secondsIn(stat, "children")).toBeCloseTo(12.5);
});

test("a process that is not there has no processor time", async () => {
  expect(await processorSeconds(2 ** 30, "own")).toBeUndefined();
});

describe("what something takes", () => {
  const burn = "while (process.cpuUsage().user < 300_000);";

  test("includes what a program has started itself and waited for", async () => {
    const starter = `require("node:child_process").execFileSync(process.execPath, ["-e", ${JSON.stringify(burn)}])`;
    const effort = await withEffort(() => runProgram(process.execPath, ["-e", starter]));
    expect(effort.result.exitCode).toBe(0);
    expect(effort.seconds).toBeGreaterThan(0.3);
    // Elsewhere the system does not tell it.
    if (process.platform === "linux") expect(effort.processorSeconds).toBeGreaterThanOrEqual(0.3);
    else expect(effort.processorSeconds).toBeUndefined();
  });

  test("does not include what this process itself computes", async () => {
    const { processorSeconds: used = 0 } = await withEffort(async () => {
      const start = process.cpuUsage();
      while (process.cpuUsage(start).user < 300_000);
    });
    expect(used).toBeLessThan(0.1);
  });

  test("is summarised, and not told where one time is not", () => {
    const one = { seconds: 1, processorSeconds: 0.5 };
    expect(effortOf([one, { seconds: 3, processorSeconds: 1.5 }])).toEqual({
      seconds: { min: 1, median: 2, max: 3 },
      processorSeconds: { min: 0.5, median: 1, max: 1.5 },
    });
    expect(effortOf([one, { seconds: 3, processorSeconds: undefined }]).processorSeconds).toBeUndefined();
  });
});
