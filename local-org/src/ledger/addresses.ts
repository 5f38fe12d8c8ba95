import type { LedgerEntry } from "./entry.ts";

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
    rule: "Each answer of the data API counts the calls in the header Sforce-Limit-Info.",
    source: "REST API Developer Guide, Sforce-Limit-Info",
    certainty: "documented",
  },
  {
    id: "describe.calls",
    rule: "A describe returns the calls and fields that the caller can use; users and licences are not deletable.",
    source: "REST API Developer Guide, sObject Describe; recorded describes",
    certainty: "documented",
  },
  {
    id: "versions.listed",
    rule: "The versions are listed without a login, oldest first.",
    source: "REST API Developer Guide, Versions; recorded bodies",
    certainty: "documented",
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
];
