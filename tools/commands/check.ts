import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { asksForHelp, CommandError, readOptions } from "../../operations/commandLine.ts";
import { runProgram } from "../toolchain/processes.ts";
import { root } from "./checkout.ts";
import { runToolCommand } from "./toolCommand.ts";
import { findUnfinishedWork } from "./unfinishedWork.ts";

const help = `Usage: npm run check

Checks types (tsc), formatting and lint (biome), unused files, exports and dependencies (knip), searches the tracked files
for unfinished work, and checks the workflows of GitHub (actionlint) if Go is installed. Runs all of them and names each
that failed.`;

interface Check {
  name: string;
  /** What is wrong, or undefined. */
  run: () => Promise<string | undefined>;
}

/** A check by a program of node_modules: its output is what is wrong when it fails. */
function program(name: string, file: string, programArguments: readonly string[]): Check {
  const run = async () => {
    const answer = await runProgram(process.execPath, [join(root, "node_modules", file), ...programArguments], {
      cwd: root,
    });
    return answer.exitCode === 0 ? undefined : `${answer.stdout}${answer.stderr}`.trimEnd();
  };
  return { name, run };
}

async function searchUnfinishedWork(): Promise<string | undefined> {
  const tracked = await runProgram("git", ["ls-files", "-z"], { cwd: root });
  if (tracked.exitCode !== 0) throw new CommandError(`git cannot list the tracked files: ${tracked.stderr.trim()}`);
  const found = await Promise.all(
    tracked.stdout
      .split("\0")
      .filter((file) => file !== "")
      // A tracked file may be deleted and not committed yet, or be a link to a folder.
      .map(async (file) => findUnfinishedWork(file, await readFile(join(root, file), "utf8").catch(() => ""))),
  );
  const lines = found.flat().map(({ file, line, text }) => `${file}:${line}: ${text}`);
  return lines.length > 0 ? lines.join("\n") : undefined;
}

const workflows = join(root, ".github", "workflows");

async function checkWorkflows(): Promise<string | undefined> {
  const files = (await readdir(workflows)).map((file) => join(workflows, file));
  // shellcheck and pyflakes would be used if this machine happened to have them.
  const lint = ["-C", join(root, "tools", "workflows"), "tool", "actionlint", "-shellcheck=", "-pyflakes=", ...files];
  const { exitCode, stdout, stderr } = await runProgram("go", lint, { cwd: root });
  return exitCode === 0 ? undefined : `${stdout}${stderr}`.trimEnd();
}

const checks: readonly Check[] = [
  program("types (tsc)", "typescript/bin/tsc", ["--noEmit", "-p", "."]),
  program("formatting and lint (biome)", "@biomejs/biome/bin/biome", ["check", "."]),
  program("unused code (knip)", "knip/bin/knip.js", []),
  { name: "unfinished work", run: searchUnfinishedWork },
];
const needsGo: Check = { name: "workflows (actionlint)", run: checkWorkflows };

await runToolCommand(async (more) => {
  if (asksForHelp(more)) {
    console.log(help);
    return 0;
  }
  readOptions(more, {}, help);
  const hasGo = (await runProgram("go", ["version"])).exitCode === 0;
  const all = hasGo ? [...checks, needsGo] : checks;
  // All at once: most of them keep only one core busy.
  const running = all.map(({ name, run }) => ({ name, problem: run() }));
  await Promise.allSettled(running.map(({ problem }) => problem));
  let failed = 0;
  for (const { name, problem: found } of running) {
    const problem = await found;
    console.log(`${problem === undefined ? "ok    " : "FAILED"}  ${name}`);
    if (problem !== undefined) {
      failed++;
      console.log(`\n${problem}\n`);
    }
  }
  if (!hasGo) console.log(`not checked, because Go is not installed: ${needsGo.name}`);
  console.log(failed === 0 ? "Nothing to complain about." : `${failed} of ${all.length} checks failed.`);
  return failed === 0 ? 0 : 1;
});
