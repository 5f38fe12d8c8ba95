import { describe, expect, test } from "@jest/globals";
import { type Client, userWith, withOrg } from "../rest/client.ts";
import { integrationUser } from "./people.ts";

type User = Awaited<ReturnType<typeof integrationUser>>;

const grants = {
  permissions: ["ApiEnabled"],
  objects: { Account: ["Read"] },
  fields: { "Account.Phone": "read" as const },
};

async function removeAll({ query, call }: Client, type: string, where: string): Promise<void> {
  for (const { Id } of await query(`SELECT Id FROM ${type} WHERE ${where}`)) {
    expect((await call("DELETE", `/sobjects/${type}/${Id}`)).status).toBe(204);
  }
}

describe("[access.nothing-else] what is taken away is gone at the next call", () => {
  const ways: [what: string, take: (client: Client, user: User) => Promise<unknown>, refusal: object][] = [
    [
      "a user permission of the permission set",
      (client, { permissionSetId }) =>
        client.call("PATCH", `/sobjects/PermissionSet/${permissionSetId}`, { PermissionsApiEnabled: false }),
      { status: 403, errorCode: "API_CURRENTLY_DISABLED" },
    ],
    [
      "the field permission",
      (client, { permissionSetId }) =>
        removeAll(client, "FieldPermissions", `ParentId = '${permissionSetId}' AND Field = 'Account.Phone'`),
      { status: 400, errorCode: "INVALID_FIELD" },
    ],
    [
      "the object permission",
      (client, { permissionSetId }) => removeAll(client, "ObjectPermissions", `ParentId = '${permissionSetId}'`),
      { status: 400, errorCode: "INVALID_TYPE" },
    ],
    [
      "the assignment",
      (client, { permissionSetId }) =>
        removeAll(client, "PermissionSetAssignment", `PermissionSetId = '${permissionSetId}'`),
      { status: 403, errorCode: "API_CURRENTLY_DISABLED" },
    ],
    [
      "the active user",
      (client, { userId }) => client.call("PATCH", `/sobjects/User/${userId}`, { IsActive: false }),
      { status: 401, errorCode: "INVALID_SESSION_ID" },
    ],
    [
      "all of it, by going back to a snapshot",
      async ({ local }) => {
        const now = local.snapshot();
        local.reset();
        const before = local.snapshot();
        local.restore(now);
        local.restore(before);
      },
      { status: 401, errorCode: "INVALID_SESSION_ID" },
    ],
  ];

  test.each(ways)("%s", (_what, take, refusal) =>
    withOrg(async (client) => {
      const user = await integrationUser(client, grants);
      // Nothing of the profile is left over for a user without the permission set.
      const { ProfileId } = await client.one(`SELECT ProfileId FROM User WHERE Id = '${user.userId}'`);
      const { UserLicenseId } = await client.one(`SELECT UserLicenseId FROM Profile WHERE Id = '${ProfileId}'`);
      const empty = await client.create("Profile", { Name: "Empty", UserLicenseId });
      await client.call("PATCH", `/sobjects/User/${user.userId}`, { ProfileId: empty });
      expect(await user.query("SELECT Phone FROM Account")).toEqual([]);
      await take(client, user);
      expect(await user.query("SELECT Phone FROM Account")).toMatchObject(refusal);
    }),
  );

  test("also for the later subrequests of the same composite, and back again when it fails as a whole", () =>
    withOrg(async (client) => {
      const name = "administrator";
      const administrator = await userWith(client, name, ["ApiEnabled", "ViewSetup", "ManageProfilesPermissionsets"]);
      const { Id } = await client.one(`SELECT Id FROM Profile WHERE Name = 'Profile of ${name}'`);
      const composite = (allOrNone: boolean) =>
        administrator.call("POST", "/composite", {
          allOrNone,
          compositeRequest: [
            {
              method: "PATCH",
              url: `/services/data/v68.0/sobjects/Profile/${Id}`,
              referenceId: "taken",
              body: { PermissionsManageProfilesPermissionsets: false },
            },
            {
              method: "POST",
              url: "/services/data/v68.0/sobjects/PermissionSet",
              referenceId: "refused",
              body: { Name: "Late", Label: "Late" },
            },
          ],
        });
      const statuses = async (allOrNone: boolean) =>
        (await composite(allOrNone)).body.compositeResponse.map(
          ({ httpStatusCode }: { httpStatusCode: number }) => httpStatusCode,
        );
      expect(await statuses(true)).toEqual([400, 403]);
      expect((await administrator.call("POST", "/sobjects/PermissionSet", { Name: "Still", Label: "S" })).status).toBe(
        201,
      );
      expect(await statuses(false)).toEqual([204, 403]);
    }));
});
