import { describe, expect, test } from "@jest/globals";
import type { Values } from "../../provider/lifecycle.ts";
import type { ResourceKind } from "../../provider/registry.ts";
import { declarations } from "./declarations.ts";
import { failureOf, type Scene, withStack } from "./kit.ts";

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
