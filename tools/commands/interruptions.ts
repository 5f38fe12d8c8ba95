import { appendFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { orMeant } from "../../common/nearestName.ts";
import { asksForHelp, CommandError, readOptions } from "../../operations/commandLine.ts";
import { type Case, casesOf, chosen, nameOf } from "../interruption/cases.ts";
import { missing, runMatrix } from "../interruption/matrix.ts";
import { type Part, parts } from "../interruption/parts.ts";
import { reportOf, resultsOfCases, tallyOf } from "../interruption/report.ts";
import type { Result } from "../interruption/worker.ts";
import { ensureToolchain } from "../toolchain/index.ts";
import { expectMarks, lineOf, readResults, readShard, writeSection } from "./matrixCommand.ts";
import { runToolCommand } from "./toolCommand.ts";

const help = `Usage: npm run interruptions -- [--part PART]… [--only WORD]… [--shard K/N] [--workers N] [--results FILE] [--write FILE]

Disturbs every call of every operation in every way that applies to it, and kills runs before and after its commit: the real
engine on local orgs of its own. After each, the next run must bring the org to the same state as an undisturbed one. There
are more than a thousand cases; each takes some seconds. The parts:
  access           create all, update each resource, renew, rotate, destroy, adopt, hand back
  rotation         blue/green from the second app to the end of the first one and one step back, connector confirm, connector
                   move and its undo, with the commits of their files, while flows of a fake Webex tenant call the org
  --part PART      only this part
  --only WORD      only cases of an operation (create), a disturbance (drop-after, sigkill-before, …) or a call whose
                   title holds the word (sobjects/User); several add up
  --shard K/N      only part K of N of the cases, spread evenly
  --workers N      how many at the same time (default: 1)
  --results FILE   adds a line to this file for each result; cases that are already there are not run again
  --write FILE     replaces the measured section of a document: docs/reliability.md
Fails when a case does not converge, or when the number of cases and of results differ.`;

const options = {
  part: { type: "string", multiple: true },
  only: { type: "string", multiple: true },
  shard: { type: "string" },
  workers: { type: "string", default: "1" },
  results: { type: "string" },
  write: { type: "string" },
} as const;

function interrupted(): AbortSignal {
  const interruption = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => interruption.abort());
  return interruption.signal;
}

await runToolCommand(async (more) => {
  if (asksForHelp(more)) {
    console.log(help);
    return 0;
  }
  const {
    part = Object.keys(parts),
    only = [],
    workers: workersText,
    results: file,
    write,
    ...rest
  } = readOptions(more, options, help);
  const unknown = part.find((name) => !Object.hasOwn(parts, name));
  if (unknown !== undefined)
    throw new CommandError(
      `--part takes ${Object.keys(parts).join(" or ")}, not "${unknown}"${orMeant(unknown, Object.keys(parts))}`,
    );
  const shard = readShard(rest.shard);
  const workers = Number(workersText);
  if (!Number.isInteger(workers) || workers < 1) throw new CommandError("--workers takes a whole number from 1.");
  for (const name of part) if (write !== undefined) await expectMarks(write, parts[name as Part].section);
  const known = await readResults<Result>(file);
  const toolchain = await ensureToolchain({ report: console.log });
  const run: Run = { only, shard, workers, file, known, toolchain, stop: interrupted() };
  let hasFailed = false;
  let wanted = 0;
  for (const name of part) {
    const { section } = parts[name as Part];
    const { text, isComplete, wanted: ofPart } = await runPart(name as Part, run);
    wanted += ofPart;
    if (write !== undefined && ofPart > 0) await writeSection(write, section, text);
    if (!isComplete) hasFailed = true;
  }
  if (wanted === 0) throw new CommandError(`No case has ${only.join(" or ")} in this part: nothing was tried.`);
  return hasFailed ? 1 : 0;
});

/** How parts are run. */
interface Run {
  only: readonly string[];
  shard: ReturnType<typeof readShard>;
  workers: number;
  file: string | undefined;
  known: readonly Result[];
  toolchain: Awaited<ReturnType<typeof ensureToolchain>>;
  stop: AbortSignal;
}

async function runPart(
  part: Part,
  { only, shard, workers, file, known, toolchain, stop }: Run,
): Promise<{ text: string; isComplete: boolean; wanted: number }> {
  const folder = await mkdtemp(join(tmpdir(), "interruptions-"));
  let all: Case[] = [];
  let wanted: Case[] = [];
  let count = 0;
  try {
    const { recordings, results } = await runMatrix({
      folder,
      toolchain,
      operations: parts[part].operations,
      workers,
      stop,
      report: console.log,
      choose(recorded) {
        all = casesOf(recorded);
        wanted = chosen(all, only, shard);
        const open = new Set(missing(wanted, known));
        console.log(`${all.length} cases, ${wanted.length} wanted, ${open.size} to be run`);
        return wanted.filter((one) => open.has(nameOf(one)));
      },
      done(result) {
        count += 1;
        console.log(said(result, count));
        if (file !== undefined) appendFileSync(file, lineOf(result));
      },
    });
    const together = resultsOfCases(all, [...known, ...results]);
    const text = reportOf(recordings, all, together, new Date().toISOString().slice(0, 10));
    const { tried, converged } = tallyOf(resultsOfCases(wanted, together));
    console.log(`\n${text}\n\nTried ${tried} of ${wanted.length}, converged ${converged}.`);
    return { text, isComplete: tried === wanted.length && converged === tried, wanted: wanted.length };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function said({ name, isRiddenOut, problems, seconds }: Result, count: number): string {
  const how = problems.length > 0 ? "FAILED" : isRiddenOut ? "ridden out" : "stopped, then converged";
  const details = problems.flatMap((problem) => problem.split("\n")).map((line) => `    ${line}`);
  return [`${count} ${name}: ${how} (${seconds} s)`, ...details].join("\n");
}
