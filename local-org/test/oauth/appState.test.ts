import { expect, test } from "@jest/globals";
import type { LocalOrg } from "../../src/server.ts";
import { appFiles, appName, closedPolicies, deploy, withOrg } from "../metadata/kit.ts";
import { login, verdict } from "./login.ts";
import { selfSigned } from "./selfSigned.ts";
import { assign, consumerKeyOf, integrationUsername, permissionSet, setUpLogin } from "./setUp.ts";

const tenMinutes = 600_000;

test("[oauth.propagation-app] a new app is unknown until it has spread", async () => {
  await withOrg(async (local) => {
    local.org.settings.propagationMs = tenMinutes;
    const { key, consumerKey } = await setUpLogin(local);
    const attempt = () => login(local, key, { issuer: consumerKey, subject: integrationUsername });
    expect(verdict(await attempt())).toBe("invalid_client_id: client identifier invalid");
    local.org.settings.newAppAnswer = "app_not_found";
    expect(verdict(await attempt())).toBe("app_not_found: External client app is not installed in this org");
    local.org.settings.propagationMs = 0;
    expect(verdict(await attempt())).toBe("ok");
  });
});

/** Makes everything that logins depend on an hour old, so that only later changes are still spreading. */
function backdate(local: LocalOrg): void {
  const { documents, records } = local.org;
  const hourAgo = new Date(Date.now() - 3_600_000).toISOString();
  for (const { key, value } of documents.list<Record<string, string>>("externalClientApps.changes")) {
    const aged = Object.keys(value).map((name) => [name, name.endsWith("At") ? hourAgo : value[name]]);
    documents.set("externalClientApps.changes", key, Object.fromEntries(aged));
  }
  for (const type of ["SetupEntityAccess", "PermissionSetAssignment"]) {
    for (const row of records.find(type))
      records.update(type, String(row.Id), { SystemModstamp: hourAgo.replace("Z", "+0000") });
  }
}

test("[oauth.propagation-certificate] until a new certificate has spread the old key logs in, then the new one", async () => {
  await withOrg(async (local) => {
    const old = await setUpLogin(local);
    backdate(local);
    const renewed = selfSigned();
    const files = appFiles({
      certificatePem: renewed.certificatePem,
      oauthPolicies: closedPolicies(permissionSet),
    });
    expect((await deploy(local, files)).errors).toEqual([]);
    local.org.settings.propagationMs = tenMinutes;
    const claims = { issuer: old.consumerKey, subject: integrationUsername };
    expect(verdict(await login(local, old.key, claims))).toBe("ok");
    expect(verdict(await login(local, renewed, claims))).toBe("invalid_client: invalid client credentials");
    local.org.settings.propagationMs = 0;
    expect(verdict(await login(local, old.key, claims))).toBe("invalid_client: invalid client credentials");
    expect(verdict(await login(local, renewed, claims))).toBe("ok");
  });
});

test("[oauth.propagation-policies] until changed policies have spread the user has not approved the app", async () => {
  await withOrg(async (local) => {
    const { key, consumerKey } = await setUpLogin(local);
    backdate(local);
    const policies = `${closedPolicies(permissionSet)}<sessionTimeoutInMinutes>15</sessionTimeoutInMinutes>`;
    expect(
      (await deploy(local, appFiles({ certificatePem: key.certificatePem, oauthPolicies: policies }))).errors,
    ).toEqual([]);
    local.org.settings.propagationMs = tenMinutes;
    const attempt = () => login(local, key, { issuer: consumerKey, subject: integrationUsername });
    expect(verdict(await attempt())).toBe("invalid_grant: user hasn't approved this consumer");
    local.org.settings.propagationMs = 0;
    expect(verdict(await attempt())).toBe("ok");
  });
});

test("[oauth.propagation-assignment] until an assignment has spread the user is not admin approved", async () => {
  await withOrg(async (local) => {
    const { key, consumerKey, userId, permissionSetId } = await setUpLogin(local);
    const [assignment] = local.org.records.find("PermissionSetAssignment", { PermissionSetId: permissionSetId });
    local.org.records.remove("PermissionSetAssignment", String(assignment?.Id));
    backdate(local);
    assign(local, userId, permissionSetId);
    local.org.settings.propagationMs = tenMinutes;
    const attempt = () => login(local, key, { issuer: consumerKey, subject: integrationUsername });
    expect(verdict(await attempt())).toBe("invalid_app_access: user is not admin approved to access this app");
    local.org.settings.propagationMs = 0;
    expect(verdict(await attempt())).toBe("ok");
  });
});

test("[eca.narrowing-ends-sessions] ending self-authorization ends the sessions of the app", async () => {
  await withOrg(async (local) => {
    const { key, userId } = await setUpLogin(local, { oauthPolicies: undefined });
    const clientId = await consumerKeyOf(local);
    const accessToken = local.org.sessions.open({ userId, clientId, scopes: ["api"] });
    const files = appFiles({ certificatePem: key.certificatePem, oauthPolicies: closedPolicies(permissionSet) });
    const renamed = renamedPolicies(files, `${appName}_oauth_defaultPolicy`);
    expect((await deploy(local, renamed)).errors).toEqual([]);
    expect(local.org.sessions.resolve(accessToken)).toBeUndefined();
  });
});

/** The same files with the policies under the name that the org gave its own. */
function renamedPolicies(files: Record<string, string>, fullName: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [
      path.replace(`${appName}_oauthPlcy`, fullName),
      text.replace(`<members>${appName}_oauthPlcy<`, `<members>${fullName}<`),
    ]),
  );
}
