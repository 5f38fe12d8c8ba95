import { operationCommand, pulumiCommand } from "../common/commands.ts";
import { orMeant } from "../common/nearestName.ts";
import { shown } from "../salesforce/shown.ts";
import { asksForHelp, CommandError, type Operation, UnknownOption, wrongArguments } from "./commandLine.ts";

/** Operations by name, one of which the first argument names. */
export type Verbs = { readonly [name: string]: Operation };

/** A line for each of several operations, for the help of what they belong to. */
export function listOf(verbs: Verbs): string[] {
  const width = Math.max(...Object.keys(verbs).map((name) => name.length)) + 2;
  return Object.entries(verbs).map(([name, { purpose }]) => `  ${name.padEnd(width)}${purpose}`);
}

/**
 * Runs the operation that the first argument names, with the others.
 *
 * @param what such an operation is called
 * @param help printed when it is asked for, and shown with the problem
 * @throws CommandError when there is no such operation
 */
export async function runVerb(
  what: "operation" | "verb",
  verbs: Verbs,
  help: string,
  [name, ...more]: readonly string[],
): Promise<number> {
  const verb = Object.hasOwn(verbs, name ?? "") ? verbs[name ?? ""] : undefined;
  if (verb) {
    return verb.run(more).catch((error) => {
      // Whoever has all operations knows whose it is.
      if (what !== "operation" || !(error instanceof UnknownOption)) throw error;
      const others = commandsWith(error.option, verbs);
      throw others.length > 0 ? error.of(others) : error;
    });
  }
  if (asksForHelp([name ?? ""]) || name === "help") {
    console.log(help);
    return 0;
  }
  if (name === undefined) throw new CommandError(help, 2);
  const elsewhere = "connector" in verbs ? elsewhereOf(name) : undefined;
  const meant = elsewhere ? `: ${elsewhere}` : orMeant(name, Object.keys(verbs));
  throw wrongArguments(`Unknown ${what} ${shown(name)}${meant}`, help);
}

/** What people look for here and find under another name. */
function elsewhereOf(name: string): string | undefined {
  if (name === "key")
    return `the key goes into a file with ${operationCommand("connector sheet --stack STACK --key-out FILE")}.`;
  if (/^(?:up|preview|refresh|destroy|stack|config)$/.test(name)) return `that is ${pulumiCommand(name)}.`;
  if (/^(?:drift|repair|accept|recipe)$/.test(name)) return `that is ${operationCommand(`fleet ${name}`)}.`;
  if (/^(?:sheet|confirm|move)$/.test(name)) return `that is ${operationCommand(`connector ${name}`)}.`;
  return undefined;
}

/** The commands whose help has an option, as they are called. */
function commandsWith(option: string, verbs: Verbs, before = ""): string[] {
  const line = new RegExp(`^ +${option.replace(/[^\w-]/g, "")}(?![\\w-])`, "m");
  return Object.entries(verbs).flatMap(([name, { run, verbs: own }]) => {
    if (own) return commandsWith(option, own, `${before}${name} `);
    return run.help !== undefined && line.test(run.help) ? [`${before}${name}`] : [];
  });
}

/** An operation that has several: `fleet drift`. */
export function operationWith(name: string, purpose: string, about: string, verbs: Verbs): Operation {
  const help = [
    `Usage: pulumi-salesforce-access ${name} <verb> [options]`,
    `       npm run ${name} -- <verb> [options]   in a checkout of this project`,
    "",
    about,
    "",
    ...listOf(verbs),
    "",
    `"${name} <verb> --help" shows the options of a verb.`,
  ].join("\n");
  return { purpose, verbs, run: (programArguments) => runVerb("verb", verbs, help, programArguments) };
}
