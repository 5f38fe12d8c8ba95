import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { generateSchema, schemaText } from "../../src/schema/generate.ts";
import { objectNamed, objects } from "../../src/schema/index.ts";

describe("the schema", () => {
  test("is what the generator makes of @salesforce/types", () => {
    const committed = readFileSync(new URL("../../src/schema/generated.json", import.meta.url), "utf8");
    expect(schemaText(generateSchema())).toBe(committed);
  });

  test("gives permission sets and profiles the 538 permissions of the types and the 47 of features", () => {
    for (const name of ["PermissionSet", "Profile", "UserPermissionAccess"]) {
      const permissions = [...objectNamed(name).fields.keys()].filter((field) => /^Permissions[A-Z]/.test(field));
      expect(permissions).toHaveLength(538 + 47);
      expect(permissions).toEqual(expect.arrayContaining(["PermissionsApiEnabled", "PermissionsApexRestServices"]));
    }
  });

  test("gives each sObject a key prefix of its own", () => {
    const prefixes = objects.map(({ keyPrefix }) => keyPrefix);
    expect(new Set(prefixes).size).toBe(prefixes.length);
    for (const prefix of prefixes) expect(prefix).toMatch(/^[0-9A-Za-z]{3}$/);
  });
});
