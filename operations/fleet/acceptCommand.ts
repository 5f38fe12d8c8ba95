import { operationCommand, pulumiCommand } from "../../common/commands.ts";
import { configurationOf, parseStackFile } from "../../common/stackFile.ts";
import { harmlessLines } from "../../salesforce/harmless.ts";
import { CommandError, type Operation, readArguments, withHelp, wrongArguments } from "../commandLine.ts";
import { withNestedValue } from "../nestedConfiguration.ts";
import { replaceOutput } from "../outputFiles.ts";
import { isOwnProgram } from "../projectFile.ts";
import { folderInWords, projectFolder } from "../projectFolder.ts";
import { say } from "../say.ts";
import type { Plain } from "../stackConfiguration.ts";
import { asStackFile, readStackFolder, type StackFolder } from "../stackFolder.ts";
import { placeOf } from "./acceptedPlace.ts";
import { driftOfOne } from "./driftOfOne.ts";
import type { Drift } from "./result.ts";

const help = `Usage: pulumi-salesforce-access fleet accept STACK RESOURCE.PROPERTY… [options]
       npm run fleet -- accept STACK RESOURCE.PROPERTY… [options]   in a checkout of this project

Writes what the org has for a drifted property into the stack's file, for review like any change. Works for the program of
this project, which reads the value from there. Changes no org and no state.
  STACK              the stack
  RESOURCE.PROPERTY  what has drifted, as "fleet drift" names it: scv-permission-set.userPermissions
  --folder FOLDER    where Pulumi.yaml and the files Pulumi.<stack>.yaml are (default: the current folder)
  --from RESULT      take it from a result of "fleet drift --json" (default: ask the org now)
Exit code: 0 when it is written, 1 when it cannot be or the org could not be asked, 2 for wrong arguments.`;

const options = { folder: { type: "string" }, from: { type: "string" } } as const;

/** Takes what has changed in an org into the configuration of its stack. */
export const accept: Operation = {
  purpose: "write what has changed in one org into the stack's file, for review",
  run: withHelp(help, async (more) => {
    const { values, positionals } = readArguments(more, options, help);
    const { folder = projectFolder(), from } = values;
    const [stack, ...names] = positionals;
    if (stack === undefined || names.length === 0) {
      throw wrongArguments("Name the stack, and each property as RESOURCE.PROPERTY.", help);
    }
    const { org } = await driftOfOne(folder, stack, from);
    const stackFolder = await readStackFolder(folder, stack);
    if (!isOwnProgram(stackFolder.project)) {
      throw new CommandError(
        `The project in ${folderInWords(folder)} has a program of its own, and only its author knows where it takes a value from: change it there, or undo the drift with "${operationCommand(`fleet repair ${stack}`)}".`,
      );
    }
    const changes = changesOf(names, org.drift, stackFolder, stack);
    const { path } = stackFolder;
    const text = asStackFile(path, () =>
      changes.reduce((before, change) => withNestedValue(before, change.path, change.value), stackFolder.text),
    );
    await replaceOutput(path, text);
    for (const change of changes) say(`${path}: ${change.path.join(".")} is ${JSON.stringify(change.value)} now`);
    say(
      `Have it reviewed; "${pulumiCommand("up --refresh", stack)}" then takes it into the state, and changes no org.`,
    );
    return 0;
  }),
};

interface Change {
  path: string[];
  value: Plain;
}

/** @throws CommandError with all that cannot be accepted */
function changesOf(
  names: readonly string[],
  drift: readonly Drift[],
  { project, text, path }: StackFolder,
  stack: string,
): Change[] {
  const configuration = asStackFile(path, () => configurationOf(parseStackFile(text)));
  const refusals: string[] = [];
  const changes = names.flatMap((name): Change[] => {
    const found = drift.find(({ resource, property }) => `${resource}.${property}` === name);
    const place = found && placeOf(found, project, (keys) => configuration?.hasIn(keys) ?? false);
    const problem = found ? whyNot(found, stack) : notDrifted(drift);
    if (problem !== undefined) refusals.push(`${name}: ${problem}`);
    else if (place && "refusal" in place) refusals.push(`${name}: ${place.refusal}`);
    else if (place && found?.accept && "value" in found.accept) {
      return [{ path: place.path, value: found.accept.value as Plain }];
    }
    return [];
  });
  if (refusals.length > 0) throw new CommandError(harmlessLines(`Nothing is accepted.\n${refusals.join("\n")}`));
  return changes;
}

function whyNot({ accept, property }: Drift, stack: string): string | undefined {
  if (accept && "not" in accept) return accept.not;
  if (accept) return undefined;
  return property === "id"
    ? `it was deleted in the org: take it out of the program, or make it again: ${operationCommand(`fleet repair ${stack}`)}`
    : "the result does not have what the org holds: no program declares it, or an earlier version wrote the result.";
}

function notDrifted(drift: readonly Drift[]): string {
  const known = drift.map(({ resource, property }) => `${resource}.${property}`);
  return known.length > 0 ? `it has not drifted; what has: ${known.join(", ")}.` : "nothing has drifted in this org.";
}
