import { describe, expect, test } from "@jest/globals";
import { operations } from "../../../tools/bench/operations.ts";
import type { LoggedRequest } from "../../../tools/bench/orgControl.ts";
import { report } from "../../../tools/bench/report.ts";
import { resultsOf } from "../../../tools/bench/results.ts";
import type { Series } from "../../../tools/bench/series.ts";
import { machine } from "./machine.ts";
import { request } from "./requests.ts";

/** Each operation takes so many seconds and makes these calls. */
function series(seconds: number, requests: LoggedRequest[], changes = "1 created"): Series {
  return {
    samples: operations.map(({ name }) => ({
      operation: name,
      seconds,
      processorSeconds: seconds / 2,
      changes,
      requests,
    })),
    state: { fileBytes: 300, resources: [{ type: "salesforce:PermissionSet", bytes: 100, providerBytes: 60 }] },
  };
}

const inSeries = [request(0, 150), request(160, 150)];
const atOnce = [request(0, 150), request(1, 150), request(2, 150)];

describe("results", () => {
  const results = resultsOf({
    floor: [series(2, []), series(4, [])],
    withoutLatency: [series(5, [request(0, 1)])],
    withLatency: [series(6, inSeries), series(8, atOnce)],
  });

  test("take calls by latency, chains and kinds of the runs with latency, and times of each", () => {
    expect(results.operations).toHaveLength(operations.length);
    expect(results.operations[0]).toEqual({
      operation: "firstUp",
      title: "first `up`",
      changes: "1 created",
      callsWithoutLatency: { min: 1, median: 1, max: 1 },
      callsWithLatency: { min: 2, median: 2.5, max: 3 },
      callDepth: { min: 1, median: 1.5, max: 2 },
      callKinds: { "GET …/": { min: 2, median: 2.5, max: 3 } },
      effort: {
        floor: { seconds: { min: 2, median: 3, max: 4 }, processorSeconds: { min: 1, median: 1.5, max: 2 } },
        withoutLatency: {
          seconds: { min: 5, median: 5, max: 5 },
          processorSeconds: { min: 2.5, median: 2.5, max: 2.5 },
        },
        withLatency: { seconds: { min: 6, median: 7, max: 8 }, processorSeconds: { min: 3, median: 3.5, max: 4 } },
      },
    });
  });

  test("are refused when the floor did not do the same as the access", () => {
    const measurement = {
      floor: [series(2, [], "2 created")],
      withoutLatency: [series(5, [])],
      withLatency: [series(6, [])],
    };
    expect(() => resultsOf(measurement)).toThrow("first `up` did not change the same in all runs and programs");
  });

  test("are reported with the times above the floor and the bytes for each resource", () => {
    const text = report(results, { machine, runs: 2, latencyMs: 150 });
    const rows = text.split("\n").filter((line) => line.startsWith("| first `up`"));
    expect(rows.map((row) => row.split("|").map((cell) => cell.trim()))).toEqual([
      ["", "first `up`", "1 created", "1", "2–3", "1–2", ""],
      ["", "first `up`", "2.0 / 3.0 / 4.0", "5.0", "6.0 / 7.0 / 8.0", "2.0", "4.0", ""],
      ["", "first `up`", "1.0 / 1.5 / 2.0", "3.0 / 3.5 / 4.0", ""],
    ]);
    expect(text).toContain("300 bytes for 1 resources, 300 bytes for each");
    expect(text).toMatch(
      /Calls of \[OrgReadiness\]\(\S+\), in the preview and in the run itself: \d+(–\d+)? in first `up`, /,
    );
    expect(text).not.toContain("busy");
  });

  test("say that the machine was busy", () => {
    const busy = report(results, { machine: { ...machine, loadBefore: 3 }, runs: 2, latencyMs: 150 });
    expect(busy).toContain("The machine was busy: compare calls, not times.");
  });
});
