import type { LedgerEntry } from "./entry.ts";

/** Rules of licences and their seats. */
export const licences: readonly LedgerEntry[] = [
  {
    id: "licence.integration-seats",
    rule: "An Enterprise Edition org has five seats of Salesforce Integration.",
    source: "Salesforce Help, Give Integration Users API Only Access",
    certainty: "documented",
  },
  {
    id: "licence.forbidden-permission",
    rule: "What the licence Salesforce Integration does not allow cannot be turned on in its profiles and permission sets: object permissions, and the permissions of administrators (which ones is inferred).",
    source: "texts of live orgs; the list is not public",
    certainty: "reported",
  },
  {
    id: "licence-assignment.seats",
    rule: "A permission set licence has seats, each assignment uses one, and without one it is LICENSE_LIMIT_EXCEEDED; the text is inferred.",
    source: "reports of the code",
    certainty: "reported",
    open: { question: "Which text the refusal has." },
  },
  {
    id: "licence-assignment.duplicate",
    rule: "Assigning a permission set licence twice is DUPLICATE_VALUE.",
    source: "none",
    certainty: "inferred",
    open: { question: "Which code and text the refusal has." },
  },
  {
    id: "licence-assignment.needed",
    rule: "A permission set licence cannot be taken away while an assigned permission set needs it; the code is inferred.",
    source: "reported by provisioning tools",
    certainty: "reported",
    open: { question: "Which code and text the refusal has." },
  },
];
