import { selfSigned } from "../../local-org/test/oauth/selfSigned.ts";
import type { ResourceKind } from "../../provider/registry.ts";
import { names } from "./accessInOrg.ts";
import type { Hand } from "./byHand.ts";
import { scvArguments } from "./engine.ts";

/** Something that is done in the org behind the program's back, and the paths that a preview must show for it. */
export interface Change {
  /** Changes of one wave are made together and repaired together; those of an input that exclude each other are in two. */
  wave: 1 | 2;
  does(hand: Hand): Promise<unknown>;
  paths: string[];
  /** The resource of the program that it happens to, where it is not the kind's own one. */
  resource?: string;
}

/** Something that a person has decided and that a person must undo. */
export interface Decision {
  does(hand: Hand): Promise<unknown>;
  paths: string[];
  /** What the refusal says. */
  says: RegExp;
  /** What allows the program to go on: arguments of the program, or something done in the org. */
  allowedBy: { user: object } | ((hand: Hand) => Promise<unknown>);
}

/** What becomes of one input in the org. */
export type Row = { changes: Change[] } | { decision: Decision } | { cannotDrift: string };

/** The resource of `program` that stands for a kind. */
export const resourceOf: Record<ResourceKind, string> = {
  OrgReadiness: "scv-readiness",
  PermissionSet: "scv-permission-set",
  IntegrationProfile: "scv-profile",
  IntegrationUser: "scv-user",
  ExternalClientApp: "scv-app",
  PolicyAssignment: "scv-policy",
  AccessProof: "scv-proof",
  WebexConnector: "scv-connector",
};

/** The access, and a profile whose licence lets it hold permissions on objects. */
export const program = `
import { readFileSync } from "node:fs";
import { IntegrationProfile, ScvIntegration } from "pulumi-salesforce-access";

new ScvIntegration("scv", JSON.parse(readFileSync("arguments.json", "utf8")));
new IntegrationProfile("other-profile", {
  name: "Other Profile", userLicense: "Salesforce", sourceProfile: "Minimum Access - Salesforce", userPermissions: ["ApiEnabled"],
});
`;

/** Arguments with which every input holds something that can be changed. */
export const declared = {
  ...scvArguments,
  permissionSet: {
    description: "Access of the IVR",
    customPermissions: ["Route_Calls"],
    objectPermissions: [{ object: "Account", allowRead: true, allowEdit: true }],
    fieldPermissions: [{ field: "Account.Phone", readable: true }],
  },
  profile: { description: "Profile of the IVR" },
  user: { fields: { Department: "Contact Centre" } },
  app: { description: "App of the IVR" },
  policy: {
    profileNames: ["Standard User"],
    refreshTokenPolicy: "SpecificLifetime",
    refreshTokenValidityPeriod: 4,
    refreshTokenValidityUnit: "Hours",
    startPage: "Custom",
    startUrl: "https://mycompany.example/start",
    sessionTimeoutInMinutes: 60,
  },
};

/** Makes what the changes need and the program does not declare. */
export async function prepare(hand: Hand): Promise<void> {
  await hand.create("PermissionSet", { Name: "Extra", Label: "Extra" });
}

const set = `Name = '${names.permissionSet}' AND IsOwnedByProfile = false`;
const ofSet = `Parent.Name = '${names.permissionSet}'`;
const profile = `Name = '${names.profile}'`;
const ofProfile = `Profile.Name = '${names.profile}'`;
const user = "Alias = 'scvint'";
const ofUser = "Assignee.Alias = 'scvint'";
const mark = (resource: string) => `[pulumi:scv-integration/dev/${resource}]`;

/** Record changed by REST. */
const record =
  (type: string, condition: string, fields: Record<string, unknown>): Change["does"] =>
  (hand) =>
    hand.change(type, condition, fields);

const component =
  (type: string, suffix: string) =>
  (elements: Record<string, unknown>): Change["does"] =>
  (hand) =>
    hand.configure(type, `${names.app}${suffix}`, elements);
const application = component("ExternalClientApplication", "");
const oauthSettings = component("ExtlClntAppOauthSettings", "_oauth");
const globalSettings = component("ExtlClntAppGlobalOauthSettings", "_glbloauth");
const oauthPolicies = component("ExtlClntAppOauthConfigurablePolicies", "_oauthPlcy");
const policies = component("ExtlClntAppConfigurablePolicies", "_plcy");

const grantTo = (parent: string, type: string, entity: string) => async (hand: Hand) =>
  hand.create("SetupEntityAccess", {
    ParentId: await hand.idOf("PermissionSet", parent),
    SetupEntityId: await hand.idOf(type, entity),
  });
const revokeFromSet = (type: string) => (hand: Hand) =>
  hand.remove("SetupEntityAccess", `${ofSet} AND SetupEntityType = '${type}'`);
const assign = (type: string, target: string, condition: string) => async (hand: Hand) =>
  hand.create(`${type}${target === "PermissionSetLicenseId" ? "Assign" : "Assignment"}`, {
    AssigneeId: await hand.idOf("User", user),
    [target]: await hand.idOf(type, condition),
  });

/** One change that shows as the input itself. */
const plain = (input: string, does: Change["does"]): Row => ({ changes: [{ wave: 1, does, paths: [input] }] });
const atCreation: Row = { cannotDrift: "Salesforce takes it when the record is made and never again" };
const notInOrg: Row = { cannotDrift: "says what the program shall do; the org does not hold it" };
const isMark: Row = {
  cannotDrift: "is the mark: who takes it away changes no access, and the next update writes it again",
};
const asked: Row = { cannotDrift: "is asked of the org before the first change, and not kept in it" };
const proved: Row = {
  cannotDrift: "a proof is of a moment; what it rests on is watched by the resources that hold it",
};

const byHand: Row = { cannotDrift: "people type it in Control Hub, which the org knows nothing of" };

/** Every input of every kind. */
export const rows: Record<ResourceKind, Record<string, Row>> = {
  PermissionSet: {
    label: plain("label", record("PermissionSet", set, { Label: "Edited" })),
    description: plain(
      "description",
      record("PermissionSet", set, { Description: `Edited ${mark("scv-permission-set")}` }),
    ),
    license: atCreation,
    allowHighPrivilege: notInOrg,
    apexClasses: {
      changes: [
        { wave: 1, does: grantTo(set, "ApexClass", "Name = 'OrderService'"), paths: ["apexClasses[1]"] },
        { wave: 2, does: revokeFromSet("ApexClass"), paths: ["apexClasses[0]"] },
      ],
    },
    userPermissions: {
      changes: [
        // By the alphabet it comes first; it shows as the one that is too much all the same.
        {
          wave: 1,
          does: record("PermissionSet", set, { PermissionsActivateContract: true }),
          paths: ["userPermissions[2]"],
        },
        {
          wave: 2,
          does: record("PermissionSet", set, { PermissionsApiEnabled: false }),
          paths: ["userPermissions[1]"],
        },
      ],
    },
    customPermissions: {
      changes: [
        {
          wave: 1,
          does: grantTo(set, "CustomPermission", "DeveloperName = 'Answer_Calls'"),
          paths: ["customPermissions[1]"],
        },
        { wave: 2, does: revokeFromSet("CustomPermission"), paths: ["customPermissions[0]"] },
      ],
    },
    objectPermissions: {
      changes: [
        {
          wave: 1,
          does: record("ObjectPermissions", `${ofSet} AND SobjectType = 'Account'`, { PermissionsEdit: false }),
          paths: ["objectPermissions[0].allowEdit"],
        },
        {
          wave: 1,
          does: async (hand) =>
            hand.create("ObjectPermissions", {
              ParentId: await hand.idOf("PermissionSet", set),
              SobjectType: "VoiceCall",
              PermissionsRead: true,
            }),
          paths: ["objectPermissions[1]"],
        },
        {
          wave: 2,
          does: (hand) => hand.remove("ObjectPermissions", ofSet),
          paths: ["objectPermissions[0]"],
        },
      ],
    },
    fieldPermissions: {
      changes: [
        {
          wave: 1,
          does: record("FieldPermissions", ofSet, { PermissionsEdit: true }),
          paths: ["fieldPermissions[0].editable"],
        },
        { wave: 2, does: (hand) => hand.remove("FieldPermissions", ofSet), paths: ["fieldPermissions[0]"] },
      ],
    },
    // Renames come last: what else is changed in their wave goes by the name.
    apiName: { changes: [{ wave: 2, does: record("PermissionSet", set, { Name: "Renamed" }), paths: ["apiName"] }] },
    adopt: notInOrg,
    deleteAdopted: notInOrg,
    owner: isMark,
  },
  IntegrationProfile: {
    description: plain("description", record("Profile", profile, { Description: `Edited ${mark("scv-profile")}` })),
    userLicense: atCreation,
    sourceProfile: notInOrg,
    cloneOf: notInOrg,
    allowHighPrivilege: notInOrg,
    userPermissions: {
      changes: [
        {
          wave: 1,
          does: record("Profile", profile, { PermissionsActivateContract: true }),
          paths: ["userPermissions[2]"],
        },
        {
          wave: 2,
          does: record("Profile", profile, { PermissionsApiUserOnly: false }),
          paths: ["userPermissions[1]"],
        },
      ],
    },
    otherGrants: {
      changes: [
        { wave: 1, does: grantTo(ofProfile, "ApexClass", "Name = 'ServiceRouting'"), paths: ["otherGrants[0]"] },
        {
          wave: 1,
          does: async (hand) =>
            hand.create("FieldPermissions", {
              ParentId: await hand.idOf("PermissionSet", ofProfile),
              SobjectType: "Account",
              Field: "Account.Phone",
              PermissionsRead: true,
            }),
          paths: ["otherGrants[1]"],
        },
        {
          wave: 1,
          resource: "other-profile",
          does: async (hand) =>
            hand.create("ObjectPermissions", {
              ParentId: await hand.idOf("PermissionSet", "Profile.Name = 'Other Profile'"),
              SobjectType: "Account",
              PermissionsRead: true,
            }),
          paths: ["otherGrants[0]"],
        },
      ],
    },
    name: { changes: [{ wave: 2, does: record("Profile", profile, { Name: "Renamed" }), paths: ["name"] }] },
    adopt: notInOrg,
    deleteAdopted: notInOrg,
    owner: isMark,
  },
  IntegrationUser: {
    username: plain("username", record("User", user, { Username: "renamed@engine.example.com" })),
    email: plain("email", record("User", user, { Email: "other@example.com" })),
    firstName: plain("firstName", record("User", user, { FirstName: "Edited" })),
    lastName: plain("lastName", record("User", user, { LastName: "Edited" })),
    nickname: plain("nickname", record("User", user, { CommunityNickname: "edited" })),
    timeZone: plain("timeZone", record("User", user, { TimeZoneSidKey: "Europe/Zurich" })),
    locale: plain("locale", record("User", user, { LocaleSidKey: "de_CH" })),
    language: plain("language", record("User", user, { LanguageLocaleKey: "de" })),
    emailEncoding: plain("emailEncoding", record("User", user, { EmailEncodingKey: "ISO-8859-1" })),
    profileId: {
      changes: [
        {
          wave: 1,
          does: async (hand) =>
            hand.change("User", user, { ProfileId: await hand.idOf("Profile", `Name = '${names.standardProfile}'`) }),
          paths: ["profileId"],
        },
      ],
    },
    fields: plain("fields.Department", record("User", user, { Department: "Edited" })),
    permissionSetLicenses: {
      changes: [
        {
          wave: 1,
          does: assign("PermissionSetLicense", "PermissionSetLicenseId", "DeveloperName = 'IdentityConnect'"),
          paths: ["permissionSetLicenses[1]"],
        },
        {
          wave: 2,
          // The permission set that may need the licence goes first, as permissionSetIds says; an org may take both.
          does: async (hand) => {
            await hand.remove("PermissionSetAssignment", `${ofUser} AND PermissionSet.IsOwnedByProfile = false`);
            await hand.removeAny("PermissionSetLicenseAssign", ofUser);
          },
          paths: ["permissionSetLicenses[0]", "permissionSetIds[0]"],
        },
      ],
    },
    permissionSetIds: {
      changes: [
        { wave: 1, does: assign("PermissionSet", "PermissionSetId", "Name = 'Extra'"), paths: ["permissionSetIds[1]"] },
      ],
    },
    alias: {
      changes: [
        { wave: 2, does: record("User", "LastName = 'Integration User'", { Alias: "edited" }), paths: ["alias"] },
      ],
    },
    isActive: {
      decision: {
        does: record("User", user, { IsActive: false }),
        paths: ["isActive"],
        says: /was deactivated in the org, not by this stack.*set reactivate: true for one run/,
        allowedBy: { user: { reactivate: true } },
      },
    },
    frozenByAdministrator: {
      decision: {
        does: record("UserLogin", "User.Alias = 'scvint'", { IsFrozen: true }),
        paths: ["frozenByAdministrator"],
        says: /An administrator has frozen.*unfreeze it in Setup/,
        allowedBy: record("UserLogin", "User.Alias = 'scvint'", { IsFrozen: false }),
      },
    },
    allowHighPrivilege: notInOrg,
    reactivate: notInOrg,
    retirementProfile: notInOrg,
    adopt: notInOrg,
    deleteAdopted: notInOrg,
    owner: isMark,
  },
  ExternalClientApp: {
    label: plain("label", application({ label: "Edited" })),
    apiName: { cannotDrift: "Setup does not change it, and no source knows of a way to rename an app" },
    contactEmail: plain("contactEmail", application({ contactEmail: "other@example.com" })),
    description: plain("description", application({ description: `Edited ${mark("scv-app")}` })),
    distributionState: plain("distributionState", application({ distributionState: "Packaged" })),
    callbackUrls: {
      changes: [
        {
          wave: 1,
          does: globalSettings({ callbackUrl: "http://localhost:1717/OauthRedirect\nhttps://a.example/callback" }),
          paths: ["callbackUrls[1]"],
        },
        { wave: 2, does: globalSettings({ callbackUrl: "https://a.example/callback" }), paths: ["callbackUrls[0]"] },
      ],
    },
    scopes: {
      changes: [
        {
          wave: 1,
          does: oauthSettings({ commaSeparatedOauthScopes: "Web, RefreshToken, Api, Address" }),
          paths: ["scopes[2]", "scopes[3]"],
        },
        { wave: 2, does: oauthSettings({ commaSeparatedOauthScopes: "Api" }), paths: ["scopes[1]"] },
      ],
    },
    certificatePem: {
      changes: [
        {
          wave: 1,
          does: (hand) => globalSettings({ certificate: selfSigned().certificatePem })(hand),
          paths: ["certificatePem"],
        },
      ],
    },
    isConsumerSecretOptional: plain("isConsumerSecretOptional", globalSettings({ isConsumerSecretOptional: false })),
    isPkceRequired: plain("isPkceRequired", globalSettings({ isPkceRequired: false })),
    isSecretRequiredForRefreshToken: plain(
      "isSecretRequiredForRefreshToken",
      globalSettings({ isSecretRequiredForRefreshToken: false }),
    ),
    isIntrospectAllTokens: plain("isIntrospectAllTokens", globalSettings({ isIntrospectAllTokens: true })),
    keepFlows: notInOrg,
    otherFlows: plain("otherFlows", globalSettings({ isDeviceFlowEnabled: true })),
    adopt: notInOrg,
    deleteAdopted: notInOrg,
    keyGeneration: notInOrg,
    owner: isMark,
  },
  PolicyAssignment: {
    appId: { cannotDrift: "is the app that the policies are found by" },
    permittedUsers: plain("permittedUsers", oauthPolicies({ permittedUsersPolicyType: "AllSelfAuthorized" })),
    permissionSetIds: {
      changes: [
        {
          wave: 1,
          does: oauthPolicies({ commaSeparatedPermissionSet: `Extra,${names.permissionSet}` }),
          paths: ["permissionSetIds[1]"],
        },
        { wave: 2, does: oauthPolicies({ commaSeparatedPermissionSet: "Extra" }), paths: ["permissionSetIds[0]"] },
      ],
    },
    profileNames: {
      changes: [
        {
          wave: 1,
          does: oauthPolicies({ commaSeparatedProfile: "Minimum Access - Salesforce,Standard User" }),
          paths: ["profileNames[1]"],
        },
        { wave: 2, does: oauthPolicies({ commaSeparatedProfile: "" }), paths: ["profileNames[0]"] },
      ],
    },
    refreshTokenPolicy: {
      changes: [
        {
          wave: 2,
          does: oauthPolicies({ refreshTokenPolicyType: "Infinite" }),
          paths: ["refreshTokenPolicy", "refreshTokenValidityPeriod", "refreshTokenValidityUnit"],
        },
      ],
    },
    refreshTokenValidityPeriod: plain("refreshTokenValidityPeriod", oauthPolicies({ refreshTokenValidityPeriod: 8 })),
    refreshTokenValidityUnit: plain("refreshTokenValidityUnit", oauthPolicies({ refreshTokenValidityUnit: "Days" })),
    ipRelaxation: plain("ipRelaxation", oauthPolicies({ ipRelaxationPolicyType: "Bypass" })),
    startPage: { changes: [{ wave: 2, does: policies({ startPage: "None" }), paths: ["startPage", "startUrl"] }] },
    startUrl: plain("startUrl", policies({ startUrl: "https://other.example/start" })),
    requiredSessionLevel: plain("requiredSessionLevel", oauthPolicies({ requiredSessionLevel: "HIGH_ASSURANCE" })),
    sessionTimeoutInMinutes: plain("sessionTimeoutInMinutes", oauthPolicies({ sessionTimeoutInMinutes: 120 })),
    isEnabled: plain("isEnabled", policies({ isEnabled: false })),
    keepFlows: notInOrg,
    otherFlows: plain("otherFlows", oauthPolicies({ isClientCredentialsFlowEnabled: true })),
    adopt: notInOrg,
    owner: isMark,
  },
  OrgReadiness: {
    apexClasses: asked,
    userPermissions: asked,
    sourceProfile: asked,
    userLicense: asked,
    permissionSetLicenses: asked,
    username: asked,
    isEnabled: asked,
    adoptions: asked,
    creations: asked,
    profileNames: asked,
    keyGeneration: asked,
    owner: asked,
  },
  AccessProof: {
    appId: proved,
    userId: proved,
    username: proved,
    consumerKey: proved,
    privateKeyPem: proved,
    audience: proved,
    loginUrl: proved,
    apexClasses: proved,
    probePath: proved,
    probeMethod: proved,
    propagationTimeoutSeconds: proved,
    revisions: proved,
    userPermissions: proved,
    customPermissions: proved,
    objectPermissions: proved,
    fieldPermissions: proved,
    allowHighPrivilege: proved,
    owner: proved,
  },
  WebexConnector: {
    name: byHand,
    clientId: byHand,
    emailId: byHand,
    url: byHand,
    keySha256: byHand,
    confirmedKey: notInOrg,
    hasOwnKey: notInOrg,
    hasFlows: notInOrg,
    keySince: notInOrg,
    valuesSince: notInOrg,
    owner: notInOrg,
  },
};
