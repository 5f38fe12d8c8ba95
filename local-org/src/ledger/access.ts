import type { LedgerEntry } from "./entry.ts";
import { developerEdition2023 } from "./recordings.ts";

/** Rules of sessions, of who may do what, and of what is there in which API version. */
export const access: readonly LedgerEntry[] = [
  {
    id: "session.required",
    rule: "A call without an Authorization header returns 401 INVALID_AUTH_HEADER; with an unknown token, 401 INVALID_SESSION_ID.",
    source: "SOAP API Developer Guide, error codes; recorded bodies",
    certainty: "reported",
  },
  {
    id: "session.scope",
    rule: "A token without the scope api or full is refused by the REST API with 401 INVALID_SESSION_ID.",
    source: "Reported text; sources differ between status 401 and 403",
    certainty: "reported",
    open: { question: "Whether the status is 401 or 403." },
  },
  {
    id: "session.inactive-user",
    rule: "Deactivating a user ends the user's sessions.",
    source: "Salesforce Help, Deactivate Users",
    certainty: "inferred",
  },
  {
    id: "access.api-enabled",
    rule: "A user without API Enabled gets 403 API_CURRENTLY_DISABLED from the data API.",
    source: "Reported by at least five clients; the status is inferred",
    certainty: "reported",
    open: { question: "Which status the response has." },
  },
  {
    id: "access.invisible-object",
    rule: "An sObject that the caller may not read returns INVALID_TYPE in a query and NOT_FOUND in a URL.",
    source: "A minimal profile cannot query Organization, reported live; the address is inferred",
    certainty: "reported",
  },
  {
    id: "access.view-setup",
    rule: "Setup objects, licences and the limits can be read by users with View Setup only.",
    source: "Object Reference pages SetupEntityAccess, UserLicense; REST API Developer Guide, Limits",
    certainty: "documented",
  },
  {
    id: "access.user-logins",
    rule: "UserLogin, which tells who is frozen, can be read by users with Manage Users only; Manage Internal Users and Freeze Users are taken to suffice too.",
    source: "Object Reference, UserLogin; that the two others suffice is inferred, and so is what everybody else gets",
    certainty: "documented",
    open: { question: "What a query for UserLogin returns to a user without Manage Users." },
  },
  {
    id: "access.change-setup",
    rule: "Changing setup objects needs the matching permission; otherwise it returns 403 INSUFFICIENT_ACCESS_OR_READONLY.",
    source: "Object Reference, special access rules; the permission of each object is partly inferred",
    certainty: "inferred",
  },
  {
    id: "access.object-permissions",
    rule: "Only users whose profile or permission sets have the object permission can access records of business objects.",
    source: "Salesforce Help, Object Permissions",
    certainty: "documented",
  },
  {
    id: "access.api-disabled-org",
    rule: "In an org whose edition has no API, every call returns 403 API_DISABLED_FOR_ORG; over SOAP, a fault with that code.",
    source: "Salesforce Help, Salesforce Editions with API Access; texts of live orgs",
    certainty: "reported",
  },
  {
    id: "access.assign-permission-sets",
    rule: "Assigning permission sets needs Assign Permission Sets, even for a user with Modify All Data.",
    source: "Notes of live checks with API version 66",
    certainty: "reported",
  },
  {
    id: "access.nothing-else",
    rule: "A user can do what the profile and the permission sets allow and nothing else. Each call checks them again.",
    source: "Salesforce Help, User Permissions and Access",
    certainty: "documented",
  },
  {
    id: "access.field-read",
    rule: "A field that a user may not read does not exist for that user: in queries, records, describes and saves.",
    source: "Salesforce Help, Field-Level Security; INVALID_FIELD reported for queries",
    certainty: "reported",
  },
  {
    id: "access.children",
    rule: "A child relationship does not exist for a user who cannot read its sObject or the field that refers to the parent.",
    source: "Follows from the refusal of such a field",
    certainty: "inferred",
  },
  {
    id: "access.field-edit",
    rule: "A save with a field that the user may read but not edit returns 400 INVALID_FIELD_FOR_INSERT_UPDATE.",
    source: "Bodies recorded by users of REST clients",
    certainty: "reported",
  },
  {
    id: "access.field-permissionable",
    rule: "Field permissions do not apply to required fields, names, owners and fields that the org itself writes.",
    source: "Object Reference, FieldPermissions",
    certainty: "documented",
  },
  {
    id: "access.view-all-fields",
    rule: "View All Fields of an object, since API version 63.0, shows all of its fields, and makes none editable.",
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
    rule: "Everybody can read and edit accounts and contacts of others, but only the owner can delete or transfer them; voice calls of others are not visible.",
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
    rule: "A record that a user may not see returns 404 NOT_FOUND when read and INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY when saved. No query returns it.",
    source: "Text recorded for lookups; the use of it here is inferred",
    certainty: "inferred",
  },
  {
    id: "permission-access.own",
    rule: "UserPermissionAccess has one row: the effective user permissions of the caller.",
    source: "Object Reference, UserPermissionAccess",
    certainty: "documented",
  },
  {
    id: "version.sobjects",
    rule: "The sObjects and columns of external client apps exist from the version on that has the metadata types and elements behind them.",
    source: "Metadata API Developer Guide for the versions of types and elements; for sObjects inferred",
    certainty: "inferred",
  },
  {
    id: "version.metadata",
    rule: "A metadata type or element exists from its first API version on (some until a last one). Other versions refuse it by name.",
    source: "Metadata API Developer Guide; text of the deploy validator reported",
    certainty: "documented",
  },
  {
    id: "session.challenge",
    rule: "A 401 of the data API names the scheme Token and no limit.",
    source: developerEdition2023,
    certainty: "recorded",
  },
];
