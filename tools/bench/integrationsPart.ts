import { CommandError } from "../../operations/commandLine.ts";
import { ensureToolchain, type Toolchain } from "../toolchain/index.ts";
import { integrationsReport } from "./integrationsReport.ts";
import { type ManyResult, resultOfMany } from "./integrationsResults.ts";
import { describeMachine } from "./machine.ts";
import { operationsOfMany } from "./operations.ts";
import { fullRuns, inTemporaryFolder, latencyMs, type Measured, type PartOptions, stopOfEachRun } from "./part.ts";
import { runSeries, type Series } from "./series.ts";

/** How many integrations are measured, how often. With 200, floor and access together take nearly half an hour. */
const full = [
  { integrations: 1, runs: fullRuns },
  { integrations: 10, runs: fullRuns },
  { integrations: 50, runs: fullRuns },
  { integrations: 200, runs: 1 },
];
const quick = [
  { integrations: 1, runs: 1 },
  { integrations: 3, runs: 1 },
];

/** Several integrations of one stack in one org. */
export async function measureIntegrations(options: PartOptions): Promise<Measured> {
  const toolchain = await ensureToolchain({ report: options.report });
  const machine = await describeMachine({ pulumi: toolchain.pulumi, loadBefore: options.loadBefore });
  const results: ManyResult[] = [];
  const problems: string[] = [];
  for (const { integrations, runs } of options.isQuick ? quick : full) {
    try {
      results.push(await measureMany(integrations, runs, toolchain, options));
    } catch (error) {
      // Those before it have taken long, and are not lost.
      if (results.length === 0 || options.interruption.aborted || !(error instanceof CommandError)) throw error;
      problems.push(`${integrations} in one org could not be measured. ${error.message}`);
    }
  }
  return {
    part: "integrations",
    text: integrationsReport(results, { machine, latencyMs }),
    json: { machine, latencyMs, results },
    problems,
  };
}

async function measureMany(
  integrations: number,
  runs: number,
  toolchain: Toolchain,
  { interruption, report }: PartOptions,
): Promise<ManyResult> {
  const stop = stopOfEachRun(interruption, 60);
  const measured: { floor: Series[]; access: Series[] } = { floor: [], access: [] };
  const operations = operationsOfMany(integrations);
  // Floor and access in turns, so that what else the machine does falls on both.
  for (let run = 1; run <= runs; run++) {
    for (const program of ["floor", "access"] as const) {
      report(`${integrations} in one org, run ${run} of ${runs}: ${program}`);
      const series = await inTemporaryFolder((parent) =>
        runSeries({ program, operations, integrations, latencyMs, parent, toolchain, stop, report }),
      );
      measured[program].push(series);
    }
  }
  return resultOfMany(integrations, measured);
}
