import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asksForHelp, CommandError } from "../../operations/commandLine.ts";
import { runInForeground } from "../launch/foreground.js";
import { ensureToolchain } from "../toolchain/index.ts";
import { root } from "./checkout.ts";
import { countLine, type JestResults } from "./testCount.ts";
import { runToolCommand } from "./toolCommand.ts";

/** The kinds of tests, by the name of their project in jest.config.js. */
const kinds = {
  test: {
    help: `Usage: npm test -- [arguments of jest]

Makes the Pulumi toolchain ready and runs the tests, those that drive the real engine included; not those that need a
browser (npm run test:browser), clients of other projects (npm run test:clients) or an org (npm run test:live).
For one folder or file: npm test -- test/tools`,
    options: [],
  },
  browser: {
    help: `Usage: npm run test:browser -- [arguments of jest]

Runs the tests of the pages of the local org, of the fake Webex tenant and of fleet report, and draws the pictures of the documentation, in a
real browser: the Chromium or Chrome of the system, in /usr/bin.`,
    options: [],
  },
  clients: {
    help: `Usage: npm run test:clients -- [arguments of jest]

Runs the tests with clients of other projects, which are installed into the user's cache when they first run: the local org
with simple-salesforce and CumulusCI (need Python 3), go-salesforce (needs Go 1.24), Salesforce's source-deploy-retrieve and
its CLI; npm run deployer with that CLI; the recipes of fleet with actionlint (needs Go), GitLab's and Kubernetes' schemas.`,
    options: [],
  },
  fleet: {
    help: `Usage: npm run test:fleet -- [arguments of jest]

Measures fleet drift with 100 local orgs at 150 ms a call: wall, processor time and memory of the command. Fails above 12 s or
400 MB. For a machine that does nothing else; about two minutes.`,
    options: [],
  },
  rotation: {
    help: `Usage: npm run test:rotation -- [arguments of jest]

Logs in with the key that each connector would hold, 50 times a second, at a latency of 150 ms and a propagation of 30 s,
through whole rotations by blue/green on the real engine: as docs/rotation.md says it, with every update killed once, and with
a step back. No login may fail. About five minutes. A sample is part of npm test.`,
    options: [],
  },
  configuration: {
    help: `Usage: npm run test:configuration -- [arguments of jest]

Changes each setting of the connection after the last "pulumi up", and runs every command of Pulumi with it, on the real
engine: more than a hundred runs, about ten minutes. Each must obey the new value, or refuse. A sample is part of npm test.`,
    options: [],
  },
  // An org counts requests and locks rows: one test after the other. npm run test:live has a help of its own.
  live: { help: "Usage: npm run test:live", options: ["--maxWorkers=1"] },
};

/** The kind of tests in front of the arguments, and the arguments for jest. */
function readKind([first = "", ...rest]: readonly string[]) {
  const name = /^--kind=(.*)$/.exec(first)?.[1];
  if (name === undefined) return { project: "test", ...kinds.test, more: first === "" ? rest : [first, ...rest] };
  if (!(name in kinds)) throw new CommandError(`There are no tests of the kind ${name}.`, 2);
  return { project: name, ...kinds[name as keyof typeof kinds], more: rest };
}

await runToolCommand(async (programArguments) => {
  const { project, help, options, more } = readKind(programArguments);
  if (asksForHelp(more)) {
    console.log(help);
    return 0;
  }
  const toolchain = await ensureToolchain({ report: console.log });
  const folder = await mkdtemp(join(tmpdir(), "test-results-"));
  const resultFile = join(folder, "results.json");
  const jest = [
    join(root, "node_modules", "jest", "bin", "jest.js"),
    "--json",
    `--outputFile=${resultFile}`,
    ...options,
  ];
  try {
    // The project comes last: its option takes every argument behind it that is no option for the name of a project.
    const code = await runInForeground(process.execPath, [...jest, ...more, "--selectProjects", project], {
      cwd: root,
      env: {
        ...process.env,
        ...toolchain.environment,
        PULUMI_TOOLCHAIN_PULUMI: toolchain.pulumi,
        NODE_OPTIONS:
          `${process.env.NODE_OPTIONS ?? ""} --experimental-vm-modules --disable-warning=ExperimentalWarning`.trim(),
      },
    });
    const results = await readFile(resultFile, "utf8").catch(() => undefined);
    if (results) console.log(countLine(JSON.parse(results) as JestResults));
    return code;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
