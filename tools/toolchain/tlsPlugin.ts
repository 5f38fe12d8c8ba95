import { join } from "node:path";
import { toolEnvironment } from "../launch/environment.js";
import { isExecutable } from "./installedPulumi.ts";
import { runProgram } from "./processes.ts";
import { tlsPluginVersion } from "./versions.ts";

const installWithinMilliseconds = 180_000;

/** The plugin in another PULUMI_HOME, for instance the user's own, or undefined. */
export async function findTlsPlugin(pulumiHome: string): Promise<string | undefined> {
  const path = join(pulumiHome, "plugins", `resource-tls-v${tlsPluginVersion}`, "pulumi-resource-tls");
  return (await isExecutable(path)) ? path : undefined;
}

/** Copies a plugin executable into our PULUMI_HOME, with the CLI's own command for that. */
export async function installTlsPlugin(pulumi: string, pulumiHome: string, file: string): Promise<void> {
  const answer = await runProgram(
    pulumi,
    ["plugin", "install", "resource", "tls", `v${tlsPluginVersion}`, "--reinstall", "--file", file],
    {
      env: { ...toolEnvironment(process.env), PULUMI_HOME: pulumiHome, PULUMI_SKIP_UPDATE_CHECK: "true" },
      timeoutMilliseconds: installWithinMilliseconds,
    },
  );
  if (answer.exitCode !== 0) {
    throw new Error(`Pulumi does not accept the tls plugin at ${file}: ${lastLine(answer.stderr)}`);
  }
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
