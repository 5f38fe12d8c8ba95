import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { root } from "../../../tools/commands/checkout.ts";
import { readVersion, writeVersion } from "../../../tools/release/versions.ts";

const manifests = ["package.json", "local-org/package.json", "local-webex/package.json", "package-lock.json"];
const examples = ["typescript", "javascript", "policies"].map((name) => `examples/${name}/package.json`);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "versions-"));
  for (const file of [...manifests, ...examples]) await cp(join(root, file), join(folder, file));
  await writeFile(join(folder, "CHANGELOG.md"), "# Changelog\n\n## Unreleased\n\n- News.\n\n## 0.1.0\n\nThe first.\n");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const read = (file: string) => readFile(join(folder, file), "utf8");

test("the versions of this checkout agree, apart from what is not released yet", async () => {
  const { problems } = await readVersion(root);
  expect(problems.filter((problem) => !problem.includes('"Unreleased"'))).toEqual([]);
});

test("a changelog without a section of the version is told", async () => {
  const { version, problems } = await readVersion(folder);
  expect(problems).toEqual([`CHANGELOG.md: the first heading is "Unreleased", and the version is ${version}.`]);
});

test("a version is written in all places, and nothing else of the files changes", async () => {
  const before = await Promise.all([...manifests, ...examples].map(read));
  const { version } = await readVersion(folder);
  await writeVersion(folder, "7.8.9");
  expect(await readVersion(folder)).toEqual({ version: "7.8.9", problems: [] });
  expect(await read("CHANGELOG.md")).toBe("# Changelog\n\n## 7.8.9\n\n- News.\n\n## 0.1.0\n\nThe first.\n");
  await writeVersion(folder, version);
  expect(await Promise.all([...manifests, ...examples].map(read))).toEqual(before);
});

describe("a version that was forgotten is told", () => {
  test.each([
    ["local-org/package.json", '"version": "7.8.9"', "version"],
    ["local-webex/package.json", '"version": "7.8.9"', "version"],
    ["package.json", '"local-salesforce-org": "7.8.9"', "devDependencies.local-salesforce-org"],
    ["package-lock.json", '"local-salesforce-org": "7.8.9"', "packages..devDependencies.local-salesforce-org"],
    [
      "examples/typescript/package.json",
      '"pulumi-salesforce-access": "7.8.9"',
      "dependencies.pulumi-salesforce-access",
    ],
    [
      "examples/javascript/package.json",
      '"pulumi-salesforce-access": "7.8.9"',
      "dependencies.pulumi-salesforce-access",
    ],
    ["examples/policies/package.json", '"pulumi-salesforce-access": "7.8.9"', "dependencies.pulumi-salesforce-access"],
  ])("in %s: %s", async (file, text, place) => {
    await writeVersion(folder, "7.8.9");
    const content = await read(file);
    expect(content).toContain(text);
    await writeFile(join(folder, file), content.replace(text, text.replace("7.8.9", "7.8.8")));
    const { problems } = await readVersion(folder);
    expect(problems).toEqual([`${file}: ${place} is 7.8.8, and the version is 7.8.9.`]);
  });
});

test.each(examples)("%s installs the versions of other packages that this checkout is tested with", async (file) => {
  const own = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const tried: Record<string, string> = { ...own.dependencies, ...own.devDependencies, [own.name]: own.version };
  const { dependencies, devDependencies = {} } = JSON.parse(await read(file));
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
    // test/package/policies.test.ts takes the version that stands here.
    if (name === "@pulumi/policy") continue;
    expect([name, version]).toEqual([name, tried[name]]);
  }
});
