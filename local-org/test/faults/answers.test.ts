import { describe, expect, test } from "@jest/globals";
import { login, verdict } from "../oauth/login.ts";
import { selfSigned } from "../oauth/selfSigned.ts";
import { integrationUsername, setUpLogin } from "../oauth/setUp.ts";
import { clientOf, withOrg } from "../rest/client.ts";
import { demand, fate, shown } from "./control.ts";

const instantDeploys = { settings: { deployMs: 0 } };

const readProfileEnvelope = (token: string): string =>
  `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="http://soap.sforce.com/2006/04/metadata"><soapenv:Header><SessionHeader><sessionId>${token}</sessionId></SessionHeader></soapenv:Header><soapenv:Body><readMetadata><type>Profile</type><fullNames>Admin</fullNames></readMetadata></soapenv:Body></soapenv:Envelope>`;

async function readProfile(url: string, token: string): Promise<{ status: number; body: string }> {
  const answer = await fetch(`${url}/services/Soap/m/68.0`, { method: "POST", body: readProfileEnvelope(token) });
  return { status: answer.status, body: await answer.text() };
}

describe("errors on demand", () => {
  test("[fault.request-limit] the limit of the day, in the words of each API", () =>
    withOrg(async (client) => {
      const { local } = client;
      await demand(client, { kind: "status", status: 403, errorCode: "REQUEST_LIMIT_EXCEEDED" });
      expect(await client.call("GET", "/sobjects")).toMatchObject({
        status: 403,
        body: [{ message: "TotalRequests Limit exceeded.", errorCode: "REQUEST_LIMIT_EXCEEDED" }],
      });
      const { status, body } = await readProfile(local.url, local.org.deployer.accessToken);
      expect(status).toBe(403);
      expect(body).toContain("<faultcode>sf:REQUEST_LIMIT_EXCEEDED</faultcode>");
      expect(body).toContain("<faultstring>REQUEST_LIMIT_EXCEEDED: TotalRequests Limit exceeded.</faultstring>");
      const refused = await login(local, selfSigned(), { issuer: "x", subject: "y" });
      expect(refused.body).toEqual({
        error: "REQUEST_LIMIT_EXCEEDED",
        error_description: "TotalRequests Limit exceeded.",
      });
    }));

  test("[fault.lock-row] a locked row leaves the record as it was, and goes away after so many times", () =>
    withOrg(async (client) => {
      const id = await client.create("Account", { Name: "A" });
      await demand(client, {
        kind: "status",
        status: 400,
        errorCode: "UNABLE_TO_LOCK_ROW",
        match: { method: "PATCH", path: "/sobjects/Account/" },
        times: 2,
      });
      const change = () => client.call("PATCH", `/sobjects/Account/${id}`, { Name: "B" });
      for (const _time of [1, 2]) {
        expect(await change()).toMatchObject({
          status: 400,
          body: [{ message: "unable to obtain exclusive access to this record", errorCode: "UNABLE_TO_LOCK_ROW" }],
        });
      }
      expect(await client.query("SELECT Name FROM Account")).toMatchObject([{ Name: "A" }]);
      expect((await change()).status).toBe(204);
    }));

  test("[fault.html-answer] without a code the answer is a page, with the headers that were asked for", () =>
    withOrg(async (client) => {
      await demand(client, { kind: "status", headers: { "Retry-After": "7" } });
      const { status, body, headers } = await client.call("GET", "/limits");
      expect(status).toBe(503);
      expect(headers.get("retry-after")).toBe("7");
      expect(headers.get("content-type")).toMatch(/^text\/html/);
      expect(body).toMatch(/^<!DOCTYPE html>/);
    }));

  test("latency holds back so long, and no call that does not match", () =>
    withOrg(async (client) => {
      await demand(client, { kind: "latency", ms: 120, match: { operation: "limits" } });
      const timed = async (path: string): Promise<number> => {
        const start = performance.now();
        await client.call("GET", path);
        return performance.now() - start;
      };
      expect(await timed("/limits")).toBeGreaterThanOrEqual(118);
      await timed("/sobjects");
      expect((await shown(client)).faults).toMatchObject([{ matched: 1, hits: 1 }]);
    }));

  test("a SOAP operation is matched by its name", () =>
    withOrg(async (client) => {
      const { local } = client;
      await demand(client, { kind: "status", status: 500, match: { operation: "readMetadata" }, times: 1 });
      expect((await readProfile(local.url, local.org.deployer.accessToken)).status).toBe(500);
      expect((await readProfile(local.url, local.org.deployer.accessToken)).status).toBe(200);
    }));
});

describe("sessions that expire", () => {
  test("[fault.session-expired] the session of the struck call is ended for good", () =>
    withOrg(async (client) => {
      const { local } = client;
      const { key, consumerKey } = await setUpLogin(local);
      const { body } = await login(local, key, { issuer: consumerKey, subject: integrationUsername });
      const user = clientOf(local, String(body.access_token));
      await demand(client, { kind: "expire-session", match: { operation: "query" }, after: 1, times: 1 });
      expect(await user.query("SELECT Id FROM User LIMIT 1")).toHaveLength(1);
      const expired = { status: 401, errorCode: "INVALID_SESSION_ID", message: "Session expired or invalid" };
      expect(await user.query("SELECT Id FROM User LIMIT 1")).toMatchObject(expired);
      expect(await user.query("SELECT Id FROM User LIMIT 1")).toMatchObject(expired);
      const again = await login(local, key, { issuer: consumerKey, subject: integrationUsername });
      expect(verdict(again)).toBe("ok");
    }, instantDeploys));

  test("[fault.session-expired] the deployer's own token is refused in struck calls only, over SOAP too", () =>
    withOrg(async (client) => {
      const { url, org } = client.local;
      await demand(client, { kind: "expire-session", times: 2 });
      expect(await client.call("GET", "/limits")).toMatchObject({
        status: 401,
        body: [{ errorCode: "INVALID_SESSION_ID" }],
      });
      const { status, body } = await readProfile(url, org.deployer.accessToken);
      expect(status).toBe(500);
      expect(body).toContain("<faultcode>sf:INVALID_SESSION_ID</faultcode>");
      expect((await client.call("GET", "/limits")).status).toBe(200);
    }));

  test("a call without a session is not struck", () =>
    withOrg(async (client) => {
      await demand(client, { kind: "expire-session" });
      expect(await fate(client.call("GET", "//services/data", undefined, { authorization: "" }))).toBe(200);
      expect((await shown(client)).faults).toMatchObject([{ matched: 0 }]);
    }));
});

describe("changes that have not spread", () => {
  test("so many logins see the org as before its last changes", () =>
    withOrg(async (client) => {
      const { local } = client;
      const { key, consumerKey } = await setUpLogin(local);
      await demand(client, { kind: "propagation", ms: 600_000, times: 2 });
      const attempt = async () =>
        verdict(await login(local, key, { issuer: consumerKey, subject: integrationUsername }));
      expect(await attempt()).toBe("invalid_client_id: client identifier invalid");
      await client.call("GET", "/limits");
      expect(await attempt()).toBe("invalid_client_id: client identifier invalid");
      expect(await attempt()).toBe("ok");
    }, instantDeploys));
});
