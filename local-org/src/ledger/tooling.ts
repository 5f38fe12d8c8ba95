import type { LedgerEntry } from "./entry.ts";
import { liveAssertions } from "./recordings.ts";

/** Rules of the Tooling API. */
export const tooling: readonly LedgerEntry[] = [
  {
    id: "tooling.query",
    rule: "A query of the Tooling API returns size, totalSize, done, queryLocator and entityTypeName before the records, whose URLs are those of the Tooling API.",
    source: "Recorded answer in a public Postman collection of the Salesforce Platform APIs",
    certainty: "reported",
  },
  {
    id: "tooling.own-objects",
    rule: "The Tooling API has its own sObjects. Those of the data API that it does not have return INVALID_TYPE.",
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
    id: "tooling.unserved",
    rule: "sObjects and calls of the Tooling API that the local org does not have return 501.",
    source: "A choice of the local org",
    certainty: "inferred",
  },
  {
    id: "tooling.unknown-object",
    rule: "A query of the Tooling API for a name that is no sObject returns 400 INVALID_TYPE.",
    source: liveAssertions,
    certainty: "recorded",
  },
];
