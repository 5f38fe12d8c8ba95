import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CommandError } from "../../operations/commandLine.ts";
import { runProgram } from "../toolchain/processes.ts";
import { root } from "./checkout.ts";
import type { PackageManifest, PublishedPackage } from "./publishedPackage.ts";

/**
 * Puts a publishable package into an empty or missing folder.
 *
 * @throws CommandError when the code does not compile
 */
export async function assemblePackage({ folder, files, manifest }: PublishedPackage, output: string): Promise<void> {
  const source = join(root, folder);
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  const compilerArguments = [compiler, "-p", join(source, "tsconfig.build.json"), "--outDir", output];
  const compiled = await runProgram(process.execPath, compilerArguments, { cwd: root });
  if (compiled.exitCode !== 0) {
    throw new CommandError(`The package cannot be compiled:\n${compiled.stdout}${compiled.stderr}`);
  }
  const own = JSON.parse(await readFile(join(source, "package.json"), "utf8")) as PackageManifest;
  await writeFile(join(output, "package.json"), `${JSON.stringify(manifest(own), undefined, 2)}\n`);
  for (const file of files) await cp(join(source, file), join(output, file), { recursive: true });
}
