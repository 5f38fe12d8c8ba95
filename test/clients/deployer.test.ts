/** The Salesforce CLI itself gives the login: with its own JSON, its own store, over TLS. */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";
import { createLocalOrg } from "../../local-org/src/server.ts";
import { withInstallation } from "../../local-org/test/clients/installed.ts";
import { quietCli, salesforceCli } from "../../local-org/test/clients/salesforceCli.ts";
import { runOperation } from "../operations/runOperation.ts";
import { Administrator } from "../provider/kit.ts";

const username = "pulumi@mycompany.example";

test(
  "a login of the Salesforce CLI makes the deployer, and a stack logs in by sfAlias and by the key that was made",
  async () => {
    const program = await salesforceCli();
    const folder = await mkdtemp(join(tmpdir(), "deployer-"));
    const local = await createLocalOrg({ tls: { directory: folder }, settings: { deployMs: 0 } });
    try {
      const programs = join(folder, "bin");
      await mkdir(programs);
      await symlink(program, join(programs, "sf"));
      const url = String(local.secure?.url);
      const environment = {
        PATH: `${programs}${delimiter}${process.env.PATH}`,
        HOME: folder,
        NODE_EXTRA_CA_CERTS: local.secure?.authorityFile,
        ...quietCli,
      };
      const { accessToken, clientId } = local.org.deployer;
      const login = ["org", "login", "access-token", "--instance-url", url, "--alias", "desk", "--no-prompt"];
      await promisify(execFile)("sf", login, { env: { ...environment, SF_ACCESS_TOKEN: accessToken }, cwd: folder });
      await new Administrator(local).createUser("pulumi", "Minimum Access - Salesforce");

      const key = join(folder, "deployer.key");
      const made = await runOperation(
        ["deployer", "--sf-alias", "desk", "--user", username, "--key", key, "--apply"],
        environment,
      );
      expect([made.exitCode, made.stdout]).toEqual([0, expect.stringContaining("Done. The settings of the stack:")]);
      expect(made.stdout + made.stderr).not.toContain(accessToken);

      const check = async (settings: string[], variables = {}) => {
        const keys = settings.map((setting) => `  pulumi-nodejs:salesforce.${setting}`).join("\n");
        await writeFile(join(folder, "Pulumi.yaml"), "name: access\nruntime: nodejs\n");
        await writeFile(join(folder, "Pulumi.prod.yaml"), `config:\n${keys}\n`);
        const checking = ["check-connection", "--stack", "prod", "--folder", folder];
        return runOperation(checking, { ...environment, ...variables });
      };
      const place = [`orgId: ${local.org.organizationId}`, `instanceUrl: ${url}`];
      const byKey = [
        ...place,
        `clientId: ${/salesforce\.clientId (\S+)/.exec(made.stdout)?.[1]}`,
        `username: ${username}`,
      ];
      const byJwt = await check(byKey, { SALESFORCE_PRIVATE_KEY_FILE: key });
      expect([byJwt.exitCode, byJwt.stdout]).toEqual([0, expect.stringContaining(`Deployer: ${username}`)]);

      const byAlias = await check([...place, `clientId: ${clientId}`, "sfAlias: desk"]);
      expect([byAlias.exitCode, byAlias.stdout]).toEqual([0, expect.stringContaining("Ready: ")]);

      const unknown = await check([...place, "sfAlias: nobody"]);
      expect(unknown.stderr).toMatch(
        /SALESFORCE_CLI_REFUSED: .*No authorization information found for nobody.*sf org login web/,
      );
      expect(unknown.exitCode).toBe(1);
    } finally {
      await local.stop();
      await rm(folder, { recursive: true });
    }
  },
  2 * withInstallation,
);
