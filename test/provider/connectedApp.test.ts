import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { connectedAppType } from "../../local-org/src/connectedApps/connectedAppType.ts";
import { selfSigned } from "../../local-org/test/oauth/selfSigned.ts";
import { findAccess } from "../../operations/survey/findAccess.ts";
import { findConnectedApps } from "../../operations/survey/findConnectedApps.ts";
import { integrationUsername } from "./access.ts";
import {
  type ConnectedAccess,
  connectedApp,
  heldOf,
  inSetup,
  loginVerdict,
  permissionSetName,
  setUpByHand,
} from "./connectedAccess.ts";
import { type Deployed, deployerSession, failureOf, type Scene, withStack } from "./kit.ts";

/** Every write and removal of a connected app that the org is asked for, whoever asks and however. */
let writes: unknown[][];
const watch = () => {
  writes = [];
  for (const method of ["write", "remove"] as const) {
    const original = connectedAppType[method] as (...given: unknown[]) => unknown;
    jest.spyOn(connectedAppType, method).mockImplementation((...given: unknown[]) => {
      writes.push([method, given[1]]);
      return original(...given) as never;
    });
  }
};
beforeEach(watch);
afterEach(() => {
  jest.restoreAllMocks();
});

const adopted = { adopt: true };
const app = {
  contactEmail: "admin@mycompany.example",
  callbackUrls: ["http://localhost:1717/OauthRedirect"],
  scopes: ["Api", "RefreshToken"],
};

/** Adopts what a connected app admits, as a stack beside it does. */
async function adoptAccess({ stack }: Scene) {
  const set = await stack.create("PermissionSet", "set", {
    label: "IVR Access to SCV Apex Classes",
    apexClasses: ["cnxscv.ServiceRouting"],
    userPermissions: ["ApexRestServices", "ApiEnabled"],
    ...adopted,
  });
  const profile = await stack.create("IntegrationProfile", "profile", {
    name: "SCV Integration",
    userPermissions: ["ApiEnabled", "ApiUserOnly"],
    ...adopted,
  });
  const user = await stack.create("IntegrationUser", "user", {
    username: integrationUsername,
    email: integrationUsername,
    firstName: "SCV",
    lastName: "Integration User",
    alias: "scv",
    profileId: profile.id,
    permissionSetLicenses: ["SalesforceAPIIntegrationPsl"],
    permissionSetIds: [set.id],
    ...adopted,
  });
  return { set, profile, user };
}

/** What changes records or metadata in the log of the org, with the path or the operation. */
async function writesTo({ local }: Scene): Promise<string[]> {
  const log = (await (await fetch(`${local.url}/_local/requests`)).json()) as {
    method: string;
    path: string;
    operation?: string;
  }[];
  return log
    .filter(
      ({ method, operation }) =>
        !["GET", "HEAD"].includes(method) && !/^(read|list|check|describe)/.test(operation ?? ""),
    )
    .map(({ method, path, operation }) => `${operation ?? method} ${path}`);
}

describe("an app of the stack beside a connected app", () => {
  test("logs in beside it through its whole life, and no write touches the connected app", () =>
    withStack(async (scene) => {
      const { stack, local } = scene;
      const profiles = ["SCV Integration"];
      const access = await setUpByHand(local, { name: connectedApp.name, profiles });
      // The helper has just put the app there, without its certificate's key.
      const before = await heldOf(local, access);
      writes.length = 0;
      const key = selfSigned();
      const parts = await adoptAccess(scene);
      const made = await stack.create("ExternalClientApp", "app", {
        ...app,
        label: "WxCC - SCV",
        certificatePem: key.certificatePem,
      });
      const policy = await stack.create("PolicyAssignment", "policy", {
        appId: made.id,
        permissionSetIds: [parts.set.id],
      });
      const own = { key, consumerKey: String(made.outputs.consumerKey) };
      const both = async () => [await loginVerdict(local, access), await loginVerdict(local, own)];
      expect(await both()).toEqual(["ok", "ok"]);

      // A profile that a connected app admits is no drift, and an update takes nothing from it.
      for (const part of [parts.set, parts.profile, parts.user, made, policy])
        expect(await stack.drift(part)).toEqual({});
      const described = await stack.update(parts.profile, { description: "API only" });
      expect(described.inputs.otherGrants).toEqual([]);
      const renamed = await stack.update(parts.set, { description: "What the IVR may do" });
      expect(await both()).toEqual(["ok", "ok"]);
      expect(await heldOf(local, access)).toEqual(before);

      const parting = [policy, made, parts.user, described, renamed] as Deployed[];
      for (const part of parting) await stack.delete(part);
      expect(await loginVerdict(local, access)).toBe("ok");
      expect(await loginVerdict(local, own)).not.toBe("ok");
      expect(await heldOf(local, access)).toEqual(before);
      expect(writes).toEqual([]);
      const rows = before.access.map(({ Id }) => String(Id));
      for (const call of await writesTo(scene)) {
        for (const id of [access.id, ...rows]) expect(call).not.toContain(id);
      }
    }));

  test("its permission set is not deleted while the connected app admits it", () =>
    withStack(async (scene) => {
      const { stack, local } = scene;
      const access = await setUpByHand(local);
      const { set } = await adoptAccess(scene);
      const kept = await stack.update(set, { ...adopted, deleteAdopted: true });
      const failure = await failureOf(stack.delete(kept));
      expect(failure.message).toMatch(
        /Permission set IVR_Access_to_SCV_Apex_Classes admits users to Webex Calls, a connected app, .* Nothing was deleted\. Let a person delete the connected app in Setup/,
      );
      expect(await loginVerdict(local, access)).toBe("ok");
      await inSetup(local, access, "delete");
      await stack.delete(kept);
      expect(local.org.records.find("PermissionSet", { Name: permissionSetName })).toEqual([]);
    }));
});

describe("a connected app that a person has migrated", () => {
  test("is surveyed as an external client app and adopted as it is: the key of before logs in all the time", () =>
    withStack(async (scene) => {
      const { stack, local } = scene;
      const access = await setUpByHand(local);
      expect(await findAccess(await deployerSession(local))).toMatchObject({ apps: [] });
      await inSetup(local, access, "migrate");
      const held = await heldOf(local, access);
      const { apps } = await findAccess(await deployerSession(local));
      expect(apps).toMatchObject([
        { inputs: { label: connectedApp.label }, policy: { permissionSetIds: [access.permissionSetId] } },
      ]);
      const { inputs, policy } = apps[0] as (typeof apps)[number];
      const taken = await stack.create("ExternalClientApp", "app", { ...inputs, ...adopted });
      const assigned = await stack.create("PolicyAssignment", "policy", { ...policy, appId: taken.id });
      expect(taken.outputs).toMatchObject({ isAdopted: true, consumerKey: access.consumerKey });
      expect(await stack.drift(taken)).toEqual({});
      expect(await stack.drift(assigned)).toEqual({});
      expect(await loginVerdict(local, access)).toBe("ok");

      const rotated = selfSigned();
      const replaced = await stack.update(taken, { certificatePem: rotated.certificatePem });
      expect(await loginVerdict(local, { ...access, key: rotated })).toBe("ok");
      expect(await loginVerdict(local, access)).not.toBe("ok");
      await stack.delete(assigned);
      await stack.delete(replaced);
      expect(await loginVerdict(local, { ...access, key: rotated })).toBe("ok");
      expect(await heldOf(local, access)).toEqual(held);
    }));
});

describe("the survey of connected apps", () => {
  const found = async (scene: Scene) => findConnectedApps(await deployerSession(scene.local));

  test("finds who is admitted, when the certificate ends and who has logged in", () =>
    withStack(async (scene) => {
      const access: ConnectedAccess = await setUpByHand(scene.local, { profiles: ["SCV Integration"] });
      expect(await found(scene)).toMatchObject([{ users: [{ username: integrationUsername, lastDay: undefined }] }]);
      await loginVerdict(scene.local, access);
      expect(await found(scene)).toEqual([
        {
          id: access.id,
          label: connectedApp.label,
          certificateEnds: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
          contactEmail: "admin@example.com",
          scopes: ["Api", "RefreshToken"],
          permissionSets: [{ id: access.permissionSetId, label: "IVR Access to SCV Apex Classes" }],
          profiles: ["SCV Integration"],
          users: [{ username: integrationUsername, lastDay: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) }],
          externalClientApp: undefined,
        },
      ]);
      await inSetup(scene.local, access, "migrate");
      expect(await found(scene)).toMatchObject([{ externalClientApp: connectedApp.label }]);
    }));

  test("leaves out those without a certificate, and those through which everybody may log in", () =>
    withStack(async (scene) => {
      await setUpByHand(scene.local, { isAdminApproved: false });
      expect(await found(scene)).toEqual([]);
    }));

  test("says what rows tell where the org does not show the metadata", () =>
    withStack(async (scene) => {
      await setUpByHand(scene.local);
      scene.local.faults.add([
        { kind: "status", status: 500, errorCode: "INSUFFICIENT_ACCESS", match: { operation: "readMetadata" } },
      ]);
      expect(await found(scene)).toMatchObject([
        { label: connectedApp.label, certificateEnds: undefined, scopes: [], permissionSets: [{}], users: [{}] },
      ]);
    }));
});
