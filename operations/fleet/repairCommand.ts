import { mkdir, readFile } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import { operationCommand } from "../../common/commands.ts";
import { harmlessLines } from "../../salesforce/harmless.ts";
import { CommandError, type Operation, readArguments, withHelp, wrongArguments } from "../commandLine.ts";
import { notWritten } from "../outputFiles.ts";
import { projectFolder } from "../projectFolder.ts";
import { say } from "../say.ts";
import { ownResources } from "./drift.ts";
import { driftOfOne } from "./driftOfOne.ts";
import { runWaves } from "./engineRuns.ts";
import type { RolledOut } from "./rollout.ts";
import { lineOf } from "./terminal.ts";

const help = `Usage: pulumi-salesforce-access fleet repair STACK [options]
       npm run fleet -- repair STACK [options]   in a checkout of this project

Undoes what somebody has changed in the org of one stack: shows "pulumi preview --refresh" for the resources that have
drifted and for their dependents, asks you, and runs "pulumi up --refresh" for the same resources; then asks the org once
more. Needs the Pulumi CLI and whatever it needs for the stack.
  STACK            the stack
  --folder FOLDER  where Pulumi.yaml and the files Pulumi.<stack>.yaml are (default: the current folder)
  --from RESULT    repair what has drifted in a result of "fleet drift --json" (default: ask the org now)
  --yes            do not ask
  --logs FOLDER    where the output of Pulumi goes (default: fleet-logs in the current folder)
Exit code: 0 when nothing has drifted any more, 7 when something still has, 1 when a run has failed or was not confirmed,
2 for wrong arguments.`;

const text = { type: "string" } as const;
const options = { folder: text, from: text, logs: text, yes: { type: "boolean" } } as const;
const stillDrifted = 7;

/** Undoes the drift of one org. */
export const repair: Operation = {
  purpose: "undo what has changed in one org, after a preview",
  run: withHelp(help, async (more) => {
    const { values, positionals } = readArguments(more, options, help);
    const { folder = projectFolder(), logs = "fleet-logs", from, yes = false } = values;
    const [stack, ...others] = positionals;
    if (stack === undefined || others.length > 0) throw wrongArguments("Name one stack.", help);
    const { org, readState } = await driftOfOne(folder, stack, from);
    console.log(lineOf(org));
    if (org.verdict !== "drifted") return 0;
    const resources = ownResources(await readState(stack));
    const targets = [...new Set(org.drift.map(({ resource }) => resource))].map((name) => {
      const urn = resources.find((each) => each.name === name)?.urn;
      if (urn !== undefined) return ["--target", urn];
      throw new CommandError(
        `The state has no ${name}, which the result names: ask the org again: ${operationCommand(`fleet repair ${stack}`)}`,
      );
    });
    await mkdir(logs, { recursive: true, mode: 0o700 }).catch((error) => {
      throw notWritten(logs, error);
    });
    const run = async (...pulumi: string[]): Promise<RolledOut> => {
      const all = [...pulumi, "--refresh", ...targets.flat(), "--target-dependents"];
      const wave = { name: "repair", stacks: [stack] };
      const runs = { folder, pulumi: all, logs, atOnce: 1, mostFailures: 1, report: say };
      return (await runWaves([wave], runs))[0] as RolledOut;
    };
    const preview = await run("preview", "--diff");
    if (preview.outcome !== "succeeded") return 1;
    console.log(harmlessLines(await readFile(preview.log, "utf8"), longestPreview));
    if (!yes && !(await isConfirmed(stack))) return 1;
    const up = await run("up", "--yes", "--skip-preview");
    if (up.outcome !== "succeeded") return 1;
    const after = await driftOfOne(folder, stack, undefined);
    console.log(lineOf(after.org));
    return after.org.verdict === "drifted" ? stillDrifted : 0;
  }),
};

/** Characters of a preview that are shown; its file has all. */
const longestPreview = 50_000;

async function isConfirmed(stack: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    say("Nothing was changed: nobody can be asked here. Repeat it with --yes.");
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await terminal.question(`Do this in the org of ${stack}? Type the name of the stack: `);
    if (answer.trim() === stack) return true;
    say("Nothing was changed.");
    return false;
  } finally {
    terminal.close();
  }
}
