import { spawn } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { assemblePackage } from "../../tools/commands/assembledPackage.ts";
import { checkout } from "../engine/project.ts";

/** What `npm pack --json` says of a package. */
export interface PackedPackage {
  /** Path of the tarball. */
  tarball: string;
  /** Paths in the package. */
  files: string[];
}

/** Compiles the package as `npm run build` does, but into a folder of its own, and packs it. */
export async function packPackage(folder: string): Promise<PackedPackage> {
  const output = join(folder, "dist");
  await assemblePackage(output);
  const packed = await run("npm", ["pack", "--json", "--pack-destination", folder, output], folder);
  const [answer] = JSON.parse(packed) as { filename: string; files: { path: string }[] }[];
  if (!answer) throw new Error(packed);
  return { tarball: join(folder, answer.filename), files: answer.files.map(({ path }) => path) };
}

/**
 * The project that `pulumi new typescript` makes (CommonJS, ts-node, the older module resolution), with the package
 * added as its user adds it.
 */
export async function makeConsumer(folder: string, tarball: string, program: string): Promise<void> {
  const { dependencies, devDependencies } = JSON.parse(await readFile(join(checkout, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
    devDependencies: Record<string, string>;
  };
  await mkdir(folder);
  await Promise.all([
    writeFile(
      join(folder, "Pulumi.yaml"),
      "name: consumer\ndescription: A minimal TypeScript Pulumi program\nruntime:\n  name: nodejs\n  options:\n    packagemanager: npm\n",
    ),
    writeFile(
      join(folder, "package.json"),
      JSON.stringify({
        name: "consumer",
        main: "index.ts",
        // The versions that the checkout has: its installation has put them into npm's cache.
        devDependencies: { "@types/node": devDependencies["@types/node"], typescript: dependencies.typescript },
        dependencies: { "@pulumi/pulumi": dependencies["@pulumi/pulumi"] },
      }),
    ),
    writeFile(
      join(folder, "tsconfig.json"),
      JSON.stringify({
        compilerOptions: {
          strict: true,
          outDir: "bin",
          target: "es2020",
          module: "commonjs",
          moduleResolution: "node",
          sourceMap: true,
          experimentalDecorators: true,
          pretty: true,
          noFallthroughCasesInSwitch: true,
          noImplicitReturns: true,
          forceConsistentCasingInFileNames: true,
        },
        files: ["index.ts"],
      }),
    ),
    writeFile(join(folder, "index.ts"), program),
  ]);
  await run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error", tarball], folder);
}

/** Runs a program to its end and gives back its standard output; fails with all that it printed. */
export function run(program: string, programArguments: string[], cwd: string): Promise<string> {
  const { NODE_OPTIONS: _ofJest, ...env } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(program, programArguments, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(stdout);
      else reject(new Error(`${program} ${programArguments.join(" ")} ended with ${code}:\n${stdout}${stderr}`));
    });
  });
}
