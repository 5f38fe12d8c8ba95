import { delimiter, dirname, join } from "node:path";
import { directOnLoopback } from "../launch/environment.js";
import { assembleToolchain } from "./assemble.ts";
import { type CacheLayout, ownCacheLayout } from "./cacheFolder.ts";
import { prepareGo } from "./goBuild.ts";
import { ownCandidatePaths } from "./installedPulumi.ts";
import { officialReleases, pinnedDigests } from "./officialDownloads.ts";
import type { Report } from "./progress.ts";

/** A Pulumi CLI with everything that it needs to run this project. */
export interface Toolchain {
  /** The path of the CLI. */
  pulumi: string;
  /**
   * To be laid over the environment of each run: PATH with the CLI and this process' own Node.js first, a PULUMI_HOME
   * that is not the user's, no downloads or update checks behind the user's back, no proxy for this machine itself, and
   * one place where Node.js keeps compiled code: a run starts three of its processes, with thousands of files.
   */
  environment: Record<string, string>;
}

/**
 * Finds, downloads or builds the Pulumi CLI, its Node.js language host and the tls plugin. The first call may take
 * minutes and reports what it does; later ones only look at the cache.
 * @throws ToolchainError with one sentence that says what to do
 */
export async function ensureToolchain(options: { report: Report }): Promise<Toolchain> {
  const layout = ownCacheLayout();
  const path = process.env.PATH ?? "";
  const userPulumiHome = process.env.PULUMI_HOME ?? join(process.env.HOME ?? layout.root, ".pulumi");
  const pulumi = await assembleToolchain({
    layout,
    candidatePaths: await ownCandidatePaths(path, userPulumiHome),
    userPulumiHome,
    downloads: {
      releases: officialReleases,
      digests: pinnedDigests,
      platform: process.platform,
      architecture: process.arch,
    },
    prepareGo,
    report: options.report,
  });
  return { pulumi, environment: toolchainEnvironment(pulumi, layout, process.env) };
}

/** See `Toolchain.environment`. */
export function toolchainEnvironment(
  pulumi: string,
  { pulumiHome, compiledCode }: Pick<CacheLayout, "pulumiHome" | "compiledCode">,
  base: NodeJS.ProcessEnv,
): Record<string, string> {
  return {
    ...directOnLoopback(base),
    PATH: [dirname(pulumi), dirname(process.execPath), base.PATH ?? ""].join(delimiter),
    PULUMI_HOME: pulumiHome,
    NODE_COMPILE_CACHE: base.NODE_COMPILE_CACHE || compiledCode,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
}
