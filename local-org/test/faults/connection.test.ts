import { once } from "node:events";
import { request } from "node:http";
import { describe, expect, test } from "@jest/globals";
import { createLocalOrg } from "../../src/server.ts";
import { type Client, clientOf, withOrg } from "../rest/client.ts";
import { accountNames, demand, fate, shown, untilParked } from "./control.ts";

const create = ({ call }: Client, Name: string) => call("POST", "/sobjects/Account", { Name });

describe("connections that are dropped", () => {
  test("drop-before ends the connection and does nothing", () =>
    withOrg(async (client) => {
      await demand(client, { kind: "drop-before", match: { operation: "create" }, times: 1 });
      expect(await fate(create(client, "A"))).toBe("lost");
      expect(await accountNames(client)).toEqual([]);
      expect(await fate(create(client, "A"))).toBe(201);
      expect(await accountNames(client)).toEqual(["A"]);
      const { body: log } = await client.call("GET", "//_local/requests");
      expect(log[0]).toMatchObject({ method: "POST", status: 0, faults: ["drop-before"] });
    }));

  test("[fault.answer-lost] drop-after ends the connection once the call is committed", () =>
    withOrg(async (client) => {
      await demand(client, { kind: "drop-after", match: { operation: "create" }, times: 1 });
      const permissionSet = { Name: "Access", Label: "Access" };
      const attempt = () => client.call("POST", "/sobjects/PermissionSet", permissionSet);
      expect(await fate(attempt())).toBe("lost");
      expect(await client.query("SELECT Name FROM PermissionSet WHERE Name = 'Access'")).toHaveLength(1);
      expect((await attempt()).body).toMatchObject([{ errorCode: "DUPLICATE_DEVELOPER_NAME" }]);
      const { body: log } = await client.call("GET", "//_local/requests");
      expect(log[0]).toMatchObject({ method: "POST", status: 201, faults: ["drop-after"] });
    }));

  test("drop-after serves an answer without a body too", () =>
    withOrg(async (client) => {
      const id = await client.create("Account", { Name: "A" });
      await demand(client, { kind: "drop-after", match: { method: "patch" } });
      expect(await fate(client.call("PATCH", `/sobjects/Account/${id}`, { Name: "B" }))).toBe("lost");
      expect(await accountNames(client)).toEqual(["B"]);
    }));

  test("truncate sends half of the announced answer", () =>
    withOrg(async (client) => {
      await demand(client, { kind: "truncate", match: { operation: "create" }, times: 1 });
      expect(await fate(create(client, "A"))).toBe("lost");
      expect(await accountNames(client)).toEqual(["A"]);

      await demand(client, { kind: "truncate", match: { path: "/limits$" } });
      const { local } = client;
      const headers = { authorization: `Bearer ${local.org.deployer.accessToken}` };
      const [answer] = await once(request(`${local.url}/services/data/v68.0/limits`, { headers }).end(), "response");
      let text = "";
      answer.on("data", (part: Buffer) => {
        text += part;
      });
      const [error] = await once(answer, "error");
      expect(error.code).toBe("ECONNRESET");
      expect(text).toMatch(/^\{"AnalyticsExternalDataSizeMB"/);
      expect(text.length).toBe(Math.floor(Number(answer.headers["content-length"]) / 2));
    }));
});

describe("calls that are parked", () => {
  test("hold-before keeps a call from being done until it is released", () =>
    withOrg(async (client) => {
      const { faults } = await demand(client, { kind: "hold-before", match: { operation: "create" }, times: 1 });
      const held = create(client, "A");
      const parked = await untilParked(client, 1);
      expect(parked).toEqual([
        {
          id: 1,
          fault: faults[0]?.id,
          kind: "hold-before",
          method: "POST",
          path: "/services/data/v68.0/sobjects/Account",
          operation: "create",
          since: expect.stringMatching(/^\d{4}-.*Z$/),
        },
      ]);
      expect(await accountNames(client)).toEqual([]);
      expect((await client.call("POST", "//_local/faults/release")).body).toEqual({ released: 1 });
      expect((await held).status).toBe(201);
      expect(await accountNames(client)).toEqual(["A"]);
      expect((await shown(client)).parked).toEqual([]);
    }));

  test("hold-after keeps the answer of a call that is committed", () =>
    withOrg(async (client) => {
      await demand(client, { kind: "hold-after", match: { operation: "create" }, times: 1 });
      const held = create(client, "A");
      await untilParked(client, 1);
      expect(await accountNames(client)).toEqual(["A"]);
      expect((await client.call("DELETE", "//_local/faults")).status).toBe(204);
      expect((await held).status).toBe(201);
    }));

  test("each fault can release its own calls", () =>
    withOrg(async (client) => {
      const { faults } = await demand(
        client,
        { kind: "hold-before", match: { operation: "create" } },
        { kind: "hold-before", match: { operation: "limits" } },
      );
      const [one, other] = [create(client, "A"), client.call("GET", "/limits")];
      await untilParked(client, 2);
      const release = (id: number | undefined) => client.call("POST", `//_local/faults/${id}/release`);
      expect((await release(faults[1]?.id)).body).toEqual({ released: 1 });
      expect((await other).status).toBe(200);
      expect(await untilParked(client, 1)).toMatchObject([{ operation: "create" }]);
      await release(faults[0]?.id);
      expect((await one).status).toBe(201);
      expect((await shown(client)).faults).toMatchObject([{ hits: 1 }, { hits: 1 }]);
    }));

  test("a call whose caller dies while it is parked before its commit is never done", () =>
    withOrg(async (client) => {
      await demand(client, { kind: "hold-before", match: { operation: "create" }, times: 1 });
      const dying = new AbortController();
      const { local } = client;
      const held = fetch(`${local.url}/services/data/v68.0/sobjects/Account`, {
        method: "POST",
        headers: { authorization: `Bearer ${local.org.deployer.accessToken}`, "content-type": "application/json" },
        body: JSON.stringify({ Name: "A" }),
        signal: dying.signal,
      });
      await untilParked(client, 1);
      dying.abort();
      await expect(held).rejects.toThrow();
      await untilParked(client, 0);
      await client.call("DELETE", "//_local/faults");
      expect(await accountNames(client)).toEqual([]);
    }));

  test("an org stops with calls parked, and they are never done", async () => {
    const local = await createLocalOrg();
    const client = clientOf(local, local.org.deployer.accessToken);
    local.faults.add([{ kind: "hold-before" }, { kind: "latency", ms: 60_000 }]);
    const held = [fate(create(client, "A")), fate(client.call("GET", "/limits"))];
    await untilParked(client, 2);
    local.faults.release();
    held.push(fate(create(client, "B")));
    await untilParked(client, 1);
    await local.stop();
    expect(await Promise.all(held)).toEqual(["lost", "lost", "lost"]);
  });
});
