import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Values } from "../../provider/lifecycle.ts";
import {
  changeAndUndo,
  type Deployed,
  failureOf,
  madeAgain,
  type OpenScene,
  openScene,
  ownerOf,
  requestsTo,
  Stack,
  withStack,
} from "./kit.ts";

const declared = {
  label: "IVR Access to SCV Apex Classes",
  apiName: "IVR_Access",
  apexClasses: ["cnxscv.ServiceRouting"],
  userPermissions: ["ApexRestServices", "ApiEnabled"],
};

const readAccount = {
  object: "Account",
  allowRead: true,
  allowCreate: false,
  allowEdit: false,
  allowDelete: false,
  viewAllRecords: false,
  modifyAllRecords: false,
};

describe("a permission set", () => {
  test("has the second of its creation as its first revision, so that one made again later has another", () =>
    withStack(async ({ stack }) => {
      const second = () => Math.floor(Date.now() / 1000);
      const before = second();
      const { outputs } = await stack.create("PermissionSet", "set", declared);
      expect(outputs.revision).toBeGreaterThanOrEqual(before);
      expect(outputs.revision).toBeLessThanOrEqual(second());
    }));

  test("is made with what is declared and its mark, and reads back as declared", () =>
    withStack(async ({ stack, local }) => {
      const made = await stack.create("PermissionSet", "set", declared);
      expect(made.id).toMatch(/^0PS\w{15}$/);
      expect(made.outputs).toMatchObject({
        orgId: local.org.organizationId,
        revision: expect.any(Number),
        unmanagedGrants: [],
      });
      expect(local.org.records.get("PermissionSet", made.id)).toMatchObject({
        Name: "IVR_Access",
        Label: "IVR Access to SCV Apex Classes",
        Description: `[pulumi:${ownerOf("set")}]`,
        LicenseId: null,
        PermissionsApiEnabled: true,
        PermissionsApexRestServices: true,
        PermissionsModifyAllData: false,
      });
      expect(await stack.read(made)).toEqual(made);
      expect(await stack.read(made)).toEqual(made);
    }));

  test("takes grants of every kind", () =>
    withStack(async ({ stack, local }) => {
      local.org.records.insert("CustomPermission", { DeveloperName: "Routing", MasterLabel: "Routing" });
      const everything = {
        ...declared,
        description: "What the IVR may call",
        apexClasses: ["c.OrderService", "cnxscv.ServiceRouting", "cnxscv.ServiceUtils"],
        customPermissions: ["Routing"],
        objectPermissions: [readAccount, { ...readAccount, object: "Contact", allowCreate: true, allowEdit: true }],
        fieldPermissions: [{ field: "Account.Phone", readable: true, editable: false }],
      };
      const made = await stack.create("PermissionSet", "set", everything);
      expect(made.inputs).toMatchObject(everything);
      expect(await stack.drift(made)).toEqual({});
    }));

  test("bound to a licence reads back with its licence", () =>
    withStack(async ({ stack }) => {
      for (const [name, license] of [
        ["One", "Salesforce Integration"],
        ["Two", "Salesforce API Integration"],
        ["Three", "SalesforceAPIIntegrationPsl"],
      ]) {
        const made = await stack.create("PermissionSet", `set${name}`, {
          ...declared,
          apiName: `Set_${name}`,
          license,
        });
        expect(await stack.drift(made)).toEqual({});
      }
    }));

  test("that is unchanged costs no write in an update", () =>
    withStack(async ({ stack, local }) => {
      const made = await stack.create("PermissionSet", "set", declared);
      await requestsTo(local);
      await stack.update(made);
      expect((await requestsTo(local)).filter((request) => !/^(GET|POST \/composite$)/.test(request))).toEqual([]);
    }));

  test("gives and takes objects together that depend on each other", () =>
    withStack(async ({ stack }) => {
      const made = await stack.create("PermissionSet", "set", declared);
      const both = { objectPermissions: [readAccount, { ...readAccount, object: "Contact" }] };
      const given = await stack.update(made, both);
      expect(await stack.drift(given)).toEqual({});
      const taken = await stack.update(given, { objectPermissions: [] });
      expect(await stack.drift(taken)).toEqual({});
    }));

  test("that was changed in the org shows what differs, permission by permission, and is repaired", () =>
    withStack(async ({ stack, local, administrator }) => {
      const made = await stack.create("PermissionSet", "set", declared);
      const [classAccess] = await administrator.query(`SELECT Id FROM SetupEntityAccess WHERE ParentId = '${made.id}'`);
      await administrator.remove("SetupEntityAccess", String(classAccess?.Id));
      await administrator.create("SetupEntityAccess", {
        ParentId: made.id,
        SetupEntityId: await administrator.idOf("ApexClass", "Name = 'OrderService'"),
      });
      await administrator.change("PermissionSet", made.id, {
        Label: "By hand",
        PermissionsModifyAllData: true,
        PermissionsApiEnabled: false,
      });
      await administrator.create("ObjectPermissions", {
        ParentId: made.id,
        SobjectType: "VoiceCall",
        PermissionsRead: true,
      });
      const drift = await stack.drift(made);
      expect(Object.keys(drift).sort()).toEqual(["apexClasses", "label", "objectPermissions", "userPermissions"]);
      expect(drift).toMatchObject({ label: "By hand", apexClasses: ["c.OrderService"] });
      expect(drift.userPermissions).toEqual(expect.arrayContaining(["ApexRestServices", "ModifyAllData"]));
      expect(drift.userPermissions).not.toContain("ApiEnabled");
      expect(drift.objectPermissions).toEqual([{ ...readAccount, object: "VoiceCall" }]);

      const found = await stack.read(made);
      const repaired = await stack.update({ ...made, outputs: found?.outputs ?? {} });
      expect(await stack.drift({ ...made, outputs: repaired.outputs })).toEqual({});
      expect(local.org.records.get("PermissionSet", made.id)?.PermissionsModifyAllData).toBe(false);
    }));

  test("whose description was changed in the org keeps its mark with the repair", () =>
    withStack(async ({ stack, local, administrator }) => {
      const made = await stack.create("PermissionSet", "set", { ...declared, description: "Ours" });
      await administrator.change("PermissionSet", made.id, { Description: "By hand" });
      expect(await stack.drift(made)).toEqual({ description: "By hand" });
      await stack.update(made);
      expect(local.org.records.get("PermissionSet", made.id)?.Description).toBe(`Ours [pulumi:${ownerOf("set")}]`);
    }));

  test("leaves grants alone that it does not model, and shows them", () =>
    withStack(async ({ stack, local }) => {
      const made = await stack.create("PermissionSet", "set", declared);
      const { records } = local.org;
      const app = records.insert("SetupEntityAccess", {
        ParentId: made.id,
        SetupEntityId: "0xI000000000001EAA",
        SetupEntityType: "ExternalClientApplication",
      });
      const other = records.insert("SetupEntityAccess", {
        ParentId: made.id,
        SetupEntityId: "01r000000000001AAA",
        SetupEntityType: "TabSet",
      });
      const updated = await stack.update(made, { userPermissions: ["ApiEnabled"] });
      expect(await stack.drift(updated)).toEqual({});
      expect(updated.outputs.unmanagedGrants).toEqual(["TabSet (1)"]);
      expect([app, other].map((id) => records.get("SetupEntityAccess", id) !== undefined)).toEqual([true, true]);
    }));

  test("that is deleted is gone, and is made again under the same name", () =>
    withStack(async ({ stack, local }) => {
      const made = await stack.create("PermissionSet", "set", declared);
      await stack.delete(made);
      expect(await stack.read(made)).toBeUndefined();
      expect(local.org.records.find("SetupEntityAccess", { ParentId: made.id })).toEqual([]);
      const again = await stack.create("PermissionSet", "set", declared);
      expect(again.id).not.toBe(made.id);
      expect(await stack.drift(again)).toEqual({});
    }));

  test("that is gone already is deleted without an error", () =>
    withStack(async ({ stack, administrator }) => {
      const made = await stack.create("PermissionSet", "set", declared);
      await administrator.remove("PermissionSet", made.id);
      await expect(stack.delete(made)).resolves.toBeUndefined();
    }));

  test("that was deleted in the org is not made again by an update, which would get another id", () =>
    withStack(async ({ stack, administrator }) => {
      const made = await stack.create("PermissionSet", "set", declared);
      await administrator.remove("PermissionSet", made.id);
      const failure = await failureOf(stack.update(made, { label: "New" }));
      expect(failure.message).toMatch(
        /^PermissionSet "set" \(IVR_Access\): It was deleted in the org\. Run pulumi up --refresh/,
      );
    }));
});

describe("a permission set takes another", () => {
  let scene: OpenScene;
  let made: Deployed;

  beforeAll(async () => {
    scene = await openScene();
    made = await scene.stack.create("PermissionSet", "set", {
      ...declared,
      objectPermissions: [{ ...readAccount, allowEdit: true }],
      fieldPermissions: [{ field: "Account.Phone", readable: true, editable: true }],
    });
  });
  afterAll(() => scene.close());

  test.each<[string, Values]>([
    ["label", { label: "Another label" }],
    ["apiName", { apiName: "Another_Name" }],
    ["description", { description: "With words" }],
    ["apexClasses", { apexClasses: ["c.OrderService", "cnxscv.ServiceUtils"] }],
    ["apexClasses, all taken away", { apexClasses: [] }],
    ["userPermissions", { userPermissions: ["ApiEnabled", "ViewSetup"] }],
    ["userPermissions, all taken away", { userPermissions: [] }],
    ["objectPermissions", { objectPermissions: [readAccount, { ...readAccount, object: "VoiceCall" }] }],
    ["objectPermissions, raised", { objectPermissions: [{ ...readAccount, allowCreate: true, allowEdit: true }] }],
    ["objectPermissions, all taken away", { objectPermissions: [], fieldPermissions: [] }],
    ["fieldPermissions", { fieldPermissions: [{ field: "Account.Phone", readable: true, editable: false }] }],
    ["fieldPermissions, all taken away", { fieldPermissions: [] }],
  ])("%s, and the old one again", async (_case, change) => {
    await changeAndUndo(scene.stack, made, change);
  });
});

describe("a permission set that is there already", () => {
  test("as our own half-made one is finished, and nothing is made twice", () =>
    withStack(async ({ stack, local }) => {
      const made = await stack.create("PermissionSet", "set", declared);
      for (const row of local.org.records.find("SetupEntityAccess", { ParentId: made.id })) {
        local.org.records.remove("SetupEntityAccess", String(row.Id));
      }
      local.org.records.update("PermissionSet", made.id, { PermissionsApexRestServices: false });
      const again = await stack.create("PermissionSet", "set", declared);
      expect(again).toEqual(madeAgain(made));
      expect(await stack.drift(again)).toEqual({});
      expect(local.org.records.find("PermissionSet", { Name: "IVR_Access" })).toHaveLength(1);
    }));

  test("and was not made by this stack is refused untouched, and who changed it last and how to adopt it is said", () =>
    withStack(async ({ stack, administrator }) => {
      const id = await administrator.create("PermissionSet", { Name: "IVR_Access", Label: "By hand" });
      const failure = await failureOf(stack.create("PermissionSet", "set", declared));
      expect(failure.message).toMatch(
        /^PermissionSet "set" \(IVR_Access\): The permission set IVR_Access \(0PS\w{15}, last changed by Local Deployer on \d{4}-\d\d-\d\d at \d\d:\d\d UTC\) already exists in this org, and this stack did not create it\. Choose another name; or set adopt: true to take it over/,
      );
      expect(failure.message).toContain(id);
      expect(failure).not.toHaveProperty("id");
      const [found] = await administrator.query(`SELECT Label, Description FROM PermissionSet WHERE Id = '${id}'`);
      expect(found).toMatchObject({ Label: "By hand", Description: null });
    }));

  test("and was handed over by its mark is taken over", () =>
    withStack(async ({ stack, administrator }) => {
      const id = await administrator.create("PermissionSet", {
        Name: "IVR_Access",
        Label: "By hand",
        Description: `Old words [pulumi:${ownerOf("set")}]`,
        PermissionsViewSetup: true,
      });
      const made = await stack.create("PermissionSet", "set", declared);
      expect(made.id).toBe(id);
      expect(await stack.drift(made)).toEqual({});
    }));

  test("and belongs to another stack is refused, and that stack is named", () =>
    withStack(async ({ stack, administrator }) => {
      await administrator.create("PermissionSet", {
        Name: "IVR_Access",
        Label: "Theirs",
        Description: "[pulumi:access/production/set]",
      });
      const failure = await failureOf(stack.create("PermissionSet", "set", declared));
      expect(failure.message).toMatch(/belongs to another stack: access\/production\/set\. Choose another name/);
      expect(failure).not.toHaveProperty("id");
    }));
});

describe("a permission set cannot be made", () => {
  test.each<[string, Values, RegExp]>([
    [
      "with a class that is not installed",
      { apexClasses: ["cnxscv.ServiceRouting", "missing.Class"] },
      /apexClasses: missing\.Class is not installed in this org.*Install the package/,
    ],
    [
      "with a class of another namespace",
      { apexClasses: ["other.ServiceRouting"] },
      /apexClasses: other\.ServiceRouting is not installed/,
    ],
    [
      "with a custom permission that is not there",
      { customPermissions: ["Nothing"] },
      /customPermissions: Nothing does/,
    ],
    ["for a licence that is not there", { license: "No Licence" }, /license: there is no licence named No Licence/],
    [
      "with a permission that is not there",
      { userPermissions: ["NoSuchThing"], allowHighPrivilege: ["NoSuchThing"] },
      /INVALID_FIELD.*NoSuchThing/,
    ],
  ])("%s, and nothing is left behind", (_case, wrong, message) =>
    withStack(async ({ stack, local }) => {
      const failure = await failureOf(stack.create("PermissionSet", "set", { ...declared, ...wrong }));
      expect(failure.message).toMatch(message);
      expect(failure).not.toHaveProperty("id");
      expect(local.org.records.find("PermissionSet", { Name: "IVR_Access" })).toEqual([]);
    }),
  );

  test("with an object that is not there: what was made is kept in state, and the next update finishes it", () =>
    withStack(async ({ stack, local }) => {
      const wrong = { ...declared, objectPermissions: [{ ...readAccount, object: "NoSuchObject" }] };
      const failure = await failureOf(stack.create("PermissionSet", "set", wrong));
      const [record] = local.org.records.find("PermissionSet", { Name: "IVR_Access" });
      expect(failure.id).toBe(record?.Id);
      expect(failure.reasons).toEqual([failure.message]);
      expect(failure.properties).toMatchObject({
        ...declared,
        orgId: local.org.organizationId,
        revision: expect.any(Number),
        __provider: expect.any(String),
      });
      // The engine calls update next, with the properties of the failure as what is deployed.
      const half = {
        kind: "PermissionSet" as const,
        name: "set",
        id: failure.id,
        inputs: {},
        outputs: failure.properties,
      };
      const finished = await stack.update(half, { ...declared, objectPermissions: [readAccount] });
      expect(await stack.drift(finished)).toEqual({});
      expect(local.org.records.find("PermissionSet", { Name: "IVR_Access" })).toHaveLength(1);
    }));

  test("by a deployer who may not, and the missing permission is spoken of", () =>
    withStack(async ({ local, administrator }) => {
      const userId = await administrator.createUser("clerk");
      const { clientId } = local.org.deployer;
      const clerk = await Stack.on(local, {}, local.org.sessions.open({ userId, clientId, scopes: ["api"] }));
      const failure = await failureOf(clerk.create("PermissionSet", "set", declared));
      expect(failure.message).toMatch(
        /^PermissionSet "set" \(IVR_Access\): .*INSUFFICIENT_ACCESS.*docs\/permissions\.md/,
      );
    }));
});

describe("a permission set that somebody holds", () => {
  test("is not deleted while it is not this stack's user, and the holders are named", () =>
    withStack(async ({ stack, local, administrator }) => {
      const made = await stack.create("PermissionSet", "set", declared);
      for (const name of ["ann", "bob"]) {
        const AssigneeId = await administrator.createUser(name);
        await administrator.create("PermissionSetAssignment", { AssigneeId, PermissionSetId: made.id });
      }
      const failure = await failureOf(stack.delete(made));
      expect(failure.message).toMatch(
        /still assigned to ann@mycompany\.example, bob@mycompany\.example, and not by this stack/,
      );
      expect(local.org.records.find("PermissionSetAssignment", { PermissionSetId: made.id })).toHaveLength(2);
      expect(await stack.drift(made)).toEqual({});
    }));

  test("is taken from this stack's user and deleted", () =>
    withStack(async ({ stack, administrator, said }) => {
      const made = await stack.create("PermissionSet", "set", declared);
      const AssigneeId = await administrator.createUser("scv", "Standard User", {
        Division: `pulumi:${ownerOf("user")}`,
      });
      await administrator.create("PermissionSetAssignment", { AssigneeId, PermissionSetId: made.id });
      await stack.delete(made);
      expect(await stack.read(made)).toBeUndefined();
      expect(said).toEqual(["PermissionSet: 1 assignment(s) of IVR_Access removed"]);
    }));
});
