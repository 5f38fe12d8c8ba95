import { asksForHelp, CommandError, type Operation } from "../commandLine.ts";
import { confirm } from "./confirmCommand.ts";
import { sheet } from "./sheetCommand.ts";
import { status } from "./statusCommand.ts";

const verbs: { [name: string]: Operation } = { sheet, confirm, status };

const help = [
  "Usage: pulumi-salesforce-access connector <verb> [options]",
  "       npm run connector -- <verb> [options]   in a checkout of this project",
  "",
  "The Salesforce connectors of a stack in Webex Control Hub, which people make and change by hand (docs/rotation.md).",
  "",
  ...Object.entries(verbs).map(([name, { purpose }]) => `  ${name.padEnd(10)}${purpose}`),
  "",
  '"connector <verb> --help" shows the options of a verb.',
].join("\n");

/** What people do with the connectors of a stack. */
export const connector: Operation = {
  purpose: "hand the values and the key to Control Hub, and confirm that it holds them",
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
