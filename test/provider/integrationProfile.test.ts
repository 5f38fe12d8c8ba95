import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { IntegrationProfileInputs } from "../../provider/integrationProfileInputs.ts";
import { planProfile } from "../../provider/integrationProfilePlan.ts";
import type { Values } from "../../provider/lifecycle.ts";
import { checkWithoutOrg } from "./declarations.ts";
import {
  changeAndUndo,
  type Deployed,
  failureOf,
  madeAgain,
  type OpenScene,
  openScene,
  ownerOf,
  requestsTo,
  withStack,
} from "./kit.ts";

const declared = { name: "SCV Integration", userPermissions: ["ApiEnabled", "ApiUserOnly"] };

describe("a profile", () => {
  test("is made with the declared permissions and no others, and reads back as declared", () =>
    withStack(async ({ stack, local, administrator }) => {
      const made = await stack.create("IntegrationProfile", "profile", declared);
      expect(made.id).toMatch(/^00e\w{15}$/);
      expect(made.outputs).toMatchObject({
        orgId: local.org.organizationId,
        revision: expect.any(Number),
        otherGrants: [],
        licenseForcedPermissions: [],
      });
      const record = local.org.records.get("Profile", made.id) ?? {};
      expect(record).toMatchObject({ Name: "SCV Integration", Description: `[pulumi:${ownerOf("profile")}]` });
      expect(record.UserLicenseId).toBe(await administrator.idOf("UserLicense", "Name = 'Salesforce Integration'"));
      const on = Object.keys(record).filter((field) => field.startsWith("Permissions") && record[field] === true);
      expect(on.sort()).toEqual(["PermissionsApiEnabled", "PermissionsApiUserOnly"]);
      expect(await stack.read(made)).toEqual(made);
      expect(await stack.read(made)).toEqual(made);
    }));

  test("that is unchanged costs no write in an update", () =>
    withStack(async ({ stack, local }) => {
      const made = await stack.create("IntegrationProfile", "profile", declared);
      await requestsTo(local);
      await stack.update(made);
      expect((await requestsTo(local)).filter((request) => !/^(GET|POST \/composite$)/.test(request))).toEqual([]);
    }));

  test("to which anything was added in the org shows it, and loses it again", () =>
    withStack(async ({ stack, local, administrator }) => {
      const made = await stack.create("IntegrationProfile", "profile", declared);
      await administrator.change("Profile", made.id, { PermissionsViewHelpLink: true, PermissionsApiUserOnly: false });
      const { records } = local.org;
      const [owned] = records.find("PermissionSet", { ProfileId: made.id });
      const ParentId = String(owned?.Id);
      records.insert("ObjectPermissions", { ParentId, SobjectType: "VoiceCall", PermissionsRead: true });
      records.insert("FieldPermissions", {
        ParentId,
        SobjectType: "VoiceCall",
        Field: "VoiceCall.FromPhoneNumber",
        PermissionsRead: true,
      });
      const apexClass = await administrator.idOf("ApexClass", "Name = 'OrderService'");
      records.insert("SetupEntityAccess", { ParentId, SetupEntityId: apexClass, SetupEntityType: "ApexClass" });
      const drift = await stack.drift(made);
      expect(drift).toEqual({
        userPermissions: ["ApiEnabled", "ViewHelpLink"],
        otherGrants: [`ApexClass ${apexClass}`, "field VoiceCall.FromPhoneNumber", "object VoiceCall"],
      });

      const found = await stack.read(made);
      const repaired = await stack.update({ ...made, outputs: found?.outputs ?? {} });
      expect(await stack.drift({ ...made, outputs: repaired.outputs })).toEqual({});
      for (const type of ["ObjectPermissions", "FieldPermissions", "SetupEntityAccess"]) {
        expect(records.find(type, { ParentId })).toEqual([]);
      }
    }));

  test("keeps what its licence forces on, says so once, and does not call it drift", () =>
    withStack(
      async ({ stack, said }) => {
        const made = await stack.create("IntegrationProfile", "profile", declared);
        expect(made.outputs.licenseForcedPermissions).toEqual(["ChatterInternalUser"]);
        expect(said).toEqual([expect.stringMatching(/keeps ChatterInternalUser: the licence Salesforce Integration/)]);
        expect(await stack.drift(made)).toEqual({});
        const updated = await stack.update(made, { description: "Again" });
        expect(await stack.drift(updated)).toEqual({});
        expect(updated.outputs.licenseForcedPermissions).toEqual(["ChatterInternalUser"]);
        expect(said).toHaveLength(1);
      },
      { licenceForcedProfilePermissions: ["ChatterInternalUser"] },
    ));

  test("loses other permissions although one of them cannot be switched off", () =>
    withStack(
      async ({ stack, administrator }) => {
        const made = await stack.create("IntegrationProfile", "profile", declared);
        await administrator.change("Profile", made.id, { PermissionsViewHelpLink: true });
        expect(await stack.drift(made)).toEqual({ userPermissions: ["ApiEnabled", "ApiUserOnly", "ViewHelpLink"] });
        expect(await stack.drift(await stack.update(made))).toEqual({});
      },
      { licenceForcedProfilePermissions: ["ChatterInternalUser"] },
    ));

  test("is no success with a permission that opens much and stays on, unless that is meant", async () => {
    const { inputs } = await checkWithoutOrg("IntegrationProfile", { ...declared, owner: ownerOf("profile") });
    const record = { Id: "00e000000000001AAA", Name: "SCV Integration", PermissionsModifyAllData: true };
    const seen = { record, description: "", grants: [] };
    const plan = (more: object) =>
      planProfile(seen, {}, { ...(inputs as IntegrationProfileInputs), ...more }, new Set(["ModifyAllData"]), false);
    expect(() => plan({})).toThrow(/keeps ModifyAllData.*although the org has called it switched off/);
    expect(() => plan({ allowHighPrivilege: ["modifyalldata"] })).not.toThrow();
  });

  test("may declare what its licence forces on, and then nothing is forced", () =>
    withStack(
      async ({ stack, said }) => {
        const all = { ...declared, userPermissions: ["ApiEnabled", "ApiUserOnly", "ChatterInternalUser"] };
        const made = await stack.create("IntegrationProfile", "profile", all);
        expect(made.outputs.licenseForcedPermissions).toEqual([]);
        expect(await stack.drift(made)).toEqual({});
        expect(said).toEqual([]);
      },
      { licenceForcedProfilePermissions: ["ChatterInternalUser"] },
    ));

  test("that is deleted is gone, and is made again under the same name", () =>
    withStack(async ({ stack }) => {
      const made = await stack.create("IntegrationProfile", "profile", declared);
      await stack.delete(made);
      expect(await stack.read(made)).toBeUndefined();
      const again = await stack.create("IntegrationProfile", "profile", declared);
      expect(again.id).not.toBe(made.id);
      expect(await stack.drift(again)).toEqual({});
    }));

  test("that was deleted in the org is not made again by an update, and not missed by a delete", () =>
    withStack(async ({ stack, administrator }) => {
      const made = await stack.create("IntegrationProfile", "profile", declared);
      await administrator.remove("Profile", made.id);
      expect((await failureOf(stack.update(made, { name: "New" }))).message).toMatch(/It was deleted in the org/);
      await expect(stack.delete(made)).resolves.toBeUndefined();
    }));

  test("that other users have, also inactive ones, stays, and each of them is named", () =>
    withStack(async ({ stack, administrator, said }) => {
      const made = await stack.create("IntegrationProfile", "profile", declared);
      await administrator.createUser("ann", "SCV Integration");
      const bob = await administrator.createUser("bob", "SCV Integration");
      await administrator.change("User", bob, { IsActive: false });
      await stack.delete(made);
      expect(await stack.drift(made)).toEqual({});
      expect(said).toHaveLength(1);
      expect(said[0]).toContain(`profile SCV Integration (${made.id}) is kept`);
      expect(said[0]).toContain("ann@mycompany.example");
      expect(said[0]).toContain("bob@mycompany.example (inactive)");
    }));
});

describe("a profile takes another", () => {
  let scene: OpenScene;
  let made: Deployed;

  beforeAll(async () => {
    scene = await openScene();
    made = await scene.stack.create("IntegrationProfile", "profile", declared);
  });
  afterAll(() => scene.close());

  test.each<[string, Values]>([
    ["name", { name: "SCV Integration 2" }],
    ["description", { description: "Nothing but the API" }],
    ["userPermissions, more", { userPermissions: ["ApiEnabled", "ApiUserOnly", "ViewHelpLink"] }],
    ["userPermissions, fewer", { userPermissions: ["ApiEnabled"] }],
    ["sourceProfile, which matters only at the create", { sourceProfile: "Identity User" }],
  ])("%s, and the old one again", async (_case, change) => {
    await changeAndUndo(scene.stack, made, change);
  });
});

describe("a profile that is there already", () => {
  test("as our own half-made one is finished", () =>
    withStack(async ({ stack, local, administrator }) => {
      const made = await stack.create("IntegrationProfile", "profile", declared);
      await administrator.change("Profile", made.id, { PermissionsApiUserOnly: false, PermissionsViewHelpLink: true });
      const again = await stack.create("IntegrationProfile", "profile", declared);
      expect(again).toEqual(madeAgain(made));
      expect(await stack.drift(again)).toEqual({});
      expect(local.org.records.find("Profile", { Name: "SCV Integration" })).toHaveLength(1);
    }));

  test.each([
    [
      "and was not made by this stack is refused, and how to adopt it is said",
      null,
      /last changed by Local Deployer on .* this stack did not create it.*set adopt: true/,
    ],
    [
      "and belongs to another stack is refused",
      "[pulumi:access/production/profile]",
      /belongs to another stack: access\/production/,
    ],
  ])("%s, untouched", (_case, Description, message) =>
    withStack(async ({ stack, local, administrator }) => {
      const UserLicenseId = await administrator.idOf("UserLicense", "Name = 'Salesforce Integration'");
      const id = await administrator.create("Profile", { Name: "SCV Integration", Description, UserLicenseId });
      const before = local.org.records.get("Profile", id);
      const failure = await failureOf(stack.create("IntegrationProfile", "profile", declared));
      expect(failure.message).toMatch(message);
      expect(failure.message).toContain(id);
      expect(failure).not.toHaveProperty("id");
      expect(local.org.records.get("Profile", id)).toEqual(before);
    }),
  );
});

describe("a profile cannot be made", () => {
  test.each<[string, Values, RegExp]>([
    [
      "from a profile that is not there",
      { sourceProfile: "No Profile" },
      /sourceProfile: there is no profile named No Profile/,
    ],
    [
      "from a profile with another licence",
      { sourceProfile: "Standard User" },
      /sourceProfile: profile Standard User has the licence Salesforce, not Salesforce Integration/,
    ],
    [
      "with a permission that is not there",
      { userPermissions: ["NoSuchThing"], allowHighPrivilege: ["NoSuchThing"] },
      /INVALID_FIELD.*NoSuchThing/,
    ],
    [
      "with a permission that its licence does not allow",
      { userPermissions: ["ModifyAllData"], allowHighPrivilege: ["ModifyAllData"] },
      /FIELD_INTEGRITY_EXCEPTION.*Modify All Data/,
    ],
  ])("%s, and nothing is left behind", (_case, wrong, message) =>
    withStack(async ({ stack, local }) => {
      const failure = await failureOf(stack.create("IntegrationProfile", "profile", { ...declared, ...wrong }));
      expect(failure.message).toMatch(message);
      expect(failure.message).toMatch(/^IntegrationProfile "profile" \(SCV Integration\): /);
      expect(failure).not.toHaveProperty("id");
      expect(local.org.records.find("Profile", { Name: "SCV Integration" })).toEqual([]);
    }),
  );
});
