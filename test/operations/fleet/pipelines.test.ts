/** Runs the shell of the recipes as a job does, on local orgs. */
import { spawn } from "node:child_process";
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { parse, parseAllDocuments } from "yaml";
import { createLocalOrg, type LocalOrg } from "../../../local-org/src/server.ts";
import type { FleetResult } from "../../../operations/fleet/result.ts";
import { root } from "../../../tools/commands/checkout.ts";
import { Administrator } from "../../provider/kit.ts";
import { Fleet } from "./orgs.ts";
import { Platform } from "./platform.ts";

const tags = { "emea-uat": "uat", "emea-prod": "production", "us-prod": "production" };
type StackName = keyof typeof tags;
const stacks = Object.keys(tags).sort() as StackName[];

let folder: string;
let fleet: Fleet;
let platform: Platform;
const locals = {} as Record<StackName, LocalOrg>;
/** The permission set in the org that drifts. */
let permissionSet: string;

const inFolder = (name: string) => join(folder, name);
const textOf = (name: string) => readFile(inFolder(name), "utf8");
const setLabel = (Label: string) =>
  new Administrator(locals["us-prod"]).change("PermissionSet", permissionSet, { Label });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pipelines-"));
  fleet = await Fleet.in(folder);
  platform = await Platform.start();
  await writeFile(inFolder("package.json"), '{ "name": "our-access" }');
  await mkdir(inFolder("node_modules/.bin"), { recursive: true });
  const operations = join(root, "operations", "main.ts");
  const program = `#!/bin/sh\nexec "${process.execPath}" --disable-warning=ExperimentalWarning "${operations}" "$@"\n`;
  await writeFile(inFolder("node_modules/.bin/pulumi-salesforce-access"), program, { mode: 0o755 });
  await mkdir(inFolder("bin"));
  const pulumi = `#!/bin/sh\nprintf 'Resources:\\n    ~ 1 to update\\n'\necho "$* $PULUMI_CONFIG_PASSPHRASE" >> "${folder}/pulumi-ran"\n`;
  await writeFile(inFolder("bin/pulumi"), pulumi, { mode: 0o755 });
  for (const stack of stacks) {
    locals[stack] = await createLocalOrg({ settings: { deployMs: 0 } });
    const { set } = await fleet.deploy(stack, locals[stack]);
    const variable = `KEY_OF_${stack.replace("-", "_").toUpperCase()}`;
    await fleet.configure(stack, locals[stack], { accessTokenVariable: variable, tags: tags[stack] });
    if (stack === "us-prod") permissionSet = set.id;
  }
  const tokens = Object.fromEntries(
    stacks.map((stack) => [`KEY_OF_${stack.replace("-", "_").toUpperCase()}`, locals[stack].org.deployer.accessToken]),
  );
  platform.secrets.drift = { ...tokens, GITLAB_TOKEN: "glpat" };
  platform.secrets.plan = { ...tokens, PULUMI_CONFIG_PASSPHRASE: "of the plan", GITLAB_TOKEN: "glpat" };
  platform.secrets.apply = { ...tokens, PULUMI_CONFIG_PASSPHRASE: "of the update" };
  await writeFile(inFolder("event.json"), '{ "pull_request": { "number": 7 } }');
});
afterAll(async () => {
  await platform.stop();
  await Promise.all(Object.values(locals).map((local) => local.stop()));
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  platform.roles.length = 0;
  platform.issues.length = 0;
  platform.comments.length = 1;
  await writeFile(inFolder("pulumi-ran"), "");
});

const recipe = (...more: string[]) => fleet.run("recipe", ...more, "--write");

/** Runs a script with these variables and no others, as a job has it. */
function shell(
  script: string,
  environment: Record<string, string>,
  { program = ["bash", "-e", "-c"], user }: { program?: string[]; user?: number } = {},
): Promise<{ exitCode: number | null; output: string }> {
  const path = [inFolder("bin"), process.env.PATH].join(delimiter);
  const child = spawn(program[0] as string, [...program.slice(1), script], {
    cwd: folder,
    env: { PATH: path, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    ...(user !== undefined && { uid: user, gid: user }),
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve) => child.on("close", (exitCode) => resolve({ exitCode, output })));
}

interface Step {
  id?: string;
  run?: string;
  env?: Record<string, string>;
}

/** Runs the steps of a job of GitHub Actions. A step that fails ends it, but for those that say otherwise. */
async function githubJob(name: string, stack = ""): Promise<{ failed: boolean; output: string }> {
  const { jobs, env } = parse(await textOf(".github/workflows/salesforce-access.yml"));
  const job = jobs[name] as { steps: (Step & { if?: string })[]; env?: Record<string, string> };
  const outputs: Record<string, string> = {};
  const filled = (text: string) =>
    text
      .replace(/\$\{\{ vars\.VAULT_ADDR \}\}/g, platform.url)
      .replace(/\$\{\{ github\.token \}\}/g, "token-of-job")
      .replace(/\$\{\{ matrix\.stack \}\}/g, stack)
      .replace(/\$\{\{ steps\.\w+\.outputs\.(\w+) \}\}/g, (_, key) => outputs[key] ?? "");
  let failed = false;
  let all = "";
  for (const { run, env: ofStep, if: condition } of job.steps) {
    if (run === undefined || run === "npm ci" || (failed && condition === undefined)) continue;
    const variables = Object.entries({ ...env, ...job.env, ...ofStep }).map(([key, value]) => [
      key,
      filled(String(value)),
    ]);
    await writeFile(inFolder("outputs"), "");
    const { exitCode, output } = await shell(filled(run), {
      ...Object.fromEntries(variables),
      GITHUB_ACTIONS: "true",
      GITHUB_API_URL: platform.url,
      GITHUB_REPOSITORY: "us/access",
      GITHUB_EVENT_PATH: inFolder("event.json"),
      GITHUB_OUTPUT: inFolder("outputs"),
      GITHUB_STEP_SUMMARY: inFolder("summary.md"),
      ACTIONS_ID_TOKEN_REQUEST_URL: `${platform.url}/token?version=1`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "request",
    });
    all += output;
    for (const [, key = "", value = ""] of (await textOf("outputs")).matchAll(/^(\w+)=(.*)$/gm)) outputs[key] = value;
    if (exitCode !== 0) failed = true;
  }
  return { failed, output: all };
}

test("GitHub: drift opens an issue and fails the job; when it is repaired, the issue closes by itself", async () => {
  await recipe("github");
  await setLabel("Edited");
  const drifted = await githubJob("drift");
  expect([drifted.failed, platform.roles]).toEqual([true, ["drift"]]);
  expect(platform.issues).toMatchObject([
    {
      title: "Drift in the Salesforce org of us-prod",
      state: "open",
      body: expect.stringContaining("| set | label |"),
    },
  ]);
  expect(await textOf("summary.md")).toContain("3 orgs: 2 clean, 1 drifted.");
  for (const { org } of Object.values(locals)) {
    const lines = drifted.output.split("\n").filter((line) => line.includes(org.deployer.accessToken));
    expect(lines).toEqual([`::add-mask::${org.deployer.accessToken}`]);
  }

  const again = platform.issues[0]?.body;
  await setLabel("IVR Access to SCV Apex Classes");
  const repaired = await githubJob("drift");
  expect(repaired.failed).toBe(false);
  expect(platform.issues).toMatchObject([
    { state: "closed", body: again, comments: [expect.stringContaining("any more")] },
  ]);
});

test("GitHub: a plan is one comment, which the next plan edits; it never touches that of somebody else", async () => {
  await recipe("github");
  for (const _run of [1, 2]) expect(await githubJob("plan")).toMatchObject({ failed: false });
  expect(platform.comments.map(({ body }) => body.split("\n")[1])).toEqual([
    undefined,
    "### Salesforce access, preview: 3 succeeded",
  ]);
  const ran = (await textOf("pulumi-ran")).trim().split("\n");
  expect(ran).toHaveLength(6);
  for (const line of ran) expect(line).toMatch(/^preview --diff --stack .* of the plan$/);
});

test("GitHub: an update runs for its stack alone, with the secrets of the deployer", async () => {
  await recipe("github");
  expect(await githubJob("production", "us-prod")).toMatchObject({ failed: false });
  expect([platform.roles, (await textOf("pulumi-ran")).trim()]).toEqual([
    ["apply"],
    expect.stringMatching(/^up --yes --skip-preview --stack us-prod .* of the update$/),
  ]);
});

/** Runs the script of a job of GitLab. */
async function gitlabJob(name: string) {
  const job = parse(await textOf(".gitlab-ci.yml"))[name] as { script: string[]; variables?: Record<string, string> };
  return shell(job.script.join("\n"), {
    ...job.variables,
    VAULT_ADDR: platform.url,
    ID_TOKEN: platform.identityToken,
    CI_API_V4_URL: `${platform.url}/api/v4`,
    CI_PROJECT_ID: "9",
    CI_MERGE_REQUEST_IID: "7",
  });
}

test("GitLab: plan and drift end as their checks end, with a comment and an issue", async () => {
  await recipe("gitlab");
  await setLabel("Edited");
  const plan = await gitlabJob("plan");
  expect([plan.exitCode, platform.comments.length]).toEqual([0, 2]);
  const drift = await gitlabJob("drift");
  expect([drift.exitCode, platform.issues.map(({ state }) => state)]).toEqual([7, ["open"]]);
  await setLabel("IVR Access to SCV Apex Classes");
  const clean = await gitlabJob("drift");
  expect([clean.exitCode, platform.issues.map(({ state }) => state)]).toEqual([0, ["closed"]]);
});

test("Kubernetes: pods of any user, where only their volumes can be written, ask a part each and join the parts", async () => {
  await recipe("kubernetes", "--image", "registry.example/access:1", "--shards", "2");
  const documents = parseAllDocuments(await textOf("kubernetes/salesforce-access.yaml")).map((each) => each.toJS());
  const job = documents.find(({ kind }) => kind === "CronJob").spec.jobTemplate.spec;
  const [container] = job.template.spec.containers;
  const user = process.getuid?.() === 0 ? job.template.spec.securityContext.runAsUser : undefined;
  const volumes = await mkdtemp(join(tmpdir(), "volumes-"));
  try {
    for (const name of ["reports", "tmp"]) {
      await mkdir(join(volumes, name));
      if (user !== undefined) await chown(join(volumes, name), user, user);
    }
    for (const path of [volumes, folder]) await chmod(path, 0o755);
    await writeFile(join(volumes, "token"), `${platform.identityToken}\n`, { mode: 0o644 });
    for (const index of [0, 1]) {
      const { exitCode, output } = await shell(
        container.args[0],
        {
          VAULT_ADDR: platform.url,
          ID_TOKEN_FILE: join(volumes, "token"),
          SALESFORCE_READ_ONLY: "true",
          REPORTS: join(volumes, "reports"),
          JOB: "drift-1",
          JOB_COMPLETION_INDEX: String(index),
          HOME: join(volumes, "tmp"),
        },
        { program: container.command, user },
      );
      expect([output, exitCode]).toEqual([expect.stringContaining("clean"), 0]);
    }
    const whole = JSON.parse(await readFile(join(volumes, "reports/latest/fleet.json"), "utf8")) as FleetResult;
    expect(whole.orgs.map(({ stack }) => stack)).toEqual(stacks);
    expect(await readdir(join(volumes, "reports/latest"))).toEqual(
      expect.arrayContaining(["fleet.html", "fleet.prom"]),
    );
  } finally {
    await rm(volumes, { recursive: true, force: true });
  }
});

test("Azure: a plan is one comment of the pull request, which the next plan edits", async () => {
  await recipe("azure");
  const { stages } = parse(await textOf("azure-pipelines.yml"));
  const steps = stages[0].jobs[0].steps as { script?: string; displayName?: string; env?: Record<string, string> }[];
  const filled = { "$(System.AccessToken)": "token-of-job", "$(PULUMI-CONFIG-PASSPHRASE)": "of the plan" };
  for (const _run of [1, 2]) {
    for (const { script, displayName, env = {} } of steps) {
      if (script === undefined || displayName === undefined) continue;
      const variables = Object.entries(env).map(([name, value]) => [
        name,
        filled[value as keyof typeof filled] ?? value,
      ]);
      const { exitCode, output } = await shell(script, {
        ...Object.fromEntries(variables),
        SYSTEM_COLLECTIONURI: `${platform.url}/us/`,
        SYSTEM_TEAMPROJECT: "access project",
        BUILD_REPOSITORY_ID: "repo",
        SYSTEM_PULLREQUEST_PULLREQUESTID: "7",
      });
      expect([output, exitCode]).toEqual([expect.anything(), 0]);
    }
  }
  // Here the comment of somebody begins like ours, and a build service cannot edit it.
  expect(platform.comments.map(({ body }) => body.split("\n")[1])).toEqual([
    "### Salesforce access, preview: 3 succeeded",
  ]);
  expect(await readdir(inFolder("artefacts"))).toEqual(expect.arrayContaining(["preview.md", "fleet-logs"]));
  expect(await textOf("pulumi-ran")).toMatch(/of the plan/);
});

test("Jenkins: the shell of plan and drift ends as its check ends, with the reports", async () => {
  await recipe("jenkins");
  const file = await textOf("Jenkinsfile");
  const blocks = [...file.matchAll(/sh '''\n([\s\S]*?)'''/g)].map(([, script = ""]) => script);
  expect(blocks).toHaveLength(4);
  await setLabel("Edited");
  const drift = await shell(blocks.at(-1) as string, { ...platform.secrets.drift, SALESFORCE_READ_ONLY: "true" });
  expect(drift.exitCode).toBe(7);
  expect(await textOf("fleet.xml")).toContain("<failure");
  const plan = await shell(blocks[0] as string, { ...platform.secrets.plan, SALESFORCE_READ_ONLY: "true" });
  expect([plan.exitCode, await textOf("preview.md")]).toEqual([0, expect.stringContaining("3 succeeded")]);
  const update = await shell(blocks[2] as string, { ...platform.secrets.apply });
  expect([update.exitCode, (await textOf("pulumi-ran")).match(/up .*--stack [\w-]+/g)?.length]).toEqual([0, 2]);
});
