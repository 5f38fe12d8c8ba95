/** Clients of other projects, installed once into the user's cache, outside of this repository. */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rename, rm, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "local-org-clients");

/** Most milliseconds of a test that may have to install its client first. */
export const withInstallation = 300_000;

/** The folder of an installation; `install` fills an empty one when there is none yet. */
async function installed(name: string, install: (folder: string) => Promise<unknown>): Promise<string> {
  const folder = join(cache, name);
  if (await exists(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const fresh = await mkdtemp(join(cache, "new-"));
  try {
    await install(fresh);
    await rename(fresh, folder);
  } catch (error) {
    // Another test run may have been faster.
    await rm(fresh, { recursive: true, force: true });
    if (!(await exists(folder))) throw error;
  }
  return folder;
}

/** Packages of npm, such as `a@1.2.3`; answers the folder that their modules are found from. */
export function npmPackages(name: string, packages: readonly string[]): Promise<string> {
  return installed(name, async (folder) => {
    await writeFile(join(folder, "package.json"), "{}");
    const options = ["--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
    await run("npm", ["install", ...options, ...packages], { cwd: folder });
  });
}

/** Packages of Python, such as `a==1.2.3`; answers the folder for PYTHONPATH. */
export function pythonPackages(name: string, packages: readonly string[]): Promise<string> {
  return installed(name, (folder) =>
    run("python3", ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", folder, ...packages]),
  );
}

/**
 * Runs a program of a client and answers what it printed, one JSON value a line.
 *
 * @param program what the command runs; undefined when the command is the program
 */
export async function programLines(
  command: string,
  program: URL | undefined,
  options: { cwd: string; environment: NodeJS.ProcessEnv },
): Promise<unknown[]> {
  const { stdout } = await run(command, program === undefined ? [] : [program.pathname], {
    cwd: options.cwd,
    env: { ...process.env, ...options.environment },
    maxBuffer: 10_000_000,
  });
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line): unknown => JSON.parse(line));
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
