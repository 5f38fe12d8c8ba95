import { describe, expect, test } from "@jest/globals";
import type { Values } from "../../provider/lifecycle.ts";
import { changeComponent } from "../engine/accessInOrg.ts";
import { declarations } from "./declarations.ts";
import { certificate, type Deployed, failureOf, requestsTo, type Scene, Stack, withStack } from "./kit.ts";

const declared = {
  label: "WxCC - SCV",
  contactEmail: "admin@mycompany.example",
  callbackUrls: ["http://localhost:1717/OauthRedirect"],
  scopes: ["Api", "RefreshToken"],
  certificatePem: certificate("valid"),
};
const { certificatePem: _certificate, ...withoutCertificate } = declared;
const create = (stack: Stack, inputs: Values = {}) =>
  stack.create("ExternalClientApp", "app", { ...declared, ...inputs });
const admit = (stack: Stack, app: Deployed, inputs: Values = {}) =>
  stack.create("PolicyAssignment", "policy", { appId: app.id, permittedUsers: "AllSelfAuthorized", ...inputs });

const describeAs = ({ local }: Scene, { id }: Deployed, Description: string | null) =>
  local.org.records.update("ExternalClientApplication", id, { Description });
const permittedUsers = async ({ administrator }: Scene) =>
  (await administrator.query("SELECT PermittedUsersPolicyType FROM ExtlClntAppOauthPlcyCnfg"))[0]
    ?.PermittedUsersPolicyType;
const deploysTo = async ({ local }: Scene) =>
  (await requestsTo(local)).filter((request) => request === "deploy").length;

describe("the policies of an app", () => {
  test.each([
    [
      "of another stack",
      "[pulumi:access/production/app]",
      /carries the mark of another stack: access\/production\/app/,
    ],
    ["that another stack has adopted", "Ours [pulumi-adopted:access/production/app]", /mark of another stack/],
    ["that carries no mark", "By hand", /carries no mark of this stack/],
  ])("%s are neither written nor closed", (_case, description, message) =>
    withStack(async (scene) => {
      const { stack } = scene;
      const app = await create(stack);
      const policy = await admit(stack, app);
      describeAs(scene, app, description);
      await requestsTo(scene.local);
      const other = await Stack.on(scene.local);
      expect((await failureOf(admit(other, app))).message).toMatch(message);
      expect((await failureOf(stack.update(policy, { isEnabled: false }))).message).toMatch(message);
      if (description === "By hand") {
        await stack.delete(policy);
        expect(scene.said.at(-1)).toMatch(/carries no mark of this stack: its policies stay as they are/);
      } else {
        expect((await failureOf(stack.delete(policy))).message).toMatch(
          /mark of another stack.*policies stay as they are/,
        );
      }
      expect(await deploysTo(scene)).toBe(0);
      expect(await permittedUsers(scene)).toBe("AllSelfAuthorized");
    }),
  );

  test("that no stack manages are written when the program says so, and left as they are by a destroy", () =>
    withStack(async (scene) => {
      const { stack } = scene;
      const app = await create(stack);
      describeAs(scene, app, null);
      const policy = await admit(stack, app, { adopt: true });
      const changed = await stack.update(policy, { ipRelaxation: "Bypass" });
      expect(await stack.drift(changed)).toEqual({});
      await stack.delete(changed);
      expect(await permittedUsers(scene)).toBe("AllSelfAuthorized");
    }));
});

describe("an app whose consumer key the org does not give", () => {
  const hideKey = ({ local }: Scene) => {
    for (const { key, value } of local.org.documents.list<{ record: object }>(
      "metadata.ExtlClntAppGlobalOauthSettings",
    )) {
      local.org.documents.set("metadata.ExtlClntAppGlobalOauthSettings", key, {
        ...value,
        record: { ...value.record, consumerKey: undefined },
      });
    }
  };

  test("is neither changed, nor opened, nor closed, nor deleted, until somebody says that it is known", () =>
    withStack(async (scene) => {
      const { stack, local } = scene;
      const app = await create(stack);
      const policy = await admit(stack, app);
      hideKey(scene);
      await requestsTo(local);
      const attempts = [
        stack.update(app, { label: "New" }),
        stack.update(policy, { isEnabled: false }),
        stack.delete(policy),
        stack.delete(app),
      ];
      for (const { message } of await Promise.all(attempts.map(failureOf))) {
        expect(message).toMatch(
          /does not return the consumer key of app WxCC_SCV.*salesforce\.allowUnknownDeployerApp true/,
        );
      }
      expect(await deploysTo(scene)).toBe(0);

      const knowing = await Stack.on(local, { allowUnknownDeployerApp: "true" });
      expect((await knowing.update(policy, { isEnabled: false })).outputs.isEnabled).toBe(false);
    }));

  test("nor is any app known to be another one than the deployer's where the deployer's own is not known", () =>
    withStack(async ({ stack, local }) => {
      const app = await create(stack);
      const blind = await Stack.on(local, { clientId: undefined });
      expect((await failureOf(blind.update(app, { label: "New" }))).message).toMatch(/It is not known which app/);
      const knowing = await Stack.on(local, { clientId: undefined, allowUnknownDeployerApp: "true" });
      expect((await knowing.update(app, { label: "New" })).outputs.label).toBe("New");
      const itself = await Stack.on(local, {
        clientId: String(app.outputs.consumerKey),
        allowUnknownDeployerApp: "true",
      });
      expect((await failureOf(itself.update(app, { label: "Newer" }))).message).toMatch(/is never changed or deleted/);
    }));
});

describe("other flows", () => {
  const type = "ExtlClntAppGlobalOauthSettings";
  const name = "WxCC_SCV_glbloauth";
  const switchOn = ({ local }: Scene, flow: string) => changeComponent(local, type, name, { [flow]: true });

  test("that are kept are neither drift nor switched off, and the others are both", () =>
    withStack(async (scene) => {
      const { stack } = scene;
      const made = await create(stack, { keepFlows: ["isDeviceFlowEnabled"] });
      await switchOn(scene, "isDeviceFlowEnabled");
      await switchOn(scene, "isTokenExchangeEnabled");
      expect(await stack.drift(made)).toEqual({ otherFlows: ["isTokenExchangeEnabled"] });
      const repaired = await stack.update(made);
      expect(repaired.outputs.keptFlows).toEqual(["isDeviceFlowEnabled"]);
      expect(await stack.drift(repaired)).toEqual({});
      const all = await stack.update(repaired, { keepFlows: true });
      await switchOn(scene, "isTokenExchangeEnabled");
      expect(await stack.drift(all)).toEqual({});
      const none = await stack.update(all, { keepFlows: [] });
      expect(none.outputs.keptFlows).toBeUndefined();
      expect(await stack.drift(none)).toEqual({});
    }));

  test("that were on when an app was adopted stay on, which is said; one that somebody switches on later does not", () =>
    withStack(async (scene) => {
      const { stack, said } = scene;
      const made = await create(stack);
      describeAs(scene, made, "By hand");
      await switchOn(scene, "isCodeCredFlowEnabled");
      const adopted = await create(stack, { description: "By hand", adopt: true });
      expect(said.at(-1)).toMatch(/has other OAuth flows turned on, and they stay on: isCodeCredFlowEnabled/);
      expect(adopted.outputs.keptFlows).toEqual(["isCodeCredFlowEnabled"]);
      expect(await stack.drift(adopted)).toEqual({});
      await switchOn(scene, "isDeviceFlowEnabled");
      expect(await stack.drift(adopted)).toEqual({ otherFlows: ["isDeviceFlowEnabled"] });
      const repaired = await stack.update(adopted);
      expect(await stack.drift(repaired)).toEqual({});
      expect(repaired.outputs.keptFlows).toEqual(["isCodeCredFlowEnabled"]);
    }));
});

test.each([true, false])(
  "PKCE that the program takes back is written once, also where it reads back true (%p)",
  (readsBackTrue) =>
    withStack(
      async (scene) => {
        const { stack } = scene;
        const made = await create(stack, { isPkceRequired: true });
        await requestsTo(scene.local);
        const without = await stack.update(made, { isPkceRequired: false });
        expect(await deploysTo(scene)).toBe(1);
        expect(await stack.drift(without)).toEqual({});
        await stack.update(without);
        expect(await deploysTo(scene)).toBe(0);
        const again = await stack.update(without, { isPkceRequired: true });
        expect(await stack.drift(again)).toEqual({});
      },
      { pkceReadsBackTrue: readsBackTrue },
    ),
);

describe("an expired certificate", () => {
  const expired = certificate("expired");

  test("that the org does not hold is never written, not even for an app that is to be adopted", () =>
    withStack(async (scene) => {
      const { stack } = scene;
      const refusal = /certificatePem.*expired at 2021-01-01/;
      expect((await failureOf(create(stack, { certificatePem: expired }))).message).toMatch(refusal);
      expect((await failureOf(create(stack, { certificatePem: expired, adopt: true }))).message).toMatch(refusal);
      const made = await create(stack);
      expect((await failureOf(stack.update(made, { certificatePem: expired }))).message).toMatch(refusal);
      describeAs(scene, made, null);
      await requestsTo(scene.local);
      const other = await Stack.on(scene.local);
      expect((await failureOf(create(other, { certificatePem: expired, adopt: true }))).message).toMatch(
        /cannot be adopted: it holds another certificate/,
      );
      expect(await deploysTo(scene)).toBe(0);
    }));

  test("that the org holds is adopted and kept at every write, with a warning that says its date", () =>
    withStack(async (scene) => {
      const { stack, local, said } = scene;
      const made = await create(stack);
      describeAs(scene, made, null);
      await changeComponent(local, "ExtlClntAppGlobalOauthSettings", "WxCC_SCV_glbloauth", { certificate: expired });
      const adopted = await create(stack, { certificatePem: expired, adopt: true });
      expect(said.at(-1)).toMatch(/certificate of app WxCC_SCV expired at 2021-01-01T00:00:00.000Z/);
      const changed = await stack.update(adopted, { isIntrospectAllTokens: true });
      expect(said.filter((line) => line.includes("expired at"))).toHaveLength(1);
      expect(await stack.drift(changed)).toEqual({});
      expect(changed.outputs.certificateValidTo).toBe("2021-01-01T00:00:00.000Z");
    }));
});

test.each([
  ["given", { certificatePem: certificate("expired") }],
  ["of the app that is adopted", {}],
])("the end of a certificate %s is told once a run, by the preview's check or by the update", (_whose, given) =>
  withStack(async (scene) => {
    const { stack, local, said } = scene;
    describeAs(scene, await create(stack), null);
    await changeComponent(local, "ExtlClntAppGlobalOauthSettings", "WxCC_SCV_glbloauth", {
      certificate: certificate("expired"),
    });
    const adoption = {
      kind: "ExternalClientApp",
      name: "app",
      inputs: { ...withoutCertificate, ...given, adopt: true },
    };
    const readiness = { ...declarations.OrgReadiness, username: "nobody@mycompany.example", adoptions: [adoption] };
    const told = () => said.filter((line) => /certificate.* expired (at|on) 2021-01-01/.test(line));
    await stack.check("OrgReadiness", readiness);
    expect(told()).toHaveLength(1);
    await create(stack, { certificatePem: certificate("expired"), adopt: true });
    expect(told()).toHaveLength(1);
    // Another run says it again.
    const next = await Stack.on(local);
    await next.check("OrgReadiness", readiness);
    expect(told().length).toBe("certificatePem" in given ? 2 : 1);
  }),
);

test("the policy of relaxed refresh is written as orgs spell it, whichever spelling is declared", () =>
  withStack(async (scene) => {
    const { stack, administrator } = scene;
    const app = await create(stack);
    for (const ipRelaxation of ["Enforce_RelaxRefresh", "Enforce_relaxrefresh"]) {
      const policy = await admit(stack, app, { ipRelaxation });
      expect(await stack.drift(policy)).toEqual({});
      expect(policy.outputs.ipRelaxation).toBe(ipRelaxation);
    }
    expect(await administrator.query("SELECT IpRelaxationPolicyType FROM ExtlClntAppOauthPlcyCnfg")).toMatchObject([
      { IpRelaxationPolicyType: "Enforce_relaxrefresh" },
    ]);
  }));

test.each(["Z".repeat(80), "Warehouse_Robotics_Scheduling_Gateway"])(
  "an app named %s is made and read back",
  (apiName) =>
    withStack(async ({ stack }) => {
      const app = await create(stack, { apiName });
      expect(await stack.drift(app)).toEqual({});
      expect(await stack.drift(await admit(stack, app))).toEqual({});
    }),
);

test("an app is made and opened in an org with a namespace of its own", () =>
  withStack(
    async (scene) => {
      const { stack } = scene;
      const app = await create(stack);
      const set = await stack.create("PermissionSet", "set", { label: "IVR Access", userPermissions: ["ApiEnabled"] });
      const policy = await admit(stack, app, { permittedUsers: undefined, permissionSetIds: [set.id] });
      for (const made of [app, policy]) expect(await stack.drift(made)).toEqual({});
      expect(await stack.drift(await stack.update(app, { label: "New" }))).toEqual({});
      await stack.delete(policy);
      await stack.delete(app);
      expect(await stack.read(app)).toBeUndefined();
    },
    { namespace: "acmelab" },
  ));
