import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measureLocalOrg } from "../../local-org/bench/measure.ts";
import { localOrgReport } from "../../local-org/bench/report.ts";
import { asksForHelp, CommandError } from "../../operations/commandLine.ts";
import { explainCalls } from "../bench/explanations.ts";
import { describeMachine, isBusy } from "../bench/machine.ts";
import { type Part, replaceMeasured } from "../bench/markdown.ts";
import { report } from "../bench/report.ts";
import { type Measurement, resultsOf } from "../bench/results.ts";
import { runSeries } from "../bench/series.ts";
import type { ProgramName } from "../bench/workspace.ts";
import { ensureToolchain } from "../toolchain/index.ts";
import { runToolCommand } from "./toolCommand.ts";

const help = `Usage: npm run bench -- [--part access|local-org] [--quick] [--json FILE] [--write FILE]

Counts the calls to the org and measures the time of the first up, an up without a change, preview --refresh, a changed
permission, a renewed certificate, a rotated key and destroy: the real engine on a local org of its own, five times with 0
and with 150 ms for each call, and the same number of resources without an org. Then measures the local org: answers a
second, start, memory. Takes about twenty minutes and leaves nothing behind. Use a machine that does nothing else.
  --part NAME   measures only this part: access or local-org (two minutes)
  --quick       one run of each instead of five, and short rounds of the local org
  --json FILE   writes all figures as JSON
  --write FILE  replaces the measured sections of a document (docs/performance.md); refused on a busy machine`;

const latencyMs = 150;
const fullRuns = 5;
const wholeTimeLimit = 75 * 60_000;
const commandTimeLimit = 5 * 60_000;

const settings: readonly { key: keyof Measurement; title: string; program: ProgramName; latencyMs: number }[] = [
  { key: "floor", title: "floor (no org)", program: "floor", latencyMs: 0 },
  { key: "withoutLatency", title: "access, 0 ms for each call", program: "access", latencyMs: 0 },
  { key: "withLatency", title: `access, ${latencyMs} ms for each call`, program: "access", latencyMs },
];

const allParts: readonly Part[] = ["access", "local-org"];

function readOptions(more: readonly string[]) {
  try {
    const text = { type: "string" } as const;
    const options = { part: text, quick: { type: "boolean" }, json: text, write: text } as const;
    const { part, quick = false, ...files } = parseArgs({ args: [...more], options }).values;
    const parts = part === undefined ? allParts : allParts.filter((known) => known === part);
    if (parts.length === 0) throw new Error(`There is no part named ${part}.`);
    return { parts, quick, ...files };
  } catch (error) {
    throw new CommandError(`${(error as Error).message}\n\n${help}`);
  }
}

/** Ends a run of Pulumi, and with it the benchmark, on Ctrl-C and when the time is used up. */
function interruptedOrLate(): AbortSignal {
  const interruption = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => interruption.abort());
  return AbortSignal.any([interruption.signal, AbortSignal.timeout(wholeTimeLimit)]);
}

/** Before anything is measured, so that no measurement is lost to a wrong file name or a busy machine. */
async function expectWritable(file: string, parts: readonly Part[]): Promise<void> {
  const load = loadavg()[0] ?? 0;
  if (isBusy(load))
    throw new CommandError(
      `The machine is busy (load ${load.toFixed(1)}), so nothing is written. Wait until it is idle, or leave out --write.`,
    );
  const document = await readFile(file, "utf8").catch(() => {
    throw new CommandError(`The document ${file} cannot be read.`);
  });
  try {
    for (const part of parts) replaceMeasured(document, part, "");
  } catch (error) {
    throw new CommandError(`${file}: ${(error as Error).message}`);
  }
}

/** What a part came to: as Markdown, as JSON, and what is wrong with it. */
interface Measured {
  part: Part;
  text: string;
  json: object;
  problems: string[];
}

async function measureAccess(isQuick: boolean, interruption: AbortSignal): Promise<Measured> {
  const toolchain = await ensureToolchain({ report: console.log });
  const machine = await describeMachine(toolchain.pulumi);
  const runs = isQuick ? 1 : fullRuns;
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
  return {
    part: "access",
    text: report(results, { machine, runs, latencyMs }),
    json: { machine, runs, latencyMs, ...results },
    problems: results.operations.flatMap((operation) => explainCalls(operation).problems),
  };
}

async function measureLocalOrgPart(isQuick: boolean, stop: AbortSignal): Promise<Measured> {
  const machine = await describeMachine(undefined);
  const figures = await measureLocalOrg({ isQuick, stop, report: console.log });
  return { part: "local-org", text: localOrgReport(figures, machine), json: { machine, ...figures }, problems: [] };
}

await runToolCommand(async (more) => {
  if (asksForHelp(more)) {
    console.log(help);
    return 0;
  }
  const { parts, quick, json, write } = readOptions(more);
  if (write !== undefined) await expectWritable(write, parts);
  const interruption = interruptedOrLate();
  const measured: Measured[] = [];
  for (const part of parts) {
    const measure = part === "access" ? measureAccess : measureLocalOrgPart;
    const result = await measure(quick, interruption);
    console.log(`\n${result.text}`);
    measured.push(result);
    if (write !== undefined) {
      await writeFile(write, replaceMeasured(await readFile(write, "utf8"), part, result.text));
      console.log(`\n${write} has the new figures.`);
    }
  }
  if (json !== undefined) {
    const all = Object.fromEntries(measured.map((result) => [result.part, result.json]));
    await writeFile(json, `${JSON.stringify(all, undefined, 2)}\n`);
  }
  const problems = measured.flatMap((result) => result.problems);
  for (const problem of problems) console.error(problem);
  return problems.length === 0 ? 0 : 1;
});
