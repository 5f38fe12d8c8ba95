import { asksForHelp, CommandError, type Operation } from "../commandLine.ts";
import { drift } from "./driftCommand.ts";
import { merge } from "./mergeCommand.ts";
import { report } from "./reportCommand.ts";
import { status } from "./statusCommand.ts";

const verbs: { [name: string]: Operation } = { drift, status, report, merge };

const help = [
  "Usage: pulumi-salesforce-access fleet <verb> [options]",
  "       npm run fleet -- <verb> [options]   in a checkout of this project",
  "",
  "Many stacks of one project, one org each. The fleet is the files Pulumi.<stack>.yaml; nothing else is kept.",
  "",
  ...Object.entries(verbs).map(([name, { purpose }]) => `  ${name.padEnd(10)}${purpose}`),
  "",
  '"fleet <verb> --help" shows the options of a verb.',
].join("\n");

/** Looks at the orgs of many stacks at once. */
export const fleet: Operation = {
  purpose: "check the orgs of many stacks for drift, and report on them",
  async run([name, ...more]) {
    const verb = Object.hasOwn(verbs, name ?? "") ? verbs[name ?? ""] : undefined;
    if (verb) return verb.run(more);
    if (asksForHelp([name ?? ""]) || name === "help") {
      console.log(help);
      return 0;
    }
    throw new CommandError(name === undefined ? help : `Unknown verb "${name}".\n\n${help}`, 2);
  },
};
