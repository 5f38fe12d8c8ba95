import { describe, expect, test } from "@jest/globals";
import { appName, read } from "../metadata/kit.ts";
import { login } from "../oauth/login.ts";
import { selfSigned } from "../oauth/selfSigned.ts";
import { integrationUsername, permissionSet, setUpLogin } from "../oauth/setUp.ts";
import { createUser, integrationProfileName, profileId } from "../rest/client.ts";
import { hiddenFields, noticeOf, type Visitor, withVisitor } from "./visitor.ts";

async function appPath({ rest }: Visitor): Promise<string> {
  return `/setup/apps/${(await rest.one("SELECT Id FROM ExternalClientApplication")).Id}`;
}

describe("changes of permission sets and profiles by hand", () => {
  test("ticking and unticking permissions changes those and no others", () =>
    withVisitor(async ({ rest, send, open }) => {
      const id = await rest.create("PermissionSet", {
        Name: "Drift",
        Label: "Drift",
        PermissionsApiEnabled: true,
        PermissionsRunReports: true,
      });
      const path = `/setup/permission-sets/${id}`;
      const done = await send(path, "permissions", [
        ["permission", "RunReports"],
        ["permission", "ViewSetup"],
      ]);
      expect(done.address).toMatch(/^\/setup\/permission-sets\/\w+\?note=/);
      expect(noticeOf(done)).toBe("Turned on View Setup and Configuration; turned off API Enabled.");
      const names = "PermissionsApiEnabled, PermissionsRunReports, PermissionsViewSetup";
      expect(await rest.one(`SELECT ${names} FROM PermissionSet WHERE Id = '${id}'`)).toMatchObject({
        PermissionsApiEnabled: false,
        PermissionsRunReports: true,
        PermissionsViewSetup: true,
      });
      expect((await open(path)).text).toContain(`value="ViewSetup" checked`);
    }));

  test("a form that was open while the org changed keeps what changed meanwhile", () =>
    withVisitor(async ({ rest, open, post }) => {
      const id = await rest.create("PermissionSet", { Name: "Meanwhile", Label: "Meanwhile" });
      const path = `/setup/permission-sets/${id}`;
      const stale = hiddenFields((await open(path)).text, "permissions");
      await rest.call("PATCH", `/sobjects/PermissionSet/${id}`, { PermissionsApiEnabled: true });
      const answer = await post(path, new URLSearchParams([...stale, ["permission", "RunReports"]]));
      expect(noticeOf(answer)).toBe("Turned on Run Reports.");
      const names = "PermissionsApiEnabled, PermissionsRunReports";
      expect(await rest.one(`SELECT ${names} FROM PermissionSet WHERE Id = '${id}'`)).toMatchObject({
        PermissionsApiEnabled: true,
        PermissionsRunReports: true,
      });
      expect(noticeOf(await post(path, new URLSearchParams(stale)))).toBe("Nothing was changed.");
    }));

  test("a permission of a profile reaches its users", () =>
    withVisitor(async ({ local, rest, send }) => {
      const userId = await createUser(rest, "reader", "Minimum Access - Salesforce");
      const sets = local.org.records.find("Profile", { Name: "Minimum Access - Salesforce" })[0] ?? {};
      const on = Object.keys(sets).filter((name) => /^Permissions[A-Z]/.test(name) && sets[name] === true);
      const kept = on.map((name): [string, string] => ["permission", name.slice("Permissions".length)]);
      const path = `/setup/profiles/${await profileId(rest, "Minimum Access - Salesforce")}`;
      expect(noticeOf(await send(path, "permissions", [...kept, ["permission", "ApiEnabled"]]))).toBe(
        "Turned on API Enabled.",
      );
      const accessToken = local.org.sessions.open({ userId, clientId: "test", scopes: ["api"] });
      const answer = await fetch(`${local.url}/services/data/v68.0/sobjects`, {
        headers: { authorization: `Bearer ${accessToken}` },
      });
      expect(answer.status).toBe(200);
    }));

  test("class access is granted and taken away, of a profile too", () =>
    withVisitor(async (visitor) => {
      const { rest, send } = visitor;
      const { Id } = await rest.one("SELECT Id FROM ApexClass WHERE Name = 'ServiceRouting'");
      const set = await rest.create("PermissionSet", { Name: "Classes", Label: "Classes" });
      const profile = await profileId(rest, "Standard User");
      const parents = {
        [`/setup/permission-sets/${set}`]: `ParentId = '${set}'`,
        [`/setup/profiles/${profile}`]: `Parent.ProfileId = '${profile}'`,
      };
      for (const [path, where] of Object.entries(parents)) {
        const rows = () => rest.query(`SELECT SetupEntityId FROM SetupEntityAccess WHERE ${where}`);
        expect(noticeOf(await send(path, "classes", [["class", Id]]))).toBe("Granted cnxscv__ServiceRouting.");
        expect(await rows()).toMatchObject([{ SetupEntityId: Id }]);
        expect(noticeOf(await send(path, "classes"))).toBe("Took away cnxscv__ServiceRouting.");
        expect(await rows()).toEqual([]);
      }
    }));

  test("object permissions are granted, changed and taken away, of a profile too", () =>
    withVisitor(async ({ rest, send }) => {
      const set = await rest.create("PermissionSet", { Name: "Objects", Label: "Objects" });
      const profile = await profileId(rest, "Standard User");
      const parents = {
        [`/setup/permission-sets/${set}`]: `ParentId = '${set}'`,
        [`/setup/profiles/${profile}`]: `Parent.ProfileId = '${profile}'`,
      };
      for (const [path, where] of Object.entries(parents)) {
        const rows = () =>
          rest.query(`SELECT SobjectType, PermissionsRead, PermissionsEdit FROM ObjectPermissions WHERE ${where}`);
        const read: [string, string] = ["object", "VoiceCall.PermissionsRead"];
        const edit: [string, string] = ["object", "VoiceCall.PermissionsEdit"];
        expect(noticeOf(await send(path, "objects", [read]))).toBe("Granted Read VoiceCall.");
        expect(await rows()).toMatchObject([
          { SobjectType: "VoiceCall", PermissionsRead: true, PermissionsEdit: false },
        ]);
        await send(path, "objects", [read, edit]);
        expect(await rows()).toMatchObject([
          { SobjectType: "VoiceCall", PermissionsRead: true, PermissionsEdit: true },
        ]);
        expect(noticeOf(await send(path, "objects", [edit]))).toMatch(/FIELD_INTEGRITY_EXCEPTION/);
        await send(path, "objects");
        expect(await rows()).toEqual([]);
      }
    }));

  test("field permissions are granted, changed and taken away, of a profile too; Edit and Read go together", () =>
    withVisitor(async ({ rest, open, send }) => {
      const set = await rest.create("PermissionSet", { Name: "Fields", Label: "Fields" });
      const profile = await profileId(rest, "Standard User");
      const parents = {
        [`/setup/permission-sets/${set}`]: `ParentId = '${set}'`,
        [`/setup/profiles/${profile}`]: `Parent.ProfileId = '${profile}'`,
      };
      for (const [path, where] of Object.entries(parents)) {
        await send(path, "objects", [["object", "Account.PermissionsRead"]]);
        const rows = () =>
          rest.query(
            `SELECT Field, PermissionsRead, PermissionsEdit FROM FieldPermissions WHERE ${where} AND Field = 'Account.Phone'`,
          );
        const read: [string, string] = ["field", "Account.Phone.PermissionsRead"];
        const edit: [string, string] = ["field", "Account.Phone.PermissionsEdit"];
        expect(noticeOf(await send(path, "fields", [edit]))).toBe("Granted Read Account.Phone, Edit Account.Phone.");
        expect(await rows()).toMatchObject([{ PermissionsRead: true, PermissionsEdit: true }]);
        expect((await open(path)).text).toContain('value="Account.Phone.PermissionsEdit" checked');
        expect(noticeOf(await send(path, "fields", [read]))).toBe("Took away Edit Account.Phone.");
        expect(await rows()).toMatchObject([{ PermissionsRead: true, PermissionsEdit: false }]);
        await send(path, "fields", [read, edit]);
        expect(noticeOf(await send(path, "fields", [edit]))).toBe("Took away Read Account.Phone, Edit Account.Phone.");
        expect(await rows()).toEqual([]);
        expect(noticeOf(await send(path, "fields", [["field", "Account.Name.PermissionsRead"]]))).toMatch(
          /INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST/,
        );
      }
    }));

  test("[setup.same-rules] what the licence of an assignee forbids is refused with the org's code and text", () =>
    withVisitor(async ({ local, rest, send }) => {
      const { permissionSetId } = await setUpLogin(local);
      const kept: [string, string][] = [
        ["permission", "ApiEnabled"],
        ["permission", "ApexRestServices"],
      ];
      const answer = await send(`/setup/permission-sets/${permissionSetId}`, "permissions", [
        ...kept,
        ["permission", "ModifyAllData"],
      ]);
      expect(answer.status).toBe(400);
      expect(noticeOf(answer)).toBe(
        "Not changed. FIELD_INTEGRITY_EXCEPTION The user license doesn't allow the permission: Modify All Data",
      );
      const where = `WHERE Id = '${permissionSetId}'`;
      expect(await rest.one(`SELECT PermissionsModifyAllData FROM PermissionSet ${where}`)).toMatchObject({
        PermissionsModifyAllData: false,
      });
    }));
});

describe("changes of users by hand", () => {
  test("deactivating gives the seat back, activating takes one", () =>
    withVisitor(async ({ local, rest, send }) => {
      const { userId } = await setUpLogin(local);
      const state = async () => {
        const { IsActive } = await rest.one(`SELECT IsActive FROM User WHERE Id = '${userId}'`);
        const licence = await rest.one("SELECT UsedLicenses FROM UserLicense WHERE Name = 'Salesforce Integration'");
        return [IsActive, licence.UsedLicenses];
      };
      await send(`/setup/users/${userId}`, "deactivate");
      expect(await state()).toEqual([false, 0]);
      await send(`/setup/users/${userId}`, "activate");
      expect(await state()).toEqual([true, 1]);
    }));

  test("[setup.same-rules] no seat, the last administrator and a second assignment are refused", () =>
    withVisitor(async ({ local, rest, send, post, open }) => {
      const last = await send(`/setup/users/${local.org.deployer.userId}`, "deactivate");
      expect([last.status, noticeOf(last)]).toEqual([
        400,
        "Not changed. CANNOT_DISABLE_LAST_ADMIN You can't deactivate the last system administrator of the org.",
      ]);

      const spare = await createUser(rest, "spare", integrationProfileName, { IsActive: false });
      for (const name of ["a", "b", "c", "d", "e"]) await createUser(rest, `holder-${name}`, integrationProfileName);
      expect(noticeOf(await send(`/setup/users/${spare}`, "activate"))).toMatch(/LICENSE_LIMIT_EXCEEDED/);

      const set = await rest.create("PermissionSet", { Name: "Twice", Label: "Twice" });
      const path = `/setup/users/${spare}`;
      const [, token = ""] = /name="token" value="([^"]+)"/.exec((await open(path)).text) ?? [];
      const form = new URLSearchParams({ token, change: "assign", "permission-set": set });
      expect((await post(path, form)).status).toBe(200);
      expect(noticeOf(await post(path, form))).toMatch(/DUPLICATE_VALUE/);
    }));

  test("freezing keeps a user from logging in, unfreezing lets him in again", () =>
    withVisitor(async ({ local, rest, send }) => {
      const { key, consumerKey, userId } = await setUpLogin(local);
      const loginStatus = async () =>
        (await login(local, key, { issuer: consumerKey, subject: integrationUsername })).status;
      expect(await loginStatus()).toBe(200);
      await send(`/setup/users/${userId}`, "freeze");
      expect(await rest.one(`SELECT IsFrozen FROM UserLogin WHERE UserId = '${userId}'`)).toMatchObject({
        IsFrozen: true,
      });
      expect(await loginStatus()).toBe(400);
      await send(`/setup/users/${userId}`, "unfreeze");
      expect(await loginStatus()).toBe(200);
    }));

  test("permission sets and licences are assigned and taken away, from either page", () =>
    withVisitor(async ({ rest, send }) => {
      const user = await createUser(rest, "holder", "Standard User");
      const set = await rest.create("PermissionSet", { Name: "Held", Label: "Held" });
      const licence = (await rest.one("SELECT Id FROM PermissionSetLicense WHERE DeveloperName = 'IdentityConnect'"))
        .Id;
      const held = () => rest.query(`SELECT Id FROM PermissionSetAssignment WHERE PermissionSetId = '${set}'`);
      const userPath = `/setup/users/${user}`;
      await send(userPath, "assign", [["permission-set", set]]);
      expect(await held()).toHaveLength(1);
      await send(userPath, "unassign");
      expect(await held()).toHaveLength(0);
      const setPath = `/setup/permission-sets/${set}`;
      await send(setPath, "assign", [["user", user]]);
      expect(await held()).toHaveLength(1);
      await send(setPath, "unassign");
      expect(await held()).toHaveLength(0);

      await send(userPath, "add-licence", [["licence", licence]]);
      const used = async () =>
        (await rest.one(`SELECT UsedLicenses FROM PermissionSetLicense WHERE Id = '${licence}'`)).UsedLicenses;
      expect(await used()).toBe(1);
      await send(userPath, "remove-licence");
      expect(await used()).toBe(0);
    }));

  test("a changed e-mail address waits until somebody confirms it, that of one user only", () =>
    withVisitor(
      async ({ rest, send }) => {
        const [one, other] = [
          await createUser(rest, "one", "Standard User"),
          await createUser(rest, "other", "Standard User"),
        ];
        const email = async (id: string) => (await rest.one(`SELECT Email FROM User WHERE Id = '${id}'`)).Email;
        for (const id of [one, other]) {
          const done = await send(`/setup/users/${id}`, "email", [["email", "new@example.com"]]);
          expect(noticeOf(done)).toBe("new@example.com now waits for its confirmation.");
        }
        expect(noticeOf(await send(`/setup/users/${one}`, "confirm-email"))).toBe("Confirmed the new e-mail address.");
        expect([await email(one), await email(other)]).toEqual(["new@example.com", "other@mail.example"]);
      },
      { settings: { emailConfirmation: true } },
    ));

  test("[setup.same-rules] an e-mail address that is none is refused", () =>
    withVisitor(async ({ rest, send }) => {
      const id = await createUser(rest, "mailer", "Standard User");
      const answer = await send(`/setup/users/${id}`, "email", [["email", "nobody"]]);
      expect(noticeOf(answer)).toBe("Not changed. INVALID_EMAIL_ADDRESS Email: invalid email address: nobody");
    }));
});

describe("changes of external client apps by hand", () => {
  test("[setup.over-what-is-there] loosening the policies changes those and nothing else", () =>
    withVisitor(async (visitor) => {
      const { local, send } = visitor;
      await setUpLogin(local);
      const policies = () => read(local, "ExtlClntAppOauthConfigurablePolicies", `${appName}_oauthPlcy`);
      const before = await policies();
      const done = await send(await appPath(visitor), "oauth-policies", [
        ["permittedUsersPolicyType", "AllSelfAuthorized"],
        ["refreshTokenPolicyType", "Infinite"],
        ["ipRelaxationPolicyType", "Bypass"],
        ["permission-set", permissionSet],
      ]);
      expect(noticeOf(done)).toBe("Saved the OAuth policies.");
      // The period of 0 belongs to refresh tokens that expire at once.
      const { refreshTokenValidityPeriod: _zero, ...kept } = before ?? {};
      expect(await policies()).toEqual({
        ...kept,
        permittedUsersPolicyType: "AllSelfAuthorized",
        refreshTokenPolicyType: "Infinite",
        ipRelaxationPolicyType: "Bypass",
      });
    }));

  test("who may use an app is ticked and unticked, permission sets and profiles", () =>
    withVisitor(async (visitor) => {
      const { local, rest, send } = visitor;
      const { permissionSetId } = await setUpLogin(local);
      const path = await appPath(visitor);
      const permitted = async () =>
        (
          await rest.query("SELECT ParentId FROM SetupEntityAccess WHERE SetupEntityType = 'ExternalClientApplication'")
        ).map(({ ParentId }: { ParentId: string }) => ParentId);
      expect(await permitted()).toEqual([permissionSetId]);
      await send(path, "oauth-policies", [["profile", "Standard User"]]);
      const own = await rest.one(`SELECT Id FROM PermissionSet WHERE Profile.Name = 'Standard User'`);
      expect(await permitted()).toEqual([own.Id]);
    }));

  test("[setup.same-rules] a value that a policy does not have is refused", () =>
    withVisitor(async (visitor) => {
      await setUpLogin(visitor.local);
      const answer = await visitor.send(await appPath(visitor), "oauth-policies", [
        ["permittedUsersPolicyType", "Everybody<!--"],
        ["permission-set", permissionSet],
      ]);
      expect(answer.status).toBe(400);
      expect(noticeOf(answer)).toContain(
        "'Everybody<!--' is not a valid value for the enum 'PermittedUsersPolicyType'",
      );
    }));

  test("[setup.over-what-is-there] a replaced certificate is the one that logins need from then on", () =>
    withVisitor(async (visitor) => {
      const { local, send } = visitor;
      const { key, consumerKey } = await setUpLogin(local);
      const renewed = selfSigned();
      const settings = () => read(local, "ExtlClntAppGlobalOauthSettings", `${appName}_glbloauth`);
      const before = await settings();
      const done = await send(await appPath(visitor), "certificate", [["certificate", renewed.certificatePem]]);
      expect(noticeOf(done)).toBe("Replaced the certificate.");
      const after = await settings();
      expect({ ...after, certificate: "" }).toEqual({ ...before, certificate: "" });
      expect(after?.certificate).not.toBe(before?.certificate);
      const claims = { issuer: consumerKey, subject: integrationUsername };
      expect((await login(local, key, claims)).status).toBe(400);
      expect((await login(local, renewed, claims)).status).toBe(200);
    }));

  test("[setup.same-rules] what is no certificate is refused, and the old one stays", () =>
    withVisitor(async (visitor) => {
      const { local, send } = visitor;
      const { key } = await setUpLogin(local);
      const settings = () => read(local, "ExtlClntAppGlobalOauthSettings", `${appName}_glbloauth`);
      const before = await settings();
      const answer = await send(await appPath(visitor), "certificate", [["certificate", key.privateKeyPem]]);
      expect([answer.status, noticeOf(answer)]).toEqual([
        400,
        "Not changed. INVALID_FIELD The certificate is not a valid X.509 certificate",
      ]);
      expect(answer.text).not.toContain("PRIVATE KEY");
      expect(await settings()).toEqual(before);
    }));

  test("an app is turned off and on", () =>
    withVisitor(async (visitor) => {
      const { local, rest, send } = visitor;
      await setUpLogin(local);
      const path = await appPath(visitor);
      const isOn = async () => (await rest.one("SELECT IsEnabled FROM ExtlClntAppPlcyCnfg")).IsEnabled;
      await send(path, "disable");
      expect(await isOn()).toBe(false);
      await send(path, "enable");
      expect(await isOn()).toBe(true);
    }));

  test("[setup.same-rules] who lost the permission for policies cannot change them", () =>
    withVisitor(async (visitor) => {
      const { local, rest, send } = visitor;
      await setUpLogin(local);
      const path = await appPath(visitor);
      await rest.call("PATCH", `/sobjects/Profile/${await profileId(rest, "System Administrator")}`, {
        PermissionsExternalClientAppAdmin: false,
      });
      expect(noticeOf(await send(path, "disable"))).toMatch(/^Not changed\. INSUFFICIENT_ACCESS_OR_READONLY/);
    }));
});
