/** What is in an org before anybody made anything, as recordings of new orgs show it. */
import { describe, expect, test } from "@jest/globals";
import { createUser, errorOf, profileId, userFields, userWith, withOrg } from "./client.ts";

describe("permission sets of a new org", () => {
  test("[permission-set.kinds] there are those of profiles, Salesforce's, such that are activated, and those of groups", () =>
    withOrg(async (client) => {
      const rows = await client.query(
        "SELECT Name, Label, Type, IsCustom, IsOwnedByProfile, NamespacePrefix, LicenseId, ProfileId, PermissionSetGroupId, HasActivationRequired FROM PermissionSet",
      );
      const ofType = (type: string) => rows.filter((row: { Type: string }) => row.Type === type);
      const profiles = await client.query("SELECT Id FROM Profile");
      expect(ofType("Profile")).toHaveLength(profiles.length);
      for (const row of ofType("Profile")) expect(row).toMatchObject({ IsOwnedByProfile: true, NamespacePrefix: null });
      expect(ofType("Standard")).toHaveLength(22);
      for (const row of ofType("Standard"))
        expect(row).toMatchObject({
          IsCustom: false,
          IsOwnedByProfile: false,
          NamespacePrefix: "force",
          LicenseId: expect.stringMatching(/^0PL/),
          PermissionSetGroupId: null,
        });
      expect(ofType("Session")).toHaveLength(2);
      for (const row of ofType("Session"))
        expect(row).toMatchObject({
          HasActivationRequired: true,
          NamespacePrefix: "force",
          LicenseId: expect.stringMatching(/^100/),
        });
      expect(ofType("Group")).toHaveLength(11);
      for (const row of ofType("Group"))
        expect(row).toMatchObject({
          IsCustom: true,
          IsOwnedByProfile: false,
          NamespacePrefix: null,
          LicenseId: null,
          PermissionSetGroupId: expect.stringMatching(/^0PG/),
        });
      const [group] = ofType("Group");
      const soql = `SELECT DeveloperName FROM PermissionSetGroup WHERE Id = '${group.PermissionSetGroupId}'`;
      expect(await client.one(soql)).toMatchObject({ DeveloperName: group.Name });
    }));

  test("[permission-set.not-ours] what Salesforce brought and what stands for a group changes nobody, and no file holds it", () =>
    withOrg(async (client) => {
      const readOnly = { status: 403, errorCode: "INSUFFICIENT_ACCESS_OR_READONLY" };
      for (const type of ["Standard", "Group", "Session"]) {
        const [{ Id, Name }] = await client.query(`SELECT Id, Name FROM PermissionSet WHERE Type = '${type}'`);
        const address = `/sobjects/PermissionSet/${Id}`;
        expect(errorOf(await client.call("PATCH", address, { Description: "x" }))).toMatchObject(readOnly);
        expect(errorOf(await client.call("DELETE", address))).toMatchObject(readOnly);
        expect(client.local.org.records.get("PermissionSet", Id)).toMatchObject({ Name });
      }
      const [shadow] = await client.query("SELECT Id FROM PermissionSet WHERE Type = 'Group'");
      const AssigneeId = await createUser(client, "ann", "Standard User");
      const assigned = await client.call("POST", "/sobjects/PermissionSetAssignment", {
        AssigneeId,
        PermissionSetId: shadow.Id,
      });
      expect(errorOf(assigned)).toMatchObject(readOnly);
    }));

  test("[permission-set.activation-type] a set that has to be activated is of the type Session", () =>
    withOrg(async (client) => {
      const id = await client.create("PermissionSet", { Name: "Night", Label: "Night", HasActivationRequired: true });
      const type = async () => (await client.one(`SELECT Type FROM PermissionSet WHERE Id = '${id}'`)).Type;
      expect(await type()).toBe("Session");
      await client.call("PATCH", `/sobjects/PermissionSet/${id}`, { HasActivationRequired: false });
      expect(await type()).toBe("Regular");
    }));

  test("[permission-set.group-name] a set cannot have the name of a group", () =>
    withOrg(async (client) => {
      const [{ Name }] = await client.query("SELECT Name FROM PermissionSet WHERE Type = 'Group'");
      const answer = await client.call("POST", "/sobjects/PermissionSet", { Name, Label: "Ours" });
      expect(errorOf(answer)).toMatchObject({ status: 400, errorCode: "DUPLICATE_DEVELOPER_NAME" });
    }));

  test("[permission-set.feature-permissions] there are permissions of features, with labels of their own", () =>
    withOrg(async (client) => {
      const { body } = await client.call("GET", "/sobjects/PermissionSet/describe");
      const labelOf = (name: string) => body.fields.find((field: { name: string }) => field.name === name)?.label;
      expect(labelOf("PermissionsIsContactCenterAgent")).toBe("Contact Center Agent");
      expect(labelOf("PermissionsCanAccessCE")).toBe("Access Conversation Entries");
      const names = "IsContactCenterAdmin, IsContactCenterAgent".replace(/\b(?=Is)/g, "Permissions");
      const soql = `SELECT ${names} FROM PermissionSet WHERE Name = 'ContactCenterAdmin'`;
      expect(await client.one(soql)).toMatchObject({ PermissionsIsContactCenterAdmin: true });
    }));
});

describe("profiles of a new org", () => {
  test("[profile.seeds] there are 39, of which four are custom, with the permissions of recorded ones", () =>
    withOrg(async (client) => {
      const sets = await client.query("SELECT Profile.Name FROM PermissionSet WHERE IsOwnedByProfile = true");
      expect(sets).toHaveLength(39);
      const custom = await client.query(
        "SELECT Profile.Name FROM PermissionSet WHERE IsOwnedByProfile = true AND IsCustom = true ORDER BY Profile.Name",
      );
      expect(custom.map((set: { Profile: { Name: string } }) => set.Profile.Name)).toEqual([
        "Custom: Marketing Profile",
        "Custom: Sales Profile",
        "Custom: Support Profile",
        "Read Only",
      ]);
      const on = async (name: string) => {
        const { body } = await client.call("GET", `/sobjects/Profile/${await profileId(client, name)}`);
        return Object.keys(body).filter((field) => /^Permissions[A-Z]/.test(field) && body[field] === true);
      };
      expect(await on("Minimum Access - Salesforce")).toEqual(
        [
          "ActivitiesAccess",
          "AllowViewKnowledge",
          "ChatterInternalUser",
          "EmailAdministration",
          "EmailTemplateManagement",
          "FlowUFLRequired",
          "LightningConsoleAllowedForUser",
          "ViewHelpLink",
        ].map((name) => `Permissions${name}`),
      );
      expect((await on("System Administrator")).length).toBeGreaterThanOrEqual(179);
      expect(await on("Minimum Access - API Only Integrations")).toHaveLength(3);
    }));

  test("[profile.filtering] without View All Profiles a user sees its own profile and no other, until the switch is off", () =>
    withOrg(async (client) => {
      const user = await userWith(client, "viewer", ["ApiEnabled", "ViewSetup"]);
      const other = await profileId(client, "Standard User");
      const named = "SELECT Id FROM Profile WHERE Name = 'Standard User'";
      const deployer = "SELECT Id, Profile.Name FROM User WHERE Alias = 'deploy'";
      expect(await user.query("SELECT Id FROM Profile")).toHaveLength(1);
      expect(await user.query(named)).toEqual([]);
      expect((await user.call("GET", `/sobjects/Profile/${other}`)).status).toBe(404);
      expect(await user.one(deployer)).toMatchObject({ Profile: null });
      expect(await client.query(named)).toHaveLength(1);
      client.local.org.settings.profileFiltering = false;
      expect(await user.query(named)).toHaveLength(1);
      expect(await user.one(deployer)).toMatchObject({ Profile: { Name: "System Administrator" } });
    }));

  test("[profile.same-name] two profiles have one name, on different licences", () =>
    withOrg(async (client) => {
      const found = await client.query(
        "SELECT Name, UserLicense.Name FROM Profile WHERE Name = 'Authenticated Website'",
      );
      const licences = found.map((profile: { UserLicense: { Name: string } }) => profile.UserLicense.Name);
      expect(licences).toHaveLength(2);
      expect(new Set(licences).size).toBe(2);
    }));

  test("[profile.owned-set-name] the set of a standard profile is called after a template, that of a new one after its id", () =>
    withOrg(async (client) => {
      const setOf = async (id: string) => client.one(`SELECT Name, Label FROM PermissionSet WHERE ProfileId = '${id}'`);
      const standard = await profileId(client, "Standard User");
      const { Name, Label } = await setOf(standard);
      expect(Name).toMatch(/^X00e\w{12}_\d+(_\d+)+$/);
      expect(Name).not.toContain(standard.slice(0, 15));
      expect(Label).toBe(Name.slice(1));
      const licence = await client.one("SELECT Id FROM UserLicense WHERE Name = 'Salesforce'");
      const made = await client.create("Profile", { Name: "Ours", UserLicenseId: licence.Id });
      expect(await setOf(made)).toMatchObject({ Name: `X${made}`, Label: made });
    }));
});

describe("users of a new org", () => {
  test("[user.automatic] six whom nobody made are active; of three the profile shows nothing; none has an assignment", () =>
    withOrg(async (client) => {
      const users = await client.query(
        "SELECT Id, Name, Username, UserType, IsActive, ProfileId, Profile.Name, CompanyName, Country FROM User WHERE Alias != 'deploy' ORDER BY Name",
      );
      expect(users.map((user: { Name: string }) => user.Name)).toEqual([
        "Automated Process",
        "Chatter Expert",
        "Data.com Clean",
        "Integration User",
        "Platform Integration User",
        "Security User",
      ]);
      for (const user of users)
        expect(user).toMatchObject({
          IsActive: true,
          ProfileId: expect.stringMatching(/^00e/),
          CompanyName: "Local Org",
          Country: "US",
        });
      const hidden = users.filter((user: { Profile: unknown }) => user.Profile === null);
      expect(hidden.map((user: { UserType: string }) => user.UserType)).toEqual([
        "AutomatedProcess",
        "AutomatedProcess",
        "CloudIntegrationUser",
      ]);
      const ids = users.map(({ Id }: { Id: string }) => `'${Id}'`).join(", ");
      expect(await client.query(`SELECT Id FROM PermissionSetAssignment WHERE AssigneeId IN (${ids})`)).toEqual([]);
      // The local org of two processes differs in them: their names are made of its id.
      const orgId = client.local.org.organizationId.toLowerCase();
      for (const user of users) expect(user.Username).toContain(orgId);
    }));

  test("[user.company-default] a new user has the company and country of the org unless it brings its own", () =>
    withOrg(async (client) => {
      await createUser(client, "ann", "Standard User");
      await createUser(client, "bob", "Standard User", { CompanyName: "Bobs", Country: null });
      const of = (name: string) => client.one(`SELECT CompanyName, Country FROM User WHERE LastName = '${name}'`);
      expect(await of("ann")).toMatchObject({ CompanyName: "Local Org", Country: "US" });
      expect(await of("bob")).toMatchObject({ CompanyName: "Bobs", Country: null });
    }));

  test("[user.empty-texts] badge and out-of-office text are empty and not null, and no field of a save", () =>
    withOrg(async (client) => {
      const id = await createUser(client, "ann", "Standard User");
      const texts = () => client.one(`SELECT BadgeText, OutOfOfficeMessage FROM User WHERE Id = '${id}'`);
      expect(await texts()).toMatchObject({ BadgeText: "", OutOfOfficeMessage: "" });
      for (const field of ["BadgeText", "OutOfOfficeMessage"]) {
        const written = await client.call("PATCH", `/sobjects/User/${id}`, { [field]: "Away" });
        expect(errorOf(written)).toMatchObject({ errorCode: "INVALID_FIELD_FOR_INSERT_UPDATE", fields: [field] });
      }
    }));

  test("[user.type-of-profile] a user is of the type that its profile has", () =>
    withOrg(async (client) => {
      const ProfileId = await profileId(client, "Chatter Free User");
      const id = await client.create("User", { ...userFields("chat"), ProfileId });
      expect(await client.one(`SELECT UserType FROM User WHERE Id = '${id}'`)).toMatchObject({ UserType: "CsnOnly" });
    }));
});
