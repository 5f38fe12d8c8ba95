import { spawn } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { checkout } from "../engine/project.ts";

/** Programs that install packages: the npm that comes with Node.js, and a pnpm, which gives each package only what it names. */
export type Installer = "npm" | "pnpm";

const pnpm = "pnpm@12.21.0";

/** Makes a project with this package.json and installs what it names, and the tarballs, also in place of what it names. */
export async function installProject(
  folder: string,
  manifest: object,
  tarballs: readonly string[],
  installer: Installer,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  const command = {
    npm: ["npm", "install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error", ...tarballs],
    // Its own folder for what it has downloaded, gone with the project: it would link from the user's.
    pnpm: ["npx", "--yes", pnpm, "add", "--ignore-scripts", "--store-dir", join(folder, "..", "store"), ...tarballs],
  };
  const [program = "", ...programArguments] = command[installer];
  await run(program, programArguments, folder);
}

/**
 * The packages of npm that bring exactly the oldest Node.js which a package promises to run on.
 *
 * @param content folder of the package as it was packed
 */
export async function oldestNode(content: string): Promise<{ version: string; packages: string[] }> {
  const { engines } = JSON.parse(await readFile(join(content, "package.json"), "utf8")) as {
    engines: { node: string };
  };
  const [, version] = /^>=(\d+\.\d+)$/.exec(engines.node) ?? [];
  if (version === undefined) throw new Error(`${engines.node} is no oldest version`);
  return { version: `v${version}.0`, packages: [`node@${version}.0`] };
}

/** The variable that makes what a project has installed, its Node.js too, the first on the PATH. */
export const ownProgramsFirst = (project: string) => ({
  PATH: `${join(project, "node_modules", ".bin")}${delimiter}${process.env.PATH}`,
});

/** Runs a program to its end and gives back its standard output; fails with all that it printed. */
export function run(
  program: string,
  programArguments: string[],
  cwd: string,
  environment: Record<string, string> = {},
): Promise<string> {
  const { NODE_OPTIONS: _ofJest, ...base } = process.env;
  const env = { ...base, ...environment };
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

/** Type-checks a program in a project as a compiler with the older module resolution does. */
export async function compileWithOlderResolution(project: string, program: string): Promise<void> {
  await writeFile(join(project, "program.ts"), program);
  const options = "--noEmit --module commonjs --moduleResolution node --target es2022 --skipLibCheck --strict".split(
    " ",
  );
  const compiler = join(checkout, "node_modules", "typescript", "bin", "tsc");
  const types = join(checkout, "node_modules", "@types");
  await run(process.execPath, [compiler, ...options, "--typeRoots", types, "program.ts"], project);
}
