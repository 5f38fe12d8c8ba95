import { join } from "node:path";
import { npmPackages } from "./installed.ts";

const version = "2.150.6";

/** The program of the Salesforce CLI, for Node.js; installed when it is first asked for. */
export async function salesforceCli(): Promise<string> {
  const modules = await npmPackages(`salesforce-cli-${version}`, [`@salesforce/cli@${version}`]);
  return join(modules, "node_modules", "@salesforce", "cli", "bin", "run.js");
}

/** Variables with which the CLI keeps to itself: it looks for no update, reports nothing, and keeps its logins in files. */
export const quietCli = {
  SF_AUTOUPDATE_DISABLE: "true",
  SF_DISABLE_LOG_FILE: "true",
  SF_DISABLE_TELEMETRY: "true",
  SF_SKIP_NEW_VERSION_CHECK: "true",
  SF_USE_GENERIC_UNIX_KEYCHAIN: "true",
};
