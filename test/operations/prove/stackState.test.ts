import { expect, test } from "@jest/globals";
import { resourcesIn } from "../../../operations/prove/stackState.ts";

const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  plaintext: JSON.stringify(value),
});
const urn = (name: string) => `urn:pulumi:production::access::component$${"type"}::${name}`;

test("resources are found with their type, secrets in clear, and without those that are still to be deleted", () => {
  const resources = [
    { urn: urn("stack"), type: "pulumi:pulumi:Stack" },
    { urn: urn("proof"), type: "type", id: "1", inputs: { key: secret("pem"), list: [secret({ a: secret(1) })] } },
    { urn: urn("old"), type: "type", id: "2", delete: true },
    { urn: urn("other"), type: "type", outputs: { status: 200, none: null } },
  ];
  expect(resourcesIn(JSON.stringify({ version: 3, deployment: { resources } }))).toEqual([
    { type: "pulumi:pulumi:Stack", name: "stack", id: "", inputs: {}, outputs: {} },
    { type: "type", name: "proof", id: "1", inputs: { key: "pem", list: [{ a: 1 }] }, outputs: {} },
    { type: "type", name: "other", id: "", inputs: {}, outputs: { status: 200, none: null } },
  ]);
});

test("a stack that was never updated has none", () => {
  expect(resourcesIn('{ "version": 3, "deployment": {} }')).toEqual([]);
});
