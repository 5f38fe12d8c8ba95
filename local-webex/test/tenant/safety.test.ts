import { once } from "node:events";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { createLocalWebex } from "../../src/server.ts";
import { benchOf, flowForm, withTenant } from "../client.ts";
import { withCrm } from "../crm.ts";

/** Status of a call under another name, as after a change of that name's address. */
async function statusUnder(url: string, host: string): Promise<number | undefined> {
  const sent = request(url, { headers: { host } }).end();
  const [answer] = await once(sent, "response");
  answer.resume();
  return answer.statusCode;
}

describe("what cannot be done to a tenant, nor with it", () => {
  test("[safety.this-machine] nothing is called that is not on this machine", () =>
    withCrm((crm) =>
      withTenant(async ({ webex }) => {
        for (const url of [
          "https://login.salesforce.com",
          "https://example.com",
          "http://10.0.0.1",
          "http://127.0.0.1.example",
        ]) {
          await expect(webex.byHand.saveConnector(crm.fields({ url }))).rejects.toThrow(
            "calls this machine and nothing else",
          );
        }
        expect(() => webex.set({ salesforceUrl: "https://example.com" })).toThrow("salesforceUrl takes");
        // An org that names another address as its own leads nowhere either.
        Object.assign(crm.org.org, { instanceUrl: "https://elsewhere.example" });
        const { id } = await webex.byHand.saveConnector(crm.fields());
        const flow = String(webex.tenant.state.flows.find(({ name }) => name === "Callback")?.id);
        webex.byHand.chooseConnector(flow, id);
        webex.byHand.publish(flow, ["Live"]);
        expect(await webex.callNow()).toMatchObject([
          { works: false, problem: expect.stringContaining("nothing else") },
        ]);
      }),
    ));

  test("[safety.hosts] other names that point at this machine are refused", () =>
    withTenant(async ({ webex, project }) => {
      for (const path of ["/", "/connectors", "/_local/credentials", `/us1${project}/flows`]) {
        expect([path, await statusUnder(webex.url + path, "tenant.attacker.example")]).toEqual([path, 403]);
        expect([path, await statusUnder(webex.url + path, new URL(webex.url).host)]).not.toEqual([path, 403]);
      }
    }));

  test("[safety.web-pages] forms need the page's own origin and token, and control no page at all", () =>
    withTenant(async ({ webex, call }) => {
      const form = (fields: Record<string, string>) => String(new URLSearchParams(fields));
      const type = { "content-type": "application/x-www-form-urlencoded" };
      const page = (await call("GET", "/connectors")).text;
      const token = /name="token" value="(\w+)"/.exec(page)?.[1] ?? "";
      const body = form({ token, change: "save", name: "x" });
      const post = async (headers: Record<string, string>, sent = body) =>
        (await call("POST", "/connectors", { body: sent, headers: { ...type, ...headers } })).status;
      expect(await post({ origin: webex.url })).toBe(400);
      expect(await post({ origin: "https://attacker.example" })).toBe(403);
      expect(await post({})).toBe(403);
      expect(await post({ origin: webex.url }, form({ change: "save", name: "x" }))).toBe(403);
      expect(await post({ origin: webex.url }, form({ token, change: "toString" }))).toBe(403);
      for (const [name, value] of [
        ["origin", "https://attacker.example"],
        ["sec-fetch-site", "cross-site"],
      ] as const) {
        const headers = { [name]: value };
        expect((await call("GET", "/_local/credentials", { headers })).status).toBe(403);
        expect((await call("POST", "/_local/reset", { headers })).status).toBe(403);
      }
      const { headers } = await call("GET", "/");
      expect(headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    }));

  test("[safety.body-size] too large a body is refused, and of a caller without a token none is read", () =>
    withTenant(async ({ webex, gateway, identity, call, project }) => {
      const large = "x".repeat(70_000);
      expect((await identity("POST", "/v1/access_token", { body: large })).status).toBe(413);
      expect((await call("POST", "/_local/settings", { body: large })).status).toBe(413);
      const origin = { origin: webex.url };
      expect((await call("POST", "/connectors", { body: large, headers: origin })).status).toBe(413);
      const path = `/flow-store${project}/flows:import?overwrite=yes`;
      const flow = flowForm({ name: "Large", description: "x".repeat(11_000_000) });
      expect((await gateway("POST", path, { body: flow })).status).toBe(413);
      const { port } = new URL(webex.url);
      const socket = connect(Number(port), "127.0.0.1");
      socket.write(`POST /us1${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: 9000000\r\n\r\n`);
      const [answer] = await once(socket, "data");
      socket.destroy();
      expect(String(answer)).toMatch(/^HTTP\/1.1 401/);
    }));

  test("[safety.names] names of the language are names", () =>
    withTenant(async ({ gateway, project, call }) => {
      for (const name of ["__proto__", "constructor", "toString"]) {
        const imported = await gateway("POST", `/flow-store${project}/flows:import?overwrite=no`, {
          body: flowForm({ name }),
        });
        expect(imported).toMatchObject({ status: 201, json: { name } });
        const path = `${project}/v2/activities/${name}/inputs/${name}/choices`;
        expect((await gateway("GET", path)).status).toBe(404);
        expect((await call("GET", `/flows/${name}`)).status).toBe(404);
        expect((await call("POST", "/_local/settings", { body: `{${JSON.stringify(name)}: 1}` })).status).toBe(400);
      }
    }));

  test("[safety.file] the file is its owner's alone, is whole, and brings the tenant back", async () => {
    const folder = await mkdtemp(join(tmpdir(), "tenant-"));
    try {
      const file = join(folder, "tenant.json");
      const first = await createLocalWebex({ file, settings: { callEveryMs: 0 } });
      const bench = benchOf(first);
      await bench.gateway("POST", `${bench.project}/flows/${bench.flow("Callback")}:lock`);
      await first.stop();
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      const kept = JSON.parse(await readFile(file, "utf8"));
      const second = await createLocalWebex({ file });
      expect(second.tenant.state).toEqual(kept);
      expect(second.tenant.state.flows.find(({ name }) => name === "Callback")?.lock?.by).toBe("admin@tenant.example");
      // Tokens of before go on.
      const again = await fetch(`${second.url}/us1${bench.project}/flows`, {
        headers: { authorization: `Bearer ${bench.token}` },
      });
      expect(again.status).toBe(200);
      await second.stop();
      await writeFile(file, "{}");
      await expect(createLocalWebex({ file })).rejects.toThrow("is not the file of a local Webex tenant");
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
