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

  const namesOf = (part: "cli" | "tlsPlugin") =>
    machines.flatMap(({ platform, architecture }) => archivesFor(platform, architecture)?.[part].name ?? []);

  test("the CLI has a digest for every kind of machine, each another one", () => {
    const digests = namesOf("cli").map((name) => pinnedDigests[name]);
    expect(digests).toEqual(machines.map(() => expect.stringMatching(/^[0-9a-f]{64}$/)));
    expect(new Set(digests).size).toBe(machines.length);
  });

  test("the plugin has digests for all kinds of machines at once or for none, and nothing else has one", () => {
    const plugins = namesOf("tlsPlugin");
    const pinned = Object.keys(pinnedDigests).filter((name) => plugins.includes(name));
    expect([[], plugins]).toContainEqual(pinned);
    expect(Object.keys(pinnedDigests).sort()).toEqual([...namesOf("cli"), ...pinned].sort());
  });
});
