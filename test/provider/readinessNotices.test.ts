import { describe, expect, test } from "@jest/globals";
import type { AdoptionOutcome } from "../../provider/adoptionPreview.ts";
import { certificateDetails } from "../../provider/certificates.ts";
import type { Values } from "../../provider/lifecycle.ts";
import type { ReadinessFacts } from "../../provider/readinessFacts.ts";
import type { OrgReadinessInputs } from "../../provider/readinessInputs.ts";
import { certificateNotices, datedStack } from "../../provider/readinessNotices.ts";
import { type DatedStack, dateNotices } from "../../provider/releaseDates.ts";
import { certificate } from "./kit.ts";

const unconcerned: DatedStack = {
  apiVersion: 67,
  seesAllProfiles: true,
  changesEmail: false,
  instancedUrl: undefined,
  isSandbox: false,
  deviceFlowApps: [],
  connectedApps: [],
  connectedAppLogins: [],
};
const before = new Date("2026-11-01T00:00:00Z");
const after = new Date("2027-01-01T00:00:00Z");

describe("dates of Salesforce", () => {
  test("that do not concern a stack are not spoken of", () => {
    expect(dateNotices(unconcerned, before)).toEqual([]);
    expect(dateNotices({ ...unconcerned, seesAllProfiles: undefined }, after)).toEqual([]);
  });

  test.each<[string, Partial<DatedStack>, RegExp, RegExp]>([
    [
      "Profile Filtering",
      { seesAllProfiles: false },
      /^from Winter '27 on, Profile Filtering .*"View All Profiles" \(ViewAllProfiles\)/,
      /^from Winter '27 on, /,
    ],
    [
      "the device flow",
      { deviceFlowApps: ["app"] },
      /^from 2026-11-30 on, the device flow .* app has not\. Switch/,
      /^since 2026-11-30, /,
    ],
    [
      "e-mail addresses",
      { changesEmail: true },
      /^from 2026-12-01 on, a changed e-mail .* link/,
      /^since 2026-12-01, /,
    ],
    [
      "the address of an instance, in a sandbox",
      { instancedUrl: "https://cs12.salesforce.com", isSandbox: true },
      /^from Winter '27 on, addresses of instances such as https:\/\/cs12\.salesforce\.com .*My Domain/,
      /^from Winter '27 on, /,
    ],
    [
      "the address of an instance, in production",
      { instancedUrl: "https://na139.salesforce.com" },
      /^from Spring '27 on, addresses of instances/,
      /^from Spring '27 on, /,
    ],
    ["old versions of the API", { apiVersion: 40 }, /^from Summer '27 on, versions 31 to 40/, /^from Summer '27 on, /],
    [
      "connected apps",
      { connectedApps: ["WxCC"] },
      /^from Summer '27 on, connected apps .* this org has one with the name of the app, WxCC\. Migrate/,
      /^from Summer/,
    ],
    [
      "logins through connected apps",
      { connectedApps: ["WxCC"], connectedAppLogins: [{ app: "WxCC", lastDay: "2026-10-31" }] },
      /^from Summer '27 on, connected apps are no longer supported, and the stack's user has logged in through WxCC, last on 2026-10-31\. Migrate/,
      /^from Summer/,
    ],
  ])("that concern it are said once, with the source, before and after: %s", (_what, stack, early, late) => {
    for (const [now, text] of [
      [before, early],
      [after, late],
    ] as const) {
      const notices = dateNotices({ ...unconcerned, ...stack }, now);
      expect(notices).toEqual([expect.stringMatching(text)]);
      expect(notices[0]).toMatch(/ \(Salesforce Release Notes\)$/);
    }
  });
});

const inputs: OrgReadinessInputs = {
  apexClasses: [],
  userPermissions: [],
  sourceProfile: "Minimum Access - API Only Integrations",
  userLicense: "Salesforce Integration",
  permissionSetLicenses: [],
  username: "scv@mycompany.example",
  owner: "access/test/readiness",
};
const withApp = (app: object): OrgReadinessInputs => ({
  ...inputs,
  creations: [{ kind: "ExternalClientApp", name: "app", inputs: { label: "WxCC", ...app } }],
});

describe("the end of a certificate that was given", () => {
  const end = new Date(certificateDetails(certificate("valid")).validTo);
  const daysBefore = (days: number) => new Date(end.getTime() - days * 86_400_000);
  const given = withApp({ certificatePem: certificate("valid") });

  test("is said in the last 60 days, and when it is over; not before, and not of none", () => {
    expect(certificateNotices(given, daysBefore(61.5))).toEqual([]);
    const date = end.toISOString().slice(0, 10);
    expect(certificateNotices(given, daysBefore(30.5))).toEqual([
      `app: the certificate expires on ${date}, in 30 days: renew it`,
    ]);
    expect(certificateNotices(given, daysBefore(-1))).toEqual([
      expect.stringMatching(new RegExp(`^app: the certificate expired on ${date}\\. .*renew it$`)),
    ]);
    expect(certificateNotices(withApp({}), daysBefore(-1))).toEqual([]);
    expect(certificateNotices(withApp({ certificatePem: "none" }), daysBefore(-1))).toEqual([]);
  });
});

describe("what the dates depend on", () => {
  const org = { apiVersion: "67.0", instanceUrl: "https://mycompany.my.salesforce.com" };
  const facts: ReadinessFacts = {
    apexClasses: [],
    classesBeside: [],
    userPermissions: [],
    permissionSetLicenses: [],
    userFields: [],
    lostReferences: [],
    valueHolders: [],
    taken: [],
    groupsNamedAlike: [],
    unseenProfiles: { names: [], seesOthers: true },
    absent: [],
    connectedApps: ["WxCC"],
    connectedAppLogins: [],
    deployerPermissions: [],
    knowsDeployerApp: true,
    user: {
      id: "005000000000001AAA",
      mark: undefined,
      lastModifiedBy: "Ada Admin",
      lastModifiedDate: "",
      email: "old@mycompany.example",
      isActive: true,
    },
  };
  const withUser = (user: Values): OrgReadinessInputs => ({
    ...inputs,
    creations: [{ kind: "IntegrationUser", name: "user", inputs: user }],
  });

  test("is a new e-mail address of a user who is there", () => {
    const changes = (declared: OrgReadinessInputs, found = facts) =>
      datedStack(found, declared, [], org, false).changesEmail;
    expect(changes(withUser({ email: "new@mycompany.example" }))).toBe(true);
    expect(changes(withUser({ email: "OLD@mycompany.example" }))).toBe(false);
    expect(changes(withUser({}))).toBe(false);
    const { user: _user, ...without } = facts;
    expect(changes(withUser({ email: "new@mycompany.example" }), without)).toBe(false);
  });

  test.each([
    ["https://na139.salesforce.com", true],
    ["https://cs12.salesforce.com", true],
    ["https://USA2S.salesforce.com/", true],
    ["https://mycompany.my.salesforce.com", false],
    ["https://mycompany--uat.sandbox.my.salesforce.com", false],
    ["https://login.salesforce.com", false],
    ["https://na139.salesforce.com.example", false],
    ["http://127.0.0.1:8417", false],
  ])("is an address of an instance: %s is one: %p", (instanceUrl, isOne) => {
    const { instancedUrl } = datedStack(facts, withUser({}), [], { ...org, instanceUrl }, true);
    expect(instancedUrl).toBe(isOne ? instanceUrl : undefined);
  });

  test("is an app with the device flow and a callback elsewhere, declared or found", () => {
    const flows = (app: object, current: object = {}) => {
      const adoption = { kind: "ExternalClientApp", name: "app", inputs: {} } as const;
      const outcomes = [{ adoption, declared: {}, current }] as unknown as AdoptionOutcome[];
      return datedStack(facts, withApp(app), outcomes, org, false).deviceFlowApps;
    };
    const open = { otherFlows: ["isDeviceFlowEnabled"], callbackUrls: ["https://mycompany.example/callback"] };
    expect(flows(open)).toEqual(["app"]);
    expect(flows({}, open)).toEqual(["app"]);
    expect(flows(open, open)).toEqual(["app"]);
    expect(flows({ ...open, callbackUrls: ["http://localhost:1717/OauthRedirect"] })).toEqual([]);
    expect(flows({ ...open, otherFlows: ["isTokenExchangeEnabled"] })).toEqual([]);
  });

  test("is a connected app of the same name, unless the app itself is there already", () => {
    expect(datedStack(facts, withApp({}), [], org, false).connectedApps).toEqual(["WxCC"]);
    const app = {
      what: "external client app WxCC",
      id: "0xI000000000001EAA",
      mark: undefined,
      owner: "access/test/app",
      lastModifiedBy: "Ada Admin",
      lastModifiedDate: "",
      obstacles: [],
    };
    expect(datedStack({ ...facts, taken: [app] }, withApp({}), [], org, false).connectedApps).toEqual([]);
  });
});
