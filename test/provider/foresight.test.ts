/** What an org would refuse in an update is said in the preview: the readiness judges it by what it has read already. */
import { expect, test } from "@jest/globals";
import type { OrgSettings } from "../../local-org/src/orgSettings.ts";
import type { Values } from "../../provider/lifecycle.ts";
import { ownerOf, type Scene, withStack } from "./kit.ts";

const username = "scv@mycompany.example";

interface Case {
  settings?: Partial<OrgSettings>;
  /** What somebody has done in the org before. */
  before?: (scene: Scene) => Promise<unknown>;
  user?: Values;
  profile?: Values;
  set?: Values;
  /** What the preview says; absent where the org takes all of it. */
  says?: RegExp;
}

const settings: Partial<OrgSettings> = {
  customUserFields: {
    Region__c: { type: "picklist", picklistValues: ["EMEA", "APAC"] },
    Short__c: { type: "string", length: 5 },
    Mail__c: { type: "email" },
    Cost_Center__c: "optional",
    Weekly_Hours__c: "optional",
    Is_Integration__c: "optional",
  },
};
const somebody =
  (fields: Values) =>
  ({ administrator }: Scene) =>
    administrator.createUser("other", "Standard User", fields);
const fields = (values: Values) => ({ settings, user: { fields: values } });
const holder = "the user other@mycompany\\.example \\(005\\w+\\)";

const cases: [string, Case][] = [
  ["everything is free", {}],
  ["the username, in capitals", { before: somebody({ Username: "SCV@MyCompany.example" }), says: /^The user scv@/ }],
  [
    "the nickname that follows from the username",
    {
      before: somebody({ CommunityNickname: "SCV@mycompany.example" }),
      says: new RegExp(`^user: nickname: ${holder} has the nickname scv@mycompany\\.example already`),
    },
  ],
  [
    "a nickname",
    { before: somebody({ CommunityNickname: "robot" }), user: { nickname: "Robot" }, says: /^user: nickname: / },
  ],
  [
    "a federation id, of an inactive user",
    {
      before: async (scene) =>
        scene.administrator.change("User", await somebody({ FederationIdentifier: "one" })(scene), { IsActive: false }),
      user: { fields: { federationidentifier: "ONE" } },
      says: new RegExp(`^user: fields\\.FederationIdentifier: ${holder} has this value already`),
    },
  ],
  ["a picklist value", { ...fields({ Region__c: "EMAE" }), says: /^user: fields\.Region__c: .*did you mean EMEA\?$/ }],
  ["a picklist value in small letters", fields({ Region__c: "emea" })],
  [
    "a standard picklist value",
    { ...fields({ DigestFrequency: "Hourly" }), says: /fields\.DigestFrequency: .*such as D/ },
  ],
  [
    "a long text",
    { ...fields({ Short__c: "123456" }), says: /fields\.Short__c: .*at most 5 characters, and 6 are given/ },
  ],
  ["a long department", { ...fields({ Department: "x".repeat(81) }), says: /at most 80 characters/ }],
  ["a number as a text", { ...fields({ Short__c: 5 }), says: /fields\.Short__c: this is a text/ }],
  ["a flag as a text", { ...fields({ Short__c: true }), says: /fields\.Short__c: this is a text/ }],
  ["a text as a number", { ...fields({ Weekly_Hours__c: "many" }), says: /fields\.Weekly_Hours__c: this is a number/ }],
  ["a flag as a number", { ...fields({ Weekly_Hours__c: true }), says: /fields\.Weekly_Hours__c: this is a number/ }],
  ["digits as a number", fields({ Weekly_Hours__c: "38.5" })],
  [
    "a text as a flag",
    { ...fields({ Is_Integration__c: "yes" }), says: /fields\.Is_Integration__c: this is a checkbox/ },
  ],
  ["an empty flag", { ...fields({ Is_Integration__c: "" }), says: /fields\.Is_Integration__c: this is a checkbox/ }],
  ["an address without a host", { ...fields({ Mail__c: "nobody" }), says: /fields\.Mail__c: .*e-mail address/ }],
  ["an address of a sender", { ...fields({ SenderEmail: "nobody" }), says: /fields\.SenderEmail: .*e-mail address/ }],
  [
    "a manager who is not there",
    { ...fields({ ManagerId: "005000000000000AAA" }), says: /fields\.ManagerId: this org has no such record of User/ },
  ],
  ["a role that is a profile", { ...fields({ UserRoleId: "00e000000000001" }), says: /no such record of UserRole/ }],
  [
    "a manager by name",
    { ...fields({ ManagerId: "Ada" }), says: /fields\.ManagerId: this must be the id of a record of User/ },
  ],
  [
    "a mandatory field that is emptied",
    {
      settings: { customUserFields: { Cost_Center__c: "required" } },
      user: { fields: { Cost_Center__c: "" } },
      says: /fields\.Cost_Center__c: this org requires a value/,
    },
  ],
  ["a badge, which nobody writes", { ...fields({ BadgeText: "x" }), says: /does not let the deployer write/ }],
  ["the name of a standard profile", { profile: { name: "standard user" }, says: /^The profile standard user / }],
  [
    "the name of a permission set, in capitals",
    {
      before: ({ administrator }) => administrator.create("PermissionSet", { Name: "IVR_ACCESS", Label: "By hand" }),
      says: /^The permission set IVR_Access /,
    },
  ],
  ["the name of a permission set of Salesforce", { set: { apiName: "CRMUserPsl" } }],
];

test.each(cases)("%s", (_name, { settings = {}, before, user, profile, set, says }) =>
  withStack(async (scene) => {
    await before?.(scene);
    const { stack, local } = scene;
    const inputs = {
      set: { label: "IVR Access", userPermissions: ["ApiEnabled"], ...set },
      profile: { name: "SCV Integration", userPermissions: ["ApiEnabled", "ApiUserOnly"], ...profile },
      user: { username, email: username, lastName: "SCV", ...user },
    };
    const { failures } = await stack.check("OrgReadiness", {
      username,
      owner: ownerOf("readiness"),
      creations: [
        { kind: "PermissionSet", name: "set", inputs: inputs.set },
        { kind: "IntegrationProfile", name: "profile", inputs: inputs.profile },
        { kind: "IntegrationUser", name: "user", inputs: inputs.user },
      ],
    });
    expect(failures.map(({ reason }) => reason)).toEqual(says === undefined ? [] : [expect.stringMatching(says)]);

    const update = async () => {
      const permissionSet = await stack.create("PermissionSet", "set", inputs.set);
      const { id: profileId } = await stack.create("IntegrationProfile", "profile", inputs.profile);
      const all = { ...inputs.user, profileId, permissionSetIds: [permissionSet.id] };
      expect(await stack.drift(await stack.create("IntegrationUser", "user", all))).toEqual({});
    };
    if (says === undefined) return update();
    await expect(update()).rejects.toThrow();
    const made = local.org.records.find("User", { Username: username });
    expect(made.filter(({ Division }) => String(Division).startsWith("pulumi:"))).toEqual([]);
  }, settings),
);
