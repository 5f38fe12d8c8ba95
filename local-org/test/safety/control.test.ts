import { describe, expect, test } from "@jest/globals";
import { controlRefusal } from "../../src/control/guard.ts";
import { withOrg } from "../rest/client.ts";

describe("the control of an org", () => {
  const own = {
    method: "GET",
    url: new URL("http://127.0.0.1:8417/_local/credentials"),
    origin: undefined,
    fetchSite: undefined,
  };

  test.each([
    ["a command", {}, true],
    ["a command that writes", { method: "POST" }, true],
    ["the address bar", { fetchSite: "none" }, true],
    ["the org's own page", { fetchSite: "same-origin" }, true],
    ["another site's page that reads", { fetchSite: "cross-site" }, false],
    ["another local server's page that reads", { fetchSite: "same-site" }, false],
    ["another site's form", { method: "POST", origin: "https://page.example" }, false],
    ["a page without an origin that writes", { method: "DELETE", origin: "null" }, false],
    ["a name that points at this machine", { url: new URL("http://page.example:8417/_local/credentials") }, false],
    ["a name that looks like this machine", { url: new URL("http://127.0.0.1.page.example/") }, false],
    ["localhost", { url: new URL("http://localhost:8417/") }, true],
    ["IPv6", { url: new URL("http://[::1]:8417/") }, true],
  ])("from %s", (_who, request, passes) => {
    expect(controlRefusal({ ...own, ...request }) === undefined).toBe(passes);
  });

  test("refuses pages of other sites, and lets none read an answer", () =>
    withOrg(async ({ call }) => {
      const foreign = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" };
      for (const path of ["credentials", "faults", "export", "settings", "requests", "status", "orgs"]) {
        expect((await call("GET", `//_local/${path}`, undefined, foreign)).status).toBe(403);
        const { headers } = await call("GET", `//_local/${path}`);
        expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
        expect(headers.get("x-content-type-options")).toBe("nosniff");
        expect(headers.get("access-control-allow-origin")).toBeNull();
      }
      for (const path of ["reset", "settings", "faults", "faults/release", "confirm-email"]) {
        expect((await call("POST", `//_local/${path}`, [], { origin: "http://127.0.0.1:3000" })).status).toBe(403);
      }
    }));
});
