import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import type { ResourceKind } from "../../resources/dynamicProvider.ts";
import { accessPackage } from "../../tools/commands/publishedPackage.ts";
import { exported, names } from "../engine/accessInOrg.ts";
import { Engine, engineTimeout, scvArguments, succeeded } from "../engine/engine.ts";
import { checkout } from "../engine/project.ts";
import { providerText } from "../resources/providerText.ts";
import { type Installer, installProject, type PackedPackage, packPackage, run } from "./packedPackage.ts";

// An npm without a cache downloads all dependencies once more.
jest.setTimeout(2 * engineTimeout);

const program = `
import { ScvIntegration } from "pulumi-salesforce-access";

const scv = new ScvIntegration("scv", ${JSON.stringify(scvArguments)});
export const webexConnector = scv.webexConnector;
export const validTo: import("@pulumi/pulumi").Output<string> = scv.app.certificateValidTo;
`;

let folder: string;
let packed: PackedPackage;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "packed-")));
  packed = await packPackage(accessPackage, folder);
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
      "operations/prove/command.js",
      "operations/survey/command.js",
    ]),
  );
  const others = packed.files.filter(
    (path) => !/^(resources|provider|salesforce|operations|common)\/([\w-]+\/)*\w+\.(js|d\.ts)$/.test(path),
  );
  expect(others.sort()).toEqual(["LICENSE", "README.md", "package.json"]);
});

describe.each<{ installer: Installer; typescript: "with" | "without" }>([
  { installer: "npm", typescript: "with" },
  { installer: "npm", typescript: "without" },
  { installer: "pnpm", typescript: "with" },
])("in a new Pulumi project, installed with $installer, $typescript a TypeScript of its own", (kind) => {
  let project: string;
  let engine: Engine;

  beforeAll(async () => {
    project = join(folder, `${kind.installer}-${kind.typescript}`, "consumer");
    await makeConsumer(project, packed.tarball, kind);
    engine = await Engine.start({ program: { folder: project } });
  });
  afterAll(() => engine?.stop());

  test("builds the access and finds no drift", async () => {
    const up = succeeded(await engine.up());
    expect(up.output).toContain(`${scvArguments.username} logs in by JWT`);
    expect(up.output).toContain("+ 12 created");
    const preview = succeeded(await engine.previewDrift());
    expect(preview.output).toContain("12 unchanged");
  });

  test("leaves the same provider text in the state as the source does", async () => {
    const resources = (await engine.state()).filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic/"));
    expect(resources).toHaveLength(7);
    for (const { type, inputs } of resources) {
      expect(inputs?.__provider).toBe(providerText(type.split(":").at(-1) as ResourceKind));
    }
  });

  test("has the operations as a command, and what that finds is written beside the program", async () => {
    const command = join(project, "node_modules", ".bin", "pulumi-salesforce-access");
    expect(await run(command, ["--help"], project)).toContain("survey");
    const { accessToken, clientId } = engine.local.org.deployer;
    const login = [`SALESFORCE_INSTANCE_URL=${engine.local.url}`, `SALESFORCE_ACCESS_TOKEN=${accessToken}`];
    login.push(`SALESFORCE_CLIENT_ID=${clientId}`);
    const survey = [...login, command, "survey", "--stack", "found"];
    expect(await run("env", [...login, command, "check-connection", "--stack", "dev"], project)).toContain("Ready: ");
    const proved = await engine.operate(["prove", "--stack", "dev"], {}, command);
    expect([proved.exitCode, proved.output]).toEqual([0, expect.stringContaining("The access works.")]);
    // Everything in the org carries the mark of this stack.
    await expect(run("env", survey, project)).rejects.toThrow(/ended with 3:[\s\S]*belongs to a stack already/);
  });

  test("takes the access down", async () => {
    succeeded(await engine.destroy());
    expect(await engine.state()).toEqual([]);
    // The user cannot be deleted; it is inactive.
    expect(await exported(engine.local)).toMatchObject({
      added: { User: [{ Username: scvArguments.username, ProfileId: names.standardProfile }] },
      removed: {},
      externalClientApps: {},
    });
  });
});

/**
 * The project that `pulumi new typescript` makes (CommonJS, ts-node, the older module resolution), with the package
 * added as its user adds it.
 */
async function makeConsumer(
  project: string,
  tarball: string,
  { installer, typescript }: { installer: Installer; typescript: "with" | "without" },
): Promise<void> {
  const own = JSON.parse(await readFile(join(checkout, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
    devDependencies: Record<string, string>;
  };
  await mkdir(project, { recursive: true });
  await Promise.all([
    writeFile(
      join(project, "Pulumi.yaml"),
      `name: consumer\ndescription: A minimal TypeScript Pulumi program\nruntime:\n  name: nodejs\n  options:\n    packagemanager: ${installer}\n`,
    ),
    writeFile(
      join(project, "tsconfig.json"),
      JSON.stringify({
        compilerOptions: {
          strict: true,
          outDir: "bin",
          target: "es2020",
          module: "commonjs",
          moduleResolution: "node",
          sourceMap: true,
          experimentalDecorators: true,
          pretty: true,
          noFallthroughCasesInSwitch: true,
          noImplicitReturns: true,
          forceConsistentCasingInFileNames: true,
        },
        files: ["index.ts"],
      }),
    ),
    writeFile(join(project, "index.ts"), program),
  ]);
  const manifest = {
    name: "consumer",
    main: "index.ts",
    // The versions that the checkout has: its installation has put them into npm's cache.
    devDependencies: {
      "@types/node": own.devDependencies["@types/node"],
      ...(typescript === "with" && { typescript: own.devDependencies.typescript }),
    },
    dependencies: { "@pulumi/pulumi": own.dependencies["@pulumi/pulumi"] },
  };
  await installProject(project, manifest, tarball, installer);
}
