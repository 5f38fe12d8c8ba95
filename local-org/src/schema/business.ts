/**
 * A few business objects, so that object permissions have something to permit. Source: Object Reference pages Account,
 * Contact, VoiceCall (a choice of their fields).
 */
import { defineObject } from "./defineObject.ts";
import type { FieldSpecification, ObjectDefinition } from "./definitions.ts";

const writable = { createable: true, updateable: true } as const;
const text = (length: number, more: FieldSpecification = {}): FieldSpecification => ({ length, ...writable, ...more });
const business = {
  readAccess: "object",
  createable: true,
  updateable: true,
  deletable: true,
  recycleBin: true,
  audit: "full",
} as const;
const shownWithLayouts = [
  "compactLayoutable",
  "feedEnabled",
  "layoutable",
  "mruEnabled",
  "replicateable",
  "searchLayoutable",
  "searchable",
  "triggerable",
] as const;
/** Source: the describe of a real org, recorded in 2026. */
const accountOrder = [
  ...["IsDeleted", "Name", "ParentId", "Phone", "AccountNumber", "Website", "Description", "OwnerId", "CreatedDate"],
  ...["CreatedById", "LastModifiedDate", "LastModifiedById", "SystemModstamp"],
];
const partOfName = { compoundFieldName: "Name", extraTypeInfo: "personname" } as const;
const owner: FieldSpecification = {
  type: "reference",
  label: "Owner ID",
  referenceTo: ["User"],
  permissionable: false,
  ...writable,
};

export const businessObjects: ObjectDefinition[] = [
  defineObject({
    name: "Account",
    label: "Account",
    keyPrefix: "001",
    ...business,
    traits: [...shownWithLayouts, "mergeable"],
    order: accountOrder,
    fields: {
      Name: text(255, { label: "Account Name", nillable: false, nameField: true }),
      AccountNumber: text(40),
      Description: text(32_000, { type: "textarea" }),
      Phone: text(40, { type: "phone" }),
      Website: text(255, { type: "url" }),
      ParentId: { type: "reference", label: "Parent Account ID", referenceTo: ["Account"], ...writable },
      OwnerId: owner,
    },
  }),
  defineObject({
    name: "Contact",
    label: "Contact",
    keyPrefix: "003",
    ...business,
    traits: [...shownWithLayouts, "mergeable"],
    fields: {
      LastName: text(80, { ...partOfName, label: "Last Name", nillable: false }),
      FirstName: text(40, { ...partOfName, label: "First Name", permissionable: false }),
      Name: { length: 121, label: "Full Name", nameField: true, extraTypeInfo: "personname" },
      Email: text(80, { type: "email", idLookup: true }),
      Phone: text(40, { type: "phone" }),
      AccountId: { type: "reference", label: "Account ID", referenceTo: ["Account"], ...writable },
      OwnerId: owner,
    },
  }),
  defineObject({
    name: "VoiceCall",
    label: "Voice Call",
    keyPrefix: "0LQ",
    ...business,
    sharing: "private",
    traits: shownWithLayouts,
    fields: {
      CallType: text(40, { type: "picklist" }),
      FromPhoneNumber: text(40, { type: "phone" }),
      ToPhoneNumber: text(40, { type: "phone" }),
      VendorCallKey: text(128),
      CallStartDateTime: { type: "datetime", ...writable },
      CallEndDateTime: { type: "datetime", ...writable },
      CallDurationInSeconds: { type: "int", ...writable },
      OwnerId: owner,
    },
  }),
];
