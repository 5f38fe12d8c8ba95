import { describe, expect, test } from "@jest/globals";
import { cacheFolder, cacheLayout } from "../../../tools/toolchain/cacheFolder.ts";

describe("the cache folder", () => {
  test.each([
    ["the default on Linux", {}, "linux", "/home/u/.cache/pulumi-salesforce-access"],
    ["the default on macOS", {}, "darwin", "/home/u/Library/Caches/pulumi-salesforce-access"],
    ["XDG_CACHE_HOME", { XDG_CACHE_HOME: "/var/c" }, "linux", "/var/c/pulumi-salesforce-access"],
    [
      "no relative XDG_CACHE_HOME, as its standard asks",
      { XDG_CACHE_HOME: "c" },
      "linux",
      "/home/u/.cache/pulumi-salesforce-access",
    ],
    [
      "the variable of this project before all",
      { PULUMI_SALESFORCE_ACCESS_CACHE: "/t", XDG_CACHE_HOME: "/var/c" },
      "linux",
      "/t",
    ],
  ] as const)("is %s", (_name, environment, platform, expected) => {
    expect(cacheFolder(environment, platform, "/home/u")).toBe(expected);
  });

  test("each part's path names its version, so that another version starts from nothing", () => {
    const layout = cacheLayout("/c");
    expect(layout.builtPulumi).toMatch(/\/pulumi-3\.\d+\.\d+-nodejs-3\.\d+\.\d+-built\/pulumi$/);
    expect(layout.downloadedPulumi).toMatch(/\/pulumi-3\.\d+\.\d+-official\/pulumi$/);
    expect(layout.tlsPlugin).toMatch(/\/resource-tls-v5\.\d+\.\d+\/pulumi-resource-tls$/);
  });
});
