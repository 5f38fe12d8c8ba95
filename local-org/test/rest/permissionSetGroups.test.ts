import { expect, test } from "@jest/globals";
import { clientOf, createUser, errorOf, withOrg } from "./client.ts";

type TestClient = Parameters<Parameters<typeof withOrg>[0]>[0];

async function groupOf(client: TestClient, sets: readonly string[], name = "Support"): Promise<string> {
  const PermissionSetGroupId = await client.create("PermissionSetGroup", { DeveloperName: name, MasterLabel: name });
  for (const PermissionSetId of sets)
    await client.create("PermissionSetGroupComponent", { PermissionSetGroupId, PermissionSetId });
  return PermissionSetGroupId;
}

const permissions = (...names: string[]) => Object.fromEntries(names.map((name) => [`Permissions${name}`, true]));
const newSet = (client: TestClient, Name: string, ...names: string[]) =>
  client.create("PermissionSet", { Name, Label: Name, ...permissions(...names) });

/** What a user sees of its own permissions. */
async function seenBy(client: TestClient, userId: string) {
  const accessToken = client.local.org.sessions.open({ userId, clientId: "test", scopes: ["api"] });
  return clientOf(client.local, accessToken).one(
    "SELECT PermissionsApiEnabled, PermissionsRunReports, PermissionsExportReport FROM UserPermissionAccess",
  );
}

test("[permission-set-group.sum] [permission-set-group.assigned] a user of a group has the sum of its sets", () =>
  withOrg(async (client) => {
    const first = await newSet(client, "First", "ApiEnabled");
    const second = await newSet(client, "Second", "RunReports");
    const PermissionSetGroupId = await groupOf(client, [first, second]);
    const AssigneeId = await createUser(client, "ann", "Minimum Access - Salesforce");
    await client.create("PermissionSetAssignment", { AssigneeId, PermissionSetGroupId });
    expect(
      await client.one(
        `SELECT PermissionSet.Name, PermissionSet.Type FROM PermissionSetAssignment WHERE PermissionSetGroupId = '${PermissionSetGroupId}'`,
      ),
    ).toMatchObject({ PermissionSet: { Name: "Support", Type: "Group" } });
    expect(await seenBy(client, AssigneeId)).toMatchObject({
      PermissionsApiEnabled: true,
      PermissionsRunReports: true,
    });

    const row = { ParentId: second, SobjectType: "Account", PermissionsRead: true };
    const grant = await client.create("ObjectPermissions", row);
    await client.create("ObjectPermissions", { ...row, ParentId: first, PermissionsEdit: true });
    const { Id: SetupEntityId } = await client.one("SELECT Id FROM ApexClass WHERE Name = 'ServiceRouting'");
    await client.create("SetupEntityAccess", { ParentId: first, SetupEntityId });
    const sum = () =>
      client.query(
        "SELECT SobjectType, PermissionsRead, PermissionsEdit FROM ObjectPermissions WHERE Parent.PermissionSetGroup.DeveloperName = 'Support'",
      );
    expect(await sum()).toMatchObject([{ SobjectType: "Account", PermissionsRead: true, PermissionsEdit: true }]);
    expect(
      await client.query("SELECT Id FROM SetupEntityAccess WHERE Parent.PermissionSetGroup.DeveloperName = 'Support'"),
    ).toHaveLength(1);

    await client.call("DELETE", `/sobjects/ObjectPermissions/${grant}`);
    const [{ Id }] = await client.query(
      `SELECT Id FROM PermissionSetGroupComponent WHERE PermissionSetId = '${first}'`,
    );
    expect((await client.call("DELETE", `/sobjects/PermissionSetGroupComponent/${Id}`)).status).toBe(204);
    expect(await sum()).toEqual([]);
    await client.call("PATCH", `/sobjects/PermissionSet/${second}`, permissions("ApiEnabled", "ExportReport"));
    expect(await seenBy(client, AssigneeId)).toMatchObject({ PermissionsExportReport: true });

    expect((await client.call("DELETE", `/sobjects/PermissionSetGroup/${PermissionSetGroupId}`)).status).toBe(204);
    expect(await client.query("SELECT Id FROM PermissionSet WHERE Name = 'Support'")).toEqual([]);
    expect(
      await client.query(`SELECT Id FROM PermissionSetAssignment WHERE AssigneeId = '${AssigneeId}'`),
    ).toHaveLength(1);
  }));

test("[permission-set-group.muting] what is muted in a group is off there, and on elsewhere", () =>
  withOrg(async (client) => {
    const set = await newSet(client, "First", "ApiEnabled", "RunReports", "ExportReport");
    const PermissionSetGroupId = await groupOf(client, [set]);
    const muting = await client.create("MutingPermissionSet", {
      DeveloperName: "Quiet",
      MasterLabel: "Quiet",
      ...permissions("RunReports", "ExportReport"),
    });
    await client.create("PermissionSetGroupComponent", { PermissionSetGroupId, PermissionSetId: muting });
    const AssigneeId = await createUser(client, "ann", "Minimum Access - Salesforce");
    await client.create("PermissionSetAssignment", { AssigneeId, PermissionSetGroupId });
    const seen = { PermissionsApiEnabled: true, PermissionsRunReports: false, PermissionsExportReport: false };
    expect(await seenBy(client, AssigneeId)).toMatchObject(seen);
    await client.call("PATCH", `/sobjects/MutingPermissionSet/${muting}`, { PermissionsExportReport: false });
    expect(await seenBy(client, AssigneeId)).toMatchObject({ ...seen, PermissionsExportReport: true });
    const PermissionSetId = await newSet(client, "Second", "RunReports");
    await client.create("PermissionSetAssignment", { AssigneeId, PermissionSetId });
    expect(await seenBy(client, AssigneeId)).toMatchObject({ PermissionsRunReports: true });
  }));

test("[permission-set-group.member-undeletable] a set in a group stays", () =>
  withOrg(async (client) => {
    const set = await newSet(client, "First");
    await groupOf(client, [set]);
    expect(errorOf(await client.call("DELETE", `/sobjects/PermissionSet/${set}`))).toMatchObject({
      status: 400,
      errorCode: "DELETE_FAILED",
      message: expect.stringContaining("Support"),
    });
  }));

test("[permission-set.session] a set that has to be activated grants nothing", () =>
  withOrg(async (client) => {
    const AssigneeId = await createUser(client, "ann", "Minimum Access - Salesforce");
    const api = await newSet(client, "Api", "ApiEnabled");
    const PermissionSetId = await client.create("PermissionSet", {
      Name: "Night",
      Label: "Night",
      HasActivationRequired: true,
      ...permissions("RunReports"),
    });
    for (const id of [api, PermissionSetId])
      await client.create("PermissionSetAssignment", { AssigneeId, PermissionSetId: id });
    expect(await seenBy(client, AssigneeId)).toMatchObject({ PermissionsRunReports: false });
  }));
