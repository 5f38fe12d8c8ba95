import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { findAccess } from "../../operations/survey/findAccess.ts";
import { programOf } from "../../operations/survey/program.ts";
import { configurationOf, declareAccess } from "../../operations/survey/stack.ts";
import { connectionKeys, type Plain, withConfiguration } from "../../operations/survey/yaml.ts";
import { resolveConnection } from "../../salesforce/connection.ts";
import { connectionSources } from "../../salesforce/connectionSources.ts";
import { openOrg } from "../../salesforce/session.ts";
import { root } from "./checkout.ts";
import { asksForHelp, CommandError } from "./commandError.ts";
import { projectName } from "./developmentStack.ts";
import { runOrgCommand } from "./orgCommand.ts";

const help = `Usage: npm run survey -- --stack NAME [--folder FOLDER]

Looks at an org for access that is there already: external client apps that log in by certificate and admit the users of
permission sets, with those permission sets, their integration users and profiles. Writes what a stack needs to adopt
it as it is (docs/adoption.md). Only reads the org, and overwrites no file.
  --stack NAME     the stack; the connection is that of its configuration (Pulumi.NAME.yaml), or of the environment
  --folder FOLDER  where Pulumi.NAME.yaml is and the files go (default: this project)
Where the project's own program can declare what was found, its configuration is written to Pulumi.NAME.yaml. Where it
cannot, a program of its own is written to FOLDER/NAME.
Exit code: 0 when files were written, 3 when the org holds no such access, 1 when something is wrong.`;

const nothingFound = 3;

function readOptions(more: readonly string[]) {
  try {
    const options = { stack: { type: "string" }, folder: { type: "string" } } as const;
    return parseArgs({ args: [...more], options }).values;
  } catch (error) {
    throw new CommandError(`${(error as Error).message}\n\n${help}`);
  }
}

const textOf = (path: string) => readFile(path, "utf8").catch(() => "");

async function writeNew(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    throw new CommandError(`${path} is there already; nothing is overwritten. Move it away and run this again.`);
  }
}

/** The session with the settings that the provider would take. */
async function openOrgOf(stackFile: string) {
  const keys = connectionKeys(stackFile);
  return openOrg(resolveConnection(connectionSources(process.env, (key) => keys.get(key))));
}

await runOrgCommand(async (more) => {
  if (asksForHelp(more)) {
    console.log(help);
    return 0;
  }
  const { stack, folder = root } = readOptions(more);
  if (stack === undefined) {
    throw new CommandError(help);
  }
  const stackPath = join(folder, `Pulumi.${stack}.yaml`);
  const stackFile = await textOf(stackPath);
  const org = await openOrgOf(stackFile);
  const { organizationId, instanceUrl, clientId } = org.identity;
  console.log(`Looking at org ${organizationId} (${instanceUrl}).`);
  const access = await findAccess(org);
  for (const note of access.notes) {
    console.log(`- ${note}`);
  }
  if (access.apps.length === 0) {
    console.log("There is no external client app that logs in by certificate and admits the users of permission sets.");
    return nothingFound;
  }
  const declarations = await declareAccess(access);
  for (const { kind, name } of declarations) {
    console.log(`+ ${kind} ${name}`);
  }
  const connection: { [key: string]: Plain } = {
    "salesforce:orgId": organizationId,
    "salesforce:instanceUrl": instanceUrl,
    ...(clientId !== undefined && { "salesforce:clientId": clientId }),
  };
  const configuration = configurationOf(declarations);
  const written = configuration
    ? await writeConfiguration(stackPath, stackFile, folder, connection, configuration)
    : await writeProgram(join(folder, stack), stack, folder, connection, declarations);
  console.log(`Written: ${written.map((path) => relative(process.cwd(), path) || path).join(", ")}.`);
  console.log("Look at the preview next: it says what would be adopted, and that nothing would change but the marks.");
  return 0;
});

async function writeConfiguration(
  path: string,
  before: string,
  folder: string,
  connection: { [key: string]: Plain },
  configuration: { [key: string]: Plain },
): Promise<string[]> {
  const project = projectName(await textOf(join(folder, "Pulumi.yaml")));
  const own = Object.fromEntries(Object.entries(configuration).map(([key, value]) => [`${project}:${key}`, value]));
  const result = withConfiguration(before, { ...connection, ...own });
  if ("conflicts" in result) {
    throw new CommandError(
      `${path} has ${result.conflicts.join(", ")} already; nothing is overwritten. Take them out and run this again.`,
    );
  }
  await writeFile(path, result.text);
  return [path];
}

async function writeProgram(
  target: string,
  stack: string,
  folder: string,
  connection: { [key: string]: Plain },
  declarations: Parameters<typeof programOf>[0],
): Promise<string[]> {
  const project = projectName(await textOf(join(folder, "Pulumi.yaml")));
  await mkdir(target, { recursive: true });
  const files: [string, string][] = [
    ["index.ts", programOf(declarations)],
    [
      "Pulumi.yaml",
      `name: ${project}-${stack}\nmain: index.ts\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n`,
    ],
  ];
  const configuration = withConfiguration("", connection);
  if ("text" in configuration) {
    files.push([`Pulumi.${stack}.yaml`, configuration.text]);
  }
  for (const [name, text] of files) {
    await writeNew(join(target, name), text);
  }
  return files.map(([name]) => join(target, name));
}
