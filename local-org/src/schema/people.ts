/**
 * Hand-written part of the sObjects about users, their profiles and licences, and the org. Sources: Object Reference
 * pages User, UserLogin, Profile, UserLicense, Organization (calls, create-only fields, lengths), and for the columns
 * of a user the describe of an org as published there.
 */
import { defineObject } from "./defineObject.ts";
import type { FieldSpecification, ObjectDefinition } from "./definitions.ts";
import { emailEncodings, languages, locales, timeZones, userTypes } from "./picklists.ts";
import { userFeatureFields } from "./userFeatures.ts";
import { otherUserFields, userFieldOrder } from "./userFields.ts";

const writable = { createable: true, updateable: true } as const;
const text = (length: number, more: FieldSpecification = {}): FieldSpecification => ({ length, ...writable, ...more });
const flag: FieldSpecification = { type: "boolean", ...writable, defaultValue: false };
const required = { nillable: false } as const;
/** A text that is empty and not null in a record that has none. */
const emptyText = { defaultValue: "", describedDefault: null, defaultedOnCreate: false } as const;
const partOfName = { compoundFieldName: "Name", extraTypeInfo: "personname" } as const;
const partOfAddress = { compoundFieldName: "Address" } as const;

export const peopleObjects: ObjectDefinition[] = [
  defineObject({
    name: "User",
    label: "User",
    keyPrefix: "005",
    readAccess: "everybody",
    createable: true,
    updateable: true,
    audit: "full",
    traits: [
      "compactLayoutable",
      "feedEnabled",
      "layoutable",
      "mruEnabled",
      "replicateable",
      "searchLayoutable",
      "searchable",
      "triggerable",
    ],
    order: userFieldOrder,
    fields: {
      ...otherUserFields,
      Username: text(80, { ...required, idLookup: true }),
      LastName: text(80, { ...required, ...partOfName, label: "Last Name" }),
      FirstName: text(40, { ...partOfName, label: "First Name" }),
      Name: { length: 121, label: "Full Name", nameField: true, nillable: false, extraTypeInfo: "personname" },
      Email: text(128, { ...required, type: "email", idLookup: true }),
      Alias: text(8, required),
      CommunityNickname: text(40, { ...required, label: "Nickname" }),
      IsActive: { type: "boolean", label: "Active", ...writable, defaultValue: true, describedDefault: false },
      TimeZoneSidKey: text(40, { ...required, type: "picklist", label: "Time Zone", picklistValues: timeZones }),
      LocaleSidKey: text(40, { ...required, type: "picklist", label: "Locale", picklistValues: locales }),
      EmailEncodingKey: text(40, {
        ...required,
        type: "picklist",
        label: "Email Encoding",
        picklistValues: emailEncodings,
      }),
      LanguageLocaleKey: text(40, { ...required, type: "picklist", label: "Language", picklistValues: languages }),
      ProfileId: { type: "reference", label: "Profile ID", referenceTo: ["Profile"], ...required, ...writable },
      UserType: { type: "picklist", label: "User Type", picklistValues: userTypes },
      UserRoleId: { type: "reference", label: "Role ID", referenceTo: ["UserRole"], ...writable },
      ManagerId: { type: "reference", label: "Manager ID", referenceTo: ["User"], ...writable },
      CompanyName: text(80, { defaultedOnCreate: true }),
      Division: text(80),
      Department: text(80),
      Title: text(80),
      Street: text(255, { ...partOfAddress, type: "textarea" }),
      City: text(40, partOfAddress),
      State: text(80, { ...partOfAddress, label: "State/Province" }),
      PostalCode: text(20, { ...partOfAddress, label: "Zip/Postal Code" }),
      Country: text(80, partOfAddress),
      Phone: text(40, { type: "phone" }),
      MobilePhone: text(40, { type: "phone", label: "Mobile" }),
      Fax: text(40, { type: "phone" }),
      Extension: text(40, { type: "phone" }),
      EmployeeNumber: text(20, { idLookup: true }),
      FederationIdentifier: text(512, { label: "SAML Federation ID", idLookup: true }),
      BadgeText: { ...emptyText, length: 80, label: "User Photo badge text overlay" },
      OutOfOfficeMessage: { ...emptyText, length: 40, label: "Out of office message" },
      AboutMe: text(1000, { type: "textarea" }),
      SenderEmail: text(80, { type: "email", label: "Email Sender Address" }),
      SenderName: text(80, { label: "Email Sender Name" }),
      Signature: text(1333, { type: "textarea", label: "Email Signature" }),
      ReceivesInfoEmails: { ...flag, label: "Info Emails" },
      ReceivesAdminInfoEmails: { ...flag, label: "Admin Info Emails" },
      ForecastEnabled: { ...flag, label: "Allow Forecasting" },
      LastLoginDate: { type: "datetime", label: "Last Login" },
      LastPasswordChangeDate: { type: "datetime", label: "Last Password Change or Reset" },
      WorkspaceId: { type: "string" },
      ...userFeatureFields,
    },
  }),
  defineObject({
    name: "UserRole",
    label: "Role",
    keyPrefix: "00E",
    readAccess: "everybody",
    createable: true,
    updateable: true,
    deletable: true,
    audit: "stamp",
    fields: {
      Name: text(80, { ...required, nameField: true }),
      DeveloperName: text(80),
      ParentRoleId: { type: "reference", label: "Parent Role ID", referenceTo: ["UserRole"], ...writable },
    },
  }),
  defineObject({
    name: "UserLogin",
    label: "User Login",
    labelPlural: "User Login",
    keyPrefix: "0Yw",
    readAccess: "manageUsers",
    updateable: true,
    audit: "none",
    fields: {
      UserId: { type: "reference", referenceTo: ["User"], relationshipName: "User" },
      IsFrozen: { type: "boolean", updateable: true },
      IsPasswordLocked: { type: "boolean", updateable: true },
      LastModifiedDate: { type: "datetime" },
      LastModifiedById: { type: "reference", referenceTo: ["User"] },
    },
  }),
  defineObject({
    name: "Profile",
    label: "Profile",
    keyPrefix: "00e",
    readAccess: "everybody",
    createable: true,
    updateable: true,
    deletable: true,
    createableSince: 53,
    traits: ["mruEnabled", "replicateable", "searchable"],
    audit: "full",
    order: [
      ...["Name", "UserLicenseId", "UserType", "CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById"],
      ...["SystemModstamp", "Description"],
    ],
    columnsOf: { type: "PermissionSet", only: /^Permissions[A-Z]/ },
    fields: {
      Name: { length: 255, nillable: false, nameField: true, idLookup: true, ...writable },
      Description: { length: 255, ...writable },
      UserLicenseId: { referenceTo: ["UserLicense"], createable: true, nillable: false },
      UserType: { type: "picklist", picklistValues: userTypes },
    },
  }),
  defineObject({
    name: "UserLicense",
    label: "User License",
    keyPrefix: "100",
    readAccess: "viewSetup",
    traits: ["searchable"],
    audit: "full",
    fields: {
      Name: { length: 40, nameField: true },
      MasterLabel: { length: 80 },
      LicenseDefinitionKey: { length: 40 },
      MonthlyLoginsEntitlement: { type: "int" },
      MonthlyLoginsUsed: { type: "int" },
      Status: { type: "picklist" },
      TotalLicenses: { type: "int" },
      UsedLicenses: { type: "int" },
      UsedLicensesLastUpdated: { type: "datetime" },
    },
  }),
  defineObject({
    name: "Organization",
    label: "Organization",
    keyPrefix: "00D",
    readAccess: "viewSetup",
    updateable: true,
    traits: ["replicateable"],
    audit: "full",
    fields: {
      Name: { length: 80, nameField: true },
      OrganizationType: { type: "picklist" },
      InstanceName: { length: 5 },
      IsSandbox: { type: "boolean" },
      TrialExpirationDate: { type: "datetime" },
      NamespacePrefix: { length: 15 },
      PrimaryContact: { length: 80 },
      LanguageLocaleKey: { type: "picklist" },
      DefaultLocaleSidKey: { type: "picklist" },
      TimeZoneSidKey: { type: "picklist" },
      Country: { length: 80 },
    },
  }),
];
