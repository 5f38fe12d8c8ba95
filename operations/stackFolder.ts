import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pulumiCommand } from "../common/commands.ts";
import { asSentence } from "../common/sentence.ts";
import { settingsInOtherNamespaces } from "../common/settingNames.ts";
import { configurationIn, StackFileError } from "../common/stackFile.ts";
import { openStackOrg } from "../provider/productionGuard.ts";
import { resolveConnection } from "../salesforce/connection.ts";
import { connectionSources } from "../salesforce/connectionSources.ts";
import { formerSettingsIn, refusalOfFormer } from "../salesforce/formerSettings.ts";
import type { Org } from "../salesforce/org.ts";
import { CommandError } from "./commandLine.ts";
import { type ProjectFile, readProjectFile } from "./projectFile.ts";
import { connectionKeys, problemsOfConnectionKeys } from "./stackConfiguration.ts";

/** A stack as far as the folder of its project tells of it. */
export interface StackFolder {
  project: ProjectFile;
  /** Name of the stack, without organization and project. */
  stack: string;
  /** Path of the stack's configuration file, which may not be there. */
  path: string;
  /** What that file holds; empty when it is not there. */
  text: string;
  /** The settings of the connection in it. */
  settings: Map<string, string>;
}

/**
 * Reads the project and the configuration of a stack; asks neither Pulumi nor an org.
 *
 * @param stack name of the stack, perhaps with organization and project
 * @throws CommandError when there is no project, when a file cannot be used, or for settings of earlier versions
 */
export async function readStackFolder(folder: string, stack: string): Promise<StackFolder> {
  const name = stack.split("/").at(-1) as string;
  const path = join(folder, `Pulumi.${name}.yaml`);
  const text = await textOf(path);
  const settings = asStackFile(path, () => connectionKeys(text));
  const configuration = configurationIn(text) ?? new Map<string, string>();
  const ofConnection = asStackFile(path, () => problemsOfConnectionKeys(text));
  const problems = [...ofConnection, ...settingsInOtherNamespaces(configuration.keys())];
  if (problems.length > 0) throw new CommandError(`${path} cannot be used: ${problems.join(" ")}`);
  const former = formerSettingsIn(configuration);
  if (former.size > 0) throw new CommandError(refusalOfFormer(former, stack));
  return { project: await readProject(folder), stack: name, path, text, settings };
}

/** The session with the settings that the provider would take: those of the stack's file, else of the environment. */
export function openOrgOf({ settings, path }: StackFolder): Promise<Org> {
  return openStackOrg(resolveConnection(connectionSources(process.env, settings, dirname(path))));
}

/** @throws CommandError in place of what is thrown for a file that is none of Pulumi's */
export function asStackFile<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof StackFileError)) throw error;
    throw new CommandError(`${path} cannot be used: ${asSentence(error.message)}`);
  }
}

/** The text of a file, empty when there is none. */
async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return "";
    throw new CommandError(`${path} cannot be read: ${asSentence(message)}`);
  }
}

/** @throws CommandError when the folder has no Pulumi.yaml that can be used */
export async function readProject(folder: string): Promise<ProjectFile> {
  const path = join(folder, "Pulumi.yaml");
  const text = await textOf(path);
  if (text === "")
    throw new CommandError(
      `There is no ${path}: run this in the folder of a Pulumi project, or name it with --folder.`,
    );
  try {
    return readProjectFile(text);
  } catch (error) {
    throw new CommandError(`${path} cannot be used: ${(error as Error).message}`);
  }
}

/**
 * The first preview of a stack, as a command; before it the one that makes the stack, unless its file shows that it was made.
 * Whether the back end has the stack only Pulumi could say.
 */
export function firstPreview({ text }: StackFolder, stack: string): string {
  const preview = pulumiCommand("preview", stack);
  if (/^(?:encryptionsalt|secretsprovider|encryptedkey):/m.test(text)) return preview;
  return `${pulumiCommand(`stack init ${stack}`)} (once, if the stack is new), then ${preview}`;
}
