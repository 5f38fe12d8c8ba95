import { readFileSync } from "node:fs";
import type { ConfigurationReader, ConnectionSources } from "./connection.ts";

/** Where a process takes its connection from: an environment, the files of the machine, and the stack's configuration. */
export function connectionSources(
  environment: NodeJS.ProcessEnv,
  configuration: ConfigurationReader = () => undefined,
): ConnectionSources {
  return {
    configuration,
    environment,
    readFile(path) {
      try {
        return readFileSync(path, "utf8");
      } catch {
        return undefined;
      }
    },
  };
}
