import { describe, expect, test } from "@jest/globals";
import type { LocalOrg } from "../../local-org/src/server.ts";
import { type HeldApp, heldApps } from "../../local-org/test/metadata/heldAppExamples.ts";
import { deployAll, type HeldPackage, makeWhatTheyName } from "../../local-org/test/metadata/heldApps.ts";
import { deployerConnection } from "../../local-org/test/metadata/kit.ts";
import { findAccess } from "../../operations/survey/findAccess.ts";
import { declareAccess, Reference } from "../../operations/survey/stack.ts";
import type { Values } from "../../provider/lifecycle.ts";
import type { Org } from "../../salesforce/org.ts";
import { changeComponent } from "../engine/accessInOrg.ts";
import { deployerSession, requestsTo, type Scene, withStack } from "./kit.ts";

const types = [
  "ExternalClientApplication",
  "ExtlClntAppOauthSettings",
  "ExtlClntAppGlobalOauthSettings",
  "ExtlClntAppOauthConfigurablePolicies",
  "ExtlClntAppConfigurablePolicies",
  "ExtlClntAppOauthSecuritySettings",
];

/** Everything that an org holds of apps, by component and element; lists with commas are sets. */
async function holdings(local: LocalOrg): Promise<Record<string, string>> {
  const { metadata } = deployerConnection(local);
  const found: Record<string, string> = {};
  for (const type of types) {
    const listed = [(await metadata.list([{ type }])) ?? []].flat();
    for (const { fullName } of listed) {
      const record = (await metadata.read(type as "PermissionSet", fullName)) as unknown as Record<string, unknown>;
      for (const [element, value] of Object.entries(record)) {
        const items = /^commaSeparated/.test(element) ? String(value).split(/, */).sort() : value;
        found[`${type} ${fullName} ${element}`] = JSON.stringify(items);
      }
    }
  }
  return found;
}

/** The elements in which two states of an org differ, without what they belong to. */
function differences(before: Record<string, string>, after: Record<string, string>): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => before[name] !== after[name]).map((name) => name.split(" ").at(-1) ?? "");
}

/** The packages with policies that admit the users of a permission set only, whatever they admit as they are. */
function admittingUsersOfASet(packages: readonly HeldPackage[]): HeldPackage[] {
  return packages.map(({ version, components }) => {
    const policies = Object.entries(components.ExtlClntAppOauthConfigurablePolicies ?? {}).map(([name, elements]) => [
      name,
      {
        commaSeparatedPermissionSet: "Held_Access",
        ...elements,
        permittedUsersPolicyType: "AdminApprovedPreAuthorized",
      },
    ]);
    const changed = policies.length > 0 && { ExtlClntAppOauthConfigurablePolicies: Object.fromEntries(policies) };
    return { version, components: { ...components, ...changed } };
  });
}

async function deployed({ local }: Scene, packages: readonly HeldPackage[]): Promise<void> {
  await makeWhatTheyName(local, packages);
  for (const { errors } of await deployAll(local, packages)) expect(errors).toEqual([]);
}

/** What the survey writes of the one app: the inputs of app and policies, with ids in the place of references. */
async function surveyed(org: Org): Promise<{ app: Values; policy: Values; notes: string[] }> {
  const access = await findAccess(org);
  const [found] = access.apps;
  if (!found) return { app: {}, policy: {}, notes: access.notes };
  const declarations = await declareAccess(access);
  const idOf = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(idOf);
    if (!(value instanceof Reference)) return value;
    const isApp = declarations.some(({ kind, name }) => kind === "ExternalClientApp" && name === value.name);
    return isApp ? found.id : access.permissionSets.find((set) => names.get(set.id) === value.name)?.id;
  };
  const sets = declarations.filter(({ kind }) => kind === "PermissionSet");
  const names = new Map(access.permissionSets.map(({ id }, index) => [id, sets[index]?.name]));
  const inputsOf = (kind: string): Values => {
    const inputs = declarations.find((each) => each.kind === kind)?.inputs ?? {};
    return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, idOf(value)]));
  };
  return { app: inputsOf("ExternalClientApp"), policy: inputsOf("PolicyAssignment"), notes: access.notes };
}

const deploysTo = async (local: LocalOrg) => (await requestsTo(local)).filter((request) => request === "deploy").length;

/** Surveys the one app that an org holds, adopts it, changes one element at a time, and hands it back as it was. */
async function liveWith(scene: Scene, apiName: string): Promise<void> {
  const { stack, local } = scene;
  const before = await holdings(local);
  const found = await surveyed(await deployerSession(scene.local));
  expect(found.notes.join("\n")).not.toMatch(/App \w+ is left out|comes with a package/);
  expect(found.app.apiName ?? apiName).toBe(apiName);

  const app = await stack.create("ExternalClientApp", "app", { ...found.app, adopt: true });
  const policy = await stack.create("PolicyAssignment", "policy", { ...found.policy, appId: app.id });
  const adopted = await holdings(local);
  expect(differences(before, adopted)).toEqual(["description"]);
  expect(app.outputs.isAdopted).toBe(true);
  expect(await stack.drift(app)).toEqual({});
  expect(await stack.drift(policy)).toEqual({});

  await requestsTo(local);
  const { isIntrospectAllTokens } = app.inputs;
  const changedApp = await stack.update(app, { isIntrospectAllTokens: isIntrospectAllTokens !== true });
  expect(differences(adopted, await holdings(local))).toEqual(["isIntrospectAllTokens"]);
  const { ipRelaxation } = policy.inputs;
  const changedPolicy = await stack.update(policy, {
    ipRelaxation: ipRelaxation === "Bypass" ? "Enforce" : "Bypass",
  });
  expect(differences(adopted, await holdings(local)).sort()).toEqual([
    "ipRelaxationPolicyType",
    "isIntrospectAllTokens",
  ]);
  expect(await stack.drift(changedApp)).toEqual({});
  expect(await stack.drift(changedPolicy)).toEqual({});
  expect(await deploysTo(local)).toBe(2);

  const appAgain = await stack.update(changedApp, { isIntrospectAllTokens });
  const policyAgain = await stack.update(changedPolicy, { ipRelaxation });
  expect(await holdings(local)).toEqual(adopted);
  await stack.delete(policyAgain);
  await stack.delete(appAgain);
  expect(await holdings(local)).toEqual(before);
}

describe.each(Object.entries(heldApps))("an app that an org holds: %s", (_shape, make) => {
  test("is surveyed, adopted, changed in one element at a time and handed back as it was", () => {
    const { app: apiName, packages, namespace } = make();
    return withStack(
      async (scene) => {
        await deployed(scene, admittingUsersOfASet(packages));
        await liveWith(scene, apiName);
      },
      namespace === undefined ? {} : { namespace },
    );
  });
});

/** The components of an app under the names that Setup gives them. */
const holdersOf = (apiName: string) => ({
  ExternalClientApplication: apiName,
  ExtlClntAppOauthSettings: `${apiName}_oauth`,
  ExtlClntAppGlobalOauthSettings: `${apiName}_glbloauth`,
  ExtlClntAppOauthConfigurablePolicies: `${apiName}_oauthPlcy`,
  ExtlClntAppConfigurablePolicies: `${apiName}_plcy`,
});

/** Elements of every kind that a later release may add, with values. */
const later = {
  "isNewFlag:flag": true,
  "newText:text": "Texts & <more>",
  "newTexts:texts": ["One", "Two, and three"],
  "newPart:nested": { isOn: true, items: ["a", "b"], name: "Part" },
  "newList:list": [{ name: "First" }, { isOn: false, items: ["c"] }],
};

test("elements of a later release survive every write, whatever they are made of and wherever they are", () => {
  const { app: apiName, packages } = (
    heldApps["callbacks of other schemes, several in one element"] as () => HeldApp
  )();
  const holders = holdersOf(apiName);
  return withStack(
    async (scene) => {
      const { local } = scene;
      await deployed(scene, admittingUsersOfASet(packages));
      const elements = Object.fromEntries(Object.entries(later).map(([name, value]) => [name.split(":")[0], value]));
      for (const [type, fullName] of Object.entries(holders)) await changeComponent(local, type, fullName, elements);
      const held = await holdings(local);
      for (const [type, fullName] of Object.entries(holders)) {
        for (const name of Object.keys(elements)) expect(held).toHaveProperty([`${type} ${fullName} ${name}`]);
      }
      await liveWith(scene, apiName);
    },
    { laterElements: Object.keys(holders).flatMap((type) => Object.keys(later).map((name) => `${type}.${name}`)) },
  );
});

const oauthPolicies = "ExtlClntAppOauthConfigurablePolicies";

test.each([
  ["ExternalClientApplication", "distributionState", "Hybrid", /distributionState: must be one of .*not "Hybrid"/],
  ["ExtlClntAppOauthSettings", "commaSeparatedOauthScopes", "Quantum", /scopes\[0\]: must be one of .*not "Quantum"/],
  ["ExtlClntAppConfigurablePolicies", "startPage", "Tile", /startPage: must be one of .*not "Tile"/],
  [oauthPolicies, "ipRelaxationPolicyType", "EnforceForAdmins", /ipRelaxation: .*not "EnforceForAdmins"/],
  [oauthPolicies, "permittedUsersPolicyType", "ByGroup", /permittedUsers: .*not "ByGroup"/],
  [oauthPolicies, "refreshTokenValidityUnit", "Years", /refreshTokenValidityUnit: .*not "Years"/],
])("an app with a value of a later release is left out, and the input named: %s.%s", (type, element, value, reason) => {
  const { app: apiName, packages } = (
    heldApps["callbacks of other schemes, several in one element"] as () => HeldApp
  )();
  return withStack(
    async (scene) => {
      await deployed(scene, admittingUsersOfASet(packages));
      const fullName = Object.entries(holdersOf(apiName)).find(([name]) => name === type)?.[1];
      await changeComponent(scene.local, type, String(fullName), { [element]: value });
      const { apps, notes } = await findAccess(await deployerSession(scene.local));
      expect(apps).toEqual([]);
      expect(notes).toEqual([expect.stringMatching(reason)]);
    },
    { laterElements: [`${type}.${element}=${value}`] },
  );
});

test("values of a later release in elements that have no input survive every write", () => {
  const { app: apiName, packages } = (
    heldApps["callbacks of other schemes, several in one element"] as () => HeldApp
  )();
  const values = { policyAction: "Pause", namedUserJwtSessionTimeoutType: "Rolling" };
  return withStack(
    async (scene) => {
      await deployed(scene, admittingUsersOfASet(packages));
      await changeComponent(scene.local, oauthPolicies, `${apiName}_oauthPlcy`, values);
      await liveWith(scene, apiName);
    },
    { laterElements: Object.entries(values).map(([name, value]) => `${oauthPolicies}.${name}=${value}`) },
  );
});

test.each([
  ["an org with a namespace of its own", /everybody may log in through it/],
  ["a policy with a handler, a start URL, a timeout type and an action", /its policy names no permission set/],
  ["a name of 64 characters", /no permission set or profile is pre-authorised for it/],
])("the survey leaves out an app that is not for the users of permission sets: %s", (shape, reason) => {
  const { packages, namespace } = heldApps[shape]?.() ?? { packages: [] };
  return withStack(
    async (scene) => {
      await deployed(scene, packages);
      const { apps, notes } = await findAccess(await deployerSession(scene.local));
      expect(apps).toEqual([]);
      expect(notes).toEqual([expect.stringMatching(reason)]);
    },
    namespace === undefined ? {} : { namespace },
  );
});
