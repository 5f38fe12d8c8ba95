import { describe, expect, test } from "@jest/globals";
import { errorOf, withOrg } from "../rest/client.ts";
import { integrationUser, metadataRefusal } from "./people.ts";

const apex = "//services/apexrest/cnxscv/voice/v1/createVoiceCall";
const call = { vendorCallKey: "key", from: "+41", to: "+49" };

describe("the integration user", () => {
  test("[access.nothing-else] with the permission set of the voice integration calls its class and does nothing else", () =>
    withOrg(async (client) => {
      const user = await integrationUser(client, {
        permissions: ["ApiEnabled", "ApexRestServices"],
        classes: ["ServiceRouting"],
      });
      expect((await user.call("POST", apex, call)).status).toBe(200);
      const { body } = await user.call("GET", "/sobjects");
      expect(
        body.sobjects.map(({ name, createable, updateable, deletable }: Record<string, unknown>) => [
          name,
          createable,
          updateable,
          deletable,
        ]),
      ).toEqual([
        ["LoginHistory", false, false, false],
        ["Profile", false, false, false],
        ["User", false, false, false],
        ["UserPermissionAccess", false, false, false],
        ["UserRole", false, false, false],
      ]);
      const invisible = [
        "Account",
        "VoiceCall",
        "PermissionSet",
        "UserLicense",
        "ExternalClientApplication",
        "SetupEntityAccess",
        "ApexClass",
        "Organization",
      ];
      for (const name of invisible) {
        expect(await user.query(`SELECT Id FROM ${name}`)).toMatchObject({ status: 400, errorCode: "INVALID_TYPE" });
        expect(errorOf(await user.call("POST", `/sobjects/${name}`, {}))).toMatchObject({
          status: 404,
          errorCode: "NOT_FOUND",
        });
        const { body: results } = await user.call("POST", "/composite/sobjects", {
          records: [{ attributes: { type: name } }],
        });
        expect(results[0].success).toBe(false);
      }
      const own = `/sobjects/User/${user.userId}`;
      for (const [method, path, sent] of [
        ["POST", "/sobjects/User", {}],
        ["PATCH", own, { Title: "a" }],
        ["POST", "/sobjects/Profile", {}],
      ] as const) {
        expect(errorOf(await user.call(method, path, sent))).toMatchObject({
          status: 403,
          errorCode: "INSUFFICIENT_ACCESS_OR_READONLY",
        });
      }
      expect(errorOf(await user.call("GET", "/limits"))).toMatchObject({
        status: 403,
        errorCode: "INSUFFICIENT_ACCESS",
      });
      expect((await metadataRefusal(client.local, tokenOf(user), "<describeMetadata/>")).refusal).toBe(
        "INSUFFICIENT_ACCESS",
      );

      await client.call("PATCH", `/sobjects/PermissionSet/${user.permissionSetId}`, {
        PermissionsApexRestServices: false,
      });
      expect(errorOf(await user.call("POST", apex, call))).toMatchObject({
        status: 403,
        errorCode: "APEX_REST_SERVICES_DISABLED",
      });
      await client.call("PATCH", `/sobjects/PermissionSet/${user.permissionSetId}`, {
        PermissionsApexRestServices: true,
      });
      const { Id } = await client.one("SELECT Id FROM SetupEntityAccess");
      await client.call("DELETE", `/sobjects/SetupEntityAccess/${Id}`);
      expect(errorOf(await user.call("POST", apex, call))).toMatchObject({ status: 403, errorCode: "FORBIDDEN" });
    }));

  test("[access.field-read] [access.field-edit] [access.field-permissionable] sees and writes the fields that it may", () =>
    withOrg(async (client) => {
      const parent = await client.create("Account", { Name: "Parent" });
      const id = await client.create("Account", {
        Name: "Known",
        Phone: "1",
        Website: "www",
        AccountNumber: "7",
        ParentId: parent,
      });
      const user = await integrationUser(client, {
        permissions: ["ApiEnabled"],
        objects: { Account: ["Read", "Create", "Edit"] },
        fields: { "Account.Phone": "edit", "Account.Website": "read" },
      });
      expect(Object.keys((await user.call("GET", `/sobjects/Account/${id}`)).body)).toEqual([
        "attributes",
        "Id",
        "IsDeleted",
        "Name",
        "Phone",
        "Website",
        "OwnerId",
        "CreatedDate",
        "CreatedById",
        "LastModifiedDate",
        "LastModifiedById",
        "SystemModstamp",
      ]);
      expect(
        await user.query("SELECT Name, Phone, Website, Owner.Name FROM Account WHERE Website = 'www' ORDER BY Phone"),
      ).toMatchObject([{ Name: "Known", Phone: "1", Website: "www", Owner: { Name: "Local Deployer" } }]);
      for (const soql of [
        "SELECT AccountNumber FROM Account",
        "SELECT Id FROM Account WHERE AccountNumber = '7'",
        "SELECT Id FROM Account ORDER BY AccountNumber",
        "SELECT COUNT(Id) FROM Account GROUP BY AccountNumber",
        "SELECT MAX(AccountNumber) FROM Account",
        "SELECT Parent.Name FROM Account",
        "SELECT ParentId FROM Account",
      ]) {
        expect({ soql, ...(await user.query(soql)) }).toMatchObject({ soql, status: 400, errorCode: "INVALID_FIELD" });
      }
      const [all] = await user.query("SELECT FIELDS(ALL) FROM Account WHERE Name = 'Known' LIMIT 1");
      expect(Object.keys(all)).not.toContain("AccountNumber");
      expect(errorOf(await user.call("GET", `/sobjects/Account/${id}?fields=AccountNumber`))).toMatchObject({
        errorCode: "INVALID_FIELD",
      });
      const { body } = await user.call("GET", "/sobjects/Account/describe");
      const flags = body.fields.map(({ name, createable, updateable, permissionable }: Record<string, unknown>) => [
        name,
        createable,
        updateable,
        permissionable,
      ]);
      expect(flags).toContainEqual(["Phone", true, true, true]);
      expect(flags).toContainEqual(["Website", false, false, true]);
      expect(flags).toContainEqual(["Name", true, true, false]);
      expect(flags.map(([name]: unknown[]) => name)).not.toContain("AccountNumber");

      expect((await user.call("PATCH", `/sobjects/Account/${id}`, { Phone: "2", Name: "Renamed" })).status).toBe(204);
      expect(errorOf(await user.call("PATCH", `/sobjects/Account/${id}`, { Website: "other", Phone: "3" }))).toEqual({
        status: 400,
        errorCode: "INVALID_FIELD_FOR_INSERT_UPDATE",
        message:
          "Unable to create/update fields: Website. Please check the security settings of this field and verify that it is read/write for your profile or permission set.",
        fields: ["Website"],
      });
      expect(errorOf(await user.call("POST", "/sobjects/Account", { Name: "New", AccountNumber: "8" }))).toMatchObject({
        status: 400,
        errorCode: "INVALID_FIELD",
        message: "No such column 'AccountNumber' on sobject of type Account",
      });
      const ParentId = user.permissionSetId;
      for (const Field of ["Account.Name", "Account.OwnerId", "Account.CreatedDate", "Account.Nothing"]) {
        const row = { ParentId, SobjectType: "Account", Field, PermissionsRead: true };
        expect(errorOf(await client.call("POST", "/sobjects/FieldPermissions", row))).toMatchObject({
          errorCode: "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
        });
      }
    }));

  test("[access.children] children are there for those who may read their link to the parent", () =>
    withOrg(async (client) => {
      await client.create("Contact", {
        LastName: "Child",
        AccountId: await client.create("Account", { Name: "Parent" }),
      });
      const user = await integrationUser(client, {
        permissions: ["ApiEnabled"],
        objects: { Account: ["Read"], Contact: ["Read"] },
      });
      const soql = "SELECT Name, (SELECT LastName FROM Contacts) FROM Account";
      const relationships = async () =>
        (await user.call("GET", "/sobjects/Account/describe")).body.childRelationships.map(
          ({ relationshipName }: { relationshipName: string }) => relationshipName,
        );
      expect(await user.query(soql)).toMatchObject({ status: 400, errorCode: "INVALID_FIELD" });
      expect(await relationships()).toEqual([]);
      const field = { SobjectType: "Contact", Field: "Contact.AccountId", PermissionsRead: true };
      await client.create("FieldPermissions", { ...field, ParentId: user.permissionSetId });
      expect(await user.query(soql)).toMatchObject([{ Contacts: { totalSize: 1 } }]);
      expect(await relationships()).toEqual(["Contacts"]);
    }));

  test("[access.view-all-fields] View All Fields shows all fields and edits none", () =>
    withOrg(async (client) => {
      const id = await client.create("Account", { Name: "A", Phone: "1" });
      const user = await integrationUser(client, {
        permissions: ["ApiEnabled"],
        objects: { Account: ["Read", "Edit", "ViewAllFields"] },
      });
      expect(await user.query("SELECT Phone, AccountNumber FROM Account")).toMatchObject([
        { Phone: "1", AccountNumber: null },
      ]);
      expect(errorOf(await user.call("PATCH", `/sobjects/Account/${id}`, { Phone: "2" }))).toMatchObject({
        errorCode: "INVALID_FIELD_FOR_INSERT_UPDATE",
      });
    }));

  test("[access.sharing] [access.hidden-record] records of others are seen and changed as they are shared", () =>
    withOrg(async (client) => {
      const account = await client.create("Account", { Name: "Of the deployer" });
      const call = await client.create("VoiceCall", { VendorCallKey: "of the deployer" });
      const rights = ["Read", "Create", "Edit", "Delete"];
      const user = await integrationUser(client, {
        permissions: ["ApiEnabled"],
        objects: { Account: rights, VoiceCall: rights },
        fields: { "Account.Phone": "edit", "VoiceCall.VendorCallKey": "edit" },
      });
      expect((await user.call("PATCH", `/sobjects/Account/${account}`, { Phone: "1" })).status).toBe(204);
      const refused = { status: 403, errorCode: "INSUFFICIENT_ACCESS_OR_READONLY" };
      expect(errorOf(await user.call("PATCH", `/sobjects/Account/${account}`, { OwnerId: user.userId }))).toMatchObject(
        refused,
      );
      expect(errorOf(await user.call("DELETE", `/sobjects/Account/${account}`))).toMatchObject(refused);

      expect(await user.query("SELECT Id FROM VoiceCall")).toEqual([]);
      expect(await user.query("SELECT COUNT(Id) n FROM VoiceCall")).toMatchObject([{ n: 0 }]);
      expect(errorOf(await user.call("GET", `/sobjects/VoiceCall/${call}`))).toMatchObject({
        status: 404,
        errorCode: "NOT_FOUND",
      });
      const hidden = {
        status: 400,
        errorCode: "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
        message: `insufficient access rights on cross-reference id: ${call.slice(0, 15)}`,
      };
      expect(errorOf(await user.call("PATCH", `/sobjects/VoiceCall/${call}`, { VendorCallKey: "b" }))).toMatchObject(
        hidden,
      );
      expect(errorOf(await user.call("DELETE", `/sobjects/VoiceCall/${call}`))).toMatchObject(hidden);
      const own = await user.create("VoiceCall", { VendorCallKey: "own" });
      expect(await user.query("SELECT VendorCallKey FROM VoiceCall")).toMatchObject([{ VendorCallKey: "own" }]);
      expect((await user.call("DELETE", `/sobjects/VoiceCall/${own}`)).status).toBe(204);
    }));

  test("[access.view-modify-all-records] View All shows, Modify All opens the records of others", () =>
    withOrg(async (client) => {
      const call = await client.create("VoiceCall", { VendorCallKey: "of the deployer" });
      const viewer = await integrationUser(client, {
        permissions: ["ApiEnabled"],
        objects: { VoiceCall: ["Read", "Edit", "Delete", "ViewAllRecords"] },
        fields: { "VoiceCall.VendorCallKey": "edit" },
      });
      expect(await viewer.query("SELECT VendorCallKey FROM VoiceCall")).toHaveLength(1);
      const refused = { status: 403, errorCode: "INSUFFICIENT_ACCESS_OR_READONLY" };
      expect(errorOf(await viewer.call("PATCH", `/sobjects/VoiceCall/${call}`, { VendorCallKey: "b" }))).toMatchObject(
        refused,
      );
      const { Id } = await client.one("SELECT Id FROM ObjectPermissions WHERE Parent.Name = 'Integration'");
      await client.call("PATCH", `/sobjects/ObjectPermissions/${Id}`, { PermissionsModifyAllRecords: true });
      expect((await viewer.call("PATCH", `/sobjects/VoiceCall/${call}`, { VendorCallKey: "b" })).status).toBe(204);
      expect((await viewer.call("DELETE", `/sobjects/VoiceCall/${call}`)).status).toBe(204);
    }));

  test("[access.all-data] permissions for all data open objects and no fields", () =>
    withOrg(async (client) => {
      await client.create("VoiceCall", { VendorCallKey: "one" });
      await client.create("Account", { Name: "A", Phone: "1" });
      const user = await integrationUser(client, { permissions: ["ApiEnabled", "ViewAllData"] });
      expect(await user.query("SELECT Id FROM VoiceCall")).toHaveLength(1);
      expect(await user.query("SELECT Name FROM Account")).toHaveLength(1);
      expect(await user.query("SELECT Phone FROM Account")).toMatchObject({ errorCode: "INVALID_FIELD" });
      expect(errorOf(await user.call("POST", "/sobjects/Account", { Name: "B" }))).toMatchObject({ status: 403 });
      await client.call("PATCH", `/sobjects/PermissionSet/${user.permissionSetId}`, { PermissionsModifyAllData: true });
      expect((await user.call("POST", "/sobjects/Account", { Name: "B" })).status).toBe(201);
      expect(errorOf(await user.call("POST", "/sobjects/Account", { Name: "B", Phone: "1" }))).toMatchObject({
        errorCode: "INVALID_FIELD",
      });
    }));
});

/** A session of its own for calls that a client does not make. */
function tokenOf({ local, userId }: Awaited<ReturnType<typeof integrationUser>>): string {
  return local.org.sessions.open({ userId, clientId: "test", scopes: ["api"] });
}
