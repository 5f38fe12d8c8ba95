import { describe, expect, test } from "@jest/globals";
import type { Values } from "../../provider/lifecycle.ts";
import { unknownValue } from "../../provider/unknowns.ts";
import { connectedApp, inSetup, loginVerdict, setUpByHand } from "./connectedAccess.ts";
import { deployerWith, ownerOf, requestsTo, type Scene, Stack, withStack } from "./kit.ts";

const declared: Values = {
  apexClasses: ["cnxscv.ServiceRouting"],
  userPermissions: ["ApexRestServices", "ApiEnabled", "ApiUserOnly"],
  permissionSetLicenses: ["SalesforceAPIIntegrationPsl"],
  username: "scv@mycompany.example",
  owner: ownerOf("readiness"),
};

const reasonsOf = async (stack: Stack, inputs: Values = {}) =>
  (await stack.check("OrgReadiness", { ...declared, ...inputs })).failures.map(({ reason }) => reason);

describe("the readiness of an org", () => {
  test("is found in few calls that only read, and its id is that of the org", () =>
    withStack(async ({ stack, local }) => {
      expect(await reasonsOf(stack)).toEqual([]);
      const requests = await requestsTo(local);
      expect(requests.length).toBeLessThanOrEqual(4);
      for (const request of requests) expect(request).toMatch(/^GET |^POST \/composite$/);

      const made = await stack.create("OrgReadiness", "readiness", declared);
      expect(made.id).toBe(local.org.organizationId);
      expect(made.outputs).toMatchObject({ instanceUrl: local.url, apiVersion: "67.0", revision: expect.any(Number) });
      expect(await stack.read(made)).toEqual(made);
      await stack.delete(made);
    }));

  test("is not asked again while nothing declared has changed", () =>
    withStack(async ({ stack, local }) => {
      const made = await stack.create("OrgReadiness", "readiness", declared);
      // What is gone in the meantime is the business of a refresh.
      local.org.records.remove(
        "ApexClass",
        String(local.org.records.find("ApexClass", { Name: "ServiceRouting" })[0]?.Id),
      );
      await requestsTo(local);
      expect((await stack.check("OrgReadiness", declared, made.inputs)).failures).toEqual([]);
      expect(await requestsTo(local)).toEqual([]);
      const changed = { ...declared, username: "other@mycompany.example" };
      expect((await stack.check("OrgReadiness", changed, made.inputs)).failures).toHaveLength(1);
    }));

  test("is not asked where that is switched off, and the input is absent where it is not", () =>
    withStack(async ({ stack, local }) => {
      await requestsTo(local);
      expect(await reasonsOf(stack, { apexClasses: ["other.Routing"], isEnabled: false })).toEqual([]);
      expect(await requestsTo(local)).toEqual([]);
      const { inputs, failures } = await stack.check("OrgReadiness", { ...declared, isEnabled: true });
      expect(failures).toEqual([]);
      expect(inputs).not.toHaveProperty("isEnabled");
    }));

  test("is not asked while something declared is not known yet, nor when it is wrong by itself", () =>
    withStack(async ({ stack, local }) => {
      await requestsTo(local);
      expect(await reasonsOf(stack, { username: unknownValue })).toEqual([]);
      expect(await reasonsOf(stack, { apexClasses: ["ServiceRouting"] })).toHaveLength(1);
      expect(await requestsTo(local)).toEqual([]);
    }));

  test("misses what the org does not have, all at once", () =>
    withStack(async ({ stack }) => {
      const reasons = await reasonsOf(stack, {
        apexClasses: ["cnxscv.ServiceRouting", "other.Routing"],
        userPermissions: ["ApiEnabled", "NoSuchThing"],
        sourceProfile: "No Profile",
        permissionSetLicenses: ["NoSuchPsl"],
      });
      expect(reasons.sort()).toEqual([
        expect.stringMatching(/^apexClasses: other\.Routing is not in this org/),
        expect.stringMatching(/^permissionSetLicenses: .*NoSuchPsl/),
        expect.stringMatching(/^sourceProfile: there is no profile "No Profile"/),
        expect.stringMatching(/^userPermissions: this org has no user permission NoSuchThing/),
      ]);
    }));

  test("misses seats, but not for a user who holds them already", () =>
    withStack(async ({ stack, administrator }) => {
      const ids: string[] = [];
      for (const name of ["a", "b", "c", "d", "scv"]) {
        ids.push(await administrator.createUser(name, "Minimum Access - API Only Integrations"));
      }
      expect(await reasonsOf(stack, { username: "sixth@mycompany.example" })).toEqual([
        expect.stringMatching(/^userLicense: no seat of Salesforce Integration is free \(5 of 5 used\)/),
      ]);
      expect(await reasonsOf(stack)).toEqual([]);
      await administrator.change("User", String(ids[0]), { IsActive: false });
      expect(await reasonsOf(stack, { username: "sixth@mycompany.example" })).toEqual([]);
    }));

  test("names each permission that the deployer lacks, in the words of Setup", () =>
    withStack(async ({ local, administrator }) => {
      const clerk = await deployerWith({ local, administrator }, [
        "ApiEnabled",
        "ViewSetup",
        "ViewAllProfiles",
        "AssignPermissionSets",
      ]);
      const reasons = await reasonsOf(clerk);
      expect(reasons).toEqual([
        expect.stringContaining('"Manage Users or Manage Internal Users"'),
        expect.stringContaining('"Manage Profiles and Permission Sets"'),
        expect.stringContaining('"Modify Metadata Through Metadata API Functions"'),
        expect.stringContaining("ExternalClientAppAdmin"),
        expect.stringContaining("ExternalClientAppDeveloper"),
      ]);
      for (const reason of reasons) expect(reason).toContain("The deployer lacks the permission");
    }));

  test("cannot be found without a session, and why is said by a failed check", () =>
    withStack(async ({ local }) => {
      const failed = [
        await Stack.on(local, {}, "00D!no-such-session"),
        await Stack.on(local, { orgId: "00D000000000062EAA" }),
        await Stack.on(local, { instanceUrl: undefined }),
        await Stack.on(local, { apiVersion: "99.0" }),
      ];
      const reasons = await Promise.all(failed.map((stack) => reasonsOf(stack)));
      expect(reasons).toEqual([
        [expect.stringMatching(/INVALID_SESSION_ID.*get a new access token/)],
        [
          expect.stringMatching(
            /leads to org .* but pulumi-nodejs:salesforce\.orgId says .* 00D000000000062EAA.*Nothing was touched/,
          ),
        ],
        [expect.stringMatching(/pulumi-nodejs:salesforce\.instanceUrl .* is missing/)],
        [
          expect.stringMatching(
            /UNKNOWN_API_VERSION: .* version 99\.0 .*it has 31\.0 to 6\d\.0\. Set pulumi-nodejs:salesforce\.apiVersion .*to one of these/,
          ),
        ],
      ]);
      expect(JSON.stringify(reasons)).not.toContain("no-such-session");
    }));
});

describe("a change that ends the logins of a connector", () => {
  const app = (inputs: Values) => ({ creations: [{ kind: "ExternalClientApp", name: "app", inputs }] });
  const before = { ...declared, ...app({ label: "WxCC - SCV", apiName: "WxCC_SCV" }) };

  test.each<[string, Values, Values, RegExp[]]>([
    [
      "another API name of the app",
      before,
      app({ label: "WxCC - SCV", apiName: "Wx_Routing" }),
      [/^OrgReadiness: app: the API name changes from WxCC_SCV to Wx_Routing, .* consumer key, the Client ID of/],
    ],
    [
      "an API name where it was derived from the label",
      { ...declared, ...app({ label: "WxCC - SCV" }) },
      app({ label: "WxCC - SCV", apiName: "Wx_Routing" }),
      [/from WxCC_SCV to Wx_Routing/],
    ],
    [
      "another username",
      before,
      { username: "other@mycompany.example" },
      [/^OrgReadiness: username: it changes from scv@mycompany\.example to other@mycompany\.example\. .* Email ID/],
    ],
    ["another label alone, with which the app keeps its API name", before, app({ label: "Other" }), []],
    ["other letters of the same names", before, app({ label: "WxCC - SCV", apiName: "WXCC_SCV" }), []],
    ["an app of another name beside it", before, { creations: [...before.creations, ...app({}).creations] }, []],
    ["a first run", {}, {}, []],
    ["a username that is not known yet", before, { username: unknownValue }, []],
  ])("is said in the preview, for %s", (_what, olds, change, lines) =>
    withStack(async ({ stack, said }) => {
      await stack.check("OrgReadiness", { ...before, ...change }, olds);
      expect(said.filter((line) => line.includes(" fail from the update on"))).toEqual(
        lines.map((line) => expect.stringMatching(line)),
      );
    }),
  );
});

describe("a user who logs in through a connected app", () => {
  const app = { kind: "ExternalClientApp", name: "app", inputs: { label: "WxCC - SCV" } };
  const set = { kind: "PermissionSet", name: "set", inputs: { label: "IVR Access to SCV Apex Classes" } };
  const inputs = { ...declared, creations: [app], adoptions: [set], userPermissions: ["ApiEnabled"] };
  const ofConnectedApps = async ({ stack, said }: Scene, change: Values = {}) => {
    said.length = 0;
    await stack.check("OrgReadiness", { ...inputs, ...change });
    return said.filter((line) => line.includes("connected apps"));
  };

  test("is spoken of once, with the app, the last login, the date and the ways out, until it was migrated", () =>
    withStack(async (scene) => {
      const { local } = scene;
      const access = await setUpByHand(local);
      expect(await ofConnectedApps(scene)).toEqual([]);
      expect(await loginVerdict(local, access)).toBe("ok");
      expect(await loginVerdict(local, access)).toBe("ok");
      expect(await ofConnectedApps(scene)).toEqual([
        expect.stringMatching(
          new RegExp(
            `^OrgReadiness: .*Summer '27.* connected apps are no longer supported, and the stack's user has logged in through ${connectedApp.label}, last on \\d{4}-\\d\\d-\\d\\d\\. Migrate .*docs/connected-app\\.md \\(Salesforce Release Notes\\)$`,
          ),
        ),
      ]);
      await inSetup(local, access, "migrate");
      expect(await loginVerdict(local, access)).toBe("ok");
      expect(await ofConnectedApps(scene)).toEqual([]);
    }));

  test("is not spoken of where an external client app of the stack has the same name: the history does not tell them apart", () =>
    withStack(async (scene) => {
      const { local } = scene;
      expect(await loginVerdict(local, await setUpByHand(local))).toBe("ok");
      const adopted = { kind: "ExternalClientApp", name: "app", inputs: { label: connectedApp.label } };
      for (const line of await ofConnectedApps(scene, { creations: [adopted] })) expect(line).not.toContain("last on");
    }));

  test("is not known to a deployer who may not see the logins of others, and stops nobody", () =>
    withStack(async (scene) => {
      const { local } = scene;
      expect(await loginVerdict(local, await setUpByHand(local))).toBe("ok");
      const permissions = ["ApiEnabled", "ViewSetup", "ManageInternalUsers", "ViewAllUsers", "ViewAllProfiles"];
      const stack = await deployerWith(scene, permissions);
      expect(await ofConnectedApps({ ...scene, stack })).toEqual([]);
    }));
});
