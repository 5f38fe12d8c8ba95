import { createPrivateKey } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import type { OrgSettings } from "../../src/orgSettings.ts";
import type { LocalOrg } from "../../src/server.ts";
import { changedSettings, defaultSettings } from "../../src/settings.ts";
import { withOrg } from "../rest/client.ts";
import { login, verdict } from "./login.ts";
import { integrationUsername, setUpLogin } from "./setUp.ts";

const loginHost = "https://login.salesforce.com";
const testHost = "https://test.salesforce.com";
const notInstalled = "app_not_found: External client app is not installed in this org";
const invalid = "invalid_grant: audience is invalid";

/** Who tries: through an external client app, or through the deployer's app, which is none. */
type Attempt = (audience: string | string[], host?: string) => Promise<string>;

async function withAttempts(
  isSandbox: boolean,
  work: (attempts: { local: LocalOrg; app: Attempt; deployer: Attempt }) => Promise<void>,
): Promise<void> {
  await withOrg(
    async ({ local }) => {
      const { key, consumerKey } = await setUpLogin(local);
      const { clientId, username } = local.org.deployer;
      const deployerKey = { privateKey: createPrivateKey(local.org.deployer.privateKeyPem()) };
      await work({
        local,
        app: async (audience, host) =>
          verdict(await login(local, key, { issuer: consumerKey, subject: integrationUsername, audience }, host)),
        deployer: async (audience, host) =>
          verdict(await login(local, deployerKey, { issuer: clientId, subject: username, audience }, host)),
      });
    },
    { settings: { deployMs: 0 }, shape: { isSandbox } },
  );
}

describe("a production org", () => {
  test("[oauth.jwt-audience] takes the login host and its own address, and nothing else", () =>
    withAttempts(false, async ({ local, app, deployer }) => {
      for (const attempt of [app, deployer]) {
        expect(await attempt(loginHost)).toBe("ok");
        expect(await attempt(local.url)).toBe("ok");
        expect(await attempt(`${loginHost}/`)).toBe(invalid);
        expect(await attempt(`${local.url}/`)).toBe(invalid);
        expect(await attempt("https://example.com")).toBe(invalid);
      }
      expect(await deployer(testHost)).toBe(invalid);
    }));

  test("[oauth.jwt-audience] is asked at the login host with that audience only, and not at the test host", () =>
    withAttempts(false, async ({ local, app, deployer }) => {
      for (const attempt of [app, deployer]) {
        expect(await attempt(loginHost, "login.salesforce.com")).toBe("ok");
        expect(await attempt(local.url, "login.salesforce.com")).not.toBe("ok");
        expect(await attempt(loginHost, "test.salesforce.com")).not.toBe("ok");
      }
      expect(await app(local.url, "login.salesforce.com")).toBe(notInstalled);
    }));

  test("[oauth.jwt-audience-not-installed] tells an external client app of the test host that it is not installed, or that the audience is invalid", () =>
    withAttempts(false, async ({ local, app }) => {
      expect(await app(testHost)).toBe(notInstalled);
      local.org.settings.wrongAudienceAnswer = "invalid_grant";
      expect(await app(testHost)).toBe(invalid);
    }));

  test("[oauth.jwt-audience-list] takes a list in which one audience serves", () =>
    withAttempts(false, async ({ app }) => {
      expect(await app(["https://example.com", loginHost])).toBe("ok");
      expect(await app(["https://example.com"])).toBe(invalid);
      expect(await app([])).toBe(invalid);
    }));
});

test("[oauth.jwt-audience-sandbox] a sandbox takes its own address, and the test host of other apps only", () =>
  withAttempts(true, async ({ local, app, deployer }) => {
    expect(await app(local.url)).toBe("ok");
    expect(await deployer(local.url)).toBe("ok");
    expect(await deployer(testHost)).toBe("ok");
    expect(await deployer(testHost, "test.salesforce.com")).toBe("ok");
    expect(await app(testHost)).toBe(notInstalled);
    expect(await app(testHost, "test.salesforce.com")).toBe(notInstalled);
    expect(await app(loginHost)).toBe(notInstalled);
    expect(await deployer(loginHost)).toBe(invalid);
  }));

test("[oauth.jwt-audience] the setting names other audiences at the org's own address, and pairs", () =>
  withAttempts(true, async ({ local, app }) => {
    const { settings } = local.org;
    settings.acceptedAudiences = [testHost];
    expect(await app(testHost)).toBe("ok");
    expect(await app(local.url)).toBe(invalid);
    expect(await app(testHost, "test.salesforce.com")).toBe(notInstalled);
    settings.acceptedAudiences = [{ endPoint: "test", audience: testHost }, "myDomain"];
    expect(await app(testHost, "test.salesforce.com")).toBe("ok");
    expect(await app(testHost)).toBe(notInstalled);
    expect(await app(local.url)).toBe("ok");
  }));

test("settings of logins are checked", () => {
  const take = (change: unknown): OrgSettings => changedSettings(defaultSettings, change);
  const pair = { endPoint: "test", audience: testHost };
  for (const acceptedAudiences of [null, [], [loginHost], [pair, "myDomain"]])
    expect(take({ acceptedAudiences })).toEqual({ ...defaultSettings, acceptedAudiences });
  for (const wrong of [
    { acceptedAudiences: loginHost },
    { acceptedAudiences: [5] },
    { acceptedAudiences: [{ audience: testHost }] },
    { acceptedAudiences: [{ ...pair, endPoint: "elsewhere" }] },
    { acceptedAudiences: [{ ...pair, more: 1 }] },
    { wrongAudienceAnswer: "invalid" },
    { newAppAnswer: "" },
    { assertionLeewaySeconds: -1 },
    { replayedAssertions: true },
    { expiredCertificate: "maybe" },
  ])
    expect(() => take(wrong)).toThrow(`In the settings of an org, ${Object.keys(wrong)[0]} takes `);
  for (const name of ["constructor", "toString", "__proto__", "hasOwnProperty"])
    expect(() => take(JSON.parse(`{"${name}": 1}`))).toThrow(
      `There is no ${name} in the settings of an org; there are`,
    );
});
