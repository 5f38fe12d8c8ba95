import { expect, test } from "@jest/globals";
import { measureState } from "../../../tools/bench/stateSize.ts";

test("a state is measured in bytes, as a file and by resource, with the text of dynamic providers apart", () => {
  const dynamic = {
    type: "pulumi-nodejs:dynamic/salesforce:PermissionSet",
    inputs: { __provider: "é", label: "x" },
    outputs: { __provider: "é" },
  };
  const component = { type: "salesforce:access:ScvIntegration" };
  const exported = JSON.stringify({ version: 3, deployment: { resources: [dynamic, component] } }, undefined, 4);

  expect(measureState(exported)).toEqual({
    fileBytes: Buffer.byteLength(exported),
    resources: [
      { type: "salesforce:PermissionSet", bytes: Buffer.byteLength(JSON.stringify(dynamic)), providerBytes: 8 },
      { type: component.type, bytes: JSON.stringify(component).length, providerBytes: 0 },
    ],
  });
});

test("an empty state has no resources", () => {
  expect(measureState('{"deployment":{}}').resources).toEqual([]);
});
