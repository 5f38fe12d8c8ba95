import { expect, test } from "@jest/globals";
import { withOrg } from "../metadata/kit.ts";

test("[oauth.identity] userinfo and the identity address name the token's user and org", async () => {
  await withOrg(async (local) => {
    const { deployer, organizationId } = local.org;
    const headers = { Authorization: `Bearer ${deployer.accessToken}` };
    const info = await (await fetch(`${local.url}/services/oauth2/userinfo`, { headers })).json();
    expect(info).toMatchObject({
      sub: `https://login.salesforce.com/id/${organizationId}/${deployer.userId}`,
      user_id: deployer.userId,
      organization_id: organizationId,
      preferred_username: deployer.username,
      user_type: "STANDARD",
      is_salesforce_integration_user: false,
    });
    const response = await fetch(`${local.url}/id/${organizationId}/${deployer.userId}`, { headers });
    expect(await response.json()).toMatchObject({ organization_id: organizationId, username: deployer.username });
    const other = await fetch(`${local.url}/id/${organizationId}/005000000000000AAA`, { headers });
    expect([other.status, await other.text()]).toEqual([403, "Bad_Id"]);
  });
});

test("[oauth.revoke] a revoked token serves no longer, an unknown one is refused", async () => {
  await withOrg(async (local) => {
    const { userId, clientId } = local.org.deployer;
    const accessToken = local.org.sessions.open({ userId, clientId, scopes: ["api"] });
    const revoke = () =>
      fetch(`${local.url}/services/oauth2/revoke`, {
        method: "POST",
        body: new URLSearchParams({ token: accessToken }),
      });
    const first = await revoke();
    expect([first.status, await first.text()]).toEqual([200, ""]);
    expect(local.org.sessions.resolve(accessToken)).toBeUndefined();
    const second = await revoke();
    expect([second.status, ((await second.json()) as { error: string }).error]).toEqual([400, "invalid_token"]);
  });
});
