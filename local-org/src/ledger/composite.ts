import type { LedgerEntry } from "./entry.ts";

/** Rules of calls that hold several calls. */
export const composite: readonly LedgerEntry[] = [
  {
    id: "composite.references",
    rule: "A composite returns 200 with the response of each call; later calls can use the values of earlier ones.",
    source: "REST API Developer Guide, Composite",
    certainty: "documented",
  },
  {
    id: "composite.unresolved-reference",
    rule: "A call of a composite whose reference has no value returns 400 PROCESSING_HALTED.",
    source: "REST API Developer Guide, Composite",
    certainty: "documented",
  },
  {
    id: "composite.all-or-none",
    rule: "With allOrNone, one failed call undoes all; the others return 400 PROCESSING_HALTED.",
    source: "REST API Developer Guide, Composite; recorded bodies",
    certainty: "documented",
  },
  {
    id: "composite.order",
    rule: "From 49.0 on, the calls of a composite may be collated unless collateSubrequests is false, and their order is then not guaranteed. Responses keep the order of the calls. The local org runs reads first, except those that refer to an earlier call.",
    source: "REST API Developer Guide, Composite: collateSubrequests",
    certainty: "documented",
  },
  {
    id: "composite.transactions",
    rule: "Without allOrNone, each call of a composite is a transaction of its own. It may mix setup objects and others, and a failed call does not affect the others.",
    source:
      "REST API Developer Guide, Composite, which says that calls go on after a failure and says nothing of transactions",
    certainty: "inferred",
  },
  {
    id: "composite.size",
    rule: "A composite accepts up to 25 calls, of which up to 5 are queries or collections. The code of the refusal is inferred.",
    source: "REST API Developer Guide, Composite",
    certainty: "documented",
  },
  {
    id: "transaction.mixed",
    rule: "Setup objects and others in one transaction return 400 MIXED_DML_OPERATION; separate calls never do.",
    source: "Apex Developer Guide, sObjects That Cannot Be Used Together in DML Operations; recorded texts",
    certainty: "documented",
  },
];
