import type { LedgerEntry } from "./entry.ts";
import { developerEdition2023, developerEdition2026, scratchOrgs } from "./recordings.ts";

/** Rules of what the addresses of the data API tell: versions, ids, limits, describes. */
export const addresses: readonly LedgerEntry[] = [
  {
    id: "id.checksum",
    rule: "An id has 15 characters, and in its long form three more that tell which of them are capitals. Both forms are accepted; responses have 18 characters.",
    source: "Object Reference, ID field type; recomputed on recorded ids",
    certainty: "documented",
  },
  {
    id: "limits.header",
    rule: "Each response of the data API except a 401 reports the number of calls in the header Sforce-Limit-Info.",
    source: `${developerEdition2023}; ${developerEdition2026}`,
    certainty: "recorded",
  },
  {
    id: "describe.calls",
    rule: "A describe returns the calls and fields that the caller can use. Users and licences are not deletable.",
    source: "REST API Developer Guide, sObject Describe; recorded describes",
    certainty: "documented",
  },
  {
    id: "versions.listed",
    rule: "The versions are listed without a login, oldest first. Only the label of 42.0 has a typographic apostrophe.",
    source: developerEdition2026,
    certainty: "recorded",
  },
  {
    id: "versions.old",
    rule: "Versions down to 31.0 still work; current clients use older ones for some calls.",
    source: "Salesforce's retirement of 21.0 to 30.0; @salesforce/core reads the user at 51.0",
    certainty: "documented",
  },
  {
    id: "http.packed-requests",
    rule: "A request may be compressed with gzip or deflate. What broken or endless ones return is a choice of the local org.",
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
    id: "limits.all",
    rule: "The limits list some seventy resources. The local org counts usage of only a few of them.",
    source: developerEdition2026,
    certainty: "recorded",
  },
  {
    id: "describe.audit-fields",
    rule: "The org fills the fields that tell who created and changed a record, and when, in every sObject that has them. They are never empty.",
    source: `${developerEdition2023}; ${developerEdition2026}`,
    certainty: "recorded",
  },
  {
    id: "describe.permission-fields",
    rule: "Permissions have labels of their own and no default value. Queries can filter by them, but not sort or group.",
    source: developerEdition2023,
    certainty: "recorded",
  },
  {
    id: "describe.user-fields",
    rule: "A describe of User reports IsActive as false by default and no field as unique. Employee number and federation id can identify a user.",
    source: developerEdition2023,
    certainty: "recorded",
  },
  {
    id: "describe.compound-fields",
    rule: "The parts of a name and of an address name the field that shows the whole.",
    source: developerEdition2023,
    certainty: "recorded",
  },
  {
    id: "describe.children",
    rule: "Deleting a profile does not delete its users, and deleting a permission set does not delete its assignments.",
    source: developerEdition2023,
    certainty: "recorded",
  },
  {
    id: "describe.traits",
    rule: "A describe says whether the sObject is searchable and replicateable, and whether it has layouts and recent items.",
    source: `${developerEdition2023}; ${developerEdition2026}`,
    certainty: "recorded",
  },
  {
    id: "describe.voice-call",
    rule: "In an org without telephony, voice calls can be neither created nor changed.",
    source: developerEdition2026,
    certainty: "recorded",
    open: { question: "What makes voice calls createable in an org." },
  },
  {
    id: "describe.field-order",
    rule: "A whole record and a describe list the fields in the order of the sObject, which is not alphabetical.",
    source: `${developerEdition2023}; ${developerEdition2026}`,
    certainty: "recorded",
  },
  {
    id: "http.packed-answers",
    rule: "Successful responses are compressed with gzip for clients that accept it, in chunks and without a length. Errors are not compressed.",
    source: `${developerEdition2023}; ${developerEdition2026}`,
    certainty: "recorded",
  },
  {
    id: "http.not-modified",
    rule: "Describes and single records say when they last changed. A client that has that version gets 304 without a body, in a composite too. Of records, only accounts have an ETag.",
    source: `${developerEdition2023}; ${developerEdition2026}; ${scratchOrgs}`,
    certainty: "recorded",
  },
];
