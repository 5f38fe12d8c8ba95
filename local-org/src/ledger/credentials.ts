import type { LedgerEntry } from "./entry.ts";

const metadataGuide = "Metadata API Developer Guide";
const connectGuide = "Connect REST API Developer Guide";

/** Rules of the keys and secrets of external client apps. */
export const credentials: readonly LedgerEntry[] = [
  {
    id: "credentials.usage",
    rule: "The OAuth usage lists the external client apps that have OAuth settings, in pages. Users who may not see such apps are refused.",
    source: `${connectGuide}, OAuth Usage; which permission opens it is inferred`,
    certainty: "documented",
  },
  {
    id: "credentials.read",
    rule: "The credentials of an app are read by its id and the id of its consumer: the key, the secret or both. The key is the one in the metadata.",
    source: `${connectGuide}, OAuth Credentials; two public clients`,
    certainty: "documented",
  },
  {
    id: "credentials.org-setting",
    rule: "Credentials can be read only if the setting enableClientSecretInRestApiAccess is on. Otherwise the feature is not currently enabled.",
    source:
      "Salesforce Help, xcloud.eca_stage_oauth_credentials; the words are those that a public client looks for, the code is inferred",
    certainty: "reported",
    open: { question: "Whether the key alone is returned while the setting is off, and which code the refusal has." },
  },
  {
    id: "credentials.permissions",
    rule: "Credentials need the permissions ExternalClientAppDeveloper and ViewClientSecret.",
    source: "Salesforce Help, xcloud.eca_stage_oauth_credentials; the answer of another live client",
    certainty: "documented",
  },
  {
    id: "credentials.versions",
    rule: "Usage exists from API 59 on, credentials from 60, staged credentials from 65.",
    source: connectGuide,
    certainty: "documented",
  },
  {
    id: "credentials.staged",
    rule: "One pair of new credentials can be staged at a time. The command rotate puts it into use.",
    source: `${connectGuide}, OAuth Staged Credentials; sfdx-hardis for one at a time`,
    certainty: "documented",
    open: { question: "What a second staging returns, and which id a replaced pair has." },
  },
  {
    id: "credentials.rotated",
    rule: "The replaced pair moves to the staged place with the state Rotated. It works for 30 days, unless it is deleted. A staged pair does not log in.",
    source: `${connectGuide}, OAuth Staged Credentials; that a waiting pair does not log in is inferred`,
    certainty: "documented",
    open: { question: "Whether a staged pair already logs in." },
  },
  {
    id: "credentials.settings",
    rule: "The settings of external client apps are metadata: Settings with the member ExternalClientApp in a manifest, ExternalClientAppSettings over CRUD; what a file leaves out stays.",
    source: `${metadataGuide}, ExternalClientAppSettings; a public client deploys one flag alone and finds the others unchanged`,
    certainty: "reported",
  },
];
