import { describe, expect, test } from "@jest/globals";
import type { Fault } from "../../src/faults/fault.ts";
import { withTenant } from "../client.ts";

describe("faults on demand", () => {
  test("status refuses the calls that it is for, so often as it says, with Retry-After", () =>
    withTenant(async ({ webex, gateway, project, flow }) => {
      webex.faults.add([{ kind: "status", operation: "publish", status: 429, retryAfter: 7, after: 1, times: 1 }]);
      const publish = () => gateway("POST", `${project}/flows/${flow("Sales")}:publish`, { json: {} });
      expect((await publish()).status).toBe(200);
      const struck = await publish();
      expect([struck.status, struck.headers.get("Retry-After")]).toEqual([429, "7"]);
      expect(struck.json.trackingId).toBe(struck.headers.get("TrackingID"));
      expect((await gateway("GET", `${project}/flows`)).status).toBe(200);
      expect((await publish()).status).toBe(200);
      expect(webex.faults.show()).toMatchObject([{ matched: 3, hits: 1, holding: 0 }]);
    }));

  test.each([
    ["drop-before", 1],
    ["drop-after", 2],
  ] as const)("%s ends the connection, with %i versions there", (kind, versions) =>
    withTenant(async ({ webex, gateway, project, flow, call }) => {
      webex.faults.add([{ kind, operation: "publish" }]);
      await expect(gateway("POST", `${project}/flows/${flow("Sales")}:publish`, { json: {} })).rejects.toThrow();
      expect(webex.tenant.state.flows.find(({ name }) => name === "Sales")?.versions).toHaveLength(versions);
      expect((await call("GET", "/_local/requests")).json).toMatchObject([{ operation: "publish", faults: [kind] }]);
    }),
  );

  test.each([
    ["hold-before", 1],
    ["hold-after", 2],
  ] as const)("%s holds the call, with %i versions there, until it is released", (kind, versions) =>
    withTenant(async ({ webex, gateway, project, flow, call }) => {
      webex.faults.add([{ kind, operation: "publish", times: 1 }]);
      const held = gateway("POST", `${project}/flows/${flow("Sales")}:publish`, { json: {} });
      while (webex.faults.show()[0]?.holding !== 1) await new Promise((resolve) => setTimeout(resolve, 5));
      expect(webex.tenant.state.flows.find(({ name }) => name === "Sales")?.versions).toHaveLength(versions);
      await call("POST", "/_local/faults/release");
      expect((await held).status).toBe(200);
    }),
  );

  test("latency makes a call of any service wait, and ends with the faults", () =>
    withTenant(async ({ webex, identity, call }) => {
      await call("POST", "/_local/faults", { json: [{ kind: "latency", operation: "me", ms: 120 }] });
      const started = performance.now();
      expect((await identity("GET", "/v1/people/me")).status).toBe(200);
      expect(performance.now() - started).toBeGreaterThan(100);
      expect((await call("DELETE", "/_local/faults")).status).toBe(204);
      expect(webex.faults.show()).toEqual([]);
    }));

  test.each<[unknown, string]>([
    [{}, "array"],
    [[1], "object"],
    [[{ kind: "explode" }], "kind"],
    [[{}], "needs a kind"],
    [[{ kind: "latency" }], "needs ms"],
    [[{ kind: "status", status: 200 }], "status"],
    [[{ kind: "status", colour: "red" }], "no key colour"],
  ])("%j is refused by name", (sent, text) =>
    withTenant(async ({ webex, call }) => {
      expect(() => webex.faults.add(sent as Fault[])).toThrow(text);
      expect((await call("POST", "/_local/faults", { json: sent })).status).toBe(400);
      expect(webex.faults.show()).toEqual([]);
    }),
  );
});
