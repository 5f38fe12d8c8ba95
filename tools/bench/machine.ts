import { readFile } from "node:fs/promises";
import { availableParallelism, cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { root } from "../commands/checkout.ts";
import { runProgram } from "../toolchain/processes.ts";

/** Where and when it was measured. */
export interface Machine {
  /** Version of this package. */
  version: string;
  /** Day in UTC, `2026-01-31`. */
  date: string;
  cores: number;
  processor: string;
  memoryGibibytes: number;
  system: string;
  node: string;
  /** Undefined where Pulumi has no part in what is measured. */
  pulumi: { cli: string; sdk: string } | undefined;
  /** Average number of running programs in the minute before the benchmark: above 0.5, something else was at work too. */
  loadBefore: number;
}

/** Load of the machine in the last minute, rounded as it is reported. */
export const currentLoad = () => Math.round((loadavg()[0] ?? 0) * 10) / 10;

/**
 * @param options.pulumi path of the CLI, where it has a part in what is measured
 * @param options.loadBefore of the time before anything was measured, which is load of its own
 */
export async function describeMachine(options: { pulumi?: string | undefined; loadBefore: number }): Promise<Machine> {
  const { pulumi, loadBefore } = options;
  return {
    version: await versionIn(join(root, "package.json")),
    date: new Date().toISOString().slice(0, 10),
    cores: availableParallelism(),
    processor: cpus()[0]?.model.trim() ?? "unknown processor",
    memoryGibibytes: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    pulumi: pulumi === undefined ? undefined : await pulumiVersions(pulumi),
    loadBefore,
  };
}

async function pulumiVersions(pulumi: string): Promise<{ cli: string; sdk: string }> {
  const manifest = join(root, "node_modules", "@pulumi", "pulumi", "package.json");
  const [version, sdk] = await Promise.all([runProgram(pulumi, ["version"]), versionIn(manifest)]);
  return { cli: version.stdout.trim().replace(/^v/, ""), sdk };
}

async function versionIn(manifest: string): Promise<string> {
  return (JSON.parse(await readFile(manifest, "utf8")) as { version: string }).version;
}

/** Whether other programs were at work too, so that times cannot be compared. */
export const isBusy = (load: number) => load > 0.5;

/** Two sentences of where and when it was measured. */
export function machineText({
  version,
  date,
  cores,
  processor,
  memoryGibibytes,
  system,
  node,
  pulumi,
  loadBefore,
}: Machine): string {
  const versions = pulumi && `, Pulumi CLI ${pulumi.cli}, @pulumi/pulumi ${pulumi.sdk}`;
  return [
    `Measured with version ${version} on ${date}: ${cores} cores (${processor}), ${memoryGibibytes} GiB, ${system}; Node ${node}${versions ?? ""}.`,
    `Load of the machine in the minute before: ${loadBefore.toFixed(1)}${isBusy(loadBefore) ? ". The machine was busy: compare calls, not times" : ""}.`,
  ].join("\n");
}
