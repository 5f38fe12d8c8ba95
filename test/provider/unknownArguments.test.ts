import { describe, expect, test } from "@jest/globals";
import { declarations, kinds } from "./declarations.ts";
import { Stack } from "./kit.ts";

describe("arguments that a resource does not have", () => {
  test.each(kinds)(
    "of a %s are refused with the nearest one, beside all other problems and without their values",
    async (kind) => {
      const stack = await Stack.configured({});
      const declared = declarations[kind];
      const name = Object.keys(declared).find((input) => input.length > 5 && input !== "owner") ?? "";
      const misspelt = `${name.slice(0, 3)}${name.slice(4)}`;
      const { failures } = await stack.check(kind, { ...declared, isEnabled: false, [misspelt]: "hunter2" });
      expect(failures).toContainEqual({
        property: "",
        reason: `${kind} has no argument ${misspelt}; did you mean ${name}?`,
      });
      expect(JSON.stringify(failures)).not.toContain("hunter2");
    },
  );

  test.each([
    ["permissionSetLicences", "permissionSetLicenses"],
    ["PermissionSetIDs", "permissionSetIds"],
  ])("%s of a user leads home to %s", async (misspelt, meant) => {
    const stack = await Stack.configured({});
    const { failures } = await stack.check("IntegrationUser", { ...declarations.IntegrationUser, [misspelt]: [] });
    expect(failures.map(({ reason }) => reason)).toEqual([
      `IntegrationUser has no argument ${misspelt}; did you mean ${meant}?`,
    ]);
  });
});
