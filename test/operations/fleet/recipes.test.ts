import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { parse } from "yaml";
import { recipe as operation } from "../../../operations/fleet/recipeCommand.ts";
import { azure } from "../../../operations/fleet/recipes/azure.ts";
import { fleetFacts } from "../../../operations/fleet/recipes/fleetFacts.ts";
import { github } from "../../../operations/fleet/recipes/github.ts";
import { gitlab } from "../../../operations/fleet/recipes/gitlab.ts";
import { jenkins } from "../../../operations/fleet/recipes/jenkins.ts";
import { kubernetes } from "../../../operations/fleet/recipes/kubernetes.ts";
import type { FleetFacts } from "../../../operations/fleet/recipes/recipe.ts";
import { root } from "../../../tools/commands/checkout.ts";

const stack = (name: string, isProduction: boolean) => ({
  stack: name,
  isProduction,
  deployerVariable: `DEPLOYER_OF_${name}`,
  readerVariable: `READER_OF_${name}`,
});
const fleet: FleetFacts = {
  stacks: [stack("emea", false), stack("us", true)],
  production: "production",
  branch: "main",
  command: "./fleet",
  pulumiVersion: "3.1.2",
  backEndVariables: ["STATES"],
  shards: 3,
  image: "registry.example/access:1",
};
const makers = { github, gitlab, kubernetes, azure, jenkins };
const textOf = async (platform: keyof typeof makers, facts = fleet) => String((await makers[platform](facts))[0]?.text);

describe("every recipe", () => {
  const platforms = Object.keys(makers) as (keyof typeof makers)[];

  test.each(platforms)(
    "%s checks for drift every hour, as a login that writes nothing, without what decrypts a state",
    async (platform) => {
      const [file] = await makers[platform](fleet);
      const text = String(file?.text);
      expect(text).toMatch(/17 \* \* \* \*|H \* \* \* \*/);
      const code = text.replace(/^ *(#|\/\/).*$/gm, "");
      const drift = code.slice(code.search(/stage\('Drift'\)|^ *(- stage: |)drift:?$|CronJob/m));
      expect(drift).toMatch(/SALESFORCE_READ_ONLY/);
      expect(drift).not.toMatch(/PASSPHRASE|DEPLOYER_OF|with-secrets.mjs (plan|apply)/);
    },
  );

  test.each(platforms)("%s has no secret, no place to fill in, and no path of a machine", async (platform) => {
    const text = await textOf(platform);
    expect(text).not.toMatch(/<[A-Z_-]+>|example\.com|changeme|PRIVATE KEY-----|undefined|\[object/i);
    expect(text).not.toContain(root);
  });

  test.each(["github", "gitlab", "azure", "jenkins"] as const)(
    "%s has no job for production where there is none",
    async (platform) => {
      const without = { ...fleet, stacks: fleet.stacks.slice(0, 1) };
      const [file] = await makers[platform](without);
      const code = String(file?.text).replace(/^ *(#|\/\/).*$/gm, "");
      expect(code).not.toMatch(/^ *(- stage: )?production:?$|stage\('Production'\)/m);
      expect(code).toMatch(/apply|Apply/);
    },
  );
});

test("GitHub: each job may do what it needs and no more, one of an org at a time, production behind the rest", async () => {
  const text = await textOf("github");
  const { permissions, jobs } = parse(text);
  expect(permissions).toEqual({});
  const read = { contents: "read", "id-token": "write" };
  expect(Object.entries(jobs).map(([name, job]) => [name, (job as { permissions: object }).permissions])).toEqual([
    ["plan", { ...read, "pull-requests": "write" }],
    ["apply", read],
    ["production", read],
    ["drift", { ...read, issues: "write" }],
  ]);
  expect(jobs.apply.strategy.matrix.stack).toEqual(["emea"]);
  expect(jobs.production).toMatchObject({
    needs: "apply",
    environment: "salesforce-production",
    concurrency: { group: expect.stringContaining("matrix.stack"), "cancel-in-progress": false },
    strategy: { matrix: { stack: ["us"] } },
  });
  expect(jobs.plan.if).toContain("head.repo.full_name == github.repository");
});

test("GitHub: actions are at the commits that this repository's own workflows use", async () => {
  const text = await textOf("github");
  const used = [...text.matchAll(/uses: (.*)/g)].map(([, action]) => String(action));
  for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d/);
  const ci = await readFile(join(root, ".github", "workflows", "ci.yml"), "utf8");
  const own = used.filter((action) => /checkout|setup-node/.test(action));
  expect(own).not.toEqual([]);
  for (const action of own) expect(ci).toContain(action);
});

test("Azure and Jenkins give each step the variables of its role by name", async () => {
  const text = await textOf("azure");
  expect(text).toContain("DEPLOYER_OF_us: $(DEPLOYER-OF-us)");
  const [, ofEmea = ""] = /deployment: stack_emea([\s\S]*?)- stage|$/.exec(text) ?? [];
  expect(ofEmea).toContain("DEPLOYER_OF_emea");
  expect(ofEmea).not.toContain("DEPLOYER_OF_us");
  const file = await textOf("jenkins");
  const credentials = [...file.matchAll(/withCredentials\(\[(.*)\]\)/g)].map(([, list = ""]) =>
    [...list.matchAll(/variable: '(\w+)'/g)].map(([, name]) => name),
  );
  const readers = ["READER_OF_emea", "READER_OF_us", "STATES"];
  const deployers = ["DEPLOYER_OF_emea", "DEPLOYER_OF_us", "STATES", "PULUMI_CONFIG_PASSPHRASE"];
  expect(credentials).toEqual([[...readers, "PULUMI_CONFIG_PASSPHRASE"], deployers, deployers, readers]);
});

test("Kubernetes: a pod has no right, no token of the cluster and nothing to write to but its volumes", async () => {
  const job = parse((await textOf("kubernetes")).split("---\n").at(-1) ?? "").spec.jobTemplate.spec;
  expect(job).toMatchObject({ completionMode: "Indexed", completions: 3, parallelism: 3, backoffLimitPerIndex: 0 });
  const { containers, securityContext, automountServiceAccountToken } = job.template.spec;
  expect([securityContext.runAsNonRoot, automountServiceAccountToken]).toEqual([true, false]);
  expect(containers[0].securityContext).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
  });
  await expect(kubernetes({ ...fleet, image: undefined })).rejects.toThrow("--image");
});

describe("a recipe is made from the files of the fleet", () => {
  let folder: string;
  const options = { production: "production", branch: "main", image: undefined, shards: undefined };
  const configure = (name: string, ...settings: string[]) =>
    writeFile(
      join(folder, `Pulumi.${name}.yaml`),
      `config:\n${settings.map((each) => `  pulumi-nodejs:salesforce.${each}\n`).join("")}  a:b: c\n`,
    );
  const project = (backEnd: string) =>
    writeFile(join(folder, "Pulumi.yaml"), `name: access\nruntime: nodejs\n${backEnd}`);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "recipe-"));
    await writeFile(join(folder, "package.json"), '{ "name": "our-access" }');
    await project("backend:\n  url: azblob://states\n");
    await configure("one", "tags: emea, production", "privateKeyVariable: KEY_OF_ONE");
    await configure("two", "accessTokenVariable: TOKEN_OF_TWO");
    await configure("three");
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  afterEach(() => {
    jest.restoreAllMocks();
  });

  test("where their credentials are, what is production, and what the back end needs", async () => {
    expect(await fleetFacts(folder, ["one", "two", "three"], options)).toMatchObject({
      stacks: [
        { stack: "one", isProduction: true, deployerVariable: "KEY_OF_ONE", readerVariable: "KEY_OF_ONE" },
        { stack: "two", isProduction: false, deployerVariable: "TOKEN_OF_TWO" },
        { stack: "three", isProduction: false, deployerVariable: "SALESFORCE_PRIVATE_KEY" },
      ],
      backEndVariables: ["AZURE_STORAGE_ACCOUNT", "AZURE_STORAGE_KEY"],
      command: "./node_modules/.bin/pulumi-salesforce-access fleet",
      pulumiVersion: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      shards: 1,
    });
  });

  test("all orgs wait for an approval where none is said to be production", async () => {
    const { stacks } = await fleetFacts(folder, ["one", "two"], { ...options, production: "live" });
    expect(stacks.map(({ isProduction }) => isProduction)).toEqual([true, true]);
  });

  test("in the checkout of this project its own command is called", async () => {
    expect((await fleetFacts(root, [], options)).command).toBe("node operations/main.ts fleet");
  });

  test("without a back end in Pulumi.yaml the states are in Pulumi Cloud, unless a variable of mine says otherwise", async () => {
    await project("");
    expect((await fleetFacts(folder, ["one"], options)).backEndVariables).toEqual(["PULUMI_ACCESS_TOKEN"]);
    process.env.PULUMI_BACKEND_URL = "file:///states";
    try {
      await expect(fleetFacts(folder, ["one"], options)).rejects.toThrow("write it into Pulumi.yaml as backend.url");
    } finally {
      delete process.env.PULUMI_BACKEND_URL;
    }
  });

  test("is written over an earlier one, and never over a file of somebody else", async () => {
    jest.spyOn(console, "log").mockImplementation(() => {});
    const run = () => operation.run(["gitlab", "--folder", folder, "--write"]);
    expect([await run(), await run()]).toEqual([0, 0]);
    await writeFile(join(folder, ".gitlab-ci.yml"), "theirs: 1\n");
    await expect(run()).rejects.toThrow("not made by this command");
    await mkdir(join(folder, "Jenkinsfile"));
    await expect(operation.run(["jenkins", "--folder", folder, "--write"])).rejects.toThrow(
      "cannot be written: EISDIR",
    );
  });

  test.each([
    [["gitea"], "Usage:"],
    [["constructor"], "Usage:"],
    [[], "Usage:"],
    [["github", "--branch", "a b"], "--branch must be the name of a branch"],
    [["github", "none"], 'No stack fits "none"'],
    [["kubernetes", "--image", "x", "--shards", "0"], "--shards must be"],
  ])("%j is refused", async (more, why) => {
    await expect(operation.run([...more, "--folder", folder])).rejects.toThrow(why);
  });
});
