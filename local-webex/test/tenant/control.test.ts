import { describe, expect, test } from "@jest/globals";
import { processorTime } from "../../../local-org/test/processorTime.ts";
import { createLocalWebex } from "../../src/server.ts";
import { defaultSettings } from "../../src/settings.ts";
import { benchOf, people, withTenant } from "../client.ts";

describe("control under /_local", () => {
  test("credentials let a client in, and new tokens are made for anybody", () =>
    withTenant(async ({ call, webex, project }) => {
      const { json } = await call("GET", "/_local/credentials");
      expect(json).toMatchObject({
        gatewayUrl: `${webex.url}/us1`,
        identityUrl: `${webex.url}/webexapis`,
        region: "us1",
      });
      const headers = { authorization: `Bearer ${json.accessToken}` };
      expect((await fetch(`${json.gatewayUrl}${project}/flows`, { headers })).status).toBe(200);
      const made = await call("POST", "/_local/tokens", {
        json: { of: people.supervisor, scopes: ["cjp:config_read"] },
      });
      expect(made).toMatchObject({ status: 200, json: { scope: "cjp:config_read" } });
      expect((await call("POST", "/_local/tokens", { json: { of: "nobody" } })).status).toBe(400);
      expect((await call("POST", "/_local/tokens", { json: { scopes: ["other"] } })).status).toBe(400);
    }));

  test("settings are read and changed; what is wrong in them is named", () =>
    withTenant(async ({ call }) => {
      const set = (json: unknown) => call("POST", "/_local/settings", { json });
      expect((await call("GET", "/_local/settings")).json).toEqual({ ...defaultSettings, callEveryMs: 0 });
      expect((await set({ requestsPerMinute: 5, lockAnswer: "text" })).json).toMatchObject({
        requestsPerMinute: 5,
        lockAnswer: "text",
      });
      for (const [wrong, text] of [
        [{ lockAnswer: "xml" }, "lockAnswer takes json or text"],
        [{ requestsPerMinute: 0 }, "requestsPerMinute takes a whole number"],
        [{ none: 1 }, "There is no setting none"],
        [[], "Settings are a JSON object"],
      ] as const) {
        expect(await set(wrong)).toMatchObject({ status: 400, json: { message: expect.stringContaining(text) } });
      }
      expect((await call("POST", "/_local/settings", { body: "{" })).status).toBe(400);
    }));

  test("a reset makes the tenant as new, and keeps its id and its credentials", () =>
    withTenant(async ({ call, webex, gateway, project, flow, orgId, token }) => {
      await gateway("POST", `${project}/flows/${flow("Callback")}:publish`, { json: {} });
      webex.set({ lockAnswer: "text" });
      webex.faults.add([{ kind: "status" }]);
      expect((await call("POST", "/_local/reset")).status).toBe(204);
      expect(webex.tenant.state.flows.every(({ versions }) => versions.length === 1)).toBe(true);
      expect(webex.tenant.state).toMatchObject({ orgId, settings: { ...defaultSettings, callEveryMs: 0 } });
      expect((await gateway("GET", `${project}/flows`, { token })).status).toBe(200);
    }));

  test("the log has each call of a client, without queries, and no call of a page or of control", () =>
    withTenant(async ({ call, gateway, project }) => {
      await call("GET", "/");
      await gateway("GET", `${project}/flows?partialNameSearch=secret`, { headers: { "user-agent": "tester/1" } });
      const { headers } = await gateway("GET", "/none");
      expect((await call("GET", "/_local/requests")).json).toEqual([
        expect.objectContaining({
          method: "GET",
          path: `/us1${project}/flows`,
          operation: "listFlows",
          status: 200,
          userAgent: "tester/1",
        }),
        expect.objectContaining({ path: "/us1/none", status: 501, trackingId: headers.get("TrackingID") }),
      ]);
      await call("DELETE", "/_local/requests");
      expect((await call("GET", "/_local/requests")).json).toEqual([]);
    }));
});

describe("tenants of one process", () => {
  test("start in a few milliseconds, know of each other, and share nothing", async () => {
    const started = processorTime();
    const tenants = await Promise.all(
      Array.from({ length: 20 }, () => createLocalWebex({ settings: { callEveryMs: 0 } })),
    );
    expect(processorTime() - started).toBeLessThan(2_000);
    try {
      const [one, other] = tenants.map(benchOf);
      if (one === undefined || other === undefined) throw new Error("There are no tenants.");
      const listed = (await one.call("GET", "/_local/tenants")).json;
      expect(listed).toEqual(expect.arrayContaining(tenants.map(({ url }) => expect.objectContaining({ url }))));
      expect(new Set(tenants.map(({ tenant }) => tenant.state.orgId)).size).toBe(20);
      expect((await other.gateway("GET", `${other.project}/flows`, { token: one.token })).status).toBe(401);
    } finally {
      await Promise.all(tenants.map((tenant) => tenant.stop()));
    }
  });

  test("a port that is taken is refused with EADDRINUSE", () =>
    withTenant(async ({ webex }) => {
      const port = Number(new URL(webex.url).port);
      await expect(createLocalWebex({ port })).rejects.toMatchObject({ code: "EADDRINUSE" });
    }));
});
