import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
import type { ConnectionSettings } from "../../salesforce/connection.ts";
import type { Org } from "../../salesforce/org.ts";
import { openOrg } from "../../salesforce/session.ts";

let local: LocalOrg;

beforeEach(async () => {
  local = await createLocalOrg({ settings: { deployMs: 0 } });
});

afterEach(() => local.stop());

const doing = "testing";

function settings(overrides: Partial<ConnectionSettings> = {}): ConnectionSettings {
  const { deployer } = local.org;
  return {
    instanceUrl: local.url,
    loginUrl: local.url,
    audience: "https://login.salesforce.com",
    apiVersion: "67.0",
    allowsProduction: true,
    clientId: deployer.clientId,
    credential: { kind: "accessToken", accessToken: deployer.accessToken },
    ...overrides,
  };
}

const byKey = () =>
  settings({
    credential: {
      kind: "jwt",
      username: local.org.deployer.username,
      privateKeyPem: local.org.deployer.privateKeyPem(),
    },
  });

interface LoggedRequest {
  method: string;
  path: string;
  userAgent: string;
}

/** Method and path of each call since the last look, without the version. */
async function requests(): Promise<string[]> {
  const answer = await fetch(`${local.url}/_local/requests`);
  const log = (await answer.json()) as LoggedRequest[];
  await fetch(`${local.url}/_local/requests`, { method: "DELETE" });
  return log.map(({ method, path }) => `${method} ${path.replace("/services/data/v67.0", "")}`);
}

async function opened(): Promise<Org> {
  const org = await openOrg(settings());
  await requests();
  return org;
}

const account = (org: Org, name: string) => org.create("Account", { Name: name }, doing);

const whoAndWhere = async (org: Org) => ({ ...org.login, ...(await org.identity()) });

describe("a session", () => {
  test("by access token says who is logged in where, after one call", async () => {
    const org = await openOrg(settings());
    expect(await whoAndWhere(org)).toEqual({
      organizationId: local.org.organizationId,
      userId: local.org.deployer.userId,
      clientId: local.org.deployer.clientId,
      instanceUrl: local.url,
      apiVersion: "67.0",
    });
    expect(await requests()).toHaveLength(1);
  });

  test("by JWT says the same after one call", async () => {
    const org = await openOrg(byKey());
    expect(await whoAndWhere(org)).toEqual({
      organizationId: local.org.organizationId,
      userId: local.org.deployer.userId,
      clientId: local.org.deployer.clientId,
      instanceUrl: local.url,
      apiVersion: "67.0",
    });
    expect(await requests()).toEqual(["POST /services/oauth2/token"]);
  });

  test("in another org than the one that the stack belongs to is refused before anything is done", async () => {
    for (const wanted of [settings(), byKey()]) {
      await expect(openOrg({ ...wanted, organizationId: "00D000000000062" })).rejects.toMatchObject({
        name: "ConnectionSettingsError",
        message: expect.stringMatching(
          new RegExp(`leads to org ${local.org.organizationId}, but .* 00D000000000062EAA.*Nothing was touched`),
        ),
      });
    }
  });

  test("knows the org by either form of its id", async () => {
    const org = await openOrg(settings({ organizationId: local.org.organizationId.slice(0, 15) }));
    expect((await org.identity()).organizationId).toBe(local.org.organizationId);
  });

  test("by JWT that has ended is renewed, and the call goes through", async () => {
    const org = await openOrg(byKey());
    local.org.sessions.closeOfUser(local.org.deployer.userId);
    await expect(org.query("SELECT Id FROM Profile LIMIT 1", doing)).resolves.toHaveLength(1);
  });

  test("by JWT that has ended is renewed for metadata too", async () => {
    const org = await openOrg(byKey());
    local.org.sessions.closeOfUser(local.org.deployer.userId);
    await expect(org.listMetadata("ExternalClientApplication", doing)).resolves.toEqual([]);
  });

  test("by access token that has ended says so", async () => {
    const org = await opened();
    local.org.sessions.close(local.org.deployer.accessToken);
    await expect(org.query("SELECT Id FROM Profile LIMIT 1", doing)).rejects.toMatchObject({
      code: "INVALID_SESSION_ID",
      doing,
    });
  });
});

describe("reads", () => {
  test("that are asked for together are one call, each with its own answer or error", async () => {
    const org = await opened();
    const [profiles, user, gone, broken] = await Promise.allSettled([
      org.query("SELECT Id FROM Profile WHERE Name = 'System Administrator'", doing),
      org.record("User", local.org.deployer.userId, doing),
      org.record("User", "005000000000001AAA", doing),
      org.query("SELECT Nonsense FROM Profile", "asking nonsense"),
    ]);
    expect(profiles).toMatchObject({ status: "fulfilled", value: [{ Id: expect.stringMatching(/^00e/) }] });
    expect(user).toMatchObject({ status: "fulfilled", value: { Username: local.org.deployer.username } });
    expect(gone).toEqual({ status: "fulfilled", value: undefined });
    expect(broken).toMatchObject({
      status: "rejected",
      reason: { code: "INVALID_FIELD", doing: "asking nonsense" },
    });
    expect(await requests()).toEqual(["POST /composite"]);
  });

  test("of more than five queries are as few calls as fit", async () => {
    const org = await opened();
    const query = (number: number) => org.query(`SELECT Id FROM Profile LIMIT ${number}`, doing);
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map(query));
    expect(answers.map(({ length }) => length)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await requests()).toEqual(["POST /composite", "POST /composite"]);
  });

  test("of many records follow the pages to the end", async () => {
    const org = await opened();
    const names = Array.from({ length: 2_100 }, (_, index) => ({ Name: `Account ${index}` }));
    await org.createMany("Account", names, doing);
    expect((await requests()).filter((request) => request === "POST /composite/sobjects")).toHaveLength(11);
    expect(await org.query("SELECT Id FROM Account", doing)).toHaveLength(2_100);
    expect(await requests()).toHaveLength(2);
  });

  test("name the fields of a type", async () => {
    const names = await (await opened()).fieldNames("PermissionSet", doing);
    expect(names).toEqual(expect.arrayContaining(["Name", "PermissionsApiEnabled", "PermissionsApexRestServices"]));
  });
});

describe("writes", () => {
  test("create, change and delete a record; what is gone already is no error", async () => {
    const org = await opened();
    const id = await account(org, "Acme");
    await org.update("Account", id, { Name: "Acme Ltd" }, doing);
    expect(await org.record("Account", id, doing)).toMatchObject({ Name: "Acme Ltd" });
    await org.delete("Account", id, doing);
    expect(await org.record("Account", id, doing)).toBeUndefined();
    await expect(org.delete("Account", id, doing)).resolves.toBeUndefined();
  });

  test("of several records do all or nothing, and say what was wrong", async () => {
    const org = await opened();
    const records = [{ Name: "One" }, { Name: "x".repeat(300) }, { Name: "Three" }];
    await expect(org.createMany("Account", records, doing)).rejects.toMatchObject({
      code: "STRING_TOO_LONG",
      fields: ["Name"],
    });
    expect(await org.query("SELECT Id FROM Account", doing)).toEqual([]);
  });

  test("that delete several records pass over what is gone", async () => {
    const org = await opened();
    const ids = [await account(org, "One"), await account(org, "Two"), await account(org, "Three")];
    await org.delete("Account", String(ids[1]), doing);
    await org.deleteMany(ids, doing);
    expect(await org.query("SELECT Id FROM Account", doing)).toEqual([]);
  });

  test("that delete what depends on each other come to an end, and say what cannot be deleted", async () => {
    const org = await opened();
    const ParentId = await org.create("PermissionSet", { Name: "Set", Label: "Set" }, doing);
    const grant = (SobjectType: string) => ({ ParentId, SobjectType, PermissionsRead: true });
    await org.createMany("ObjectPermissions", ["Account", "Contact"].map(grant), doing);
    const ofSet = `SELECT Id, SobjectType FROM ObjectPermissions WHERE ParentId = '${ParentId}' ORDER BY SobjectType`;
    const rows = await org.query(ofSet, doing);
    const [account, contact] = rows.map(({ Id }) => Id) as [string, string];
    await expect(org.deleteMany([account], doing)).rejects.toMatchObject({ code: "FIELD_INTEGRITY_EXCEPTION" });
    await org.deleteMany([account, contact], doing);
    expect(await org.query(ofSet, doing)).toEqual([]);
  });

  test("that delete nothing call nothing", async () => {
    const org = await opened();
    await org.deleteMany([], doing);
    expect(await requests()).toEqual([]);
  });

  test("that are refused keep Salesforce's code and fields", async () => {
    const org = await opened();
    await expect(org.create("User", { LastName: "Only" }, "creating the User")).rejects.toMatchObject({
      name: "SalesforceError",
      code: "REQUIRED_FIELD_MISSING",
      fields: expect.arrayContaining(["Username"]),
      doing: "creating the User",
    });
  });
});

describe("metadata", () => {
  test("is read by name, and names that do not exist are left out", async () => {
    const org = await opened();
    const found = await org.readMetadata("Profile", ["Admin", "No such profile"], doing);
    expect(found.map(({ fullName }) => fullName)).toEqual(["Admin"]);
  });

  test("of a type without components is an empty list", async () => {
    expect(await (await opened()).listMetadata("ExternalClientApplication", doing)).toEqual([]);
  });

  test("that cannot be deployed names each component and its problem", async () => {
    const org = await opened();
    const bad = {
      type: "ExternalClientApplication",
      fullName: "Bad",
      path: "externalClientApps/Bad.eca",
      content: '<?xml version="1.0"?><ExternalClientApplication xmlns="http://soap.sforce.com/2006/04/metadata"/>',
    };
    await expect(org.deploy([bad], { apiVersion: "67.0", report() {} }, "deploying")).rejects.toMatchObject({
      code: "DEPLOY_FAILED",
      message: expect.stringMatching(/^ExternalClientApplication Bad: .+/),
      doing: "deploying",
    });
    expect(await org.listMetadata("ExternalClientApplication", doing)).toEqual([]);
  });

  test("whose deploy does not end in time is said to be still under way", async () => {
    const org = await opened();
    local.org.settings.deployMs = 60_000;
    const file = { type: "ExternalClientApplication", fullName: "Gone" };
    await expect(
      org.deploy([file], { apiVersion: "67.0", report() {}, timeout: 1 }, "deploying"),
    ).rejects.toMatchObject({
      code: "DEPLOY_TIMEOUT",
      message: expect.stringMatching(/^deploy 0Af\w+ is still (Pending|InProgress) after \d+ s$/),
    });
  });

  test("that cannot be read is an error with Salesforce's code, not with that of its envelope", async () => {
    const org = await opened();
    local.org.sessions.close(local.org.deployer.accessToken);
    await expect(org.listMetadata("ExternalClientApplication", doing)).rejects.toMatchObject({
      name: "SalesforceError",
      code: "INVALID_SESSION_ID",
    });
  });
});

describe("a server that breaks off", () => {
  let server: Server;
  let calls: number;
  let answers: ("reset" | "cut" | "fine")[];

  beforeEach(async () => {
    calls = 0;
    server = createServer((request, response) => {
      calls++;
      const how = answers.shift();
      if (how === "reset") request.socket.destroy();
      else if (how === "cut") response.setHeader("content-type", "application/json").end('{"records":[');
      else
        response
          .setHeader("content-type", "application/json")
          .end('{"records":[],"identity":"x/00D000000000062/005000000000001"}');
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });

  afterEach(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });

  async function openedThere(): Promise<Org> {
    answers = ["fine"];
    const instanceUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const credential = { kind: "accessToken", accessToken: "00D000000000062!token" } as const;
    const org = await openOrg(settings({ instanceUrl, credential }));
    calls = 0;
    return org;
  }

  test.each(["reset", "cut"] as const)("(%s) is asked again when it was asked to read", async (how) => {
    const org = await openedThere();
    answers = [how, "fine"];
    await expect(org.query("SELECT Id FROM Profile", doing)).resolves.toEqual([]);
    expect(calls).toBe(2);
  });

  test("is not asked again when it was asked to write", async () => {
    const org = await openedThere();
    answers = ["reset", "fine"];
    await expect(org.create("Account", { Name: "Acme" }, doing)).rejects.toMatchObject({
      name: "SalesforceError",
      code: expect.stringMatching(/ECONNRESET|UND_ERR_SOCKET/),
    });
    expect(calls).toBe(1);
  });
});
