import { readdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { parse } from "yaml";
import { pulumiCommand } from "../../common/commands.ts";
import { asSentence } from "../../common/sentence.ts";
import { harmless } from "../../salesforce/harmless.ts";
import { CommandError } from "../commandLine.ts";
import { createsIn, exportedState, resourcesOfState } from "../pulumiState.ts";

/** A resource as the state has it: secrets stay encrypted. */
export interface RecordedResource {
  urn: string;
  type: string;
  id?: string;
  inputs?: { [name: string]: unknown };
  outputs?: { [name: string]: unknown };
  propertyDependencies?: { [input: string]: string[] };
  /** When the engine last changed it, ISO 8601. */
  modified?: string;
  /** Set where a later run is still to delete it. */
  delete?: boolean;
  /** Set where somebody has marked it to be made again. */
  taint?: boolean;
  /** Set where a run that did not come to its end was creating it: it may be in the org, and has no id here. */
  isBeingCreated?: boolean;
}

/** Reads the resources in the state of a stack, without its passphrase or key: nothing is decrypted. */
export type StateReader = (stack: string) => Promise<RecordedResource[]>;

/**
 * How states are read from the back end that Pulumi would use in a folder: files directly, since a process of the Pulumi
 * CLI for each stack costs a second, any other through the CLI.
 */
export async function stateReader(folder: string, project: string): Promise<StateReader> {
  const url = await backEndUrl(folder);
  const root = url === undefined ? undefined : folderOf(url, folder);
  if (root === undefined) return async (stack) => resourcesOf(stack, await exportedState(folder, stack));
  return async (stack) => resourcesOf(stack, await stateInFiles(root, project, stack));
}

function resourcesOf(stack: string, text: string): RecordedResource[] {
  const of = `stack ${stack}`;
  const created = createsIn<RecordedResource>(text, of).map((resource) => ({ ...resource, isBeingCreated: true }));
  return [...resourcesOfState<RecordedResource>(text, of), ...created];
}

/** Address of the back end; undefined where Pulumi has not been told one. Source: Pulumi's docs, States and Backends. */
async function backEndUrl(folder: string): Promise<string | undefined> {
  if (process.env.PULUMI_BACKEND_URL) return process.env.PULUMI_BACKEND_URL;
  const ofProject = await backEndOfProject(folder);
  if (ofProject !== undefined) return ofProject;
  const home = process.env.PULUMI_HOME ?? join(homedir(), ".pulumi");
  const credentials = await readFile(join(home, "credentials.json"), "utf8").catch(() => "{}");
  return currentIn(credentials);
}

/** The address of the back end that Pulumi.yaml names. */
export async function backEndOfProject(folder: string): Promise<string | undefined> {
  const url = parse(await readFile(join(folder, "Pulumi.yaml"), "utf8"), { logLevel: "error" })?.backend?.url;
  return typeof url === "string" ? url : undefined;
}

/** The back end that somebody has logged in to. The file holds tokens: nothing of it is told. */
function currentIn(credentials: string): string | undefined {
  try {
    const { current } = JSON.parse(credentials) as { current?: unknown };
    return typeof current === "string" ? current : undefined;
  } catch {
    throw new CommandError(`credentials.json of Pulumi is no JSON: run ${pulumiCommand("login")} again.`);
  }
}

/** The folder of a back end of files; undefined for any other. */
function folderOf(url: string, folder: string): string | undefined {
  const [, path] = /^file:\/\/([^?]*)/.exec(url) ?? [];
  if (path === undefined) return undefined;
  if (path === "~" || path.startsWith("~/")) return join(homedir(), path.slice(1));
  return path.startsWith("/") ? fileURLToPath(`file://${path}`) : resolve(folder, path);
}

/** @throws CommandError when the back end has no such stack, or a run of it is under way */
async function stateInFiles(root: string, project: string, stack: string): Promise<string> {
  await refuseLocked(root, project, stack);
  const stacks = join(root, ".pulumi", "stacks");
  const base = join(stacks, project, `${stack}.json`);
  for (const path of [base, `${base}.gz`, join(stacks, `${stack}.json`), join(stacks, `${stack}.json.gz`)]) {
    const content = await readFile(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return undefined;
      throw new CommandError(`The state of stack ${stack} cannot be read: ${asSentence(error.message)}`);
    });
    if (content) return (path.endsWith(".gz") ? gunzipSync(content) : content).toString("utf8");
  }
  throw new NoSuchStack(stack);
}

/** There is a configuration file, but no stack of its name in the back end. */
export class NoSuchStack extends Error {
  override name = "NoSuchStack";
  constructor(stack: string) {
    super(
      `The back end has no stack ${stack}: run ${pulumiCommand(`stack init ${stack}`)} and ${pulumiCommand("up", stack)}, or remove its configuration.`,
    );
  }
}

async function refuseLocked(root: string, project: string, stack: string): Promise<void> {
  const folder = join(root, ".pulumi", "locks", "organization", project, stack);
  const [first] = (await namesIn(folder)).filter((name) => name.endsWith(".json"));
  if (first === undefined) return;
  const { username, hostname, timestamp } = lockIn(await readFile(join(folder, first), "utf8").catch(() => ""));
  throw new CommandError(
    harmless(
      `A run of the stack is under way, or was killed: its state is locked by ${username}@${hostname} since ${timestamp}. Ask again when it has ended; if it never will, run ${pulumiCommand("cancel", stack)}.`,
    ),
  );
}

/** @throws CommandError when a folder that is there cannot be read */
async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw new CommandError(`Whether a run is under way cannot be seen: ${folder} cannot be read (${error.code}).`);
  });
}

/** Who holds a lock, as Pulumi's back end of files writes it (`backend/diy/lock.go`). */
function lockIn(text: string): { username: string; hostname: string; timestamp: string } {
  const unknown = { username: "somebody", hostname: "another machine", timestamp: "a time that is not known" };
  try {
    return { ...unknown, ...JSON.parse(text) };
  } catch {
    return unknown;
  }
}
