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
    rule: "A field that the sObject does not have returns 400 INVALID_FIELD.",
    source: "Bodies recorded by users of several REST clients",
    certainty: "reported",
  },
  {
    id: "save.closed-fields",
    rule: "Fields that cannot be written, and create-only fields in a change, return 400 INVALID_FIELD_FOR_INSERT_UPDATE, all in one error.",
    source: "Recorded bodies; Object Reference for which fields are create-only",
    certainty: "reported",
  },
  {
    id: "save.unsupported-operation",
    rule: "A call that an sObject does not support returns 400 INVALID_TYPE_FOR_OPERATION. Which error a real org returns is not known.",
    source: "The code is one of the SOAP API's",
    certainty: "inferred",
    open: { question: "Which code and status the refusal has." },
  },
  {
    id: "save.text-trimmed",
    rule: "Blanks at the ends of a text are removed, and an empty text is stored as null.",
    source: "General behaviour of the platform",
    certainty: "inferred",
  },
  {
    id: "save.text-too-long",
    rule: "Text that is longer than its field returns 400 STRING_TOO_LONG.",
    source: "Recorded bodies of several fields",
    certainty: "reported",
  },
  {
    id: "save.value-type",
    rule: "A JSON value of the wrong type returns 400 JSON_PARSER_ERROR.",
    source: "The code is reported; the text is that of the parser named in reports",
    certainty: "inferred",
  },
  {
    id: "save.reference-type",
    rule: "In a lookup, an id of the wrong sObject returns 400 FIELD_INTEGRITY_EXCEPTION, and an unknown id 400 INVALID_CROSS_REFERENCE_KEY.",
    source: "Recorded bodies",
    certainty: "reported",
  },
  {
    id: "save.body-json",
    rule: "A body that is missing or not JSON returns 400 JSON_PARSER_ERROR.",
    source: "The code is reported; the texts vary",
    certainty: "reported",
  },
  {
    id: "save.upsert",
    rule: "A PATCH by a field that identifies records creates (201) or changes (200) the record and says which. Other fields return 404.",
    source: "REST API Developer Guide, Insert or Update (Upsert) a Record Using an External ID",
    certainty: "documented",
  },
  {
    id: "save.all-or-nothing",
    rule: "A save that fails at any step leaves the data as it was.",
    source: "General behaviour of the platform: one transaction for each call",
    certainty: "documented",
  },
  {
    id: "collection.partial",
    rule: "A collection returns 200 with a result for each record, in order. A failed record has no id, and its errors have a statusCode.",
    source: "REST API Developer Guide, sObject Collections; recorded sessions",
    certainty: "documented",
  },
  {
    id: "collection.all-or-none",
    rule: "With allOrNone, one failed record undoes all; the others return ALL_OR_NONE_OPERATION_ROLLED_BACK.",
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
    rule: "Records of a collection are created or changed by a field that identifies them. Each result says which.",
    source: "REST API Developer Guide, sObject Collections",
    certainty: "documented",
  },
  {
    id: "save.whole-seconds",
    rule: "Times of records, deploys and components have whole seconds. Only the manifest of a retrieve shows fractions.",
    source: `All 14,404 stamps of four recordings, such as: ${developerEdition2026}`,
    certainty: "recorded",
  },
  {
    id: "save.upsert-lookup",
    rule: "An upsert can use any field that identifies records, such as the e-mail address of a contact.",
    source: `${developerEdition2026}; ${scratchOrgs}`,
    certainty: "recorded",
  },
  {
    id: "collections.upsert-null-id",
    rule: "In a collection upserted by id, a record whose id is null is created.",
    source: scratchOrgs,
    certainty: "recorded",
  },
  {
    id: "collections.upsert-failed",
    rule: "The result of a failed record in an upserted collection says that the record was not created.",
    source: developerEdition2026,
    certainty: "recorded",
  },
  {
    id: "collections.attributes",
    rule: "A record of a collection without attributes returns JSON_PARSER_ERROR, as a result of its own.",
    source: developerEdition2026,
    certainty: "recorded",
  },
];
