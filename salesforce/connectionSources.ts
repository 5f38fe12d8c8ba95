import { readFileSync } from "node:fs";
import type { ConnectionSources } from "./settingReader.ts";
import type { StackSettings } from "./settings.ts";

/** Where a process takes its connection from: an environment, the files of the machine, and the stack's configuration. */
export function connectionSources(
  environment: NodeJS.ProcessEnv,
  settings: StackSettings = new Map(),
): ConnectionSources {
  return { settings, environment, readFile: (path) => readFileSync(path, "utf8") };
}
