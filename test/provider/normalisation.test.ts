import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Values } from "../../provider/lifecycle.ts";
import type { ResourceKind } from "../../provider/registry.ts";
import { checkWithoutOrg, declarations, kinds } from "./declarations.ts";
import { certificate } from "./kit.ts";

async function inputsOf(kind: ResourceKind, given: Values): Promise<Values> {
  const { inputs, failures } = await checkWithoutOrg(kind, { ...declarations[kind], ...given });
  expect(failures).toEqual([]);
  return inputs;
}

/** The inputs that are sets: the order of their items and a repetition mean nothing. */
const sets: [ResourceKind, string, unknown[]][] = [
  ["PermissionSet", "apexClasses", ["cnxscv.ServiceRouting", "cnxscv.ServiceUtils", "c.OrderService"]],
  ["PermissionSet", "userPermissions", ["ApexRestServices", "ApiEnabled", "ViewSetup"]],
  ["PermissionSet", "customPermissions", ["One", "Two", "ns__Three"]],
  ["IntegrationProfile", "userPermissions", ["ApiEnabled", "ApiUserOnly"]],
  ["IntegrationUser", "permissionSetLicenses", ["SalesforceAPIIntegrationPsl", "IdentityConnect"]],
  ["IntegrationUser", "permissionSetIds", ["0PS000000000001GAA", "0PS000000000002GAA"]],
  ["ExternalClientApp", "scopes", ["Api", "RefreshToken", "Web"]],
  ["ExternalClientApp", "callbackUrls", ["https://a.example/", "https://b.example/", "http://localhost:1717/"]],
  ["PolicyAssignment", "permissionSetIds", ["0PS000000000001GAA", "0PS000000000002GAA"]],
  ["PolicyAssignment", "profileNames", ["SCV Integration", "Standard User"]],
  ["AccessProof", "apexClasses", ["cnxscv.ServiceRouting", "c.OrderService"]],
];

describe("check brings to one form", () => {
  test.each(sets)("the set that is %s.%s, in any order and with repetitions", async (kind, input, items) => {
    const expected = (await inputsOf(kind, { [input]: items }))[input];
    expect(expected).toHaveLength(items.length);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...items, ...items], { minLength: items.length * 2 }), async (shuffled) => {
        expect((await inputsOf(kind, { [input]: shuffled }))[input]).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });

  test("object and field permissions in any order, with the parts that are left out as false", async () => {
    const inputs = await inputsOf("PermissionSet", {
      objectPermissions: [
        { object: "Contact", allowRead: true },
        { object: "Account", allowRead: true, allowEdit: true },
      ],
      fieldPermissions: [
        { field: "Contact.Phone", readable: true },
        { field: "Account.Phone", readable: true, editable: true },
      ],
    });
    const none = { allowCreate: false, allowDelete: false, viewAllRecords: false, modifyAllRecords: false };
    expect(inputs.objectPermissions).toEqual([
      { object: "Account", allowRead: true, allowEdit: true, ...none },
      { object: "Contact", allowRead: true, allowEdit: false, ...none },
    ]);
    expect(inputs.fieldPermissions).toEqual([
      { field: "Account.Phone", readable: true, editable: true },
      { field: "Contact.Phone", readable: true, editable: false },
    ]);
  });

  test.each<[ResourceKind, string]>([
    ["IntegrationUser", "profileId"],
    ["PolicyAssignment", "appId"],
    ["AccessProof", "appId"],
    ["AccessProof", "userId"],
  ])("the id that is %s.%s, from both of its forms", async (kind, input) => {
    const long = String(declarations[kind][input]);
    expect((await inputsOf(kind, { [input]: long.slice(0, 15) }))[input]).toBe(long);
  });

  test("the ids of permission sets, so that two forms of one are one", async () => {
    const given = ["0PS000000000001", "0PS000000000001GAA"];
    expect((await inputsOf("IntegrationUser", { permissionSetIds: given })).permissionSetIds).toEqual([
      "0PS000000000001GAA",
    ]);
  });

  test("texts with blanks around them, which Salesforce drops", async () => {
    const inputs = await inputsOf("PermissionSet", {
      label: " IVR Access ",
      apiName: undefined,
      description: "What the IVR may call\n",
      apexClasses: ["cnxscv.ServiceRouting ", "cnxscv.ServiceRouting"],
    });
    expect(inputs).toMatchObject({
      label: "IVR Access",
      apiName: "IVR_Access",
      description: "What the IVR may call",
      apexClasses: ["cnxscv.ServiceRouting"],
    });
  });

  test("a username, which Salesforce keeps in lower case", async () => {
    expect((await inputsOf("IntegrationUser", { username: "SCV@MyCompany.example" })).username).toBe(
      "scv@mycompany.example",
    );
  });

  const pem = certificate("valid");
  const body = pem.split("\n").slice(1, -2);

  test.each([
    ["with Windows line ends", pem.replaceAll("\n", "\r\n")],
    ["without a line end after it", pem.trimEnd()],
    ["with blank lines around it", `\n\n${pem}\n`],
    [
      "with lines of 76 characters",
      `-----BEGIN CERTIFICATE-----\n${body.join("").replace(/(.{76})/g, "$1\n")}\n-----END CERTIFICATE-----`,
    ],
    ["without its first and last line", body.join("\n")],
    ["on one line", body.join("")],
  ])("a certificate %s", async (_form, form) => {
    expect((await inputsOf("ExternalClientApp", { certificatePem: form })).certificatePem).toBe(pem);
  });

  test("and tells other certificates apart", async () => {
    const other = (await inputsOf("ExternalClientApp", { certificatePem: certificate("renewed") })).certificatePem;
    expect(other).not.toBe(pem);
  });

  test.each(kinds.filter((kind) => kind !== "OrgReadiness"))(
    "the inputs of a %s once and for all: what came out goes in and comes out again",
    async (kind) => {
      const once = await inputsOf(kind, {});
      expect(await inputsOf(kind, once)).toEqual(once);
    },
  );
});

describe("check fills in", () => {
  const onlyRequired: [ResourceKind, Values, Values][] = [
    [
      "PermissionSet",
      { label: "IVR Access to SCV Apex Classes" },
      {
        apiName: "IVR_Access_to_SCV_Apex_Classes",
        description: "",
        license: "",
        apexClasses: [],
        userPermissions: [],
        customPermissions: [],
        objectPermissions: [],
        fieldPermissions: [],
      },
    ],
    [
      "IntegrationProfile",
      { name: "SCV Integration" },
      {
        description: "",
        userLicense: "Salesforce Integration",
        sourceProfile: "Minimum Access - API Only Integrations",
        userPermissions: [],
        otherGrants: [],
      },
    ],
    [
      "IntegrationUser",
      {
        username: "Scv@mycompany.example",
        email: "scv@mycompany.example",
        lastName: "Integration User",
        profileId: "00e000000000001AAA",
      },
      {
        firstName: "",
        alias: "integrat",
        nickname: "scv@mycompany.example",
        timeZone: "GMT",
        locale: "en_US",
        language: "en_US",
        emailEncoding: "UTF-8",
        permissionSetLicenses: [],
        permissionSetIds: [],
        isActive: true,
        reactivate: false,
        retirementProfile: "Minimum Access - API Only Integrations",
      },
    ],
    [
      "ExternalClientApp",
      {
        label: "WxCC - SCV",
        contactEmail: "admin@mycompany.example",
        callbackUrls: ["http://localhost:1717/OauthRedirect"],
        scopes: ["Api"],
        certificatePem: certificate("valid"),
      },
      {
        apiName: "WxCC_SCV",
        description: "",
        distributionState: "Local",
        isConsumerSecretOptional: true,
        isPkceRequired: true,
        isSecretRequiredForRefreshToken: true,
        isIntrospectAllTokens: false,
      },
    ],
    [
      "PolicyAssignment",
      { appId: "0xI000000000001EAA" },
      {
        permittedUsers: "AdminApprovedPreAuthorized",
        permissionSetIds: [],
        profileNames: [],
        refreshTokenPolicy: "Zero",
        ipRelaxation: "Enforce",
        startPage: "None",
        startUrl: "",
        requiredSessionLevel: "STANDARD",
        isEnabled: true,
      },
    ],
    [
      "AccessProof",
      {
        appId: "0xI000000000001EAA",
        userId: "005000000000001AAA",
        username: "scv@mycompany.example",
        consumerKey: "3MVG9key",
        privateKeyPem: declarations.AccessProof.privateKeyPem,
      },
      {
        audience: "",
        loginUrl: "",
        apexClasses: [],
        probePath: "",
        probeMethod: "GET",
        propagationTimeoutSeconds: 600,
        revisions: {},
      },
    ],
  ];

  test("the audience that a version before had filled in stays where none is declared; one that was declared does not", async () => {
    const [, given] = onlyRequired.find(([kind]) => kind === "AccessProof") ?? [];
    const audienceAfter = async (audience: string) =>
      (await checkWithoutOrg("AccessProof", { ...given, owner: "access/test/x" }, { audience })).inputs;
    expect(await audienceAfter("https://login.salesforce.com")).toMatchObject({
      audience: "https://login.salesforce.com",
    });
    expect(await audienceAfter("https://test.salesforce.com")).toMatchObject({ audience: "" });
  });

  test.each(onlyRequired)("the documented defaults of a %s", async (kind, required, defaults) => {
    const given = { ...required, owner: "access/test/x" };
    const { inputs, failures } = await checkWithoutOrg(kind, given);
    expect(failures).toEqual([]);
    const { username } = inputs;
    expect(inputs).toEqual({ ...given, ...(username && { username }), ...defaults });
  });

  test.each([
    ["IVR Access to SCV Apex Classes", "IVR_Access_to_SCV_Apex_Classes"],
    ["WxCC - SCV", "WxCC_SCV"],
    ["  (Test)  App!  ", "Test_App"],
    ["3rd Party", "X3rd_Party"],
    ["under__score", "under_score"],
  ])("the API name that Setup makes of the label %j", async (label, apiName) => {
    expect((await inputsOf("PermissionSet", { label, apiName: undefined })).apiName).toBe(apiName);
  });
});

test("an API name of an app that was derived once stays when the label changes", async () => {
  const { apiName: _apiName, ...app } = declarations.ExternalClientApp;
  const { inputs } = await checkWithoutOrg("ExternalClientApp", { ...app, label: "WxCC - SCV" });
  const { inputs: renamed } = await checkWithoutOrg("ExternalClientApp", { ...app, label: "Webex" }, inputs);
  expect([inputs.apiName, renamed.apiName]).toEqual(["WxCC_SCV", "WxCC_SCV"]);
});

describe("names that differ in the case of letters only", () => {
  test.each<[ResourceKind, string, unknown[], unknown[]]>([
    ["PermissionSet", "userPermissions", ["ApiEnabled", "Apienabled"], ["ApiEnabled"]],
    ["PermissionSet", "apexClasses", ["c.orderservice", "c.OrderService"], ["c.OrderService"]],
    ["IntegrationProfile", "userPermissions", ["APIEnabled", "ApiEnabled"], ["APIEnabled"]],
  ])("are one in %s.%s", async (kind, input, given, expected) => {
    expect((await inputsOf(kind, { [input]: given }))[input]).toEqual(expected);
  });

  test("are one object and one field, unless the entries contradict each other", async () => {
    const { objectPermissions, fieldPermissions } = await inputsOf("PermissionSet", {
      objectPermissions: [
        { object: "Account", allowRead: true },
        { object: "account", allowRead: true },
      ],
      fieldPermissions: [
        { field: "Account.Phone", readable: true },
        { field: "Account.PHONE", readable: true },
      ],
    });
    expect([objectPermissions, fieldPermissions]).toEqual([
      [expect.objectContaining({ object: "Account" })],
      [expect.objectContaining({ field: "Account.Phone" })],
    ]);
    const { failures } = await checkWithoutOrg("PermissionSet", {
      ...declarations.PermissionSet,
      objectPermissions: [
        { object: "Account", allowRead: true },
        { object: "account", allowRead: true, allowEdit: true },
      ],
    });
    expect(failures.map(({ reason }) => reason)).toEqual([
      "objectPermissions[1]: contradicts another entry for account; give one.",
    ]);
  });
});
