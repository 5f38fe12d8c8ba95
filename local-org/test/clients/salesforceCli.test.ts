import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";
import { createLocalOrg } from "../../src/server.ts";
import { withInstallation } from "./installed.ts";
import { quietCli, salesforceCli } from "./salesforceCli.ts";

test(
  "the Salesforce CLI works over TLS: login by access token, queries, records, deploy, retrieve, manifest of the org",
  async () => {
    const program = await salesforceCli();
    const directory = await mkdtemp(join(tmpdir(), "salesforce-cli-"));
    const local = await createLocalOrg({ tls: { directory } });
    try {
      const environment = {
        PATH: process.env.PATH,
        HOME: directory,
        NODE_EXTRA_CA_CERTS: local.secure?.authorityFile,
        SF_ACCESS_TOKEN: local.org.deployer.accessToken,
        ...quietCli,
      };
      const sf = async (...commandArguments: string[]): Promise<unknown> => {
        const options = { cwd: directory, env: environment, maxBuffer: 10_000_000 };
        const { stdout } = await promisify(execFile)(
          process.execPath,
          [program, ...commandArguments, "--json"],
          options,
        );
        return JSON.parse(stdout).result;
      };
      const url = String(local.secure?.url);
      const { username } = local.org.deployer;
      const login = await sf("org", "login", "access-token", "--instance-url", url, "--alias", "local", "--no-prompt");
      expect(login).toMatchObject({ username, orgId: local.org.organizationId });

      const set = '<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata"><label>Tour</label></PermissionSet>';
      const sets = join(directory, "force-app", "permissionsets");
      await mkdir(sets, { recursive: true });
      await writeFile(join(sets, "Tour.permissionset-meta.xml"), `<?xml version="1.0" encoding="UTF-8"?>\n${set}\n`);
      const project = { packageDirectories: [{ path: "force-app", default: true }], sourceApiVersion: "67.0" };
      await writeFile(join(directory, "sfdx-project.json"), JSON.stringify(project));
      expect(await sf("project", "deploy", "start", "-o", "local", "--source-dir", "force-app")).toMatchObject({
        status: "Succeeded",
        numberComponentsDeployed: 1,
      });
      expect(await sf("org", "assign", "permset", "-o", "local", "--name", "Tour")).toMatchObject({
        successes: [{ name: username, value: "Tour" }],
        failures: [],
      });
      const soql = "SELECT Assignee.Username FROM PermissionSetAssignment WHERE PermissionSet.Name = 'Tour'";
      expect(await sf("data", "query", "-o", "local", "--query", soql)).toMatchObject({
        records: [{ Assignee: { Username: username } }],
        totalSize: 1,
      });
      await rm(join(sets, "Tour.permissionset-meta.xml"));
      await sf("project", "retrieve", "start", "-o", "local", "--metadata", "PermissionSet:Tour");
      const retrieved = join("force-app", "main", "default", "permissionsets", "Tour.permissionset-meta.xml");
      expect(await readFile(join(directory, retrieved), "utf8")).toContain("<label>Tour</label>");
      await sf("project", "generate", "manifest", "--from-org", "local");
      expect(await readFile(join(directory, "package.xml"), "utf8")).toMatch(
        /<members>Tour<\/members>\s*<name>PermissionSet<\/name>/,
      );
    } finally {
      await local.stop();
      await rm(directory, { recursive: true });
    }
  },
  2 * withInstallation,
);
