import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { settingKey } from "../../common/settingNames.ts";
import type { Org } from "../../salesforce/org.ts";
import { CommandError, type Operation, readOptions, withHelp } from "../commandLine.ts";
import { missingStackFile } from "../missingStackFile.ts";
import { notWritten, writeOutput } from "../outputFiles.ts";
import { isOwnProgram, type ProjectFile } from "../projectFile.ts";
import { say } from "../say.ts";
import { type Plain, withConfiguration } from "../stackConfiguration.ts";
import { asStackFile, firstPreview, openOrgOf, readStackFolder, type StackFolder } from "../stackFolder.ts";
import { givenStack, stackOptions } from "../stackOperation.ts";
import { configurationBeside, connectedAppNamed } from "./besideConnectedApp.ts";
import { connectedAppLines } from "./connectedAppWords.ts";
import { findAccess, findAccessOf } from "./findAccess.ts";
import { type FoundConnectedApp, findConnectedApps } from "./findConnectedApps.ts";
import { programOf } from "./program.ts";
import { configurationOf, type Declaration, declareAccess } from "./stack.ts";

const help = `Usage: pulumi-salesforce-access survey --stack NAME [--folder FOLDER] [--beside NAME]
       npm run survey -- --stack NAME [--folder FOLDER] [--beside NAME]   in a checkout of this project

Looks for existing access in an org: external client apps that log in by certificate and admit the users of
permission sets, with those permission sets, their integration users and profiles. Writes what a stack needs to adopt
it as it is (docs/adoption.md). Only reads the org, and overwrites no file. Lists the connected apps of that shape, too,
with the ways out of them (docs/connected-app.md).
  --stack NAME     the stack; the connection is that of its configuration (Pulumi.NAME.yaml), or of the environment
  --folder FOLDER  where Pulumi.NAME.yaml is and the files go (default: the current folder)
  --beside NAME    a connected app: writes what a stack needs to adopt its user, profile and permission set, and to make an
                   app of its own beside it
If FOLDER has the program of this project, and it can declare what was found, the configuration is written to
Pulumi.NAME.yaml. Otherwise a separate program is written to FOLDER/NAME.
Exit code: 0 when files were written, 3 when the org holds no such access, 1 for a failure, 2 for wrong arguments.`;

const nothingFound = 3;

/** Writes down what a stack needs to adopt the access that an org holds already. */
export const survey: Operation = {
  purpose: "find existing access in an org, and write a stack that adopts it",
  run: withHelp(help, run),
};

async function run(more: readonly string[]): Promise<number> {
  const given = readOptions(more, { ...stackOptions, beside: { type: "string" } } as const, help);
  const { stack, folder } = givenStack(given, help);
  const { beside } = given;
  const stackFolder = await readStackFolder(folder, stack);
  const { project, path: stackPath, text: stackFile } = stackFolder;
  for (const line of await missingStackFile(stackFolder, stack)) say(line);
  const org = await openOrgOf(stackFolder);
  const { organizationId } = await org.identity();
  const { instanceUrl, clientId } = org.login;
  say(`Looking at org ${organizationId} (${instanceUrl}).`);
  const connection: { [key: string]: Plain } = {
    [settingKey("orgId")]: organizationId,
    [settingKey("instanceUrl")]: instanceUrl,
    ...(clientId !== undefined && { [settingKey("clientId")]: clientId }),
  };
  const connectedApps = await findConnectedApps(org).catch((error) => {
    say(`- Connected apps are not looked at: ${error instanceof Error ? error.message : error}`);
    return [];
  });
  if (beside !== undefined)
    return writeBeside(org, stackFolder, stack, connection, connectedAppNamed(connectedApps, beside));
  const access = await findAccess(org);
  for (const note of access.notes) say(`- ${note}`);
  for (const line of connectedAppLines(connectedApps)) say(line);
  if (access.apps.length === 0) {
    say(
      access.notes.length > 0
        ? "There is nothing to adopt but what is left out, for the reasons above."
        : "There is no external client app that logs in by certificate and admits the users of permission sets.",
    );
    return nothingFound;
  }
  const declarations = await declareAccess(access);
  for (const { kind, name } of declarations) say(`+ ${kind} ${name}`);
  const configuration = configurationOf(declarations);
  const written =
    configuration && isOwnProgram(project)
      ? await writeConfiguration(stackPath, stackFile, project, connection, configuration)
      : await writeProgram(join(folder, stackFolder.stack), stackFolder.stack, project, connection, declarations);
  say(`Written: ${written.join(", ")}.`);
  const isOwn = written.includes(stackPath);
  const preview = isOwn
    ? firstPreview(stackFolder, stack)
    : `that of the program in ${join(folder, stackFolder.stack)}`;
  say(`Run the preview next: it says what would be adopted, and that only the marks would change: ${preview}`);
  return 0;
}

/** Writes a stack whose app stands beside a connected app. */
async function writeBeside(
  org: Org,
  stackFolder: StackFolder,
  stack: string,
  connection: { [key: string]: Plain },
  app: FoundConnectedApp,
): Promise<number> {
  const { project, path, text } = stackFolder;
  if (!isOwnProgram(project)) {
    throw new CommandError("--beside writes the configuration of this project's own program, and this is another one.");
  }
  const notes: string[] = [];
  const ids = app.permissionSets.map(({ id }) => id);
  const declarations = await declareAccess({ apps: [], ...(await findAccessOf(org, ids, notes)) });
  for (const note of notes) say(`- ${note}`);
  const configuration = configurationBeside(declarations, app);
  for (const { kind, name } of declarations) say(`+ ${kind} ${name}`);
  const written = await writeConfiguration(path, text, project, connection, configuration);
  say(`Written: ${written.join(", ")}.`);
  say(
    `Run the preview next: it adopts the access of ${app.label}, which stays as it is, and makes an app beside it: ${firstPreview(stackFolder, stack)}`,
  );
  return 0;
}

async function writeConfiguration(
  path: string,
  before: string,
  project: ProjectFile,
  connection: { [key: string]: Plain },
  configuration: { [key: string]: Plain },
): Promise<string[]> {
  const own = Object.fromEntries(
    Object.entries(configuration).map(([key, value]) => [`${project.name}:${key}`, value]),
  );
  const result = asStackFile(path, () => withConfiguration(before, { ...connection, ...own }));
  if ("conflicts" in result) {
    throw new CommandError(
      `${path} has ${result.conflicts.join(", ")} already, with another value; nothing is overwritten. Remove them and run this again.`,
    );
  }
  await writeOutput(path, result.text);
  return [path];
}

async function writeProgram(
  target: string,
  stack: string,
  project: ProjectFile,
  connection: { [key: string]: Plain },
  declarations: Declaration[],
): Promise<string[]> {
  await mkdir(target, { recursive: true }).catch((error) => {
    throw notWritten(target, error);
  });
  const files: [string, string][] = [
    ["index.ts", programOf(declarations)],
    [
      "Pulumi.yaml",
      `name: ${project.name}-${stack}\nmain: index.ts\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n`,
    ],
  ];
  const configuration = withConfiguration("", connection);
  if ("text" in configuration) files.push([`Pulumi.${stack}.yaml`, configuration.text]);
  for (const [name, text] of files) await writeOutput(join(target, name), text, { isNew: true });
  return files.map(([name]) => join(target, name));
}
