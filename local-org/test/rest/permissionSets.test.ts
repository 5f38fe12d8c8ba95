import { describe, expect, test } from "@jest/globals";
import { shortId } from "../../src/identifiers.ts";
import { type Client, createUser, errorOf, integrationProfileName, withOrg } from "./client.ts";

const newSet = ({ create }: Client, more: object = {}) =>
  create("PermissionSet", { Name: "Access", Label: "Access", ...more });

async function integrationLicence({ one }: Client): Promise<string> {
  return (await one("SELECT Id FROM PermissionSetLicense WHERE DeveloperName = 'SalesforceAPIIntegrationPsl'")).Id;
}

async function apexClass({ one }: Client, name: string): Promise<string> {
  return (await one(`SELECT Id FROM ApexClass WHERE Name = '${name}'`)).Id;
}

describe("permission sets", () => {
  test("[permission-set.required-fields] name and label are needed", () =>
    withOrg(async ({ call }) => {
      expect(errorOf(await call("POST", "/sobjects/PermissionSet", {})).fields).toEqual(["Name", "Label"]);
    }));

  test("[permission-set.assigned-undeletable] an assigned set stays; a free one goes with its grants", () =>
    withOrg(async (client) => {
      const id = await newSet(client);
      await client.create("SetupEntityAccess", {
        ParentId: id,
        SetupEntityId: await apexClass(client, "ServiceRouting"),
      });
      await client.create("ObjectPermissions", { ParentId: id, SobjectType: "Account", PermissionsRead: true });
      const AssigneeId = await createUser(client, "ann", "Standard User");
      const assignment = await client.create("PermissionSetAssignment", { AssigneeId, PermissionSetId: id });
      expect(errorOf(await client.call("DELETE", `/sobjects/PermissionSet/${id}`))).toMatchObject({
        status: 400,
        errorCode: "DELETE_FAILED",
      });
      await client.call("DELETE", `/sobjects/PermissionSetAssignment/${assignment}`);
      expect((await client.call("DELETE", `/sobjects/PermissionSet/${id}`)).status).toBe(204);
      for (const type of ["SetupEntityAccess", "ObjectPermissions"]) {
        expect(await client.query(`SELECT Id FROM ${type} WHERE ParentId = '${id}'`)).toEqual([]);
      }
    }));
});

describe("grants of a permission set", () => {
  test("[setup-entity-access.type] the kind follows from the id, and a row never changes", () =>
    withOrg(async (client) => {
      const ParentId = await newSet(client);
      const id = await client.create("SetupEntityAccess", {
        ParentId,
        SetupEntityId: await apexClass(client, "ServiceRouting"),
      });
      expect(await client.one("SELECT SetupEntityType, Parent.Name FROM SetupEntityAccess")).toMatchObject({
        SetupEntityType: "ApexClass",
        Parent: { Name: "Access" },
      });
      expect(errorOf(await client.call("PATCH", `/sobjects/SetupEntityAccess/${id}`, {}))).toMatchObject({
        status: 400,
      });
      const wrong = { ParentId, SetupEntityId: client.local.org.deployer.userId };
      expect(errorOf(await client.call("POST", "/sobjects/SetupEntityAccess", wrong))).toMatchObject({
        errorCode: "FIELD_INTEGRITY_EXCEPTION",
      });
      const absent = { ParentId, SetupEntityId: "01p000000000000" };
      expect(errorOf(await client.call("POST", "/sobjects/SetupEntityAccess", absent))).toMatchObject({
        errorCode: "INVALID_CROSS_REFERENCE_KEY",
      });
      expect((await client.call("DELETE", `/sobjects/SetupEntityAccess/${id}`)).status).toBe(204);
    }));

  test("[object-permissions.dependencies] permissions that need others are refused without them", () =>
    withOrg(async (client) => {
      const ParentId = await newSet(client);
      const refused = async (row: object) =>
        errorOf(await client.call("POST", "/sobjects/ObjectPermissions", { ParentId, ...row }));
      expect(await refused({ SobjectType: "Account", PermissionsEdit: true })).toEqual({
        status: 400,
        errorCode: "FIELD_INTEGRITY_EXCEPTION",
        message: "Permission Edit Account depends on permission(s): Read Account",
        fields: [],
      });
      const contact = { SobjectType: "Contact", PermissionsRead: true };
      expect(await refused(contact)).toMatchObject({
        message: "Permission Read Contact depends on permission(s): Read Account",
      });
      const account = await client.create("ObjectPermissions", {
        ParentId,
        SobjectType: "Account",
        PermissionsRead: true,
      });
      await client.create("ObjectPermissions", { ParentId, ...contact });
      expect(errorOf(await client.call("DELETE", `/sobjects/ObjectPermissions/${account}`))).toMatchObject({
        message: "Permission Read Contact depends on permission(s): Read Account",
      });
      expect(await refused({ SobjectType: "Nothing", PermissionsRead: true })).toMatchObject({
        errorCode: "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
      });
    }));

  test("[object-permissions.unique] [field-permissions.dependencies] one row each, for fields that exist", () =>
    withOrg(async (client) => {
      const ParentId = await newSet(client);
      const object = { ParentId, SobjectType: "account", PermissionsRead: true };
      const field = { ParentId, SobjectType: "Account", Field: "Account.Phone", PermissionsRead: true };
      for (const [type, row] of [
        ["ObjectPermissions", object],
        ["FieldPermissions", field],
      ] as const) {
        await client.create(type, row);
        expect(errorOf(await client.call("POST", `/sobjects/${type}`, row))).toMatchObject({
          errorCode: "DUPLICATE_VALUE",
        });
      }
      const refused = async (row: object) =>
        errorOf(await client.call("POST", "/sobjects/FieldPermissions", { ...field, ...row }));
      expect(await refused({ Field: "Account.Nothing" })).toMatchObject({
        errorCode: "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
      });
      expect(await refused({ Field: "Contact.Phone" })).toMatchObject({
        errorCode: "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
      });
      expect(await refused({ Field: "Account.Website", PermissionsRead: false, PermissionsEdit: true })).toMatchObject({
        message: "Permission Edit Account.Website depends on permission(s): Read Account.Website",
      });
    }));
});

describe("assignments", () => {
  test("[assignment.duplicate] a set is assigned once; the error names short ids", () =>
    withOrg(async (client) => {
      const PermissionSetId = await newSet(client);
      const AssigneeId = await createUser(client, "ann", "Standard User");
      await client.create("PermissionSetAssignment", { AssigneeId, PermissionSetId });
      expect(
        errorOf(await client.call("POST", "/sobjects/PermissionSetAssignment", { AssigneeId, PermissionSetId })),
      ).toEqual({
        status: 400,
        errorCode: "DUPLICATE_VALUE",
        message: `Duplicate PermissionSetAssignment.  Assignee: ${shortId(AssigneeId)}; Permission Set: ${shortId(PermissionSetId)}`,
        fields: ["AssigneeId", "PermissionSetId"],
      });
      expect(errorOf(await client.call("POST", "/sobjects/PermissionSetAssignment", { AssigneeId })).fields).toEqual([
        "PermissionSetId",
      ]);
    }));

  test("[assignment.licence-mismatch] [licence-assignment.needed] the permission set licence comes first and goes last", () =>
    withOrg(async (client) => {
      const ParentId = await newSet(client);
      await client.create("ObjectPermissions", { ParentId, SobjectType: "Account", PermissionsRead: true });
      const AssigneeId = await createUser(client, "robot", integrationProfileName);
      const assign = () =>
        client.call("POST", "/sobjects/PermissionSetAssignment", { AssigneeId, PermissionSetId: ParentId });
      expect(errorOf(await assign())).toEqual({
        status: 400,
        errorCode: "FIELD_INTEGRITY_EXCEPTION",
        message: "The user license doesn't allow the permission: Read Account",
        fields: [],
      });
      const PermissionSetLicenseId = await integrationLicence(client);
      const licence = await client.create("PermissionSetLicenseAssign", { AssigneeId, PermissionSetLicenseId });
      const assigned = await assign();
      expect(assigned.status).toBe(201);
      const release = () => client.call("DELETE", `/sobjects/PermissionSetLicenseAssign/${licence}`);
      expect(errorOf(await release())).toMatchObject({ status: 400, errorCode: "DELETE_FAILED" });
      client.local.org.settings.licenceRelease = "kept";
      await client.call("DELETE", `/sobjects/PermissionSetAssignment/${assigned.body.id}`);
      expect((await release()).status).toBe(204);
    }));

  test.each([
    // A set that needs the licence, and one that does not, are taken one after the other: the licence goes with …
    ["kept", "neither", [1, 1, 1]],
    ["withItsSets", "the one that needs it", [1, 0, 0]],
    ["withAllSets", "the last", [1, 1, 0]],
  ] as const)("[licence-assignment.released] %s: a licence goes with %s", (licenceRelease, _which, expected) =>
    withOrg(
      async (client) => {
        const AssigneeId = await createUser(client, "robot", integrationProfileName);
        const PermissionSetLicenseId = await integrationLicence(client);
        await client.create("PermissionSetLicenseAssign", { AssigneeId, PermissionSetLicenseId });
        const [needing, plain] = [await newSet(client), await newSet(client, { Name: "Plain" })];
        await client.create("ObjectPermissions", {
          ParentId: needing,
          SobjectType: "Account",
          PermissionsRead: true,
        });
        const left = async () => {
          const held = await client.query(
            `SELECT Id FROM PermissionSetLicenseAssign WHERE AssigneeId = '${AssigneeId}'`,
          );
          const licence = `SELECT UsedLicenses FROM PermissionSetLicense WHERE Id = '${PermissionSetLicenseId}'`;
          expect(await client.one(licence)).toMatchObject({ UsedLicenses: held.length });
          return held.length;
        };
        const assignments = [];
        for (const PermissionSetId of [needing, plain])
          assignments.push(await client.create("PermissionSetAssignment", { AssigneeId, PermissionSetId }));
        const counts = [await left()];
        for (const id of assignments) {
          await client.call("DELETE", `/sobjects/PermissionSetAssignment/${id}`);
          counts.push(await left());
        }
        expect(counts).toEqual(expected);
      },
      { settings: { licenceRelease } },
    ),
  );

  test("[licence-assignment.released] a licence stays while another set needs it, and goes with the set that names it", () =>
    withOrg(async (client) => {
      const AssigneeId = await createUser(client, "robot", integrationProfileName);
      const PermissionSetLicenseId = await integrationLicence(client);
      await client.create("PermissionSetLicenseAssign", { AssigneeId, PermissionSetLicenseId });
      const named = await newSet(client, { LicenseId: PermissionSetLicenseId });
      const needing = await newSet(client, { Name: "Needing" });
      await client.create("ObjectPermissions", { ParentId: needing, SobjectType: "Account", PermissionsRead: true });
      const ids = [];
      for (const PermissionSetId of [needing, named])
        ids.push(await client.create("PermissionSetAssignment", { AssigneeId, PermissionSetId }));
      const held = `SELECT Id FROM PermissionSetLicenseAssign WHERE AssigneeId = '${AssigneeId}'`;
      await client.call("DELETE", `/sobjects/PermissionSetAssignment/${ids[0]}`);
      expect(await client.query(held)).toHaveLength(1);
      await client.call("DELETE", `/composite/sobjects?ids=${ids[1]}&allOrNone=true`);
      expect(await client.query(held)).toEqual([]);
    }));

  test("a set that needs no licence can be assigned to an integration user at once", () =>
    withOrg(async (client) => {
      const PermissionSetId = await newSet(client, { PermissionsApiEnabled: true, PermissionsApexRestServices: true });
      await client.create("SetupEntityAccess", {
        ParentId: PermissionSetId,
        SetupEntityId: await apexClass(client, "ServiceRouting"),
      });
      const AssigneeId = await createUser(client, "robot", integrationProfileName);
      expect(await client.create("PermissionSetAssignment", { AssigneeId, PermissionSetId })).toMatch(/^0Pa/);
    }));

  test("[licence-assignment.seats] [licence-assignment.duplicate] a permission set licence has seats, one for each user", () =>
    withOrg(async (client) => {
      const PermissionSetLicenseId = await integrationLicence(client);
      const assign = (AssigneeId: string) =>
        client.call("POST", "/sobjects/PermissionSetLicenseAssign", { AssigneeId, PermissionSetLicenseId });
      const used = async () =>
        (await client.one(`SELECT UsedLicenses FROM PermissionSetLicense WHERE Id = '${PermissionSetLicenseId}'`))
          .UsedLicenses;
      const answers = [];
      const users: string[] = [];
      for (let index = 1; index <= 6; index += 1) {
        const user = await createUser(client, `user${index}`, "Standard User");
        users.push(user);
        answers.push(await assign(user));
      }
      expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201, 400]);
      expect(errorOf(answers[5] as never)).toMatchObject({ errorCode: "LICENSE_LIMIT_EXCEEDED" });
      expect(errorOf(await assign(users[0] as string))).toMatchObject({ errorCode: "DUPLICATE_VALUE" });
      expect(await used()).toBe(5);
      expect((await client.call("DELETE", `/sobjects/PermissionSetLicenseAssign/${answers[0]?.body.id}`)).status).toBe(
        204,
      );
      expect(await used()).toBe(4);
      expect((await assign(users[5] as string)).status).toBe(201);
    }));
});
