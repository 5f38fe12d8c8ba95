import type { LedgerEntry } from "./entry.ts";

/** Rules of the error answers of the data API. */
export const errors: readonly LedgerEntry[] = [
  {
    id: "error.array",
    rule: "A REST error is an array of objects with errorCode and message, even for a single error.",
    source: "REST API Developer Guide, Status Codes and Error Responses; recorded sessions",
    certainty: "documented",
  },
  {
    id: "error.fields",
    rule: "Errors of a save have the key fields, which may be empty. Errors about an unknown column or a query do not have it.",
    source: "Bodies recorded by users of several REST clients",
    certainty: "reported",
  },
  {
    id: "error.unknown-address",
    rule: "An unknown sObject or API version in a URL returns 404 NOT_FOUND.",
    source: "Recorded sessions of a deployment tool and a client library",
    certainty: "reported",
  },
  {
    id: "error.not-an-id",
    rule: "An id that cannot belong to the sObject in the URL returns 404 NOT_FOUND, with the text for a missing external id field.",
    source: "Bodies recorded by users of several REST clients",
    certainty: "reported",
  },
  {
    id: "error.malformed-id",
    rule: "An id with the right prefix and a wrong checksum returns 400 MALFORMED_ID.",
    source: "Bodies recorded by users of several REST clients",
    certainty: "reported",
  },
  {
    id: "error.absent-record",
    rule: "Changing or deleting a record that does not exist returns 404 INVALID_CROSS_REFERENCE_KEY; reading it returns 404 NOT_FOUND.",
    source: "Recorded bodies for the change; the reading is inferred",
    certainty: "reported",
  },
  {
    id: "error.deleted-record",
    rule: "A record in the recycle bin returns 404 ENTITY_IS_DELETED, even to a second delete.",
    source: "Bodies recorded by users of several REST clients",
    certainty: "reported",
  },
  {
    id: "error.wrong-verb",
    rule: "A method that a URL does not allow returns 405 METHOD_NOT_ALLOWED with the list of allowed ones.",
    source: "REST API Developer Guide, Status Codes and Error Responses; recorded bodies",
    certainty: "documented",
  },
  {
    id: "error.not-spoken",
    rule: "Salesforce features that the local org does not implement return 501 NOT_IMPLEMENTED with their name. A real org never does this.",
    source: "A choice of the local org",
    certainty: "inferred",
  },
];
