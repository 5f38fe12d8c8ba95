import { describe, expect, test } from "@jest/globals";
import type { Values } from "../../provider/lifecycle.ts";
import type { ResourceKind } from "../../provider/registry.ts";
import { declarations } from "./declarations.ts";
import { failureOf, madeAgain, type Scene, withStack } from "./kit.ts";

/** Kinds that carry their mark in a record, with the field that it is in and the inputs of one. */
const marked: [ResourceKind, string, string, (scene: Scene) => Promise<Values>][] = [
  [
    "PermissionSet",
    "Description",
    "[pulumi:access/production/theirs]",
    async () => ({ ...declarations.PermissionSet, customPermissions: [] }),
  ],
  [
    "IntegrationProfile",
    "Description",
    "[pulumi:access/production/theirs]",
    async () => declarations.IntegrationProfile,
  ],
  [
    "IntegrationUser",
    "Division",
    "pulumi:access/production/theirs",
    async ({ administrator }) => ({
      ...declarations.IntegrationUser,
      profileId: await administrator.idOf("Profile", "Name = 'Minimum Access - API Only Integrations'"),
      permissionSetIds: [],
    }),
  ],
];
const objects = { PermissionSet: "PermissionSet", IntegrationProfile: "Profile", IntegrationUser: "User" } as const;

describe.each(marked)("%s that carries somebody else's mark by now", (kind, field, foreign, inputsOf) => {
  const object = objects[kind as keyof typeof objects];

  test.each([
    ["another stack's", foreign, /carries the mark of another stack: access\/production\/theirs\. Nothing was deleted/],
    [
      "another resource's of the same stack",
      foreign.replace("production", "test"),
      /carries the mark of another resource of this stack: access\/test\/theirs\. Nothing was deleted/,
    ],
  ])("is not deleted: %s", (_whose, mark, message) =>
    withStack(async (scene) => {
      const made = await scene.stack.create(kind, "one", await inputsOf(scene));
      await scene.administrator.change(object, made.id, { [field]: mark });
      const before = scene.local.org.records.get(object, made.id);
      expect((await failureOf(scene.stack.delete(made))).message).toMatch(message);
      expect(scene.local.org.records.get(object, made.id)).toEqual(before);
    }),
  );

  test("is deleted when somebody has only taken our mark away", () =>
    withStack(async (scene) => {
      const made = await scene.stack.create(kind, "one", await inputsOf(scene));
      await scene.administrator.change(object, made.id, { [field]: null });
      await scene.stack.delete(made);
      const left = scene.local.org.records.get(object, made.id);
      expect(kind === "IntegrationUser" ? left?.IsActive : left).toBe(kind === "IntegrationUser" ? false : undefined);
    }));
});

describe.each(marked)("%s, whatever its name in the program", (kind, _field, _foreign, inputsOf) => {
  test.each(["set[0]", "a] b", "x [pulumi:access/production/theirs]", "ends in [", "Zürich 🏔"])(
    "is found again by its mark, shows no drift, and is nobody else's: %s",
    (name) =>
      withStack(async (scene) => {
        const { stack } = scene;
        const inputs = await inputsOf(scene);
        const made = await stack.create(kind, name, inputs);
        expect(await stack.drift(made)).toEqual({});
        const again = await stack.create(kind, name, inputs);
        expect(again).toEqual(madeAgain(made));
        const failure = await failureOf(stack.create(kind, `${name}2`, { ...inputs, adopt: true }));
        expect(failure.message).toMatch(/belongs to another resource of this stack/);
        await stack.delete(made);
      }),
  );
});

test.each(["PermissionSet", "IntegrationProfile", "ExternalClientApp"] as const)(
  "%s whose mark its description has no room for is refused by check",
  (kind) =>
    withStack(async ({ stack }) => {
      const owner = `access/test/${"n".repeat(240)}`;
      const { failures } = await stack.check(kind, { ...declarations[kind], description: "", owner });
      expect(failures).toEqual([{ property: "owner", reason: expect.stringMatching(/^owner: is too long: the mark/) }]);
    }),
);

test.each(["pulumi:access/test/", "pulumi:access/test/ sales of the region", "pulumi:access/test2/user"])(
  "a permission set is not taken from somebody's user whose Division begins like a mark of the stack: %j",
  (Division) =>
    withStack(async ({ stack, administrator, local }) => {
      const made = await stack.create("PermissionSet", "set", { label: "Set" });
      const AssigneeId = await administrator.createUser("ann", "Standard User", { Division });
      await administrator.create("PermissionSetAssignment", { AssigneeId, PermissionSetId: made.id });
      const failure = await failureOf(stack.delete(made));
      expect(failure.message).toMatch(/still assigned to ann@mycompany\.example, and not by this stack/);
      expect(local.org.records.find("PermissionSetAssignment", { PermissionSetId: made.id })).toHaveLength(1);
    }),
);
