import { describe, expect, test } from "@jest/globals";
import { appFiles, deploy, read } from "../../local-org/test/metadata/kit.ts";
import { describeFound, type FoundRecord, refusals } from "../../provider/adoption.ts";
import type { Values } from "../../provider/lifecycle.ts";
import { isHandedBack } from "../../provider/ownership.ts";
import type { ResourceKind } from "../../provider/registry.ts";
import { changeComponent } from "../engine/accessInOrg.ts";
import { certificate, failureOf, ownerOf, requestsTo, type Scene, Stack, withStack } from "./kit.ts";

const found: FoundRecord = {
  what: "permission set IVR_Access",
  id: "0PS000000000001GAA",
  mark: undefined,
  owner: "access/dev/set",
  lastModifiedBy: "Ada Admin",
  lastModifiedDate: "2026-11-20T09:15:00.000+0000",
  obstacles: [],
};

test("what was found is told by its id, and by whom and when it was last changed", () => {
  expect(describeFound(found)).toBe(
    "permission set IVR_Access (0PS000000000001GAA, last changed by Ada Admin on 2026-11-20 at 09:15 UTC)",
  );
});

test("what nobody has marked can be adopted; what another owner has marked, and what has an obstacle, cannot", () => {
  expect(refusals(found, true)).toEqual([]);
  expect(refusals(found, false)).toEqual([expect.stringMatching(/by Ada Admin.*set adopt: true to take it over/)]);
  expect(refusals({ ...found, mark: { kind: "made", owner: "access/prod/set" } }, true)).toEqual([
    expect.stringMatching(/belongs to another stack: access\/prod\/set; it is not adopted/),
  ]);
  expect(refusals({ ...found, obstacles: ["it is blue."] }, true)).toEqual([
    expect.stringMatching(/cannot be adopted: it is blue\./),
  ]);
});

const owner = "access/dev/set";
const made = { kind: "made", owner } as const;
const adopted = { kind: "adopted", owner } as const;

test.each([
  ["marked as adopted", adopted, {}, true],
  ["marked as adopted, and to be deleted", adopted, { deleteAdopted: true }, false],
  ["marked as adopted, whatever the state says", adopted, { isAdopted: false }, true],
  ["marked as made, whatever is declared by now", made, { adopt: true }, false],
  ["marked as made, and remembered as adopted", made, { isAdopted: true }, true],
  ["marked as made, remembered as adopted, and to be deleted", made, { isAdopted: true, deleteAdopted: true }, false],
  ["without a mark, and remembered as adopted", undefined, { isAdopted: true }, true],
  ["without a mark, when the adoption failed before its first write", undefined, { adopt: true }, true],
  ["without a mark, and remembered as made", undefined, { adopt: true, isAdopted: false }, false],
  ["without a mark, in the state of an earlier version", undefined, {}, false],
] as const)("a record %s is handed back or not", (_case, mark, state, expected) => {
  expect(isHandedBack(mark, { owner, ...state })).toBe(expected);
});

/** A kind of record as somebody has made it by hand, and the declaration that fits it. */
interface Case {
  kind: ResourceKind;
  object: string;
  /** Makes it by hand and answers its id and what fits. */
  make(scene: Scene): Promise<{ id: string; declared: Values }>;
  /** An input that is declared otherwise than found, with the field and the value that it comes to. */
  change: Values;
  field: string;
  mark: string;
}

const appCase: Case = {
  kind: "ExternalClientApp",
  object: "ExternalClientApplication",
  async make({ local }) {
    await deploy(local, appFiles({ certificatePem: certificate("valid") }));
    const [app] = local.org.records.find("ExternalClientApplication");
    const declared = {
      label: "WxCC - SCV",
      contactEmail: "admin@example.com",
      callbackUrls: ["http://localhost:1717/OauthRedirect"],
      scopes: ["Api", "RefreshToken"],
      certificatePem: certificate("valid"),
      isConsumerSecretOptional: false,
    };
    return { id: String(app?.Id), declared };
  },
  change: { scopes: ["Api", "Basic", "RefreshToken"] },
  field: "Description",
  mark: "[pulumi-adopted:access/test/one]",
};

const cases: Case[] = [
  {
    kind: "PermissionSet",
    object: "PermissionSet",
    async make({ administrator }) {
      const id = await administrator.create("PermissionSet", {
        Name: "By_hand",
        Label: "By hand",
        Description: "For the IVR",
        PermissionsApiEnabled: true,
      });
      return { id, declared: { label: "By hand", description: "For the IVR", userPermissions: ["ApiEnabled"] } };
    },
    change: { userPermissions: ["ApexRestServices", "ApiEnabled"] },
    field: "Description",
    mark: "For the IVR [pulumi-adopted:access/test/one]",
  },
  {
    kind: "IntegrationProfile",
    object: "Profile",
    async make({ administrator }) {
      const UserLicenseId = await administrator.idOf("UserLicense", "Name = 'Salesforce Integration'");
      const id = await administrator.create("Profile", { Name: "By hand", UserLicenseId, PermissionsApiEnabled: true });
      return { id, declared: { name: "By hand", userPermissions: ["ApiEnabled"] } };
    },
    change: { userPermissions: ["ApiEnabled", "ApiUserOnly"] },
    field: "Description",
    mark: "[pulumi-adopted:access/test/one]",
  },
  {
    kind: "IntegrationUser",
    object: "User",
    async make({ administrator }) {
      const profile = "Minimum Access - API Only Integrations";
      const id = await administrator.createUser("clicked", profile, { CommunityNickname: "clicked" });
      const declared = {
        username: "clicked@mycompany.example",
        email: "clicked@mycompany.example",
        lastName: "clicked",
        nickname: "clicked",
        profileId: await administrator.idOf("Profile", `Name = '${profile}'`),
      };
      return { id, declared };
    },
    change: { timeZone: "Europe/Berlin" },
    field: "Division",
    mark: "pulumi-adopted:access/test/one",
  },
  appCase,
];

const writes = async ({ local }: Scene) =>
  (await requestsTo(local)).filter(
    (request) => !/^(GET|read|list|describe|checkDeployStatus)|composite$|query/.test(request),
  );

const withoutTimes = (record: Values | undefined) =>
  Object.fromEntries(Object.entries(record ?? {}).filter(([field]) => !/^(LastModified|SystemModstamp)/.test(field)));

describe.each(cases)("$kind that is there already and adopted", ({ kind, object, make, change, field, mark }) => {
  const adopt = (stack: Stack, inputs: Values) => stack.create(kind, "one", { ...inputs, adopt: true });

  test("is marked in one write, which changes nothing else; a refresh shows no drift, an update writes nothing", () =>
    withStack(async (scene) => {
      const { stack, local } = scene;
      const { id, declared } = await make(scene);
      const before = withoutTimes(local.org.records.get(object, id));
      await requestsTo(local);
      const adopted = await adopt(stack, declared);
      expect(adopted.id).toBe(id);
      expect(adopted.outputs.isAdopted).toBe(true);
      expect(await writes(scene)).toHaveLength(1);
      expect(withoutTimes(local.org.records.get(object, id))).toEqual({ ...before, [field]: mark });
      expect(await stack.drift(adopted)).toEqual({});
      await requestsTo(local);
      await stack.update(adopted);
      expect(await writes(scene)).toEqual([]);
    }));

  test("is changed to what is declared, and stays adopted when the state is lost", () =>
    withStack(async (scene) => {
      const { id, declared } = await make(scene);
      const adopted = await adopt(scene.stack, { ...declared, ...change });
      expect(adopted.outputs).toMatchObject({ ...change, isAdopted: true });
      const again = await scene.stack.create(kind, "one", { ...declared, ...change });
      expect(again.id).toBe(id);
      expect(again.outputs.isAdopted).toBe(true);
    }));

  test("is handed back by a destroy exactly as it was, and the destroy says so", () =>
    withStack(async (scene) => {
      const { stack, local, said } = scene;
      const { id, declared } = await make(scene);
      const before = withoutTimes(local.org.records.get(object, id));
      await stack.delete(await adopt(stack, declared));
      expect(withoutTimes(local.org.records.get(object, id))).toEqual(before);
      expect(said.at(-1)).toMatch(/was adopted, so it is handed back: only the mark is removed/);
    }));

  test("is handed back although somebody has taken the mark away", () =>
    withStack(async (scene) => {
      const { stack, local } = scene;
      const { id, declared } = await make(scene);
      const adopted = await adopt(stack, declared);
      local.org.records.update(object, id, { [field]: null });
      await stack.delete(adopted);
      expect(local.org.records.get(object, id)).toMatchObject(kind === "IntegrationUser" ? { IsActive: true } : {});
    }));

  test("is handed back although somebody has edited the mark into that of something made, before or after a refresh", () =>
    withStack(async (scene) => {
      const { stack, local } = scene;
      const { id, declared } = await make(scene);
      const before = withoutTimes(local.org.records.get(object, id));
      const adopted = await adopt(stack, declared);
      local.org.records.update(object, id, { [field]: mark.replace("pulumi-adopted", "pulumi") });
      const refreshed = await stack.read(adopted);
      expect(refreshed?.outputs.isAdopted).toBe(true);
      await stack.delete(refreshed ?? adopted);
      expect(withoutTimes(local.org.records.get(object, id))).toEqual(before);
    }));

  test("gets its mark back by the next update where somebody has edited it into that of something made", () =>
    withStack(async (scene) => {
      const { stack, local } = scene;
      const { id, declared } = await make(scene);
      const adopted = await adopt(stack, declared);
      const edited = mark.replace("pulumi-adopted", "pulumi");
      if (kind !== "ExternalClientApp") local.org.records.update(object, id, { [field]: edited });
      else await changeComponent(local, "ExternalClientApplication", "WxCC_SCV", { description: edited });
      await stack.update(adopted, change);
      expect(local.org.records.get(object, id)?.[field]).toBe(mark);
    }));

  test("is deleted by a destroy with deleteAdopted", () =>
    withStack(async (scene) => {
      const { stack, local } = scene;
      const { id, declared } = await make(scene);
      const adopted = await stack.create(kind, "one", { ...declared, adopt: true, deleteAdopted: true });
      await stack.delete(adopted);
      const left = local.org.records.get(object, id);
      expect(kind === "IntegrationUser" ? left?.IsActive : left).toBe(kind === "IntegrationUser" ? false : undefined);
    }));

  test("is refused untouched when it carries another stack's mark", () =>
    withStack(async (scene) => {
      const { stack, local } = scene;
      const { id, declared } = await make(scene);
      const foreign = mark.replace("access/test", "access/production");
      local.org.records.update(object, id, { [field]: foreign });
      await requestsTo(local);
      const failure = await failureOf(adopt(stack, declared));
      expect(failure.message).toMatch(/belongs to another stack: access\/production\/one; it is not adopted/);
      expect(failure).not.toHaveProperty("id");
      expect(await writes(scene)).toEqual([]);
    }));

  test("is made where nothing was found, with the ordinary mark", () =>
    withStack(async ({ stack, local, administrator }) => {
      const { declared } = await make({ stack, local, administrator, said: [] });
      const other = { label: "New", name: "New", username: "new@mycompany.example", nickname: "new" };
      const inputs = Object.fromEntries(Object.entries({ ...declared, ...other }).filter(([name]) => name in declared));
      const made = await adopt(stack, inputs);
      expect(made.outputs.isAdopted).toBe(false);
      expect(String(local.org.records.get(object, made.id)?.[field])).toContain(`pulumi:${ownerOf("one")}`);
    }));
});

describe("an adoption is refused", () => {
  test("of the user that the deployment logs in with", () =>
    withStack(async ({ stack, administrator, local }) => {
      const [own] = await administrator.query(
        `SELECT Username, Email, LastName, ProfileId FROM User WHERE Id = '${local.org.deployer.userId}'`,
      );
      const declared = {
        username: own?.Username,
        email: own?.Email,
        lastName: own?.LastName,
        profileId: own?.ProfileId,
        adopt: true,
      };
      const failure = await failureOf(stack.create("IntegrationUser", "one", declared));
      expect(failure.message).toMatch(/cannot be adopted: it is the user that this deployment logs in with/);
    }));

  test("of a user whose Division says something, because the mark belongs there", () =>
    withStack(async ({ stack, administrator }) => {
      await administrator.createUser("clicked", "Standard User", { Division: "Sales" });
      const declared = {
        username: "clicked@mycompany.example",
        email: "clicked@mycompany.example",
        lastName: "clicked",
        profileId: await administrator.idOf("Profile", "Name = 'Standard User'"),
        adopt: true,
      };
      const failure = await failureOf(stack.create("IntegrationUser", "one", declared));
      expect(failure.message).toMatch(/its field Division, where the mark belongs, holds "Sales"/);
    }));

  test("of a profile whose licence is another one, and of a permission set that is bound to a licence", () =>
    withStack(async ({ stack, administrator }) => {
      const LicenseId = await administrator.idOf("UserLicense", "Name = 'Salesforce Integration'");
      await administrator.create("PermissionSet", { Name: "By_hand", Label: "By hand", LicenseId });
      const set = await failureOf(stack.create("PermissionSet", "one", { label: "By hand", adopt: true }));
      expect(set.message).toMatch(/license: it has another licence than the declared one/);
      const UserLicenseId = await administrator.idOf("UserLicense", "Name = 'Salesforce'");
      await administrator.create("Profile", { Name: "By hand", UserLicenseId });
      const profile = await failureOf(
        stack.create("IntegrationProfile", "one", { name: "By hand", userPermissions: ["ApiEnabled"], adopt: true }),
      );
      expect(profile.message).toMatch(/userLicense: it has the licence Salesforce, not Salesforce Integration/);
    }));

  test("of the app that the deployment is logged in with", () =>
    withStack(async (scene) => {
      const { id, declared } = await appCase.make(scene);
      const own = await scene.stack.create("ExternalClientApp", "one", { ...declared, adopt: true });
      expect(own.id).toBe(id);
      await scene.stack.delete(own);
      const insider = await Stack.on(scene.local, { clientId: String(own.outputs.consumerKey) });
      const failure = await failureOf(insider.create("ExternalClientApp", "one", { ...declared, adopt: true }));
      expect(failure.message).toMatch(/cannot be adopted: it is the app that this deployment is logged in with/);
    }));
});

test("what an app holds that is no input of ours survives adoption, change and destroy", () =>
  withStack(async (scene) => {
    const { stack, local } = scene;
    const { id, declared } = await appCase.make(scene);
    await changeComponent(local, "ExternalClientApplication", "WxCC_SCV", { contactPhone: "+41 44 000 00 00" });
    const adopted = await stack.create("ExternalClientApp", "one", { ...declared, adopt: true });
    const changed = await stack.update(adopted, { contactEmail: "other@mycompany.example" });
    expect(changed.id).toBe(id);
    expect(await read(local, "ExternalClientApplication", "WxCC_SCV")).toMatchObject({
      contactPhone: "+41 44 000 00 00",
      contactEmail: "other@mycompany.example",
    });
    await stack.delete(changed);
    expect(await read(local, "ExternalClientApplication", "WxCC_SCV")).toMatchObject({
      contactPhone: "+41 44 000 00 00",
    });
  }));

test("the policies of an adopted app stay as they are when their resource is destroyed", () =>
  withStack(async (scene) => {
    const { stack, administrator, said } = scene;
    const { declared } = await appCase.make(scene);
    const app = await stack.create("ExternalClientApp", "one", { ...declared, adopt: true });
    const set = await stack.create("PermissionSet", "set", { label: "Set" });
    const policy = await stack.create("PolicyAssignment", "policy", { appId: app.id, permissionSetIds: [set.id] });
    await stack.delete(policy);
    expect(said.at(-1)).toMatch(/app WxCC_SCV was adopted: its policies stay as they are/);
    expect(await stack.drift(policy)).toEqual({});
    const rows = await administrator.query(
      `SELECT Id FROM SetupEntityAccess WHERE SetupEntityId = '${app.id}' AND ParentId = '${set.id}'`,
    );
    expect(rows).toHaveLength(1);
  }));

test("an app is the same one in other letters: it is adopted, shows no drift and is not replaced when its spelling changes", () =>
  withStack(async (scene) => {
    const { stack, administrator } = scene;
    const { id, declared } = await appCase.make(scene);
    const adopted = await stack.create("ExternalClientApp", "one", { ...declared, apiName: "wxcc_SCV", adopt: true });
    expect(adopted.id).toBe(id);
    expect(await stack.drift(adopted)).toEqual({});
    expect(await stack.diff(adopted)).toEqual({ changes: false });
    expect(await stack.diff(adopted, { apiName: "WXCC_scv" })).toEqual({ changes: false });
    expect(await stack.diff(adopted, { apiName: "WXCC_scv2" })).toEqual({ replaces: ["apiName"] });

    const changed = await stack.update(adopted, { apiName: "WxCC_Scv", isIntrospectAllTokens: true });
    expect(await stack.drift(changed)).toEqual({});
    await stack.delete(changed);
    expect(await administrator.query("SELECT DeveloperName FROM ExternalClientApplication")).toMatchObject([
      { DeveloperName: "WxCC_SCV" },
    ]);
  }));
