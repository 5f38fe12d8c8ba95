import { describe, expect, test } from "@jest/globals";
import { archivesFor, machines, pinnedDigests } from "../../../tools/toolchain/officialDownloads.ts";

describe("the official archives", () => {
  test.each([
    ["linux", "x64", "pulumi-v3.259.0-linux-x64.tar.gz", "pulumi-resource-tls-v5.6.1-linux-amd64.tar.gz"],
    ["darwin", "arm64", "pulumi-v3.259.0-darwin-arm64.tar.gz", "pulumi-resource-tls-v5.6.1-darwin-arm64.tar.gz"],
  ])("for %s on %s are named as Pulumi names them", (platform, architecture, cli, tlsPlugin) => {
    expect(archivesFor(platform, architecture)).toMatchObject({ cli: { name: cli }, tlsPlugin: { name: tlsPlugin } });
  });

  test.each([
    ["linux", "riscv64"],
    ["freebsd", "x64"],
  ])("for %s on %s are not there", (platform, architecture) => {
    expect(archivesFor(platform, architecture)).toBeUndefined();
  });

  test("digests are pinned for all kinds of machines at once or for none, and for no other version", () => {
    const names = machines.flatMap(({ platform, architecture }) =>
      Object.values(archivesFor(platform, architecture) ?? {}).map(({ name }) => name),
    );
    const pinned = Object.entries(pinnedDigests);
    expect(pinned.filter(([name, digest]) => !names.includes(name) || !/^[0-9a-f]{64}$/.test(digest))).toEqual([]);
    expect([0, names.length]).toContain(pinned.length);
  });
});
