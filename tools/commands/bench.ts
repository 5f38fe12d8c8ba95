import { writeFile } from "node:fs/promises";
import { instead } from "../../common/nearestName.ts";
import { asksForHelp, CommandError, readOptions, wrongArguments } from "../../operations/commandLine.ts";
import { expectWritable } from "../../operations/outputFiles.ts";
import { shown } from "../../salesforce/shown.ts";
import { measureAccess } from "../bench/accessPart.ts";
import { measureIntegrations } from "../bench/integrationsPart.ts";
import { measureLocalOrgPart } from "../bench/localOrgPart.ts";
import { currentLoad, isBusy } from "../bench/machine.ts";
import { type Part, parts } from "../bench/markdown.ts";
import type { Measured, PartOptions } from "../bench/part.ts";
import { measureRotation } from "../bench/rotationPart.ts";
import { measureScript } from "../bench/scriptPart.ts";
import { expectMarks, writeSection } from "./matrixCommand.ts";
import { runToolCommand } from "./toolCommand.ts";

const help = `Usage: npm run bench -- [--part NAME]... [--quick] [--json FILE] [--write FILE]

Measures, with the real engine on local orgs of its own, in turns with a program that does nothing (the floor), and leaves
nothing behind. Use a machine that does nothing else. The parts, in their order:
  access        one integration: calls to the org, time and processor time of first up, an up without a change, preview
                --refresh, a changed permission, a renewed certificate, a rotated key and destroy
  integrations  1, 10, 50 and 200 integrations in one org
  rotation      a rotation by each strategy: calls, how long logins are cut off by cutOver, failed logins with blueGreen
  script        the first up beside the same job as a script of the Salesforce CLI, which is installed into the user's cache
  local-org     the local org: answers a second, start, memory

  --part NAME   measures only this part; may be given several times
  --quick       one run of each instead of five, few integrations, short rounds of the local org: to try it, not for --write
  --json FILE   writes all figures as JSON
  --write FILE  replaces the measured sections of a document (docs/performance.md); refused on a busy machine`;

const measures: Readonly<Record<Part, (options: PartOptions) => Promise<Measured>>> = {
  access: measureAccess,
  integrations: measureIntegrations,
  rotation: measureRotation,
  script: measureScript,
  "local-org": measureLocalOrgPart,
};

function benchOptions(more: readonly string[]) {
  const text = { type: "string" } as const;
  const options = { part: { ...text, multiple: true }, quick: { type: "boolean" }, json: text, write: text } as const;
  const { part = parts, quick = false, ...files } = readOptions(more, options, help);
  if (quick && files.write !== undefined)
    throw wrongArguments("--write takes no figures of --quick, which are none: leave out one of the two.", help);
  const unknown = part.find((name) => !parts.some((known) => known === name));
  if (unknown !== undefined)
    throw wrongArguments(`There is no part ${shown(unknown)}; ${instead(unknown, parts)}`, help);
  return { chosen: parts.filter((known) => part.includes(known)), quick, ...files };
}

/** Ends a run of Pulumi, and with it the benchmark, on Ctrl-C. */
function interruptionOfThisProcess(): AbortSignal {
  const interruption = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => interruption.abort());
  return interruption.signal;
}

/** Before anything is measured, so that no measurement is lost to a wrong file name or a busy machine. */
async function expectOutput({ chosen, json, write }: ReturnType<typeof benchOptions>, load: number): Promise<void> {
  if (json !== undefined) await expectWritable(json);
  if (write === undefined) return;
  await expectMarks(write, ...chosen);
  if (isBusy(load))
    throw new CommandError(
      `The machine is busy (load ${load.toFixed(1)}), so nothing is written. Wait until it is idle, or leave out --write.`,
    );
}

await runToolCommand(async (more) => {
  if (asksForHelp(more)) {
    console.log(help);
    return 0;
  }
  const given = benchOptions(more);
  const { chosen, quick, json, write } = given;
  const loadBefore = currentLoad();
  await expectOutput(given, loadBefore);
  const options = { isQuick: quick, loadBefore, interruption: interruptionOfThisProcess(), report: console.log };
  const figures: Partial<Record<Part, object>> = {};
  const problems: string[] = [];
  for (const part of chosen) {
    const start = performance.now();
    try {
      const result = await measures[part](options);
      const text = `${result.text}\n\nThe measurement took ${((performance.now() - start) / 60_000).toFixed(0)} min.`;
      console.log(`\n${text}\n`);
      figures[part] = result.json;
      problems.push(...result.problems);
      if (write !== undefined) {
        await writeSection(write, part, text);
        console.log(`${write} has the new figures.`);
      }
      if (json !== undefined) await writeFile(json, `${JSON.stringify(figures, undefined, 2)}\n`);
    } catch (error) {
      if (options.interruption.aborted)
        throw new CommandError(`The benchmark was ended in the part ${part}, which has no figures.`);
      // The other parts are measured all the same.
      if (!(error instanceof CommandError)) throw error;
      problems.push(`The part ${part} has no figures. ${error.message}`);
    }
  }
  for (const problem of problems) console.error(problem);
  return problems.length === 0 ? 0 : 1;
});
