import { appendFile, cp, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { parse } from "yaml";
import { providerText, type ResourceKind } from "../../resources/dynamicProvider.ts";
import { accessPackage, localOrgPackage } from "../../tools/commands/publishedPackage.ts";
import { type PackedPackage, packPackage } from "../../tools/release/packedPackage.ts";
import { oldestPulumiVersion, pulumiVersion } from "../../tools/toolchain/versions.ts";
import { exported, names } from "../engine/accessInOrg.ts";
import { Engine, engineTimeout, succeeded, toolchainEnvironment } from "../engine/engine.ts";
import { checkout } from "../engine/project.ts";
import { type Installer, installProject, oldestNode, ownProgramsFirst, run } from "./projects.ts";

// An npm without a cache downloads all dependencies once more.
jest.setTimeout(2 * engineTimeout);

/** A program of `examples/`, and how its project is installed. */
interface Example {
  language: "typescript" | "javascript";
  installer: Installer;
  /** Whether the project has a TypeScript of its own; Pulumi brings one as well. */
  typescript: "with" | "without";
  /** The Node.js that runs all of it: that of this machine, or exactly the oldest that the package promises. */
  node: "usual" | "oldest";
  /** Resources that the first run creates, the stack included. */
  created: number;
}

const examples: Example[] = [
  { language: "typescript", installer: "npm", typescript: "with", node: "usual", created: 12 },
  { language: "typescript", installer: "npm", typescript: "without", node: "oldest", created: 12 },
  { language: "javascript", installer: "pnpm", typescript: "without", node: "usual", created: 11 },
];

let folder: string;
let packed: PackedPackage;
let localOrg: PackedPackage;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "packed-")));
  packed = await packPackage(accessPackage, join(folder, "access"));
  localOrg = await packPackage(localOrgPackage, join(folder, "local-org"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("the packed package holds compiled code with its types and nothing else, and nothing of the local org", () => {
  expect(packed.files).toEqual(
    expect.arrayContaining([
      "resources/index.js",
      "resources/index.d.ts",
      "provider/index.js",
      "operations/main.js",
      "operations/checkConnection/command.js",
      "operations/deployer/command.js",
      "operations/prove/command.js",
      "operations/survey/command.js",
    ]),
  );
  const others = packed.files.filter(
    (path) =>
      !/^(resources|provider|salesforce|webex|operations|common|policies)\/([\w-]+\/)*\w+\.(js|d\.ts)$/.test(path) &&
      // What "fleet recipe" copies into a pipeline.
      !/^operations\/fleet\/recipes\/files\/[\w-]+\.mjs$/.test(path),
  );
  expect(others.sort()).toEqual(["LICENSE", "README.md", "package.json"]);
});

describe.each(examples)(
  "the example in $language, installed with $installer, $typescript a TypeScript of its own, on the $node Node.js",
  (example) => {
    const { language, installer, typescript, node, created } = example;
    let project: string;
    let engine: Engine;
    let username: string;
    let environment: Record<string, string> = {};

    beforeAll(async () => {
      project = join(folder, `${language}-${installer}-${typescript}`);
      await installExample(project, example);
      username = await usernameOf(project);
      if (node === "oldest") environment = ownProgramsFirst(project);
      engine = await Engine.start({ program: { folder: project } });
    });
    afterAll(() => engine?.stop());

    if (language === "javascript") {
      test("passes the type check with the compiler options of the other one", async () => {
        const options = {
          extends: join(checkout, "examples", "typescript", "tsconfig.json"),
          compilerOptions: {
            ...{ noEmit: true, allowJs: true, checkJs: true },
            ...{ types: ["node"], typeRoots: [join(checkout, "node_modules", "@types")] },
          },
          files: [join(project, "index.js")],
        };
        await writeFile(join(project, "check.json"), JSON.stringify(options));
        const compiler = join(checkout, "node_modules", "typescript", "bin", "tsc");
        await run(process.execPath, [compiler, "-p", "check.json"], project);
      });
    }

    test("builds the access and finds no drift", async () => {
      const up = succeeded(await engine.up(["--skip-preview"], environment));
      expect(up.output).toContain(`${username} logs in by JWT`);
      expect(up.output).toContain(`+ ${created} created`);
      const preview = succeeded(await engine.preview(["--refresh", "--expect-no-changes"], environment));
      expect(preview.output).toContain(`${created} unchanged`);
    });

    if (node === "oldest") {
      test("runs on that Node.js, with the oldest Pulumi SDK and CLI that are promised", async () => {
        const { version } = await oldestNode(packed.content);
        expect(await engine.outputs()).toMatchObject({ nodeVersion: version });
        const { peerDependencies } = JSON.parse(await readFile(join(packed.content, "package.json"), "utf8"));
        const sdk = join(project, "node_modules", "@pulumi", "pulumi", "package.json");
        const installed = JSON.parse(await readFile(sdk, "utf8")) as { version: string };
        expect(peerDependencies).toEqual({ "@pulumi/pulumi": `^${installed.version}` });
        // What npm test provides where no other CLI is installed.
        expect(pulumiVersion).toBe(oldestPulumiVersion);
      });
    }

    test("leaves the same provider text in the state as the source does", async () => {
      const resources = (await engine.state()).filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic/"));
      expect(resources).toHaveLength(7);
      for (const { type, inputs } of resources) {
        expect(inputs?.__provider).toBe(providerText(type.split(":").at(-1) as ResourceKind));
      }
    });

    test("has the operations as a command, and what that finds is written beside the program", async () => {
      const command = join(project, "node_modules", ".bin", "pulumi-salesforce-access");
      expect(await run(command, ["--help"], project, environment)).toContain("survey");
      const { accessToken, clientId } = engine.local.org.deployer;
      const login = [`SALESFORCE_INSTANCE_URL=${engine.local.url}`, `SALESFORCE_ACCESS_TOKEN=${accessToken}`];
      login.push(`SALESFORCE_CLIENT_ID=${clientId}`);
      const survey = [...login, command, "survey", "--stack", "found"];
      const check = ["check-connection", "--stack", "dev"];
      expect(await run("env", [...login, command, ...check], project, environment)).toContain("Ready: ");
      const proved = await engine.operate(["prove", "--stack", "dev"], environment, command);
      expect([proved.exitCode, proved.output]).toEqual([0, expect.stringContaining("The access works.")]);
      // Everything in the org carries the mark of this stack.
      await expect(run("env", survey, project, environment)).rejects.toThrow(
        /ended with 3:[\s\S]*belongs to a stack already/,
      );
    });

    test("takes the access down", async () => {
      succeeded(await engine.destroy(environment));
      expect(await engine.state()).toEqual([]);
      // The user cannot be deleted; it is inactive.
      expect(await exported(engine.local)).toMatchObject({
        added: { User: [{ Username: username, ProfileId: names.standardProfile }] },
        removed: {},
        externalClientApps: {},
      });
    });

    if (typescript === "with") {
      test("passes the type check of Pulumi's template, and its own test against a local org", async () => {
        const environment = Object.entries(toolchainEnvironment()).map(([name, value]) => `${name}=${value}`);
        const output = await run("env", [...environment, "npm", "test"], project);
        expect(output).toMatch(/pass 4\n/);
        expect(output).toMatch(/fail 0\n/);
      });
    }
  },
);

interface Manifest {
  dependencies: Record<string, string>;
  devDependencies?: Record<string, string>;
}
const manifestOf = async (path: string): Promise<Manifest> => JSON.parse(await readFile(path, "utf8"));

/** Copies an example and installs it, with the packed packages in place of the published ones. */
async function installExample(project: string, { language, installer, typescript, node }: Example): Promise<void> {
  await cp(join(checkout, "examples", language), project, { recursive: true });
  const pulumiProject = join(project, "Pulumi.yaml");
  const text = await readFile(pulumiProject, "utf8");
  await writeFile(pulumiProject, text.replace("packagemanager: npm", `packagemanager: ${installer}`));
  const { devDependencies, ...manifest } = await manifestOf(join(project, "package.json"));
  const isWhole = typescript === "with";
  const oldest = node === "oldest" ? (await oldestNode(packed.content)).packages : [];
  if (node === "oldest") await appendFile(join(project, "index.ts"), "\nexport const nodeVersion = process.version;\n");
  await installProject(
    project,
    isWhole ? { ...manifest, devDependencies } : manifest,
    isWhole ? [packed.tarball, localOrg.tarball] : [packed.tarball, ...oldest],
    installer,
  );
}

async function usernameOf(project: string): Promise<string> {
  const { config } = parse(await readFile(join(project, "Pulumi.dev.yaml"), "utf8")) as {
    config: Record<string, string>;
  };
  const [, username = ""] = Object.entries(config).find(([key]) => key.endsWith(":username")) ?? [];
  return username;
}
