import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { root } from "../../../tools/commands/checkout.ts";
import { explainKept, noticedOptions } from "../../../tools/launch/keptByNpm.js";
import { runProgram } from "../../../tools/toolchain/processes.ts";

describe("an option that npm has kept for itself is told, with the command that passes it on", () => {
  test.each<[string, string[], Record<string, string>, string]>([
    // npm before 11
    ["survey", [], { npm_config_stack: "production" }, "npm run survey -- --stack production"],
    ["fleet", ["drift"], { npm_config_with_program: "true" }, "npm run fleet -- drift --with-program"],
    // npm 11
    ["survey", ["production"], { npm_config_stack: "true" }, "npm run survey -- --stack production"],
    ["connector", ["sheet", "dev"], { npm_config_stack: "true" }, "npm run connector -- sheet --stack dev"],
    [
      "connector",
      ["sheet", "dev", "k.pem"],
      { npm_config_stack: "true", npm_config_key_out: "true" },
      "npm run connector -- sheet dev k.pem --key-out … --stack …",
    ],
    ["key", [], { npm_config_out: "true" }, "npm run key -- --out …"],
    ["pulumi", ["preview"], { npm_config_refresh: "true" }, "npm run pulumi -- preview --refresh"],
  ])("npm run %s %j %j", (script, given, environment, meant) => {
    expect(explainKept(script, given, { PATH: "/bin", ...environment })).toMatch(
      new RegExp(`^npm has kept --.* for itself, .*: ${meant.replaceAll(".", "\\.")}$`),
    );
  });

  test("and nothing of what may be a secret", () => {
    const key = "-----BEGIN PRIVATE KEY----- MIIEvQIBADANBgkqhkiG9w0BAQEFAASC";
    expect(explainKept("survey", [key], { npm_config_stack: key })).toMatch(/: npm run survey -- … --stack …$/);
  });
});

test("npm's own settings are npm's", () => {
  const npm = { npm_config_yes: "true", npm_config_json: "true", npm_config_user_agent: "npm", npm_config_stack: "" };
  expect(explainKept("fleet", ["drift"], npm)).toBeUndefined();
});

test("the launcher asks before it does anything", async () => {
  const { NODE_OPTIONS: _ofJest, ...environment } = process.env;
  const launch = [join(root, "tools", "launch", "launch.js"), "check-connection", "production"];
  const env = { ...environment, npm_lifecycle_event: "check-connection", npm_config_stack: "true" };
  expect(await runProgram(process.execPath, launch, { cwd: root, env })).toMatchObject({
    exitCode: 2,
    stdout: "",
    stderr: expect.stringMatching(/npm run check-connection -- --stack production\n$/),
  });
});

/** Options that npm has as well: whoever leaves out the dashes there has a setting of npm. */
const alsoOfNpm = ["depth", "diff", "dry-run", "help", "json", "key", "only", "port", "production", "silent", "tag"];
/** Other programs take these from such a variable. */
const alsoOfOthers = ["target", "user", "yes"];

/** The options that the help of a source names, each on a line of its own. */
const optionsIn = (text: string) =>
  [...text.matchAll(/^ {2}--([a-z][a-z-]+)(?![\w:-])/gm)].map(([, name]) => name as string);

test("every option of every command is noticed", () => {
  const sources = ["operations", "tools/commands"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((path) => join(root, folder, path)),
  );
  const named = new Set(
    sources.filter((path) => path.endsWith(".ts")).flatMap((path) => optionsIn(readFileSync(path, "utf8"))),
  );
  expect(named.size).toBeGreaterThan(40);
  const left = [...named].filter((name) => ![...noticedOptions, ...alsoOfNpm, ...alsoOfOthers].includes(name));
  expect(left).toEqual([]);
});
