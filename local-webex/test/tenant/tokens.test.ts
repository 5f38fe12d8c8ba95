import { describe, expect, test } from "@jest/globals";
import { type Bench, withTenant } from "../client.ts";

const day = 86_400;

interface RefreshFields {
  grant_type?: string;
  client_secret?: string;
  refresh_token?: string;
}

/** The form of a refresh of the integration. */
function refreshForm({ webex }: Bench, refreshToken: string, more: RefreshFields = {}): URLSearchParams {
  const { clientId, clientSecret } = webex.credentials().integration;
  return new URLSearchParams({
    grant_type: "refresh_token",
    client_id: clientId,
    client_secret: clientSecret,
    refresh_token: refreshToken,
    ...more,
  });
}

const refresh = (bench: Bench, refreshToken: string, more?: RefreshFields) =>
  bench.identity("POST", "/v1/access_token", { token: null, body: refreshForm(bench, refreshToken, more) });

const listStatus = async ({ gateway, project }: Bench, token: string) =>
  (await gateway("GET", `${project}/flows`, { token })).status;

describe("tokens", () => {
  test("[tokens.refresh] a refresh token gives an access token for 14 days", () =>
    withTenant(async (bench) => {
      const { refreshToken } = bench.webex.credentials();
      const { status, json } = await refresh(bench, refreshToken);
      expect([status, json]).toEqual([
        200,
        {
          access_token: expect.any(String),
          expires_in: 14 * day,
          refresh_token: refreshToken,
          refresh_token_expires_in: 90 * day,
          token_type: "Bearer",
          scope: "cjp:config_read cjp:config_write spark:applications_token",
        },
      ]);
      bench.webex.set({ clockOffsetSeconds: 14 * day - 60 });
      expect(await listStatus(bench, json.access_token)).toBe(200);
      bench.webex.set({ clockOffsetSeconds: 14 * day + 60 });
      expect(await listStatus(bench, json.access_token)).toBe(401);
    }));

  test("[tokens.refresh-rolls] a refresh prolongs the refresh token, the use of an access token does not", () =>
    withTenant(async (bench) => {
      const [rolled, used] = [bench.webex.credentials(), bench.webex.credentials()];
      bench.webex.set({ clockOffsetSeconds: 13 * day });
      expect(await listStatus(bench, used.accessToken)).toBe(200);
      bench.webex.set({ clockOffsetSeconds: 60 * day });
      expect((await refresh(bench, rolled.refreshToken)).status).toBe(200);
      bench.webex.set({ clockOffsetSeconds: 100 * day });
      expect((await refresh(bench, rolled.refreshToken)).status).toBe(200);
      expect((await refresh(bench, used.refreshToken)).status).toBe(400);
    }));

  test("[tokens.refresh-refused] a refresh token that is malformed or revoked is refused, and so is that of another client", () =>
    withTenant(async (bench) => {
      const text = "The refresh token provided is expired, revoked, malformed, or invalid.";
      expect(await refresh(bench, "none")).toMatchObject({ status: 400, json: { message: text } });
      const others = bench.webex.tokenFor({ of: "serviceApp" });
      expect(await refresh(bench, String(others.refresh_token))).toMatchObject({
        status: 400,
        json: { message: text },
      });
      const { refreshToken } = bench.webex.credentials();
      await bench.call("DELETE", "/_local/tokens");
      expect(await refresh(bench, refreshToken)).toMatchObject({ status: 400, json: { message: text } });
    }));

  test("[tokens.refresh-answer] the refresh token comes back as it was, new, or not at all", () =>
    withTenant(async (bench) => {
      const { refreshToken } = bench.webex.credentials();
      expect((await refresh(bench, refreshToken)).json.refresh_token).toBe(refreshToken);
      bench.webex.set({ refreshAnswer: "noToken" });
      expect((await refresh(bench, refreshToken)).json).not.toHaveProperty("refresh_token");
      bench.webex.set({ refreshAnswer: "newToken" });
      const renewed = (await refresh(bench, refreshToken)).json.refresh_token;
      expect(renewed).not.toBe(refreshToken);
      expect((await refresh(bench, refreshToken)).status).toBe(400);
      expect((await refresh(bench, renewed)).status).toBe(200);
    }));

  test("[tokens.grant-types] client_credentials is refused", () =>
    withTenant(async (bench) => {
      expect((await refresh(bench, "", { grant_type: "client_credentials" })).status).toBe(400);
    }));

  test("[tokens.client-secret] a wrong secret is refused", () =>
    withTenant(async (bench) => {
      const { refreshToken } = bench.webex.credentials();
      expect((await refresh(bench, refreshToken, { client_secret: "wrong" })).status).toBe(401);
    }));

  test("[tokens.service-app] a service app's token is asked for by an integration with the scope for it", () =>
    withTenant(async (bench) => {
      const { applicationId, ...client } = bench.webex.credentials().serviceApp;
      const ask = (token: string, json: object, application = applicationId) =>
        bench.identity("POST", `/v1/applications/${application}/token`, { token, json });
      const body = { ...client, targetOrgId: bench.orgId };
      const given = await ask(bench.token, body);
      expect(given).toMatchObject({ status: 200, json: { scope: "cjp:config_read cjp:config_write" } });
      expect(await listStatus(bench, given.json.access_token)).toBe(200);
      const weak = bench.tokenOf("admin@tenant.example", ["cjp:config_read"]);
      expect((await ask(weak, body)).status).toBe(403);
      expect((await ask("none", body)).status).toBe(401);
      expect((await ask(bench.token, { ...body, clientSecret: "wrong" })).status).toBe(401);
      expect((await ask(bench.token, body, "none")).status).toBe(404);
    }));

  test("[tokens.service-app-authorized] a service app that no Full Admin has authorized gets none, nor for another organization", () =>
    withTenant(async ({ webex, identity, orgId }) => {
      const { applicationId, ...client } = webex.credentials().serviceApp;
      const ask = async (targetOrgId: string) =>
        (await identity("POST", `/v1/applications/${applicationId}/token`, { json: { ...client, targetOrgId } }))
          .status;
      expect(await ask("8eb7da9a-c81c-4d13-b08b-38fdeb7330d8")).toBe(403);
      expect(await ask(orgId)).toBe(200);
      const app = webex.tenant.state.access.clients.find(({ kind }) => kind === "serviceApp");
      if (app) app.authorized = false;
      expect(await ask(orgId)).toBe(403);
    }));

  test("[tokens.service-app-refresh] a service app refreshes by itself", () =>
    withTenant(async (bench) => {
      const { clientId, clientSecret } = bench.webex.credentials().serviceApp;
      const { refresh_token } = bench.webex.tokenFor({ of: "serviceApp" });
      const form = refreshForm(bench, String(refresh_token));
      form.set("client_id", clientId);
      form.set("client_secret", clientSecret);
      const { status, json } = await bench.identity("POST", "/v1/access_token", { token: null, body: form });
      expect(status).toBe(200);
      expect(await listStatus(bench, json.access_token)).toBe(200);
    }));

  test("[tokens.expiry] a token can ask when it expires", () =>
    withTenant(async ({ identity }) => {
      const { json } = await identity("GET", "/v1/authorizations/tokenExpiry");
      expect(Math.abs(json.exp - (Date.now() + 14 * day * 1_000))).toBeLessThan(60_000);
    }));

  test("[tokens.org-id] the organization's id is in the token, and in people/me", () =>
    withTenant(async ({ identity, token, orgId }) => {
      expect(token.split("_").at(-1)).toBe(orgId);
      const { json } = await identity("GET", "/v1/people/me");
      expect(Buffer.from(json.orgId, "base64").toString()).toBe(`ciscospark://us/ORGANIZATION/${orgId}`);
    }));
});
