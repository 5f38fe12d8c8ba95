import { appendFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { asksForHelp, CommandError } from "../../operations/commandLine.ts";
import { type Case, casesOf, chosen, nameOf } from "../interruption/cases.ts";
import { missing, runMatrix } from "../interruption/matrix.ts";
import { operations } from "../interruption/operations.ts";
import { reportOf, resultsOfCases, tallyOf } from "../interruption/report.ts";
import type { Result } from "../interruption/worker.ts";
import { ensureToolchain } from "../toolchain/index.ts";
import { expectMarks, lineOf, readResults, readShard, writeSection } from "./matrixCommand.ts";
import { runToolCommand } from "./toolCommand.ts";

const help = `Usage: npm run interruptions -- [--only WORD]… [--shard K/N] [--workers N] [--results FILE] [--write FILE]

Disturbs every call of every operation (create all, update each resource, renew, rotate, destroy, adopt, hand back) in
every way that applies to it, and kills runs before and after its commit: the real engine on local orgs of its own. After
each, the next run must bring the org to the same state as an undisturbed one. There are more than a thousand cases; each
takes some seconds.
  --only WORD      only cases of an operation (create), a disturbance (drop-after, sigkill-before, …) or a call whose
                   title holds the word (sobjects/User); several add up
  --shard K/N      only part K of N of the cases, spread evenly
  --workers N      how many at the same time (default: 1)
  --results FILE   adds a line to this file for each result; cases that are already there are not run again
  --write FILE     replaces the measured section of a document: docs/reliability.md
Fails when a case does not converge, or when the number of cases and of results differ.`;

function readOptions(more: readonly string[]) {
  try {
    const options = {
      only: { type: "string", multiple: true },
      shard: { type: "string" },
      workers: { type: "string", default: "1" },
      results: { type: "string" },
      write: { type: "string" },
    } as const;
    return parseArgs({ args: [...more], options }).values;
  } catch (error) {
    throw new CommandError(`${(error as Error).message}\n\n${help}`);
  }
}

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
  const { only = [], workers: workersText, results: file, write, ...rest } = readOptions(more);
  const shard = readShard(rest.shard);
  const workers = Number(workersText);
  if (!Number.isInteger(workers) || workers < 1) throw new CommandError("--workers takes a whole number from 1.");
  if (write !== undefined) await expectMarks(write, "interruptions");
  const known = await readResults<Result>(file);
  const toolchain = await ensureToolchain({ report: console.log });
  const stop = interrupted();
  const folder = await mkdtemp(join(tmpdir(), "interruptions-"));
  let all: Case[] = [];
  let wanted: Case[] = [];
  let count = 0;
  try {
    const { recordings, results } = await runMatrix({
      folder,
      toolchain,
      operations,
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
        if (file !== undefined) void appendFile(file, lineOf(result));
      },
    });
    const together = resultsOfCases(all, [...known, ...results]);
    const ofWanted = resultsOfCases(wanted, together);
    const text = reportOf(recordings, all, together, new Date().toISOString().slice(0, 10));
    console.log(`\n${text}`);
    if (write !== undefined) await writeSection(write, "interruptions", text);
    const { tried, converged } = tallyOf(ofWanted);
    console.log(`\nTried ${tried} of ${wanted.length}, converged ${converged}.`);
    return tried === wanted.length && converged === tried ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

function said({ name, isRiddenOut, problems, seconds }: Result, count: number): string {
  const how = problems.length > 0 ? "FAILED" : isRiddenOut ? "ridden out" : "stopped, then converged";
  const details = problems.flatMap((problem) => problem.split("\n")).map((line) => `    ${line}`);
  return [`${count} ${name}: ${how} (${seconds} s)`, ...details].join("\n");
}
