import { expect, test } from "@jest/globals";
import { resourcesOfState } from "../../operations/pulumiState.ts";

const resource = { urn: "urn:pulumi:prod::scv::type::name", type: "type" };
const read = (state: unknown) =>
  resourcesOfState(typeof state === "string" ? state : JSON.stringify(state), "stack prod");

test.each([
  ["an export", { version: 3, deployment: { resources: [resource] } }, 1],
  ["a file of a back end", { version: 3, checkpoint: { stack: "prod", latest: { resources: [resource] } } }, 1],
  ["a file before the first run", { version: 3, checkpoint: { stack: "prod" } }, 0],
  ["an export before the first run", { version: 3, deployment: null }, 0],
  ["an export after a destroy", { version: 3, deployment: { manifest: {}, resources: null } }, 0],
])("%s is read", (_what, state, count) => {
  expect(read(state)).toHaveLength(count);
});

test.each<[string, unknown]>([
  ["cut short", '{"version":3,"checkpoint":'],
  ["empty", ""],
  ["null", null],
  ["a list", [resource]],
  ["an object without what it is", {}],
  ["of a later form", { version: 9, stacks: { prod: { resources: [resource] } } }],
  ["an export of a later form", { version: 9, deployment: { resources: [resource] } }],
  ["one whose checkpoint is a text", { version: 3, checkpoint: "…" }],
  ["one whose resources are none", { version: 3, deployment: { resources: { 0: resource } } }],
  ["one with half a resource", { version: 3, deployment: { resources: [{ urn: resource.urn }] } }],
  ["one with null", { version: 3, deployment: { resources: [null] } }],
])("a state that is %s is refused: it is never one without resources", (_what, state) => {
  expect(() => read(state)).toThrow(
    /^The state of stack prod (is no JSON|has a form that is not known here|has the form 9 )/,
  );
});
