import type { LedgerEntry } from "./entry.ts";

const metadataGuide = "Metadata API Developer Guide, ConnectedApp";
const objectReference = "Object Reference";
const help = "Salesforce Help, Create an External Client App from a Connected App";

/** Rules of connected apps, and of the login history. */
export const connectedApps: readonly LedgerEntry[] = [
  {
    id: "connected-app.creation",
    rule: "Since Spring '26 nobody creates a connected app, by hand or over the Metadata API, unless Salesforce Support has enabled it; existing ones are changed and deleted as before. A setting of the local org enables it.",
    source:
      "Salesforce Help 005228017, New Connected Apps Can No Longer Be Created in Spring '26; the text of the refusal is in five public READMEs, such as those of MessageForge and Ohanafy",
    certainty: "documented",
  },
  {
    id: "connected-app.round-trip",
    rule: "A connected app reads back as it was written, with its defaults and its consumer key; the consumer secret is never shown.",
    source: `${metadataGuide}; elements and types of @salesforce/types`,
    certainty: "documented",
  },
  {
    id: "connected-app.consumer-key",
    rule: "A new connected app may bring a consumer key that no other app has; an existing one may not be given another.",
    source:
      "CumulusCI and several set-up scripts bring one; ready-to-fly issue 29 and CumulusCI issue 2943 for the refusal; devops-center-feedback issue 256 for a key that is taken",
    certainty: "reported",
  },
  {
    id: "connected-app.write-permission",
    rule: "Connected apps are written by users with Customize Application and either Modify All Data or Manage Connected Apps.",
    source: "Salesforce Help, Manage OAuth Access Policies for a Connected App",
    certainty: "documented",
  },
  {
    id: "connected-app.permitted",
    rule: "permissionSetName and profileName say who may use an app whose users administrators approve; each is a row of SetupEntityAccess with the type ConnectedApplication. Of other apps they mean nothing.",
    source: `${metadataGuide} and ${objectReference}, SetupEntityAccess; Salesforce CLI issue 2203 for apps that are not approved`,
    certainty: "documented",
    open: {
      question:
        "Whether permission sets are named by label or by API name: the local org takes both and shows the label.",
    },
  },
  {
    id: "connected-app.rows",
    rule: "ConnectedApplication shows connected apps to queries, by the name that people see; nobody writes it.",
    source: `${objectReference}, ConnectedApplication`,
    certainty: "documented",
  },
  {
    id: "connected-app.jwt-login",
    rule: "A connected app with a certificate admits JWT logins by the rules of external client apps: the signature, the refresh_token scope, and users whom an administrator has approved by permission set or profile.",
    source:
      "Salesforce Help, OAuth 2.0 JWT Bearer Flow for Server-to-Server Integration, in its version for connected apps",
    certainty: "documented",
  },
  {
    id: "connected-app.migration",
    rule: "App Manager makes an external client app of a local connected app, with its consumer key, certificate and policies: whoever logs in with them does so as before. The connected app stays, read-only.",
    source: `${help}, and Connected App to External Client App Migration, which says that key and secret are preserved; Salesforce Release Notes, Winter '27, that tokens survive`,
    certainty: "documented",
    open: {
      question:
        "Which API names the new app and its parts get: the local org takes that of the connected app and the usual endings.",
    },
  },
  {
    id: "connected-app.migration-end",
    rule: "If the external client app that a migration has made is deleted, the connected app is active again, with the settings and policies that it had.",
    source: help,
    certainty: "documented",
  },
  {
    id: "connected-app.read-only",
    rule: "A migrated connected app is neither changed nor deleted.",
    source: `${help}, which calls it read-only; the text and that it holds for the Metadata API are chosen`,
    certainty: "inferred",
  },
  {
    id: "connected-app.sandbox",
    rule: "A sandbox gets copies of connected apps, with their consumer keys.",
    source: "Salesforce Help, Comparison of Connected Apps and External Client Apps Features, for the copies",
    certainty: "inferred",
    open: { question: "Whether the copies keep the consumer keys." },
  },
  {
    id: "login-history.rows",
    rule: "Each login is a row of LoginHistory with its user, time and the name of the app; a sandbox begins with none. Failed ones, which an org has too, are not kept here.",
    source: `${objectReference}, LoginHistory; that Application is the label of the app, and the type Remote Access 2.0, is how Setup shows OAuth logins`,
    certainty: "inferred",
  },
  {
    id: "login-history.access",
    rule: "Users see their own logins; those of others are for users with Manage Users or Monitor Login History.",
    source: `${objectReference}, LoginHistory`,
    certainty: "documented",
  },
  {
    id: "login-history.filters",
    rule: "Queries filter logins by user, time, type and address, and group them by application; they cannot filter by application, status or source.",
    source: `${objectReference}, LoginHistory: the properties of each field`,
    certainty: "documented",
  },
];
