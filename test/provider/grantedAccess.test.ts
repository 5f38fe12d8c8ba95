import { describe, expect, test } from "@jest/globals";
import { refusedAccess } from "../../provider/grantedAccess.ts";
import type { Org, SalesforceRecord } from "../../salesforce/org.ts";
import { failureOf, ownerOf, type Scene, withStack } from "./kit.ts";

const minimal = { username: "scv@mycompany.example", email: "scv@mycompany.example", lastName: "SCV" };
const idOf = ({ administrator }: Scene, name: string) => administrator.idOf("Profile", `Name = '${name}'`);
const minimum = "Minimum Access - Salesforce";

describe("a user is not put on what is not the stack's own and reaches far", () => {
  test("on System Administrator, unless that is named as meant; nothing is made before", () =>
    withStack(async (scene) => {
      const { stack, local } = scene;
      const declared = { ...minimal, profileId: await idOf(scene, "System Administrator") };
      const failure = await failureOf(stack.create("IntegrationUser", "user", declared));
      expect(failure.message).toMatch(
        /profileId: the profile System Administrator is not this stack's own and has \w+, which .*and has \d+ more/,
      );
      expect(failure.message).toContain('allowHighPrivilege: ["System Administrator"]');
      expect(local.org.records.find("User", { Username: minimal.username })).toEqual([]);
      const meant = { ...declared, allowHighPrivilege: ["System Administrator"] };
      const made = await stack.create("IntegrationUser", "user", meant);
      expect(await stack.drift(made)).toEqual({});
    }));

  test.each([
    ["user permissions", { PermissionsViewAllData: true }, /has ViewAllData, which reads all data of the org/],
    [
      "files of all users",
      { PermissionsQueryAllFiles: true },
      /has QueryAllFiles, which reads, changes or deletes files/,
    ],
  ])("on a permission set of somebody's with %s, also in an update", (_case, permissions, message) =>
    withStack(async (scene) => {
      const { stack, administrator } = scene;
      const set = await administrator.create("PermissionSet", { Name: "Theirs", Label: "Theirs", ...permissions });
      const declared = { ...minimal, profileId: await idOf(scene, minimum) };
      const made = await stack.create("IntegrationUser", "user", declared);
      const failure = await failureOf(stack.update(made, { permissionSetIds: [set] }));
      expect(failure.message).toMatch(message);
      expect(await stack.drift(made)).toEqual({});
      const meant = await stack.update(made, { permissionSetIds: [set], allowHighPrivilege: ["Theirs"] });
      expect(await stack.drift(meant)).toEqual({});
    }),
  );

  test("on a permission set of somebody's that sees all records of an object", () =>
    withStack(async (scene) => {
      const { stack, administrator } = scene;
      const ParentId = await administrator.create("PermissionSet", { Name: "Theirs", Label: "Theirs" });
      const sees = { PermissionsRead: true, PermissionsViewAllRecords: true };
      await administrator.create("ObjectPermissions", { ParentId, SobjectType: "Account", ...sees });
      const declared = { ...minimal, profileId: await idOf(scene, minimum), permissionSetIds: [ParentId] };
      const failure = await failureOf(stack.create("IntegrationUser", "user", declared));
      expect(failure.message).toMatch(/permissionSetIds: the permission set Theirs .* has Account\.viewAllRecords/);
    }));
});

test.each<[string, SalesforceRecord | undefined]>([
  ["is listed and then not there", undefined],
  ["is shown without its permissions", { Id: "0PS000000000001AAA", Name: "Theirs" }],
])("a permission set of somebody's that %s is refused: what it opens cannot be ruled out", async (_how, shown) => {
  // No org answers so that contradicts itself; somebody on the way can.
  const org = {
    query: async (soql: string) =>
      / FROM PermissionSet WHERE Id IN /.test(soql) ? [{ Id: "0PS000000000001AAA", Name: "Theirs" }] : [],
    record: async () => shown,
  } as unknown as Org;
  const given = { profileId: undefined, permissionSetIds: ["0PS000000000001AAA"], owner: "p/s/user" };
  const refused = await refusedAccess(org, { ...given, allowHighPrivilege: [] }, "asking");
  expect([...refused.values()]).toEqual([expect.stringContaining("the org does not show what it opens")]);
  expect(await refusedAccess(org, { ...given, allowHighPrivilege: ["theirs"] }, "asking")).toEqual(new Map());
});

describe("a user is put without more ado", () => {
  test("on what somebody has put it on already, when it is adopted", () =>
    withStack(async (scene) => {
      const { stack, administrator } = scene;
      await administrator.createUser("scv", "System Administrator");
      const declared = { ...minimal, profileId: await idOf(scene, "System Administrator"), adopt: true };
      const adopted = await stack.create("IntegrationUser", "user", declared);
      expect(await stack.drift(adopted)).toEqual({});
    }));

  test("on what the stack declares itself, and on what reaches no further than an integration needs", () =>
    withStack(async (scene) => {
      const { stack, administrator } = scene;
      const own = await stack.create("PermissionSet", "set", {
        label: "Own",
        userPermissions: ["ViewAllData"],
        allowHighPrivilege: ["ViewAllData"],
      });
      const theirs = await administrator.create("PermissionSet", {
        Name: "Theirs",
        Label: "Theirs",
        PermissionsApiEnabled: true,
      });
      const declared = { ...minimal, profileId: await idOf(scene, minimum), permissionSetIds: [own.id, theirs] };
      const made = await stack.create("IntegrationUser", "user", declared);
      expect(await stack.drift(made)).toEqual({});
    }));

  test("on what the state holds already", () =>
    withStack(async (scene) => {
      const { stack, administrator } = scene;
      const set = await administrator.create("PermissionSet", { Name: "Theirs", Label: "Theirs" });
      const declared = { ...minimal, profileId: await idOf(scene, minimum), permissionSetIds: [set] };
      const made = await stack.create("IntegrationUser", "user", declared);
      await administrator.change("PermissionSet", set, { PermissionsViewAllData: true });
      const [row] = await administrator.query(
        `SELECT Id FROM PermissionSetAssignment WHERE PermissionSetId = '${set}'`,
      );
      await administrator.remove("PermissionSetAssignment", String(row?.Id));
      const repaired = await stack.update(made, { lastName: "New" });
      expect(await stack.drift(repaired)).toEqual({});
      expect(repaired.outputs.owner).toBe(ownerOf("user"));
    }));
});
