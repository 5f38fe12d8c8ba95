import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { replaceFile } from "../../common/replaceFile.ts";
import { CommandError } from "../../operations/commandLine.ts";
import { toolEnvironment } from "../launch/environment.js";
import { acquireFileLock, isProcessAlive } from "../toolchain/fileLock.js";
import { withCleanUp } from "../toolchain/interruption.ts";
import { localFolders, root } from "./checkout.ts";
import type { OrgCredentials } from "./developmentEnvironment.ts";

/** What is written down about the running local org of this checkout. */
export interface OrgRecord {
  pid: number;
  url: string;
  organizationId: string;
  /** `npm run down` stops only the org that `up` has started. */
  startedBy: "up" | "org";
}

/** What `GET /_local/status` answers. */
interface OrgStatus {
  pid: number;
  url: string;
  organizationId: string;
  version: string;
}

const readyWithinMilliseconds = 30_000;
const goneWithinMilliseconds = 15_000;
const answerWithinMilliseconds = 5_000;

/** The Node.js arguments that run the local org with the data of this checkout. */
export const orgProgram = ["--disable-warning=ExperimentalWarning", join(root, "local-org", "src", "main.ts")];

/** The address in the line that the local org prints when it answers, or undefined. */
export function readyAddress(output: string): string | undefined {
  return /^Local org ready at (http:\/\/\S+)\s/m.exec(output)?.[1];
}

/** The org of this checkout if it runs: the process answers and is the recorded one, not another on the same port. */
export async function runningOrg(): Promise<OrgRecord | undefined> {
  const record = await readRecord();
  if (!record) return undefined;
  const status = await askStatus(record.url);
  return status?.pid === record.pid && status.organizationId === record.organizationId ? record : undefined;
}

/**
 * Brings up the local org in the background unless it runs, and says so.
 * @returns how to get into it
 */
export async function ensureLocalOrg(say: (line: string) => void): Promise<OrgCredentials> {
  const release = await lockOrg(say);
  try {
    const record = (await runningOrg()) ?? (await startOrg(say));
    const answer = await fetch(`${record.url}/_local/credentials`, {
      signal: AbortSignal.timeout(answerWithinMilliseconds),
    });
    const { instanceUrl, accessToken, clientId } = (await answer.json()) as OrgCredentials;
    return { instanceUrl, accessToken, clientId, organizationId: record.organizationId };
  } finally {
    release();
  }
}

/** Stops the org that `up` has started and waits until its process is gone. Says what it did. */
export async function stopLocalOrg(say: (line: string) => void): Promise<void> {
  const release = await lockOrg(say);
  try {
    const record = await runningOrg();
    if (!record) {
      await rm(localFolders.orgRecord, { force: true });
      say("The local org is not running.");
      return;
    }
    if (record.startedBy === "org") {
      say(
        `The local org at ${record.url} runs in the foreground (npm run org) and is left running; Ctrl-C there stops it.`,
      );
      return;
    }
    process.kill(record.pid, "SIGTERM");
    const start = performance.now();
    while (isProcessAlive(record.pid)) {
      if (performance.now() - start > goneWithinMilliseconds) {
        throw new CommandError(
          `The local org (process ${record.pid}) does not stop; end it with: kill -9 ${record.pid}`,
        );
      }
      await sleep(50);
    }
    await rm(localFolders.orgRecord, { force: true });
    say(`The local org at ${record.url} was stopped. What it holds stays in .local/org for the next time.`);
  } finally {
    release();
  }
}

/** Only one command at a time starts or stops the org of this checkout. */
export function lockOrg(say: (line: string) => void): Promise<() => void> {
  return acquireFileLock(localFolders.orgLock, (pid) =>
    say(`Another run (process ${pid}) is starting or stopping the local org; waiting for it …`),
  );
}

/** Asks the org at the address who it is and writes that down. */
export async function recordOrg(url: string, startedBy: OrgRecord["startedBy"]): Promise<OrgRecord> {
  const status = await askStatus(url);
  if (!status) throw new CommandError(`What answers at ${url} is not the local org.`);
  const record: OrgRecord = { pid: status.pid, url, organizationId: status.organizationId, startedBy };
  await replaceFile(localFolders.orgRecord, `${JSON.stringify(record, undefined, 2)}\n`);
  return record;
}

/** The record without asking whether it is still true. */
export async function readRecord(): Promise<OrgRecord | undefined> {
  try {
    return JSON.parse(await readFile(localFolders.orgRecord, "utf8")) as OrgRecord;
  } catch {
    // Missing, or damaged by hand: no org is known.
    return undefined;
  }
}

async function startOrg(say: (line: string) => void): Promise<OrgRecord> {
  await mkdir(localFolders.org, { recursive: true });
  const log = openSync(localFolders.orgLog, "w");
  const child = spawn(process.execPath, [...orgProgram, "--data", localFolders.org], {
    cwd: root,
    env: toolEnvironment(process.env),
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  let ended = false;
  child.on("exit", () => {
    ended = true;
  });
  child.on("error", () => {
    ended = true;
  });
  let record: OrgRecord | undefined;
  // An org that is not written down could not be found again and would keep its port and its data.
  const endUnrecorded = () => void (record ?? child.kill());
  return withCleanUp(endUnrecorded, async () => {
    const url = await waitUntilReady(() => ended);
    record = await recordOrg(url, "up");
    child.unref();
    say(`The local org is up at ${url} (process ${record.pid}, log .local/org.log).`);
    return record;
  });
}

async function waitUntilReady(hasEnded: () => boolean): Promise<string> {
  const start = performance.now();
  for (;;) {
    const ended = hasEnded();
    const output = await readFile(localFolders.orgLog, "utf8");
    const url = readyAddress(output);
    if (url) return url;
    if (ended || performance.now() - start > readyWithinMilliseconds) {
      const reason = ended ? "ended at once" : `was not ready within ${readyWithinMilliseconds / 1000} s`;
      throw new CommandError(
        `The local org ${reason}; its log .local/org.log says:\n${output.trim().split("\n").slice(-10).join("\n")}`,
      );
    }
    await sleep(50);
  }
}

async function askStatus(url: string): Promise<OrgStatus | undefined> {
  try {
    const answer = await fetch(`${url}/_local/status`, { signal: AbortSignal.timeout(answerWithinMilliseconds) });
    return answer.ok ? ((await answer.json()) as OrgStatus) : undefined;
  } catch {
    // Nothing, or something else, answers there.
    return undefined;
  }
}
