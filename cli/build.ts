import { copyFile, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runProgram } from "../toolchain/processes.ts";
import { root } from "./checkout.ts";
import { asksForHelp, CommandError, runCommand } from "./commandError.ts";
import { type PackageManifest, publishedManifest } from "./publishedPackage.ts";

const help = `Usage: npm run build

Makes the publishable package in dist/: JavaScript with declarations, package.json, README and licence.
"npm pack ./dist" puts it into one file.`;

await runCommand(async (more) => {
  if (asksForHelp(more)) {
    console.log(help);
    return 0;
  }
  const output = join(root, "dist");
  const staging = join(root, ".local", "dist");
  await rm(staging, { recursive: true, force: true });
  try {
    const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
    const compiled = await runProgram(
      process.execPath,
      [compiler, "-p", join(root, "tsconfig.build.json"), "--outDir", staging],
      { cwd: root },
    );
    if (compiled.exitCode !== 0) {
      throw new CommandError(`The package cannot be compiled:\n${compiled.stdout}${compiled.stderr}`);
    }
    const manifest = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as PackageManifest;
    await writeFile(join(staging, "package.json"), `${JSON.stringify(publishedManifest(manifest), undefined, 2)}\n`);
    for (const file of ["LICENSE", "README.md"]) {
      await copyFile(join(root, file), join(staging, file));
    }
    await rm(output, { recursive: true, force: true });
    await rename(staging, output);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  console.log(`dist/ holds the package; pack it with "npm pack ./dist".`);
  return 0;
});
