import { expect, test } from "@jest/globals";
import { connectorLines, statusTable } from "../../../operations/fleet/status.ts";

const connector = (handOff: string, since = "") => ({
  kind: "WebexConnector" as const,
  inputs: { name: "WxCC - SCV" },
  outputs: { handOff, since },
});

test("a connector that must be given a key is said below its stack, since when and with the commands; others are not", () => {
  expect(connectorLines("prod", [connector("upToDate", "2026-11-29")])).toEqual([]);
  const lines = connectorLines("prod", [connector("needsNewKey", "2026-11-28"), connector("neverHandedOver")]);
  expect(lines).toEqual([
    expect.stringMatching(/"WxCC - SCV".* must be given a new key since 2026-11-28.* --stack prod/),
    expect.stringMatching(/was never given the key\. .* --stack prod/),
  ]);
  const table = statusTable([{ stack: "prod", connectors: lines }, { stack: "uat" }]).split("\n");
  expect(table[2]).toBe(`  ${lines[0]}`);
  expect(table).toHaveLength(5);
});
