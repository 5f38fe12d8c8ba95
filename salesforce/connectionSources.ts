import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { ConnectionSources } from "./settingReader.ts";
import type { StackSettings } from "./settings.ts";

/**
 * Where a process takes its connection from: an environment, the files of the machine, and the stack's configuration.
 *
 * @param folder that of the project, which relative paths start at; default: the current one, as in a run of Pulumi
 */
export function connectionSources(
  environment: NodeJS.ProcessEnv,
  settings: StackSettings = new Map(),
  folder = ".",
): ConnectionSources {
  return { settings, environment, readFile: (path) => readFileSync(resolve(folder, path), "utf8") };
}
