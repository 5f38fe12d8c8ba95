import type { LedgerEntry } from "./entry.ts";
import { developerEdition2026 } from "./recordings.ts";

/** Rules of users. */
export const users: readonly LedgerEntry[] = [
  {
    id: "user.required-fields",
    rule: "A user needs nine fields, and the missing ones are listed in the order Username, LastName, Email, Alias, TimeZoneSidKey, LocaleSidKey, EmailEncodingKey, ProfileId, LanguageLocaleKey.",
    source: "A recorded body with all of them missing",
    certainty: "reported",
  },
  {
    id: "user.username-form",
    rule: "A username has the form of an e-mail address and is stored in lower case.",
    source: "Recorded body; Object Reference, User",
    certainty: "reported",
  },
  {
    id: "user.username-unique",
    rule: "A username is also taken by an inactive user, and without regard to case: DUPLICATE_USERNAME.",
    source: "Recorded bodies; Salesforce Help, Usernames",
    certainty: "reported",
  },
  {
    id: "user.nickname-unique",
    rule: "A nickname is unique in the org.",
    source: "Code documented in the SOAP API; the text is inferred",
    certainty: "inferred",
  },
  {
    id: "user.federation-unique",
    rule: "A federation identifier is unique in the org: DUPLICATE_VALUE.",
    source: "Object Reference, User; the text is recorded for other fields",
    certainty: "documented",
  },
  {
    id: "user.alias-length",
    rule: "An alias has at most 8 characters.",
    source: "Object Reference, User",
    certainty: "documented",
  },
  {
    id: "user.restricted-picklists",
    rule: "Time zone, locale, e-mail encoding and language take only known values, without regard to case.",
    source: "The general text is recorded; a lower-case encoding was accepted in a recorded session",
    certainty: "inferred",
  },
  {
    id: "user.email-form",
    rule: "An e-mail address in the wrong form returns 400 INVALID_EMAIL_ADDRESS.",
    source: "Recorded body",
    certainty: "reported",
  },
  {
    id: "user.seat",
    rule: "Creating an active user without a free seat of the profile's licence returns LICENSE_LIMIT_EXCEEDED.",
    source: "Recorded bodies of another licence",
    certainty: "reported",
  },
  {
    id: "user.seats-of-active",
    rule: "Only active users take seats. Deactivating frees one; reactivating and changing to another licence need one.",
    source: "Object Reference, UserLicense; the refusals are inferred",
    certainty: "documented",
  },
  {
    id: "user.undeletable",
    rule: "A user cannot be deleted. Which error an org returns is not known.",
    source: "Object Reference, User: no delete call",
    certainty: "documented",
    open: { question: "Which code the refusal has, 405 METHOD_NOT_ALLOWED or one of status 400." },
  },
  {
    id: "user.email-confirmation",
    rule: "A changed e-mail address is pending until confirmed, if the org asks for confirmation.",
    source: "Salesforce Help, Change of a User's Email Address",
    certainty: "documented",
    open: {
      question: "Whether a change over the API waits for the confirmation; that depends on settings of the org.",
      setting: "emailConfirmation",
    },
  },
  {
    id: "user.frozen",
    rule: "UserLogin is created with its user and can only be read and changed. A frozen user keeps its seat.",
    source: "Object Reference, UserLogin; Salesforce Help, Freeze or Unfreeze User Accounts",
    certainty: "documented",
  },
  {
    id: "user.last-administrator",
    rule: "The last active administrator cannot be deactivated or lose the profile: CANNOT_DISABLE_LAST_ADMIN.",
    source: "SOAP API Developer Guide, status codes; the text is not known",
    certainty: "documented",
    open: { question: "Which text the refusal has." },
  },
  {
    id: "user.inactive-profile",
    rule: "The profile of an inactive user may be changed, which frees the old profile for its deletion.",
    source: "None; follows from profiles that inactive users keep in use",
    certainty: "inferred",
    open: {
      question: "Whether the profile of an inactive user can be changed, and which code the refusal has.",
      setting: "inactiveUserProfileChange",
    },
  },
  {
    id: "user.name",
    rule: "The name is made of first and last name, and the profile may be changed.",
    source: "Object Reference, User",
    certainty: "documented",
  },
  {
    id: "user.username-unique-everywhere",
    rule: "A username is taken by a user of any other org, including sandboxes: DUPLICATE_USERNAME. Orgs of one process follow this if the setting usernamesUnique says so.",
    source: "Recorded body, whose text says so; Salesforce Help, Usernames",
    certainty: "reported",
  },
  {
    id: "user.mandatory-custom-fields",
    rule: "A custom field that an administrator made mandatory must be in a new user and cannot be emptied: REQUIRED_FIELD_MISSING with the field. The describe shows it as not nillable.",
    source:
      "Salesforce Help, Custom Field Attributes; REST API Developer Guide, Status Codes; the place in the list of missing fields is inferred",
    certainty: "documented",
  },
  {
    id: "user.custom-field-types",
    rule: "Users have the custom fields that an administrator added, each with its type, label, length and picklist values; a value of another kind is refused.",
    source:
      "Salesforce Help, Custom Field Types; Object Reference, Field Types; the refusals are those of standard fields",
    certainty: "documented",
  },
  {
    id: "user.validation-rules",
    rule: "Every save of a user is checked by the validation rules, whatever it changes: FIELD_CUSTOM_VALIDATION_EXCEPTION with the rule's message, and the field at which it is shown or none.",
    source: "Salesforce Help, Validation Rules; SOAP API Developer Guide, status codes",
    certainty: "documented",
  },
  {
    id: "user.currency",
    rule: "In an org with several currencies, users have DefaultCurrencyIsoCode, a restricted picklist that can be written. In others, the field does not exist.",
    source: "Object Reference, User",
    certainty: "documented",
    open: {
      question: "Whether a user that is created over the API must bring the currency.",
      setting: "userCurrency",
    },
  },
  {
    id: "user.country-codes",
    rule: "In an org with picklists for states and countries, users have CountryCode and StateCode, restricted picklists; the country code of a new user is the organization's. In others, the fields do not exist.",
    source: developerEdition2026,
    certainty: "recorded",
    open: {
      question: "Which values the picklists have; an administrator decides.",
      setting: "stateAndCountryPicklists",
    },
  },
  {
    id: "user.standard-fields",
    rule: "Role, manager, federation identifier, company and department are optional and can be written. Roles are records that a user with Manage Roles creates.",
    source: "Object Reference, User and UserRole",
    certainty: "documented",
  },
];
