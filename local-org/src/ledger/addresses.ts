import type { LedgerEntry } from "./entry.ts";
import { developerEdition2023, developerEdition2026, scratchOrgs } from "./recordings.ts";

/** Rules of what the addresses of the data API tell: versions, ids, limits, describes. */
export const addresses: readonly LedgerEntry[] = [
  {
    id: "id.checksum",
    rule: "An id has 15 characters and three more that tell which of them are capitals; both forms are taken, 18 are given.",
    source: "Object Reference, ID field type; recomputed on recorded ids",
    certainty: "documented",
  },
  {
    id: "limits.header",
    rule: "Each answer of the data API but 401 counts the calls in the header Sforce-Limit-Info.",
    source: `${developerEdition2023}; ${developerEdition2026}`,
    certainty: "recorded",
  },
  {
    id: "describe.calls",
    rule: "A describe returns the calls and fields that the caller can use; users and licences are not deletable.",
    source: "REST API Developer Guide, sObject Describe; recorded describes",
    certainty: "documented",
  },
  {
    id: "versions.listed",
    rule: "The versions are listed without a login, oldest first; the label of 42.0 alone has a typographic apostrophe.",
    source: developerEdition2026,
    certainty: "recorded",
  },
  {
    id: "versions.old",
    rule: "Versions down to 31.0 are still answered; clients of today ask older ones for some things.",
    source: "Salesforce's retirement of 21.0 to 30.0; @salesforce/core reads the user at 51.0",
    certainty: "documented",
  },
  {
    id: "http.packed-requests",
    rule: "A request may be compressed with gzip or deflate; the responses to broken and endless ones are a choice of the local org.",
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
    rule: "The limits name seventy things, most of which nothing here counts towards.",
    source: developerEdition2026,
    certainty: "recorded",
  },
  {
    id: "describe.audit-fields",
    rule: "The fields of who made and changed a record when are never empty and filled by the org.",
    source: `${developerEdition2023}; ${developerEdition2026}`,
    certainty: "recorded",
  },
  {
    id: "describe.permission-fields",
    rule: "Permissions have labels of their own and no default value; they can be filtered by, but not sorted or grouped by.",
    source: developerEdition2023,
    certainty: "recorded",
  },
  {
    id: "describe.user-fields",
    rule: "A describe of users tells IsActive to be false by default, and no field to be unique; employee number and federation id identify users.",
    source: developerEdition2023,
    certainty: "recorded",
  },
  {
    id: "describe.compound-fields",
    rule: "Parts of a name and of an address name the field that shows the whole.",
    source: developerEdition2023,
    certainty: "recorded",
  },
  {
    id: "describe.children",
    rule: "Users are not deleted with their profile, nor assignments with their permission set.",
    source: developerEdition2023,
    certainty: "recorded",
  },
  {
    id: "describe.traits",
    rule: "A describe says of each sObject whether it is searchable, replicateable, has layouts and recent items.",
    source: `${developerEdition2023}; ${developerEdition2026}`,
    certainty: "recorded",
  },
  {
    id: "describe.voice-call",
    rule: "In an org without telephony voice calls can be neither created nor changed.",
    source: developerEdition2026,
    certainty: "recorded",
    open: { question: "What in an org makes voice calls createable." },
  },
  {
    id: "describe.field-order",
    rule: "A whole record and a describe have the fields in the order of the sObject, which is no alphabet.",
    source: `${developerEdition2023}; ${developerEdition2026}`,
    certainty: "recorded",
  },
  {
    id: "http.packed-answers",
    rule: "Successful answers come packed by gzip to whoever takes that, in chunks and without a length; errors do not.",
    source: `${developerEdition2023}; ${developerEdition2026}`,
    certainty: "recorded",
  },
  {
    id: "http.not-modified",
    rule: "Describes and single records say when they last changed; who has them already gets 304 without a body, in a composite too. Of records only accounts have a tag.",
    source: `${developerEdition2023}; ${developerEdition2026}; ${scratchOrgs}`,
    certainty: "recorded",
  },
];
