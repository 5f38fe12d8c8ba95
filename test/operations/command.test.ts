import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { root } from "../../tools/commands/checkout.ts";
import { runOperation } from "./runOperation.ts";

/** The names in the list that the help shows. */
const listed = (help: string) => [...help.matchAll(/^ {2}(\S+) {2,}/gm)].map(([, name]) => name);

test("the command lists its operations, and each of them is a script of the checkout too", async () => {
  const { exitCode, stdout } = await runOperation(["--help"]);
  expect([exitCode, listed(stdout)]).toEqual([
    0,
    ["check-connection", "connector", "deployer", "fleet", "prove", "survey"],
  ]);
  const { scripts } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  for (const name of listed(stdout)) expect(scripts).toHaveProperty(`${name}`, `node tools/launch/launch.js ${name}`);
});

test.each([
  [[], "Usage: pulumi-salesforce-access <operation>"],
  [["surveys"], 'Unknown operation "surveys"; did you mean survey?'],
  [["xyz"], 'Unknown operation "xyz".'],
  [["fleet", "drfit"], 'Unknown verb "drfit"; did you mean drift?'],
  [["fleet", "recipe", "githb"], 'not "githb"; did you mean github?'],
  [["fleet", "drift", "--stack", "dev"], "Unknown option --stack; give the name of the stack without it: dev"],
  [["fleet", "status", "--stack=eu-1"], "Unknown option --stack; give the name of the stack without it: eu-1"],
  [["fleet", "up", "--depth", "all"], 'Unknown option "--depth": it belongs to fleet drift.'],
  [
    ["fleet", "report", "x", "--json", "y"],
    'Unknown option "--json": it belongs to fleet drift, fleet preview and 2 others.',
  ],
  [["prove", "--key", "x"], 'Unknown option "--key": it belongs to connector confirm and deployer.'],
  [["connector", "sheet", "--stack", "x", "--format", "htlm"], 'not "htlm"; did you mean html?'],
  [["connector", "move", "--from", "a", "--to", "b", "--format", "markdwon"], 'not "markdwon"; did you mean markdown?'],
  [["connector", "sheet", "--keyout", "f"], 'Unknown option "--keyout"; did you mean --key-out?'],
  [["survey", "-stack", "dev"], 'Unknown option "-stack"; did you mean --stack?'],
  [["survey", "--zzzzzz"], 'Unknown option "--zzzzzz".'],
  [["check-connection", "production"], 'Unexpected argument "production"; did you mean --stack production?'],
  [["deployer", "me"], 'Unexpected argument "me": this takes options alone.'],
  [["toString"], 'Unknown operation "toString".'],
  [["survey"], "Usage: pulumi-salesforce-access survey --stack NAME"],
  [["survey", "--stak", "dev"], 'Unknown option "--stak"; did you mean --stack?'],
  [["survey", "--stack"], "--stack"],
  [["survey", "--stack", ""], "Usage: pulumi-salesforce-access survey --stack NAME"],
  [["survey", "--stack", "dev", "more"], "more"],
  [["check-connection"], "Usage: pulumi-salesforce-access check-connection --stack NAME"],
  [["check-connection", "--stak", "dev"], "--stak"],
  [["prove"], "Usage: pulumi-salesforce-access prove --stack NAME"],
  [["prove", "--stack"], "--stack"],
])("wrong arguments end with 2, what is wrong and the usage: %j", async (commandArguments, problem) => {
  const { exitCode, stderr } = await runOperation(commandArguments);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining(problem)]);
  expect(stderr).toContain("Usage: pulumi-salesforce-access");
});

test.each(["check-connection", "prove", "survey"])("%s says how it is run", async (name) => {
  expect(await runOperation([name, "--help"])).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining("--folder"),
  });
});

test.each(["check-connection", "prove", "survey"])(
  "%s: a folder without a project is named, before anybody is asked",
  async (name) => {
    const { exitCode, stderr } = await runOperation([name, "--stack", "dev", "--folder", "/nowhere"]);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining("/nowhere/Pulumi.yaml")]);
  },
);
