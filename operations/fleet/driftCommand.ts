import { orMeant } from "../../common/nearestName.ts";
import { shown } from "../../salesforce/shown.ts";
import { CommandError, type Operation, readArguments, wholeNumber, withHelp } from "../commandLine.ts";
import { expectWritable, writeNamed } from "../outputFiles.ts";
import { folderInWords, projectFolder } from "../projectFolder.ts";
import { readProject } from "../stackFolder.ts";
import { askOrg } from "./askOrg.ts";
import { stateReader } from "./backEnd.ts";
import { inParallel } from "./parallel.ts";
import { type Depth, depths, exitCodeOf, type FleetResult, resultVersion } from "./result.ts";
import { chosenStacks, partOf } from "./stacks.ts";
import { lineOf, summaryOf } from "./terminal.ts";
import { appliedOrNot } from "./unapplied.ts";

const help = `Usage: pulumi-salesforce-access fleet drift [STACK…] [options]
       npm run fleet -- drift [STACK…] [options]   in a checkout of this project

Asks the org of every stack whether it is still as the state of the stack has it: what "pulumi preview --refresh" would
find, without an engine, without the program and without decrypting anything. It needs neither the passphrase of the
state nor the private key in it, only the deployer's login to each org. Only reads.
  STACK…           names of stacks, in which * stands for any characters (default: all that have a Pulumi.<stack>.yaml)
  --tag A,B        only stacks that have one of these tags (pulumi-nodejs:salesforce.tags)
  --folder FOLDER  where Pulumi.yaml and the files Pulumi.<stack>.yaml are (default: the current folder)
  --json FILE      write the result there, for "fleet report" and programs
  --shard I/N      only part I of N; together the parts are the whole ("fleet merge" joins their results)
  --parallel N     ask up to N orgs at the same time (default: 32)
  --timeout S      give each org up to S seconds (default: 60)
  --depth D        queries: only what queries show; all: fails where the login may not use the Metadata API, which alone shows
                   the OAuth settings of an app (default: as far as the login of each org may)
  --with-program   also ask "pulumi preview" whether the program says what was applied; needs Pulumi and the passphrase
Each org has a verdict: clean, drifted, unapplied (the next pulumi up changes something; without --with-program only as far as the state says so), unreachable (the org or its state could not
be asked: see the reason), or skipped (there is nothing to ask for). What queries do not show to a login that may not use the
Metadata API is named as not looked at.
Exit code: 7 when an org has drifted or is not applied, else 1 when one could not be asked, else 0; 2 for wrong arguments.`;

const options = {
  folder: { type: "string" },
  tag: { type: "string" },
  json: { type: "string" },
  shard: { type: "string" },
  parallel: { type: "string" },
  timeout: { type: "string" },
  depth: { type: "string" },
  "with-program": { type: "boolean" },
} as const;

function depthNamed(text: string | undefined): Depth | undefined {
  const depth = depths.find((known) => known === text);
  if (text !== undefined && depth === undefined) {
    throw new CommandError(`--depth must be ${depths.join(" or ")}, not ${shown(text)}${orMeant(text, depths)}`, 2);
  }
  return depth;
}

/** Checks the orgs of stacks for drift. */
export const drift: Operation = {
  purpose: "ask each org whether it is as the state of its stack has it",
  run: withHelp(help, async (more) => {
    const { values, positionals } = readArguments(more, options, help);
    const { folder = projectFolder(), json, shard = "1/1" } = values;
    const atOnce = wholeNumber("parallel", values.parallel ?? "32", 256);
    const patience = wholeNumber("timeout", values.timeout ?? "60", 3600) * 1000;
    const depth = depthNamed(values.depth);
    const { name: project } = await readProject(folder);
    const readState = await stateReader(folder, project);
    const chosen = await chosenStacks(folder, positionals, values.tag);
    if (chosen.length === 0)
      throw new CommandError(`There is no stack to ask: ${folderInWords(folder)} has no Pulumi.<stack>.yaml.`);
    // A fleet with fewer stacks than parts has empty parts, whose results are joined with the others.
    const stacks = partOf(chosen, shard);
    if (json !== undefined) await expectWritable(json);
    const askedAt = new Date().toISOString();
    const asked = await inParallel(stacks, atOnce, async (stack) => {
      const found = await askOrg({ folder, stack, readState, patience, depth });
      const org = values["with-program"] ? await appliedOrNot(folder, found) : found;
      console.log(lineOf(org));
      return org;
    });
    const result: FleetResult = { version: resultVersion, askedAt, orgs: asked };
    if (json !== undefined) await writeNamed("The result", json, `${JSON.stringify(result, undefined, 2)}\n`);
    console.log(`\n${summaryOf(result)}`);
    return exitCodeOf(result);
  }),
};
