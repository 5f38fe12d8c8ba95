import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { createLocalOrg } from "../../src/server.ts";
import { appFiles, deploy, read } from "../metadata/kit.ts";
import { clientOf, createUser, withOrg } from "./client.ts";

describe("snapshots of a local org", () => {
  test("bring back records, apps, sessions and settings, and give no id twice", () =>
    withOrg(
      async (client) => {
        const { local, create, call } = client;
        const kept = await create("Account", { Name: "Kept" });
        const userId = await createUser(client, "ann", "System Administrator");
        const accessToken = local.org.sessions.open({ userId, clientId: "test", scopes: ["api"] });
        await deploy(local, appFiles());
        const before = (await call("GET", "//_local/export")).body;
        const snapshot = local.snapshot();

        const passing = await create("Account", { Name: "Passing" });
        await call("PATCH", `/sobjects/Account/${kept}`, { Name: "Changed" });
        await call("PATCH", `/sobjects/User/${userId}`, { IsActive: false });
        await call("POST", "//_local/settings", { latencyMs: 5 });
        await deploy(local, appFiles({ global: "<isConsumerSecretOptional>true</isConsumerSecretOptional>" }));
        expect((await call("GET", "//_local/export")).body).not.toEqual(before);

        local.restore(snapshot);
        expect((await call("GET", "//_local/export")).body).toEqual(before);
        expect((await call("GET", "//_local/settings")).body).toMatchObject({ latencyMs: 0 });
        expect(await clientOf(local, accessToken).query("SELECT Name FROM Account")).toMatchObject([{ Name: "Kept" }]);
        expect(await read(local, "ExtlClntAppGlobalOauthSettings", "WxCC_SCV_glbloauth")).toMatchObject({
          isConsumerSecretOptional: "false",
        });
        expect(await create("Account", { Name: "Later" })).not.toBe(passing);

        local.restore(snapshot);
        expect(await client.query("SELECT Name FROM Account")).toMatchObject([{ Name: "Kept" }]);
      },
      { settings: { deployMs: 0 } },
    ));

  test("leave the deployer's credentials alone", () =>
    withOrg(async ({ local, call }) => {
      const snapshot = local.snapshot();
      const { body: credentials } = await call("GET", "//_local/credentials");
      local.restore(snapshot);
      expect((await call("GET", "//_local/credentials")).body).toEqual(credentials);
      local.reset();
      expect((await call("GET", "//_local/credentials")).body).toEqual(credentials);
    }));

  test("fit only their own org", () =>
    withOrg(async ({ local }) =>
      withOrg(async (other) => {
        expect(() => other.local.restore(local.snapshot())).toThrow("The snapshot is one of another org.");
      }),
    ));

  test("hold over a restart when the org is kept in a file", async () => {
    const folder = await mkdtemp(join(tmpdir(), "snapshot-"));
    const databaseFile = join(folder, "org.sqlite");
    try {
      const first = await createLocalOrg({ databaseFile });
      const client = clientOf(first, first.org.deployer.accessToken);
      await client.create("Account", { Name: "Kept" });
      const snapshot = first.snapshot();
      await client.create("Account", { Name: "Passing" });
      first.restore(snapshot);
      await first.stop();
      const second = await createLocalOrg({ databaseFile });
      second.restore(snapshot);
      const { accessToken } = second.org.deployer;
      expect(await clientOf(second, accessToken).query("SELECT Name FROM Account")).toMatchObject([{ Name: "Kept" }]);
      await second.stop();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test("a reset makes the org as new and ends its faults", () =>
    withOrg(async ({ local, call, create, query }) => {
      await create("Account", { Name: "Passing" });
      local.faults.add([{ kind: "status", status: 503 }]);
      expect((await call("GET", "/sobjects")).status).toBe(503);
      local.reset();
      expect(await query("SELECT Id FROM Account")).toEqual([]);
    }));
});
