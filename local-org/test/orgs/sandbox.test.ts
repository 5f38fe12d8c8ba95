/** What a sandbox refresh makes of an org. */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../src/server.ts";
import { appFiles, appName, deploy, read } from "../metadata/kit.ts";
import { clientOf, createUser } from "../rest/client.ts";

let source: LocalOrg;
let userId: string;
const clientFor = (local: LocalOrg) => clientOf(local, local.org.deployer.accessToken);
const settingsOf = (local: LocalOrg) => read(local, "ExtlClntAppGlobalOauthSettings", `${appName}_glbloauth`);

beforeAll(async () => {
  source = await createLocalOrg({ settings: { deployMs: 0 } });
  userId = await createUser(clientFor(source), "scv", "Standard User");
  expect(await deploy(source, appFiles())).toMatchObject({ success: true });
});
afterAll(async () => {
  await source?.stop();
});

describe("a sandbox refresh", () => {
  test("[sandbox.identity] [sandbox.sessions] a new org in the place of the old, with the records and their ids", async () => {
    const first = await source.refreshSandbox({ name: "uat" });
    const before = { id: first.org.organizationId, token: first.org.deployer.accessToken };
    const second = await source.refreshSandbox({ name: "UAT" });
    expect(second.url).toBe(first.url);
    expect(new Set([source.org.organizationId, before.id, second.org.organizationId]).size).toBe(3);
    const client = clientFor(second);
    expect(await client.one("SELECT Id, IsSandbox, Name FROM Organization")).toMatchObject({
      Id: second.org.organizationId,
      IsSandbox: true,
      Name: "Local Org",
    });
    expect(await client.one("SELECT Id FROM User WHERE LastName = 'scv'")).toMatchObject({ Id: userId });
    for (const token of [source.org.deployer.accessToken, before.token]) {
      expect(await clientOf(second, token).query("SELECT Id FROM User")).toMatchObject({
        errorCode: "INVALID_SESSION_ID",
      });
    }
    // What comes later in one of them is not in the other, nor are their ids.
    const ids = await Promise.all([source, second].map((local) => clientFor(local).create("Account", { Name: "one" })));
    expect(ids[0]).not.toBe(ids[1]);
    expect(await clientFor(source).one("SELECT IsSandbox FROM Organization")).toMatchObject({ IsSandbox: false });
  });

  test("[sandbox.usernames] [sandbox.emails] usernames get the suffix, addresses end in .invalid but for who refreshes", async () => {
    const copy = await source.refreshSandbox({ name: "Names" });
    const client = clientFor(copy);
    expect(await client.one(`SELECT Username, Email, IsActive FROM User WHERE Id = '${userId}'`)).toMatchObject({
      Username: "scv@local-org.example.names",
      Email: "scv@mail.example.invalid",
      IsActive: true,
    });
    const deployer = source.org.records.get("User", source.org.deployer.userId);
    expect(await client.one(`SELECT Username, Email FROM User WHERE Id = '${deployer?.Id}'`)).toMatchObject({
      Username: `${deployer?.Username}.names`,
      Email: deployer?.Email,
    });
    expect(copy.org.deployer.username).toBe(`${deployer?.Username}.names`);
  });

  test("[sandbox.apps] apps have new keys, are kept or gone, with or without certificates, and can be changed", async () => {
    const original = await settingsOf(source);
    const usual = await source.refreshSandbox({ name: "usual" });
    const renewed = await settingsOf(usual);
    expect(renewed?.consumerKey).toMatch(/^3MVG9/);
    expect(renewed?.consumerKey).not.toBe(original?.consumerKey);
    expect(renewed?.certificate).toBe(original?.certificate);
    const app = await read(usual, "ExternalClientApplication", appName);
    expect(app?.orgScopedExternalApp).toBe(`${usual.org.organizationId.slice(0, 15)}:${appName}`);
    expect(await deploy(usual, appFiles())).toMatchObject({ success: true });

    const kept = await source.refreshSandbox({ name: "kept", apps: "kept", certificates: "gone" });
    expect((await settingsOf(kept))?.consumerKey).toBe(original?.consumerKey);
    expect((await settingsOf(kept))?.certificate ?? null).toBe(null);
    const gone = await source.refreshSandbox({ name: "gone", apps: "gone" });
    expect(await settingsOf(gone)).toBe(undefined);
    expect(await clientFor(gone).query("SELECT Id FROM ExternalClientApplication")).toEqual([]);
    expect(await settingsOf(source)).toEqual(original);
  });

  test("users that are named come inactive, and a reset goes back to the copy", async () => {
    const copy = await source.refreshSandbox({ name: "stopped", inactiveUsers: ["SCV@local-org.example"] });
    const client = clientFor(copy);
    const soql = `SELECT IsActive FROM User WHERE Id = '${userId}'`;
    expect(await client.one(soql)).toMatchObject({ IsActive: false });
    expect((await client.call("PATCH", `/sobjects/User/${userId}`, { IsActive: true })).status).toBe(204);
    copy.reset();
    expect(await client.one(soql)).toMatchObject({ IsActive: false });
  });

  test("is made over HTTP, and a wrong request is told what is allowed", async () => {
    const ask = async (request: unknown) => {
      const answer = await fetch(`${source.url}/_local/sandbox`, { method: "POST", body: JSON.stringify(request) });
      return { status: answer.status, body: (await answer.json()) as { url: string; error: string } };
    };
    const made = await ask({ name: "http" });
    expect(made.status).toBe(201);
    const credentials = (await (await fetch(`${made.body.url}/_local/credentials`)).json()) as { username: string };
    expect(credentials.username).toMatch(/\.http$/);
    const wrong: [unknown, RegExp][] = [
      [[], /JSON object/],
      [{}, /needs its name: 1 to 10 letters/],
      [{ name: "user-acceptance" }, /In the request of a sandbox, name takes 1 to 10 letters/],
      [{ name: "uat", apps: "lost" }, /, apps takes newConsumerKeys or kept or gone/],
      [{ name: "uat", licence: "full" }, /^There is no licence in the request of a sandbox; there are name, apps/],
      [{ name: "uat", inactiveUsers: ["nobody@mail.example"] }, /the org has no user nobody@mail\.example/],
      [{ name: "uat", inactiveUsers: [source.org.deployer.username] }, /the deployer, who refreshes/],
    ];
    for (const [request, error] of wrong) {
      expect(await ask(request)).toMatchObject({ status: 400, body: { error: expect.stringMatching(error) } });
    }
  });
});
