import { readFile } from "node:fs/promises";
import { operationCommand } from "../../common/commands.ts";
import { asSentence } from "../../common/sentence.ts";
import { CommandError, type Operation, readArguments, withHelp, wrongArguments } from "../commandLine.ts";
import { writeNamed } from "../outputFiles.ts";
import { exitCodeOf, type FleetResult, merged, readResult } from "./result.ts";
import { summaryOf } from "./terminal.ts";

const help = `Usage: pulumi-salesforce-access fleet merge FILE… --json FILE
       npm run fleet -- merge FILE… --json FILE   in a checkout of this project

Joins the results of the parts of a fleet ("fleet drift --shard I/N --json FILE") into one.
  FILE…        the results of the parts
  --json FILE  where to write the whole
Exit code: that of "fleet drift" for the whole; 2 for wrong arguments.`;

/** Joins the results of the parts of a fleet. */
export const merge: Operation = {
  purpose: "join the results of the parts of a fleet",
  run: withHelp(help, async (more) => {
    const { values, positionals } = readArguments(more, { json: { type: "string" } }, help);
    if (values.json === undefined) throw wrongArguments("--json FILE is missing.", help);
    if (positionals.length === 0) throw wrongArguments("Name the results to join.", help);
    const result = merged(await Promise.all(positionals.map(resultIn)));
    await writeNamed("The result", values.json, `${JSON.stringify(result, undefined, 2)}\n`);
    console.log(summaryOf(result));
    return exitCodeOf(result);
  }),
};

/** @throws CommandError when there is no such file, or it holds no result */
export async function resultIn(path: string): Promise<FleetResult> {
  return readResult(await textOfResult(path), path);
}

/** @throws CommandError when there is no such file */
export async function textOfResult(path: string): Promise<string> {
  return readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    const next = error.code === "ENOENT" ? ` Make it with ${operationCommand("fleet drift --json FILE")}.` : "";
    throw new CommandError(`${path} cannot be read: ${asSentence(error.message)}${next}`);
  });
}
