import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { explainCalls } from "../bench/explanations.ts";
import { describeMachine } from "../bench/machine.ts";
import { replaceMeasured } from "../bench/markdown.ts";
import { report } from "../bench/report.ts";
import { type Measurement, resultsOf } from "../bench/results.ts";
import { runSeries } from "../bench/series.ts";
import type { ProgramName } from "../bench/workspace.ts";
import { ensureToolchain } from "../toolchain/index.ts";
import { asksForHelp, CommandError, runCommand } from "./commandError.ts";

const help = `Usage: npm run bench -- [--quick] [--json FILE] [--write FILE]

Counts the calls to the org and measures the time of the first up, an up without a change, preview --refresh, a changed
permission, a renewed certificate, a rotated key and destroy: the real engine on a local org of its own, three times
with 0 and with 150 ms for each call, beside the same number of resources without an org. Takes about ten minutes and
leaves nothing behind. Times are worth something only on a machine that does nothing else.
  --quick       one run of each instead of three
  --json FILE   writes all figures as JSON
  --write FILE  replaces the measured section of a document: docs/performance.md`;

const latencyMs = 150;
const fullRuns = 3;
const wholeTimeLimit = 45 * 60_000;
const commandTimeLimit = 5 * 60_000;

const settings: readonly { key: keyof Measurement; title: string; program: ProgramName; latencyMs: number }[] = [
  { key: "floor", title: "floor (no org)", program: "floor", latencyMs: 0 },
  { key: "withoutLatency", title: "access, 0 ms for each call", program: "access", latencyMs: 0 },
  { key: "withLatency", title: `access, ${latencyMs} ms for each call`, program: "access", latencyMs },
];

function readOptions(more: readonly string[]) {
  try {
    const options = { quick: { type: "boolean" }, json: { type: "string" }, write: { type: "string" } } as const;
    return parseArgs({ args: [...more], options }).values;
  } catch (error) {
    throw new CommandError(`${(error as Error).message}\n\n${help}`);
  }
}

/** Ends a run of Pulumi, and with it the benchmark, on Ctrl-C and when the time is used up. */
function interruptedOrLate(): AbortSignal {
  const interruption = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => interruption.abort());
  }
  return AbortSignal.any([interruption.signal, AbortSignal.timeout(wholeTimeLimit)]);
}

/** Before anything is measured, so that no measurement is lost to a wrong file name. */
async function expectMarks(file: string): Promise<void> {
  const document = await readFile(file, "utf8").catch(() => {
    throw new CommandError(`The document ${file} cannot be read.`);
  });
  try {
    replaceMeasured(document, "");
  } catch (error) {
    throw new CommandError(`${file}: ${(error as Error).message}`);
  }
}

await runCommand(async (more) => {
  if (asksForHelp(more)) {
    console.log(help);
    return 0;
  }
  const { quick, json, write } = readOptions(more);
  if (write !== undefined) {
    await expectMarks(write);
  }
  const toolchain = await ensureToolchain({ report: console.log });
  const machine = await describeMachine(toolchain.pulumi);
  const runs = quick ? 1 : fullRuns;
  const interruption = interruptedOrLate();
  const stop = () => AbortSignal.any([interruption, AbortSignal.timeout(commandTimeLimit)]);
  const measurement: Measurement = { floor: [], withoutLatency: [], withLatency: [] };
  const parent = await mkdtemp(join(tmpdir(), "benchmark-"));
  try {
    // The settings take turns, so that what else the machine does falls on all of them.
    for (let run = 1; run <= runs; run++) {
      for (const { key, title, program, latencyMs } of settings) {
        console.log(`Run ${run} of ${runs}: ${title}`);
        measurement[key].push(await runSeries({ program, latencyMs, parent, toolchain, stop, report: console.log }));
      }
    }
  } finally {
    await rm(parent, { recursive: true, force: true });
  }
  const results = resultsOf(measurement);
  const text = report(results, { machine, runs, latencyMs });
  console.log(`\n${text}`);
  if (json !== undefined) {
    await writeFile(json, `${JSON.stringify({ machine, runs, latencyMs, ...results }, undefined, 2)}\n`);
  }
  if (write !== undefined) {
    await writeFile(write, replaceMeasured(await readFile(write, "utf8"), text));
    console.log(`\n${write} has the new figures.`);
  }
  const problems = results.operations.flatMap((operation) => explainCalls(operation).problems);
  for (const problem of problems) {
    console.error(problem);
  }
  return problems.length === 0 ? 0 : 1;
});
