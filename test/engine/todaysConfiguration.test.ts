import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
import { answeredCalls, exported } from "./accessInOrg.ts";
import { Engine, type EngineRun, succeeded } from "./engine.ts";

// A case runs every command, one after the other.
jest.setTimeout(600_000);

/** Whether every command is run with every setting, as npm run test:configuration does it; else a sample. */
const { wholeTable = false } = globalThis as { wholeTable?: boolean };

/** A permission set with the description that is in a file; nothing when that is empty. */
const program = `
import { readFileSync } from "node:fs";
import { PermissionSet } from "pulumi-salesforce-access";

const description = readFileSync("description", "utf8");
if (description !== "") new PermissionSet("set", { label: "Set", description });
`;

const urn = "urn:pulumi:dev::scv-integration::pulumi-nodejs:dynamic/salesforce:PermissionSet::set";

/** Every command that touches an org, in every way in which Pulumi configures a provider for it. */
const commands: Record<string, { run: string[]; description?: string }> = {
  up: { run: ["up", "--yes", "--skip-preview"], description: "changed" },
  preview: { run: ["preview"], description: "changed" },
  "up --refresh": { run: ["up", "--yes", "--skip-preview", "--refresh"], description: "changed" },
  "preview --refresh": { run: ["preview", "--refresh"] },
  refresh: { run: ["refresh", "--yes", "--skip-preview"] },
  "refresh --run-program": { run: ["refresh", "--yes", "--skip-preview", "--run-program"] },
  destroy: { run: ["destroy", "--yes", "--skip-preview"] },
  "destroy --run-program": { run: ["destroy", "--yes", "--skip-preview", "--run-program"] },
  "destroy --target": { run: ["destroy", "--yes", "--skip-preview", "--target", urn] },
  "up of an emptied program": { run: ["up", "--yes", "--skip-preview"], description: "" },
};

let engine: Engine;
let local: LocalOrg;
let other: LocalOrg;
let settings: Record<string, string>;
let head: string;
let untouched: unknown;

const inProject = (name: string) => join(engine.project, name);
const describeSet = (description: string) => writeFile(inProject("description"), description);

/** The text of a stack's configuration file. */
const stackFile = (keys: Record<string, string>) =>
  `${head}config:\n${Object.entries(keys)
    .map(([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`)
    .join("")}`;

/** The same with settings of the connection; undefined takes one away. */
const withSettings = (changed: Record<string, string | undefined> = {}, more: Record<string, string> = {}) => {
  const all = Object.entries({ ...settings, ...changed }).flatMap(([name, value]) =>
    value === undefined ? [] : [[`pulumi-nodejs:salesforce.${name}`, value] as const],
  );
  return stackFile({ ...Object.fromEntries(all), ...more });
};

const configure = (text: string) => writeFile(inProject("Pulumi.dev.yaml"), text);

const run = (pulumiArguments: string[]) => engine.run([...pulumiArguments, "--stack", "dev"]);

beforeAll(async () => {
  [local, other] = await Promise.all([createLocalOrg(), createLocalOrg()]);
  // Everything is in the stack's configuration, nothing in the environment.
  engine = await Engine.start({ program: { text: program }, login: {} });
  head = await readFile(inProject("Pulumi.dev.yaml"), "utf8");
  const { deployer, organizationId } = local.org;
  settings = {
    instanceUrl: local.url,
    orgId: organizationId,
    allowProduction: "true",
    clientId: deployer.clientId,
    username: deployer.username,
    privateKeyFile: await engine.file("deployer.pem", deployer.privateKeyPem()),
  };
  await Promise.all([configure(withSettings()), describeSet("first")]);
  succeeded(await run(["up", "--yes", "--skip-preview"]));
  untouched = await exported(local);
});

beforeEach(() => describeSet("first"));

afterAll(async () => {
  await engine?.stop();
  await Promise.all([local?.stop(), other?.stop()]);
});

/** What a run did with a setting: it was refused as expected, or asked the org nothing, or only read; else what it said. */
async function outcomeOf(made: EngineRun, callsBefore: number, refusal: RegExp): Promise<string> {
  const calls = (await answeredCalls(local)).slice(callsBefore).filter(({ path }) => path.startsWith("/services"));
  const isUntouched = JSON.stringify(await exported(local)) === JSON.stringify(untouched);
  if (!isUntouched) return `touched the org:\n${made.output}`;
  if (made.exitCode !== 0) return refusal.test(made.output) ? "refused" : `ended otherwise:\n${made.output}`;
  return calls.length === 0 ? "asked nothing" : "read";
}

async function outcomes(refusal: RegExp, chosen: readonly string[]): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of chosen) {
    const { run: pulumiArguments, description = "first" } = commands[name] ?? { run: [] };
    await describeSet(description);
    const before = (await answeredCalls(local)).length;
    found[name] = await outcomeOf(await run(pulumiArguments), before, refusal);
  }
  return found;
}

/** A change of the configuration after the last up, and what must become of every command. */
interface ChangedSetting {
  /** What was changed. */
  title: string;
  /** Writes the changed configuration; returns how the refusal starts. */
  change(): Promise<RegExp>;
  /** Commands that are not refused, with what they do instead. */
  others?: Record<string, string>;
  /** The command of the sample. */
  sample: string;
}

/** A preview without a refresh asks the org nothing when an update is all that there is to do. */
const previewAsksNothing = { preview: "asked nothing" };

/** Writes settings that are changed; the refusal that they lead to. */
const changed =
  (settingsNow: Record<string, string>, refusal: RegExp): (() => Promise<RegExp>) =>
  async () => {
    await configure(withSettings(settingsNow));
    return refusal;
  };

const changedSettings: readonly ChangedSetting[] = [
  {
    title: "the id of the org",
    change: changed(
      { orgId: "00D000000000062EAA" },
      /orgId .* says that the stack belongs to org 00D000000000062EAA\. Nothing was touched/,
    ),
    sample: "preview",
  },
  {
    title: "that a production org may not be changed; it may be read",
    change: changed(
      { allowProduction: "false" },
      /is a production org.*pulumi config set pulumi-nodejs:salesforce\.allowProduction true/,
    ),
    others: {
      ...previewAsksNothing,
      "preview --refresh": "read",
      refresh: "read",
      "refresh --run-program": "read",
    },
    sample: "destroy",
  },
  {
    title: "an address where nobody is",
    change: async () => {
      const gone = await createLocalOrg();
      await gone.stop();
      await configure(withSettings({ instanceUrl: gone.url }));
      return new RegExp(`logging in to ${gone.url} .* failed with`);
    },
    others: previewAsksNothing,
    sample: "refresh",
  },
  {
    title: "the address of another org",
    change: async () => {
      const { clientId, username, privateKeyPem } = other.org.deployer;
      const privateKeyFile = await engine.file("other.pem", privateKeyPem());
      await configure(withSettings({ instanceUrl: other.url, clientId, username, privateKeyFile }));
      return /leads to org .* this stack belongs to/;
    },
    others: previewAsksNothing,
    sample: "up of an emptied program",
  },
  {
    title: "the user who logs in",
    change: changed(
      { username: "nobody@mycompany.example" },
      /logging in to .* as nobody@mycompany\.example by JWT failed/,
    ),
    others: previewAsksNothing,
    sample: "up --refresh",
  },
  {
    title: "the app that is logged in with",
    change: changed({ clientId: "3MVG9unknown" }, /failed with invalid_client_id/),
    others: previewAsksNothing,
    sample: "refresh --run-program",
  },
  {
    title: "the file of the key",
    change: changed(
      { privateKeyFile: "/no/such/key.pem" },
      /key file "\/no\/such\/key\.pem" of pulumi-nodejs:salesforce\.privateKeyFile cannot be read/,
    ),
    others: previewAsksNothing,
    sample: "destroy --run-program",
  },
  {
    title: "the version of the API",
    change: changed({ apiVersion: "12.0" }, /apiVersion must be 63\.0 or later/),
    others: previewAsksNothing,
    sample: "destroy --target",
  },
  {
    title: "a name that is no setting",
    change: changed(
      { allowProdution: "false" },
      /salesforce\.allowProdution is not a setting; did you mean pulumi-nodejs:salesforce\.allowProduction\?/,
    ),
    sample: "up",
  },
  {
    title: "a setting under its former name, which is refused with the commands that move it",
    change: async () => {
      const { organizationId } = local.org;
      await configure(withSettings({ orgId: undefined }, { "salesforce:orgId": organizationId }));
      return new RegExp(
        `pulumi config set-all.* --plaintext pulumi-nodejs:salesforce.orgId=${organizationId}\\s+pulumi config rm-all.* salesforce:orgId`,
      );
    },
    sample: "preview --refresh",
  },
];

test("the sample has every command, each with another setting", () => {
  expect(changedSettings.map(({ sample }) => sample).sort()).toEqual(Object.keys(commands).sort());
});

describe("what was changed after the last up counts in every command", () => {
  test.each(changedSettings)("$title", async ({ change, others = {}, sample }) => {
    const refusal = await change();
    const callsToOther = (await answeredCalls(other)).length;
    const chosen = wholeTable ? Object.keys(commands) : [sample];
    const expected = Object.fromEntries(chosen.map((name) => [name, others[name] ?? "refused"]));
    expect(await outcomes(refusal, chosen)).toEqual(expected);
    const calls = (await answeredCalls(other)).slice(callsToOther);
    expect(calls.map(({ path }) => path).filter((path) => path !== "/services/oauth2/token")).toEqual([]);
  });

  test("all of them when they are right again", async () => {
    await configure(withSettings());
    const some = ["refresh", "preview --refresh", "up of an emptied program"];
    for (const command of wholeTable ? some : some.slice(0, 1)) {
      const { run: pulumiArguments, description = "first" } = commands[command] ?? { run: [] };
      await describeSet(description);
      const made = succeeded(await run(command.startsWith("up") ? ["preview"] : pulumiArguments));
      expect(made.output).not.toContain("error:");
    }
  });
});

describe("today's configuration counts in refresh and destroy wherever it comes from", () => {
  const wrong = { orgId: "00D000000000062EAA" };
  // The engine hides a value that is encrypted in the configuration.
  const refusal = /says that the stack belongs to org (00D000000000062EAA|\[secret\])/;
  const sharp = ["refresh", "destroy"];

  /** What becomes of both commands; of the last alone in a sample. */
  const withArguments = async (more: string[], at?: string) => {
    const found: Record<string, string> = {};
    for (const name of wholeTable ? sharp : sharp.slice(-1)) {
      const before = (await answeredCalls(local)).length;
      const pulumiArguments = [...(commands[name]?.run ?? []), ...more];
      const made = await engine.run([...pulumiArguments, ...(at === undefined ? ["--stack", "dev"] : ["--stack", at])]);
      found[name] = await outcomeOf(made, before, refusal);
    }
    return found;
  };
  const refused = { ...(wholeTable && { refresh: "refused" }), destroy: "refused" };

  beforeEach(() => configure(withSettings()));

  test("another file (--config-file), and not from the one that Pulumi would take", async () => {
    const path = await engine.file("elsewhere.yaml", withSettings(wrong));
    expect(await withArguments(["--config-file", path])).toEqual(refused);
    await writeFile(path, withSettings());
    await configure(withSettings(wrong));
    succeeded(await run(["refresh", "--yes", "--skip-preview", "--config-file", path]));
  });

  test("the command line (--config)", async () => {
    const { orgId } = wrong;
    expect(await withArguments(["--config", `pulumi-nodejs:salesforce.orgId=${orgId}`])).toEqual(refused);
  });

  test("another folder that pulumi is sent to (--cwd)", async () => {
    await configure(withSettings(wrong));
    expect(await withArguments(["--cwd", engine.project])).toEqual(refused);
  });

  test("a folder of its own (stackConfigDir)", async () => {
    const project = await readFile(inProject("Pulumi.yaml"), "utf8");
    await mkdir(inProject("stacks"), { recursive: true });
    await writeFile(inProject("Pulumi.yaml"), `${project}stackConfigDir: stacks\n`);
    await writeFile(inProject("stacks/Pulumi.dev.yaml"), withSettings(wrong));
    expect(await withArguments([])).toEqual(refused);
    // Former keys are looked for there too.
    await writeFile(inProject("stacks/Pulumi.dev.yaml"), withSettings({}, { "salesforce:allowProduction": "false" }));
    const made = await run(["destroy", "--yes", "--skip-preview"]);
    expect(made.output).toContain("pulumi config rm-all --stack dev salesforce:allowProduction");
    await writeFile(inProject("Pulumi.yaml"), project);
  });

  test("a value that is encrypted", async () => {
    succeeded(await run(["config", "set", "--secret", "pulumi-nodejs:salesforce.orgId", wrong.orgId]));
    expect(await readFile(inProject("Pulumi.dev.yaml"), "utf8")).not.toContain(wrong.orgId);
    expect(await withArguments([])).toEqual(refused);
  });

  test("a stack that was renamed", async () => {
    succeeded(await run(["stack", "rename", "renamed"]));
    await rename(inProject("Pulumi.dev.yaml"), inProject("Pulumi.renamed.yaml")).catch(() => {});
    await writeFile(inProject("Pulumi.renamed.yaml"), withSettings(wrong));
    expect(await withArguments([], "renamed")).toEqual(refused);
    succeeded(await engine.run(["stack", "rename", "dev", "--stack", "renamed"]));
  });
});

test("settings of the last up that were removed since do not come back from the state", async () => {
  // The state remembers the configuration of the last up that ended well.
  await configure(withSettings());
  succeeded(await run(["up", "--yes", "--skip-preview"]));
  await configure(stackFile({ "other:key": "value" }));
  const chosen = wholeTable ? ["refresh", "destroy", "up of an emptied program"] : ["destroy"];
  const refused = Object.fromEntries(chosen.map((name) => [name, "refused"]));
  expect(await outcomes(/There is no credential/, chosen)).toEqual(refused);
});

test("the right configuration destroys what the last up has made", async () => {
  await configure(withSettings());
  succeeded(await run(["destroy", "--yes", "--skip-preview"]));
  expect(await exported(local)).not.toEqual(untouched);
});
