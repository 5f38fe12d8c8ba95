import { chmod, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import type { LocalOrg } from "../../local-org/src/server.ts";

/** How a Salesforce CLI of a test answers. */
interface Login {
  local: LocalOrg;
  /** Consumer key that it names; absent for a login by access token, as the CLI has it. */
  clientId?: string;
  /** Whether `org display` still shows the token, as versions before 2026 do. */
  showsToken?: boolean;
}

/**
 * A program `sf` with one login, `desk`, that answers as the Salesforce CLI 2.150.6 does; the real one is driven by
 * npm run test:clients, since it needs an installation of its own.
 *
 * @returns the environment in which it is found
 */
export async function salesforceCli(folder: string, { local, clientId, showsToken }: Login) {
  const hidden = "[REDACTED] Use 'sf org auth show-access-token' to view";
  const token = local.org.deployer.accessToken;
  const display = {
    id: local.org.organizationId,
    apiVersion: "68.0",
    accessToken: showsToken ? token : hidden,
    instanceUrl: `${local.url}/`,
    username: local.org.deployer.username,
    ...(clientId && { clientId }),
    connectedStatus: "Connected",
    alias: "desk",
  };
  const program = `#!${process.execPath}
const [, , ...given] = process.argv;
const command = given.slice(0, given.indexOf("--target-org")).join(" ");
const alias = given[given.indexOf("--target-org") + 1];
const results = ${JSON.stringify({ "org display": display, ...(!showsToken && { "org auth show-access-token": { accessToken: token } }) })};
const answer =
  alias === "desk" && results[command]
    ? { status: 0, result: results[command], warnings: [] }
    : { status: 2, name: "NamedOrgNotFoundError", message: "Parsing --target-org \\n\\tNo authorization information found for " + alias + ".", actions: ['Did you mean "desk"?'] };
console.log(JSON.stringify(answer));
process.exitCode = answer.status;
`;
  const path = join(folder, "sf");
  await writeFile(path, program);
  await chmod(path, 0o755);
  return { PATH: `${folder}${delimiter}${process.env.PATH}` };
}
