import { describe, expect, test } from "@jest/globals";
import { settingMeant, settingsInOtherNamespaces } from "../../common/settingNames.ts";
import { formerSettings, formerSettingsIn, refusalOfFormer } from "../../salesforce/formerSettings.ts";
import { problemsOfNames, stackSettings } from "../../salesforce/settings.ts";

const given = (keys: Record<string, string>) => stackSettings(JSON.stringify(keys));
const problemsOf = (keys: Record<string, string>) => {
  const { settings, problems } = given(keys);
  return [...problems, ...problemsOfNames(settings)];
};

describe("the settings of a stack", () => {
  test("are those below salesforce., in the namespace that Pulumi hands over", () => {
    const { settings, problems } = given({ "salesforce.orgId": "00D1", "salesforce.retryAttempts": "2" });
    expect([...settings]).toEqual([
      ["orgId", "00D1"],
      ["retryAttempts", "2"],
    ]);
    expect(problems).toEqual([]);
  });

  test.each([
    ["salesforce.orgid", "pulumi-nodejs:salesforce.orgId"],
    ["salesforce.instanceURL", "pulumi-nodejs:salesforce.instanceUrl"],
    ["salesforce.allowProdution", "pulumi-nodejs:salesforce.allowProduction"],
    ["salesforce.acessTokenVariable", "pulumi-nodejs:salesforce.accessTokenVariable"],
    ["Salesforce.orgId", "pulumi-nodejs:salesforce.orgId"],
    ["salesfroce.orgId", "pulumi-nodejs:salesforce.orgId"],
    ["salesforceOrgId", "pulumi-nodejs:salesforce.orgId"],
    ["salesforce:orgId", "pulumi-nodejs:salesforce.orgId"],
    ["orgId", "pulumi-nodejs:salesforce.orgId"],
    ["orgid", "pulumi-nodejs:salesforce.orgId"],
  ])("are misspelt as pulumi-nodejs:%s, and the right key and the way out are named", (key, meant) => {
    expect(problemsOf({ [key]: "secret-value" })).toEqual([
      `pulumi-nodejs:${key} is not a setting; did you mean ${meant}? To remove it: pulumi config rm pulumi-nodejs:${key}.`,
    ]);
  });

  test("that are like no other name all known ones", () => {
    expect(problemsOf({ "salesforce.colour": "red" })).toEqual([
      expect.stringMatching(/^pulumi-nodejs:salesforce\.colour is not a setting; known are instanceUrl, .*apiReserve/),
    ]);
  });

  test.each(["salesforce.accessToken", "salesforce.accesstoken", "salesforce.Password", "salesforce.clientSecrets"])(
    "that are secrets are refused without their value: %s",
    (key) => {
      const [problem] = problemsOf({ [key]: "hunter2" });
      expect(problem).toContain(`pulumi-nodejs:${key} is a secret and must not be in the stack's configuration`);
      expect(problem).not.toContain("hunter2");
    },
  );

  test("that were set with --path are refused with the way to set them", () => {
    expect(problemsOf({ salesforce: '{"orgId":"00D1"}' })).toEqual([
      expect.stringMatching(
        /without --path: pulumi config set pulumi-nodejs:salesforce\.orgId …; .*config rm pulumi-nodejs:salesforce\./,
      ),
    ]);
  });

  test.each(["version", "pluginDownloadURL", "other.orgId", "colour"])("are not what others put there: %s", (key) => {
    expect(problemsOf({ [key]: "1" })).toEqual([]);
  });
});

describe("settings under their former names", () => {
  const found = new Map([
    ["orgId", "00D5g00000ABCDEAA3"],
    ["instanceUrl", "https://mycompany.my.salesforce.com"],
    ["password", "hunter2"],
  ]);

  test("are found in a configuration that is asked for keys, and among the keys of a file", () => {
    const keys = new Map([
      ["salesforce:orgId", "00D1"],
      ["salesforce:orgid", "00D2"],
      ["other:orgId", "00D3"],
      ["pulumi-nodejs:salesforce.orgId", "00D4"],
    ]);
    expect([...formerSettings((key) => keys.get(key))]).toEqual([["orgId", "00D1"]]);
    expect([...formerSettingsIn(keys)]).toEqual([
      ["orgId", "00D1"],
      ["orgid", "00D2"],
    ]);
  });

  test("are refused with the commands that move all of them, and take secrets out", () => {
    expect(refusalOfFormer(found, "production").split("\n").slice(1)).toEqual([
      "  pulumi config set-all --stack production --plaintext pulumi-nodejs:salesforce.orgId=00D5g00000ABCDEAA3 --plaintext pulumi-nodejs:salesforce.instanceUrl=https://mycompany.my.salesforce.com",
      "  pulumi config rm-all --stack production salesforce:orgId salesforce:instanceUrl salesforce:password",
    ]);
  });

  test("do not repeat what may be a secret", () => {
    const token = "00D5g00000ABCDE!AQEAQ.verysecret";
    const refusal = refusalOfFormer(new Map([["orgId", token]]), undefined);
    expect(refusal).toContain("--plaintext pulumi-nodejs:salesforce.orgId=…");
    expect(refusal).not.toContain("AQEAQ");
  });
});

test.each([
  ["orgId", "pulumi-nodejs:salesforce.orgId"],
  ["salesforce.instanceurl", "pulumi-nodejs:salesforce.instanceUrl"],
  ["adopt", undefined],
  ["salesforce.nothing", undefined],
  ["pulumi-nodejs.salesforce.readOnly", "pulumi-nodejs:salesforce.readOnly"],
])("a key of the project's own named %s is meant for %s", (name, key) => {
  expect(settingMeant(name)).toBe(key);
});

describe("settings in a namespace that nobody reads", () => {
  test.each([
    ["Pulumi-NodeJS:salesforce.readOnly", "readOnly"],
    ["pulumi_nodejs:salesforce.readonly", "readOnly"],
    ["nodejs:salesforce.allowProduction", "allowProduction"],
    ["Salesforce:orgId", "orgId"],
    ["salesfroce:orgid", "orgId"],
    ["salesforce:orgid", "orgId"],
    ["salesforce:allowProdution", "allowProduction"],
    ["mine:Salesforce.orgId", "orgId"],
    ["pulumi-nodejs-salesforce:salesforce:orgId", "orgId"],
  ])("%s was meant to be pulumi-nodejs:salesforce.%s", (key, meant) => {
    expect(settingsInOtherNamespaces([key])).toEqual([
      `${key} is no key that is read; did you mean pulumi-nodejs:salesforce.${meant}? To remove it: pulumi config rm ${key}.`,
    ]);
  });

  test("that are secrets are refused as such", () => {
    expect(settingsInOtherNamespaces(["Salesforce:password"])).toEqual([
      expect.stringMatching(/^Salesforce:password is a secret and must not be in the stack's configuration/),
    ]);
  });

  test.each([
    // Judged elsewhere.
    "pulumi-nodejs:salesforce.orgid",
    "salesforce:orgId",
    // Of others.
    "salesforce:colour",
    "aws:region",
    "scv-integration:username",
    "orgId",
    ":salesforce.orgId",
  ])("are not those of %s", (key) => {
    expect(settingsInOtherNamespaces([key])).toEqual([]);
  });
});
