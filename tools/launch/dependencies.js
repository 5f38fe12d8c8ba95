import { createHash } from "node:crypto";
import { access, constants, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { acquireFileLock } from "../toolchain/fileLock.js";
import { toolEnvironment } from "./environment.js";
import { runInForeground } from "./foreground.js";

const everyMilliseconds = 15_000;

/**
 * Whether npm's own record of what it installed (node_modules/.package-lock.json) is what package-lock.json asks for.
 * Optional packages may be missing: they are for other machines.
 * @param {Record<string, { version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }>} wanted
 * @param {Record<string, { version?: string, integrity?: string }>} installed
 */
export function isInstalled(wanted, installed) {
  const missing = Object.entries(wanted).some(([path, { version, integrity, optional, devOptional }]) => {
    const found = installed[path];
    return (
      path !== "" && (found ? found.version !== version || found.integrity !== integrity : !optional && !devOptional)
    );
  });
  return !missing && Object.keys(installed).every((path) => path in wanted);
}

/**
 * Runs `npm ci` unless node_modules is what package-lock.json asks for. The stamp is written last, so that an
 * installation that was interrupted is made again; two runs at once install once.
 * @param {string} root the checkout
 * @param {(line: string) => void} say
 * @returns {Promise<number>} the exit code of npm; 0 when nothing was to be done
 */
export async function ensureDependencies(root, say) {
  const lockText = await readFile(join(root, "package-lock.json"), "utf8");
  const wanted = createHash("sha256").update(lockText).digest("hex");
  const stamp = join(root, "node_modules", ".package-lock.sha256");
  const npmRecord = join(root, "node_modules", ".package-lock.json");
  if ((await readIfThere(stamp)) === wanted) return 0;
  if ((await isComplete(npmRecord, lockText)) && !(await isWritable(root))) return 0;
  await mkdir(join(root, ".local"), { recursive: true, mode: 0o700 });
  const release = await acquireFileLock(join(root, ".local", "npm-ci.lock"), (pid) =>
    say(`Another run (process ${pid}) is installing the dependencies; waiting for it …`),
  );
  try {
    if ((await readIfThere(stamp)) === wanted) return 0;
    if (!(await isComplete(npmRecord, lockText))) {
      // npm removes what is there in no certain order: these two must not outlive it.
      await rm(stamp, { force: true });
      await rm(npmRecord, { force: true });
      const code = await install(root, say);
      if (code !== 0) return code;
    }
    await mkdir(dirname(stamp), { recursive: true });
    await writeFile(stamp, wanted);
    return 0;
  } finally {
    release();
  }
}

async function isComplete(npmRecord, lockText) {
  const record = await readIfThere(npmRecord);
  return record !== undefined && isInstalled(JSON.parse(lockText).packages, JSON.parse(record).packages);
}

/** A checkout that somebody else has installed, as in an image, is used as it is. */
async function isWritable(folder) {
  return access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
}

async function install(root, say) {
  const start = performance.now();
  say("Installing the dependencies (npm ci) …");
  const timer = setInterval(
    () => say(`  still installing (${Math.round((performance.now() - start) / 1000)} s)`),
    everyMilliseconds,
  );
  // Under "npm run" this npm is the one to use. Development dependencies are needed whatever NODE_ENV says. Warnings about
  // an older system Node.js would be misleading: the work is done by another.
  const npm = process.env.npm_execpath ?? "";
  const [program, first] = basename(npm) === "npm-cli.js" ? [process.execPath, [npm]] : ["npm", []];
  try {
    const code = await runInForeground(program, [...first, "ci", "--include=dev", "--loglevel=error"], {
      cwd: root,
      env: toolEnvironment(process.env),
      outputToStandardError: true,
    });
    if (code !== 0) {
      say(`The dependencies could not be installed (npm ci ended with exit code ${code}): npm says above why.`);
    }
    return code;
  } catch (error) {
    say(`The dependencies could not be installed: npm cannot be started (${error.code}).`);
    return 1;
  } finally {
    clearInterval(timer);
  }
}

async function readIfThere(path) {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}
