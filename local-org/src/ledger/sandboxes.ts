import type { LedgerEntry } from "./entry.ts";

/** Rules of what a sandbox refresh makes of an org. */
export const sandboxes: readonly LedgerEntry[] = [
  {
    id: "sandbox.identity",
    rule: "A refresh replaces the sandbox with a copy that has a new org id, IsSandbox and the same address. Copied records keep their ids.",
    source:
      "Salesforce Help, Refresh Your Sandbox and Sandbox Setup Considerations; the address follows from My Domain",
    certainty: "documented",
  },
  {
    id: "sandbox.usernames",
    rule: "Usernames get a dot and the name of the sandbox, in lower case.",
    source: "Salesforce Help, Sandbox Setup Considerations; the case is inferred from stored usernames",
    certainty: "documented",
    open: { question: "Which characters are added when the username with the suffix is taken." },
  },
  {
    id: "sandbox.emails",
    rule: "E-mail addresses of users end in .invalid, except for that of the user who refreshes.",
    source: "Salesforce Help 000386507, User Email Addresses Appended With '.invalid' After Sandbox Refresh or Clone",
    certainty: "documented",
  },
  {
    id: "sandbox.sessions",
    rule: "Sessions of the source and of the former sandbox are invalid in the copy.",
    source: "None; follows from access tokens, which begin with the id of their org",
    certainty: "inferred",
  },
  {
    id: "sandbox.apps",
    rule: "External client apps are copied with new consumer keys, unchanged, or not at all. Their certificates may be lost, and integration users may be deactivated.",
    source: "Reports of lost configurations of packaged apps; a known issue of Salesforce",
    certainty: "reported",
    open: {
      question:
        "What becomes of a local external client app, its consumer key and its certificate; the request for a sandbox chooses.",
    },
  },
];
