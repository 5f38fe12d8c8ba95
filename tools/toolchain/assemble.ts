import { rmSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { CacheLayout } from "./cacheFolder.ts";
import { recallChoice, rememberChoice } from "./choice.ts";
import { ToolchainError } from "./errors.ts";
import { acquireFileLock } from "./fileLock.js";
import type { GoBuilder } from "./goBuild.ts";
import { examineCandidate, findInstalledPulumi } from "./installedPulumi.ts";
import { withCleanUp } from "./interruption.ts";
import { type Downloads, downloadArchive } from "./officialDownloads.ts";
import { endRunningPrograms } from "./processes.ts";
import type { Report } from "./progress.ts";
import { findTlsPlugin, installTlsPlugin } from "./tlsPlugin.ts";
import { pulumiVersion, tlsPluginVersion } from "./versions.ts";

/** Everything outside that decides which route is taken. */
export interface Surroundings {
  layout: CacheLayout;
  /** CLIs that the user may have; see `ownCandidatePaths`. */
  candidatePaths: readonly string[];
  /** The user's own PULUMI_HOME: read, never written. */
  userPulumiHome: string;
  downloads: Downloads;
  prepareGo: (scratch: string, report: Report) => Promise<GoBuilder>;
  report: Report;
}

/**
 * Finds, downloads or builds what is missing, and says which route was taken and why. Two runs at once do it once.
 * @returns the path of the CLI
 * @throws ToolchainError when no route is open
 */
export async function assembleToolchain(surroundings: Surroundings): Promise<string> {
  const { layout, report } = surroundings;
  const chosen = await recallChoice(layout);
  if (chosen) return chosen;
  const release = await acquireFileLock(layout.lock, (pid) =>
    report(`Another run (process ${pid}) is making the toolchain ready; waiting for it …`),
  );
  const removeScratch = () => rmSync(layout.scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  const cleanUp = () => {
    endRunningPrograms();
    removeScratch();
    release();
  };
  return withCleanUp(cleanUp, async () => {
    // A run that was killed could not remove its own.
    removeScratch();
    return (await recallChoice(layout)) ?? (await assemble(surroundings));
  });
}

async function assemble(surroundings: Surroundings): Promise<string> {
  const { layout, report, prepareGo } = surroundings;
  await mkdir(layout.scratch, { recursive: true });
  await mkdir(layout.pulumiHome, { recursive: true });
  let builder: GoBuilder | undefined;
  const goBuilder = async () => {
    builder ??= await prepareGo(join(layout.scratch, "go"), report);
    return builder;
  };
  const pulumi = await providePulumi(surroundings, goBuilder);
  await provideTlsPlugin(surroundings, pulumi, goBuilder);
  await rememberChoice(layout, pulumi);
  return pulumi;
}

async function providePulumi(surroundings: Surroundings, goBuilder: () => Promise<GoBuilder>): Promise<string> {
  const { layout, report, downloads } = surroundings;
  const ours = [layout.downloadedPulumi, layout.builtPulumi];
  const { found, unsuitable } = await findInstalledPulumi([...ours, ...surroundings.candidatePaths]);
  for (const candidate of unsuitable) report(`Pulumi CLI: ${candidate.path} is not used, it ${candidate.problem}.`);
  if (found) {
    report(`Pulumi CLI: ${found.path}, version ${found.version}, is there already.`);
    return found.path;
  }
  const download = await downloadArchive("cli", downloads, join(layout.scratch, "download"), report);
  const problem = "path" in download ? (await examineCandidate(download.path)).problem : download.problem;
  if ("path" in download && problem === undefined) {
    report(
      `Pulumi CLI: no suitable one was there; the official ${pulumiVersion} was downloaded and compared with its digest.`,
    );
    return moveIntoPlace(download.path, layout.downloadedPulumi);
  }
  report(
    `Pulumi CLI: no suitable one is there, and ${"path" in download ? `the official download ${problem}` : problem}; it is built here.`,
  );
  const staging = join(layout.scratch, "built");
  await mkdir(staging);
  const built = await (await goBuilder()).buildPulumi(staging);
  const builtProblem = (await examineCandidate(built)).problem;
  if (builtProblem !== undefined) throw new ToolchainError(`The Pulumi CLI that was built here ${builtProblem}.`);
  return moveIntoPlace(built, layout.builtPulumi);
}

async function provideTlsPlugin(
  surroundings: Surroundings,
  pulumi: string,
  goBuilder: () => Promise<GoBuilder>,
): Promise<void> {
  const { layout, report, downloads, userPulumiHome } = surroundings;
  if (await findTlsPlugin(layout.pulumiHome)) return;
  const name = `Plugin tls ${tlsPluginVersion}`;
  const installed = await findTlsPlugin(userPulumiHome);
  if (installed) {
    await installTlsPlugin(pulumi, layout.pulumiHome, installed);
    report(`${name}: copied from ${installed}, where it is installed already.`);
    return;
  }
  const download = await downloadArchive("tlsPlugin", downloads, join(layout.scratch, "plugin-download"), report);
  if ("path" in download) {
    await installTlsPlugin(pulumi, layout.pulumiHome, download.path);
    report(`${name}: it was not installed; the official one was downloaded and compared with its digest.`);
    return;
  }
  report(`${name}: it is not installed, and ${download.problem}; it is built here.`);
  const staging = join(layout.scratch, "plugin");
  await mkdir(staging);
  await installTlsPlugin(pulumi, layout.pulumiHome, await (await goBuilder()).buildTlsPlugin(staging));
}

/** One rename of a whole folder: a CLI that is in place is complete. */
async function moveIntoPlace(staged: string, final: string): Promise<string> {
  await rm(dirname(final), { recursive: true, force: true });
  await rename(dirname(staged), dirname(final));
  return final;
}
