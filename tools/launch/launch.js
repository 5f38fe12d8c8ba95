// The entry of all npm scripts. Runs on Node.js 20 before anything is installed: installs the dependencies, then goes on
// with tools/commands/<command>.ts, or operation.ts <operation> there, under a Node.js that runs TypeScript.
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureDependencies } from "./dependencies.js";
import { directOnLoopback } from "./environment.js";
import { runInForeground } from "./foreground.js";
import { explainKept } from "./keptByNpm.js";
import { chooseNode } from "./nodeProgram.js";
import { checkoutFolder, explainUnwritable } from "./unwritable.js";

const commands = {
  up: "build the access in the local org: pulumi up on stack dev",
  down: "destroy stack dev and stop the local org",
  pulumi: "run the Pulumi CLI on stack dev with any arguments",
  key: "write the private key for the connector to a file",
  org: "run the local org in the foreground",
  webex: "run a fake Webex tenant in the foreground, with an IVR that calls the local org",
  test: "run the tests",
  live: "run the live tests against any org",
  check: "check types, formatting, lint, unused code and unfinished work",
  build: "build the publishable packages",
  release: "publish all packages, or say what would be published and what is wrong",
  bench: "measure calls and times",
  interruptions: "disturb or kill runs at every call, and check that the next run converges",
  switches: "try the access in local orgs that differ in every switch, in pairs",
  docs: "write the generated parts of the documentation",
  conformance: "check whether an org follows the rules of the local org",
};

/** What the published package has too, as the command `pulumi-salesforce-access`. */
const operations = {
  "check-connection": "log in to the org of a stack, and see whether deployer and org have what the access needs",
  connector: "hand the values and the key to Control Hub, and confirm that it holds them",
  deployer: "make the app, key and permission set that a pipeline logs in with, by a login of the Salesforce CLI",
  fleet: "check the orgs of many stacks for drift, and report on them",
  prove: "log in as the integration user with the key of a stack, as Webex does, and call the probe",
  survey: "find existing access in an org, and write a stack that adopts it",
};

const usage = [
  "Usage: npm run <command> -- [arguments]",
  "",
  ...Object.entries({ ...commands, ...operations }).map(([name, purpose]) => `  ${name.padEnd(18)}${purpose}`),
  "",
  '"npm run <command> -- --help" shows the options of a command.',
].join("\n");

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

async function main([command, ...rest]) {
  if (command === "--help" || command === "-h") {
    console.log(usage);
    return 0;
  }
  const isOperation = Object.hasOwn(operations, command ?? "");
  if (!isOperation && !Object.hasOwn(commands, command ?? "")) {
    console.error(command === undefined ? usage : `Unknown command "${command}".\n\n${usage}`);
    return 2;
  }
  const kept = explainKept(process.env.npm_lifecycle_event ?? command, rest, process.env);
  if (kept !== undefined) {
    console.error(kept);
    return 2;
  }
  // What is said here goes to standard error: the output of a command such as "stack output --json" stays its own.
  const code = await ensureDependencies(root, (line) => console.error(line));
  if (code !== 0) return code;
  const node = chooseNode(root);
  if ("problem" in node) {
    console.error(node.problem);
    return 1;
  }
  const path = [dirname(node.program), join(root, "node_modules", ".bin"), process.env.PATH].join(delimiter);
  // Node.js 22 warns at each start that running TypeScript is new.
  const flags = ["--disable-warning=ExperimentalWarning"];
  const program = isOperation
    ? [join(root, "tools", "commands", "operation.ts"), command]
    : [join(root, "tools", "commands", `${command}.ts`)];
  return runInForeground(node.program, [...flags, ...program, ...rest], {
    cwd: root,
    // The commands run in the checkout; a relative path is meant from where they were called.
    env: { INIT_CWD: process.cwd(), ...process.env, ...directOnLoopback(process.env), PATH: path },
  });
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(explainUnwritable(error, [checkoutFolder(root)]) ?? error);
  process.exitCode = 1;
}
