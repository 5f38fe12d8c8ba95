import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { candidatePaths, findInstalledPulumi, judgeVersionAnswer } from "../../../tools/toolchain/installedPulumi.ts";
import { installFakePulumi } from "./fakePulumi.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "installed-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("where a CLI may be", () => {
  test("PATH comes first, then Pulumi's own folder, then the versions that npm and the Automation API keep, newest first", () => {
    expect(candidatePaths("/usr/bin:relative:/usr/bin", "/h/.pulumi", ["3.9.0", "notes", "3.260.0"])).toEqual([
      "/usr/bin/pulumi",
      "/h/.pulumi/bin/pulumi",
      "/h/.pulumi/versions/3.260.0/bin/pulumi",
      "/h/.pulumi/versions/3.9.0/bin/pulumi",
    ]);
  });
});

describe("which CLI is taken", () => {
  test("the first suitable one; an older one before it is named with the reason", async () => {
    const old = await installFakePulumi(join(folder, "old"), "3.100.0");
    const good = await installFakePulumi(join(folder, "good"), "3.271.0");
    const answer = await findInstalledPulumi([join(folder, "none/pulumi"), old, good]);
    expect(answer.found).toEqual({ path: good, version: "3.271.0" });
    expect(answer.unsuitable).toEqual([
      { path: old, version: "3.100.0", problem: expect.stringContaining("is 3.100.0; 3.259.0") },
    ]);
  });

  test("one without its language host is not even started", async () => {
    await mkdir(join(folder, "npm"));
    const shim = join(folder, "npm/pulumi");
    await writeFile(shim, `#!/bin/sh\ntouch ${folder}/started\necho v3.271.0\n`, { mode: 0o755 });
    const { found, unsuitable } = await findInstalledPulumi([shim]);
    expect(found).toBeUndefined();
    expect(unsuitable[0]?.problem).toContain("has no pulumi-language-nodejs");
    await expect(writeFile(join(folder, "started"), "", { flag: "wx" })).resolves.toBeUndefined();
  });

  test("a link to a CLI counts with the companions that lie beside the real one", async () => {
    const real = await installFakePulumi(join(folder, "cellar"), "3.260.0");
    await mkdir(join(folder, "bin"));
    await symlink(real, join(folder, "bin/pulumi"));
    expect((await findInstalledPulumi([join(folder, "bin/pulumi")])).found?.version).toBe("3.260.0");
  });

  test("one that ends with an error, or says something else, is not used", () => {
    expect(judgeVersionAnswer("/p", { exitCode: 1, stdout: "v3.270.0", stderr: "" }).problem).toContain(
      "does not answer",
    );
    expect(judgeVersionAnswer("/p", { exitCode: 0, stdout: "hello", stderr: "" }).problem).toContain("does not answer");
  });
});
