import { describe, expect, test } from "@jest/globals";
import { type Bench, withTenant } from "../client.ts";

/** The list as the gateway has it, through another address. */
const listAt = ({ call, token }: Bench, path: string) => call("GET", path, { token });

describe("the services of a tenant", () => {
  test("[services.regions] a gateway of another data centre does not know the tenant", () =>
    withTenant(
      async (bench) => {
        expect((await listAt(bench, `/eu2${bench.project}/flows`)).status).toBe(200);
        const elsewhere = await listAt(bench, `/us1${bench.project}/flows`);
        expect(elsewhere.status).toBe(401);
        expect(elsewhere.text).toContain(`Token does not have access to OrgId:${bench.orgId}`);
      },
      { shape: { region: "eu2" } },
    ));

  test("[services.unrouted] what the gateway does not route is an empty 404 with its own TrackingID", () =>
    withTenant(async ({ gateway, project, flow }) => {
      const id = flow("Callback");
      for (const [method, path] of [
        ["GET", `${project}/flows:search`],
        ["GET", `${project}/connector`],
        ["PUT", `${project}/connector/1`],
        ["GET", `/flow-store${project}/flows/${id}/versions`],
        ["GET", `/flow-store${project}/flows/${id}/versions/latest`],
        ["POST", `${project}/flows/${id}:revert`],
      ] as const) {
        const { status, text, headers } = await gateway(method, path);
        expect([path, status, text]).toEqual([path, 404, ""]);
        expect(headers.get("TrackingID")).toMatch(/^GTWY_/);
      }
    }));

  test("[services.prefix] /flow-store changes nothing, and the legacy export and import need it", () =>
    withTenant(async ({ gateway, project, flow }) => {
      const [plain, prefixed] = [
        await gateway("GET", `${project}/flows`),
        await gateway("GET", `/flow-store${project}/flows`),
      ];
      expect(plain.json).toHaveLength(10);
      expect(prefixed.json).toEqual(plain.json);
      const exported = `${project}/flows/${flow("Callback")}:export`;
      expect((await gateway("GET", `/flow-store${exported}`)).status).toBe(200);
      expect(await gateway("GET", exported)).toMatchObject({ status: 404, text: "" });
      expect(await gateway("POST", `${project}/flows:import`)).toMatchObject({ status: 404, text: "" });
    }));

  test("[services.literal-colons] a colon that was encoded is not routed", () =>
    withTenant(async ({ gateway, project, flow }) => {
      const id = flow("Callback");
      expect((await gateway("GET", `${project}/v2/flows/${id}:export`)).status).toBe(200);
      expect(await gateway("GET", `${project}/v2/flows/${id}%3Aexport`)).toMatchObject({ status: 404, text: "" });
    }));

  test("[services.tracking-id] every answer has a TrackingID of its own, errors in their body too", () =>
    withTenant(async ({ gateway, identity, project }) => {
      const answers = [
        await gateway("GET", `${project}/flows`),
        await gateway("GET", `${project}/flows`, { token: null }),
        await gateway("GET", "/organization/x/v2/entry-point"),
        await identity("GET", "/v1/people/me"),
        await identity("GET", "/v1/people/me", { token: "none" }),
      ];
      const ids = answers.map(({ headers }) => headers.get("TrackingID"));
      expect(ids.every(Boolean)).toBe(true);
      expect(new Set(ids).size).toBe(answers.length);
      for (const { status, json, headers } of answers.filter((answer) => answer.status >= 400)) {
        expect([status, json.trackingId]).toEqual([401, headers.get("TrackingID")]);
      }
    }));

  test("[services.error-forms] each service has its form of errors", () =>
    withTenant(async ({ gateway, identity, project, orgId }) => {
      const trackingId = expect.any(String);
      expect((await gateway("GET", `${project}/v2/flows/none`)).json).toEqual({
        status: 404,
        errors: [{ description: expect.stringContaining("none"), type: "FLOW_NOT_FOUND" }],
        trackingId,
      });
      expect((await gateway("GET", `/organization/${orgId}/entry-point/none`)).json).toEqual({
        trackingId,
        error: { key: "404", message: [{ description: expect.stringContaining("none") }] },
      });
      expect((await identity("POST", "/v1/access_token", { body: "grant_type=x" })).json).toEqual({
        message: expect.stringContaining("grant_type"),
        errors: [{ description: expect.stringContaining("grant_type") }],
        trackingId,
      });
    }));

  test("[services.rate-limit] one call too many in a minute is refused with Retry-After, and not done; later it is", () =>
    withTenant(
      async ({ webex, gateway, project, flow, tokenOf }) => {
        const id = flow("Callback");
        for (const _call of [1, 2, 3]) expect((await gateway("GET", `${project}/flows`)).status).toBe(200);
        const refused = await gateway("POST", `${project}/flows/${id}:publish`, { json: {} });
        expect(refused.status).toBe(429);
        const seconds = Number(refused.headers.get("Retry-After"));
        expect(seconds).toBeGreaterThan(50);
        expect(seconds).toBeLessThanOrEqual(60);
        expect(webex.tenant.state.flows.find((one) => one.id === id)?.versions).toHaveLength(1);
        // Another client has a limit of its own.
        expect((await gateway("GET", `${project}/flows`, { token: tokenOf("serviceApp") })).status).toBe(200);
        webex.set({ clockOffsetSeconds: seconds });
        expect((await gateway("POST", `${project}/flows/${id}:publish`, { json: {} })).status).toBe(200);
      },
      { settings: { requestsPerMinute: 3 } },
    ));

  test("[services.not-spoken] what the tenant does not speak is named with 501", () =>
    withTenant(async ({ gateway, identity, call, orgId, project, flow }) => {
      for (const answer of [
        await gateway("GET", `/organization/${orgId}/v2/site`),
        await gateway("DELETE", `${project}/flows/${flow("Callback")}`),
        await identity("GET", "/v1/adminAudit/events"),
        await call("GET", "/us2/anything"),
      ]) {
        expect(answer.status).toBe(501);
        expect(answer.text).toContain("The local tenant does not speak");
      }
    }));
});
