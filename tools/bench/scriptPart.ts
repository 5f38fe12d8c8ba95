import { salesforceCli } from "../../local-org/test/clients/salesforceCli.ts";
import { CommandError } from "../../operations/commandLine.ts";
import { ensureToolchain } from "../toolchain/index.ts";
import { describeMachine } from "./machine.ts";
import { firstUps } from "./operations.ts";
import { fullRuns, inTemporaryFolder, latencyMs, type Measured, type PartOptions, stopOfEachRun } from "./part.ts";
import { runScript, type ScriptSample } from "./script.ts";
import { resultsOfScript, scriptReport } from "./scriptReport.ts";
import { runSeries } from "./series.ts";

/** The first `up` with and without its preview, and the same job as a script of the Salesforce CLI, in turns. */
export async function measureScript(options: PartOptions): Promise<Measured> {
  const { isQuick, loadBefore, interruption, report } = options;
  const toolchain = await ensureToolchain({ report });
  report("The Salesforce CLI is made ready.");
  const cli = await salesforceCli().catch((error: Error) => {
    throw new CommandError(`The Salesforce CLI cannot be installed: ${error.message}`);
  });
  const machine = await describeMachine({ pulumi: toolchain.pulumi, loadBefore });
  const stop = stopOfEachRun(interruption, 5);
  const runs = isQuick ? 1 : fullRuns;
  const measured = { up: [] as ScriptSample[], upWithoutPreview: [] as ScriptSample[], script: [] as ScriptSample[] };
  await inTemporaryFolder(async (parent) => {
    const run = { integrations: 1, latencyMs, parent, toolchain, stop, report } as const;
    for (let number = 1; number <= runs; number++) {
      report(`Run ${number} of ${runs}: access with and without its preview, then the script`);
      for (const way of ["up", "upWithoutPreview"] as const) {
        const { samples } = await runSeries({ ...run, program: "access", operations: [firstUps[way]] });
        measured[way].push(...samples);
      }
      const script = await runScript({ cli, latencyMs, parent, stop });
      report(`  script: ${script.seconds.toFixed(1)} s, ${script.requests.length} calls`);
      measured.script.push(script);
    }
  });
  const results = resultsOfScript(measured);
  return {
    part: "script",
    text: scriptReport(results, { machine, runs, latencyMs }),
    json: { machine, runs, latencyMs, ...results },
    problems: [],
  };
}
