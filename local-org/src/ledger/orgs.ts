import type { LedgerEntry } from "./entry.ts";

/** Rules of several orgs and their shapes. */
export const orgs: readonly LedgerEntry[] = [
  {
    id: "org.developer-seats",
    rule: "A Developer Edition has one seat of Salesforce Integration, four of Salesforce and six of Salesforce Platform.",
    source: "Licence list of a live org of 2026; its one seat of Salesforce API Integration is inferred",
    certainty: "reported",
  },
  {
    id: "org.ids-differ",
    rule: "Two orgs share neither their ids nor the ids of their records. A session of one is invalid in the other.",
    source: "Object Reference, ID Field Type",
    certainty: "documented",
  },
  {
    id: "org.package-absent",
    rule: "Without the managed package its Apex classes do not exist, and its Apex REST URLs return 404 NOT_FOUND.",
    source: "Follows from how packages are installed",
    certainty: "inferred",
  },
];
