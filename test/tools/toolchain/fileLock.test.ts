import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { acquireFileLock, isOwnerGone } from "../../../tools/toolchain/fileLock.js";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lock-"));
  path = join(folder, "below", "lock");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The number of a process that has certainly ended. */
async function endedProcess(): Promise<number> {
  const child = spawn("true");
  await once(child, "exit");
  return child.pid as number;
}

describe("whether an owner is gone", () => {
  const owner = { pid: 7, host: "here" };
  test.each([
    ["a living process here is not", 1_000, "here", true, false],
    ["an ended process here is", 1_000, "here", false, true],
    ["a process elsewhere is not, since it cannot be seen", 1_000, "there", false, false],
    ["one that has not touched its lock for over a minute is", 61_000, "there", true, true],
  ])("%s", (_name, age, host, alive, expected) => {
    expect(isOwnerGone(owner, age, host, () => alive)).toBe(expected);
  });
});

describe("the lock", () => {
  test("lets one owner at a time in, and tells the one who waits", async () => {
    const events: string[] = [];
    const release = await acquireFileLock(path, () => events.push("first waits"));
    const told = Promise.withResolvers<void>();
    const tell = (pid: number) => {
      events.push(`second waits for ${pid}`);
      told.resolve();
    };
    const second = acquireFileLock(path, tell).then((releaseSecond) => {
      events.push("second has it");
      releaseSecond();
    });
    await told.promise;
    // Long enough for it to try again.
    await new Promise((resolve) => setTimeout(resolve, 300));
    events.push("first is done");
    release();
    await second;
    expect(events).toEqual([`second waits for ${process.pid}`, "first is done", "second has it"]);
  });

  test("of an owner that was killed is taken over at once", async () => {
    await acquireFileLock(path, () => {}).then((release) => release());
    await writeFile(path, JSON.stringify({ pid: await endedProcess(), host: hostname() }));
    let waited = false;
    const release = await acquireFileLock(path, () => {
      waited = true;
    });
    expect(waited).toBe(false);
    expect(JSON.parse(await readFile(path, "utf8")).pid).toBe(process.pid);
    release();
  });

  test("leaves nothing behind, and giving it back twice does not take it from the next owner", async () => {
    const release = await acquireFileLock(path, () => {});
    release();
    const releaseNext = await acquireFileLock(path, () => {});
    release();
    expect(await readdir(join(folder, "below"))).toEqual(["lock"]);
    releaseNext();
    expect(await readdir(join(folder, "below"))).toEqual([]);
  });
});
