import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

function start(...options: string[]): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [main, ...options]);
}

/** Waits until the output matches, and gives back the match. */
function output(child: ChildProcessWithoutNullStreams, pattern: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout.on("data", (data) => {
      text += data;
      const match = pattern.exec(text);
      if (match !== null) resolve(match);
    });
    child.once("exit", () => reject(new Error(`The local org ended after ${text}`)));
  });
}

async function ended(child: ChildProcessWithoutNullStreams): Promise<number | null> {
  if (child.exitCode === null) await once(child, "exit");
  return child.exitCode;
}

describe("node local-org/main.ts", () => {
  test("serves until it is told to stop, and keeps its state in the folder", async () => {
    const folder = await mkdtemp(join(tmpdir(), "local-org-"));
    const child = start("--port", "0", "--data", join(folder, "state"));
    try {
      const [, url, where] = await output(child, /Local org ready at (http:\/\/127\.0\.0\.1:\d+) \(state in (.*)\)/);
      expect(where).toBe(join(folder, "state"));
      const status = (await (await fetch(`${url}/_local/status`)).json()) as { pid: number };
      expect(status.pid).toBe(child.pid);
      child.kill("SIGTERM");
      expect(await ended(child)).toBe(0);
      expect(await readdir(join(folder, "state"))).toEqual(["org.sqlite"]);
      expect((await stat(join(folder, "state"))).mode & 0o777).toBe(0o700);
      expect((await stat(join(folder, "state", "org.sqlite"))).mode & 0o777).toBe(0o600);
    } finally {
      child.kill("SIGKILL");
      await rm(folder, { recursive: true });
    }
  });

  test("makes the files of an org private that others could read, and leaves other files as they are", async () => {
    const folder = await mkdtemp(join(tmpdir(), "local-org-"));
    for (const name of ["org.sqlite", "notes.txt"]) {
      await writeFile(join(folder, name), "");
      await chmod(join(folder, name), 0o644);
    }
    const child = start("--port", "0", "--data", folder);
    try {
      await output(child, /Local org ready at/);
      const modes = await Promise.all(
        ["org.sqlite", "notes.txt"].map(async (name) => (await stat(join(folder, name))).mode & 0o777),
      );
      expect(modes).toEqual([0o600, 0o644]);
    } finally {
      child.kill("SIGKILL");
      await ended(child);
      await rm(folder, { recursive: true });
    }
  });

  test("takes the next port when one is taken, and says so", async () => {
    const blocker = createServer().listen(0, "127.0.0.1");
    await once(blocker, "listening");
    const { port } = blocker.address() as AddressInfo;
    const child = start("--port", String(port));
    try {
      const [text, ready] = await output(child, /[\s\S]*Local org ready at http:\/\/127\.0\.0\.1:(\d+)/);
      expect(text).toContain(`Port ${port} is taken; trying ${port + 1}.`);
      expect(Number(ready)).toBeGreaterThan(port);
      child.kill("SIGINT");
      expect(await ended(child)).toBe(0);
    } finally {
      child.kill("SIGKILL");
      blocker.close();
    }
  });

  test("refuses options that it does not know in one sentence", async () => {
    const unknown = start("--foo");
    expect(await ended(unknown)).toBe(2);
    const wrong = start("--port", "x");
    expect(await ended(wrong)).toBe(2);
  });
});
