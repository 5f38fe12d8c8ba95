import { mkdir, mkdtemp, realpath, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { root } from "../../tools/commands/checkout.ts";
import { runProgram } from "../../tools/toolchain/processes.ts";

/** What is said of a folder; in a process of its own, because jest finds packages in ways of its own. */
async function said(folder: string): Promise<string> {
  const presence = join(root, "resources", "providerPresence.ts");
  const program = `import { expectProviderIn } from ${JSON.stringify(presence)};\ntry { expectProviderIn(${JSON.stringify(folder)}); console.log("found"); } catch (error) { console.log(error.message); }`;
  const flags = ["--disable-warning=ExperimentalWarning", "--input-type=module", "--eval", program];
  const { stdout, stderr } = await runProgram(process.execPath, flags, { cwd: root });
  return `${stdout}${stderr}`;
}

test("a project that has the package only behind another one is told what to install; one that has it is not", async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "presence-")));
  try {
    const behind = join(folder, "node_modules", "component", "node_modules");
    await mkdir(behind, { recursive: true });
    await symlink(root, join(behind, "pulumi-salesforce-access"));
    const refused = await said(folder);
    expect(refused).toContain(`cannot be found from ${folder}, where Pulumi runs its provider`);
    expect(refused).toContain("npm install pulumi-salesforce-access");
    await symlink(root, join(folder, "node_modules", "pulumi-salesforce-access"));
    expect(await said(folder)).toBe("found\n");
    expect(await said(root)).toBe("found\n");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
