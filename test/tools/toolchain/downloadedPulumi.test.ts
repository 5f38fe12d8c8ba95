import { describe, expect, test } from "@jest/globals";
import { archiveName, publishedChecksum } from "../../../tools/toolchain/downloadedPulumi.ts";

describe("the official archive", () => {
  test.each([
    ["linux", "x64", "pulumi-v3.259.0-linux-x64.tar.gz"],
    ["darwin", "arm64", "pulumi-v3.259.0-darwin-arm64.tar.gz"],
    ["linux", "riscv64", undefined],
    ["freebsd", "x64", undefined],
  ])("for %s on %s is %s", (platform, architecture, expected) => {
    expect(archiveName("3.259.0", platform, architecture)).toBe(expected);
  });

  test("its checksum is the one on the line of exactly its name", () => {
    const [one, other] = ["a".repeat(64), "b".repeat(64)];
    const list = `${one}  pulumi-v3.259.0-linux-x64.tar.gz.sig\n${other}  pulumi-v3.259.0-linux-x64.tar.gz\nbroken  x\n`;
    expect(publishedChecksum(list, "pulumi-v3.259.0-linux-x64.tar.gz")).toBe(other);
    expect(publishedChecksum(list, "x")).toBeUndefined();
    expect(publishedChecksum(list, "pulumi-v3.259.0-darwin-x64.tar.gz")).toBeUndefined();
  });
});
