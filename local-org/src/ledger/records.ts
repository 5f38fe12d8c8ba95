import type { LedgerEntry } from "./entry.ts";
import { developerEdition2026, scratchOrgs } from "./recordings.ts";

/** Rules of saving records, one or several in a call. */
export const records: readonly LedgerEntry[] = [
  {
    id: "save.created",
    rule: "A create returns 201 with the id and a Location header; an update or delete returns 204 without a body.",
    source: "REST API Developer Guide, sObject Rows; recorded sessions",
    certainty: "documented",
  },
  {
    id: "save.unknown-column",
    rule: "A field that the sObject does not have is 400 INVALID_FIELD.",
    source: "bodies recorded by users of several REST clients",
    certainty: "reported",
  },
  {
    id: "save.closed-fields",
    rule: "Fields that may not be written, also create-only ones in a change, are 400 INVALID_FIELD_FOR_INSERT_UPDATE, all in one error.",
    source: "recorded bodies; Object Reference for which fields are create-only",
    certainty: "reported",
  },
  {
    id: "save.unsupported-operation",
    rule: "A call that an sObject does not support is 400 INVALID_TYPE_FOR_OPERATION; which error an org gives is not known.",
    source: "the code is one of the SOAP API's",
    certainty: "inferred",
    open: { question: "Which code and status the refusal has." },
  },
  {
    id: "save.text-trimmed",
    rule: "Text loses the blanks at its ends, and an empty text is stored as no value.",
    source: "general behaviour of the platform",
    certainty: "inferred",
  },
  {
    id: "save.text-too-long",
    rule: "Text longer than its field is 400 STRING_TOO_LONG.",
    source: "recorded bodies of several fields",
    certainty: "reported",
  },
  {
    id: "save.value-type",
    rule: "A JSON value of the wrong type is 400 JSON_PARSER_ERROR.",
    source: "the code is reported; the text is that of the parser named in reports",
    certainty: "inferred",
  },
  {
    id: "save.reference-type",
    rule: "An id of the wrong sObject in a lookup is 400 FIELD_INTEGRITY_EXCEPTION, an unknown one 400 INVALID_CROSS_REFERENCE_KEY.",
    source: "recorded bodies",
    certainty: "reported",
  },
  {
    id: "save.body-json",
    rule: "A body that is missing or no JSON is 400 JSON_PARSER_ERROR.",
    source: "the code is reported; the texts vary",
    certainty: "reported",
  },
  {
    id: "save.upsert",
    rule: "A PATCH by a field that identifies records creates (201) or changes (200) and says which; other fields are 404.",
    source: "REST API Developer Guide, Insert or Update (Upsert) a Record Using an External ID",
    certainty: "documented",
  },
  {
    id: "save.all-or-nothing",
    rule: "A save that fails, at whatever step, leaves the data as it was.",
    source: "general behaviour of the platform: one transaction for each call",
    certainty: "documented",
  },
  {
    id: "collection.partial",
    rule: "A collection returns 200 with a result for each record in order; failed ones have no id and a statusCode.",
    source: "REST API Developer Guide, sObject Collections; recorded sessions",
    certainty: "documented",
  },
  {
    id: "collection.all-or-none",
    rule: "With allOrNone one failed record undoes all, and the others say ALL_OR_NONE_OPERATION_ROLLED_BACK.",
    source: "REST API Developer Guide, sObject Collections; recorded sessions",
    certainty: "documented",
  },
  {
    id: "collection.size",
    rule: "A collection accepts 1 to 200 records.",
    source: "REST API Developer Guide, sObject Collections",
    certainty: "documented",
  },
  {
    id: "collections.read",
    rule: "A collection of ids returns the requested fields of each record in their order, and null for a missing record.",
    source: "REST API Developer Guide, sObject Collections",
    certainty: "documented",
  },
  {
    id: "collections.upsert",
    rule: "A collection of records is created or changed by a field that identifies them, and each result says which.",
    source: "REST API Developer Guide, sObject Collections",
    certainty: "documented",
  },
  {
    id: "save.whole-seconds",
    rule: "No time of a record, a deploy or a component shows parts of a second; the manifest of a retrieve alone does.",
    source: `All 14,404 stamps of four recordings, such as: ${developerEdition2026}`,
    certainty: "recorded",
  },
  {
    id: "save.upsert-lookup",
    rule: "An upsert may use any field that identifies records, such as the e-mail address of a contact.",
    source: `${developerEdition2026}; ${scratchOrgs}`,
    certainty: "recorded",
  },
  {
    id: "collections.upsert-null-id",
    rule: "In a collection that is upserted by id, a record whose id is null is created.",
    source: scratchOrgs,
    certainty: "recorded",
  },
  {
    id: "collections.upsert-failed",
    rule: "A failed record of a collection that is upserted says that it was not created.",
    source: developerEdition2026,
    certainty: "recorded",
  },
  {
    id: "collections.attributes",
    rule: "A record of a collection without attributes is JSON_PARSER_ERROR, as a result of its own.",
    source: developerEdition2026,
    certainty: "recorded",
  },
];
