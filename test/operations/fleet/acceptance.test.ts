import { describe, expect, test } from "@jest/globals";
import { selfSigned } from "../../../local-org/test/oauth/selfSigned.ts";
import { acceptanceOf } from "../../../operations/fleet/acceptance.ts";
import { placeOf } from "../../../operations/fleet/acceptedPlace.ts";
import type { Values } from "../../../provider/lifecycle.ts";
import { lifecycleOf, type ResourceKind } from "../../../provider/registry.ts";

const ofSet = { label: "Set", apexClasses: [], userPermissions: ["ApiEnabled"] };
const ofUser = { username: "a@b.example", email: "a@b.example", lastName: "A", profileId: "00e000000000001AAA" };
const ofApp = {
  certificatePem: selfSigned().certificatePem,
  label: "App",
  contactEmail: "a@b.example",
  callbackUrls: ["https://a.example"],
  scopes: ["Api"],
};

/** The inputs as a state has them. */
async function inputsOf(kind: ResourceKind, declared: object): Promise<Values> {
  const noOrg = () => Promise.reject(new Error("no org"));
  const { inputs, failures } = await lifecycleOf(kind).check({}, { owner: "p/s/r", ...declared }, noOrg);
  expect(failures).toEqual([]);
  return inputs;
}

describe("what the org has", () => {
  const ask = (kind: ResourceKind, inputs: object, property: string, value: unknown, sources: string[] = []) =>
    inputsOf(kind, inputs).then((held) =>
      acceptanceOf({ kind, propertyDependencies: { [property]: sources } }, held, property, value),
    );

  test.each<[ResourceKind, object, string, unknown]>([
    ["PermissionSet", ofSet, "label", "Edited"],
    ["PermissionSet", ofSet, "userPermissions", ["ActivateContract", "ApiEnabled"]],
    ["PermissionSet", ofSet, "userPermissions", []],
    ["PermissionSet", ofSet, "customPermissions", ["Route_Calls"]],
    ["IntegrationUser", ofUser, "timeZone", "Europe/Zurich"],
    ["IntegrationUser", ofUser, "isActive", false],
    ["PolicyAssignment", { appId: "0xI000000000001AAA" }, "ipRelaxation", "Bypass"],
  ])("can be declared as it is: %s %j %s %j", async (kind, inputs, property, value) => {
    expect(await ask(kind, inputs, property, value)).toEqual({ value });
  });

  test.each<[string, ResourceKind, object, string, unknown, string]>([
    [
      "a high privilege",
      "PermissionSet",
      ofSet,
      "userPermissions",
      ["ApiEnabled", "ModifyAllData"],
      "allowHighPrivilege",
    ],
    ["nothing", "PermissionSet", ofSet, "description", undefined, "The org has nothing there"],
    ["a freeze", "IntegrationUser", ofUser, "frozenByAdministrator", true, "frozenByAdministrator says how the org is"],
    ["other flows", "ExternalClientApp", ofApp, "otherFlows", ["isX"], "otherFlows says how the org is"],
    ["what the check refuses", "ExternalClientApp", ofApp, "scopes", ["Everything"], "as it is in the org"],
  ])("cannot, where it is %s", async (_what, kind, inputs, property, value, why) => {
    expect(await ask(kind, inputs, property, value)).toEqual({ not: expect.stringContaining(why) });
  });

  test("cannot, where it comes from another resource, which is named", async () => {
    const urn = "urn:pulumi:dev::p::pulumi-nodejs:dynamic/salesforce:IntegrationProfile::scv-profile";
    expect(await ask("IntegrationUser", ofUser, "profileId", "00e000000000002AAA", [urn])).toEqual({
      not: "It comes from scv-profile: accept what has changed there.",
    });
  });
});

describe("the place of a property in the stack's file", () => {
  const project = { name: "p", configurationKeys: new Set(["username", "timeZone"]), configurationDefaults: {} };
  const place = (resource: string, property: string, overridden = false) =>
    placeOf({ resource, property }, project, () => overridden);

  test.each([
    ["scv-permission-set", "label", false, ["p:overrides", "permissionSet", "label"]],
    ["scv-user", "alias", false, ["p:overrides", "user", "alias"]],
    ["scv-user", "timeZone", false, ["p:timeZone"]],
    // An override wins over the key.
    ["scv-user", "timeZone", true, ["p:overrides", "user", "timeZone"]],
    ["scv-user", "username", true, ["p:username"]],
  ])("of %s.%s (overridden: %s) is %j", (resource, property, overridden, path) => {
    expect(place(resource, property, overridden)).toEqual({ path });
  });

  test.each([
    ["scv-app-green", "label", "says nothing of scv-app-green alone"],
    ["constructor", "label", "says nothing of constructor alone"],
    ["scv-app", "certificatePem", "are rotated, not accepted"],
  ])("of %s.%s is none", (resource, property, why) => {
    expect(place(resource, property)).toEqual({ refusal: expect.stringContaining(why) });
  });
});
