import { mkdir, readdir, readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { CommandError } from "../../operations/commandLine.ts";
import { readProjectFile } from "../../operations/projectFile.ts";
import { isProcessAlive } from "../toolchain/fileLock.js";
import type { Toolchain } from "../toolchain/index.ts";
import { type Finished, runProgram } from "../toolchain/processes.ts";
import { localFolders, root } from "./checkout.ts";
import { developmentStack } from "./pulumiArguments.ts";

/** A lock file of Pulumi's file back end, as far as it is read here. */
interface StackLock {
  pid: number;
  hostname: string;
}

/**
 * What a lock on stack `dev` means for the user, in one sentence. A run that was killed leaves its lock behind: Pulumi
 * then says that the stack is locked, but not that nobody holds the lock any more.
 */
export function explainLock(lock: StackLock, host: string, isAlive: (pid: number) => boolean): string {
  if (lock.hostname === host && !isAlive(lock.pid)) {
    return `Stack ${developmentStack} is locked by process ${lock.pid}, which was ended in the middle of its work. Free the stack with "npm run pulumi -- cancel --yes", then run this again.`;
  }
  return `Stack ${developmentStack} is locked: process ${lock.pid} on ${lock.hostname} is at work on it. Wait until it has ended, then run this again.`;
}

/** Throws with a sentence when stack `dev` is locked. */
export async function expectUnlocked(): Promise<void> {
  const project = readProjectFile(await readFile(join(root, "Pulumi.yaml"), "utf8")).name;
  const folder = join(localFolders.pulumi, ".pulumi", "locks", "organization", project, developmentStack);
  const names = await unlessMissing(readdir(folder));
  for (const name of (names ?? []).filter((name) => name.endsWith(".json"))) {
    const text = await unlessMissing(readFile(join(folder, name), "utf8"));
    if (text) throw new CommandError(explainLock(JSON.parse(text) as StackLock, hostname(), isProcessAlive));
  }
}

/** What the back end of stack `dev` holds. */
export interface StackContent {
  /** How many resources there are, the stack's own one included. */
  resources: number;
  /** Names of the resources that a run was making when it was killed. */
  interruptedCreates: string[];
}

/** Whether the back end of stack `dev` has never been used: then nobody has to be asked what is in it. */
export async function isBackEndNew(): Promise<boolean> {
  const names = await unlessMissing(readdir(localFolders.pulumi));
  return names === undefined || names.length === 0;
}

/**
 * Asks Pulumi what stack `dev` holds: where and how its back end keeps a state is Pulumi's own affair.
 * @returns undefined when there is no such stack
 * @throws CommandError when it cannot be read
 */
export async function readDevelopmentStack(
  toolchain: Toolchain,
  environment: NodeJS.ProcessEnv,
): Promise<StackContent | undefined> {
  await mkdir(localFolders.pulumi, { recursive: true });
  return stackContent(
    await runProgram(toolchain.pulumi, ["stack", "export", "--stack", developmentStack], {
      cwd: root,
      env: environment,
    }),
  );
}

/** With which Pulumi ends when the stack that it was asked for is not there. */
const noSuchStack = 6;

/**
 * What `pulumi stack export` has answered.
 * @returns undefined when there is no such stack
 * @throws CommandError when the state cannot be read
 */
export function stackContent({ exitCode, stdout, stderr }: Finished): StackContent | undefined {
  if (exitCode === noSuchStack) return undefined;
  if (exitCode !== 0) {
    throw new CommandError(`The state of stack ${developmentStack} cannot be read: ${stderr.trim()}`);
  }
  const { deployment } = JSON.parse(stdout) as {
    deployment?: {
      resources?: unknown[];
      pending_operations?: { type: string; resource: { urn: string } }[];
    } | null;
  };
  return {
    resources: deployment?.resources?.length ?? 0,
    interruptedCreates: (deployment?.pending_operations ?? [])
      .filter(({ type }) => type === "creating")
      .map(({ resource }) => resource.urn.split("::").at(-1) ?? ""),
  };
}

/**
 * Makes stack `dev` in the file back end of this checkout unless it is there.
 * @returns what it holds
 */
export async function ensureDevelopmentStack(
  toolchain: Toolchain,
  environment: NodeJS.ProcessEnv,
): Promise<StackContent> {
  const found = await readDevelopmentStack(toolchain, environment);
  if (found) return found;
  const answer = await runProgram(toolchain.pulumi, ["stack", "init", developmentStack, "--non-interactive"], {
    cwd: root,
    env: environment,
  });
  if (answer.exitCode === 0) return { resources: 0, interruptedCreates: [] };
  // Of two runs at once the other may have been faster.
  const made = await readDevelopmentStack(toolchain, environment);
  if (!made) throw new CommandError(`Pulumi cannot make stack ${developmentStack}: ${answer.stderr.trim()}`);
  return made;
}

/**
 * What to say, and with which exit code to end, after a `pulumi destroy` that has ended with exit code 0: it does so too
 * when Ctrl-C has ended it early. One with arguments may leave resources on purpose.
 *
 * @param left how many resources the state still has
 * @returns undefined when nothing is left
 */
export function leftByDestroy(
  left: number,
  programArguments: readonly string[],
): { message: string; exitCode: number } | undefined {
  if (left === 0) return undefined;
  return {
    message: `Stack ${developmentStack} still has ${left} resources, so the local org is left running. To destroy all of them: npm run down`,
    exitCode: programArguments.length === 0 ? 1 : 0,
  };
}

/** What is read, or undefined when it is not there; what cannot be read is an error. */
async function unlessMissing<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
