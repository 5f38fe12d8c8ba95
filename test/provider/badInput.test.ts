import { describe, expect, test } from "@jest/globals";
import { call } from "../../provider/index.ts";
import type { CheckFailure, Values } from "../../provider/lifecycle.ts";
import { lifecycleOf, type ResourceKind } from "../../provider/registry.ts";
import { anyPrivateKey, checkWithoutOrg, declarations, kinds } from "./declarations.ts";
import { certificate } from "./kit.ts";

async function failuresOf(kind: ResourceKind, wrong: Values): Promise<CheckFailure[]> {
  const { failures } = await checkWithoutOrg(kind, { ...declarations[kind], ...wrong });
  return failures;
}

/** Kind, the one wrong input, and what the reason says is allowed. */
const table: [ResourceKind, Values, RegExp][] = [
  ["PermissionSet", { label: "" }, /is required/],
  ["PermissionSet", { label: 1234 }, /label: must be a text: put it into quotes, "1234"/],
  ["PermissionSet", { apexClasses: [true] }, /apexClasses\[0\]: must be a text: put it into quotes, "true"/],
  ["PermissionSet", { label: "x".repeat(81) }, /at most 80 characters, not 81/],
  ["PermissionSet", { apiName: "" }, /is required/],
  ["PermissionSet", { apiName: "IVR Access" }, /letters, digits and single underscores, starting with a letter/],
  ["PermissionSet", { apiName: "1_Access" }, /starting with a letter/],
  ["PermissionSet", { apiName: "IVR__Access" }, /single underscores/],
  ["PermissionSet", { apiName: "IVR_" }, /not ending with an underscore/],
  ["PermissionSet", { apiName: `A${"x".repeat(80)}` }, /at most 80 characters, not 81/],
  ["PermissionSet", { description: "x".repeat(255) }, /at most \d+ characters, not 255/],
  ["PermissionSet", { apexClasses: ["ServiceRouting"] }, /namespace\.ClassName, for example cnxscv\.ServiceRouting/],
  ["PermissionSet", { apexClasses: ["cnxscv__ServiceRouting"] }, /namespace\.ClassName/],
  ["PermissionSet", { apexClasses: ["cnxscv.a.ServiceRouting"] }, /namespace\.ClassName/],
  ["PermissionSet", { apexClasses: ["cnxscv."] }, /namespace\.ClassName/],
  ["PermissionSet", { apexClasses: [".ServiceRouting"] }, /or c\.ClassName for a class of the org itself/],
  ["PermissionSet", { apexClasses: ["cnxscv.ServiceRouting", ""] }, /is required/],
  [
    "PermissionSet",
    { apexClasses: "cnxscv.ServiceRouting" },
    /must be a list, also of one: \["cnxscv\.ServiceRouting"\]\./,
  ],
  ["PermissionSet", { apexClasses: true }, /must be a list\.$/],
  ["PermissionSet", { label: ["IVR Access"] }, /label: must be a text, not a list\./],
  [
    "PermissionSet",
    { userPermissions: [{ ApiEnabled: true }] },
    /userPermissions\[0\]: must be a text, not an object\./,
  ],
  ["PermissionSet", { adopt: "true" }, /adopt: must be true or false \(write it without quotes: true\)\./],
  ["PermissionSet", { adopt: "yes" }, /adopt: must be true or false\.$/],
  ["PermissionSet", { userPermissions: ["API Enabled"] }, /API name of a user permission such as ApiEnabled/],
  ["PermissionSet", { userPermissions: ["PermissionsApiEnabled"] }, /such as ApiEnabled/],
  ["PermissionSet", { customPermissions: ["not a name"] }, /must be an API name/],
  ["PermissionSet", { objectPermissions: [{ allowRead: true }] }, /needs an object, for example/],
  ["PermissionSet", { objectPermissions: [{ object: "Account" }] }, /must have allowRead: true/],
  [
    "PermissionSet",
    { objectPermissions: [{ object: "Account", allowRead: true, allowDelete: true }] },
    /allowDelete needs allowEdit too/,
  ],
  [
    "PermissionSet",
    { objectPermissions: [{ object: "Account", allowRead: true, allowEdti: true }] },
    /objectPermissions\[0\]: has no allowEdti; did you mean allowEdit\?/,
  ],
  [
    "PermissionSet",
    { objectPermissions: [{ object: "Account", allowRead: true, ModifyAllRecords: true }] },
    /has no ModifyAllRecords; did you mean modifyAllRecords\?/,
  ],
  [
    "PermissionSet",
    { objectPermissions: [{ object: "Account", allowRead: true, modifyAllRecords: "true" }] },
    /objectPermissions\[0\]\.modifyAllRecords: must be true or false \(write it without quotes: true\)\./,
  ],
  [
    "PermissionSet",
    { objectPermissions: ["Account"] },
    /objectPermissions\[0\]: must be an object with object, allowR/,
  ],
  ["PermissionSet", { objectPermissions: [{ object: " ", allowRead: true }] }, /needs an object, for example/],
  [
    "PermissionSet",
    { fieldPermissions: [{ field: "Account.Phone", readable: true, read: true }] },
    /fieldPermissions\[0\]: has no read; known are editable, field, readable/,
  ],
  [
    "PermissionSet",
    { fieldPermissions: [{ field: "Account.Phone", readable: "yes" }] },
    /fieldPermissions\[0\]\.readable: must be true or false/,
  ],
  ["PermissionSet", { fieldPermissions: [["Account.Phone"]] }, /fieldPermissions\[0\]: must be an object with field/],
  ["PermissionSet", { fieldPermissions: [{ field: "Phone", readable: true }] }, /Object\.Field, for example/],
  ["PermissionSet", { fieldPermissions: [{ field: "Account.Phone", editable: true }] }, /editable needs readable too/],
  ["PermissionSet", { fieldPermissions: [{ field: "Account.Phone" }] }, /must have readable: true/],
  ["IntegrationProfile", { name: "" }, /is required/],
  ["IntegrationProfile", { name: "x".repeat(256) }, /at most 255 characters, not 256/],
  ["IntegrationProfile", { userPermissions: ["apiEnabled"] }, /such as ApiEnabled/],
  ["IntegrationUser", { username: "scv" }, /form of an e-mail address with at most 80 characters/],
  ["IntegrationUser", { username: "scv@mycompany" }, /form of an e-mail address/],
  ["IntegrationUser", { username: `${"x".repeat(70)}@mycompany.example` }, /at most 80 characters/],
  ["IntegrationUser", { username: "" }, /is required/],
  ["IntegrationUser", { email: "scv at mycompany.example" }, /must be an e-mail address/],
  ...[
    "<scv@mycompany.example>",
    "'scv@mycompany.example",
    "mailto:scv@mycompany.example",
    "a@mycompany.example;",
  ].flatMap((address): [ResourceKind, Values, RegExp][] => [
    ["IntegrationUser", { username: address }, /username: must have the form of an e-mail address/],
    ["IntegrationUser", { email: address }, /email: must be an e-mail address/],
    ["ExternalClientApp", { contactEmail: address }, /contactEmail: must be an e-mail address/],
  ]),
  ["IntegrationUser", { email: "" }, /is required/],
  ["IntegrationUser", { lastName: "" }, /is required/],
  ["IntegrationUser", { alias: "scvintegr" }, /at most 8 characters, not 9/],
  ["IntegrationUser", { nickname: "x".repeat(41) }, /at most 40 characters, not 41/],
  ["IntegrationUser", { fields: "Department" }, /fields: must be an object of API names and values/],
  ["IntegrationUser", { fields: ["Department"] }, /fields: must be an object of API names and values/],
  [
    "IntegrationUser",
    { fields: { "De partment": "IT" } },
    /fields: has "De partment", which is no API name of a field/,
  ],
  ["IntegrationUser", { fields: { Department: { of: "IT" } } }, /fields\.Department: must be a text, not an object/],
  [
    "IntegrationUser",
    { fields: { username: "x@y.zz" } },
    /fields\.username: does not belong here: give it as username/,
  ],
  ["IntegrationUser", { fields: { TimezoneSidKey: "GMT" } }, /fields\.TimezoneSidKey: .* give it as timeZone/],
  ["IntegrationUser", { fields: { isactive: false } }, /fields\.isactive: .* give it as isActive/],
  [
    "IntegrationUser",
    { fields: { Division: "Sales" } },
    /fields\.Division: .* the mark of this resource is kept there/,
  ],
  [
    "IntegrationUser",
    { fields: { Title: "a", title: "b" } },
    /fields\.title: is given twice, with different upper and lower case/,
  ],
  ["IntegrationUser", { profileId: "SCV Integration" }, /id of a profile \(take the \.id of the resource\)/],
  ["IntegrationUser", { profileId: "0PS000000000001GAA" }, /id of a profile/],
  ["IntegrationUser", { permissionSetIds: ["IVR_Access"] }, /id of a permission set/],
  ["IntegrationUser", { permissionSetLicenses: ["Salesforce API Integration"] }, /must be an API name/],
  ["IntegrationUser", { isActive: "yes" }, /must be true or false/],
  ["ExternalClientApp", { label: "" }, /is required/],
  ["ExternalClientApp", { apiName: "WxCC - SCV" }, /must be an API name/],
  ["ExternalClientApp", { apiName: `A${"x".repeat(80)}` }, /at most 80 characters, not 81/],
  ["ExternalClientApp", { label: "two\nlines" }, /a text on one line/],
  ["ExternalClientApp", { description: "a bell \u0007 rings" }, /without control characters/],
  ["ExternalClientApp", { contactEmail: "admin" }, /must be an e-mail address/],
  ["ExternalClientApp", { distributionState: "Global" }, /must be one of Local, Packaged, not "Global"/],
  ["ExternalClientApp", { callbackUrls: ["http://mycompany.example/callback"] }, /https URL, or http:\/\/localhost/],
  [
    "ExternalClientApp",
    { callbackUrls: ["javascript:alert(1)"] },
    /https URL.*javascript: is refused because it is dangerous/,
  ],
  ["ExternalClientApp", { callbackUrls: ["https://user:word@mycompany.example/"] }, /no user name and no password/],
  ["ExternalClientApp", { callbackUrls: ["nonsense"] }, /https URL, or http:\/\/localhost/],
  [
    "ExternalClientApp",
    { callbackUrls: ["https://mycompany.example/a b"] },
    /https URL, or http:\/\/localhost.* without blanks/,
  ],
  ["ExternalClientApp", { callbackUrls: [] }, /needs at least one URL\. .* http:\/\/localhost:1717\/OauthRedirect/],
  ["ExternalClientApp", { scopes: ["api"] }, /must be one of .*Api.*RefreshToken.*not "api"; did you mean Api\?/],
  ["PolicyAssignment", { ipRelaxation: "Bypas" }, /must be one of Enforce, Bypass.*not "Bypas"; did you mean Bypass\?/],
  ["ExternalClientApp", { scopes: ["Api", "refresh_token"] }, /RefreshToken for refresh_token/],
  ["ExternalClientApp", { keepFlows: ["Device"] }, /true or a list of isClientCredentialsFlowEnabled, isCodeCredFlow/],
  ["ExternalClientApp", { scopes: [] }, /needs at least one scope; a JWT login needs Api and RefreshToken/],
  ["ExternalClientApp", { certificatePem: "" }, /is required/],
  ["ExternalClientApp", { certificatePem: "nonsense" }, /X\.509 certificate as PEM/],
  ["ExternalClientApp", { certificatePem: anyPrivateKey }, /this is a private key\. Give the certificate/],
  ["ExternalClientApp", { certificatePem: certificate("expired") }, /expired at 2021-01-01T00:00:00\.000Z/],
  ["ExternalClientApp", { certificatePem: certificate("rsa1024") }, /RSA key of at least 2048 bits, not RSA with 1024/],
  ["ExternalClientApp", { certificatePem: certificate("ellipticCurve") }, /RSA key of at least 2048 bits, not ec/],
  ["PolicyAssignment", { appId: "WxCC_SCV" }, /id of an external client app/],
  ["PolicyAssignment", { permittedUsers: "Everybody" }, /must be one of AdminApprovedPreAuthorized, AllSelfAuthorized/],
  ["PolicyAssignment", { permissionSetIds: ["IVR_Access"] }, /id of a permission set/],
  ["PolicyAssignment", { profileNames: ["Sales, EMEA"] }, /must be the name of a profile without a comma/],
  ["PolicyAssignment", { refreshTokenPolicy: "Never" }, /must be one of Zero, Infinite, SpecificLifetime/],
  ["PolicyAssignment", { refreshTokenPolicy: "Zero" }, /takes neither refreshTokenValidityPeriod nor/],
  ["PolicyAssignment", { refreshTokenValidityPeriod: undefined }, /needs refreshTokenValidityPeriod and/],
  ["PolicyAssignment", { refreshTokenValidityPeriod: 0.5 }, /whole number from 1/],
  ["PolicyAssignment", { refreshTokenValidityUnit: "Weeks" }, /must be one of Days, Hours, Months/],
  ["PolicyAssignment", { ipRelaxation: "None" }, /must be one of Enforce, Bypass/],
  ["PolicyAssignment", { startPage: "Home" }, /must be one of None, Custom, OAuth, SAML/],
  [
    "PolicyAssignment",
    { keepFlows: ["isDeviceFlowEnabled"] },
    /true or a list of isClientCredentialsFlowEnabled, isGuest/,
  ],
  ["PolicyAssignment", { keepFlows: "all" }, /must be a list/],
  ["PolicyAssignment", { startUrl: "javascript:alert(1)" }, /must be a URL that a browser may open/],
  ["PolicyAssignment", { startUrl: undefined }, /is required with startPage Custom/],
  ["PolicyAssignment", { requiredSessionLevel: "standard" }, /must be one of STANDARD, LOW, HIGH_ASSURANCE/],
  ["PolicyAssignment", { sessionTimeoutInMinutes: 5 }, /whole number from 15 to 1440/],
  ["PolicyAssignment", { sessionTimeoutInMinutes: "120" }, /from 15 to 1440 \(write it without quotes: 120\)\./],
  ["AccessProof", { appId: "WxCC_SCV" }, /id of an external client app/],
  ["WebexConnector", { keySha256: "0f:0f" }, /SHA-256 fingerprint of a public key, 64 hexadecimal digits/],
  ["WebexConnector", { confirmedKey: "yes" }, /must be empty, "none", or SHA-256 fingerprints/],
  ["WebexConnector", { url: "http://login.salesforce.com" }, /must be an https URL/],
  ["WebexConnector", { emailId: "scv" }, /form of an e-mail address/],
  [
    "AccessProof",
    { audience: "https://mycompany.lightning.force.com/lightning/page/home" },
    /audience: must not be an address for browsers.*use https:\/\/mycompany\.my\.salesforce\.com/,
  ],
  ["AccessProof", { userId: "scv@mycompany.example" }, /id of a user/],
  ["AccessProof", { userPermissions: ["api enabled"] }, /API name of a user permission/],
  [
    "AccessProof",
    { allowHighPrivilege: ["View All"], userPermissions: [] },
    /name of a user permission or permission set/,
  ],
  ["AccessProof", { customPermissions: ["Agent"], userPermissions: undefined }, /only together with userPermissions/],
  ["AccessProof", { username: "scv" }, /form of an e-mail address/],
  ["AccessProof", { consumerKey: "" }, /is required/],
  ["AccessProof", { privateKeyPem: "" }, /is required/],
  [
    "AccessProof",
    { privateKeyPem: certificate("valid") },
    /unencrypted RSA private key as PEM .*; it is a certificate/,
  ],
  ["AccessProof", { audience: "login.salesforce.com" }, /https URL such as https:\/\/login\.salesforce\.com/],
  ["AccessProof", { loginUrl: "http://mycompany.my.salesforce.com" }, /must be an https URL/],
  ["AccessProof", { probePath: "apexrest/cnxscv" }, /starts with \/services\//],
  ["AccessProof", { probeMethod: "get" }, /must be one of GET, POST/],
  ["AccessProof", { propagationTimeoutSeconds: -1 }, /whole number from 0 to 3600/],
  ["OrgReadiness", { apexClasses: ["ServiceRouting"] }, /namespace\.ClassName/],
  ["OrgReadiness", { username: "" }, /is required/],
];

/** Inputs whose value is a secret, or is one when somebody has mixed things up. */
const secretInputs = ["certificatePem", "privateKeyPem"];

/** Shortens long values, so that the name of a test can be read. */
const short = (wrong: Values) => {
  const text = JSON.stringify(wrong) ?? "";
  return text.length > 90 ? `${text.slice(0, 90)}…` : text;
};

describe("check refuses, and says what is allowed", () => {
  test.each(table.map(([kind, wrong, reason]) => [kind, short(wrong), wrong, reason] as const))(
    "%s %s",
    async (kind, _short, wrong, reason) => {
      const failures = await failuresOf(kind, wrong);
      const [input] = Object.keys(wrong) as [string];
      expect(failures.some((failure) => reason.test(failure.reason))).toBe(true);
      for (const failure of failures) {
        const isSecret = secretInputs.includes(input);
        // The engine prints the value of the property that is named to it; so does it for a list with one bad item.
        if (isSecret) expect(failure.property).toBe("");
        expect(failure.reason).toMatch(/^\w+(\[\d+\]|\.\w+)*: .+[.?]$/);
      }
    },
  );

  test.each(kinds)("nothing about a %s that is in order", async (kind) => {
    const { failures } = await checkWithoutOrg(kind, declarations[kind], declarations[kind]);
    expect(failures).toEqual([]);
  });

  test("what is wrong with each item of a list", async () => {
    const failures = await failuresOf("PermissionSet", { apexClasses: ["One", "cnxscv.Two", "Three"] });
    expect(failures.map(({ property }) => property)).toEqual(["apexClasses", "apexClasses"]);
    expect(failures.map(({ reason }) => reason.split(":")[0])).toEqual(["apexClasses[0]", "apexClasses[2]"]);
  });

  test("everything that is wrong, at once", async () => {
    const failures = await failuresOf("ExternalClientApp", {
      label: "",
      apiName: "1",
      contactEmail: "admin",
      distributionState: "Global",
      callbackUrls: ["nonsense"],
      scopes: ["api", "web"],
      certificatePem: "nonsense",
      isPkceRequired: "no",
      description: "x".repeat(300),
    });
    const named = failures.map(({ reason }) => reason.split(/[:[]/)[0]);
    expect(new Set(named)).toEqual(
      new Set([
        "label",
        "apiName",
        "contactEmail",
        "distributionState",
        "callbackUrls",
        "scopes",
        "certificatePem",
        "isPkceRequired",
        "description",
      ]),
    );
    expect(named.filter((name) => name === "scopes")).toHaveLength(2);
  });

  test.each(kinds)("a %s without anything, without breaking", async (kind) => {
    const { failures } = await checkWithoutOrg(kind, {});
    expect(failures.length).toBeGreaterThan(0);
    expect(failures.every(({ reason }: CheckFailure) => /is required|needs at least one|must be/.test(reason))).toBe(
      true,
    );
  });
});

describe("a name that is derived from another input", () => {
  test.each<[ResourceKind, Values, RegExp]>([
    ["PermissionSet", { label: "電話" }, /^apiName: is required/],
    ["ExternalClientApp", { label: "電話" }, /^apiName: is required/],
    ["ExternalClientApp", { label: `1${"x".repeat(79)}` }, /^apiName: must have at most 80 characters/],
    ["IntegrationUser", { lastName: "統合ユーザー" }, /^alias: is required/],
  ])("of a %s is refused like a given one when %j does not lead to an allowed one", async (kind, wrong, reason) => {
    const failures = await failuresOf(kind, { ...wrong, apiName: undefined, alias: undefined });
    expect(failures.map((failure) => failure.reason)).toEqual([expect.stringMatching(reason)]);
  });
});

describe("no secret is repeated", () => {
  const keyLines = anyPrivateKey.split("\n").slice(1, -2);

  test.each<[ResourceKind, string, string]>([
    ["ExternalClientApp", "certificatePem", anyPrivateKey],
    ["ExternalClientApp", "certificatePem", keyLines.join("")],
    ["AccessProof", "privateKeyPem", anyPrivateKey.replaceAll("PRIVATE KEY", "ENCRYPTED PRIVATE KEY")],
    ["AccessProof", "privateKeyPem", keyLines.slice(1).join("\n")],
  ])("in the reasons of a %s with a wrong %s", async (kind, input, value) => {
    const failures = await failuresOf(kind, { [input]: value });
    expect(failures).toHaveLength(1);
    expect(failures[0]?.property).toBe("");
    expect(failures[0]?.reason).toContain(input);
    for (const line of keyLines) expect(failures[0]?.reason).not.toContain(line.slice(0, 12));
  });
});

test("a private key in the place of any text is refused without naming the property to the engine, which would print it", async () => {
  const places: [ResourceKind, Values, string][] = [
    ["PermissionSet", { label: anyPrivateKey }, "label"],
    ["PermissionSet", { apexClasses: [anyPrivateKey] }, "apexClasses[0]"],
    ["IntegrationUser", { email: anyPrivateKey }, "email"],
    ["ExternalClientApp", { callbackUrls: [anyPrivateKey] }, "callbackUrls[0]"],
    ["AccessProof", { audience: anyPrivateKey }, "audience"],
  ];
  for (const [kind, wrong, path] of places) {
    const failures = await failuresOf(kind, wrong);
    expect(failures).toContainEqual({
      property: "",
      reason: expect.stringContaining(`${path}: holds a private key, which does not belong there. Take it out`),
    });
    expect(JSON.stringify(failures)).not.toContain("BEGIN");
  }
});

test.each(kinds)("a private key in any input of a %s, in any shape, is never named to the engine", async (kind) => {
  const { inputNames } = lifecycleOf(kind);
  for (const name of inputNames) {
    for (const value of [
      anyPrivateKey,
      [anyPrivateKey],
      { key: anyPrivateKey },
      [{ name: "x", inputs: anyPrivateKey }],
    ]) {
      const failures = await failuresOf(kind, { [name]: value });
      expect(failures.filter(({ property }) => property === name)).toEqual([]);
    }
  }
});

test("a private key among the inputs that the readiness is told of is refused", async () => {
  const inputs = { label: anyPrivateKey };
  for (const list of ["creations", "adoptions"]) {
    const app = { kind: "ExternalClientApp", name: "scv-app", inputs };
    expect(await failuresOf("OrgReadiness", { [list]: [app] })).toContainEqual({
      property: "",
      reason: expect.stringContaining(
        `${list}[0] (scv-app).label: holds a private key, which does not belong there. Take it out`,
      ),
    });
  }
});

test("a private key where a change would replace the record is not named to the engine either", async () => {
  const news = { ...declarations.PermissionSet, license: anyPrivateKey };
  const checked = await call("PermissionSet", "check", { ...declarations.PermissionSet, license: "Salesforce" }, news);
  const { failures } = checked as { failures: CheckFailure[] };
  expect(failures.map(({ reason }) => reason)).toContainEqual(
    expect.stringMatching(/^license: Salesforce accepts it only/),
  );
  expect(failures.filter(({ property }) => property === "license")).toEqual([]);
  expect(JSON.stringify(failures)).not.toContain("BEGIN");
});
