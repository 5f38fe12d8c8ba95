import { describe, expect, test } from "@jest/globals";
import { createUser, errorOf, integrationProfileName, profileId, userFields, withOrg } from "./client.ts";

describe("a new user", () => {
  test("[user.required-fields] missing fields are listed in the server's own order", () =>
    withOrg(async ({ call }) => {
      const all = [
        "Username",
        "LastName",
        "Email",
        "Alias",
        "TimeZoneSidKey",
        "LocaleSidKey",
        "EmailEncodingKey",
        "ProfileId",
        "LanguageLocaleKey",
      ];
      expect(errorOf(await call("POST", "/sobjects/User", {}))).toEqual({
        status: 400,
        errorCode: "REQUIRED_FIELD_MISSING",
        message: `Required fields are missing: [${all.join(", ")}]`,
        fields: all,
      });
      const { LastName: _LastName, Alias: _Alias, ...rest } = userFields("ann");
      expect(errorOf(await call("POST", "/sobjects/User", rest)).fields).toEqual(["LastName", "Alias", "ProfileId"]);
    }));

  test("[user.username-unique] a username is taken for ever, in any case of its letters", () =>
    withOrg(async (client) => {
      const id = await createUser(client, "ann", "Standard User");
      await client.call("PATCH", `/sobjects/User/${id}`, { IsActive: false });
      const fields = {
        ...userFields("bob"),
        ProfileId: await profileId(client, "Standard User"),
        Username: "ANN@local-org.example",
      };
      const taken = {
        status: 400,
        errorCode: "DUPLICATE_USERNAME",
        message:
          "Duplicate Username.<br>The username already exists in this or another Salesforce organization. Usernames must be unique across all Salesforce organizations. To resolve, use a different username (it doesn't need to match the user's email address). ",
        fields: ["Username"],
      };
      expect(errorOf(await client.call("POST", "/sobjects/User", fields))).toEqual(taken);
      const other = await createUser(client, "bob", "Standard User");
      expect(errorOf(await client.call("PATCH", `/sobjects/User/${other}`, { Username: fields.Username }))).toEqual(
        taken,
      );
      expect((await client.call("PATCH", `/sobjects/User/${id}`, { Username: fields.Username })).status).toBe(204);
    }));

  test("[user.default-nickname] a nickname is generated when it is not given, or derived when the setting says so", () =>
    withOrg(async (client) => {
      const nicknameOf = async (name: string) =>
        (await client.one(`SELECT CommunityNickname FROM User WHERE LastName = '${name}'`)).CommunityNickname;
      await createUser(client, "ann", "Standard User");
      await createUser(client, "bob", "Standard User");
      expect(await nicknameOf("ann")).toMatch(/^User\d{20}$/);
      expect(await nicknameOf("bob")).not.toBe(await nicknameOf("ann"));
      client.local.org.settings.defaultNickname = "username";
      await createUser(client, "cleo", "Standard User");
      expect(await nicknameOf("cleo")).toBe("cleo");
    }));

  test("[user.nickname-unique] a nickname is taken once", () =>
    withOrg(async (client) => {
      await createUser(client, "ann", "Standard User", { CommunityNickname: "ann" });
      const fields = {
        ...userFields("bob"),
        ProfileId: await profileId(client, "Standard User"),
        CommunityNickname: "Ann",
      };
      expect(errorOf(await client.call("POST", "/sobjects/User", fields))).toEqual({
        status: 400,
        errorCode: "DUPLICATE_COMM_NICKNAME",
        message: "Duplicate Nickname.<br>Another user has already selected this nickname.<br>Please select another.",
        fields: ["CommunityNickname"],
      });
    }));

  test("[user.alias-length] [user.restricted-picklists] [user.email-form] values that an org refuses", () =>
    withOrg(async (client) => {
      const ProfileId = await profileId(client, "Standard User");
      const refused = async (fields: object) =>
        errorOf(await client.call("POST", "/sobjects/User", { ...userFields("ann"), ProfileId, ...fields }));
      expect(await refused({ Alias: "ninechars" })).toMatchObject({
        errorCode: "STRING_TOO_LONG",
        message: "Alias: data value too large: ninechars (max length=8)",
        fields: ["Alias"],
      });
      const picklist = { errorCode: "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST" };
      expect(await refused({ TimeZoneSidKey: "X" })).toMatchObject({
        ...picklist,
        message: "Time Zone: bad value for restricted picklist field: X",
        fields: ["TimeZoneSidKey"],
      });
      expect(await refused({ LocaleSidKey: "xx_XX" })).toMatchObject({ ...picklist, fields: ["LocaleSidKey"] });
      expect(await refused({ LanguageLocaleKey: "xx" })).toMatchObject({ ...picklist, fields: ["LanguageLocaleKey"] });
      expect(await refused({ EmailEncodingKey: "x" })).toMatchObject({ ...picklist, fields: ["EmailEncodingKey"] });
      expect(await refused({ Email: "not-an-email" })).toMatchObject({
        errorCode: "INVALID_EMAIL_ADDRESS",
        message: "Email: invalid email address: not-an-email",
        fields: ["Email"],
      });
      await client.create("User", {
        ...userFields("ann"),
        ProfileId,
        EmailEncodingKey: "utf-8",
        TimeZoneSidKey: "america/vancouver",
      });
    }));

  test("[user.seat] [licence.integration-seats] the sixth integration user finds no seat", () =>
    withOrg(async (client) => {
      for (let index = 1; index <= 5; index += 1) await createUser(client, `robot${index}`, integrationProfileName);
      const fields = { ...userFields("robot6"), ProfileId: await profileId(client, integrationProfileName) };
      expect(errorOf(await client.call("POST", "/sobjects/User", fields))).toEqual({
        status: 400,
        errorCode: "LICENSE_LIMIT_EXCEEDED",
        message: "License Limit Exceeded - Salesforce Integration",
        fields: [],
      });
      await client.create("User", { ...fields, IsActive: false });
    }));
});

describe("a user's life", () => {
  test("[user.seats-of-active] seats are those of active users", () =>
    withOrg(async (client) => {
      const used = async () =>
        (await client.one("SELECT UsedLicenses FROM UserLicense WHERE Name = 'Salesforce Integration'")).UsedLicenses;
      const ids: string[] = [];
      for (let index = 1; index <= 5; index += 1)
        ids.push(await createUser(client, `robot${index}`, integrationProfileName));
      const change = (id: string | undefined, fields: object) => client.call("PATCH", `/sobjects/User/${id}`, fields);
      expect(await used()).toBe(5);
      expect((await change(ids[0], { IsActive: false })).status).toBe(204);
      expect(await used()).toBe(4);
      const sixth = await createUser(client, "robot6", integrationProfileName);
      expect(errorOf(await change(ids[0], { IsActive: true }))).toMatchObject({ errorCode: "LICENSE_LIMIT_EXCEEDED" });
      const office = await createUser(client, "office", "Standard User");
      const ProfileId = await profileId(client, integrationProfileName);
      expect(errorOf(await change(office, { ProfileId }))).toMatchObject({ errorCode: "LICENSE_LIMIT_EXCEEDED" });
      expect((await change(sixth, { ProfileId: await profileId(client, "Standard User") })).status).toBe(204);
      expect(await used()).toBe(4);
      expect((await change(ids[0], { IsActive: true })).status).toBe(204);
      expect(await used()).toBe(5);
    }));

  test("[user.name] the name follows its parts, and the profile can be changed", () =>
    withOrg(async (client) => {
      const id = await createUser(client, "ann", "Standard User", { FirstName: "Ann", LastName: "Lee" });
      const ProfileId = await profileId(client, "Read Only");
      await client.call("PATCH", `/sobjects/User/${id}`, { LastName: "Bell", ProfileId });
      expect(await client.one(`SELECT Name, Profile.Name FROM User WHERE Id = '${id}'`)).toMatchObject({
        Name: "Ann Bell",
        Profile: { Name: "Read Only" },
      });
    }));

  test("[user.email-confirmation] a changed address waits when the org asks for a confirmation", () =>
    withOrg(
      async (client) => {
        const id = await createUser(client, "ann", "Standard User");
        const email = async () => (await client.one(`SELECT Email FROM User WHERE Id = '${id}'`)).Email;
        expect((await client.call("PATCH", `/sobjects/User/${id}`, { Email: "new@mail.example" })).status).toBe(204);
        expect(await email()).toBe("ann@mail.example");
        expect((await client.call("POST", "//_local/confirm-email")).body).toEqual({ confirmed: 1 });
        expect(await email()).toBe("new@mail.example");
        expect((await client.call("POST", "//_local/confirm-email")).body).toEqual({ confirmed: 0 });
      },
      { settings: { emailConfirmation: true } },
    ));

  test("[user.frozen] a user is frozen through UserLogin, and keeps the seat", () =>
    withOrg(async (client) => {
      const id = await createUser(client, "ann", integrationProfileName);
      const login = await client.one(`SELECT Id, IsFrozen FROM UserLogin WHERE UserId = '${id}'`);
      expect(login.IsFrozen).toBe(false);
      expect((await client.call("PATCH", `/sobjects/UserLogin/${login.Id}`, { IsFrozen: true })).status).toBe(204);
      expect(await client.one(`SELECT IsFrozen, User.Name FROM UserLogin WHERE UserId = '${id}'`)).toMatchObject({
        IsFrozen: true,
        User: { Name: "ann" },
      });
      expect(
        await client.one("SELECT UsedLicenses FROM UserLicense WHERE Name = 'Salesforce Integration'"),
      ).toMatchObject({ UsedLicenses: 1 });
      expect((await client.call("DELETE", `/sobjects/UserLogin/${login.Id}`)).status).toBe(400);
      expect((await client.call("POST", "/sobjects/UserLogin", { UserId: id })).status).toBe(400);
    }));

  test("[user.last-administrator] one administrator remains", () =>
    withOrg(async (client) => {
      const { userId } = client.local.org.deployer;
      const change = (fields: object) => client.call("PATCH", `/sobjects/User/${userId}`, fields);
      const ProfileId = await profileId(client, "Standard User");
      expect(errorOf(await change({ IsActive: false }))).toMatchObject({
        status: 400,
        errorCode: "CANNOT_DISABLE_LAST_ADMIN",
      });
      expect(errorOf(await change({ ProfileId }))).toMatchObject({ errorCode: "CANNOT_DISABLE_LAST_ADMIN" });
      await createUser(client, "boss", "System Administrator");
      expect((await change({ ProfileId })).status).toBe(204);
    }));
});
