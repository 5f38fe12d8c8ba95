import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../src/server.ts";
import { integrationUsername, setUpLogin } from "../oauth/setUp.ts";
import { programLines, pythonPackages, withInstallation } from "./installed.ts";

/** Runs a test with an org that listens with TLS, and a folder that goes away after it. */
async function withTls(work: (local: LocalOrg, directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "jwt-logins-"));
  const local = await createLocalOrg({ tls: { directory }, settings: { deployMs: 0 } });
  try {
    await work(local, directory);
  } finally {
    await local.stop();
    await rm(directory, { recursive: true });
  }
}

/** What a client is given, as for any org. */
const deployerOf = ({ org, secure }: LocalOrg) => ({
  INSTANCE_URL: secure?.url,
  USERNAME_OF_ORG: org.deployer.username,
  CONSUMER_KEY: org.deployer.clientId,
  PRIVATE_KEY: org.deployer.privateKeyPem(),
});

test(
  "simple-salesforce logs in by JWT through the login host and through My Domain; the test host is refused",
  async () => {
    const packages = await pythonPackages("simple-salesforce-1.12.10", ["simple-salesforce==1.12.10"]);
    await withTls(async (local, directory) => {
      const environment = {
        ...deployerOf(local),
        PYTHONPATH: packages,
        REQUESTS_CA_BUNDLE: local.secure?.authorityFile,
      };
      const program = new URL("./programs/simple_salesforce_login.py", import.meta.url);
      expect(await programLines("python3", program, { cwd: directory, environment })).toEqual([
        { host: new URL(String(local.secure?.url)).host, users: true },
        { ownAddress: 1 },
        { refused: "invalid_grant" },
      ]);
    });
  },
  withInstallation,
);

test(
  "CumulusCI logs in by JWT with an assertion that ends at once, to the deployer's app and to an external client app",
  async () => {
    const packages = await pythonPackages("cumulusci-4.10.1", ["cumulusci==4.10.1"]);
    await withTls(async (local, directory) => {
      const { consumerKey, key } = await setUpLogin(local);
      const deployer = deployerOf(local);
      const environment = {
        ...deployer,
        PYTHONPATH: packages,
        REQUESTS_CA_BUNDLE: local.secure?.authorityFile,
        HOME: directory,
        SFDX_CLIENT_ID: deployer.CONSUMER_KEY,
        SFDX_HUB_KEY: deployer.PRIVATE_KEY,
        INTEGRATION_USER: integrationUsername,
        CONSUMER_KEY: consumerKey,
        PRIVATE_KEY: key.privateKeyPem,
      };
      const program = new URL("./programs/cumulusci_login.py", import.meta.url);
      expect(await programLines("python3", program, { cwd: directory, environment })).toEqual([
        { user: local.org.deployer.username, edition: "Enterprise Edition", sandbox: false },
        { version: true, profiles: true },
        { scope: "api id", sameOrg: true },
      ]);
    });
  },
  withInstallation,
);

test(
  "go-salesforce logs in by JWT with an expiry in digits, and again by itself when its session has ended",
  () =>
    withTls(async (local, directory) => {
      const source = fileURLToPath(new URL("./programs/go_salesforce", import.meta.url));
      const program = join(directory, "go-salesforce");
      await promisify(execFile)("go", ["build", "-mod=readonly", "-o", program, "."], { cwd: source });
      const environment = { ...deployerOf(local), SSL_CERT_FILE: local.secure?.authorityFile };
      expect(await programLines(program, undefined, { cwd: directory, environment })).toEqual([
        { flow: "JWT", sameOrg: true },
        { created: true },
        { queried: "Made", newSession: true },
        { refused: "400 Bad Request: failed authentication" },
      ]);
    }),
  withInstallation,
);
