import type { LedgerEntry } from "./entry.ts";
import { developerEdition2026 } from "./recordings.ts";

const metadataGuide = "Metadata API Developer Guide";

/** Rules of external client apps and their components. */
export const externalClientApps: readonly LedgerEntry[] = [
  {
    id: "eca.api-name",
    rule: "API names begin with a letter and consist of letters, digits and single underscores. They do not end in an underscore.",
    source: "Recorded deploy problems of live orgs for other types; the words for these types are composed",
    certainty: "reported",
  },
  {
    id: "eca.api-name-length",
    rule: "API names of apps have at most 80 characters; those of their other components some more.",
    source:
      "An app of 37 characters with components of up to 47 was deployed to a scratch org; the bounds themselves are told nowhere, 80 is the length of DeveloperName",
    certainty: "inferred",
    open: { question: "How long the names of apps and of their other components may be." },
  },
  {
    id: "eca.api-name-namespace",
    rule: "A component with a foreign namespace cannot be created.",
    source: "Data Vault connector notes, deploy to a live org",
    certainty: "reported",
  },
  {
    id: "eca.label-required",
    rule: "An application needs a label.",
    source: "All retrieved files have one; the text is that of record-like types",
    certainty: "inferred",
  },
  {
    id: "eca.contact-email-required",
    rule: "An application needs a contact e-mail in a valid form, although the schema calls it optional.",
    source: "systemprompt org-as-code, probed at API 64 and 67; the text is that of record-like types",
    certainty: "reported",
  },
  {
    id: "eca.callback-required",
    rule: "Global OAuth settings need a callback URL, although the schema calls it optional. Several stand in one element, one per line.",
    source: "systemprompt org-as-code and specification notes at API 67; the text is the parser's",
    certainty: "reported",
  },
  {
    id: "eca.scope-names",
    rule: "Scopes have their metadata names. The names that OAuth itself uses are refused, with the list of valid ones.",
    source: `${metadataGuide}, ExtlClntAppOauthSettings; three live reports of the text's beginning`,
    certainty: "reported",
  },
  {
    id: "eca.scope-order",
    rule: "Scopes read back in the order of the org, separated by comma and blank, in whatever order they were deployed.",
    source: "Retrieved files of 17 public repositories",
    certainty: "reported",
  },
  {
    id: "eca.consumer-key-generated",
    rule: "A new app gets a consumer key of 85 characters that begins with 3MVG9. It can be read.",
    source: "Retrieved files of 17 public repositories",
    certainty: "reported",
  },
  {
    id: "eca.consumer-key-stable",
    rule: "A redeploy without a consumer key keeps it.",
    source: "Apex-Log-Viewer rotation runbook, executed on a live org",
    certainty: "reported",
  },
  {
    id: "eca.consumer-key-self-chosen",
    rule: "A new app may bring its own consumer key, if no other app has it. Sources contradict each other; a setting of the local org refuses it.",
    source:
      "sfdx-hardis sends one; other guides say that it is refused; the text for a taken key is that of connected apps",
    certainty: "reported",
    open: {
      question: "Whether an org accepts a self-chosen key; sources contradict each other.",
      setting: "consumerKeySelfChosen",
    },
  },
  {
    id: "eca.consumer-key-fixed",
    rule: "The consumer key of an app cannot be changed by deploying another one.",
    source: `${metadataGuide}, ConnectedApp: the key cannot be edited later`,
    certainty: "inferred",
  },
  {
    id: "eca.consumer-key-rotation",
    rule: "shouldRotateConsumerKey makes a new key in that deploy, which must ignore warnings. It reads back as false.",
    source: `${metadataGuide}, ExtlClntAppGlobalOauthSettings; the warning's words are not told`,
    certainty: "documented",
  },
  {
    id: "eca.consumer-secret-hidden",
    rule: "The consumer secret is never read back.",
    source: "In none of the retrieved files of 17 public repositories",
    certainty: "reported",
  },
  {
    id: "eca.certificate-format",
    rule: "A certificate may be PEM, or its base64 on one or several lines. It reads back as bare base64 in lines of 64 characters.",
    source: "Five projects with live runs for the ways in; three repositories' retrieves for the way out",
    certainty: "reported",
  },
  {
    id: "eca.certificate-refused",
    rule: "Text that is not an X.509 certificate, such as a private key, is refused.",
    source: "The text is not told anywhere",
    certainty: "inferred",
  },
  {
    id: "eca.certificate-omitted-clears",
    rule: "A deploy of global OAuth settings without a certificate clears it.",
    source: "systemprompt org-as-code runbook",
    certainty: "reported",
  },
  {
    id: "eca.omitted-elements-reset",
    rule: "A deploy resets the elements that it omits to their defaults.",
    source: "systemprompt org-as-code; a CRUD upsert of a policy is reported to do the same",
    certainty: "reported",
  },
  {
    id: "eca.crud-update-omitted",
    rule: "A CRUD update resets omitted elements to their defaults. Nothing is documented; a setting of the local org keeps them.",
    source: "Not told anywhere for these types",
    certainty: "inferred",
    open: {
      question: "Whether a CRUD update resets or keeps omitted elements, for these types and for permission sets.",
      setting: "crudUpdateOmittedFields",
    },
  },
  {
    id: "eca.pkce-kept",
    rule: "isPkceRequired stays false if deployed as false. A setting of the local org lets it read back as true.",
    source:
      "Nightly retrieves and files of five orgs; specification notes at API 67 (twice) and Apex-Log-Viewer for the exception",
    certainty: "recorded",
    open: {
      question: "In which orgs isPkceRequired=false reads back as true.",
      setting: "pkceReadsBackTrue",
    },
  },
  {
    id: "eca.org-scoped-values",
    rule: "The org makes orgScopedExternalApp and oauthLink from 15-character ids. Values of another org are refused.",
    source: `${metadataGuide}; restore tools strip both; the texts are not told`,
    certainty: "documented",
    open: { question: "Which text refuses the value of another org." },
  },
  {
    id: "eca.global-needs-oauth-settings",
    rule: "Global OAuth settings need OAuth settings of the same app.",
    source: "Specification notes at API 67, with the text",
    certainty: "reported",
  },
  {
    id: "eca.parent-must-exist",
    rule: "Every satellite names its application, spelled exactly like it.",
    source: "Specification notes at API 67; the words follow the general form of missing references",
    certainty: "reported",
  },
  {
    id: "eca.default-policies",
    rule: "A deploy without policies creates both, named after the app and its OAuth settings. They let all users authorize themselves.",
    source: "Retrieved files of three repositories; defaults from specification notes at API 67",
    certainty: "reported",
    open: {
      question: "How an org names the policies that it creates: after the pattern of deployed apps or that of Setup.",
      setting: "defaultPolicyNames",
    },
  },
  {
    id: "eca.one-policy-record",
    rule: "An app has one policy of each type. A policy under another full name renames the existing one; with a setting of the local org it is refused as a duplicate, and the error names the existing one.",
    source:
      "Apex-Log-Viewer and another project deploy settings first and policies under names of their own later; Data Vault connector notes (deploy) and sf-metadata skill (CRUD) for the refusal",
    certainty: "reported",
    open: {
      question: "Whether a policy under another name is refused or renames the existing one.",
      setting: "policyUnderOtherName",
    },
  },
  {
    id: "eca.refresh-token-validity",
    rule: "Only policies with a specific lifetime or inactivity use a validity period and unit for refresh tokens.",
    source: "Retrieved files of 17 public repositories",
    certainty: "reported",
  },
  {
    id: "eca.policy-permission-set-names",
    rule: "A policy names permission sets by API name; ids are refused.",
    source: "Six provisioning projects for names; sf-metadata skill for the refusal",
    certainty: "reported",
    open: { question: "Whether any org accepts the documented ids; one live org refused them." },
  },
  {
    id: "eca.policy-list-format",
    rule: "The lists of a policy read back without blanks and in no fixed order.",
    source: "Four retrieves of one public repository",
    certainty: "reported",
  },
  {
    id: "eca.policy-access-rows",
    rule: "A policy that names a permission set creates the SetupEntityAccess row of type ExternalClientApplication, and such a row shows in the list of the policy.",
    source: "Apex-Log-Viewer asserts the row after deploying the policy",
    certainty: "reported",
  },
  {
    id: "eca.policy-list-omitted",
    rule: "Writing the policy later without the list removes the rows.",
    source: "systemprompt org-as-code, troubleshooting",
    certainty: "reported",
  },
  {
    id: "eca.policy-profile-labels",
    rule: "A policy names profiles by their labels.",
    source: "Retrieved files; sf-tools and sfdx-hardis",
    certainty: "reported",
  },
  {
    id: "eca.narrowing-ends-sessions",
    rule: "Ending self-authorization of an app ends its sessions.",
    source: "Data Vault connector notes: the deploying app lost its own session",
    certainty: "reported",
  },
  {
    id: "eca.delete-cascades",
    rule: "A destructive deploy of the application alone also deletes its satellites, access rows and tokens, and frees the name.",
    source: "sfdx-hardis deletes apps in this way; that the name is free at once is inferred",
    certainty: "reported",
    open: { question: "Whether the name is free at once." },
  },
  {
    id: "eca.delete-metadata-cascades",
    rule: "deleteMetadata of an application does the same as a destructive deploy.",
    source: `${metadataGuide}, deleteMetadata: children are deleted too; not documented for these types`,
    certainty: "inferred",
    open: { question: "Whether deleteMetadata supports these types at all." },
  },
  {
    id: "eca.permission-set-deleted",
    rule: "Deleting a permission set removes it from the policies that name it.",
    source: "Follows from the access rows",
    certainty: "inferred",
  },
  {
    id: "eca.soql-rows",
    rule: "SOQL shows applications, OAuth settings and both kinds of policies. No sObject shows the elements of the global OAuth settings.",
    source: "@salesforce/types; five projects query them",
    certainty: "reported",
  },
  {
    id: "eca.consumer-rows",
    rule: "The global OAuth settings of an app have a row of ExtlClntAppOauthConsumer, under the id of the component. It names the app and its OAuth settings, and tells neither the consumer key nor the secret.",
    source: `${developerEdition2026} for the sObject; its columns in apex-dev-tools, standard-types; a public script that finds the OAuth settings of a consumer by it`,
    certainty: "inferred",
    open: {
      question: "Whether this row is the component of the Metadata API, and what its name and label are.",
    },
  },
  {
    id: "eca.part-rows",
    rule: "Each trusted IP range of the OAuth settings, and each custom attribute of settings and policies, is a row of its own below them. A row lasts as long as its component lists it.",
    source: "@salesforce/types and apex-dev-tools, standard-types, for sObjects, columns and relationships",
    certainty: "inferred",
    open: {
      question: "Whether a write that changes a list gives its unchanged parts new ids.",
    },
  },
  {
    id: "eca.rows-seen",
    rule: "A user who can view Setup sees all apps in queries, even without a permission for such apps.",
    source:
      "None; Salesforce Help, Manage External Client Apps, names permissions to view apps but not where they count",
    certainty: "inferred",
    open: {
      question: "Whether queries show apps to somebody who has none of the permissions to view, create or manage them.",
      setting: "externalClientAppRows",
    },
  },
  {
    id: "eca.version-elements",
    rule: "Elements exist from a certain API version on, such as startPage from 63. They are invalid in earlier versions.",
    source: `${metadataGuide}; systemprompt org-as-code for the text`,
    certainty: "documented",
  },
  {
    id: "eca.write-permissions",
    rule: "Writing applications and their OAuth settings needs ExternalClientAppDeveloper; writing policies needs ExternalClientAppAdmin.",
    source: "Salesforce Help, Manage External Client Apps; which calls each one opens is inferred",
    certainty: "inferred",
  },
  {
    id: "eca.key-prefixes",
    rule: "Ids of OAuth settings begin with 3SN, those of OAuth policies with 0yO, of global OAuth consumers with 13P, of trusted IP ranges with 6Wj, and of custom attributes with 15h in settings and 15g in policies. The rows of apps can be queried and read, but not written.",
    source: developerEdition2026,
    certainty: "recorded",
    open: {
      question: "Which key prefixes general policies and security settings have; clients must not look at them.",
    },
  },
];
