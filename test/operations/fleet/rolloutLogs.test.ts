import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { root } from "../../../tools/commands/checkout.ts";
import { runOperation } from "../runOperation.ts";

let folder: string;
let logs: string;

/** A project with three stacks, and a program that prints as Pulumi does and notes for which stack it ran. */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "rollout-"));
  logs = join(folder, "logs");
  await writeFile(join(folder, "Pulumi.yaml"), "name: scv\nruntime: nodejs\n");
  for (const stack of ["one", "three", "two"]) await writeFile(join(folder, `Pulumi.${stack}.yaml`), "config: {}\n");
  const program = `#!/bin/sh\necho "$*" >> "${folder}/ran"\nprintf 'Resources:\\n    + 1 created\\n'\n`;
  await writeFile(join(folder, "pulumi"), program, { mode: 0o755 });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const up = (...more: string[]) =>
  runOperation(["fleet", "up", "--folder", folder, "--logs", logs, "--parallel", "1", ...more], {
    PATH: [folder, process.env.PATH].join(delimiter),
  });
const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

test("what Pulumi prints is for the owner alone, also in a file that was there before", async () => {
  await mkdir(logs);
  await writeFile(join(logs, "one.log"), "of the last run");
  await chmod(join(logs, "one.log"), 0o644);
  const { exitCode, stdout } = await up();
  expect([exitCode, stdout.match(/succeeded/g)?.length]).toEqual([0, 3]);
  for (const name of await readdir(logs)) expect(await modeOf(join(logs, name))).toBe(0o600);
  expect(await readFile(join(logs, "one.log"), "utf8")).toBe("Resources:\n    + 1 created\n");
});

test("a folder for it that is made is for the owner alone", async () => {
  await up("one");
  expect(await modeOf(logs)).toBe(0o700);
});

test("a log that cannot be written ends the rollout before its stack runs, and no other begins", async () => {
  await mkdir(join(logs, "three.log"), { recursive: true });
  const { exitCode, stderr } = await up();
  expect([exitCode, stderr.trim()]).toEqual([
    1,
    `${join(logs, "three.log")} cannot be written: EISDIR. Name a place that you may write to.`,
  ]);
  expect((await readFile(join(folder, "ran"), "utf8")).match(/--stack \w+/g)).toEqual(["--stack one"]);
});

test("a stack whose run is interrupted counts as failed though Pulumi calls it a success, and is run again", async () => {
  const program = `#!/bin/sh\ntrap 'exit 0' INT\necho > "${folder}/began"\nwhile :; do sleep 0.05; done\n`;
  await writeFile(join(folder, "pulumi"), program, { mode: 0o755 });
  const result = join(folder, "result.json");
  const { NODE_OPTIONS: _ofJest, ...env } = process.env;
  const rollout = spawn(
    process.execPath,
    [
      join(root, "operations", "main.ts"),
      "fleet",
      "up",
      "--folder",
      folder,
      "--logs",
      logs,
      "--parallel",
      "1",
      "--json",
      result,
    ],
    { env: { ...env, PATH: [folder, process.env.PATH].join(delimiter) }, stdio: ["ignore", "pipe", "inherit"] },
  );
  const said = text(rollout.stdout);
  const ended = once(rollout, "close");
  while (!(await stat(join(folder, "began")).catch(() => undefined))) await wait(20);
  rollout.kill("SIGTERM");
  expect(await ended).toEqual([1, null]);
  expect(await said).toContain(
    "one was interrupted, which Pulumi calls a success even where deletes are left: run it again.",
  );
  const { stacks } = JSON.parse(await readFile(result, "utf8"));
  expect(stacks.map((each: { stack: string; outcome: string }) => [each.stack, each.outcome])).toEqual([
    ["one", "failed"],
    ["three", "not reached"],
    ["two", "not reached"],
  ]);
});
