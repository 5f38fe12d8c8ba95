import { describe, expect, test } from "@jest/globals";
import { flowForm, people, withTenant } from "../client.ts";

describe("who may call what", () => {
  test("[access.token] no token, a wrong one and a revoked one are refused", () =>
    withTenant(async ({ gateway, project, call, token }) => {
      for (const none of [null, "", "none", `${token}x`]) {
        expect((await gateway("GET", `${project}/flows`, { token: none })).status).toBe(401);
      }
      expect((await gateway("GET", `${project}/flows`)).status).toBe(200);
      expect((await call("DELETE", "/_local/tokens")).status).toBe(204);
      expect((await gateway("GET", `${project}/flows`)).status).toBe(401);
    }));

  test("[access.scopes] reading and writing need a scope each", () =>
    withTenant(async ({ gateway, project, flow, tokenOf, orgId }) => {
      const id = flow("Callback");
      const [reader, writer] = [
        tokenOf(people.admin, ["cjp:config_read"]),
        tokenOf(people.admin, ["cjp:config_write"]),
      ];
      const status = async (method: string, path: string, token: string) =>
        (await gateway(method, path, { token })).status;
      for (const path of [
        `${project}/flows`,
        `/flow-store${project}/flows/${id}:export`,
        `${project}/v2/flows/${id}`,
        `${project}/v2/flows/${id}:validate`,
        `${project}/v2/activities/http-request-v2/inputs/connectorId/choices`,
        `/organization/${orgId}/v2/entry-point`,
      ]) {
        expect([path, await status("GET", path, reader), await status("GET", path, writer)]).toEqual([path, 200, 403]);
      }
      for (const verb of ["lock", "unlock"]) {
        const path = `${project}/flows/${id}:${verb}`;
        expect([verb, await status("POST", path, writer), await status("POST", path, reader)]).toEqual([
          verb,
          200,
          403,
        ]);
      }
    }));

  test("[access.publish-writes] publishing needs the scope for writing", () =>
    withTenant(async ({ gateway, project, flow, tokenOf }) => {
      const path = `${project}/flows/${flow("Callback")}:publish`;
      const reader = tokenOf(people.admin, ["cjp:config_read"]);
      expect(await gateway("POST", path, { token: reader, json: {} })).toMatchObject({
        status: 403,
        text: expect.stringContaining("cjp:config_write"),
      });
      const writer = tokenOf(people.admin, ["cjp:config_write"]);
      expect((await gateway("POST", path, { token: writer, json: {} })).status).toBe(200);
    }));

  test("[access.roles] each operation on flows has its roles", () =>
    withTenant(async ({ gateway, project, flow, tokenOf }) => {
      const id = flow("Callback");
      const statuses = async (of: string) => {
        const token = tokenOf(of);
        const document = (await gateway("GET", `/flow-store${project}/flows/${id}:export`)).json;
        return [
          (await gateway("GET", `${project}/flows`, { token })).status,
          (await gateway("GET", `/flow-store${project}/flows/${id}:export`, { token })).status,
          (
            await gateway("POST", `/flow-store${project}/flows:import?overwrite=yes`, {
              token,
              body: flowForm(document),
            })
          ).status,
          (await gateway("POST", `${project}/flows/${id}:publish`, { token, json: {} })).status,
          (await gateway("POST", `${project}/flows/${id}:lock`, { token })).status,
          (await gateway("POST", `${project}/flows/${id}:unlock`, { token })).status,
          (await gateway("GET", `${project}/v2/flows/${id}`, { token })).status,
        ];
      };
      expect(await statuses(people.admin)).toEqual([200, 200, 201, 200, 200, 200, 200]);
      expect(await statuses(people.serviceAdmin)).toEqual([200, 200, 201, 200, 200, 200, 200]);
      expect(await statuses(people.supervisor)).toEqual([200, 200, 201, 200, 403, 403, 200]);
      expect(await statuses(people.agent)).toEqual([403, 403, 403, 403, 403, 403, 200]);
      expect(await statuses("serviceApp")).toEqual([200, 200, 201, 200, 200, 200, 200]);
    }));

  test("[access.bare-org-id] the encoded id of the organization is refused", () =>
    withTenant(async ({ gateway, identity, project, orgId }) => {
      const encoded = (await identity("GET", "/v1/people/me")).json.orgId;
      const { status, text } = await gateway("GET", `${project.replace(orgId, encoded)}/flows`);
      expect([status, text]).toEqual([401, expect.stringContaining(`Token does not have access to OrgId:${encoded}`)]);
    }));
});
