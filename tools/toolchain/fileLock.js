import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

// Plain JavaScript, because tools/launch/launch.js needs it before there is a Node that runs TypeScript.

const heartbeatMilliseconds = 5_000;
const forgottenAfterMilliseconds = 60_000;

/**
 * Whether the owner of a lock is gone: its process has ended on this machine, or it has not touched the file for a
 * minute (another machine or container on the same home folder, or a process number that was given out again).
 * @param {{ pid: number, host: string }} owner
 * @param {number} ageMilliseconds since the owner last touched the lock
 * @param {string} host this machine
 * @param {(pid: number) => boolean} isAlive
 */
export function isOwnerGone(owner, ageMilliseconds, host, isAlive) {
  return ageMilliseconds > forgottenAfterMilliseconds || (owner.host === host && !isAlive(owner.pid));
}

/** @param {number} pid */
export function isProcessAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/**
 * Waits until this process is the only owner of the lock file at `path`.
 * @param {string} path
 * @param {(ownerPid: number) => void} onWait called once, when another owner has to be waited for
 * @returns {Promise<() => void>} gives the lock back; may be called from an exit handler, and twice
 */
export async function acquireFileLock(path, onWait) {
  await mkdir(dirname(path), { recursive: true });
  const mine = JSON.stringify({ pid: process.pid, host: hostname(), id: randomUUID() });
  let told = false;
  for (;;) {
    try {
      await writeFile(path, mine, { flag: "wx" });
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const found = await readLock(path);
    if (!found) continue;
    if (isOwnerGone(found.owner, found.ageMilliseconds, hostname(), isProcessAlive)) {
      await removeAbandoned(path, found.text);
      continue;
    }
    if (!told) {
      told = true;
      onWait(found.owner.pid);
    }
    await sleep(250);
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => {});
  }, heartbeatMilliseconds);
  heartbeat.unref();
  let held = true;
  return () => {
    clearInterval(heartbeat);
    if (held) {
      held = false;
      rmSync(path, { force: true });
    }
  };
}

/** Undefined when the lock has been given back meanwhile. */
async function readLock(path) {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(path, "utf8"), stat(path)]);
    const ageMilliseconds = Date.now() - mtimeMs;
    // The owner creates and fills the file in two steps: an empty one is only just being made, unless it died between.
    const owner = text === "" ? { pid: -1, host: "" } : JSON.parse(text);
    return { text, owner, ageMilliseconds };
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** Moves the lock away first, so that of two processes that found it abandoned only one removes it. */
async function removeAbandoned(path, text) {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
    if ((await readFile(aside, "utf8")) !== text) {
      // Somebody was faster and this is the new owner's lock.
      await rename(aside, path);
      return;
    }
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
  await rm(aside, { force: true });
}
