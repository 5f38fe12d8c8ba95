import { createPrivateKey } from "node:crypto";
import { expect, test } from "@jest/globals";
import { appFiles, closedPolicies, deploy, withOrg } from "../metadata/kit.ts";
import { login, requestToken, verdict } from "./login.ts";
import { selfSigned } from "./selfSigned.ts";
import {
  assign,
  consumerKeyOf,
  deployPermissionSet,
  insertUser,
  integrationUsername,
  permissionSet,
  setUpLogin,
} from "./setUp.ts";

const _jwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";

test("[oauth.token-response] a user with the permission set logs in with the deployed certificate's key", async () => {
  await withOrg(async (local) => {
    const { key, consumerKey, userId } = await setUpLogin(local);
    const answer = await login(local, key, { issuer: consumerKey, subject: integrationUsername });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      access_token: expect.stringMatching(/^00D.{12}![A-Za-z0-9._]{96}$/),
      scope: "api id",
      instance_url: local.url,
      id: `${local.url}/id/${local.org.organizationId}/${userId}`,
      token_type: "Bearer",
    });
    const query = await fetch(
      `${local.url}/services/data/v68.0/query?q=SELECT+Id+FROM+User+WHERE+Username='${integrationUsername}'`,
      {
        headers: { Authorization: `Bearer ${answer.body.access_token}` },
      },
    );
    expect(query.status).toBe(200);
  });
});

test("[oauth.jwt-expiry] a past expiry is refused, one far ahead is not", async () => {
  await withOrg(async (local) => {
    const { key, consumerKey } = await setUpLogin(local);
    const past = await login(local, key, { issuer: consumerKey, subject: integrationUsername, expiresIn: -190 });
    expect(verdict(past)).toBe("invalid_grant: expired authorization code");
    const far = await login(local, key, {
      issuer: consumerKey,
      subject: integrationUsername,
      expiresIn: 1_000_000_000,
    });
    expect(verdict(far)).toBe("ok");
  });
});

test("[oauth.jwt-admin-approved] the user and the policy must share a permission set", async () => {
  await withOrg(async (local) => {
    const { key, consumerKey } = await setUpLogin(local);
    const otherUser = insertUser(local, "other@integration.example");
    const attempt = () => login(local, key, { issuer: consumerKey, subject: "other@integration.example" });
    expect(verdict(await attempt())).toBe("invalid_app_access: user is not admin approved to access this app");
    const [set] = local.org.records.find("PermissionSet", { Name: permissionSet });
    const assignment = assign(local, otherUser, String(set?.Id));
    expect(verdict(await attempt())).toBe("ok");
    local.org.records.remove("PermissionSetAssignment", assignment);
    expect(verdict(await attempt())).toBe("invalid_app_access: user is not admin approved to access this app");
  });
});

test("[oauth.jwt-admin-approved-profile] the profile serves when the policy names it", async () => {
  await withOrg(async (local) => {
    const key = selfSigned();
    insertUser(local);
    const profile = "<commaSeparatedProfile>Minimum Access - API Only Integrations</commaSeparatedProfile>";
    const files = appFiles({ certificatePem: key.certificatePem, oauthPolicies: `${profile}${closedPolicies()}` });
    expect((await deploy(local, files)).errors).toEqual([]);
    const issuer = await consumerKeyOf(local);
    expect(verdict(await login(local, key, { issuer, subject: integrationUsername }))).toBe("ok");
    expect(verdict(await login(local, key, { issuer, subject: local.org.deployer.username }))).toBe(
      "invalid_app_access: user is not admin approved to access this app",
    );
  });
});

test("[oauth.unknown-user] a name that no user has is refused, the e-mail address too", async () => {
  await withOrg(async (local) => {
    const { key, consumerKey } = await setUpLogin(local);
    for (const subject of ["nobody@integration.example", "scv@example.com"]) {
      const answer = await login(local, key, { issuer: consumerKey, subject });
      expect(verdict(answer)).toBe("invalid_grant: authentication failure");
    }
  });
});

test("[oauth.inactive-user] a deactivated user is refused, and the user's token serves no longer", async () => {
  await withOrg(async (local) => {
    const { key, consumerKey, userId } = await setUpLogin(local);
    const before = await login(local, key, { issuer: consumerKey, subject: integrationUsername });
    local.org.records.update("User", userId, { IsActive: false });
    const after = await login(local, key, { issuer: consumerKey, subject: integrationUsername });
    expect(verdict(after)).toBe("invalid_grant: inactive user");
    const headers = { Authorization: `Bearer ${before.body.access_token}` };
    expect((await fetch(`${local.url}/services/oauth2/userinfo`, { headers })).status).toBe(403);
  });
});

test("[oauth.certificate-expired] an expired certificate verifies nothing, or goes on", async () => {
  await withOrg(async (local) => {
    const expired = selfSigned(-1);
    const { consumerKey } = await setUpLogin(local, { certificatePem: expired.certificatePem });
    const attempt = async () =>
      verdict(await login(local, expired, { issuer: consumerKey, subject: integrationUsername }));
    expect(await attempt()).toBe("invalid_grant: invalid assertion");
    local.org.settings.expiredCertificate = "accepted";
    expect(await attempt()).toBe("ok");
  });
});

test("[oauth.grant-types] missing, unknown and unspoken grant types are told apart", async () => {
  await withOrg(async (local) => {
    expect(verdict(await requestToken(local, {}))).toBe("invalid_request: missing required parameter: grant_type");
    expect(verdict(await requestToken(local, { grant_type: "magic" }))).toBe(
      "unsupported_grant_type: grant type not supported",
    );
    const unspoken = await requestToken(local, { grant_type: "client_credentials" });
    expect(unspoken.status).toBe(501);
    expect(JSON.stringify(unspoken.body)).toContain("client_credentials");
  });
});

test("[oauth.deployer-app] the deployer logs in with its own key, nobody else does", async () => {
  await withOrg(async (local) => {
    const { deployer } = local.org;
    const key = { privateKey: createPrivateKey(deployer.privateKeyPem()) };
    await deployPermissionSet(local);
    insertUser(local);
    const good = await login(local, key, { issuer: deployer.clientId, subject: deployer.username });
    expect(verdict(good)).toBe("ok");
    expect(good.body.scope).toBe("api full id web");
    expect(verdict(await login(local, key, { issuer: deployer.clientId, subject: integrationUsername }))).toBe(
      "invalid_app_access: user is not admin approved to access this app",
    );
    const foreign = await login(local, selfSigned(), { issuer: deployer.clientId, subject: deployer.username });
    expect(verdict(foreign)).toBe("invalid_client: invalid client credentials");
  });
});
