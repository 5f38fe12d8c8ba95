import { copyFile, cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { expect, test } from "@jest/globals";
import { root } from "../../tools/commands/checkout.ts";
import { runProgram } from "../../tools/toolchain/processes.ts";

/** What the linter finds broken in a tree of these files, as `path: rule`. */
async function broken(files: Record<string, string>): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), "walls-"));
  try {
    await copyFile(join(root, "biome.json"), join(folder, "biome.json"));
    await cp(join(root, "tools", "biome"), join(folder, "tools", "biome"), { recursive: true });
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    const biome = join(root, "node_modules", "@biomejs", "biome", "bin", "biome");
    const only = ["--only=style/noRestrictedImports", "--only=suspicious/noImportCycles"];
    const options = ["--vcs-enabled=false", "--max-diagnostics=none", "--reporter=github", ...only];
    const { stdout, stderr } = await runProgram(process.execPath, [biome, "lint", ...options, "."], { cwd: folder });
    return [...`${stdout}${stderr}`.matchAll(/title=lint\/\w+\/(\w+),file=([^,]+),/g)].map(
      ([, rule, file]) => `${relative(folder, file ?? "")}: ${rule}`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Every way of writing an import. */
const imports = (from: string) => [
  `import { one } from "${from}";\nexport const two = one;\n`,
  `import type { one } from "${from}";\nexport type Two = typeof one;\n`,
  `export { one } from "${from}";\n`,
  `export const two = await import("${from}");\n`,
];

/** A file for each way in which something in a folder imports something. */
function files(pairs: readonly (readonly [folder: string, from: string])[]): Record<string, string> {
  return Object.fromEntries(
    pairs.flatMap(([folder, from], pair) =>
      imports(from).map((source, way) => [`${folder}/wall${pair}_${way}.ts`, source]),
    ),
  );
}

test("the linter keeps the walls between the rooms, in whatever form an import is written", async () => {
  const forbidden = files([
    ["local-org/src", "../../provider/rules.ts"],
    ["local-org/src/http", "../../../salesforce/soql.ts"],
    ["local-org/conformance", "../../resources/index.ts"],
    ["local-org/test", "../../operations/commandLine.ts"],
    ["local-org/src", "@pulumi/pulumi"],
    ["local-org/src", "pulumi-salesforce-access/provider"],
    ["local-org/src", "../../webex/client.ts"],
    ["local-org/test", "../../local-webex/src/server.ts"],
    ["local-webex/src", "../../provider/rules.ts"],
    ["local-webex/src/http", "../../../webex/client.ts"],
    ["local-webex/src", "../../local-org/src/identifiers.ts"],
    ["local-webex/src", "local-salesforce-org"],
    ["local-webex/src", "@pulumi/pulumi"],
    ["local-webex/test", "../../webex/client.ts"],
    ["local-webex/test/tenant", "../../../salesforce/soql.ts"],
    ["provider", "../local-org/src/identifiers.ts"],
    ["provider", "../local-webex/src/server.ts"],
    ["provider", "local-webex-tenant"],
    ["salesforce", "../local-webex/src/server.ts"],
    ["operations", "../local-webex/src/server.ts"],
    ["resources", "../local-webex/src/server.ts"],
    ["provider", "local-salesforce-org"],
    ["provider", "@pulumi/pulumi"],
    ["provider", "../resources/index.ts"],
    ["provider", "../operations/commandLine.ts"],
    ["salesforce", "../provider/rules.ts"],
    ["webex", "../salesforce/org.ts"],
    ["webex", "../provider/rules.ts"],
    ["webex", "../local-webex/src/server.ts"],
    ["salesforce", "../local-org/src/identifiers.ts"],
    ["salesforce", "@pulumi/pulumi/runtime/rpc.js"],
    ["resources", "../provider/rules.ts"],
    ["resources", "../salesforce/soql.ts"],
    ["resources", "../local-org/src/server.ts"],
    ["operations", "../local-org/src/server.ts"],
    ["operations/survey", "../../tools/commands/checkout.ts"],
  ]);
  expect((await broken(forbidden)).sort()).toEqual(
    Object.keys(forbidden)
      .map((path) => `${path}: noRestrictedImports`)
      .sort(),
  );
});

test("it lets in what belongs together", async () => {
  const allowed = files([
    ["provider", "../salesforce/soql.ts"],
    ["operations", "../provider/rules.ts"],
    ["operations", "../webex/gateway.ts"],
    ["webex", "../salesforce/transport.ts"],
    ["resources", "@pulumi/pulumi"],
    ["local-org/src", "./metadata/operations.ts"],
    ["test/provider", "../../local-org/src/server.ts"],
    ["test/operations", "../../local-webex/src/server.ts"],
    ["local-webex/test", "../../local-org/src/server.ts"],
    ["local-webex/src", "./flows/flow.ts"],
  ]);
  expect(await broken(allowed)).toEqual([]);
});

test("it finds import circles in every room, also those of types alone", async () => {
  const rooms = [
    ["provider", "salesforce", "webex", "resources", "operations", "common", "tools", "test"],
    ["local-org/src", "local-org/src/metadata", "local-org/conformance", "local-org/test", "local-org/bench"],
    ["local-webex/src", "local-webex/test"],
  ].flat();
  const circles = Object.fromEntries(
    rooms.flatMap((folder) => [
      [`${folder}/one.ts`, 'import type { Two } from "./two.ts";\nexport type One = Two | 1;\n'],
      [`${folder}/two.ts`, 'import type { One } from "./one.ts";\nexport type Two = One | 2;\n'],
    ]),
  );
  expect((await broken(circles)).sort()).toEqual(
    Object.keys(circles)
      .map((path) => `${path}: noImportCycles`)
      .sort(),
  );
});
