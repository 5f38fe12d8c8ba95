import type { LedgerEntry } from "./entry.ts";

const metadataGuide = "Metadata API Developer Guide";

/** Rules of retrieves. */
const retrieves: readonly LedgerEntry[] = [
  {
    id: "retrieve.asynchronous",
    rule: "A retrieve is queued, then in progress, then ended, and is polled with checkRetrieveStatus or the older checkStatus.",
    source: `${metadataGuide}, retrieve; CumulusCI and the Force CLI for checkStatus`,
    certainty: "documented",
  },
  {
    id: "retrieve.manifest",
    rule: "A retrieve holds the components that the manifest names, each in its folder below unpackaged/, and a package.xml of what was found.",
    source: `${metadataGuide}, retrieve; recorded answers of CumulusCI and Jetstream`,
    certainty: "documented",
  },
  {
    id: "retrieve.wildcard",
    rule: "The member * stands for all components of a type that belong to no managed package.",
    source: `${metadataGuide}, package.xml`,
    certainty: "documented",
  },
  {
    id: "retrieve.file-form",
    rule: "A retrieved file has its elements in alphabetical order, four blanks a level, no fullName, and only what the API version of the manifest knows.",
    source: "Retrieved files of seventeen public repositories",
    certainty: "reported",
  },
  {
    id: "retrieve.manifest-version",
    rule: "The version of the manifest wins over the one of the request.",
    source: metadataGuide,
    certainty: "documented",
  },
  {
    id: "retrieve.missing-member",
    rule: "A member that does not exist is told in the messages of a retrieve that succeeds.",
    source: "Recorded answer of CumulusCI",
    certainty: "reported",
  },
  {
    id: "retrieve.missing-package",
    rule: "A package name that the org does not have fails the retrieve with UNKNOWN_EXCEPTION.",
    source: "Recorded answer of CumulusCI",
    certainty: "reported",
  },
  {
    id: "retrieve.single-package",
    rule: "As a single package the files lie at the top of the zip.",
    source: "Not told by a recorded answer",
    certainty: "inferred",
  },
  {
    id: "retrieve.specific-files",
    rule: "Specific files are retrieved by their paths; a missing one fails the retrieve by type and name.",
    source: "Recorded text of CumulusCI; that it fails the retrieve as a whole is a conclusion",
    certainty: "inferred",
    open: { question: "Whether a missing file fails the retrieve or is told in its messages." },
  },
  {
    id: "retrieve.zip-once",
    rule: "The zip is given out once; a check that does not want it leaves it there.",
    source: `${metadataGuide}, checkRetrieveStatus`,
    certainty: "documented",
  },
  {
    id: "retrieve.permission-set-whole",
    rule: "A retrieved permission set is whole, whatever else the manifest names.",
    source: `${metadataGuide}, PermissionSet, API 40.0 and later`,
    certainty: "documented",
  },
  {
    id: "retrieve.profile-by-manifest",
    rule: "A retrieved profile holds its user permissions, and of the rest only what concerns components in the same manifest, classes that it may not use included.",
    source: `${metadataGuide}, Profile; retrieved profiles of public repositories`,
    certainty: "documented",
  },
  {
    id: "retrieve.unserved-type",
    rule: "Types that the local org does not have are named in the messages of the retrieve.",
    source: "A choice of the local org",
    certainty: "inferred",
  },
];

/** Rules of the smaller calls of the Metadata API. */
const metadataCalls: readonly LedgerEntry[] = [
  {
    id: "metadata.rename",
    rule: "renameMetadata gives a permission set or a custom profile another full name and answers one result with the new name.",
    source: `${metadataGuide}, renameMetadata; Metadata WSDL 63.0`,
    certainty: "documented",
    open: { question: "What renaming a component of an external client app does." },
  },
  {
    id: "metadata.rename-standard-profile",
    rule: "A standard profile cannot be renamed.",
    source: "Reported problem of a profile deploy; over renameMetadata it is a conclusion",
    certainty: "inferred",
  },
  {
    id: "metadata.describe-value-type",
    rule: "describeValueType tells the elements of a type, nested ones and the values of enumerations among them.",
    source: "Metadata WSDL 63.0; which elements count as foreign keys is not told, here none",
    certainty: "documented",
  },
];

/** Rules of deploys of what was validated before. */
const quickDeploys: readonly LedgerEntry[] = [
  {
    id: "deploy.validation",
    rule: "What a deploy checked, with tests, is deployed by the validation's id, over SOAP or REST, as a deploy of its own.",
    source: `${metadataGuide}, deployRecentValidation and deployRequest; jsforce for the second REST address`,
    certainty: "documented",
  },
  {
    id: "deploy.validation-without-tests",
    rule: "A validation that ran no tests cannot be deployed.",
    source: "Field notes of a command-line runbook of 2026",
    certainty: "reported",
  },
  {
    id: "deploy.validation-overtaken",
    rule: "A validation cannot be deployed after another deploy changed the org, and for ten days at most.",
    source: `Field notes of a command-line runbook of 2026; ${metadataGuide} for the ten days`,
    certainty: "reported",
  },
];

/** Rules of the Tooling API. */
const tooling: readonly LedgerEntry[] = [
  {
    id: "tooling.query",
    rule: "A query of the Tooling API answers size, totalSize, done, queryLocator and entityTypeName before the records, whose addresses are the Tooling API's.",
    source: "Recorded answer in a public Postman collection of the Salesforce Platform APIs",
    certainty: "reported",
  },
  {
    id: "tooling.own-objects",
    rule: "The Tooling API has sObjects of its own: those of the data API that it lacks are INVALID_TYPE.",
    source: "The tooling types of @salesforce/types for which it has; general form of the answer",
    certainty: "documented",
  },
  {
    id: "tooling.external-client-apps",
    rule: "The sObjects of external client apps cannot be queried with the Tooling API.",
    source: "Live report of 2026; the tooling types of @salesforce/types list them, so sources contradict each other",
    certainty: "reported",
    open: {
      question:
        "Whether the Tooling API of an org queries these sObjects: its types list them, a live org refused one.",
    },
  },
  {
    id: "tooling.no-source-tracking",
    rule: "An org that does not track sources does not have the sObject SourceMember.",
    source: "@salesforce/core, which finds out by it whether an org tracks sources",
    certainty: "reported",
  },
  {
    id: "query.columns",
    rule: "A query with columns=true answers what its columns are; a parent or the children of a record hold theirs as joinColumns.",
    source:
      "The Salesforce CLI's data query, which reads columnName, aggregate and joinColumns; the other keys are from memory",
    certainty: "reported",
    open: { question: "Whether the data API answers columns at all; only the Tooling API is told of." },
  },
  {
    id: "tooling.unserved",
    rule: "sObjects and calls of the Tooling API that the local org does not have answer 501.",
    source: "A choice of the local org",
    certainty: "inferred",
  },
];

/** Rules of the SOAP calls for records. */
const partner: readonly LedgerEntry[] = [
  {
    id: "partner.query",
    rule: "A SOAP query answers done, queryLocator, records and size; a record has its type, its id (nil when not asked for) and then every field, an asked id once more.",
    source: "Recorded answers in three public clients of the partner WSDL",
    certainty: "reported",
  },
  {
    id: "partner.query-more",
    rule: "queryMore answers the further pages of a result by its locator; QueryOptions tells the size of a page.",
    source: "SOAP API Developer Guide, queryMore",
    certainty: "documented",
  },
  {
    id: "partner.save",
    rule: "create, update and delete take up to 200 records and answer one result each; fieldsToNull empties fields, AllOrNoneHeader undoes all for one failure.",
    source: "SOAP API Developer Guide, create, update, delete; partner WSDL",
    certainty: "documented",
  },
  {
    id: "partner.upsert",
    rule: "upsert finds each record by the field that it names, or by its id, changes it or creates it, and says which.",
    source: "SOAP API Developer Guide, upsert; partner WSDL",
    certainty: "documented",
  },
  {
    id: "partner.retrieve",
    rule: "retrieve answers the fields of a list for each id, in the order of the ids, and nil for a record that is not there.",
    source: "SOAP API Developer Guide, retrieve; partner WSDL",
    certainty: "documented",
    open: {
      question: "Whether the id of a record is told when its field list has none; here it is nil, as in a query.",
    },
  },
  {
    id: "partner.user-info",
    rule: "getUserInfo tells the user, the profile and the org of the session.",
    source: "SOAP API Developer Guide, getUserInfo; a recorded answer",
    certainty: "documented",
  },
  {
    id: "partner.describe",
    rule: "describeGlobal and describeSObject tell over SOAP what the data API tells, in the order of the WSDL.",
    source: "SOAP API Developer Guide, describeSObject",
    certainty: "documented",
  },
  {
    id: "partner.fault",
    rule: "A fault of the SOAP calls for records tells code and message a second time in its detail, that of a query with row and column.",
    source: "Recorded faults; partner WSDL",
    certainty: "reported",
  },
  {
    id: "partner.session",
    rule: "A bad session is the fault INVALID_SESSION_ID, a user without API access API_CURRENTLY_DISABLED.",
    source: "Recorded faults; the second by the data API",
    certainty: "reported",
  },
  {
    id: "partner.logout",
    rule: "logout ends the session.",
    source: "SOAP API Developer Guide, logout",
    certainty: "documented",
  },
  {
    id: "partner.unspoken",
    rule: "Other SOAP calls for records answer 501: convertLead, emptyRecycleBin, getDeleted, getUpdated, merge, process, search, undelete, passwords, layouts and tabs, and login, which newer orgs do not have.",
    source: "A choice of the local org; login is gone from API 65 on",
    certainty: "inferred",
  },
];

const connectGuide = "Connect REST API Developer Guide";

/** Rules of calls for several records. */
const collections: readonly LedgerEntry[] = [
  {
    id: "collections.read",
    rule: "A collection of ids answers the asked fields of each record in their order, and null for one that is not there.",
    source: "REST API Developer Guide, sObject Collections",
    certainty: "documented",
  },
  {
    id: "collections.upsert",
    rule: "A collection of records is created or changed by a field that identifies them, and each result says which.",
    source: "REST API Developer Guide, sObject Collections",
    certainty: "documented",
  },
];

/** Rules of the API's addresses. */
const addresses: readonly LedgerEntry[] = [
  {
    id: "http.packed-requests",
    rule: "A request may come packed by gzip or deflate; the answers to broken and endless ones are chosen.",
    source: "REST API Developer Guide, compression; Salesforce's Java connector packs all it sends",
    certainty: "documented",
  },
  {
    id: "http.leading-slashes",
    rule: "A path may begin with more than one slash.",
    source:
      "The Salesforce CLI's login by access token keeps the instance address with a slash at its end and so sends such paths",
    certainty: "inferred",
  },
  {
    id: "versions.old",
    rule: "Versions down to 31.0 are still answered; clients of today ask older ones for some things.",
    source: "Salesforce's retirement of 21.0 to 30.0; @salesforce/core reads the user at 51.0",
    certainty: "documented",
  },
];

/** Rules of the keys and secrets of external client apps. */
const credentials: readonly LedgerEntry[] = [
  {
    id: "credentials.usage",
    rule: "The OAuth usage lists the external client apps that have OAuth settings, by page; who may not see such apps is refused.",
    source: `${connectGuide}, OAuth Usage; which permission opens it is a conclusion`,
    certainty: "documented",
  },
  {
    id: "credentials.read",
    rule: "The credentials of an app are read by its id and its consumer's: the key, the secret or both; the key is the one of the metadata.",
    source: `${connectGuide}, OAuth Credentials; two public clients`,
    certainty: "documented",
  },
  {
    id: "credentials.org-setting",
    rule: "Credentials are only served when the setting enableClientSecretInRestApiAccess is on; else the feature is not currently enabled.",
    source:
      "Salesforce Help, xcloud.eca_stage_oauth_credentials; the words are those that a public client looks for, the code is a conclusion",
    certainty: "reported",
    open: { question: "Whether the key alone is served with the setting off, and the code of the refusal." },
  },
  {
    id: "credentials.permissions",
    rule: "Credentials take the permissions ExternalClientAppDeveloper and ViewClientSecret.",
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
    rule: "A pair of new credentials is staged, one at a time, and rotated into use by the command rotate.",
    source: `${connectGuide}, OAuth Staged Credentials; sfdx-hardis for one at a time`,
    certainty: "documented",
    open: { question: "What the answer to a second staging is, and which id a replaced pair has." },
  },
  {
    id: "credentials.rotated",
    rule: "The replaced pair moves to the staged place in state Rotated and works for 30 days, unless it is deleted; a pair that only waits does not log in.",
    source: `${connectGuide}, OAuth Staged Credentials; that a waiting pair does not log in is a conclusion`,
    certainty: "documented",
    open: { question: "Whether a pair that only waits logs in already." },
  },
  {
    id: "credentials.settings",
    rule: "The settings of external client apps are metadata: Settings with the member ExternalClientApp in a manifest, ExternalClientAppSettings over CRUD; what a file leaves out stays.",
    source: `${metadataGuide}, ExternalClientAppSettings; a public client deploys one flag alone and finds the others unchanged`,
    certainty: "reported",
  },
];

/** Rules that ordinary clients meet beyond logins, records and deploys. */
export const clientLedger: readonly LedgerEntry[] = [
  ...retrieves,
  ...metadataCalls,
  ...quickDeploys,
  ...tooling,
  ...partner,
  ...credentials,
  ...collections,
  ...addresses,
];
