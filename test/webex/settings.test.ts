import { describe, expect, test } from "@jest/globals";
import { webexSettings } from "../../webex/settings.ts";

const organizationId = "11111111-2222-4333-8444-555555555555";
const token = `secret-part_P0A1_${organizationId}`;
const center = { WEBEX_DATA_CENTER: "eu1" };

test("without a token Webex is not asked", () => {
  expect(webexSettings({})).toBeUndefined();
  expect(webexSettings({ WEBEX_ACCESS_TOKEN: " ", ...center })).toBeUndefined();
});

test("the data centre names the gateway, and the token the organization", () => {
  expect(webexSettings({ WEBEX_ACCESS_TOKEN: token, ...center })).toEqual({
    gatewayUrl: "https://api.wxcc-eu1.cisco.com",
    organizationId,
    accessToken: token,
  });
  const own = { WEBEX_GATEWAY_URL: "https://gateway.example/path", WEBEX_ORGANIZATION_ID: organizationId };
  expect(webexSettings({ WEBEX_ACCESS_TOKEN: "opaque", ...own })).toMatchObject({
    gatewayUrl: "https://gateway.example/path",
  });
});

const refresh = { WEBEX_CLIENT_ID: "C1", WEBEX_CLIENT_SECRET: "client-secret", WEBEX_REFRESH_TOKEN: "refresh-token" };

test("what refreshes a token is all there or not at all, and may stand for the token", () => {
  const own = { ...center, WEBEX_ORGANIZATION_ID: organizationId };
  expect(webexSettings({ ...own, ...refresh })).toEqual({
    gatewayUrl: "https://api.wxcc-eu1.cisco.com",
    organizationId,
    refresh: {
      tokenUrl: "https://webexapis.com/v1/access_token",
      clientId: "C1",
      clientSecret: "client-secret",
      refreshToken: "refresh-token",
    },
  });
  const { WEBEX_REFRESH_TOKEN: _none, ...rest } = refresh;
  const inFile = {
    ...rest,
    WEBEX_REFRESH_TOKEN_FILE: "/run/secrets/webex",
    WEBEX_IDENTITY_URL: "http://127.0.0.1:1/x/",
  };
  expect(webexSettings({ ...own, ...inFile, WEBEX_ACCESS_TOKEN: token })).toMatchObject({
    accessToken: token,
    refresh: { tokenUrl: "http://127.0.0.1:1/x/v1/access_token", refreshTokenFile: "/run/secrets/webex" },
  });
});

describe("a problem is said without the token", () => {
  test.each<[string, Record<string, string>, RegExp]>([
    [
      "the word Bearer before the token",
      { WEBEX_ACCESS_TOKEN: `Bearer ${token}`, ...center },
      /must hold an access token/,
    ],
    ["no data centre", { WEBEX_ACCESS_TOKEN: token }, /WEBEX_DATA_CENTER must be .*us1/],
    ["one that is none", { WEBEX_ACCESS_TOKEN: token, WEBEX_DATA_CENTER: "mars" }, /WEBEX_DATA_CENTER/],
    [
      "an address without TLS",
      { WEBEX_ACCESS_TOKEN: token, WEBEX_GATEWAY_URL: "http://gateway.example" },
      /https address/,
    ],
    ["a part of what refreshes", { WEBEX_CLIENT_ID: "C1", ...center }, /WEBEX_CLIENT_SECRET.*set all three, or none/],
    ["two refresh tokens", { ...refresh, WEBEX_REFRESH_TOKEN_FILE: "x", ...center }, /set one/],
    ["a refresh without the organization", { ...refresh, ...center }, /WEBEX_ORGANIZATION_ID.*no access token yet/],
    [
      "an identity without TLS",
      { ...refresh, WEBEX_IDENTITY_URL: "http://webex.example" },
      /WEBEX_IDENTITY_URL must be/,
    ],
    ["no organization", { WEBEX_ACCESS_TOKEN: "secret-part", ...center }, /WEBEX_ORGANIZATION_ID must be/],
  ])("%s", (_what, environment, problem) => {
    const settings = webexSettings(environment);
    expect(settings).toEqual({ problem: expect.stringMatching(problem) });
    expect(JSON.stringify(settings)).not.toMatch(/secret-part|client-secret|refresh-token/);
  });
});

test("everything that is wrong is said at once", () => {
  const settings = webexSettings({
    WEBEX_CLIENT_ID: "C1",
    WEBEX_REFRESH_TOKEN: "refresh-token",
    WEBEX_REFRESH_TOKEN_FILE: "/run/secrets/webex",
    WEBEX_IDENTITY_URL: "http://webex.example",
    WEBEX_ORGANIZATION_ID: "mine",
    WEBEX_DATA_CENTER: "mars",
  });
  const { problem } = settings as { problem: string };
  for (const part of [
    /set one\./,
    /set all three/,
    /WEBEX_IDENTITY_URL/,
    /WEBEX_ORGANIZATION_ID/,
    /WEBEX_DATA_CENTER/,
  ]) {
    expect(problem).toMatch(part);
  }
  expect(problem).not.toContain("refresh-token");
});
