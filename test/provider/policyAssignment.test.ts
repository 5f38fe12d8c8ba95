import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { appFiles, deploy } from "../../local-org/test/metadata/kit.ts";
import type { Values } from "../../provider/lifecycle.ts";
import {
  certificate,
  changeAndUndo,
  type Deployed,
  deployerWith,
  failureOf,
  type OpenScene,
  openScene,
  requestsTo,
  type Scene,
  Stack,
  withStack,
} from "./kit.ts";

interface Prepared {
  app: Deployed;
  set: Deployed;
  declared: Values;
}

/** Makes an app and a permission set. */
async function prepared({ stack }: Scene): Promise<Prepared> {
  const app = await stack.create("ExternalClientApp", "app", {
    label: "WxCC - SCV",
    contactEmail: "admin@mycompany.example",
    callbackUrls: ["http://localhost:1717/OauthRedirect"],
    scopes: ["Api", "RefreshToken"],
    certificatePem: certificate("valid"),
  });
  const set = await stack.create("PermissionSet", "set", { label: "IVR Access", userPermissions: ["ApiEnabled"] });
  return { app, set, declared: { appId: app.id, permissionSetIds: [set.id] } };
}

/** Runs a test with an app and a permission set in place. */
function withApp(
  work: (scene: Scene & Prepared) => Promise<void>,
  settings: Parameters<typeof withStack>[1] = {},
): Promise<void> {
  return withStack(async (scene) => work({ ...scene, ...(await prepared(scene)) }), settings);
}

const deploysTo = async (local: Scene["local"]) =>
  (await requestsTo(local)).filter((request) => request === "deploy").length;

/** The policy of the one app, as the org shows it. */
async function policyIn({ administrator }: Scene): Promise<Values> {
  const [policy] = await administrator.query(
    "SELECT PermittedUsersPolicyType, RefreshTokenPolicyType, IpRelaxationPolicyType FROM ExtlClntAppOauthPlcyCnfg",
  );
  return policy ?? {};
}

/** Ids of the permission sets that are pre-authorised, by the access rows that the policy makes. */
const admitted = ({ local }: Scene, appId: string) =>
  local.org.records.find("SetupEntityAccess", { SetupEntityId: appId }).map(({ ParentId }) => ParentId);

describe("the policies of an app", () => {
  test.each([
    ["of a known name", {}, /shows app WxCC_SCV, but queries do not show it/],
    [
      "whose name an interrupted create has not learnt",
      { appName: undefined },
      /shows apps, but queries do not show any/,
    ],
  ])("that is hidden from the deployer, %s, are not taken for deleted", (_case, unknown, refusal) =>
    withApp(
      async ({ stack, local, administrator, declared }) => {
        const made = await stack.create("PolicyAssignment", "policy", declared);
        const clerk = await deployerWith({ local, administrator }, ["ApiEnabled", "ViewSetup", "ModifyMetadata"]);
        const hidden = { ...made, outputs: { ...made.outputs, ...unknown } };
        expect((await failureOf(clerk.read(hidden))).message).toMatch(refusal);
      },
      { externalClientAppRows: "viewers" },
    ),
  );

  test("are opened as declared, in one deploy, and read back as declared", () =>
    withApp(async (scene) => {
      const { stack, local, app, set, declared } = scene;
      expect(admitted(scene, app.id)).toEqual([]);
      await requestsTo(local);
      const made = await stack.create("PolicyAssignment", "policy", declared);
      expect(await deploysTo(local)).toBe(1);
      expect(made.id).toMatch(/^0yO\w{15}$/);
      expect(made.outputs).toMatchObject({
        oauthPoliciesName: "WxCC_SCV_oauthPlcy",
        policiesName: "WxCC_SCV_plcy",
        orgId: local.org.organizationId,
        revision: expect.any(Number),
      });
      expect(admitted(scene, app.id)).toEqual([set.id]);
      expect(await policyIn(scene)).toMatchObject({
        PermittedUsersPolicyType: "AdminApprovedPreAuthorized",
        RefreshTokenPolicyType: "Zero",
        IpRelaxationPolicyType: "Enforce",
      });
      expect(await stack.read(made)).toEqual(made);
      expect(await stack.read(made)).toEqual(made);
    }));

  test("with a start URL and no start page, which an org may not keep, are no drift; with a page it is kept", () =>
    withApp(async (scene) => {
      const { stack, administrator, declared } = scene;
      const startUrl = "https://ivr.example.com/start";
      const made = await stack.create("PolicyAssignment", "policy", { ...declared, startUrl });
      expect(await stack.drift(made)).toEqual({});
      const custom = await stack.update(made, { startPage: "Custom" });
      expect(await stack.drift(custom)).toEqual({});
      const held = () => administrator.query("SELECT StartPage, StartUrl FROM ExtlClntAppPlcyCnfg");
      expect(await held()).toEqual([expect.objectContaining({ StartPage: "Custom", StartUrl: startUrl })]);
      const none = await stack.update(custom, { startPage: "None" });
      expect(await stack.drift(none)).toEqual({});
      const again = await stack.update(none, { startPage: "OAuth", startUrl: "https://ivr.example.com/other" });
      expect(await stack.drift(again)).toEqual({});
      expect(await held()).toEqual([expect.objectContaining({ StartUrl: "https://ivr.example.com/other" })]);
    }));

  test("that are unchanged are not deployed by an update", () =>
    withApp(async ({ stack, local, declared }) => {
      const made = await stack.create("PolicyAssignment", "policy", declared);
      await requestsTo(local);
      await stack.update(made);
      expect(await deploysTo(local)).toBe(0);
    }));

  test("move from one permission set to another", () =>
    withApp(async (scene) => {
      const { stack, app, declared } = scene;
      const made = await stack.create("PolicyAssignment", "policy", declared);
      const other = await stack.create("PermissionSet", "other", { label: "Other" });
      const moved = await stack.update(made, { permissionSetIds: [other.id] });
      expect(await stack.drift(moved)).toEqual({});
      expect(admitted(scene, app.id)).toEqual([other.id]);
    }));

  test("stay as they are when the app is changed", () =>
    withApp(async (scene) => {
      const { stack, app, set, declared } = scene;
      const made = await stack.create("PolicyAssignment", "policy", { ...declared, ipRelaxation: "Bypass" });
      await stack.update(app, { certificatePem: certificate("renewed") });
      expect(await stack.drift(made)).toEqual({});
      expect(admitted(scene, app.id)).toEqual([set.id]);
    }));

  test("that were changed in the org show what differs, and are repaired", () =>
    withApp(async ({ stack, local, declared }) => {
      const made = await stack.create("PolicyAssignment", "policy", declared);
      const byHand = { permittedUsers: "AllSelfAuthorized", permissionSetIds: [], refreshTokenPolicy: "Infinite" };
      await (await Stack.on(local)).update(made, byHand);
      expect(await stack.drift(made)).toEqual(byHand);
      expect(await stack.drift(await stack.update(made))).toEqual({});
    }));

  test("name a permission set that is not declared by its id, as the program would", () =>
    withApp(async ({ stack, local, set, declared }) => {
      const made = await stack.create("PolicyAssignment", "policy", declared);
      const other = await stack.create("PermissionSet", "other", { label: "Other" });
      await (await Stack.on(local)).update(made, { permissionSetIds: [set.id, other.id] });
      expect(await stack.drift(made)).toEqual({ permissionSetIds: [set.id, other.id].sort() });
    }));

  test("are closed by a destroy, and the app stays", () =>
    withApp(async (scene) => {
      const { stack, app, declared, said } = scene;
      const made = await stack.create("PolicyAssignment", "policy", {
        ...declared,
        permittedUsers: "AllSelfAuthorized",
      });
      await stack.delete(made);
      expect(said).toEqual([
        expect.stringMatching(/app WxCC_SCV stays and is closed: nobody is pre-authorised any more/),
      ]);
      expect(await policyIn(scene)).toMatchObject({ PermittedUsersPolicyType: "AdminApprovedPreAuthorized" });
      expect(admitted(scene, app.id)).toEqual([]);
      expect(await stack.drift(app)).toEqual({});
      const again = await stack.create("PolicyAssignment", "policy", declared);
      expect(await stack.drift(again)).toEqual({});
    }));

  test("are gone with the app", () =>
    withApp(async ({ stack, app, declared }) => {
      const made = await stack.create("PolicyAssignment", "policy", declared);
      await stack.delete(app);
      expect(await stack.read(made)).toBeUndefined();
      await expect(stack.delete(made)).resolves.toBeUndefined();
      expect((await failureOf(stack.update(made))).message).toMatch(
        /appId: there is no external client app with the id/,
      );
    }));

  test("are found by their app where the org has named them itself", () =>
    withApp(async (scene) => {
      const { stack, local, set, app, declared } = scene;
      // The app of somebody who deployed no policies: the org makes them under names of its own.
      await stack.delete(app);
      const application = "<description>[pulumi:access/test/app]</description>";
      const files = appFiles({ certificatePem: certificate("valid"), application });
      expect((await deploy(local, files)).errors).toEqual([]);
      const appId = await scene.administrator.idOf("ExternalClientApplication", "DeveloperName = 'WxCC_SCV'");

      const made = await stack.create("PolicyAssignment", "policy", { ...declared, appId });
      expect(made.outputs.oauthPoliciesName).not.toBe("WxCC_SCV_oauthPlcy");
      expect(await stack.drift(made)).toEqual({});
      expect(admitted(scene, appId)).toEqual([set.id]);
      expect(await scene.administrator.query("SELECT Id FROM ExtlClntAppOauthPlcyCnfg")).toHaveLength(1);
    }));
});

describe("the policies take another", () => {
  let scene: OpenScene & Prepared;
  let made: Deployed;

  beforeAll(async () => {
    const open = await openScene();
    scene = { ...open, ...(await prepared(open)) };
    made = await scene.stack.create("PolicyAssignment", "policy", scene.declared);
  });
  afterAll(() => scene.close());

  test.each<[string, Values]>([
    ["permittedUsers", { permittedUsers: "AllSelfAuthorized", permissionSetIds: [] }],
    ["permissionSetIds, none", { permissionSetIds: [] }],
    ["profileNames", { profileNames: ["Standard User", "System Administrator"] }],
    [
      "refreshTokenPolicy with its time",
      { refreshTokenPolicy: "SpecificLifetime", refreshTokenValidityPeriod: 4, refreshTokenValidityUnit: "Hours" },
    ],
    [
      "refreshTokenPolicy with another time",
      { refreshTokenPolicy: "SpecificInactivity", refreshTokenValidityPeriod: 30, refreshTokenValidityUnit: "Days" },
    ],
    ["refreshTokenPolicy without time", { refreshTokenPolicy: "Infinite" }],
    ["ipRelaxation", { ipRelaxation: "Bypass" }],
    ["ipRelaxation, the one of two spellings", { ipRelaxation: "Enforce_RelaxRefresh" }],
    ["startPage", { startPage: "Custom", startUrl: "https://mycompany.example/start?a=b&c=d" }],
    ["requiredSessionLevel", { requiredSessionLevel: "HIGH_ASSURANCE" }],
    ["sessionTimeoutInMinutes", { sessionTimeoutInMinutes: 30 }],
    ["isEnabled", { isEnabled: false }],
  ])("%s, and the old one again", async (_case, change) => {
    await changeAndUndo(scene.stack, made, change);
  });
});

describe("the policies cannot be", () => {
  test.each<[string, Values, RegExp]>([
    [
      "those of an app that is not there",
      { appId: "0xI000000000001EAA" },
      /appId: there is no external client app with/,
    ],
    [
      "with a permission set that is not there",
      { permissionSetIds: ["0PS000000000001GAA"] },
      /permissionSetIds: there is no permission set with the id 0PS000000000001GAA/,
    ],
    ["with a profile that is not there", { profileNames: ["No Profile"] }, /DEPLOY_FAILED.*No Profile/],
  ])("%s, and the app stays closed", (_case, wrong, message) =>
    withApp(async (scene) => {
      const { stack, app, declared } = scene;
      const failure = await failureOf(stack.create("PolicyAssignment", "policy", { ...declared, ...wrong }));
      expect(failure.message).toMatch(message);
      expect(failure.message).toMatch(/^PolicyAssignment "policy": /);
      expect(failure).not.toHaveProperty("id");
      expect(admitted(scene, app.id)).toEqual([]);
      expect(await policyIn(scene)).toMatchObject({ PermittedUsersPolicyType: "AdminApprovedPreAuthorized" });
    }),
  );

  test("changed or closed by the deployment that is logged in with the app, nor by one that does not know its app", () =>
    withApp(async ({ stack, local, app, declared }) => {
      const made = await stack.create("PolicyAssignment", "policy", declared);
      const itself = await Stack.on(local, { clientId: String(app.outputs.consumerKey) });
      const blind = await Stack.on(local, { clientId: undefined });
      for (const [deployer, message] of [
        [itself, /is the one that this deployment is logged in with/],
        [blind, /It is not known which app this deployment is logged in with/],
      ] as const) {
        expect((await failureOf(deployer.update(made, { isEnabled: false }))).message).toMatch(message);
        expect((await failureOf(deployer.delete(made))).message).toMatch(message);
      }
      expect(await stack.drift(made)).toEqual({});
    }));

  test("opened blindly, but for an app of this stack that nobody can be logged in with yet", () =>
    withApp(async ({ stack, local, app, declared }) => {
      const blind = await Stack.on(local, { clientId: undefined });
      const made = await blind.create("PolicyAssignment", "policy", declared);
      expect(await stack.drift(made)).toEqual({});
      await stack.delete(made);
      await stack.create("PolicyAssignment", "policy", declared);
      expect((await failureOf(blind.create("PolicyAssignment", "policy", { appId: app.id }))).message).toMatch(
        /It is not known which/,
      );
    }));
});
