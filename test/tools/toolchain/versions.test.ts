import { describe, expect, test } from "@jest/globals";
import { compareVersions, isSuitableVersion, parseVersion } from "../../../tools/toolchain/versions.ts";

describe("versions", () => {
  test.each([
    ["v3.259.0", [3, 259, 0]],
    ["3.260.1-dev.5", [3, 260, 1]],
    ["go1.26", [1, 26, 0]],
    ["latest", undefined],
    ["", undefined],
  ])("%s is read as %j", (text, expected) => {
    expect(parseVersion(text)).toEqual(expected);
  });

  test.each([
    ["3.259.0", true],
    ["v3.270.2", true],
    ["3.258.9", false],
    ["4.0.0", false],
    ["2.999.0", false],
    ["no version", false],
  ])("Pulumi %s is suitable where 3.259.0 is the oldest: %s", (found, suitable) => {
    expect(isSuitableVersion(found, "3.259.0")).toBe(suitable);
  });

  test("versions are compared as numbers, not as text, and what is no version comes first", () => {
    expect(["3.9.0", "3.10.0", "x", "3.10.1"].sort(compareVersions)).toEqual(["x", "3.9.0", "3.10.0", "3.10.1"]);
  });
});
