/**
 * sObjects that show an external client app to SOQL. All of them are read-only over REST: an app is made through the
 * Metadata API (`createable:false` in the describe of a live org). The key prefixes of the three satellites are in no
 * public list; these are chosen, and a client must not rely on them.
 */
import { defineObject, type ObjectDefinition } from "./definitions.ts";

export const EXTERNAL_CLIENT_APP_OBJECTS: ObjectDefinition[] = [
  defineObject({
    name: "ExternalClientApplication",
    label: "External Client Application",
    keyPrefix: "0xI",
    readAccess: "viewSetup",
    audit: "full",
    fields: { DeveloperName: { length: 80, nameField: true }, IsDeleted: { type: "boolean" } },
  }),
  defineObject({
    name: "ExtlClntAppOauthSettings",
    label: "External Client App OAuth Settings",
    labelPlural: "External Client App OAuth Settings",
    keyPrefix: "0xO",
    readAccess: "viewSetup",
    audit: "full",
    fields: { DeveloperName: { length: 80, nameField: true }, IsDeleted: { type: "boolean" } },
  }),
  defineObject({
    name: "ExtlClntAppOauthPlcyCnfg",
    label: "External Client App OAuth Policies Configuration",
    keyPrefix: "0xP",
    readAccess: "viewSetup",
    audit: "full",
    fields: { DeveloperName: { length: 80, nameField: true }, IsDeleted: { type: "boolean" } },
  }),
  defineObject({
    name: "ExtlClntAppPlcyCnfg",
    label: "External Client App Policy Configuration",
    keyPrefix: "0xC",
    readAccess: "viewSetup",
    audit: "full",
    fields: { DeveloperName: { length: 80, nameField: true }, IsDeleted: { type: "boolean" } },
  }),
];
