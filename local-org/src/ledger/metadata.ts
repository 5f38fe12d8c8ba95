import type { LedgerEntry } from "./entry.ts";
import { liveAssertions } from "./recordings.ts";

const metadataGuide = "Metadata API Developer Guide";
const clients = "Recorded answers in shipped clients and their issues";

/** Rules of the Metadata API beside deploys and retrieves. */
export const metadata: readonly LedgerEntry[] = [
  {
    id: "metadata.request-tolerance",
    rule: "The operation is the first element of the body. SOAPAction, prefixes and names of parameters do not matter.",
    source: "Requests of jsforce, CumulusCI, Force CLI and Jetstream, all served by live orgs",
    certainty: "reported",
  },
  {
    id: "metadata.unknown-operation",
    rule: "An operation that does not exist returns a client fault with its name.",
    source: clients,
    certainty: "reported",
  },
  {
    id: "metadata.unspoken-operation",
    rule: "An operation that the local org does not implement returns 501 with a fault that names it.",
    source: "A choice of the local org",
    certainty: "inferred",
  },
  {
    id: "metadata.session",
    rule: "An invalid session returns 500 with the fault INVALID_SESSION_ID, without a detail element.",
    source: clients,
    certainty: "reported",
  },
  {
    id: "metadata.permission",
    rule: "The Metadata API needs the permission ModifyMetadata or ModifyAllData.",
    source: `${metadataGuide}; the text is reported`,
    certainty: "documented",
  },
  {
    id: "metadata.api-version",
    rule: "A version in the URL that the org does not have returns UNSUPPORTED_API_VERSION.",
    source: clients,
    certainty: "reported",
  },
  {
    id: "metadata.read-missing",
    rule: "readMetadata returns a nil record in place of a missing component.",
    source: "Recorded answers of amp-labs connectors",
    certainty: "reported",
  },
  {
    id: "metadata.list",
    rule: "listMetadata returns the properties of all components: an empty result if there are none, a fault for a type that the version does not have.",
    source: "Recorded answers of Jetstream",
    certainty: "reported",
    open: { question: "Which state and ids the satellites of a managed app have in a list." },
  },
  {
    id: "metadata.list-unknown-type",
    rule: "listMetadata returns the fault INVALID_TYPE: Unknown type for a name that is no metadata type, and Cannot use for a type that this org does not list.",
    source: `${liveAssertions} for the first; faults seen by users of Metadata API clients for the second`,
    certainty: "recorded",
  },
  {
    id: "metadata.describe",
    rule: "describeMetadata returns folder and suffix of each type that the version has.",
    source: "Recorded describe of API 62 in sfdx-git-delta",
    certainty: "reported",
  },
  {
    id: "metadata.record-limit",
    rule: "A CRUD call accepts at most ten components.",
    source: metadataGuide,
    certainty: "documented",
  },
  {
    id: "metadata.all-or-none",
    rule: "With AllOrNone, one failure undoes the others, and their results say so. Without it they stay.",
    source: `${metadataGuide}; recorded answers of amp-labs connectors`,
    certainty: "documented",
  },
  {
    id: "metadata.create-existing",
    rule: "createMetadata of an existing component returns DUPLICATE_DEVELOPER_NAME.",
    source: "Reported for custom fields; not documented for these types",
    certainty: "inferred",
  },
  {
    id: "metadata.crud-missing",
    rule: "deleteMetadata of a missing component returns INVALID_CROSS_REFERENCE_KEY, no X named Y found; updateMetadata is assumed to do the same.",
    source: "Salto's salesforce adapter, for deletes",
    certainty: "reported",
  },
  {
    id: "metadata.upsert",
    rule: "upsertMetadata creates or replaces a component and says which.",
    source: metadataGuide,
    certainty: "documented",
  },
  {
    id: "metadata.xml-safety",
    rule: "Document type declarations in XML are refused.",
    source: "A choice of the local org",
    certainty: "inferred",
  },
  {
    id: "metadata.permission-set-replaces",
    rule: "A deployed permission set replaces what was there: whatever the file omits is off.",
    source: `${metadataGuide}, PermissionSet, API 40.0 and later`,
    certainty: "documented",
  },
  {
    id: "metadata.profile-overlays",
    rule: "A deployed profile is an overlay: only what the file names changes.",
    source: `${metadataGuide}, Profile`,
    certainty: "documented",
  },
  {
    id: "metadata.profile-new-content",
    rule: "A new profile deployed without permissions starts with those of Minimum Access - Salesforce (Standard User before API 60). With another licence than theirs it starts empty.",
    source: `${metadataGuide}, Profile; what happens with other licences is not documented`,
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
    rule: "Some standard profiles have another name in metadata. Characters that file names cannot have are percent-encoded.",
    source: `${metadataGuide}; lists of live orgs`,
    certainty: "documented",
  },
  {
    id: "metadata.rename",
    rule: "renameMetadata gives a permission set or a custom profile another full name and returns one result with the new name.",
    source: `${metadataGuide}, renameMetadata; Metadata WSDL 63.0`,
    certainty: "documented",
    open: { question: "What renaming a component of an external client app does." },
  },
  {
    id: "metadata.rename-standard-profile",
    rule: "A standard profile cannot be renamed.",
    source: "Reported problem of a profile deploy; over renameMetadata it is inferred",
    certainty: "inferred",
  },
  {
    id: "metadata.describe-value-type",
    rule: "describeValueType returns the elements of a type, nested ones and the values of enumerations included.",
    source: "Metadata WSDL 63.0; which elements count as foreign keys is not documented; here, none do",
    certainty: "documented",
  },
];
