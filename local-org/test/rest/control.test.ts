import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { createLocalOrg } from "../../src/server.ts";
import { clientOf, createUser, type Json, profileId, withOrg } from "./client.ts";

/** Status of a control call whose host header has another name, as after a change of that name's address. */
async function statusUnderName(url: string, name: string): Promise<number | undefined> {
  const call = request(`${url}/_local/status`, { headers: { host: name } }).end();
  const [response] = await once(call, "response");
  response.resume();
  return response.statusCode;
}

describe("control under /_local", () => {
  test("credentials serve any client, and survive a reset", () =>
    withOrg(async ({ call, local }) => {
      const { body: credentials } = await call("GET", "//_local/credentials", undefined, { authorization: "" });
      expect(credentials).toEqual({
        instanceUrl: local.url,
        orgId: local.org.organizationId,
        apiVersion: "68.0",
        username: local.org.deployer.username,
        accessToken: expect.stringMatching(new RegExp(`^${local.org.organizationId.slice(0, 15)}![A-Za-z0-9._]{96}$`)),
        clientId: expect.stringMatching(/^3MVG9[A-Za-z0-9._]{80}$/),
        privateKeyPem: expect.stringMatching(/^-----BEGIN PRIVATE KEY-----\n/),
      });
      expect((await call("POST", "//_local/reset")).status).toBe(204);
      expect((await call("GET", "//_local/credentials")).body).toEqual(credentials);
      const me = clientOf(local, credentials.accessToken);
      expect(await me.query("SELECT Username FROM User WHERE Alias = 'deploy'")).toMatchObject([
        { Username: credentials.username },
      ]);
    }));

  test("the log has each call once, without control calls, bodies and tokens", () =>
    withOrg(async ({ call, create, local }) => {
      await create("Account", { Name: "secret name" });
      await call("GET", "/query?q=SELECT+Id+FROM+Account", undefined, { "user-agent": "tester/1" });
      await call("GET", "/sobjects/Account/nothing?access_token=secret");
      const { body: log } = await call("GET", "//_local/requests");
      expect(log).toEqual([
        {
          seq: 1,
          startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
          durationMs: expect.any(Number),
          method: "POST",
          path: "/services/data/v68.0/sobjects/Account",
          status: 201,
          userAgent: expect.any(String),
        },
        expect.objectContaining({
          seq: 2,
          method: "GET",
          path: "/services/data/v68.0/query?q=SELECT Id FROM Account",
          userAgent: "tester/1",
        }),
        expect.objectContaining({ seq: 3, path: "/services/data/v68.0/sobjects/Account/nothing", status: 404 }),
      ]);
      expect(JSON.stringify(log)).not.toMatch(new RegExp(`secret|${local.org.deployer.accessToken}`));
      expect((await call("DELETE", "//_local/requests")).status).toBe(204);
      expect((await call("GET", "//_local/requests")).body).toEqual([]);
    }));

  test("settings are checked, take effect, and end with a reset", () =>
    withOrg(async ({ call }) => {
      const change = (settings: unknown) => call("POST", "//_local/settings", settings);
      expect((await change({ latencyMs: 40 })).body).toMatchObject({ latencyMs: 40, deployMs: 20 });
      await call("GET", "/sobjects");
      const [entry] = (await call("GET", "//_local/requests")).body;
      expect(entry.durationMs).toBeGreaterThanOrEqual(39);
      expect(await change({ latencyMs: -1 })).toMatchObject({
        status: 400,
        body: { error: "In the settings of an org, latencyMs takes whole milliseconds from 0 to 600000." },
      });
      expect((await change({ latency: 1 })).body.error).toMatch(
        /^There is no latency in the settings of an org; did you mean latencyMs\?$/,
      );
      expect((await change([])).status).toBe(400);
      await call("POST", "//_local/reset");
      expect((await call("GET", "//_local/settings")).body).toMatchObject({ latencyMs: 0 });
    }));

  test("writes from a web page and calls under another host name are refused", () =>
    withOrg(async ({ call, local }) => {
      expect((await call("POST", "//_local/reset", undefined, { origin: "https://page.example" })).status).toBe(403);
      expect((await call("GET", "//_local/status", undefined, { origin: "https://page.example" })).status).toBe(200);
      expect(await statusUnderName(local.url, "page.example")).toBe(403);
      expect(await statusUnderName(local.url, "localhost")).toBe(200);
    }));

  test("the status tells which org it is", () =>
    withOrg(async ({ call, local }) => {
      expect((await call("GET", "//_local/status")).body).toEqual({
        pid: process.pid,
        url: local.url,
        organizationId: local.org.organizationId,
        version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      });
    }));
});

describe("the export", () => {
  test("of a new org is empty, and again after a reset", () =>
    withOrg(async (client) => {
      const empty = { added: {}, removed: {}, externalClientApps: {}, pendingEmails: {} };
      const exported = async () => (await client.call("GET", "//_local/export")).body;
      expect(await exported()).toEqual(empty);
      await client.create("PermissionSet", { Name: "Access", Label: "Access" });
      expect(await exported()).not.toEqual(empty);
      await client.call("POST", "//_local/reset");
      expect(await exported()).toEqual(empty);
    }));

  test("is the same for two orgs that were made alike in another order, and shows each difference", async () => {
    const build = async (names: string[]): Promise<Json> => {
      let exported: Json;
      await withOrg(async (client) => {
        for (const name of names) {
          const ParentId = await client.create("PermissionSet", {
            Name: name,
            Label: name,
            PermissionsApiEnabled: true,
          });
          const { Id: SetupEntityId } = await client.one("SELECT Id FROM ApexClass WHERE Name = 'ServiceRouting'");
          await client.create("SetupEntityAccess", { ParentId, SetupEntityId });
          const AssigneeId = await createUser(client, `user${name}`, "Standard User");
          await client.create("PermissionSetAssignment", { AssigneeId, PermissionSetId: ParentId });
        }
        exported = (await client.call("GET", "//_local/export")).body;
      });
      return exported;
    };
    const one = await build(["A", "B"]);
    expect(one).toEqual(await build(["B", "A"]));
    expect(one).not.toEqual(await build(["A"]));
    expect(one.added.SetupEntityAccess).toEqual([
      { ParentId: "A", SetupEntityId: "cnxscv__ServiceRouting", SetupEntityType: "ApexClass" },
      { ParentId: "B", SetupEntityId: "cnxscv__ServiceRouting", SetupEntityType: "ApexClass" },
    ]);
    expect(one.added.PermissionSet[0]).toEqual({
      IsCustom: true,
      Label: "A",
      Name: "A",
      Type: "Regular",
      permissions: ["ApiEnabled"],
    });
    expect(one.added.PermissionSetAssignment).toContainEqual({
      AssigneeId: "userA@local-org.example".toLowerCase(),
      IsActive: true,
      PermissionSetId: "(set of the profile Standard User)",
    });
    expect(JSON.stringify(one)).not.toMatch(/\b(005|0PS|00e)\w{12}/);
  });

  test("shows what is missing or changed against a new org", () =>
    withOrg(async (client) => {
      const id = await profileId(client, "Read Only");
      await client.call("PATCH", `/sobjects/Profile/${id}`, { Description: "changed" });
      const { body } = await client.call("GET", "//_local/export");
      expect(body.added.Profile).toMatchObject([{ Name: "Read Only", Description: "changed" }]);
      expect(body.removed.Profile).toMatchObject([{ Name: "Read Only" }]);
    }));
});

describe("the state of an org", () => {
  test("survives a restart: records, sessions, keys and ids", async () => {
    const folder = await mkdtemp(join(tmpdir(), "local-org-"));
    try {
      const databaseFile = join(folder, "org.sqlite");
      const first = await createLocalOrg({ databaseFile });
      const { accessToken, clientId } = first.org.deployer;
      const privateKeyPem = first.org.deployer.privateKeyPem();
      const id = await clientOf(first, accessToken).create("Account", { Name: "kept" });
      await expect(createLocalOrg({ databaseFile })).rejects.toThrow(`${databaseFile} is in use by another local org.`);
      await first.stop();

      const second = await createLocalOrg({ databaseFile });
      expect(second.org.organizationId).toBe(first.org.organizationId);
      expect(second.org.deployer).toMatchObject({ accessToken, clientId });
      expect(second.org.deployer.privateKeyPem()).toBe(privateKeyPem);
      const client = clientOf(second, accessToken);
      expect(await client.query("SELECT Id, Name FROM Account")).toMatchObject([{ Id: id, Name: "kept" }]);
      expect(await client.create("Account", { Name: "new" })).not.toBe(id);
      await second.stop();
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test("gives no id twice, not even after a reset", () =>
    withOrg(async ({ call, create }) => {
      const before = await create("Account", { Name: "A" });
      await call("POST", "//_local/reset");
      expect(await create("Account", { Name: "A" })).not.toBe(before);
    }));

  test("is another org each time", async () => {
    const ids: string[] = [];
    for (let index = 0; index < 2; index += 1)
      await withOrg(async ({ local }) => void ids.push(local.org.organizationId));
    expect(new Set(ids).size).toBe(2);
  });
});
