import { mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { root } from "../../tools/commands/checkout.ts";
import { runProgram } from "../../tools/toolchain/processes.ts";
import { first, oneApp } from "./connector/states.ts";
import { runOperation } from "./runOperation.ts";

/** `called` is where the person is; the project is beside it, and nothing may be read or written anywhere else. */
let folder: string;
let called: string;
let environment: Record<string, string>;
beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "paths-")));
  called = join(folder, "called");
  const project = join(folder, "project");
  for (const each of [called, project, join(folder, "state")]) await mkdir(each);
  await writeFile(join(project, "Pulumi.yaml"), await readFile(join(root, "Pulumi.yaml"), "utf8"));
  await writeFile(join(project, "Pulumi.prod.yaml"), "config: {}\n");
  const fleet = join(folder, "fleet");
  await mkdir(fleet);
  await writeFile(join(fleet, "Pulumi.yaml"), "name: scv\nruntime: nodejs\nbackend:\n  url: s3://states\n");
  await writeFile(join(fleet, "package.json"), '{ "name": "x" }\n');
  await writeFile(join(fleet, "Pulumi.prod.yaml"), "config: {}\n");
  const orgs = [
    { stack: "prod", verdict: "clean", depth: "all", drift: [], notLookedAt: [], reason: "", certificates: [] },
  ];
  await writeFile(join(called, "result.json"), JSON.stringify({ version: 2, askedAt: "2026-11-01T10:00:00Z", orgs }));
  await writeFile(join(called, "given.pem"), first.privateKeyPem);
  await writeFile(join(folder, "state.json"), oneApp(true));
  // It answers what it is asked for, and says nothing else.
  const script = `#!/bin/sh\ncase "$*" in *export*) cat "${join(folder, "state.json")}";; esac\n`;
  await mkdir(join(folder, "bin"));
  await writeFile(join(folder, "bin", "pulumi"), script, { mode: 0o755 });
  environment = {
    PATH: [join(folder, "bin"), process.env.PATH].join(delimiter),
    PULUMI_BACKEND_URL: pathToFileURL(join(folder, "state")).href,
    // The npm of these tests was called elsewhere; it is no matter of the package.
    INIT_CWD: root,
  };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (words: string) => runOperation(words.split(" "), environment, called);

/** Options that take a path, by operation: a command that uses it, with what it reads or writes and what it says. */
const rows: [operation: string, option: string, command: string, file: string, says: RegExp | undefined][] = [
  ["fleet report", "RESULT", "fleet report result.json", "result.json", /prod/],
  ...["markdown", "junit", "prometheus", "html"].map((form): (typeof rows)[number] => [
    "fleet report",
    `--${form}`,
    `fleet report result.json --${form} report.${form}`,
    `report.${form}`,
    new RegExp(`The report \\(${form}\\) is in report\\.${form}\n`),
  ]),
  ["fleet report", "--sarif", "fleet report result.json --sarif ./r.sarif", "r.sarif", /is in \.\/r\.sarif\n/],
  [
    "fleet merge",
    "--json",
    "fleet merge result.json --json whole.json",
    "whole.json",
    /The result is in whole\.json\n/,
  ],
  ["fleet drift", "--json", "fleet drift --folder ../project --json drift.json", "drift.json", /is in drift\.json\n/],
  ["fleet preview", "--json", "fleet preview --folder ../project --json p.json", "p.json", /is in p\.json\n/],
  ["fleet preview", "--logs", "fleet preview --folder ../project --logs logs", "logs/prod.log", /prod/],
  ["fleet preview", "--logs by default", "fleet preview --folder ../project", "fleet-logs/prod.log", /prod/],
  ["fleet up", "--json", "fleet up --folder ../project --json u.json", "u.json", /is in u\.json\n/],
  ["fleet up", "--logs", "fleet up --folder ../project --logs logs-of-up", "logs-of-up/prod.log", /prod/],
  ["fleet recipe", "--folder", "fleet recipe github --folder ../fleet --write", "../fleet/.github", /written/],
  [
    "connector sheet",
    "--key-out",
    "connector sheet --stack prod --folder ../project --key-out k.pem",
    "k.pem",
    /the whole text of k\.pem/,
  ],
  [
    "connector sheet",
    "--out",
    "connector sheet --stack prod --folder ../project --out s.txt",
    "s.txt",
    /The sheet is in s\.txt\n/,
  ],
  [
    "connector confirm",
    "--key",
    "connector confirm --stack prod --folder ../project --key given.pem",
    "given.pem",
    /is confirmed/,
  ],
  [
    "connector move",
    "--out",
    "connector move --from a --to b --out list.txt",
    "list.txt",
    /The checklist is in list\.txt\n/,
  ],
];

test.each(rows)(
  "%s: the path of %s is meant from where it was called, and told as it was written",
  async (_operation, _option, command, file, says) => {
    const { stdout, stderr } = await run(command);
    const said = `${stdout}${stderr}`;
    if (says) expect(said).toMatch(says);
    expect(said).not.toContain(folder);
    expect((await stat(join(called, file))).isDirectory()).toBe(file.endsWith(".github"));
  },
);

/** The same where the file or folder is not there: the path is told as it was written. */
const missing: [operation: string, option: string, command: string][] = [
  ...["check-connection", "prove", "survey", "connector sheet", "connector status"].map(
    (operation): (typeof missing)[number] => [operation, "--folder", `${operation} --stack prod --folder nowhere/x`],
  ),
  ["connector confirm", "--folder", "connector confirm --stack prod --key given.pem --folder nowhere/x"],
  ...["fleet drift", "fleet preview", "fleet up", "fleet status"].map((operation): (typeof missing)[number] => [
    operation,
    "--folder",
    `${operation} --folder nowhere/x`,
  ]),
  ["fleet repair", "--folder", "fleet repair prod --folder nowhere/x"],
  ["fleet accept", "--folder", "fleet accept prod scv-app.label --folder nowhere/x"],
  ["fleet repair", "--from", "fleet repair prod --folder ../project --from nowhere/x"],
  ["fleet accept", "--from", "fleet accept prod scv-app.label --folder ../project --from nowhere/x"],
  ...["fleet preview", "fleet up"].map((operation): (typeof missing)[number] => [
    operation,
    "--resume",
    `${operation} --folder ../project --resume nowhere/x`,
  ]),
  ["fleet merge", "FILE…", "fleet merge nowhere/x --json y.json"],
];

test.each(missing)(
  "%s: what is wrong with the path of %s names it as it was written",
  async (_operation, _option, command) => {
    const { exitCode, stderr } = await run(command);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining("nowhere/x")]);
    expect(stderr).not.toContain(called);
  },
);

/** Paths that are tried elsewhere, or by the code of another row. */
const elsewhere = [
  // test/operations/deployer: it needs an org and a login of the Salesforce CLI.
  "deployer --key",
  // test/operations/connector/move: it needs a tenant.
  "connector move --journal",
  // The code of fleet preview, after a preview of the drift of a real org: test/engine/fleet.test.ts.
  "fleet repair --logs",
];

test("every option whose help says that it takes a file or a folder is tried", async () => {
  const operations = [
    ...["check-connection", "deployer", "prove", "survey"],
    ...["sheet", "status", "confirm", "move"].map((verb) => `connector ${verb}`),
    ...["drift", "preview", "up", "repair", "accept", "status", "report", "merge", "recipe"].map(
      (verb) => `fleet ${verb}`,
    ),
  ];
  const tried = [...rows, ...missing].map(([operation, option]) => `${operation} ${option}`);
  const all = await Promise.all(
    operations.map(async (operation) => {
      const { stdout } = await run(`${operation} --help`);
      const named = [...stdout.matchAll(/^ {2}(--[\w-]+) +(?:FILE|FOLDER)/gm)].map(
        ([, option]) => `${operation} ${option}`,
      );
      return named;
    }),
  );
  expect(all.flat().length).toBeGreaterThan(25);
  expect(all.flat().filter((each) => !tried.includes(each) && !elsewhere.includes(each))).toEqual([]);
});

describe("an npm script of the checkout", () => {
  const npm = (script: string, words: string) => {
    const { NODE_OPTIONS: _ofJest, ...env } = process.env;
    return runProgram(
      process.execPath,
      ["--disable-warning=ExperimentalWarning", join(root, "tools", "commands", script), ...words.split(" ")],
      {
        cwd: root,
        env: { ...env, ...environment, INIT_CWD: called },
      },
    );
  };

  test("takes paths from where npm was called, and its project from the checkout", async () => {
    const { stderr } = await npm("operation.ts", "fleet report result.json --html of-npm.html");
    expect(stderr).toBe("The report (html) is in of-npm.html\n");
    expect(await readdir(called)).toContain("of-npm.html");
    const ofProject = await npm("operation.ts", "check-connection --stack no-such-stack");
    const toProject = relative(called, root);
    expect(`${ofProject.stdout}${ofProject.stderr}`).toContain(`There is no ${toProject}/Pulumi.no-such-stack.yaml`);
  });

  test.each(["conformance.ts --take nowhere/x", "switches.ts --write nowhere/x"])(
    "does so where it is not of the package: %s",
    async (words) => {
      const [script = "", ...more] = words.split(" ");
      await mkdir(join(called, "there"), { recursive: true });
      await writeFile(join(called, "there", "x"), "no such result");
      const missing = await npm(script, more.join(" "));
      expect(missing.stderr).toMatch(/nowhere\/x.* cannot be read/);
      expect(missing.stderr).not.toContain(called);
      expect((await npm(script, more.join(" ").replace("nowhere", "there"))).stderr).not.toContain("cannot be read");
    },
  );
});
