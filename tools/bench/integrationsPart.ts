import { ensureToolchain } from "../toolchain/index.ts";
import { integrationsReport } from "./integrationsReport.ts";
import { type ManyResult, resultOfMany } from "./integrationsResults.ts";
import { describeMachine } from "./machine.ts";
import { operationsOfMany } from "./operations.ts";
import { fullRuns, inTemporaryFolder, latencyMs, type Measured, type PartOptions, stopOfEachRun } from "./part.ts";
import { runSeries, type Series } from "./series.ts";

/** How many integrations are measured, how often. A run with 200 takes so long that a person would not wait for five. */
const full = [
  { integrations: 1, runs: fullRuns },
  { integrations: 10, runs: fullRuns },
  { integrations: 50, runs: fullRuns },
  { integrations: 200, runs: 3 },
];
const quick = [
  { integrations: 1, runs: 1 },
  { integrations: 3, runs: 1 },
];

/** Several integrations of one stack in one org. */
export async function measureIntegrations(options: PartOptions): Promise<Measured> {
  const toolchain = await ensureToolchain({ report: options.report });
  const machine = await describeMachine({ pulumi: toolchain.pulumi, loadBefore: options.loadBefore });
  const stop = stopOfEachRun(options.interruption, 15);
  const results: ManyResult[] = [];
  for (const { integrations, runs } of options.isQuick ? quick : full) {
    const measured: { floor: Series[]; access: Series[] } = { floor: [], access: [] };
    const operations = operationsOfMany(integrations);
    // Floor and access in turns, so that what else the machine does falls on both.
    for (let run = 1; run <= runs; run++) {
      for (const program of ["floor", "access"] as const) {
        options.report(`${integrations} in one org, run ${run} of ${runs}: ${program}`);
        const series = await inTemporaryFolder((parent) =>
          runSeries({ program, operations, integrations, latencyMs, parent, toolchain, stop, report: options.report }),
        );
        measured[program].push(series);
      }
    }
    results.push(resultOfMany(integrations, measured));
  }
  return {
    part: "integrations",
    text: integrationsReport(results, { machine, latencyMs }),
    json: { machine, latencyMs, results },
    problems: [],
  };
}
