import { describe, expect, test } from "@jest/globals";
import { errorOf, userWith, withOrg } from "./client.ts";

describe("access of a user", () => {
  test("[access.api-enabled] without API Enabled the data API is closed", () =>
    withOrg(async (client) => {
      const user = await userWith(client, "user", ["ViewSetup"]);
      expect(errorOf(await user.call("GET", "/sobjects"))).toMatchObject({
        status: 403,
        errorCode: "API_CURRENTLY_DISABLED",
        message: "API is disabled for this User",
      });
    }));

  test("[access.invisible-object] [access.view-setup] setup is not there for a user without View Setup", () =>
    withOrg(async (client) => {
      const user = await userWith(client, "user", ["ApiEnabled"]);
      expect(await user.query("SELECT Id FROM Organization")).toMatchObject({ status: 400, errorCode: "INVALID_TYPE" });
      expect(await user.query("SELECT Profile.UserLicense.Name FROM User")).toMatchObject({
        errorCode: "INVALID_FIELD",
      });
      expect(errorOf(await user.call("GET", "/sobjects/PermissionSet"))).toMatchObject({
        status: 404,
        errorCode: "NOT_FOUND",
      });
      expect((await user.call("GET", "/limits")).status).toBe(403);
      const { body } = await user.call("GET", "/sobjects");
      expect(body.sobjects.map(({ name }: { name: string }) => name)).toEqual([
        "LoginHistory",
        "Profile",
        "User",
        "UserPermissionAccess",
        "UserRole",
      ]);

      const viewer = await userWith(client, "viewer", ["ApiEnabled", "ViewSetup"]);
      expect(await viewer.query("SELECT IsSandbox FROM Organization")).toMatchObject([{ IsSandbox: false }]);
      expect((await viewer.call("GET", "/limits")).body.DailyApiRequests.Max).toBe(100_000);
    }));

  test("[access.user-logins] who is frozen is told to those who manage users, and to nobody else", () =>
    withOrg(async (client) => {
      const frozen = "SELECT IsFrozen FROM UserLogin LIMIT 1";
      const viewer = await userWith(client, "viewer", ["ApiEnabled", "ViewSetup"]);
      expect(await viewer.query(frozen)).toMatchObject({ status: 400, errorCode: "INVALID_TYPE" });
      for (const permission of ["ManageUsers", "ManageInternalUsers", "FreezeUsers"]) {
        const manager = await userWith(client, permission.toLowerCase(), ["ApiEnabled", "ViewSetup", permission]);
        expect(await manager.query(frozen)).toMatchObject([{ IsFrozen: false }]);
      }
    }));

  test("[access.change-setup] each setup object is changed only with its permission", () =>
    withOrg(async (client) => {
      const viewer = await userWith(client, "viewer", ["ApiEnabled", "ViewSetup"]);
      const set = { Name: "New", Label: "New" };
      expect(errorOf(await viewer.call("POST", "/sobjects/PermissionSet", set))).toEqual({
        status: 403,
        errorCode: "INSUFFICIENT_ACCESS_OR_READONLY",
        message: "insufficient access rights on object id",
        fields: [],
      });
      const manager = await userWith(client, "manager", ["ApiEnabled", "ViewSetup", "ManageProfilesPermissionsets"]);
      const PermissionSetId = await manager.create("PermissionSet", set);
      const { Id: AssigneeId } = await client.one("SELECT Id FROM User WHERE LastName = 'manager'");
      const assignment = { AssigneeId, PermissionSetId };
      expect((await manager.call("POST", "/sobjects/PermissionSetAssignment", assignment)).status).toBe(403);
      expect((await client.call("POST", "/sobjects/PermissionSetAssignment", assignment)).status).toBe(201);
    }));

  test("[access.object-permissions] records are for those with the object permission, from an assigned set too", () =>
    withOrg(async (client) => {
      const user = await userWith(client, "reader", ["ApiEnabled"]);
      expect(errorOf(await user.call("POST", "/sobjects/Account", { Name: "A" }))).toMatchObject({ status: 404 });
      const ParentId = await client.create("PermissionSet", { Name: "Accounts", Label: "Accounts" });
      const row = await client.create("ObjectPermissions", { ParentId, SobjectType: "Account", PermissionsRead: true });
      const { Id: AssigneeId } = await client.one("SELECT Id FROM User WHERE LastName = 'reader'");
      await client.create("PermissionSetAssignment", { AssigneeId, PermissionSetId: ParentId });
      expect(await user.query("SELECT Id FROM Account")).toEqual([]);
      expect(errorOf(await user.call("POST", "/sobjects/Account", { Name: "A" }))).toMatchObject({ status: 403 });
      await client.call("PATCH", `/sobjects/ObjectPermissions/${row}`, { PermissionsCreate: true });
      expect((await user.call("POST", "/sobjects/Account", { Name: "A" })).status).toBe(201);
    }));
});
