import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { instead, keysOfNearProjects, nearestName } from "../../common/nearestName.ts";

describe("the name that a misspelt one was meant to be", () => {
  const known = ["orgId", "apexClasses", "permissionSetLicenses", "userLicense", "permissionSet", "contactEmail"];

  test.each([
    ["orgid", "orgId"],
    ["OrgID", "orgId"],
    ["apexClases", "apexClasses"],
    ["apexclasses", "apexClasses"],
    ["permissionset", "permissionSet"],
    ["permissionSets", "permissionSet"],
    ["permissionSetLicences", "permissionSetLicenses"],
    ["permissonSetLicence", "permissionSetLicenses"],
    ["userLicence", "userLicense"],
    ["contactEmial", "contactEmail"],
    ["contact_email", "contactEmail"],
  ])("%s is %s", (name, meant) => {
    expect(nearestName(name, known)).toBe(meant);
  });

  test.each(["", "x", "colour", "org", "__proto__", "constructor", "a".repeat(1_000_000)])("%.20s is none", (name) => {
    expect(nearestName(name, known)).toBeUndefined();
  });

  test("is itself when it is known, and is known again with one letter more, less, other or moved", () => {
    const word = fc.stringMatching(/^[a-z]{6,20}$/);
    fc.assert(
      fc.property(word, fc.nat(), (name, place) => {
        const at = place % (name.length - 1);
        const spelled = [
          name,
          name.toUpperCase(),
          name.slice(0, at) + name.slice(at + 1),
          `${name.slice(0, at)}z${name.slice(at)}`,
          `${name.slice(0, at)}z${name.slice(at + 1)}`,
          name.slice(0, at) + name.charAt(at + 1) + name.charAt(at) + name.slice(at + 2),
        ];
        expect(spelled.map((misspelt) => nearestName(misspelt, ["unlike anything", name]))).toEqual(
          spelled.map(() => name),
        );
      }),
    );
  });
});

test("a sentence ends with the name that was meant, or with all that there are", () => {
  expect(instead("orgid", ["clientId", "orgId"])).toBe("did you mean orgId?");
  expect(instead("colour", ["orgId", "clientId"])).toBe("known are clientId, orgId.");
});

test("a key of a project that is spelt nearly alike names the one that was meant, and keys of others are left alone", () => {
  const keys = [
    "SCV-Integration:contactEmial",
    "scv-integraton:adopt",
    "scv-integration:adopt",
    "other:adopt",
    "scv:adopt",
  ];
  expect(keysOfNearProjects(keys, "scv-integration", ["adopt", "contactEmail"])).toEqual([
    "SCV-Integration:contactEmial is no key that is read; did you mean scv-integration:contactEmail?",
    "scv-integraton:adopt is no key that is read; did you mean scv-integration:adopt?",
  ]);
});
