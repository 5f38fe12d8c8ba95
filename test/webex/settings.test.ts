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

describe("a problem is said without the token", () => {
  test.each<[string, Record<string, string>, RegExp]>([
    ["no data centre", { WEBEX_ACCESS_TOKEN: token }, /WEBEX_DATA_CENTER must be .*us1/],
    ["one that is none", { WEBEX_ACCESS_TOKEN: token, WEBEX_DATA_CENTER: "mars" }, /WEBEX_DATA_CENTER/],
    [
      "an address without TLS",
      { WEBEX_ACCESS_TOKEN: token, WEBEX_GATEWAY_URL: "http://gateway.example" },
      /https address/,
    ],
    ["no organization", { WEBEX_ACCESS_TOKEN: "secret-part", ...center }, /WEBEX_ORGANIZATION_ID must be/],
  ])("%s", (_what, environment, problem) => {
    const settings = webexSettings(environment);
    expect(settings).toEqual({ problem: expect.stringMatching(problem) });
    expect(JSON.stringify(settings)).not.toContain("secret-part");
  });
});
