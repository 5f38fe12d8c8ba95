/**
 * sObjects that show an external client app to SOQL. All of them are read-only over REST: an app is made through the
 * Metadata API (`createable:false` in the describe of a live org). Labels and key prefixes are those of a global describe
 * that was recorded in 2026; the prefixes of ExtlClntAppPlcyCnfg and ExtlClntAppOauthSecuritySettings, which that org did
 * not have, are chosen, and a client must not rely on them. An sObject and a column are there from the version of the
 * metadata type and element that they show.
 */
import { defineObject } from "./defineObject.ts";
import type { ObjectDefinition, ObjectSpecification } from "./definitions.ts";

export const externalClientAppObjects: ObjectDefinition[] = [
  defineObject({
    name: "ExternalClientApplication",
    label: "External Client Application",
    keyPrefix: "0xI",
    readAccess: "viewSetup",
    traits: ["searchable"],
    since: 59,
    audit: "full",
    fields: { DeveloperName: { length: 80, nameField: true }, IsDeleted: { type: "boolean" } },
  }),
  defineObject({
    name: "ExtlClntAppOauthSettings",
    label: "External Client App Oauth Settings",
    labelPlural: "External Client App Oauth Settings",
    keyPrefix: "3SN",
    readAccess: "viewSetup",
    since: 59,
    audit: "full",
    fields: {
      DeveloperName: { length: 100, nameField: true },
      IsDeleted: { type: "boolean" },
      // A describe at API 64.0 has it, `@salesforce/types` does not.
      OauthLink: {},
    },
  }),
  // Columns: the sObject as a public library of Apex types lists it; `@salesforce/types` does not have it.
  defineObject({
    name: "ExtlClntAppOauthConsumer",
    label: "External Client App Global Oauth Consumer",
    keyPrefix: "13P",
    readAccess: "viewSetup",
    since: 59,
    audit: "full",
    fields: {
      DeveloperName: { length: 100, nameField: true },
      ExternalClientApplicationId: { type: "reference", referenceTo: ["ExternalClientApplication"] },
      ExtlClntAppOauthSettingsId: { type: "reference", referenceTo: ["ExtlClntAppOauthSettings"] },
      IsDeleted: { type: "boolean" },
      Language: { type: "picklist" },
      MasterLabel: { length: 100 },
    },
  }),
  // Columns and types of the next three: `@salesforce/types` without ManageableState, which describes at API 64.0 lack.
  defineObject({
    name: "ExtlClntAppOauthIpRange",
    label: "External Client App OAuth Ip Range",
    keyPrefix: "6Wj",
    readAccess: "viewSetup",
    since: 59,
    audit: "full",
    fields: {
      Description: { type: "textarea" },
      EndIpAddress: { nillable: false },
      ExtlClntAppOauthSettingsId: {
        type: "reference",
        referenceTo: ["ExtlClntAppOauthSettings"],
        nillable: false,
      },
      IsDeleted: { type: "boolean" },
      StartIpAddress: { nillable: false },
    },
  }),
  attributesOf("ExtlClntAppOauthPlcyCnfg", {
    name: "ExtlClntAppOauthPlcyAttr",
    label: "External Client App OAuth Policies Custom Attribute",
    keyPrefix: "15g",
  }),
  attributesOf("ExtlClntAppOauthSettings", {
    name: "ExtlClntAppOauthSetAttr",
    label: "External Client App OAuth Settings Custom Attribute",
    keyPrefix: "15h",
  }),
  defineObject({
    name: "ExtlClntAppOauthPlcyCnfg",
    label: "External Client App OAuth Policy Configuration",
    keyPrefix: "0yO",
    readAccess: "viewSetup",
    since: 59,
    audit: "full",
    fields: {
      DeveloperName: { length: 100, nameField: true },
      IsDeleted: { type: "boolean" },
      ApexHandlerId: { since: 61 },
      ClientCredentialsFlowUser: { since: 60 },
      ExecuteHandlerAsId: { since: 61 },
      GuestJwtSessionTimeoutType: { since: 65 },
      GuestJwtTimeout: { since: 61 },
      IsClientCredentialsFlowEnabled: { since: 60 },
      IsGuestCodeCredFlowEnabled: { since: 61 },
      IsTokenExchangeFlowEnabled: { since: 60 },
      NamedUserJwtSessionTimeoutType: { since: 65 },
      NamedUserJwtTimeout: { since: 61 },
    },
  }),
  defineObject({
    name: "ExtlClntAppPlcyCnfg",
    label: "External Client App Policy Configuration",
    keyPrefix: "0xC",
    readAccess: "viewSetup",
    since: 60,
    audit: "full",
    fields: {
      DeveloperName: { length: 100, nameField: true },
      IsDeleted: { type: "boolean" },
      CanvasPluginStatus: { since: 66 },
      MobilePluginStatus: { since: 63 },
      NotifPluginStatus: { since: 63 },
      PushPluginStatus: { since: 63 },
      SamlPluginStatus: { since: 63 },
      StartPage: { since: 63 },
      StartUrl: { since: 63 },
    },
  }),
  // Columns: the sObject as a public library of Apex types lists it; `@salesforce/types` does not have it.
  defineObject({
    name: "ExtlClntAppOauthSecuritySettings",
    label: "External Client App OAuth Security Settings",
    labelPlural: "External Client App OAuth Security Settings",
    keyPrefix: "0xY",
    readAccess: "viewSetup",
    since: 64,
    audit: "full",
    fields: {
      DeveloperName: { length: 100, nameField: true },
      ExternalClientApplicationId: { type: "reference", referenceTo: ["ExternalClientApplication"] },
      IsDeleted: { type: "boolean" },
      Language: { type: "picklist" },
      MasterLabel: { length: 100 },
    },
  }),
];

/** The sObject of the custom attributes of another one. */
function attributesOf(
  parent: string,
  specification: Pick<ObjectSpecification, "name" | "label" | "keyPrefix">,
): ObjectDefinition {
  return defineObject({
    ...specification,
    readAccess: "viewSetup",
    since: 59,
    audit: "full",
    fields: {
      [`${parent}Id`]: { type: "reference", referenceTo: [parent], nillable: false },
      IsDeleted: { type: "boolean" },
      Key: {},
      Value: {},
    },
  });
}
