import type { LedgerEntry } from "./entry.ts";

/** Rules of who may do what, and of what is there in which API version. */
export const accessLedger: readonly LedgerEntry[] = [
  {
    id: "access.api-disabled-org",
    rule: "In an org whose edition has no API every call is 403 API_DISABLED_FOR_ORG, over SOAP a fault of that code.",
    source: "Salesforce Help, Salesforce Editions with API Access; texts of live orgs",
    certainty: "reported",
  },
  {
    id: "access.assign-permission-sets",
    rule: "Assigning permission sets needs Assign Permission Sets, also of somebody with Modify All Data.",
    source: "notes of live checks with API version 66",
    certainty: "reported",
  },
  {
    id: "access.nothing-else",
    rule: "A user can do what his profile and permission sets allow and nothing else: each call looks at them again.",
    source: "Salesforce Help, User Permissions and Access",
    certainty: "documented",
  },
  {
    id: "access.field-read",
    rule: "A field that a user may not read is as if it did not exist: in queries, records, describes and saves.",
    source: "Salesforce Help, Field-Level Security; INVALID_FIELD reported for queries",
    certainty: "reported",
  },
  {
    id: "access.children",
    rule: "Children are no relationship for a user who may not read their sObject or the field that points at the parent.",
    source: "follows from the refusal of such a field",
    certainty: "inferred",
  },
  {
    id: "access.field-edit",
    rule: "A field that a user may read and not edit is 400 INVALID_FIELD_FOR_INSERT_UPDATE in a save.",
    source: "bodies recorded by users of REST clients",
    certainty: "reported",
  },
  {
    id: "access.field-permissionable",
    rule: "Required fields, names, owners and what the org itself writes are no matter of field permissions.",
    source: "Object Reference, FieldPermissions",
    certainty: "documented",
  },
  {
    id: "access.view-all-fields",
    rule: "View All Fields of an object, since API version 63.0, shows all of its fields and lets none be edited.",
    source: "Salesforce Help, View All Fields",
    certainty: "documented",
  },
  {
    id: "access.all-data",
    rule: "View All Data and Modify All Data open the records of all objects, but no fields.",
    source: "Salesforce Help, View All and Modify All permissions; that fields stay closed is inferred",
    certainty: "documented",
  },
  {
    id: "access.sharing",
    rule: "Accounts and contacts of others can be read and edited, and deleted or handed on only by their owner; voice calls of others are not seen.",
    source: "Salesforce Help, Organization-Wide Sharing Defaults; which object has which default is inferred",
    certainty: "inferred",
  },
  {
    id: "access.view-modify-all-records",
    rule: "View All and Modify All of an object show and open the records of others, whatever is shared.",
    source: "Salesforce Help, View All and Modify All permissions",
    certainty: "documented",
  },
  {
    id: "access.hidden-record",
    rule: "A record that a user may not see is 404 NOT_FOUND when read, INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY when saved, and in no query.",
    source: "text recorded for lookups; the use of it here is inferred",
    certainty: "inferred",
  },
  {
    id: "version.sobjects",
    rule: "The sObjects and columns of external client apps are there from the version of the metadata types and elements that they show, in earlier ones they do not exist.",
    source: "Metadata API Developer Guide for the versions of types and elements; for sObjects inferred",
    certainty: "inferred",
  },
  {
    id: "version.metadata",
    rule: "A metadata type or element is known from its first API version on (and some up to a last one), and refused in others by name.",
    source: "Metadata API Developer Guide; text of the deploy validator reported",
    certainty: "documented",
  },
];
