import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { runInterruptible } from "../../../tools/bench/interruptibleProgram.ts";

const options = (stop: AbortSignal) => ({ cwd: process.cwd(), env: process.env, stop });

test("a program runs to its end, and what it says is told apart", async () => {
  const script = 'console.log("out"); console.error("err"); process.exitCode = 3;';
  const ended = await runInterruptible(process.execPath, ["-e", script], options(new AbortController().signal));
  expect(ended).toEqual({ exitCode: 3, stdout: "out\n", stderr: "err\n" });
});

describe("a program that is to stop", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "interruptible-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test("is asked to, and what it does then is waited for", async () => {
    const ready = join(folder, "ready");
    const script = `
      process.on("SIGINT", () => setTimeout(() => { console.log("cleaned up"); process.exit(130); }, 100));
      setInterval(() => {}, 1_000);
      require("node:fs").writeFileSync(${JSON.stringify(ready)}, "");`;
    const interruption = new AbortController();
    const running = runInterruptible(process.execPath, ["-e", script], options(interruption.signal));
    while (!existsSync(ready)) await wait(20);
    interruption.abort();
    expect(await running).toEqual({ exitCode: 130, stdout: "cleaned up\n", stderr: "" });
  });

  test("before it has begun does not run", async () => {
    const stop = AbortSignal.abort();
    const ended = await runInterruptible(process.execPath, ["-e", "setInterval(() => {}, 1_000)"], options(stop));
    expect(ended.exitCode).toBeUndefined();
  });
});

test("a program that cannot be started is an error", async () => {
  const stop = new AbortController().signal;
  await expect(runInterruptible("/no/such/program", [], options(stop))).rejects.toMatchObject({ code: "ENOENT" });
});
