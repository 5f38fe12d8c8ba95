import { readFileSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { root } from "../../tools/commands/checkout.ts";
import { runProgram } from "../../tools/toolchain/processes.ts";
import { apply, filesToCopy, following, steps } from "./recipe.ts";

const original = (path: string) => readFileSync(join(root, path), "utf8");
const [files = "", ...others] = Object.keys(steps("Any", original));

/** A kind that was added as the recipe says. */
const complete = "Complete";
/** For each step, a kind that was added without it. */
const forgetful = others.map((step, index) => [step, `Forgetful${String.fromCharCode(65 + index)}`] as const);

/** A life of the new kind in a local org, from the preview of its adoption to its end. */
const life = `
import { expect, test } from "@jest/globals";
import { declarations } from "./declarations.ts";
import { withStack } from "./kit.ts";

test("${complete} has a life in an org", () =>
  withStack(async ({ stack, local }) => {
    const inputs = { label: "New", userPermissions: ["ApiEnabled"] };
    const listed = { kind: "${complete}", name: "one", inputs };
    const { owner: _owner, ...ready } = declarations.OrgReadiness;
    const { failures } = await stack.check("OrgReadiness", { ...ready, adoptions: [listed], creations: [listed] });
    expect(failures.filter(({ property }) => ["adoptions", "creations"].includes(property))).toEqual([]);
    const made = await stack.create("${complete}", "one", inputs);
    expect(local.org.records.get("PermissionSet", made.id)).toMatchObject({ Label: "New" });
    expect(await stack.read(made)).toMatchObject({ id: made.id });
    await stack.delete(made);
    expect((await stack.create("${complete}", "one", inputs)).id).not.toBe(made.id);
  }));
`;
const lifeTest = "test/provider/recipe.test.ts";

/** What is looked at by the type check. */
const typed = [
  "resources",
  "provider",
  "test/resources",
  "test/engine/driftTable.ts",
  "test/provider/registry.test.ts",
];
/** What is looked at by tests, which go through all kinds. */
const tests = ["test/docs/docs.test.ts", "test/resources/providerText.test.ts", lifeTest];

/** Kinds that the type check complains of: they stand alone in quotes. */
async function kindsOfTypeProblems(tree: string): Promise<string[]> {
  await writeFile(join(tree, "recipe.json"), JSON.stringify({ extends: "./tsconfig.json", include: typed }));
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const { stdout } = await runProgram(process.execPath, [tsc, "--noEmit", "-p", "recipe.json"], {
    cwd: tree,
    timeoutMilliseconds: 120_000,
  });
  return [...stdout.replace(/Did you mean.*/g, "").matchAll(/'"?(Complete|Forgetful[A-Z])"?'/g)].map(
    ([, kind = ""]) => kind,
  );
}

interface Report {
  testResults: { message: string; assertionResults: { status: string; fullName: string }[] }[];
}

/** Names of the tests that pass and that fail. */
async function testResults(tree: string): Promise<{ passed: string[]; failed: string[] }> {
  const jest = join(root, "node_modules", "jest", "bin", "jest.js");
  const report = join(tree, "report.json");
  const only =
    "has a page|name every input|says which ones|name (Complete|Forgetful)|of a (Complete|Forgetful)|has a life";
  const { stderr } = await runProgram(
    process.execPath,
    ["--experimental-vm-modules", jest, "--json", `--outputFile=${report}`, "-w", "1", "-t", only, ...tests],
    { cwd: tree, timeoutMilliseconds: 120_000 },
  );
  const text = await readFile(report, "utf8").catch(() => {
    throw new Error(`the tests do not run: ${stderr}`);
  });
  const results = (JSON.parse(text) as Report).testResults;
  const broken = results.filter(({ assertionResults }) => assertionResults.length === 0);
  if (broken.length > 0) throw new Error(broken.map(({ message }) => message).join("\n"));
  const all = results.flatMap(({ assertionResults }) => assertionResults);
  const named = (wanted: string) => all.filter(({ status }) => status === wanted).map(({ fullName }) => fullName);
  return { passed: named("passed"), failed: named("failed") };
}

/** A copy of the tree that git would keep. */
async function copyTree(): Promise<string> {
  const tree = await mkdtemp(join(tmpdir(), "recipe-"));
  const listed = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const { stdout } = await runProgram("git", listed, { cwd: root });
  for (const file of stdout.split("\0").filter((path) => path !== "")) {
    await mkdir(dirname(join(tree, file)), { recursive: true });
    await copyFile(join(root, file), join(tree, file));
  }
  await symlink(join(root, "node_modules"), join(tree, "node_modules"));
  return tree;
}

let tree: string | undefined;
let complained: string[];
let passed: string[];
let failed: string[];

beforeAll(async () => {
  tree = await copyTree();
  await writeFile(join(tree, lifeTest), life);
  for (const [forgotten, kind] of [["", complete] as const, ...forgetful]) {
    const left = [forgotten, ...(following[forgotten] ?? [])];
    for (const [step, edits] of Object.entries(steps(kind, original)))
      if (!left.includes(step)) await apply(tree, edits);
  }
  complained = await kindsOfTypeProblems(tree);
  ({ passed, failed } = await testResults(tree));
}, 240_000);
afterAll(async () => {
  if (tree) await rm(tree, { recursive: true, force: true });
});

const isAbout = (kind: string) => (name: string) => name.split(/\W+/).includes(kind);

test("a kind that is added as CONTRIBUTING.md says passes the type check and the tests, and lives in an org", () => {
  expect(complained.filter(isAbout(complete))).toEqual([]);
  expect(failed.filter(isAbout(complete))).toEqual([]);
  expect(passed.filter(isAbout(complete)).length).toBeGreaterThan(5);
  expect(passed).toContain(`${complete} has a life in an org`);
});

test.each(forgetful)("who forgets %s is told", (_step, kind) => {
  expect([...complained, ...failed].filter(isAbout(kind))).not.toEqual([]);
});

test("CONTRIBUTING.md names every file that the recipe changes, and the one to copy", () => {
  const recipe = original("CONTRIBUTING.md").split("## Add a resource")[1]?.split("\n## ")[0] ?? "";
  const changed = Object.values(steps("Any", original)).flatMap((edits) => edits.map(([path]) => path));
  const paths = changed.map((path) =>
    path.replace(/any(?=(?:Inputs|Plan)?\.\w+$)/, "<resource>").replace("observedAny", "observed<Resource>"),
  );
  expect(files).toBe("the class and the lifecycle");
  expect([...filesToCopy, ...paths].filter((path) => !recipe.includes(`\`${path}\``))).toEqual([]);
});
