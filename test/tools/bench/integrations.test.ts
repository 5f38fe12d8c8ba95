import { describe, expect, test } from "@jest/globals";
import { integrationsReport } from "../../../tools/bench/integrationsReport.ts";
import { resultOfMany } from "../../../tools/bench/integrationsResults.ts";
import { operationsOfMany } from "../../../tools/bench/operations.ts";
import type { LoggedRequest } from "../../../tools/bench/orgControl.ts";
import type { Series } from "../../../tools/bench/series.ts";
import { machine } from "./machine.ts";
import { request } from "./requests.ts";

const integrations = 10;

function series(seconds: number, requests: LoggedRequest[] = [], changes = "1 created"): Series {
  const samples = operationsOfMany(integrations).map(({ name }) => ({
    operation: name,
    seconds,
    processorSeconds: undefined,
    changes,
    requests,
  }));
  return { samples, state: { fileBytes: 300, resources: [] } };
}

describe("several integrations in one org", () => {
  const floor = [series(2), series(4)];

  test("are told in calls, for all and for each, and in time beside the floor", () => {
    const calls = Array.from({ length: 25 }, (_, index) => request(index * 160, 150));
    const result = resultOfMany(integrations, { floor, access: [series(6, calls), series(8, calls)] });
    expect(result).toMatchObject({ integrations, runs: 2 });
    const text = integrationsReport([result], { machine, latencyMs: 150 });
    const rows = text.split("\n").filter((line) => line.includes("| first `up`"));
    expect(rows.map((row) => row.split("|").map((cell) => cell.trim()))).toEqual([
      ["", "10", "first `up`", "2", "25", "2.5", "25", ""],
      ["", "10", "first `up`", "2", "2.0 / 3.0 / 4.0", "6.0 / 7.0 / 8.0", "4.0", ""],
      ["", "10", "first `up`", "2", "not told", "not told", ""],
    ]);
  });

  test("are refused when the floor did not do the same", () => {
    const access = [series(6, [], "2 created")];
    expect(() => resultOfMany(integrations, { floor, access })).toThrow("did not change the same");
  });

  test("are refreshed with more parallelism too, and nothing else is", () => {
    const parallel = operationsOfMany(integrations).filter(({ pulumiArguments }) =>
      pulumiArguments.includes("--parallel"),
    );
    expect(parallel.map(({ pulumiArguments }) => pulumiArguments[0])).toEqual(["preview"]);
    for (const { configuration } of operationsOfMany(integrations)) expect(configuration).toEqual({ integrations });
  });
});
