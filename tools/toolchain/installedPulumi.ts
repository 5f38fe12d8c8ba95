import { access, constants, readdir, realpath } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { toolEnvironment } from "../launch/environment.js";
import { type Finished, runProgram } from "./processes.ts";
import { compareVersions, isSuitableVersion, oldestPulumiVersion, parseVersion } from "./versions.ts";

/** What the Node.js runtime of Pulumi needs beside the CLI. */
const companions = ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];

/** A CLI that was looked at: usable when `problem` is undefined. */
export interface Candidate {
  path: string;
  /** As it says itself, without the `v`; empty when it was not asked. */
  version: string;
  problem?: string;
}

/**
 * Where a CLI may lie already: each folder of PATH, Pulumi's own install folder, and the folder that the npm package
 * `pulumi` and the Automation API share (`versions/<version>/bin`), newest version first.
 * @param versions the names found in the `versions` folder
 */
export function candidatePaths(path: string, pulumiHome: string, versions: readonly string[]): string[] {
  const newestFirst = versions
    .filter((name) => parseVersion(name) !== undefined)
    .sort((one, other) => compareVersions(other, one));
  const folders = [
    ...path.split(delimiter).filter((folder) => folder.startsWith("/")),
    join(pulumiHome, "bin"),
    ...newestFirst.map((version) => join(pulumiHome, "versions", version, "bin")),
  ];
  return [...new Set(folders)].map((folder) => join(folder, "pulumi"));
}

/** The first suitable CLI among the paths, and the unsuitable ones before it with the reason. */
export async function findInstalledPulumi(
  paths: readonly string[],
): Promise<{ found: Candidate | undefined; unsuitable: Candidate[] }> {
  const unsuitable: Candidate[] = [];
  for (const path of paths) {
    if (!(await isExecutable(path))) continue;
    const candidate = await examineCandidate(path);
    if (candidate.problem === undefined) return { found: candidate, unsuitable };
    unsuitable.push(candidate);
  }
  return { found: undefined, unsuitable };
}

/** The paths of the CLIs that may be installed for this user. `home` is PULUMI_HOME or `~/.pulumi`. */
export async function ownCandidatePaths(path: string, pulumiHome: string): Promise<string[]> {
  const versions = await readdir(join(pulumiHome, "versions")).catch(() => []);
  return candidatePaths(path, pulumiHome, versions);
}

/** Whether the language host and the starter of dynamic providers lie beside the CLI, also when `path` is a link to it. */
export async function hasCompanions(path: string): Promise<boolean> {
  const folders = [dirname(path), dirname(await realpath(path))];
  const found = await Promise.all(
    companions.map(async (companion) => {
      const there = await Promise.all(folders.map((folder) => isExecutable(join(folder, companion))));
      return there.includes(true);
    }),
  );
  return !found.includes(false);
}

/** Whether a CLI can be used, and if not, why. */
export async function examineCandidate(path: string): Promise<Candidate> {
  // First the companions: the npm package `pulumi` is a script without them that would download a CLI when run.
  if (!(await hasCompanions(path))) {
    return { path, version: "", problem: `has no ${companions.join(" and ")} beside it` };
  }
  return judgeVersionAnswer(path, await askVersion(path));
}

function askVersion(path: string): Promise<Finished> {
  return runProgram(path, ["version"], {
    env: { ...toolEnvironment(process.env), PULUMI_SKIP_UPDATE_CHECK: "true" },
    timeoutMilliseconds: 20_000,
  });
}

/** Judges what `pulumi version` answered. */
export function judgeVersionAnswer(path: string, answer: Finished): Candidate {
  const version = answer.stdout.trim().replace(/^v/, "");
  if (answer.exitCode !== 0 || parseVersion(version) === undefined) {
    return { path, version: "", problem: "does not answer `pulumi version`" };
  }
  if (!isSuitableVersion(version, oldestPulumiVersion)) {
    return { path, version, problem: `is ${version}; ${oldestPulumiVersion} or a later 3.x is needed` };
  }
  return { path, version };
}

/** Whether there is a file at the path that this user may run. */
export async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
