import { readFile } from "node:fs/promises";
import { availableParallelism, cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { root } from "../cli/checkout.ts";
import { runProgram } from "../toolchain/processes.ts";

/** Where and when it was measured. */
export interface Machine {
  /** Day in UTC, `2026-01-31`. */
  date: string;
  cores: number;
  processor: string;
  memoryGibibytes: number;
  system: string;
  node: string;
  pulumi: string;
  pulumiSdk: string;
  /** Average number of running programs in the minute before: above 0.5, something else was at work too. */
  loadBefore: number;
}

/** @param pulumi path of the CLI */
export async function describeMachine(pulumi: string): Promise<Machine> {
  const sdk = join(root, "node_modules", "@pulumi", "pulumi", "package.json");
  const [version, manifest] = await Promise.all([runProgram(pulumi, ["version"]), readFile(sdk, "utf8")]);
  return {
    date: new Date().toISOString().slice(0, 10),
    cores: availableParallelism(),
    processor: cpus()[0]?.model.trim() ?? "unknown processor",
    memoryGibibytes: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    pulumi: version.stdout.trim().replace(/^v/, ""),
    pulumiSdk: (JSON.parse(manifest) as { version: string }).version,
    loadBefore: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  };
}
