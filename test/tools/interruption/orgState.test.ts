import { describe, expect, test } from "@jest/globals";
import { leaksIn, unclear, unclearOperation } from "../../../tools/interruption/messages.ts";
import {
  certificatesIn,
  comparable,
  differenceOf,
  type Expectation,
  type OrgExport,
  violations,
} from "../../../tools/interruption/orgState.ts";
import { descendantsOf } from "../../../tools/interruption/processTree.ts";
import { summaryOf } from "../../../tools/interruption/stack.ts";

const username = "integration@example.com";
const expected: Expectation = {
  username,
  mayBeActive: true,
  profiles: ["Integration"],
  permissionSets: ["Access"],
};
const user = { Username: username, IsActive: true, ProfileId: "Integration" };
const assignment = (name: string) => ({ AssigneeId: username, PermissionSetId: name });
const policy = { ExternalClientApplicationId: "App", PermittedUsersPolicyType: "AdminApprovedPreAuthorized" };
const settings = { ExternalClientApplicationId: "App" };

const org = (added: OrgExport["added"]): OrgExport => ({ added, externalClientApps: {} });

describe("what must hold at every moment", () => {
  test("holds for an empty org, and for one with the whole access", () => {
    expect(violations(org({}), expected)).toEqual([]);
    const whole = org({
      User: [user, { Username: "(deployer)", IsActive: true, ProfileId: "System Administrator" }],
      PermissionSetAssignment: [assignment("Access"), assignment("(set of the profile Integration)")],
      ExtlClntAppOauthSettings: [settings],
      ExtlClntAppOauthPlcyCnfg: [policy],
    });
    expect(violations(whole, expected)).toEqual([]);
  });

  test.each<[string, OrgExport["added"], Partial<Expectation>]>([
    ["app App has no OAuth policies", { ExtlClntAppOauthSettings: [settings] }, {}],
    [
      "app App is open to AllSelfAuthorized",
      {
        ExtlClntAppOauthSettings: [settings],
        ExtlClntAppOauthPlcyCnfg: [{ ...policy, PermittedUsersPolicyType: "AllSelfAuthorized" }],
      },
      {},
    ],
    [`user ${username} is active after its destroy`, { User: [user] }, { mayBeActive: false }],
    [`user ${username} is active as Standard User`, { User: [{ ...user, ProfileId: "Standard User" }] }, {}],
    ["user other@example.com is active", { User: [{ ...user, Username: "other@example.com" }] }, {}],
    [`user ${username} holds Other`, { PermissionSetAssignment: [assignment("Other")] }, {}],
  ])("does not when %s", (violation, added, change) => {
    expect(violations(org(added), { ...expected, ...change })).toEqual([violation]);
  });

  test("holds for a user that was deactivated", () => {
    const retired = { User: [{ ...user, IsActive: false }] };
    expect(violations(org(retired), { ...expected, mayBeActive: false })).toEqual([]);
  });
});

describe("two orgs", () => {
  const withCertificate = (certificate: string, label = "App"): OrgExport => ({
    added: {},
    externalClientApps: { ExtlClntAppGlobalOauthSettings: { App_glbloauth: { certificate, label } } },
  });

  test("are equal when only the certificates differ, which each run makes anew", () => {
    expect(comparable(withCertificate("AA:01"))).toBe(comparable(withCertificate("BB:02")));
    expect(certificatesIn(withCertificate("AA:01"))).toEqual(["aa01"]);
  });

  test("are equal whatever calls came in between", () => {
    const called = { ...org({ VoiceCall: [{ VendorCallKey: "1" }], User: [user] }) };
    expect(comparable(called)).toBe(comparable(org({ User: [user] })));
  });

  test("that differ are told apart, with the lines that differ", () => {
    const [one, other] = [comparable(withCertificate("AA:01")), comparable(withCertificate("AA:01", "Other"))];
    expect(differenceOf(one, other)).toBe('+ "label": "App"\n- "label": "Other"');
  });
});

describe("what a stopped run says", () => {
  const clear =
    'error: IntegrationUser "scv-user" (a@b.c): creating the User failed with X: no. Run again: it is kept.';

  test("is clear when it names the resource and a next step", () => expect(unclear(clear)).toEqual([]));

  test.each([
    ["no message names the resource and what failed", "error: it broke"],
    ["no message says what to do next", 'error: PermissionSet "set": creating it failed with X: no.'],
    ["a stack trace is printed", `${clear}\n    at call (/provider/index.ts:12:3)`],
  ])("is not when %s", (problem, output) => expect(unclear(output)).toEqual([problem]));

  test("of the package is clear when its last line says what failed, without a trace", () => {
    const failed = "1/2 flow Callback: moves …\nWebex: locking flow Callback: there was no answer (ECONNRESET).\n";
    expect(unclearOperation(failed)).toEqual([]);
    expect(unclearOperation("it broke")).toEqual(["no message says what failed"]);
    expect(unclearOperation(`    at call (/webex/gateway.ts:12:3)\n${failed}`)).toEqual(["a stack trace is printed"]);
  });

  test.each([
    ["a private key is printed", "-----BEGIN PRIVATE KEY-----\nMIIE"],
    ["an access token is printed", "00D5g00000ABCDE!AQ4.x_y"],
    ["an assertion is printed", "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIzTVZHOSJ9.c2ln"],
  ])("is watched for secrets: %s", (leak, output) => {
    expect(leaksIn(output)).toEqual([leak]);
    expect(leaksIn(clear)).toEqual([]);
  });
});

test("all that a process has started is found, grandchildren too, and nothing else", () => {
  const list = "    1     0\n  10     1\n  11    10\n  12    11\n  20     1\n";
  expect(descendantsOf(10, list)).toEqual([11, 12]);
});

test("the summary of a state names its resources, what is unfinished, the apps' certificates and what is left of a rotation", () => {
  const urn = (name: string) => `urn:pulumi:dev::project::type$kind::${name}`;
  const resources = [
    { urn: urn("user"), type: "t", initErrors: ["no seat"] },
    { urn: urn("app"), type: "t", outputs: { certificateSha256: "aa01" } },
    { urn: urn("app-green"), type: "t", outputs: { certificateSha256: "bb02" } },
    { urn: urn("stack"), type: "pulumi:pulumi:Stack", outputs: { rotation: { generation: 2 } } },
  ];
  expect(summaryOf(JSON.stringify({ checkpoint: { latest: { resources } } }))).toEqual({
    resources: ["type$kind::app", "type$kind::app-green", "type$kind::stack", "type$kind::user"],
    unfinished: ["user"],
    certificates: ["aa01", "bb02"],
    rotation: { generation: 2 },
  });
  expect(summaryOf(JSON.stringify({ checkpoint: { latest: null } })).resources).toEqual([]);
});
