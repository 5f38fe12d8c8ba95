import { describe, expect, test } from "@jest/globals";
import { type Client, createUser, errorOf, integrationProfileName, profileId, withOrg } from "./client.ts";

async function licenceId({ one }: Client, name = "Salesforce Integration"): Promise<string> {
  return (await one(`SELECT Id FROM UserLicense WHERE Name = '${name}'`)).Id;
}

/** Names of the permissions that are on in a record. */
async function permissions({ call }: Client, type: string, id: string): Promise<string[]> {
  const { body } = await call("GET", `/sobjects/${type}/${id}`);
  return Object.keys(body).filter((name) => /^Permissions[A-Z]/.test(name) && body[name] === true);
}

describe("profiles", () => {
  test("[profile.integration-standard] the standard profile has its three permissions and no grants", () =>
    withOrg(async (client) => {
      const id = await profileId(client, integrationProfileName);
      expect(await permissions(client, "Profile", id)).toEqual([
        "PermissionsApiEnabled",
        "PermissionsApiUserOnly",
        "PermissionsChatterInternalUser",
      ]);
      const soql = `SELECT Id, (SELECT Id FROM ObjectPerms), (SELECT Id FROM SetupEntityAccessItems) FROM PermissionSet WHERE ProfileId = '${id}'`;
      expect(await client.query(soql)).toMatchObject([{ ObjectPerms: null, SetupEntityAccessItems: null }]);
    }));

  test("[profile.empty] a new profile has what the create turns on, and can be changed", () =>
    withOrg(async (client) => {
      const UserLicenseId = await licenceId(client);
      const id = await client.create("Profile", { Name: "Robots", UserLicenseId, PermissionsApiEnabled: true });
      expect(await permissions(client, "Profile", id)).toEqual(["PermissionsApiEnabled"]);
      const change = { PermissionsApiUserOnly: true, PermissionsApiEnabled: false, Description: "d", Name: "Machines" };
      expect((await client.call("PATCH", `/sobjects/Profile/${id}`, change)).status).toBe(204);
      expect(await permissions(client, "Profile", id)).toEqual(["PermissionsApiUserOnly"]);
      expect(await client.one("SELECT Description, UserType FROM Profile WHERE Name = 'Machines'")).toMatchObject({
        Description: "d",
        UserType: "Standard",
      });
      expect(errorOf(await client.call("POST", "/sobjects/Profile", {})).fields).toEqual(["Name", "UserLicenseId"]);
    }));

  test("[profile.forced-permissions] what the setting names is on, and stays on", () =>
    withOrg(
      async (client) => {
        const id = await client.create("Profile", { Name: "Robots", UserLicenseId: await licenceId(client) });
        expect(await permissions(client, "Profile", id)).toEqual(["PermissionsChatterInternalUser"]);
        const off = { PermissionsChatterInternalUser: false };
        expect(errorOf(await client.call("PATCH", `/sobjects/Profile/${id}`, off))).toMatchObject({
          errorCode: "FIELD_INTEGRITY_EXCEPTION",
          fields: ["PermissionsChatterInternalUser"],
        });
        const office = await client.create("Profile", {
          Name: "Office",
          UserLicenseId: await licenceId(client, "Salesforce"),
        });
        expect(await permissions(client, "Profile", office)).toEqual([]);
      },
      { settings: { licenceForcedProfilePermissions: ["ChatterInternalUser"] } },
    ));

  test("[profile.name-unique] a name is taken once", () =>
    withOrg(async (client) => {
      const UserLicenseId = await licenceId(client);
      const id = await client.create("Profile", { Name: "Robots", UserLicenseId });
      const duplicate = {
        status: 400,
        errorCode: "FIELD_INTEGRITY_EXCEPTION",
        message: "The profile name is already in use: Name",
        fields: ["Name"],
      };
      expect(errorOf(await client.call("POST", "/sobjects/Profile", { Name: "ROBOTS", UserLicenseId }))).toEqual(
        duplicate,
      );
      expect(errorOf(await client.call("PATCH", `/sobjects/Profile/${id}`, { Name: "Read Only" }))).toEqual(duplicate);
      expect((await client.call("PATCH", `/sobjects/Profile/${id}`, { Name: "robots" })).status).toBe(204);
    }));

  test("[profile.in-use] an inactive user keeps the profile in use until moved away", () =>
    withOrg(async (client) => {
      const id = await client.create("Profile", { Name: "Robots", UserLicenseId: await licenceId(client) });
      const user = await createUser(client, "robot", "Robots");
      await client.call("PATCH", `/sobjects/User/${user}`, { IsActive: false });
      expect(errorOf(await client.call("DELETE", `/sobjects/Profile/${id}`))).toEqual({
        status: 400,
        errorCode: "DELETE_FAILED",
        message:
          "Your attempt to delete Robots could not be completed because it is associated with the following users.: robot",
        fields: [],
      });
      await client.call("PATCH", `/sobjects/User/${user}`, {
        ProfileId: await profileId(client, integrationProfileName),
      });
      expect((await client.call("DELETE", `/sobjects/Profile/${id}`)).status).toBe(204);
      expect(await client.query(`SELECT Id FROM PermissionSet WHERE ProfileId = '${id}'`)).toEqual([]);
    }));

  test("[profile.owned-set] a profile's own set has its permissions and its users, and is not touched directly", () =>
    withOrg(async (client) => {
      const UserLicenseId = await licenceId(client);
      const id = await client.create("Profile", { Name: "Robots", UserLicenseId, PermissionsApiEnabled: true });
      const set = await client.one(
        `SELECT Id, Name, IsOwnedByProfile, Profile.Name FROM PermissionSet WHERE ProfileId = '${id}'`,
      );
      expect(set).toMatchObject({ Name: `X${id}`, IsOwnedByProfile: true, Profile: { Name: "Robots" } });
      await client.call("PATCH", `/sobjects/Profile/${id}`, { PermissionsApiUserOnly: true });
      expect(await permissions(client, "PermissionSet", set.Id)).toEqual([
        "PermissionsApiEnabled",
        "PermissionsApiUserOnly",
      ]);

      const user = await createUser(client, "robot", "Robots");
      const soql = `SELECT Id, PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = '${user}'`;
      const [assignment, ...others] = await client.query(soql);
      expect(others).toEqual([]);
      expect(assignment.PermissionSetId).toBe(set.Id);
      expect((await client.call("PATCH", `/sobjects/PermissionSet/${set.Id}`, { Description: "x" })).status).toBe(403);
      expect((await client.call("DELETE", `/sobjects/PermissionSet/${set.Id}`)).status).toBe(403);
      expect((await client.call("DELETE", `/sobjects/PermissionSetAssignment/${assignment.Id}`)).status).toBe(403);
      await client.call("PATCH", `/sobjects/User/${user}`, {
        ProfileId: await profileId(client, integrationProfileName),
      });
      const moved = await client.query(soql);
      expect(moved).toHaveLength(1);
      expect(moved[0].PermissionSetId).not.toBe(set.Id);
    }));
});
