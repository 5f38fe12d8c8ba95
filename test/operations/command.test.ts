import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { root } from "../../tools/commands/checkout.ts";
import { runProgram } from "../../tools/toolchain/processes.ts";

async function run(...commandArguments: string[]) {
  const { NODE_OPTIONS: _ofJest, ...env } = process.env;
  const { exitCode, stdout, stderr } = await runProgram(
    process.execPath,
    [join(root, "operations", "main.ts"), ...commandArguments],
    { env },
  );
  return { exitCode, stdout, stderr };
}

/** The names in the list that the help shows. */
const listed = (help: string) => [...help.matchAll(/^ {2}(\S+) {2,}/gm)].map(([, name]) => name);

test("the command lists its operations, and each of them is a script of the checkout too", async () => {
  const { exitCode, stdout } = await run("--help");
  expect([exitCode, listed(stdout)]).toEqual([0, expect.arrayContaining(["survey"])]);
  const { scripts } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  for (const name of listed(stdout)) expect(scripts).toHaveProperty(`${name}`, `node tools/launch/launch.js ${name}`);
});

test.each([
  [[], "Usage: pulumi-salesforce-access <operation>"],
  [["surveys"], 'Unknown operation "surveys".'],
  [["toString"], 'Unknown operation "toString".'],
  [["survey"], "Usage: pulumi-salesforce-access survey --stack NAME"],
  [["survey", "--stak", "dev"], "--stak"],
  [["survey", "--stack"], "--stack"],
  [["survey", "--stack", "dev", "more"], "more"],
])("wrong arguments end with 2, what is wrong and the usage: %j", async (commandArguments, problem) => {
  const { exitCode, stderr } = await run(...commandArguments);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining(problem)]);
  expect(stderr).toContain("Usage: pulumi-salesforce-access");
});

test("an operation says how it is run", async () => {
  expect(await run("survey", "--help")).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("--folder") });
});

test("a folder without a project is named, before any org is asked", async () => {
  const { exitCode, stderr } = await run("survey", "--stack", "dev", "--folder", "/nowhere");
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining("/nowhere/Pulumi.yaml")]);
});
