import type { LedgerEntry } from "./entry.ts";

const choice = "a choice of the local tenant";

/** Rules of what can be sent, and by whom. */
export const safety: readonly LedgerEntry[] = [
  {
    id: "safety.this-machine",
    rule: "A connector reaches addresses of this machine alone; hosts of salesforce.com are one of them when the tenant is told which.",
    source: choice,
    certainty: "inferred",
  },
  {
    id: "safety.hosts",
    rule: "The tenant answers under names of this machine, and under no other.",
    source: choice,
    certainty: "inferred",
  },
  {
    id: "safety.web-pages",
    rule: "Other web pages can neither send the forms, nor use the control addresses.",
    source: choice,
    certainty: "inferred",
  },
  {
    id: "safety.body-size",
    rule: "A flow of more than 10 MB, and any other body of more than 64 KB, is refused with 413, and a caller without a token has none of it read.",
    source: `${choice}; Cisco names a limit for flows, not how large`,
    certainty: "inferred",
  },
  {
    id: "safety.names",
    rule: "Names that the language of the local tenant gives a meaning to are names like any other.",
    source: choice,
    certainty: "inferred",
  },
  {
    id: "safety.file",
    rule: "The file of a tenant is for its owner alone, and whole whenever it is read.",
    source: choice,
    certainty: "inferred",
  },
];
