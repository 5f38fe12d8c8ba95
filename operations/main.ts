#!/usr/bin/env node
/** The command `pulumi-salesforce-access <operation>`: what people and pipelines run beside `pulumi`. */
import "../common/nodeVersion.ts";
import { checkConnection } from "./checkConnection/command.ts";
import { runCommand } from "./commandLine.ts";
import { connector } from "./connector/command.ts";
import { deployer } from "./deployer/command.ts";
import { fleet } from "./fleet/command.ts";
import { explainingOrgErrors } from "./orgErrors.ts";
import { prove } from "./prove/command.ts";
import { survey } from "./survey/command.ts";
import { listOf, runVerb } from "./verbs.ts";

const operations = { "check-connection": checkConnection, connector, deployer, fleet, prove, survey };

const help = [
  "Usage: pulumi-salesforce-access <operation> [options]",
  "",
  ...listOf(operations),
  "",
  '"pulumi-salesforce-access <operation> --help" shows the options of an operation.',
  "Exit codes: 0 for success, 1 for a failure, 2 for wrong arguments; an operation can have more.",
].join("\n");

await runCommand((programArguments) =>
  explainingOrgErrors(() => runVerb("operation", operations, help, programArguments)),
);
