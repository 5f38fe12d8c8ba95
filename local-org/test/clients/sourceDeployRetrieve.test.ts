import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { createLocalOrg } from "../../src/server.ts";
import { npmPackages, programLines, withInstallation } from "./installed.ts";

const packages = ["@salesforce/source-deploy-retrieve@13.7.0", "@salesforce/core@9.4.0"];

test.each(["http", "https"])(
  "source-deploy-retrieve works over %s: login by access token, deploys over SOAP and REST, retrieve",
  async (scheme) => {
    const modules = await npmPackages("source-deploy-retrieve-13.7.0", packages);
    const directory = await mkdtemp(join(tmpdir(), "source-deploy-retrieve-"));
    const local = await createLocalOrg(scheme === "https" ? { tls: { directory } } : {});
    try {
      const { accessToken, username } = local.org.deployer;
      const environment = {
        HOME: directory,
        MODULES: modules,
        INSTANCE_URL: local.org.instanceUrl,
        ACCESS_TOKEN: accessToken,
        USERNAME_OF_ORG: username,
        NODE_OPTIONS: "--no-warnings",
        NODE_EXTRA_CA_CERTS: local.secure?.authorityFile ?? "",
        SF_DISABLE_LOG_FILE: "true",
        SF_DISABLE_TELEMETRY: "true",
        SF_USE_GENERIC_UNIX_KEYCHAIN: "true",
      };
      const program = new URL("./programs/sourceDeployRetrieve.mjs", import.meta.url);
      expect(await programLines(process.execPath, program, { cwd: directory, environment })).toEqual([
        { username, apiVersion: "68.0", tracksSource: false },
        { deploy: "SOAP", status: "Succeeded", files: ["Tour Created"] },
        { deploy: "REST", status: "Succeeded", files: ["Tour Unchanged"] },
        {
          retrieve: "Succeeded",
          messages: ["Entity of type 'Profile' named 'Nobody' cannot be found"],
          label: "Tour",
        },
      ]);
    } finally {
      await local.stop();
      await rm(directory, { recursive: true });
    }
  },
  withInstallation,
);
