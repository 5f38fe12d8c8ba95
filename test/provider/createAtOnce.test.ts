import { describe, expect, test } from "@jest/globals";
import type { Values } from "../../provider/lifecycle.ts";
import { failureOf, ownerOf, requestsTo, type Scene, Stack, withStack } from "./kit.ts";

const set = {
  label: "IVR Access",
  userPermissions: ["ApiEnabled"],
  apexClasses: ["cnxscv.ServiceRouting"],
  objectPermissions: [{ object: "Account", allowRead: true }],
  fieldPermissions: [{ field: "Account.Phone", readable: true }],
};
const profile = { name: "SCV Integration", userPermissions: ["ApiEnabled", "ApiUserOnly"] };
const composites = (requests: string[]) => requests.filter((request) => request.startsWith("POST /composite?"));
const writes = (requests: string[]) => requests.filter((request) => !/^GET|^POST \/composite$/.test(request));

async function userOf(stack: Stack, permissionSetId: string): Promise<Values> {
  const made = await stack.create("IntegrationProfile", "profile", profile);
  return {
    username: "scv@mycompany.example",
    email: "scv@mycompany.example",
    lastName: "Integration User",
    profileId: made.id,
    permissionSetLicenses: ["SalesforceAPIIntegrationPsl"],
    permissionSetIds: [permissionSetId],
  };
}

const marked = ({ local }: Scene, type: "PermissionSet" | "Profile", name: string) =>
  local.org.records.find(type, {}).filter(({ Description }) => String(Description).includes(ownerOf(name)));

describe("a new record", () => {
  test("is made with its grants and read back in one call, and nothing is left to do", () =>
    withStack(async (scene) => {
      const { stack, local } = scene;
      await requestsTo(local);
      const made = await stack.create("PermissionSet", "set", set);
      const calls = await requestsTo(local);
      expect(writes(calls)).toEqual([
        "POST /composite?POST /sobjects/PermissionSet, POST /sobjects/SetupEntityAccess, POST /sobjects/ObjectPermissions, POST /sobjects/FieldPermissions",
      ]);
      // Behind it comes none that looks.
      expect(calls.at(-1)).toBe(composites(calls)[0]);
      expect(marked(scene, "PermissionSet", "set")).toHaveLength(1);
      expect(await stack.drift(made)).toEqual({});
    }));

  test("is a user with its licence and its permission sets in one call", () =>
    withStack(async ({ stack, local }) => {
      const inputs = await userOf(stack, (await stack.create("PermissionSet", "set", set)).id);
      await requestsTo(local);
      const made = await stack.create("IntegrationUser", "user", inputs);
      expect(writes(await requestsTo(local))).toEqual([
        "POST /composite?POST /sobjects/User, POST /sobjects/PermissionSetLicenseAssign, POST /sobjects/PermissionSetAssignment",
      ]);
      expect(await stack.drift(made)).toEqual({});
    }));

  test("goes with calls of its own where pulumi-nodejs:salesforce.composeWrites is false", () =>
    withStack(async ({ local }) => {
      const stack = await Stack.on(local, { composeWrites: "false" });
      const made = await stack.create("PermissionSet", "set", set);
      expect(writes(await requestsTo(local))).toEqual([
        "POST /sobjects/PermissionSet",
        "POST /composite/sobjects",
        "POST /composite/sobjects",
        "POST /composite/sobjects",
      ]);
      expect(await stack.drift(made)).toEqual({});
    }));

  test.each(["@{made.id}", "Access for @{nobody.id} and others"])(
    "with the label %s is not taken for one with a reference",
    (label) =>
      withStack(async ({ stack, local }) => {
        const made = await stack.create("PermissionSet", "set", { label, apiName: "Referring", userPermissions: [] });
        expect(local.org.records.get("PermissionSet", made.id)?.Label).toBe(label);
        expect(composites(await requestsTo(local))).toEqual([]);
      }),
  );

  test("with more grants than one call takes is made with several", () =>
    withStack(async ({ stack, local }) => {
      const customPermissions = Array.from({ length: 20 }, (_, index) => `Route_${index}`);
      for (const DeveloperName of customPermissions) {
        local.org.records.insert("CustomPermission", { DeveloperName, MasterLabel: DeveloperName });
      }
      const made = await stack.create("PermissionSet", "set", { ...set, customPermissions });
      expect(composites(await requestsTo(local))).toEqual([]);
      expect(await stack.drift(made)).toEqual({});
    }));
});

describe("a name that is taken", () => {
  test("is refused by the org, and then the record there is taken back if it is ours", () =>
    withStack(async (scene) => {
      const { stack } = scene;
      const made = await stack.create("PermissionSet", "set", set);
      const again = await stack.create("PermissionSet", "set", set);
      expect(again.id).toBe(made.id);
      expect(marked(scene, "PermissionSet", "set")).toHaveLength(1);
    }));

  test("is refused in our words if the record is somebody else's, and nothing is given to it", () =>
    withStack(async ({ stack, local }) => {
      const id = local.org.records.insert("PermissionSet", { Name: "IVR_Access", Label: "Another" });
      const failure = await failureOf(stack.create("PermissionSet", "set", set));
      expect(failure.message).toMatch(/permission set IVR_Access.* already exists in this org/);
      expect(failure.id).toBeUndefined();
      expect(local.org.records.find("ObjectPermissions", { ParentId: id })).toEqual([]);
    }));
});

describe("what goes wrong on the way", () => {
  test.each([
    ["is lost before the commit", { kind: "drop-before", times: 1 }],
    ["is lost behind the commit", { kind: "drop-after", times: 1 }],
    ["is cut short", { kind: "truncate", times: 1 }],
    ["is an error once", { kind: "status", status: 500, times: 1 }],
    ["is a locked row once", { kind: "status", status: 400, errorCode: "UNABLE_TO_LOCK_ROW", times: 1 }],
  ] as const)("is looked at: the call %s, and one record is there", (_how, fault) =>
    withStack(async (scene) => {
      const { stack, local } = scene;
      const permissionSet = await stack.create("PermissionSet", "set", set);
      const inputs = await userOf(stack, permissionSet.id);
      local.faults.add([{ ...fault, match: { path: "/composite\\?POST /sobjects/User" } }]);
      const made = await stack.create("IntegrationUser", "user", inputs);
      expect(local.faults.show().faults[0]?.hits).toBe(1);
      local.faults.clear();
      expect(await stack.drift(made)).toEqual({});
      expect(local.org.records.find("User", { Username: "scv@mycompany.example" })).toHaveLength(1);
      expect(local.org.records.find("PermissionSetLicenseAssign", { AssigneeId: made.id })).toHaveLength(1);
    }),
  );

  test("is not tried for ever: where no such call gets through, calls of their own do", () =>
    withStack(async ({ stack, local }) => {
      local.faults.add([{ kind: "status", status: 503, match: { path: "/composite\\?POST /sobjects/PermissionSet" } }]);
      const made = await stack.create("PermissionSet", "set", set);
      expect(local.faults.show().faults[0]?.hits).toBe(2);
      local.faults.clear();
      expect(await stack.drift(made)).toEqual({});
    }));

  test("leaves no permission set with a user whose licence was refused", () =>
    withStack(async ({ stack, local }) => {
      const inputs = await userOf(stack, (await stack.create("PermissionSet", "set", set)).id);
      const [license] = local.org.records.find("PermissionSetLicense", {
        DeveloperName: "SalesforceAPIIntegrationPsl",
      });
      local.org.records.update("PermissionSetLicense", String(license?.Id), { TotalLicenses: 0 });
      const failure = await failureOf(stack.create("IntegrationUser", "user", inputs));
      expect(failure.message).toMatch(/giving permission set licences to user scv@mycompany.example failed/);
      expect(failure.id).toBeDefined();
      const assigned = local.org.records
        .find("PermissionSetAssignment", { AssigneeId: String(failure.id) })
        .filter(({ PermissionSetId }) => PermissionSetId === (inputs.permissionSetIds as string[])[0]);
      expect(assigned).toEqual([]);
    }));
});
