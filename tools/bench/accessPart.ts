import { ensureToolchain } from "../toolchain/index.ts";
import { explainCalls } from "./explanations.ts";
import { describeMachine } from "./machine.ts";
import { operations } from "./operations.ts";
import { fullRuns, inTemporaryFolder, latencyMs, type Measured, type PartOptions, stopOfEachRun } from "./part.ts";
import { report } from "./report.ts";
import { type Measurement, resultsOf } from "./results.ts";
import { runSeries } from "./series.ts";
import type { ProgramName } from "./workspace.ts";

const settings: readonly { key: keyof Measurement; title: string; program: ProgramName; latencyMs: number }[] = [
  { key: "floor", title: "floor (no org)", program: "floor", latencyMs: 0 },
  { key: "withoutLatency", title: "access, 0 ms for each call", program: "access", latencyMs: 0 },
  { key: "withLatency", title: `access, ${latencyMs} ms for each call`, program: "access", latencyMs },
];

/** One integration: what each operation takes, and why it makes its calls. */
export async function measureAccess(options: PartOptions): Promise<Measured> {
  const toolchain = await ensureToolchain({ report: options.report });
  const machine = await describeMachine({ pulumi: toolchain.pulumi, loadBefore: options.loadBefore });
  const runs = options.isQuick ? 1 : fullRuns;
  const stop = stopOfEachRun(options.interruption, 5);
  const measurement: Measurement = { floor: [], withoutLatency: [], withLatency: [] };
  await inTemporaryFolder(async (parent) => {
    // The settings take turns, so that what else the machine does falls on all of them.
    for (let run = 1; run <= runs; run++) {
      for (const { key, title, ...setting } of settings) {
        options.report(`Run ${run} of ${runs}: ${title}`);
        const series = { ...setting, operations, integrations: 1, parent, toolchain, stop, report: options.report };
        measurement[key].push(await runSeries(series));
      }
    }
  });
  const results = resultsOf(measurement);
  return {
    part: "access",
    text: report(results, { machine, runs, latencyMs }),
    json: { machine, runs, latencyMs, ...results },
    problems: results.operations.flatMap((operation) => explainCalls(operation).problems),
  };
}
