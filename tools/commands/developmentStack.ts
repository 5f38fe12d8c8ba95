import { mkdir, readdir, readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { CommandError } from "../../operations/commandLine.ts";
import { readProjectFile } from "../../operations/projectFile.ts";
import { isProcessAlive } from "../toolchain/fileLock.js";
import type { Toolchain } from "../toolchain/index.ts";
import { runProgram } from "../toolchain/processes.ts";
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
  const folder = join(
    localFolders.pulumi,
    ".pulumi",
    "locks",
    "organization",
    await ownProjectName(),
    developmentStack,
  );
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((name) => name.endsWith(".json"))) {
    // A lock that is gone meanwhile holds nobody up.
    const text = await readFile(join(folder, name), "utf8").catch(() => undefined);
    if (text) throw new CommandError(explainLock(JSON.parse(text) as StackLock, hostname(), isProcessAlive));
  }
}

/** How many resources the state of stack `dev` has, the stack's own one included; undefined when there is no stack. */
export async function countResources(): Promise<number | undefined> {
  const text = await stateText();
  return text === undefined ? undefined : resourcesInState(text);
}

/**
 * What to say, and with which exit code to end, after a `pulumi destroy` that has ended with exit code 0: it does so too
 * when Ctrl-C has ended it early. One with arguments may leave resources on purpose.
 *
 * @param left how many resources the state still has
 * @returns undefined when nothing is left
 */
export function leftByDestroy(
  left: number | undefined,
  programArguments: readonly string[],
): { message: string; exitCode: number } | undefined {
  if (!left) return undefined;
  return {
    message: `Stack ${developmentStack} still has ${left} resources, so the local org is left running. To destroy all of them: npm run down`,
    exitCode: programArguments.length === 0 ? 1 : 0,
  };
}

/** Names of the resources of stack `dev` that a run was making when it was killed. */
export async function interruptedCreates(): Promise<string[]> {
  const text = await stateText();
  return text === undefined ? [] : pendingCreates(text);
}

async function stateText(): Promise<string | undefined> {
  const file = join(localFolders.pulumi, ".pulumi", "stacks", await ownProjectName(), `${developmentStack}.json`);
  return readFile(file, "utf8").catch(() => undefined);
}

/** Names of the resources whose create a state file of Pulumi's file back end notes as begun and not ended. */
export function pendingCreates(text: string): string[] {
  const state = JSON.parse(text) as {
    checkpoint?: { latest?: { pending_operations?: { type: string; resource: { urn: string } }[] } | null };
  };
  return (state.checkpoint?.latest?.pending_operations ?? [])
    .filter(({ type }) => type === "creating")
    .map(({ resource }) => resource.urn.split("::").at(-1) ?? "");
}

/** The number of resources in a state file of Pulumi's file back end. */
export function resourcesInState(text: string): number {
  const state = JSON.parse(text) as { checkpoint?: { latest?: { resources?: unknown[] } | null } };
  return state.checkpoint?.latest?.resources?.length ?? 0;
}

/** Makes stack `dev` in the file back end of this checkout unless it is there. */
export async function ensureDevelopmentStack(toolchain: Toolchain, environment: NodeJS.ProcessEnv): Promise<void> {
  await mkdir(localFolders.pulumi, { recursive: true });
  if ((await countResources()) !== undefined) return;
  const answer = await runProgram(toolchain.pulumi, ["stack", "init", developmentStack, "--non-interactive"], {
    cwd: root,
    env: environment,
  });
  // Of two runs at once the other may have been faster.
  if (answer.exitCode !== 0 && (await countResources()) === undefined) {
    throw new CommandError(`Pulumi cannot make stack ${developmentStack}: ${answer.stderr.trim()}`);
  }
}

async function ownProjectName(): Promise<string> {
  return readProjectFile(await readFile(join(root, "Pulumi.yaml"), "utf8")).name;
}
