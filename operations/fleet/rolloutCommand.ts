import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { CommandError, type Operation, readArguments, wholeNumber, withHelp } from "../commandLine.ts";
import { expectWritable, notWritten, writeNamed } from "../outputFiles.ts";
import { projectFolder } from "../projectFolder.ts";
import { readProject } from "../stackFolder.ts";
import { lineOfStack, runWaves } from "./engineRuns.ts";
import { textOfResult } from "./mergeCommand.ts";
import { exitCodeOfRollout, type Rollout, readRollout } from "./rollout.ts";
import { chosenStacks, tagsOf, type Wave, wavesOf } from "./stacks.ts";

const commands = {
  preview: {
    pulumi: ["preview", "--diff"],
    does: 'runs "pulumi preview --diff"',
    purpose: "run pulumi preview for many stacks",
    // A preview changes nothing that the next one would suffer from.
    mostFailures: 10_000,
  },
  up: {
    pulumi: ["up", "--yes", "--skip-preview"],
    does: 'runs "pulumi up --yes --skip-preview"',
    purpose: "run pulumi up for many stacks, wave after wave",
    mostFailures: 1,
  },
} as const;
type Command = keyof typeof commands;

const helpOf = (command: Command) => `Usage: pulumi-salesforce-access fleet ${command} [STACK…] [options]
       npm run fleet -- ${command} [STACK…] [options]   in a checkout of this project

For every stack it ${commands[command].does}, some at the same time, with one line of progress each.
Pulumi's output goes into one file per stack. Needs the Pulumi CLI and whatever it needs for each stack. Ctrl-C
lets the steps that are running finish; run it again then, with --resume.
  STACK…            names of stacks, in which * stands for any characters (default: all that have a Pulumi.<stack>.yaml)
  --tag A,B         only stacks that have one of these tags (pulumi-nodejs:salesforce.tags)
  --folder FOLDER   where Pulumi.yaml and the files Pulumi.<stack>.yaml are (default: the current folder)
  --wave A,B,rest   wave after wave: first the stacks with the tag A, then those with B, then all others;
                    a wave begins when all before it have succeeded
  --parallel N      stacks that run at the same time (default: 2; each is an engine with several processes)
  --max-failures N  so many failed stacks end the run; the others are "not reached" (default: ${
    command === "up" ? "1" : "none do"
  })
  --logs FOLDER     where the output of each stack goes (default: fleet-logs in the current folder)
  --json FILE       write there what became of each stack
  --resume FILE     only the stacks that have not succeeded in this result of an earlier run
  --dry-run         say which stacks would run in which wave, and run nothing
Exit code: 0 when every stack has succeeded, 1 when one has failed or was not reached, 2 for wrong arguments.`;

const text = { type: "string" } as const;
const options = {
  folder: text,
  tag: text,
  wave: text,
  parallel: text,
  "max-failures": text,
  logs: text,
  json: text,
  resume: text,
  "dry-run": { type: "boolean" },
} as const;

/** Runs Pulumi for many stacks. */
export function rollout(command: Command): Operation {
  const help = helpOf(command);
  return {
    purpose: commands[command].purpose,
    run: withHelp(help, async (more) => {
      const { values, positionals } = readArguments(more, options, help);
      const { folder = projectFolder(), logs = "fleet-logs", wave, resume, json } = values;
      const atOnce = wholeNumber("parallel", values.parallel ?? "2", 64);
      const mostFailures = wholeNumber(
        "max-failures",
        values["max-failures"] ?? String(commands[command].mostFailures),
        10_000,
      );
      await readProject(folder);
      const chosen = await chosenStacks(folder, positionals, values.tag);
      const left = resume === undefined ? chosen : await notSucceeded(resume, command, chosen);
      const waves = await inWaves(folder, left, wave);
      if (values["dry-run"]) {
        for (const { name, stacks } of waves) console.log(`${name}: ${stacks.join(", ")}`);
        return 0;
      }
      if (json !== undefined) await expectWritable(json);
      await mkdir(logs, { recursive: true, mode: 0o700 }).catch((error) => {
        throw notWritten(logs, error);
      });
      const report = (line: string) => console.log(line);
      const stacks = await runWaves(waves, {
        folder,
        pulumi: commands[command].pulumi,
        logs,
        atOnce,
        mostFailures,
        report,
      });
      // Whoever reads it later may be in another folder.
      const kept = stacks.map((each) => ({ ...each, log: each.log && resolve(each.log) }));
      const result: Rollout = { version: 1, command, stacks: kept };
      for (const each of stacks) if (each.outcome === "not reached") report(lineOfStack(each));
      if (json !== undefined) await writeNamed("The result", json, `${JSON.stringify(result, undefined, 2)}\n`);
      if (command === "preview") report(`What Pulumi printed for each stack is in ${logs}`);
      return exitCodeOfRollout(result);
    }),
  };
}

async function inWaves(folder: string, stacks: string[], wave: string | undefined): Promise<Wave[]> {
  if (stacks.length === 0) return [];
  if (wave === undefined) return [{ name: "all", stacks }];
  const tags = await Promise.all(stacks.map(async (stack) => [stack, await tagsOf(folder, stack)] as const));
  return wavesOf(stacks, wave, new Map(tags));
}

/** The stacks that an earlier run has not brought to its end. */
async function notSucceeded(path: string, command: Command, chosen: readonly string[]): Promise<string[]> {
  const before = readRollout(await textOfResult(path), path);
  if (before.command !== command)
    throw new CommandError(`${path} is of fleet ${before.command}, not of fleet ${command}.`, 2);
  const done = new Set(before.stacks.filter(({ outcome }) => outcome === "succeeded").map(({ stack }) => stack));
  return chosen.filter((stack) => !done.has(stack));
}
