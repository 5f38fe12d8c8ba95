import { chmod, copyFile, mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { toolEnvironment } from "../launch/environment.js";
import { cacheFolderVariable } from "./cacheFolder.ts";
import { ToolchainError } from "./errors.ts";
import { type Finished, runProgram } from "./processes.ts";
import { type Report, withProgress } from "./progress.ts";
import {
  isSuitableVersion,
  languageHostVersion,
  oldestGoVersion,
  pulumiVersion,
  tlsPluginVersion,
} from "./versions.ts";

const modules = join(dirname(fileURLToPath(import.meta.url)), "go");
const versionVariable = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

/** Both ways out; which parts are missing was said before. */
const whatToInstall =
  `install Go ${oldestGoVersion} or later so that it is on PATH; or install Pulumi ${pulumiVersion} or a later 3.x so that it is on PATH, ` +
  `and its plugin with "pulumi plugin install resource tls ${tlsPluginVersion}". Then run this again.`;

/**
 * Whether `go version` names a Go that can build the modules.
 * @returns the version
 * @throws ToolchainError that says what to install
 */
export function judgeGo(answer: Finished): string {
  const version = /^go version go(\S+)/.exec(answer.stdout)?.[1];
  if (answer.exitCode !== 0 || !version) {
    throw new ToolchainError(`Go is needed to build Pulumi and its tls plugin, and is not installed: ${whatToInstall}`);
  }
  if (!isSuitableVersion(version, oldestGoVersion)) {
    throw new ToolchainError(`Go ${version} is too old to build Pulumi and its tls plugin: ${whatToInstall}`);
  }
  return version;
}

/**
 * The environment of a build: secrets and settings of the user that aim at other work (workspaces, flags, targets) are
 * left out, those that say where modules come from are kept, and everything that Go stores goes to the scratch folder.
 */
export function buildEnvironment(base: NodeJS.ProcessEnv, scratch: string): NodeJS.ProcessEnv {
  const { GOOS: _system, GOARCH: _architecture, GOEXPERIMENT: _experiment, ...kept } = toolEnvironment(base);
  return {
    ...kept,
    GOMODCACHE: join(scratch, "modules"),
    GOCACHE: join(scratch, "build"),
    GOTMPDIR: scratch,
    GOFLAGS: "-mod=readonly -modcacherw -buildvcs=false",
    GOWORK: "off",
    GO111MODULE: "on",
    // Another Go is not fetched behind the user's back.
    GOTOOLCHAIN: "local",
    CGO_ENABLED: "0",
  };
}

/** Builds the Go modules of this folder; made once for all that has to be built in one run. */
export interface GoBuilder {
  /** Builds the CLI, with the language host and the starter of dynamic providers beside it, into a folder. */
  buildPulumi(folder: string): Promise<string>;
  /** Builds the tls plugin into a folder. */
  buildTlsPlugin(folder: string): Promise<string>;
}

/**
 * @param scratch a folder that the caller removes afterwards; about 5 GB are needed
 * @throws ToolchainError when there is no suitable Go
 */
export async function prepareGo(scratch: string, report: Report): Promise<GoBuilder> {
  await mkdir(scratch, { recursive: true });
  const env = buildEnvironment(process.env, scratch);
  const go = (module: string, goArguments: readonly string[], more: NodeJS.ProcessEnv = {}) =>
    runProgram("go", goArguments, { cwd: join(modules, module), env: { ...env, ...more } });
  const version = judgeGo(await go("cli", ["version"]));
  report(`Building with Go ${version} from Go modules; together this takes 5 to 10 minutes on two cores, once.`);

  const installTool = async (module: string, ownVersion: string, folder: string) => {
    const flags = ["-trimpath", "-ldflags", `-s -w -X ${versionVariable}=v${ownVersion}`];
    expectBuilt(await go(module, ["install", ...flags, "tool"], { GOBIN: folder }));
  };
  return {
    buildPulumi: async (folder) => {
      await withProgress(report, `Building Pulumi ${pulumiVersion}`, () => installTool("cli", pulumiVersion, folder));
      await withProgress(report, "Building its Node.js language host", () =>
        installTool("language-host", languageHostVersion, folder),
      );
      // Pulumi ships this small script in the npm package and beside the CLI alike.
      const name = "pulumi-resource-pulumi-nodejs";
      const starter = createRequire(import.meta.url).resolve(`@pulumi/pulumi/${name}`);
      await copyFile(starter, join(folder, name));
      await chmod(join(folder, name), 0o755);
      return join(folder, "pulumi");
    },
    buildTlsPlugin: async (folder) => {
      const file = join(folder, "pulumi-resource-tls");
      await withProgress(report, "Building the tls plugin", async () =>
        expectBuilt(await go("tls-plugin", ["build", "-trimpath", "-ldflags", "-s -w", "-o", file, "."])),
      );
      return file;
    },
  };
}

function expectBuilt(answer: Finished): void {
  if (answer.exitCode !== 0) throw new ToolchainError(explainBuildFailure(answer.stderr));
}

/** Turns what Go printed into one sentence: the network, the disk, or Go's own last lines. */
export function explainBuildFailure(stderr: string): string {
  if (/no space left on device/i.test(stderr)) {
    return `The disk is full: building Pulumi needs about 5 GB for a few minutes in the cache folder (${cacheFolderVariable} names another one).`;
  }
  const network =
    /dial tcp|no such host|connection refused|i\/o timeout|TLS handshake|proxyconnect|module lookup disabled/i;
  if (network.test(stderr)) {
    return `Neither the official Pulumi download nor the Go module proxy can be reached: connect to a network, or install Pulumi ${pulumiVersion} or a later 3.x so that it is on PATH, and run this again.`;
  }
  const lines = stderr
    .trim()
    .split("\n")
    .filter((line) => !line.startsWith("go: downloading"));
  return `Building with Go failed: ${lines.slice(-5).join(" | ")}`;
}
