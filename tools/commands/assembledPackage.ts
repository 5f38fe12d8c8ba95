import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CommandError } from "../../operations/commandLine.ts";
import { runProgram } from "../toolchain/processes.ts";
import { root } from "./checkout.ts";
import { localOrgAssets, type PackageManifest, publishedManifest } from "./publishedPackage.ts";

/**
 * Puts the publishable package into an empty or missing folder.
 *
 * @throws CommandError when the code does not compile
 */
export async function assemblePackage(folder: string): Promise<void> {
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  const compilerArguments = [compiler, "-p", join(root, "tsconfig.build.json"), "--outDir", folder];
  const compiled = await runProgram(process.execPath, compilerArguments, { cwd: root });
  if (compiled.exitCode !== 0) {
    throw new CommandError(`The package cannot be compiled:\n${compiled.stdout}${compiled.stderr}`);
  }
  const manifest = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as PackageManifest;
  await writeFile(join(folder, "package.json"), `${JSON.stringify(publishedManifest(manifest), undefined, 2)}\n`);
  for (const file of ["LICENSE", "README.md", ...localOrgAssets]) {
    await copyFile(join(root, file), join(folder, file));
  }
}
