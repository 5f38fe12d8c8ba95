import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { askPulumi } from "../../operations/pulumiProgram.ts";
import { exportedState } from "../../operations/pulumiState.ts";

let folder: string;
const path = process.env.PATH;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "program-"));
  process.env.PATH = [folder, path].join(delimiter);
});
afterEach(async () => {
  process.env.PATH = path;
  await rm(folder, { recursive: true, force: true });
});

/** A program in the place of Pulumi. */
const pulumiIs = (script: string) => writeFile(join(folder, "pulumi"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
const bounds = { bytes: 1024 ** 2, seconds: 60, secondsToEnd: 0.3 };

test("what it prints and how it ends is the answer", async () => {
  await pulumiIs('echo "$*"; pwd; echo problem >&2; exit 7');
  const answer = await askPulumi(folder, ["stack", "export"], bounds);
  expect(answer).toEqual({
    exitCode: 7,
    stdout: expect.stringMatching(/^stack export\n.*program-/),
    stderr: "problem\n",
  });
});

test.each([
  ["hangs", "sleep 3"],
  ["does not listen to the request to end", "trap '' TERM; for second in 1 2 3; do sleep 1; done"],
])("one that %s is ended, with all that holds its output", async (_what, script) => {
  await pulumiIs(script);
  await expect(askPulumi(folder, ["preview", "--diff"], { ...bounds, seconds: 0.3 })).rejects.toThrow(
    "pulumi preview --diff was ended: it took longer than 0.3 s. Run it by hand",
  );
});

test("one that prints without end is ended", async () => {
  await pulumiIs("yes");
  await expect(askPulumi(folder, ["stack", "export"], bounds)).rejects.toThrow("it printed more than 1 MB.");
});

test("none at all is said", async () => {
  process.env.PATH = folder;
  await expect(askPulumi(folder, ["stack", "export"], bounds)).rejects.toThrow("install the Pulumi CLI");
});

test("of a state that is refused, the reason is told and nothing of the state", async () => {
  await pulumiIs('echo secret; echo "no such stack" >&2; exit 255');
  await expect(exportedState(folder, "prod")).rejects.toThrow(
    /^Pulumi does not give the state of stack prod\. Pulumi says: no such stack\.$/,
  );
});
