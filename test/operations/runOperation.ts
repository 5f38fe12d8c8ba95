import { join } from "node:path";
import type { LocalOrg } from "../../local-org/src/server.ts";
import { root } from "../../tools/commands/checkout.ts";
import { type Finished, runProgram } from "../../tools/toolchain/processes.ts";

/**
 * Runs the command of the package, as its users do.
 *
 * @param cwd the folder that they are in; default: that of this checkout
 */
export async function runOperation(
  commandArguments: readonly string[],
  environment: Record<string, string | undefined> = {},
  cwd?: string,
): Promise<Finished> {
  const { NODE_OPTIONS: _ofJest, ...env } = process.env;
  return runProgram(process.execPath, [join(root, "operations", "main.ts"), ...commandArguments], {
    env: { ...env, ...environment },
    ...(cwd !== undefined && { cwd }),
  });
}

/** The variables that lead an operation into a local org. */
export function loginTo(local: LocalOrg): Record<string, string> {
  return {
    SALESFORCE_INSTANCE_URL: local.url,
    SALESFORCE_ACCESS_TOKEN: local.org.deployer.accessToken,
    SALESFORCE_CLIENT_ID: local.org.deployer.clientId,
  };
}
