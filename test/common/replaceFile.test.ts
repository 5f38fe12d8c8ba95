import { chmod, mkdtemp, open, readdir, readFile, readlink, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { replaceFile } from "../../common/replaceFile.ts";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "replace-"));
  path = join(folder, "Pulumi.dev.yaml");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("the file of before is never written to, so that no kill leaves a part of a text", async () => {
  await writeFile(path, "before");
  const before = await open(path);
  await replaceFile(path, "after");
  expect([await before.readFile("utf8"), await readFile(path, "utf8")]).toEqual(["before", "after"]);
  await before.close();
  expect(await readdir(folder)).toEqual(["Pulumi.dev.yaml"]);
});

test("what a killed run has left beside it is in nobody's way", async () => {
  await writeFile(`${path}.new`, "half");
  await replaceFile(path, "after");
  expect([await readFile(path, "utf8"), await readdir(folder)]).toEqual(["after", ["Pulumi.dev.yaml"]]);
});

test("permissions stay, or are as asked", async () => {
  await writeFile(path, "before");
  for (const mode of [0o640, 0o666]) {
    await chmod(path, mode);
    await replaceFile(path, "after");
    expect((await stat(path)).mode & 0o777).toBe(mode);
  }
  await replaceFile(path, "after", 0o600);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test("a link stays one, and leads to the new text", async () => {
  const target = join(folder, "target.yaml");
  await writeFile(target, "before");
  await symlink("target.yaml", path);
  await replaceFile(path, "after");
  expect([await readlink(path), await readFile(target, "utf8")]).toEqual(["target.yaml", "after"]);
});

test("what fails leaves the file of before, and nothing beside it", async () => {
  await expect(replaceFile(folder, "after")).rejects.toMatchObject({ code: expect.stringMatching(/^E/) });
  await expect(replaceFile(join(folder, "missing", "x"), "after")).rejects.toMatchObject({ code: "ENOENT" });
  expect(await readdir(folder)).toEqual([]);
});
