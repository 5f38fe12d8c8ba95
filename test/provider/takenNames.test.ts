import { describe, expect, test } from "@jest/globals";
import { selfSigned } from "../../local-org/test/oauth/selfSigned.ts";
import type { Values } from "../../provider/lifecycle.ts";
import { withMark } from "../../provider/marks.ts";
import { unknownValue } from "../../provider/unknowns.ts";
import { makeAccess } from "./access.ts";
import { certificate, ownerOf, requestsTo, type Scene, type Stack, withStack } from "./kit.ts";

const username = "scv@mycompany.example";
const names = {
  set: { kind: "PermissionSet", name: "set", inputs: { label: "IVR Access to SCV Apex Classes" } },
  profile: { kind: "IntegrationProfile", name: "profile", inputs: { name: "SCV Integration" } },
  user: { kind: "IntegrationUser", name: "user", inputs: { username, timeZone: "GMT" } },
  app: { kind: "ExternalClientApp", name: "app", inputs: { label: "WxCC - SCV" } },
};
const declared: Values = {
  apexClasses: ["cnxscv.ServiceRouting"],
  userPermissions: ["ApexRestServices", "ApiEnabled", "ApiUserOnly"],
  permissionSetLicenses: ["SalesforceAPIIntegrationPsl"],
  username,
  owner: ownerOf("readiness"),
  creations: Object.values(names),
};

/** What a last run has left that was interrupted after its readiness. */
const begun: Values = { owner: ownerOf("readiness"), creations: [] };

const reasonsOf = async (stack: Stack, inputs: Values = {}, olds: Values = {}) =>
  (await stack.check("OrgReadiness", { ...declared, ...inputs }, olds)).failures.map(({ reason }) => reason);

const user = (inputs: Values) => ({ creations: [{ ...names.user, inputs: { ...names.user.inputs, ...inputs } }] });

/** Makes the records that the program wants to make, by hand. */
async function madeByHand({ administrator, stack }: Scene): Promise<void> {
  await administrator.create("PermissionSet", { Name: "IVR_Access_to_SCV_Apex_Classes", Label: "IVR" });
  await administrator.create("Profile", {
    Name: "SCV Integration",
    UserLicenseId: await administrator.idOf("UserLicense", "Name = 'Salesforce Integration'"),
  });
  await administrator.createUser("scv", "Minimum Access - API Only Integrations");
  await stack.create("ExternalClientApp", "of-others", {
    label: "WxCC - SCV",
    contactEmail: "admin@mycompany.example",
    callbackUrls: ["http://localhost:1717/OauthRedirect"],
    scopes: ["Api", "RefreshToken"],
    certificatePem: certificate("valid"),
  });
}

describe("names that a program is about to use", () => {
  test("are free in a new org, which is found in few calls", () =>
    withStack(async ({ stack, local }) => {
      expect(await reasonsOf(stack)).toEqual([]);
      const requests = await requestsTo(local);
      expect(requests.length).toBeLessThanOrEqual(4);
      for (const request of requests) expect(request).toMatch(/^GET |^POST \/composite$/);
    }));

  test("that are taken are found in the preview: by whom, since when, what to do", () =>
    withStack(async (scene) => {
      await madeByHand(scene);
      const when = "last changed by Local Deployer on \\d{4}-\\d\\d-\\d\\d at \\d\\d:\\d\\d UTC";
      const unmarked =
        "already exists in this org, and this stack did not create it. Choose another name; or set adopt: true to take it over";
      expect(await reasonsOf(scene.stack)).toEqual([
        expect.stringMatching(`^The permission set IVR_Access_to_SCV_Apex_Classes \\(0PS\\w+, ${when}\\) ${unmarked}`),
        expect.stringMatching(`^The profile SCV Integration \\(00e\\w+, ${when}\\) ${unmarked}`),
        expect.stringMatching(`^The user ${username} \\(005\\w+, ${when}\\) ${unmarked}`),
        expect.stringMatching(
          `^The external client app WxCC_SCV \\(0xI\\w+, ${when}\\) belongs to another resource of this stack: access/test/of-others`,
        ),
      ]);
    }));

  test("that are taken are found though they are declared with blanks around them, which Salesforce drops", () =>
    withStack(async (scene) => {
      await madeByHand(scene);
      const padded = {
        username: ` ${username} `,
        creations: [
          { ...names.set, inputs: { label: " IVR Access to SCV Apex Classes " } },
          { ...names.profile, inputs: { name: " SCV Integration" } },
          { ...names.user, inputs: { username: ` ${username} `, locale: " en_US " } },
          { ...names.app, inputs: { apiName: "WxCC_SCV " } },
        ],
      };
      expect(await reasonsOf(scene.stack, padded)).toEqual(
        ["permission set", "profile", "user", "external client app"].map((what) =>
          expect.stringMatching(`^The ${what} \\S.*\\S \\(0`),
        ),
      );
    }));

  test("that a permission set group has are told, and refused by nobody but the org", () =>
    withStack(async ({ stack, administrator, said }) => {
      const DeveloperName = "IVR_Access_to_SCV_Apex_Classes";
      await administrator.create("PermissionSetGroup", { DeveloperName, MasterLabel: "IVR" });
      for (const inputs of [{}, { creations: [], adoptions: [names.set] }]) {
        said.length = 0;
        expect(await reasonsOf(stack, inputs)).toEqual([]);
        expect(said.filter((line) => line.includes("group"))).toEqual([
          expect.stringMatching(
            `permission set group ${DeveloperName} \\(0PG\\w+, last changed by Local Deployer on .*\\) has the API name of a permission set .* overrides\\.permissionSet\\.apiName\\)$`,
          ),
        ]);
      }
    }));

  test("of profiles that a policy admits are looked for in the preview, and refused by nobody but the org", () =>
    withStack(async ({ stack, said }) => {
      const told = async (profileNames: unknown) => {
        said.length = 0;
        expect(await reasonsOf(stack, { profileNames })).toEqual([]);
        return said.filter((line) => line.includes("profileNames"));
      };
      expect(await told(["Standard User", "scv integration", unknownValue])).toEqual([]);
      expect(await told(unknownValue)).toEqual([]);
      expect(await told(["Standard User", "Nobody", "No one"])).toEqual(
        ["No one", "Nobody"].map((name) =>
          expect.stringContaining(`profileNames: there is no profile named ${name} in this org.`),
        ),
      );
    }));

  test("and all else that the readiness looks at take two calls", () =>
    withStack(async ({ stack, local }) => {
      await requestsTo(local);
      expect(await reasonsOf(stack)).toEqual([]);
      expect(await requestsTo(local)).toEqual(["GET /", "POST /composite", "POST /composite"]);
    }));

  test("that they refer to and the org does not have are found in the preview", () =>
    withStack(async ({ stack }) => {
      const set = { ...names.set.inputs, license: "Salesforce Integraton", customPermissions: ["Nope"] };
      const creations = [
        { ...names.set, inputs: set },
        { ...names.user, inputs: { ...names.user.inputs, retirementProfile: "Nobody" } },
      ];
      const expected = [
        "set: license: there is no licence named Salesforce Integraton in this org (Setup, Company Information lists them).",
        "set: customPermissions: Nope does not exist in this org. Correct the name, or make it first (Setup, Custom Permissions).",
        "user: retirementProfile: there is no profile named Nobody in this org. Name one that is (Setup, Profiles).",
      ];
      expect(await reasonsOf(stack, { creations })).toEqual(expected);
      const right = { ...names.set.inputs, license: "Salesforce Integration" };
      expect(await reasonsOf(stack, { creations: [{ ...names.set, inputs: right }] })).toEqual([]);
    }));

  test("that are taken by the stack itself are its own, whatever it has left of them", () =>
    withStack(async ({ stack }) => {
      const access = await makeAccess(stack, selfSigned());
      expect(await reasonsOf(stack, {}, begun)).toEqual([]);
      await stack.delete(access.app);
      await stack.delete(access.user);
      // The user is deactivated and keeps the username: the next create takes it back.
      expect(await reasonsOf(stack, {}, begun)).toEqual([]);
    }));

  test("that carry the mark of the stack under a former name are its own, once there was a last run", () =>
    withStack(async ({ stack, administrator }) => {
      await administrator.create("PermissionSet", {
        Name: "IVR_Access_to_SCV_Apex_Classes",
        Label: "IVR",
        Description: withMark("", "access/former/set"),
      });
      expect(await reasonsOf(stack)).toEqual([expect.stringMatching(/belongs to another stack: access\/former\/set/)]);
      const olds = { ...declared, owner: "access/former/readiness", creations: [] };
      expect(await reasonsOf(stack, {}, olds)).toEqual([]);
    }));

  test("that are not known yet are not looked for", () =>
    withStack(async (scene) => {
      await madeByHand(scene);
      const unknown = [{ ...names.set, inputs: { label: unknownValue } }, unknownValue];
      expect(await reasonsOf(scene.stack, { creations: unknown })).toEqual([]);
    }));
});

describe("a user of the stack", () => {
  /** Makes the user as the stack does, and lets somebody change it. */
  const withUser = (work: (scene: Scene & { id: string }) => Promise<void>) =>
    withStack(async (scene) => {
      const made = await makeAccess(scene.stack, selfSigned());
      await work({ ...scene, id: made.user.id });
    });

  test("that somebody has switched off is said, until that is meant to be undone, or was done by the stack", () =>
    withUser(async ({ stack, administrator, id }) => {
      await administrator.change("User", id, { IsActive: false });
      expect(await reasonsOf(stack, {}, begun)).toEqual([
        expect.stringMatching(
          new RegExp(
            `^user: the user ${username} \\(${id}\\) is inactive, .* last changed by Local Deployer on \\S+ at \\S+ UTC\\. If that was not meant as an emergency stop, set reactivate: true`,
          ),
        ),
      ]);
      expect(await reasonsOf(stack, user({ reactivate: true }), begun)).toEqual([]);
      expect(await reasonsOf(stack, user({ isActive: false }), begun)).toEqual([]);
      expect(await reasonsOf(stack, user({ isActive: true }), user({ isActive: false }))).toEqual([]);
    }));

  test("that somebody has frozen is said: by whom and when", () =>
    withUser(async ({ stack, administrator, id }) => {
      const login = await administrator.idOf("UserLogin", `UserId = '${id}'`);
      await administrator.change("UserLogin", login, { IsFrozen: true });
      expect(await reasonsOf(stack, {}, begun)).toEqual([
        expect.stringMatching(
          /was frozen by Local Deployer on \S+ at \S+ UTC and cannot log in\. .*unfreeze it in Setup/,
        ),
      ]);
      expect(await reasonsOf(stack, user({ isActive: false }))).toEqual([]);
    }));

  test("that is to be adopted is judged too", () =>
    withStack(async ({ stack, administrator }) => {
      const id = await administrator.createUser("scv", "Minimum Access - API Only Integrations");
      await administrator.change("User", id, { IsActive: false });
      const inputs = { username, email: username, lastName: "User", adopt: true };
      const adoptions = [{ kind: "IntegrationUser", name: "user", inputs }];
      expect(await reasonsOf(stack, { creations: [], adoptions })).toEqual([expect.stringMatching(/ is inactive, /)]);
    }));

  test.each([
    [
      { timeZone: "Europe/Zurch" },
      /^user: timeZone: this org does not take "Europe\/Zurch"; did you mean Europe\/Zurich\?/,
    ],
    [
      { timeZone: "Zurich time" },
      /^user: timeZone: .*take a key such as \S+, as the field TimeZoneSidKey of User lists/,
    ],
    [{ locale: "de_CG" }, /^user: locale: .*did you mean de_/],
    [{ language: "klingon" }, /^user: language: this org does not take "klingon"/],
    [{ emailEncoding: "UTF8" }, /^user: emailEncoding: .*did you mean UTF-8\?/],
    [{ fields: { Departmnt: "IT" } }, /^user: fields\.Departmnt: .*did you mean Department\?/],
    [{ fields: { CreatedDate: "now" } }, /^user: fields\.CreatedDate: Salesforce does not let the deployer write/],
  ])("that the org would not take is said: %j", (inputs, reason) =>
    withStack(async ({ stack }) => {
      expect(await reasonsOf(stack, user(inputs))).toEqual([expect.stringMatching(reason)]);
    }),
  );

  test("is taken with any key that the org lists, in whatever case, and with fields that can be written", () =>
    withStack(async ({ stack }) => {
      const inputs = { timeZone: "europe/zurich", locale: "de_CH", language: "de", fields: { Department: "IT" } };
      expect(await reasonsOf(stack, user(inputs))).toEqual([]);
    }));
});

describe("state of a version that knew no creations", () => {
  const { creations: _creations, ...former } = declared;

  test("is no change, and asks nothing", () =>
    withStack(async ({ stack, local }) => {
      const { inputs: olds } = await stack.check("OrgReadiness", former);
      const { creations: _none, ...old } = olds;
      await requestsTo(local);
      const { inputs, failures } = await stack.check("OrgReadiness", declared, old);
      expect([inputs, failures]).toEqual([old, []]);
      expect(await requestsTo(local)).toEqual([]);
    }));

  test("takes the creations up with the next other change", () =>
    withStack(async (scene) => {
      await madeByHand(scene);
      const olds = { ...former, apexClasses: [] };
      const { inputs, failures } = await scene.stack.check("OrgReadiness", declared, olds);
      expect(inputs.creations).toEqual(declared.creations);
      // The app carries the mark of the stack: with a last run, that is a resource that was renamed.
      expect(failures).toHaveLength(3);
    }));
});

describe("a class that is not there", () => {
  test("is told from a package that is not installed", () =>
    withStack(async ({ stack }) => {
      const apexClasses = ["cnxscv.ServiceRoutin", "cnxscv.Nothing", "other.Routing"];
      expect((await reasonsOf(stack, { apexClasses })).sort()).toEqual([
        expect.stringMatching(
          /^apexClasses: cnxscv\.Nothing is not in this org, though the package .* is: known are cnxscv\./,
        ),
        expect.stringMatching(/^apexClasses: cnxscv\.ServiceRoutin .*did you mean cnxscv\.ServiceRouting\?/),
        expect.stringMatching(/^apexClasses: other\.Routing is not in this org\. Install the package/),
      ]);
    }));
});

describe("a certificate in use that is no longer declared", () => {
  const app = (inputs: Values) => ({ creations: [{ ...names.app, inputs: { ...names.app.inputs, ...inputs } }] });
  const given = app({ certificatePem: certificate("valid") });

  test.each([["creations"], ["adoptions"]])("is a rotation that somebody must confirm: %s", (list) =>
    withStack(async ({ stack, local }) => {
      const olds = { ...declared, creations: [], [list]: given.creations };
      await requestsTo(local);
      expect(await reasonsOf(stack, app({}), olds)).toEqual([
        expect.stringMatching(/^app: the certificate in use is no longer declared, .* Set confirmRotation to/),
      ]);
      expect(await requestsTo(local)).toEqual([]);
      const { inputs, failures } = await stack.check(
        "OrgReadiness",
        { ...declared, ...app({}), isRotationConfirmed: true },
        olds,
      );
      expect(failures).toEqual([]);
      expect(inputs).not.toHaveProperty("isRotationConfirmed");
    }),
  );

  test("is none where another one is declared, or the app is no longer in the program", () =>
    withStack(async ({ stack }) => {
      const olds = { ...declared, ...given };
      expect(await reasonsOf(stack, app({ certificatePem: certificate("renewed") }), olds)).toEqual([]);
      expect(await reasonsOf(stack, { creations: [] }, olds)).toEqual([]);
    }));
});

describe("the generation of a key", () => {
  test.each([
    ["the same", 2, 2, undefined],
    ["the next", 2, 3, undefined],
    ["the first of a new stack", undefined, 3, undefined],
    [
      "a lower one",
      2,
      1,
      /keyGeneration\) is 1, but the last up had 2: the key of 2, which may be in use, .*Leave it at 2; .*\(activeKeyGeneration\) to 1/,
    ],
    ["a lower one whose key is gone", 3, 1, /is 1, but the last up had 3/],
    ["one that leaves some out", 2, 4, /is 4, but the last up had 2: .*one generation at a time: 3/],
    ["one that leaves the second out", 1, 3, /is 3, but the last up had 1: .*one generation at a time: 2/],
    ["any, where nobody has said the one before", 0, 3, undefined],
    ["none, where the key is not of the stack any more", 2, undefined, undefined],
  ])("goes up one by one: %s", (_what, before, now, refusal) =>
    withStack(async ({ stack, local }) => {
      const generation = (number: number | undefined) => (number ? { keyGeneration: number } : {});
      const olds =
        before === undefined ? {} : await stack.checked("OrgReadiness", "x", { ...declared, ...generation(before) });
      await requestsTo(local);
      const reasons = await reasonsOf(stack, generation(now), olds);
      expect(reasons).toEqual(refusal ? [expect.stringMatching(refusal)] : []);
      if (refusal) expect(await requestsTo(local)).toEqual([]);
    }),
  );

  test.each([
    [1, 3],
    [1, 1],
  ])("is not told to states of versions before 0.2, of generation %i and so no change of them", (first, now) =>
    withStack(async ({ stack }) => {
      const { creations: _creations, ...ofBefore } = await stack.checked("OrgReadiness", "x", declared);
      const { inputs } = await stack.check(
        "OrgReadiness",
        { ...declared, owner: ownerOf("x"), keyGeneration: first + now - 1 },
        ofBefore,
      );
      expect(inputs).not.toHaveProperty("keyGeneration");
    }),
  );

  test.each([
    [
      "a lower one",
      2,
      1,
      /keyGeneration\) is 1, but the last up had 2: the key of generation 2 is removed and never comes back, .*activeKeyGeneration/,
    ],
    ["one that leaves some out", 2, 5, /the key of generation 1 and 2 is removed/],
    ["the next", 2, 3, undefined],
    ["a lower one that keeps a key", 3, 2, /: the key of generation 3 is removed/],
  ])("may be any where keys may be lost, and what is lost is said: %s", (_what, before, now, words) =>
    withStack(async ({ stack, said }) => {
      const olds = await stack.checked("OrgReadiness", "x", { ...declared, keyGeneration: before });
      said.length = 0;
      const reasons = await reasonsOf(stack, { keyGeneration: now, allowKeyLoss: true, isEnabled: false }, olds);
      expect([reasons, said]).toEqual([[], words ? [expect.stringMatching(words)] : []]);
    }),
  );

  test("of the key alone is nothing that the org is asked about", () =>
    withStack(async ({ stack, local }) => {
      const olds = await stack.checked("OrgReadiness", "readiness", { ...declared, keyGeneration: 1 });
      await requestsTo(local);
      expect(await reasonsOf(stack, { keyGeneration: 2 }, olds)).toEqual([]);
      expect(await requestsTo(local)).toEqual([]);
    }));
});
