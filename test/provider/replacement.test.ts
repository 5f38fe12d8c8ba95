import { expect, test } from "@jest/globals";
import { declarations } from "./declarations.ts";
import { failureOf, withStack } from "./kit.ts";

const declared = { ...declarations.PermissionSet, customPermissions: [] };

test("a replacement under the same name is refused: it would take the old record for its own and then delete it", () =>
  withStack(async ({ stack, administrator }) => {
    const made = await stack.create("PermissionSet", "set", declared);
    // As the engine does it: the change is checked beside the old inputs, the replacement without.
    await stack.checked("PermissionSet", "set", { ...declared, label: "Other" }, made.inputs);
    const failure = await failureOf(stack.create("PermissionSet", "set", { ...declared, label: "Other" }));
    expect(failure.message).toMatch(
      /^PermissionSet "set" \(IVR_Access\): It cannot be replaced under the same apiName.*Give a new apiName too, or set the resource option deleteBeforeReplace/,
    );
    expect(failure).not.toHaveProperty("id");
    expect(await stack.drift(made)).toEqual({});

    const other = await stack.create("PermissionSet", "set", { ...declared, apiName: "Other" });
    expect(other.id).not.toBe(made.id);
    await stack.delete(other);
    expect((await stack.create("PermissionSet", "set", { ...declared, apiName: "Other" })).id).not.toBe(other.id);
    expect(
      await administrator.query("SELECT Id FROM PermissionSet WHERE Name IN ('IVR_Access', 'Other')"),
    ).toHaveLength(2);
  }));

test("a record that a refresh has found gone is made again under its name", () =>
  withStack(async ({ stack, administrator }) => {
    const made = await stack.create("PermissionSet", "set", declared);
    await stack.checked("PermissionSet", "set", { ...declared, label: "Other" }, made.inputs);
    await administrator.remove("PermissionSet", made.id);
    expect(await stack.read(made)).toBeUndefined();
    expect((await stack.create("PermissionSet", "set", declared)).id).not.toBe(made.id);
  }));
