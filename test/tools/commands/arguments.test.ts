import { access, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { root } from "../../../tools/commands/checkout.ts";
import { editsImpliedConfiguration } from "../../../tools/commands/pulumiArguments.ts";
import { runProgram } from "../../../tools/toolchain/processes.ts";

async function run(command: string, ...commandArguments: string[]) {
  const { NODE_OPTIONS: _ofJest, ...env } = process.env;
  const program = [join(root, "tools", "commands", `${command}.ts`), ...commandArguments];
  const { exitCode, stdout, stderr } = await runProgram(process.execPath, program, { cwd: root, env });
  return { exitCode, stdout, stderr };
}

test.each(["build", "check", "docs", "key", "release", "switches"])(
  "npm run %s refuses what it does not know, with its usage",
  async (command) => {
    const { exitCode, stderr } = await run(command, "--unknown");
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("--unknown")]);
    expect(stderr).toContain(`Usage: npm run ${command}`);
  },
);

test.each([
  ["test", [], "npm test"],
  ["test", ["--kind=browser"], "npm run test:browser"],
  ["test", ["--kind=clients"], "npm run test:clients"],
  ["test", ["--kind=configuration"], "npm run test:configuration"],
  ["live", [], "npm run test:live"],
  ["key", [], "npm run key"],
  ["org", [], "npm run org"],
  ["webex", [], "npm run webex"],
])("the help of %s %j is its own", async (command, kind, usage) => {
  const { exitCode, stdout } = await run(command, ...kind, "--help");
  expect([exitCode, stdout]).toEqual([0, expect.stringMatching(`^Usage: ${usage} `)]);
});

test("the help of webex names each option that the tenant has, and a wrong one ends it with 2", async () => {
  const ofTenant = await runProgram(process.execPath, [join(root, "local-webex", "src", "main.ts"), "--help"], {
    cwd: root,
  });
  const options = [...new Set(ofTenant.stdout.match(/--[a-z]+(?= [A-Z])/g))].sort();
  expect(options.length).toBeGreaterThan(4);
  const { stdout } = await run("webex", "--help");
  expect([...new Set(stdout.match(/--[a-z]+(?= [A-Z])/g))].sort()).toEqual(options);
  expect(await run("webex", "--salesforce", "https://login.salesforce.com")).toMatchObject({ exitCode: 2 });
});

test("a key without a file to put it in is not asked for", async () => {
  const { exitCode, stderr } = await run("key", "--stack", "production");
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining("--out FILE")]);
});

test("a switch that the local org does not have, or an impossible part, is refused before anything is tried", async () => {
  expect(await run("switches", "--only", "nameSpace")).toMatchObject({
    exitCode: 1,
    stderr: "No org has nameSpace in this part.\n",
  });
  expect(await run("switches", "--shard", "3/2")).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining("K/N"),
  });
});

test("a part of the interruptions that is not there is refused before anything is run", async () => {
  const { exitCode, stderr } = await run("interruptions", "--part", "other");
  expect([exitCode, stderr]).toEqual([1, '--part takes access or rotation, not "other".\n']);
});

test("a kind of tests that is not there is refused", async () => {
  expect(await run("test", "--kind=other")).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("other") });
});

describe("an edit of a tracked file is told", () => {
  test.each([
    [["config", "set", "adopt", "true"], true],
    [["config", "set-all", "--plaintext", "a=b"], true],
    [["--color", "never", "config", "rm", "adopt"], true],
    [["config", "set", "adopt", "true", "--stack", "dev"], false],
    [["-s=production", "config", "set", "adopt", "true"], false],
    [["config", "set", "a", "b", "--config-file", "other.yaml"], false],
    [["config", "get", "adopt"], false],
    [["config"], false],
    [["config", "set", "--help"], false],
    [["up"], false],
  ])("%j: %p", (pulumiArguments, isTold) => {
    expect(editsImpliedConfiguration(pulumiArguments)).toBe(isTold);
  });
});

test("nothing is written where a command was refused", async () => {
  const folder = await mkdtemp(join(tmpdir(), "refused-"));
  try {
    await run("key", "--out", join(folder, "key.pem"), "--unknown");
    await expect(access(join(folder, "key.pem"))).rejects.toThrow("ENOENT");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
