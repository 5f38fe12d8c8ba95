/** The recipes, read by the linters and the schemas of their platforms. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { parseAllDocuments } from "yaml";
import { npmPackages, withInstallation } from "../../local-org/test/clients/installed.ts";
import { root } from "../../tools/commands/checkout.ts";
import { type Finished, runProgram } from "../../tools/toolchain/processes.ts";
import { runOperation } from "../operations/runOperation.ts";

let folder: string;

/** Fleets that make different jobs: with and without production, of one stack, with names that YAML could take for others. */
const fleets: Record<string, Record<string, string>> = {
  mixed: { "emea-uat": "uat", "us-prod": "production", "emea-prod": "production" },
  untagged: { one: "" },
  "without production": { "1.0": "uat", true: "production,uat" },
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "recipes-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Writes a recipe of a fleet into a folder of its own. */
async function recipe(fleet: string, ...more: string[]): Promise<string> {
  const place = await mkdtemp(join(folder, "fleet-"));
  await writeFile(join(place, "package.json"), "{}");
  await writeFile(join(place, "Pulumi.yaml"), "name: access\nruntime: nodejs\nbackend:\n  url: s3://states\n");
  for (const [stack, tags] of Object.entries(fleets[fleet] ?? {})) {
    await writeFile(join(place, `Pulumi.${stack}.yaml`), `config:\n  pulumi-nodejs:salesforce.tags: "${tags}"\n`);
  }
  const { exitCode, stderr } = await runOperation(["fleet", "recipe", ...more, "--folder", place, "--write"], {
    PULUMI_BACKEND_URL: undefined,
  });
  expect([stderr, exitCode]).toEqual(["", 0]);
  return place;
}

const run = (program: string, more: string[], cwd: string, env = process.env): Promise<Finished> =>
  runProgram(program, more, { cwd, env });

test.each(Object.keys(fleets))(
  "GitHub's linter finds nothing in the workflow of a fleet that is %s",
  async (fleet) => {
    const place = await recipe(fleet, "github");
    const lint = ["-C", join(root, "tools", "workflows"), "tool", "actionlint", "-shellcheck=", "-pyflakes="];
    const workflow = join(place, ".github/workflows/salesforce-access.yml");
    expect(await run("go", [...lint, workflow], place)).toMatchObject({ stdout: "", exitCode: 0 });
    await writeFile(workflow, (await readFile(workflow, "utf8")).replace("cancel-in-progress", "cancel"));
    expect(await run("go", [...lint, workflow], place)).toMatchObject({ exitCode: 1 });
  },
  withInstallation,
);

test.each(Object.keys(fleets))(
  "GitLab's schema takes the pipeline of a fleet that is %s",
  async (fleet) => {
    const installation = await npmPackages("gitlab-ci-local-4.75.1", ["gitlab-ci-local@4.75.1"]);
    const place = await recipe(fleet, "gitlab");
    await run("git", ["init", "--quiet", "--initial-branch", "main"], place);
    await run("git", ["remote", "add", "origin", "git@gitlab.example:us/access.git"], place);
    const list = join(installation, "node_modules", ".bin", "gitlab-ci-local");
    const { NODE_OPTIONS: _ofJest, ...env } = process.env;
    const listed = await run(list, ["--list-csv-all"], place, { ...env, HOME: folder });
    expect([listed.stderr, listed.exitCode]).toEqual([expect.stringContaining("json schema validated"), 0]);
    for (const stack of Object.keys(fleets[fleet] ?? {})) expect(listed.stdout).toContain(`[${stack}]`);
    await writeFile(join(place, ".gitlab-ci.yml"), "plan:\n  script: [true]\n  when: sometimes\n");
    expect(await run(list, ["--list"], place, { ...env, HOME: folder })).not.toMatchObject({ exitCode: 0 });
  },
  withInstallation,
);

test(
  "Kubernetes' schemas take each object",
  async () => {
    const place = await recipe("mixed", "kubernetes", "--image", "registry.example/access:1");
    const documents = parseAllDocuments(await readFile(join(place, "kubernetes/salesforce-access.yaml"), "utf8"));
    const installation = await npmPackages("kubernetes-models-5.1.0", ["kubernetes-models@5.1.0"]);
    const models = join(installation, "node_modules", "kubernetes-models");
    expect(documents).toHaveLength(3);
    for (const document of documents) {
      const object = document.toJS();
      const module = join(models, object.apiVersion, `${object.kind}.js`);
      const validate = async (value: object) => {
        const program = `const { ${object.kind} } = await import(${JSON.stringify(pathToFileURL(module).href)}); new ${object.kind}(JSON.parse(process.argv[1])).validate();`;
        return runProgram(process.execPath, ["--input-type=module", "-e", program, JSON.stringify(value)]);
      };
      expect(await validate(object)).toMatchObject({ stderr: "", exitCode: 0 });
      expect(
        await validate({ ...object, spec: { ...object.spec, schedule: 1, resources: 1 }, metadata: 1 }),
      ).toMatchObject({ exitCode: 1 });
    }
  },
  withInstallation,
);
