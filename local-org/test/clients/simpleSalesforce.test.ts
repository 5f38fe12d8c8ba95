import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { createLocalOrg } from "../../src/server.ts";
import { programLines, pythonPackages, withInstallation } from "./installed.ts";

test(
  "simple-salesforce works over TLS: records, queries, describes, the Tooling API and metadata over SOAP",
  async () => {
    const packages = await pythonPackages("simple-salesforce-1.12.10", ["simple-salesforce==1.12.10"]);
    const directory = await mkdtemp(join(tmpdir(), "simple-salesforce-"));
    const local = await createLocalOrg({ tls: { directory } });
    try {
      const environment = {
        PYTHONPATH: packages,
        REQUESTS_CA_BUNDLE: local.secure?.authorityFile,
        INSTANCE_URL: local.secure?.url,
        ACCESS_TOKEN: local.org.deployer.accessToken,
      };
      const program = new URL("./programs/simple_salesforce_tour.py", import.meta.url);
      expect(await programLines("python3", program, { cwd: directory, environment })).toEqual([
        { created: true },
        { read: "New" },
        { queried: ["Made"] },
        { described: "001", objects: true },
        { tooling: "ApexClass" },
        { limit: 100_000 },
        { deleted: 204 },
        { refused: "INVALID_FIELD" },
        { label: "Tour" },
        { described: true },
        { left: 0 },
      ]);
    } finally {
      await local.stop();
      await rm(directory, { recursive: true });
    }
  },
  withInstallation,
);
