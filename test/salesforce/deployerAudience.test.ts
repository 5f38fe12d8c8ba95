import { describe, expect, test } from "@jest/globals";
import { createLocalOrg } from "../../local-org/src/server.ts";
import { selfSigned } from "../../local-org/test/oauth/selfSigned.ts";
import type { ConnectionSettings } from "../../salesforce/connection.ts";
import { blamesAudience, deployerAudiences } from "../../salesforce/deployerAudience.ts";
import { SalesforceError } from "../../salesforce/errors.ts";
import { openOrg } from "../../salesforce/session.ts";
import { makeAccess } from "../provider/access.ts";
import { Stack } from "../provider/kit.ts";

const login = "https://login.salesforce.com";
const testHost = "https://test.salesforce.com";
const production = "https://mycompany.my.salesforce.com";
const sandbox = "https://mycompany--uat.sandbox.my.salesforce.com";

test.each<[string, Parameters<typeof deployerAudiences>[0], string[]]>([
  ["a declared audience", { audience: testHost, loginUrl: production }, [testHost]],
  ["a production org", { instanceUrl: production, loginUrl: production }, [login, production]],
  ["a production org by the login host", { instanceUrl: production, loginUrl: login }, [login, production]],
  ["the login host alone", { loginUrl: login }, [login]],
  ["a sandbox", { instanceUrl: sandbox, loginUrl: sandbox }, [sandbox, login, testHost]],
  ["a sandbox by the test host", { instanceUrl: sandbox, loginUrl: testHost }, [sandbox, login, testHost]],
  ["the test host alone", { loginUrl: testHost }, [testHost, login]],
])("audiences to log in for: %s", (_case, settings, audiences) => {
  expect(deployerAudiences(settings)).toEqual(audiences);
});

test("another audience may help where the app is not found or the audience is invalid, and nowhere else", () => {
  const blames = (code: string, message: string) => blamesAudience(new SalesforceError(code, message, "logging in"));
  expect(blames("app_not_found", "External client app is not installed in this org")).toBe(true);
  expect(blames("invalid_grant", "audience is invalid")).toBe(true);
  expect(blames("invalid_grant", "authentication failure")).toBe(false);
  expect(blames("invalid_client_id", "client identifier invalid")).toBe(false);
});

describe.each([
  ["production org", {}],
  ["sandbox", { isSandbox: true }],
])("a deployer who logs in to a %s through an external client app", (_kind, shape) => {
  test.each<[string, object]>([
    ["as such orgs are reported", {}],
    ["whose own address is the only audience", { acceptedAudiences: ["myDomain"] }],
    ["that calls a wrong audience an invalid grant", { wrongAudienceAnswer: "invalid_grant" }],
  ])("needs no audience for one %s, and one that is declared is the only one", async (_org, settings) => {
    const local = await createLocalOrg({ shape, settings: { deployMs: 0, ...settings } });
    try {
      const key = selfSigned();
      const { app, user } = await makeAccess(await Stack.on(local), key);
      const connection: ConnectionSettings = {
        instanceUrl: local.url,
        loginUrl: local.url,
        apiVersion: "67.0",
        allowsProduction: false,
        clientId: String(app.outputs.consumerKey),
        credential: {
          kind: "jwt",
          username: String(user.inputs.username),
          privateKeyPem: key.privateKeyPem,
        },
      };
      const org = await openOrg(connection);
      expect(await org.identity()).toMatchObject({ userId: user.id });
      await expect(openOrg({ ...connection, audience: testHost })).rejects.toMatchObject({
        code: expect.stringMatching(/^(app_not_found|invalid_grant)$/),
      });
      await expect(openOrg({ ...connection, clientId: "3MVG9other" })).rejects.toMatchObject({
        code: "invalid_client_id",
      });
    } finally {
      await local.stop();
    }
  });
});
