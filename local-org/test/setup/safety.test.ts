import { request } from "node:http";
import { request as secureRequest } from "node:https";
import { describe, expect, test } from "@jest/globals";
import { hiddenFields, noticeOf, type Visitor, withVisitor } from "./visitor.ts";

/** What each refused call must leave as it is. */
async function target({ rest }: Visitor): Promise<{ path: string; isOn(): Promise<boolean> }> {
  const id = await rest.create("PermissionSet", { Name: "Target", Label: "Target" });
  return {
    path: `/setup/permission-sets/${id}`,
    isOn: async () =>
      (await rest.one(`SELECT PermissionsModifyAllData FROM PermissionSet WHERE Id = '${id}'`))
        .PermissionsModifyAllData,
  };
}

/** The status of an answer, whatever the headers say, before any body is sent. */
function statusOf(url: string, headers: Record<string, string>, method = "GET"): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const call = request(url, { method, headers }, ({ statusCode }) => {
      resolve(statusCode);
      call.destroy();
    });
    call.on("error", reject);
    if (method === "GET") call.end();
    else call.flushHeaders();
  });
}

/** The status of the answer to a form that is sent with TLS. */
function secureStatus(url: string, ca: string, origin: string, body: string): Promise<number | undefined> {
  const headers = { origin, "content-type": "application/x-www-form-urlencoded" };
  return new Promise((resolve, reject) => {
    const call = secureRequest(url, { method: "POST", ca, headers, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    call.on("error", reject);
    call.end(body);
  });
}

const tick: [string, string] = ["permission", "ModifyAllData"];

describe("Setup is safe from other web pages", () => {
  test("[setup.cross-site] a form of another origin is refused, with the right token too", () =>
    withVisitor(async (visitor) => {
      const { path, isOn } = await target(visitor);
      const form = new URLSearchParams([...hiddenFields((await visitor.open(path)).text, "permissions"), tick]);
      const port = new URL(visitor.local.url).port;
      const origins = ["http://evil.example", "null", `https://127.0.0.1:${port}`, "http://127.0.0.1:1", undefined];
      for (const origin of origins) {
        const answer = await visitor.post(path, form, origin === undefined ? {} : { origin });
        expect(answer.status).toBe(403);
      }
      expect(await isOn()).toBe(false);
      expect((await visitor.post(path, form)).status).toBe(200);
      expect(await isOn()).toBe(true);
    }));

  test("[setup.cross-site] a form without the token of this org's pages is refused", () =>
    withVisitor(async (visitor) => {
      const { path, isOn } = await target(visitor);
      for (const token of [undefined, "", "x", "A".repeat(43)]) {
        const form = new URLSearchParams([["change", "permissions"], tick]);
        if (token !== undefined) form.set("token", token);
        expect((await visitor.post(path, form)).status).toBe(403);
      }
      expect(await isOn()).toBe(false);
    }));

  test("[setup.cross-site] over TLS the pages take their own forms, and none of the address without TLS", () =>
    withVisitor(
      async (visitor) => {
        const { secure, url } = visitor.local;
        if (secure === undefined) throw new Error("The org does not listen with TLS.");
        const { path, isOn } = await target(visitor);
        const form = new URLSearchParams([...hiddenFields((await visitor.open(path)).text, "permissions"), tick]);
        const send = (origin: string) => secureStatus(secure.url + path, secure.authorityPem, origin, String(form));
        expect(await send(url)).toBe(403);
        expect(await isOn()).toBe(false);
        expect(await send(secure.url)).toBe(303);
        expect(await isOn()).toBe(true);
      },
      { tls: {} },
    ));

  test("a name of somebody else's that points at this machine is refused", () =>
    withVisitor(async ({ local }) => {
      const { port } = new URL(local.url);
      for (const path of ["/", "/setup/users", "/setup/style.css"]) {
        expect(await statusOf(local.url + path, { host: `rebound.example:${port}` })).toBe(403);
        expect(await statusOf(local.url + path, { host: `localhost:${port}` })).toBe(200);
      }
    }));

  test("each page forbids scripts, frames and addresses that are not its own", () =>
    withVisitor(async ({ open }) => {
      const policies = new Set<string>();
      for (const path of ["/", "/setup/requests", "/setup/nothing"]) {
        const { headers, text } = await open(path);
        const policy = headers.get("content-security-policy") ?? "";
        policies.add(policy);
        expect(policy).toContain("default-src 'none'");
        expect(policy).toContain("frame-ancestors 'none'");
        expect(policy).toContain("form-action 'self'");
        expect(policy).not.toContain("unsafe");
        expect(headers.get("x-content-type-options")).toBe("nosniff");
        expect(text).not.toMatch(/ (style|on\w+)="/);
        expect(text).not.toMatch(/(src|href)="(https?:)?\/\//);
      }
      // A nonce serves one answer only.
      expect(policies.size).toBe(3);
    }));

  test("a form that is too large or that the page does not have is refused", () =>
    withVisitor(async (visitor) => {
      const { path } = await target(visitor);
      const { url } = visitor.local;
      const large = { host: new URL(url).host, origin: url, "content-length": "300000" };
      expect(await statusOf(url + path, large, "POST")).toBe(413);
      const [[, token] = []] = hiddenFields((await visitor.open(path)).text, "permissions");
      for (const change of ["nothing", "constructor", "__proto__", ""]) {
        const answer = await visitor.post(path, new URLSearchParams({ token: token ?? "", change }));
        expect(answer.status).toBe(403);
      }
      expect((await visitor.post("/setup/users", new URLSearchParams({ token: token ?? "" }))).status).toBe(404);
    }));

  test("what became of a change is shown once, and no address can make it up", () =>
    withVisitor(async (visitor) => {
      const { path } = await target(visitor);
      const done = await visitor.send(path, "permissions", [tick]);
      expect(noticeOf(done)).toBe("Turned on Modify All Data.");
      expect(noticeOf(await visitor.open(done.address))).toBeUndefined();
      expect(noticeOf(await visitor.open(`${path}?note=You+won`))).toBeUndefined();
    }));
});
