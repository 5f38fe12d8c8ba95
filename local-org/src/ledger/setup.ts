import type { LedgerEntry } from "./entry.ts";

/** Rules of the Setup pages. */
export const setup: readonly LedgerEntry[] = [
  {
    id: "setup.same-rules",
    rule: "A change by hand in Setup follows the rules of the API and is refused with the same code.",
    source: "One save procedure serves all of the platform; the texts on an org's own pages differ in places",
    certainty: "inferred",
  },
  {
    id: "setup.over-what-is-there",
    rule: "Changing one thing of an app in Setup leaves its other settings and policies unchanged.",
    source: "How an org's pages for external client apps work; no document says so",
    certainty: "inferred",
  },
  {
    id: "setup.cross-site",
    rule: "A form that another site sends to Setup changes nothing.",
    source: "Salesforce Help, Session Settings: the switches for CSRF protection are about other than setup pages",
    certainty: "inferred",
  },
];
