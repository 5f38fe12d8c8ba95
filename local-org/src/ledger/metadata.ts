import type { LedgerEntry } from "./entry.ts";

const metadataGuide = "Metadata API Developer Guide";
const clients = "Recorded answers in shipped clients and their issues";

/** Rules of OAuth logins and of the identity addresses. */
const oauth: readonly LedgerEntry[] = [
  {
    id: "oauth.jwt-signature",
    rule: "An assertion must be signed by the private key of the certificate that was deployed to the app, else invalid_client.",
    source: "Specification notes of an external client app project (API 67), reported from a live org",
    certainty: "reported",
  },
  {
    id: "oauth.jwt-rs256-only",
    rule: "Assertions are signed with RS256; another algorithm is an invalid assertion.",
    source: "Salesforce Help, OAuth 2.0 JWT Bearer Flow; the answer is reported by clients",
    certainty: "documented",
  },
  {
    id: "oauth.jwt-malformed",
    rule: "What is no JWT, or lacks issuer, subject or expiry, is an invalid assertion.",
    source: clients,
    certainty: "reported",
  },
  {
    id: "oauth.jwt-issuer",
    rule: "A consumer key that no app of the org has answers invalid_client_id.",
    source: clients,
    certainty: "reported",
  },
  {
    id: "oauth.jwt-audience",
    rule: "The audience is the login host; the org's own address (My Domain) is refused, and so is the login host with a slash at its end.",
    source: "simple-salesforce issue 672 and Salesforce Help 000386092; the slash is not told anywhere",
    certainty: "reported",
    open: {
      question:
        "Which audiences besides the login host an org takes: its own address is reported refused, an Experience Cloud site documented.",
      setting: "acceptedAudiences",
    },
  },
  {
    id: "oauth.jwt-expiry",
    rule: "An assertion whose expiry has passed is refused as an expired authorization code; how far the expiry may lie ahead is not limited.",
    source: "Stack Exchange 282513; the Salesforce CLI sends far-future values that work",
    certainty: "reported",
    open: { question: "How much skew between the clocks an org allows." },
  },
  {
    id: "oauth.jwt-refresh-token-scope",
    rule: "The app must have the RefreshToken scope although a JWT login gets no refresh token.",
    source: "Five clients, one with a check against a developer org",
    certainty: "reported",
  },
  {
    id: "oauth.jwt-self-authorized",
    rule: "Where all users may self-authorize, a user who never approved the app in a browser cannot log in by JWT.",
    source: "Salesforce Help 001121341",
    certainty: "documented",
  },
  {
    id: "oauth.jwt-admin-approved",
    rule: "Where admin approved users are pre-authorized, the user needs a permission set that the app's policy names, else invalid_app_access.",
    source: "Salesforce Help, OAuth 2.0 JWT Bearer Flow; the answer is reported by eight clients",
    certainty: "reported",
  },
  {
    id: "oauth.jwt-admin-approved-profile",
    rule: "The user's profile serves like a permission set when the policy names it.",
    source: "sfdx-hardis configures its own app so",
    certainty: "reported",
  },
  {
    id: "oauth.subject-case-insensitive",
    rule: "The subject is the username, without regard to case.",
    source: "Object Reference, User: usernames are unique without regard to case",
    certainty: "documented",
  },
  {
    id: "oauth.unknown-user",
    rule: "A subject that is no user answers invalid_grant, authentication failure.",
    source: clients,
    certainty: "reported",
  },
  {
    id: "oauth.inactive-user",
    rule: "A deactivated user answers invalid_grant, inactive user.",
    source: "restforce issue 303",
    certainty: "reported",
    open: { question: "Whether the code is invalid_grant (live) or inactive_user (older documentation)." },
  },
  {
    id: "oauth.frozen-user",
    rule: "A frozen user cannot log in; the text is that of a failed authentication.",
    source: "Object Reference, UserLogin, for the refusal; the text is not told anywhere",
    certainty: "inferred",
    open: { question: "Which code and text the refusal has." },
  },
  {
    id: "oauth.no-certificate",
    rule: "An app without a certificate refuses every assertion as invalid.",
    source: "systemprompt org-as-code runbook: an omitted certificate cost a live org its JWT logins",
    certainty: "reported",
  },
  {
    id: "oauth.certificate-expired",
    rule: "An app whose certificate has expired refuses every assertion as invalid.",
    source: "The answer is not told anywhere; renewal before expiry is general advice",
    certainty: "inferred",
  },
  {
    id: "oauth.app-disabled",
    rule: "An app whose policies turn it off is, for logins, not installed.",
    source: "The answer is not told anywhere",
    certainty: "inferred",
  },
  {
    id: "oauth.plugin-disabled",
    rule: "An app whose OAuth plugin is off has no valid client identifier.",
    source: "The answer is not told anywhere",
    certainty: "inferred",
  },
  {
    id: "oauth.token-response",
    rule: "A login answers access_token, scope, instance_url, id and token_type; id ends with the 18-character ids of org and user.",
    source: "terraform-provider-salesforce; Salesforce Help, OAuth 2.0 JWT Bearer Flow",
    certainty: "reported",
  },
  {
    id: "oauth.grant-types",
    rule: "A missing grant_type is an invalid request, an unknown one an unsupported grant type; grants that the local org does not speak answer 501.",
    source: clients,
    certainty: "reported",
  },
  {
    id: "oauth.scope-parameter",
    rule: "A JWT login must not name scopes.",
    source: clients,
    certainty: "reported",
  },
  {
    id: "oauth.deployer-app",
    rule: "The deployer's own app is approved for the deployer and nobody else.",
    source: "A choice of the local org",
    certainty: "inferred",
  },
  {
    id: "oauth.identity",
    rule: "userinfo and the identity address answer the token's user; without a good token they answer 403 with a plain word.",
    source: "Recorded answers of jsforce and other clients",
    certainty: "reported",
  },
  {
    id: "oauth.revoke",
    rule: "A revoked token answers 200 without a body and serves no longer; an unknown one answers 400.",
    source: "Mobile SDK Development Guide",
    certainty: "documented",
  },
  {
    id: "oauth.propagation-app",
    rule: "A new app is unknown to logins until it has spread.",
    source: "Three reports of two to ten minutes",
    certainty: "reported",
  },
  {
    id: "oauth.propagation-certificate",
    rule: "Until a new certificate has spread the old one verifies logins.",
    source: "Reports name invalid_client during the spread; that the old one still serves is a conclusion",
    certainty: "inferred",
  },
  {
    id: "oauth.propagation-policies",
    rule: "Until changed policies have spread the user has not approved the app.",
    source: "Reports name invalid_grant during the spread",
    certainty: "reported",
  },
  {
    id: "oauth.propagation-assignment",
    rule: "Until a new assignment of the permission set has spread the user is not admin approved.",
    source: "By analogy with the other changes",
    certainty: "inferred",
  },
];

/** Rules of external client apps. */
const externalClientApps: readonly LedgerEntry[] = [
  {
    id: "eca.api-name",
    rule: "API names begin with a letter and hold letters, digits and single underscores, none at the end.",
    source: "Recorded deploy problems of live orgs for other types; the words for these types are composed",
    certainty: "reported",
  },
  {
    id: "eca.api-name-length",
    rule: "API names have at most 40 characters.",
    source: "Recorded deploy problem for another type; a client keeps to 40 for these types",
    certainty: "inferred",
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
    rule: "An application needs a contact e-mail in a valid form although the schema says optional.",
    source: "systemprompt org-as-code, probed at API 64 and 67; the text is that of record-like types",
    certainty: "reported",
  },
  {
    id: "eca.callback-required",
    rule: "Global OAuth settings need a callback URL although the schema says optional; several stand in one element, one a line.",
    source: "systemprompt org-as-code and specification notes at API 67; the text is the parser's",
    certainty: "reported",
  },
  {
    id: "eca.scope-names",
    rule: "Scopes are the names of metadata; OAuth's own names are refused with the list of valid ones.",
    source: `${metadataGuide}, ExtlClntAppOauthSettings; three live reports of the text's beginning`,
    certainty: "reported",
  },
  {
    id: "eca.scope-order",
    rule: "Scopes are written back in the org's order, joined by comma and blank, whatever was deployed.",
    source: "Retrieved files of 17 public repositories",
    certainty: "reported",
  },
  {
    id: "eca.consumer-key-generated",
    rule: "A consumer key of 85 characters that begins with 3MVG9 is made for a new app and is read back.",
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
    rule: "A new app may bring its own consumer key, which must be free; a setting of the local org refuses it, since sources contradict each other.",
    source:
      "sfdx-hardis sends one; other guides say that it is refused; the text for a taken key is that of connected apps",
    certainty: "reported",
    open: {
      question: "Whether an org takes a key of one's own; sources contradict each other.",
      setting: "consumerKeySelfChosen",
    },
  },
  {
    id: "eca.consumer-key-fixed",
    rule: "The consumer key of an app cannot be changed by giving another one.",
    source: `${metadataGuide}, ConnectedApp: the key cannot be edited later`,
    certainty: "inferred",
  },
  {
    id: "eca.consumer-key-rotation",
    rule: "shouldRotateConsumerKey makes a new key in that deploy, which must ignore warnings, and reads back as false.",
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
    rule: "A certificate may come as PEM, as its lines or as one line, and is written back as bare base64 in lines of 64 characters.",
    source: "Five projects with live runs for the ways in; three repositories' retrieves for the way out",
    certainty: "reported",
  },
  {
    id: "eca.certificate-refused",
    rule: "Text that is no X.509 certificate, a private key among it, is refused.",
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
    rule: "A deploy puts elements that it leaves out back to their defaults.",
    source: "systemprompt org-as-code; a CRUD upsert of a policy is reported to do the same",
    certainty: "reported",
  },
  {
    id: "eca.crud-update-omitted",
    rule: "A CRUD update puts omitted elements back to their defaults; a setting of the local org keeps them, since nothing is documented.",
    source: "Not told anywhere for these types",
    certainty: "inferred",
    open: {
      question: "Whether a CRUD update resets or keeps what it leaves out, of these types and of permission sets.",
      setting: "crudUpdateOmittedFields",
    },
  },
  {
    id: "eca.pkce-reads-true",
    rule: "isPkceRequired deployed as false reads back as true; a setting of the local org turns that off.",
    source: "Specification notes at API 67, twice; Apex-Log-Viewer",
    certainty: "reported",
    open: {
      question: "Whether isPkceRequired=false reads back as true in every org.",
      setting: "pkceReadsBackTrue",
    },
  },
  {
    id: "eca.org-scoped-values",
    rule: "orgScopedExternalApp and oauthLink are made by the org from 15-character ids; values of another org are refused.",
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
    rule: "Every satellite names its application exactly as it is called.",
    source: "Specification notes at API 67; the words follow the general form of missing references",
    certainty: "reported",
  },
  {
    id: "eca.default-policies",
    rule: "A deploy without policies makes both, named after the app and its OAuth settings, open to all users who authorize themselves.",
    source: "Retrieved files of three repositories; defaults from specification notes at API 67",
    certainty: "reported",
    open: {
      question: "How the policies are called that the org makes: after the pattern of deployed apps or that of Setup.",
      setting: "defaultPolicyNames",
    },
  },
  {
    id: "eca.one-policy-record",
    rule: "An app has one policy of each type; another full name is a duplicate and the answer names the existing one.",
    source: "Data Vault connector notes (deploy) and sf-metadata skill (CRUD), live orgs",
    certainty: "reported",
    open: {
      question: "Whether a policy under another name is refused or gives its name to the existing one.",
      setting: "policyUnderOtherName",
    },
  },
  {
    id: "eca.refresh-token-validity",
    rule: "Only policies with a specific lifetime or inactivity have a validity of refresh tokens.",
    source: "Retrieved files of 17 public repositories",
    certainty: "reported",
  },
  {
    id: "eca.policy-permission-set-names",
    rule: "A policy names permission sets by API name; ids are refused.",
    source: "Six provisioning projects for names; sf-metadata skill for the refusal",
    certainty: "reported",
    open: { question: "Whether the documented ids are taken anywhere; one live org refused them." },
  },
  {
    id: "eca.policy-list-format",
    rule: "The lists of a policy are written back without blanks and in no fixed order.",
    source: "Four retrieves of one public repository",
    certainty: "reported",
  },
  {
    id: "eca.policy-access-rows",
    rule: "A policy that names a permission set makes the SetupEntityAccess row of type ExternalClientApplication, and such a row is in the policy's list.",
    source: "Apex-Log-Viewer asserts the row after deploying the policy",
    certainty: "reported",
  },
  {
    id: "eca.policy-list-omitted",
    rule: "A later write of the policy without the list takes the rows away.",
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
    rule: "A destructive deploy of the application alone takes satellites, access rows and tokens with it, and the name is free again.",
    source: "sfdx-hardis deletes so; that the name is free at once is a conclusion",
    certainty: "reported",
    open: { question: "Whether the name is free at once." },
  },
  {
    id: "eca.delete-metadata-cascades",
    rule: "deleteMetadata of an application does the same as a destructive deploy.",
    source: `${metadataGuide}, deleteMetadata: children are deleted too; not told for these types`,
    certainty: "inferred",
    open: { question: "Whether deleteMetadata serves these types at all." },
  },
  {
    id: "eca.permission-set-deleted",
    rule: "A permission set that is deleted disappears from the policy that named it.",
    source: "Follows from the access rows",
    certainty: "inferred",
  },
  {
    id: "eca.soql-rows",
    rule: "Applications, OAuth settings and both policies have rows that SOQL sees; global OAuth settings have none.",
    source: "@salesforce/types; five projects query them",
    certainty: "reported",
    open: { question: "Which key prefixes the rows of the satellites have; clients must not look at them." },
  },
  {
    id: "eca.rows-seen",
    rule: "Who sees the setup sees the rows of all apps in queries, also without a permission for such apps.",
    source:
      "none; Salesforce Help, Manage External Client Apps, names permissions to view apps but not where they count",
    certainty: "inferred",
    open: {
      question: "Whether queries show apps to somebody who has none of the permissions to view, create or manage them.",
      setting: "externalClientAppRows",
    },
  },
  {
    id: "eca.version-elements",
    rule: "Elements are known from a certain API version on, such as startPage from 63; below it they are invalid.",
    source: `${metadataGuide}; systemprompt org-as-code for the text`,
    certainty: "documented",
  },
  {
    id: "eca.write-permissions",
    rule: "Applications and their OAuth settings take the permission ExternalClientAppDeveloper, policies ExternalClientAppAdmin.",
    source: "Salesforce Help, Manage External Client Apps; which calls each one opens is a conclusion",
    certainty: "inferred",
  },
];

/** Rules of the Metadata API's calls. */
const metadata: readonly LedgerEntry[] = [
  {
    id: "metadata.request-tolerance",
    rule: "The operation is the body's first element; SOAPAction, prefixes and the names of its parameters do not count.",
    source: "Requests of jsforce, CumulusCI, Force CLI and Jetstream, all served by live orgs",
    certainty: "reported",
  },
  {
    id: "metadata.unknown-operation",
    rule: "An operation that does not exist is a client fault that names it.",
    source: clients,
    certainty: "reported",
  },
  {
    id: "metadata.unspoken-operation",
    rule: "An operation that the local org does not speak answers 501 with a fault that names it.",
    source: "A choice of the local org",
    certainty: "inferred",
  },
  {
    id: "metadata.session",
    rule: "A bad session answers 500 with the fault INVALID_SESSION_ID, without a detail element.",
    source: clients,
    certainty: "reported",
  },
  {
    id: "metadata.permission",
    rule: "The Metadata API takes the permission ModifyMetadata or ModifyAllData.",
    source: `${metadataGuide}; the text is reported`,
    certainty: "documented",
  },
  {
    id: "metadata.api-version",
    rule: "A version segment that the org does not serve is UNSUPPORTED_API_VERSION.",
    source: clients,
    certainty: "reported",
  },
  {
    id: "metadata.read-missing",
    rule: "readMetadata answers a missing component by a nil record at its place.",
    source: "Recorded answers of amp-labs connectors",
    certainty: "reported",
  },
  {
    id: "metadata.list",
    rule: "listMetadata answers properties of all components; nothing found is an empty answer, a type unknown in the version a fault.",
    source: "Recorded answers of Jetstream",
    certainty: "reported",
    open: { question: "Which state and ids the satellites of a managed app have in a list." },
  },
  {
    id: "metadata.list-unknown-type",
    rule: "listMetadata of a type that describeMetadata does not name is the fault INVALID_TYPE: it cannot be used in this organization.",
    source: "Faults seen by users of Metadata API clients",
    certainty: "reported",
  },
  {
    id: "metadata.describe",
    rule: "describeMetadata names folder and suffix of each type that the version has.",
    source: "Recorded describe of API 62 in sfdx-git-delta",
    certainty: "reported",
  },
  {
    id: "metadata.record-limit",
    rule: "A CRUD call takes at most ten components.",
    source: metadataGuide,
    certainty: "documented",
  },
  {
    id: "metadata.all-or-none",
    rule: "With AllOrNone one failure undoes the others, which say so; without it they stay.",
    source: `${metadataGuide}; recorded answers of amp-labs connectors`,
    certainty: "documented",
  },
  {
    id: "metadata.create-existing",
    rule: "createMetadata of a component that exists is DUPLICATE_DEVELOPER_NAME.",
    source: "Reported for custom fields; not told for these types",
    certainty: "inferred",
  },
  {
    id: "metadata.crud-missing",
    rule: "deleteMetadata of a missing component answers INVALID_CROSS_REFERENCE_KEY, no X named Y found; updateMetadata is taken to do the same.",
    source: "Salto's salesforce adapter, for deletes",
    certainty: "reported",
  },
  {
    id: "metadata.upsert",
    rule: "upsertMetadata creates or replaces and says which.",
    source: metadataGuide,
    certainty: "documented",
  },
  {
    id: "metadata.xml-safety",
    rule: "Document types are refused.",
    source: "A choice of the local org",
    certainty: "inferred",
  },
];

/** Rules of deploys. */
const deploys: readonly LedgerEntry[] = [
  {
    id: "deploy.asynchronous",
    rule: "A deploy is queued, then in progress, then ended; until then it has changed nothing.",
    source: metadataGuide,
    certainty: "documented",
    open: { question: "How the finalizing states of API 65.0 and later are spelled, and when they show." },
  },
  {
    id: "deploy.one-after-another",
    rule: "The deploys of an org run one after another; the others stay Pending.",
    source: "Salesforce CLI issues 1913, 2231, 2631",
    certainty: "reported",
    open: { question: "How many deploys may wait, and what refuses one more." },
  },
  {
    id: "deploy.survives-restart",
    rule: "A queued deploy and the result of an ended one survive a restart.",
    source: "A choice of the local org",
    certainty: "inferred",
    open: { question: "How long an org keeps the result of a deploy." },
  },
  {
    id: "deploy.cancel",
    rule: "A deploy that has not ended can be cancelled; one that has ended cannot.",
    source: `${metadataGuide}, cancelDeploy`,
    certainty: "documented",
  },
  {
    id: "deploy.perform-retrieve",
    rule: "A SOAP deploy with performRetrieve that did not fail answers in its details what its package names, read back; over REST it is 501.",
    source:
      "Metadata API Developer Guide, deploy() options; Metadata WSDL; the refusal over REST is a choice of the local org",
    certainty: "documented",
    open: { question: "The id in that retrieve result; here it is the deploy's." },
  },
  {
    id: "deploy.check-only",
    rule: "A deploy that only checks answers like a real one and keeps nothing.",
    source: "Recorded REST answer of 2021",
    certainty: "reported",
  },
  {
    id: "deploy.rollback",
    rule: "With rollbackOnError one failure undoes everything, yet the good components are listed as created and counted as deployed.",
    source: "Recorded SOAP answer of 2021 in source-tracking",
    certainty: "reported",
  },
  {
    id: "deploy.partial",
    rule: "Without rollbackOnError good components stay and the status is SucceededPartial.",
    source: "source-deploy-retrieve",
    certainty: "reported",
  },
  {
    id: "deploy.manifest-entry",
    rule: "package.xml is among the successes, without type and id, and is not counted.",
    source: "Two recorded answers of 2021",
    certainty: "reported",
  },
  {
    id: "deploy.no-manifest",
    rule: "A package without package.xml fails with a problem on package.xml.",
    source: "Reported problems of many deploys",
    certainty: "reported",
  },
  {
    id: "deploy.missing-file",
    rule: "A member without a file, or with a file of another suffix, was not found in the zipped directory.",
    source: "Reported problems of many deploys",
    certainty: "reported",
  },
  {
    id: "deploy.not-in-manifest",
    rule: "A file that the manifest does not name is a warning, Not in package.xml.",
    source: "A reported deploy problem; that it is a warning is a conclusion",
    certainty: "inferred",
  },
  {
    id: "deploy.wildcard",
    rule: "The member * of a deploy's manifest takes all files of the type.",
    source: "Not told for deploys",
    certainty: "inferred",
  },
  {
    id: "deploy.package-folders",
    rule: "A single package lies at the top of the zip or in its one folder; otherwise each folder at the top is a package.",
    source: `${metadataGuide}, DeployOptions; the Salesforce CLI`,
    certainty: "documented",
  },
  {
    id: "deploy.warnings",
    rule: "A warning fails the deploy unless warnings are ignored; then it stands among the successes.",
    source: `${metadataGuide}, DeployMessage`,
    certainty: "documented",
  },
  {
    id: "deploy.destructive-missing",
    rule: "Deleting a component that is not there is a warning on destructiveChanges.xml.",
    source: "source-deploy-retrieve; Salto's salesforce adapter",
    certainty: "reported",
  },
  {
    id: "deploy.destructive-order",
    rule: "destructiveChanges.xml and …Pre.xml delete before the additions, …Post.xml after them.",
    source: metadataGuide,
    certainty: "documented",
  },
  {
    id: "deploy.unknown-element",
    rule: "An element that the type does not have is invalid at its location, with line and column.",
    source: "Reported problems of many deploys",
    certainty: "reported",
  },
  {
    id: "deploy.scattered-siblings",
    rule: "Elements of one name must stand together; the order of different names is free.",
    source: "Reported problems of several repositories",
    certainty: "reported",
    open: { question: "Whether CRUD calls refuse scattered elements as deploys do." },
  },
  {
    id: "deploy.bad-enum",
    rule: "A value that an enumeration does not have is refused by name.",
    source: "Reported deploy problem",
    certainty: "reported",
  },
  {
    id: "deploy.bad-literal",
    rule: "A text that its type cannot hold is refused with the XML Schema type's name.",
    source: "Recorded deploy problem",
    certainty: "reported",
  },
  {
    id: "deploy.property-version",
    rule: "An element that later versions dropped is not valid in them.",
    source: "Reported deploy problem",
    certainty: "reported",
    open: { question: "Whether policies still take isNamedUserJwtEnabled in 67.0." },
  },
  {
    id: "deploy.required-element",
    rule: "A required element that is missing is named.",
    source: "Reported deploy problem",
    certainty: "reported",
  },
  {
    id: "deploy.zip-safety",
    rule: "A zip that is broken, has paths that leave it, or grows beyond the documented limits is refused as a whole.",
    source: `${metadataGuide}, limits; the texts are composed`,
    certainty: "inferred",
  },
  {
    id: "deploy.unserved-type",
    rule: "Components of a type that the local org does not have fail by name.",
    source: "A choice of the local org",
    certainty: "inferred",
  },
  {
    id: "deploy.rest",
    rule: "REST takes the zip and the options as parts of a form in any order and under any name, and answers 201 and then the status with explicit nulls.",
    source: "Metadata REST documentation, jsforce and CumulusCI; a recorded answer of 2021",
    certainty: "reported",
    open: { question: "Which errors answer a malformed form or an unknown deploy." },
  },
  {
    id: "deploy.rest-cancel",
    rule: "A PATCH with status Canceling cancels a deploy and answers 202.",
    source: "Metadata REST documentation",
    certainty: "documented",
  },
];

/** Rules of permission sets and profiles as metadata. */
const permissions: readonly LedgerEntry[] = [
  {
    id: "metadata.permission-set-replaces",
    rule: "A deployed permission set replaces what was there: what the file leaves out is off.",
    source: `${metadataGuide}, PermissionSet, API 40.0 and later`,
    certainty: "documented",
  },
  {
    id: "metadata.profile-overlays",
    rule: "A deployed profile lies over what was there: only what the file names changes.",
    source: `${metadataGuide}, Profile`,
    certainty: "documented",
  },
  {
    id: "metadata.profile-new-content",
    rule: "A new profile deployed without permissions starts with those of Minimum Access - Salesforce (Standard User before API 60); with another licence than theirs it starts empty.",
    source: `${metadataGuide}, Profile; what happens with other licences is not told`,
    certainty: "documented",
  },
  {
    id: "metadata.unknown-user-permission",
    rule: "A user permission that the org does not have is refused by name.",
    source: "Salesforce CLI issue 1529 and many others",
    certainty: "reported",
  },
  {
    id: "metadata.missing-reference",
    rule: "A class that is not installed is named together with the element that holds it.",
    source: "Recorded deploy problems",
    certainty: "reported",
  },
  {
    id: "metadata.missing-licence",
    rule: "A licence that the org does not have is named.",
    source: "Reported deploy problem",
    certainty: "reported",
  },
  {
    id: "metadata.profile-names",
    rule: "Some standard profiles are called otherwise in metadata, and characters that file names cannot hold are percent-encoded.",
    source: `${metadataGuide}; lists of live orgs`,
    certainty: "documented",
  },
];

/** Rules of the managed package's Apex REST. */
const apexRest: readonly LedgerEntry[] = [
  {
    id: "apexrest.permission",
    rule: "Apex REST takes the permissions ApexRestServices and ApiEnabled, else APEX_REST_SERVICES_DISABLED.",
    source: "SOAP API error codes; a live least-privilege user needed both; the text is not told",
    certainty: "reported",
    open: { question: "Whether one of the two permissions is enough." },
  },
  {
    id: "apexrest.url-mapping",
    rule: "An address that no class maps answers 404.",
    source: "Eight recorded answers",
    certainty: "reported",
  },
  {
    id: "apexrest.verb",
    rule: "A verb that the class does not implement answers 405, before class access is looked at.",
    source: "General form of the REST API; the order of the checks is a conclusion",
    certainty: "inferred",
  },
  {
    id: "apexrest.class-access",
    rule: "A user without access to the class, by permission set or profile, is refused by the class's name; who may author Apex may run all of it.",
    source: "Two recorded answers; Apex Developer Guide, class security",
    certainty: "reported",
  },
  {
    id: "apexrest.package-addresses",
    rule: "The package's resources are POST /services/apexrest/cnxscv/voice/v1/ createVoiceCall, updateVoiceCall, executeOmniFlow and clearRouting.",
    source: "Cisco's sibling package in its published flow template; the package's own addresses are not published",
    certainty: "inferred",
    open: { question: "Which addresses the package really has." },
  },
  {
    id: "apexrest.exception",
    rule: "An unhandled exception answers 500 APEX_ERROR; a managed class hides its stack.",
    source: "Recorded answers",
    certainty: "reported",
  },
];

/** Rules of logins, external client apps, the Metadata API and Apex REST. */
export const metadataLedger: readonly LedgerEntry[] = [
  ...oauth,
  ...externalClientApps,
  ...metadata,
  ...deploys,
  ...permissions,
  ...apexRest,
];
