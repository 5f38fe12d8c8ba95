import { describe, expect, test } from "@jest/globals";
import type { LocalOrg } from "../../local-org/src/server.ts";
import { type Administrator, failureOf, type Scene, Stack, withStack } from "./kit.ts";

/** What a user needs who changes permission sets, profiles and users. */
const permissions = [
  "ApiEnabled",
  "ViewSetup",
  "ViewAllProfiles",
  "ManageUsers",
  "ManageProfilesPermissionsets",
  "AssignPermissionSets",
];

/** A deployer who holds what a stack has made; the stack goes on as that user. */
async function asHolder({ local }: Scene, userId: string): Promise<Stack> {
  const { clientId } = local.org.deployer;
  return Stack.on(local, {}, local.org.sessions.open({ userId, clientId, scopes: ["api"] }));
}

const enabled = (local: LocalOrg, type: "PermissionSet" | "Profile", id: string, permission: string) =>
  local.org.records.get(type, id)?.[`Permissions${permission}`];

const clerkOf = (administrator: Administrator) => administrator.createUser("clerk", "Minimum Access - Salesforce");

describe("the deployer's own user is not shut out", () => {
  test("by a permission set that it holds, which may only grow", () =>
    withStack(async (scene) => {
      const { stack, local, administrator } = scene;
      const made = await stack.create("PermissionSet", "set", {
        label: "Set",
        userPermissions: permissions,
        allowHighPrivilege: permissions,
      });
      const userId = await clerkOf(administrator);
      await administrator.create("PermissionSetAssignment", { AssigneeId: userId, PermissionSetId: made.id });
      const holder = await asHolder(scene, userId);

      const grown = await holder.update(made, { userPermissions: [...permissions, "ViewRoles"] });
      const failure = await failureOf(holder.update(grown, { userPermissions: ["ApiEnabled"] }));
      expect(failure.message).toMatch(/logs in with holds permission set Set, so no permission is removed from it/);
      expect(enabled(local, "PermissionSet", made.id, "ManageUsers")).toBe(true);

      const shrunk = await stack.update(grown, { userPermissions: ["ApiEnabled"] });
      expect(enabled(local, "PermissionSet", shrunk.id, "ManageUsers")).toBe(false);
    }));

  test("by the profile that it has", () =>
    withStack(async (scene) => {
      const { stack, local, administrator } = scene;
      const made = await stack.create("IntegrationProfile", "profile", {
        name: "Deployers",
        sourceProfile: "Minimum Access - Salesforce",
        userLicense: "Salesforce",
        userPermissions: permissions,
        allowHighPrivilege: permissions,
      });
      const userId = await clerkOf(administrator);
      await administrator.change("User", userId, { ProfileId: made.id });
      const holder = await asHolder(scene, userId);

      const failure = await failureOf(holder.update(made, { userPermissions: ["ApiEnabled"] }));
      expect(failure.message).toMatch(/logs in with holds profile Deployers, so no permission is removed from it/);
      expect(enabled(local, "Profile", made.id, "ManageUsers")).toBe(true);
    }));

  test.each(["username", "profileId", "permissionSetIds", "isActive"])("by the %s that is declared for it", (input) =>
    withStack(async (scene) => {
      const { stack, administrator } = scene;
      const set = await stack.create("PermissionSet", "set", {
        label: "Set",
        userPermissions: permissions,
        allowHighPrivilege: permissions,
      });
      const profileId = await administrator.idOf("Profile", "Name = 'Minimum Access - Salesforce'");
      const made = await stack.create("IntegrationUser", "user", {
        username: "clerk@mycompany.example",
        email: "clerk@mycompany.example",
        lastName: "Clerk",
        profileId,
        permissionSetIds: [set.id],
      });
      const holder = await asHolder(scene, made.id);
      const others = {
        username: "other@mycompany.example",
        profileId: await administrator.idOf("Profile", "Name = 'Standard User'"),
        permissionSetIds: [],
        isActive: false,
      };
      const change = { [input]: others[input as keyof typeof others], allowHighPrivilege: ["Standard User"] };
      expect((await failureOf(holder.update(made, change))).message).toMatch(
        /is the user that this deployment logs in with/,
      );
      expect(await stack.drift(made)).toEqual({});
      expect((await holder.update(made, { firstName: "Ada" })).outputs.firstName).toBe("Ada");
    }),
  );
});
