import { chmod, lstat, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { makePrivate } from "../../../tools/commands/localFolder.ts";

test("what an earlier version has left open is made private, folders and files, and what a link leads to is left alone", async () => {
  const folder = await mkdtemp(join(tmpdir(), "private-"));
  try {
    const state = join(folder, "local", "pulumi", ".pulumi");
    await mkdir(state, { recursive: true });
    const elsewhere = join(folder, "elsewhere");
    for (const path of [join(state, "dev.json"), elsewhere]) await writeFile(path, "", { mode: 0o644 });
    for (const path of [join(folder, "local"), state]) await chmod(path, 0o755);
    await chmod(elsewhere, 0o644);
    await symlink(elsewhere, join(folder, "local", "link"));
    await makePrivate(join(folder, "local"));
    const modeOf = async (...path: string[]) => ((await lstat(join(folder, ...path))).mode & 0o777).toString(8);
    expect(
      await Promise.all([
        modeOf("local"),
        modeOf("local", "pulumi", ".pulumi"),
        modeOf("local", "pulumi", ".pulumi", "dev.json"),
      ]),
    ).toEqual(["700", "700", "600"]);
    expect(await modeOf("elsewhere")).toBe("644");
    await makePrivate(join(folder, "nowhere"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
