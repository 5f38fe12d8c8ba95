import { describe, expect, test } from "@jest/globals";
import { machine } from "../../../test/tools/bench/machine.ts";
import { measuredCalls } from "../../bench/calls.ts";
import { sendRepeatedly } from "../../bench/load.ts";
import { withLocalOrgs } from "../../bench/localOrgProcess.ts";
import type { LocalOrgFigures } from "../../bench/measure.ts";
import { localOrgReport } from "../../bench/report.ts";
import { createLocalOrg } from "../../src/server.ts";

describe("the measured calls", () => {
  test("are all answered by an org, again and again", async () => {
    const local = await createLocalOrg();
    try {
      const calls = await measuredCalls(local.url);
      expect(calls.map(({ path }) => path.split("?")[0]?.replace(/\/\w{18}$/, ""))).toEqual([
        "/services/data/v68.0/sobjects/Account",
        "/services/data/v68.0/sobjects/PermissionSet",
        "/services/data/v68.0/query",
        "/services/data/v68.0/query",
        "/services/Soap/m/68.0",
        "/services/oauth2/token",
      ]);
      for (const call of calls) {
        const { answers, milliseconds } = await sendRepeatedly(local.url, call, { milliseconds: 30, connections: 2 });
        expect(answers).toBeGreaterThanOrEqual(2);
        expect(milliseconds).toBeGreaterThanOrEqual(30);
      }
    } finally {
      await local.stop();
    }
  });

  test("end the measurement when one is refused", async () => {
    const local = await createLocalOrg();
    try {
      const call = { title: "Refused", method: "GET", path: "/services/data/v67.0/limits", headers: {} } as const;
      const load = sendRepeatedly(local.url, call, { milliseconds: 1000, connections: 1 });
      await expect(load).rejects.toThrow("Refused was answered with 401.");
    } finally {
      await local.stop();
    }
  });
});

test("a process with several orgs tells its memory and is gone afterwards", async () => {
  const { url, mebibytes } = await withLocalOrgs(2, async ({ url, startMs, memoryMebibytes }) => {
    expect(startMs).toBeGreaterThan(0);
    expect(await (await fetch(`${url}/_local/orgs`)).json()).toHaveLength(2);
    return { url, mebibytes: await memoryMebibytes() };
  });
  expect(mebibytes).toBeGreaterThan(20);
  expect(mebibytes).toBeLessThan(1000);
  await expect(fetch(url)).rejects.toThrow();
});

test("the figures are reported with what one more org takes", () => {
  const spread = (median: number) => ({ min: median, median, max: median });
  const figures: LocalOrgFigures = {
    calls: [{ title: "A call", perSecond: spread(900), processorMs: spread(0.5) }],
    firstOrg: { ms: spread(40), processorMs: spread(35) },
    furtherOrg: { ms: spread(15), processorMs: spread(14) },
    processes: [
      { orgs: 1, startMs: spread(500), mebibytes: spread(100) },
      { orgs: 100, startMs: spread(1500), mebibytes: spread(199) },
    ],
    conditions: { rounds: 5, roundMs: 2000, warmUpMs: 1500, connections: 4 },
  };
  const text = localOrgReport(figures, { ...machine, pulumi: undefined });
  expect(text).toContain("| A call |  900 / 900 / 900 |    0.50 / 0.50 / 0.50 |");
  expect(text).toMatch(/\| each further org +\| +15 \/ 15 \/ 15 \| +14 \/ 14 \/ 14 \|/);
  expect(text).toContain("new process with 100 orgs");
  expect(text).toContain("One more org takes 1.0 MiB (from the medians of 1 and 100).");
  expect(text).toContain("Node 24.0.0.\n");
});
