import type { RequestListener } from "node:http";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { createLocalOrg, type LocalOrg } from "../../local-org/src/server.ts";
import { setBounds } from "../../salesforce/bounds.ts";
import type { Org } from "../../salesforce/org.ts";
import { openOrg } from "../../salesforce/session.ts";
import { exchange } from "../../salesforce/transport.ts";
import { withServer } from "./network/server.ts";

let local: LocalOrg;

beforeEach(async () => {
  local = await createLocalOrg();
});
afterEach(async () => {
  setBounds({});
  await local.stop();
});

function open(bounds: Parameters<typeof setBounds>[0] = {}): Promise<Org> {
  return openOrg({
    instanceUrl: local.url,
    loginUrl: local.url,
    audience: "https://login.salesforce.com",
    apiVersion: "67.0",
    allowsProduction: false,
    bounds,
    credential: { kind: "accessToken", accessToken: local.org.deployer.accessToken },
  });
}

const users = "SELECT Id FROM User";

test("an answer that is cut short is asked for again when it is one of a read", async () => {
  const org = await open();
  local.faults.add([{ kind: "truncate", match: { operation: "query" }, times: 1 }]);
  expect(await org.query(users, "reading users")).not.toHaveLength(0);
});

test("an answer of the Metadata API that is cut short is asked for again", async () => {
  const org = await open();
  local.faults.add([{ kind: "truncate", match: { operation: "listMetadata" }, times: 1 }]);
  expect(await org.listMetadata("ExternalClientApplication", "listing apps")).toEqual([]);
});

test("an answer that is cut short is a lost one when it is one of a write, and the write is sent once", async () => {
  const org = await open();
  local.faults.add([{ kind: "truncate", match: { operation: "create" } }]);
  await expect(org.create("PermissionSet", { Name: "One", Label: "One" }, "creating")).rejects.toMatchObject({
    name: "SalesforceError",
    code: "UND_ERR_SOCKET",
  });
  expect(local.org.records.find("PermissionSet", { Name: "One" })).toHaveLength(1);
  expect(local.faults.show().faults[0]?.hits).toBe(1);
});

test("a login whose answer is cut short is made again", async () => {
  const { deployer } = local.org;
  local.faults.add([{ kind: "truncate", match: { operation: "login" }, times: 1 }]);
  const org = await openOrg({
    instanceUrl: local.url,
    loginUrl: local.url,
    audience: "https://login.salesforce.com",
    apiVersion: "67.0",
    allowsProduction: false,
    clientId: deployer.clientId,
    credential: { kind: "jwt", username: deployer.username, privateKeyPem: deployer.privateKeyPem() },
  });
  expect((await org.identity()).userId).toBe(deployer.userId);
});

test.each<[string, RequestListener]>([
  ["that does not begin", () => {}],
  ["that does not end", (_request, response) => response.writeHead(200, { "content-length": 99 }).write("{")],
])("an answer %s is waited for as long as is configured", (_which, answer) =>
  withServer(answer, async (instanceUrl) => {
    await expect(
      openOrg({
        instanceUrl,
        loginUrl: instanceUrl,
        audience: "https://login.salesforce.com",
        apiVersion: "67.0",
        allowsProduction: false,
        bounds: { requestTimeoutSeconds: 1, retryAttempts: 1 },
        credential: { kind: "accessToken", accessToken: "token" },
      }),
    ).rejects.toMatchObject({ code: "ETIMEDOUT", message: "the org did not answer within 1 s" });
  }),
);

test("a run does not begin to write when fewer requests are left than the reserve, and goes on once it has begun", async () => {
  const org = await open({ apiReserve: 50 });
  local.org.settings.dailyApiRequests = 40;
  await org.query(users, "reading users");
  await expect(org.create("PermissionSet", { Name: "One", Label: "One" }, "creating")).rejects.toMatchObject({
    code: "API_LIMIT_NEARLY_REACHED",
  });
  expect(local.org.records.find("PermissionSet", { Name: "One" })).toEqual([]);
  local.org.settings.dailyApiRequests = 100;
  await org.query(users, "reading users");
  await org.create("PermissionSet", { Name: "One", Label: "One" }, "creating");
  local.org.settings.dailyApiRequests = 40;
  await org.query(users, "reading users");
  await org.create("PermissionSet", { Name: "Two", Label: "Two" }, "creating");
});

test("a port that no HTTP client calls, and a server that does not speak TLS, are named as such", async () => {
  const request = { method: "GET", headers: {} };
  await expect(exchange({ ...request, url: "http://127.0.0.1:6000/" })).rejects.toMatchObject({ code: "BLOCKED_PORT" });
  await withServer(
    (_request, answer) => void answer.end(),
    (url) =>
      expect(exchange({ ...request, url: url.replace("http:", "https:") })).rejects.toMatchObject({
        code: "ERR_SSL_WRONG_VERSION_NUMBER",
        message: "wrong version number",
      }),
  );
});
