#!/usr/bin/env node
/** The command `pulumi-salesforce-access <operation>`: what people and pipelines run beside `pulumi`. */
import { checkConnection } from "./checkConnection/command.ts";
import { CommandError, type Operation, runCommand } from "./commandLine.ts";
import { connector } from "./connector/command.ts";
import { deployer } from "./deployer/command.ts";
import { fleet } from "./fleet/command.ts";
import { explainingOrgErrors } from "./orgErrors.ts";
import { prove } from "./prove/command.ts";
import { survey } from "./survey/command.ts";

const operations: { [name: string]: Operation } = {
  "check-connection": checkConnection,
  connector,
  deployer,
  fleet,
  prove,
  survey,
};

const help = [
  "Usage: pulumi-salesforce-access <operation> [options]",
  "",
  ...Object.entries(operations).map(([name, { purpose }]) => `  ${name.padEnd(18)}${purpose}`),
  "",
  '"pulumi-salesforce-access <operation> --help" shows the options of an operation.',
  "Exit codes: 0 for success, 1 for a failure, 2 for wrong arguments; an operation can have more.",
].join("\n");

await runCommand(async ([name, ...more]) => {
  if (name === "--help" || name === "-h" || name === "help") {
    console.log(help);
    return 0;
  }
  const operation = Object.hasOwn(operations, name ?? "") ? operations[name ?? ""] : undefined;
  if (!operation) throw new CommandError(name === undefined ? help : `Unknown operation "${name}".\n\n${help}`, 2);
  return explainingOrgErrors(() => operation.run(more));
});
