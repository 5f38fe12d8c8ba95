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
    rule: "Profiles and permission sets of the licence Salesforce Integration cannot have what it does not allow: object permissions and the permissions of administrators (which ones is inferred).",
    source: "Texts of live orgs; the list is not public",
    certainty: "reported",
  },
  {
    id: "licence-assignment.seats",
    rule: "A permission set licence has seats, and each assignment takes one. Without a free one it returns LICENSE_LIMIT_EXCEEDED; the text is inferred.",
    source: "Reports of the code",
    certainty: "reported",
    open: { question: "Which text the refusal has." },
  },
  {
    id: "licence-assignment.duplicate",
    rule: "Assigning a permission set licence twice returns DUPLICATE_VALUE.",
    source: "None",
    certainty: "inferred",
    open: { question: "Which code and text the refusal has." },
  },
  {
    id: "licence-assignment.needed",
    rule: "A permission set licence cannot be removed while an assigned permission set needs it. The code is inferred.",
    source: "Reported by provisioning tools",
    certainty: "reported",
    open: { question: "Which code and text the refusal has." },
  },
  {
    id: "licence-assignment.released",
    rule: "When a permission set is taken from a user, the permission set licence that it names or needs goes too, unless another assigned permission set needs it.",
    source:
      "Salesforce Help, Remove a Permission Set License from a User, since Winter '26: in most cases, not for 50 or more at once",
    certainty: "documented",
    open: {
      question: "Whether a licence goes with a permission set that has no licence and needs none.",
      setting: "licenceRelease",
    },
  },
];
