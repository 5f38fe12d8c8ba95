import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { ToolchainError } from "./errors.ts";
import { languageHostVersion, pulumiVersion, tlsPluginVersion } from "./versions.ts";

/** The environment variable that names another cache folder. */
export const cacheFolderVariable = "PULUMI_SALESFORCE_ACCESS_CACHE";

/** Where the parts of the toolchain lie. A version in a path makes a new version start from nothing. */
export interface CacheLayout {
  root: string;
  /** PULUMI_HOME of every run of ours, so that the user's own home, logins and plugins are not touched. */
  pulumiHome: string;
  tlsPlugin: string;
  /** A CLI downloaded as Pulumi publishes it. */
  downloadedPulumi: string;
  /** A CLI built here, with the language host beside it. */
  builtPulumi: string;
  /** What Node.js keeps of the code that it has compiled, for the processes of later runs. */
  compiledCode: string;
  /** Remembers what was chosen, so that the next run need not look again. */
  choice: string;
  lock: string;
  /** Everything in it may be removed by whoever holds the lock. On the cache's own disk: a temporary folder may be too small. */
  scratch: string;
}

/**
 * The cache folder of the user: PULUMI_SALESFORCE_ACCESS_CACHE when set, else `pulumi-salesforce-access` in
 * XDG_CACHE_HOME, `~/.cache`, or on macOS `~/Library/Caches`.
 */
export function cacheFolder(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform, home: string): string {
  const chosen = environment[cacheFolderVariable];
  if (chosen) return resolve(chosen);
  if (environment.XDG_CACHE_HOME?.startsWith("/")) return join(environment.XDG_CACHE_HOME, "pulumi-salesforce-access");
  return join(home, platform === "darwin" ? "Library/Caches" : ".cache", "pulumi-salesforce-access");
}

/** Every path of the toolchain below one cache folder. */
export function cacheLayout(root: string): CacheLayout {
  const pulumiHome = join(root, "home");
  return {
    root,
    pulumiHome,
    tlsPlugin: join(pulumiHome, "plugins", `resource-tls-v${tlsPluginVersion}`, "pulumi-resource-tls"),
    downloadedPulumi: join(root, `pulumi-${pulumiVersion}-official`, "pulumi"),
    builtPulumi: join(root, `pulumi-${pulumiVersion}-nodejs-${languageHostVersion}-built`, "pulumi"),
    compiledCode: join(root, "node-compile"),
    choice: join(root, "toolchain.json"),
    lock: join(root, "lock"),
    scratch: join(root, "scratch"),
  };
}

/**
 * The layout for this process.
 * @throws ToolchainError on Windows, and where this user has no home folder and the variable is not set.
 */
export function ownCacheLayout(): CacheLayout {
  if (process.platform === "win32") {
    throw new ToolchainError(
      "Windows is not supported by these commands: use Linux, macOS or the Windows Subsystem for Linux.",
    );
  }
  return cacheLayout(cacheFolder(process.env, process.platform, homeFolder()));
}

/** The home folder of this user; a user without a name, as some CI systems have it, has none unless HOME is set. */
function homeFolder(): string {
  let home = "";
  try {
    home = homedir();
  } catch {
    // Node.js asks the system for the user, which may not know the number.
  }
  const isNotNeeded = process.env[cacheFolderVariable] || process.env.XDG_CACHE_HOME?.startsWith("/");
  if (home.startsWith("/") || isNotNeeded) return home;
  throw new ToolchainError(
    `This user has no home folder to keep the Pulumi CLI in: set ${cacheFolderVariable} to a folder that you may write, and run this again.`,
  );
}
