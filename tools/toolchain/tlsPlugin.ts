import { join } from "node:path";
import type { RouteResult } from "./downloadedPulumi.ts";
import { isExecutable } from "./installedPulumi.ts";
import { runProgram } from "./processes.ts";
import { type Report, withProgress } from "./progress.ts";
import { tlsPluginVersion } from "./versions.ts";

const downloadWithinMilliseconds = 180_000;

/** The plugin in another PULUMI_HOME, for instance the user's own, or undefined. */
export async function findTlsPlugin(pulumiHome: string): Promise<string | undefined> {
  const path = join(pulumiHome, "plugins", `resource-tls-v${tlsPluginVersion}`, "pulumi-resource-tls");
  return (await isExecutable(path)) ? path : undefined;
}

/** Lets the CLI download the plugin into our PULUMI_HOME from where Pulumi publishes it. */
export async function downloadTlsPlugin(pulumi: string, pulumiHome: string, report: Report): Promise<RouteResult> {
  const answer = await withProgress(report, `Downloading the tls plugin ${tlsPluginVersion}`, () =>
    installPlugin(pulumi, pulumiHome, []),
  );
  return answer.exitCode === 0
    ? { path: pulumiHome }
    : { problem: `the official plugin download failed (${lastLine(answer.stderr) || "no answer in time"})` };
}

/** Copies a plugin executable into our PULUMI_HOME, with the CLI's own command for that. */
export async function installTlsPlugin(pulumi: string, pulumiHome: string, file: string): Promise<void> {
  const answer = await installPlugin(pulumi, pulumiHome, ["--file", file]);
  if (answer.exitCode !== 0) {
    throw new Error(`Pulumi does not accept the tls plugin at ${file}: ${lastLine(answer.stderr)}`);
  }
}

function installPlugin(pulumi: string, pulumiHome: string, more: readonly string[]) {
  return runProgram(pulumi, ["plugin", "install", "resource", "tls", `v${tlsPluginVersion}`, "--reinstall", ...more], {
    env: { ...process.env, PULUMI_HOME: pulumiHome, PULUMI_SKIP_UPDATE_CHECK: "true" },
    timeoutMilliseconds: downloadWithinMilliseconds,
  });
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
