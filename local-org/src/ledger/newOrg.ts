import type { LedgerEntry } from "./entry.ts";
import { developerEdition2023 } from "./recordings.ts";

const recorded = developerEdition2023;
const recordedTwice = `${recorded}, and of another, May 2026 (integration-templates)`;

/** Rules about what an org holds before anybody made anything. */
export const newOrg: readonly LedgerEntry[] = [
  {
    id: "permission-set.kinds",
    rule: "PermissionSet has the sets of profiles, Salesforce's standard ones (namespace force, licence of a permission set), such that work while they are activated, and one for each permission set group, with its name and no licence.",
    source: `${recorded}: 75 rows`,
    certainty: "recorded",
  },
  {
    id: "permission-set.not-ours",
    rule: "Standard sets and those that stand for a group cannot be changed or deleted, a group's not be assigned, and the Metadata API does not list them.",
    source: "None for the answers; Salesforce Help, Standard Permission Sets: they are cloned, not edited",
    certainty: "inferred",
  },
  {
    id: "permission-set.activation-type",
    rule: "A permission set that has to be activated is of the type Session.",
    source: `${recorded}: both of two rows`,
    certainty: "recorded",
  },
  {
    id: "permission-set.group-name",
    rule: "A permission set cannot have the name of a permission set group.",
    source: "None; both are rows of one sObject",
    certainty: "inferred",
    open: { question: "Whether a permission set and a group may share a name." },
  },
  {
    id: "permission-set.feature-permissions",
    rule: "Permission sets and profiles have the permissions of the org's features beside those of every org.",
    source: `${recorded}: 47 of 281 are not in @salesforce/types`,
    certainty: "recorded",
    open: { question: "Which permissions an org has; clients must read its describe." },
  },
  {
    id: "profile.seeds",
    rule: "A new org has 39 profiles with their permissions; Read Only and three examples are custom.",
    source: `${recorded}: all rows`,
    certainty: "recorded",
  },
  {
    id: "user.automatic",
    rule: "Every org has six automatic users, all active; for three of them Profile is null although ProfileId is not, and none has a visible assignment. Their types AutomatedProcess and CloudIntegrationUser are not in the picklist of UserType.",
    source: recordedTwice,
    certainty: "recorded",
  },
  {
    id: "user.default-nickname",
    rule: "A user without a nickname gets User and 20 digits; a setting of the local org derives it from the username instead.",
    source: `${recorded}: four users, none of them surely made over an API; Salesforce CLI issue 3142 for the other`,
    certainty: "recorded",
    open: { question: "Which nickname the API gives to a user that brings none.", setting: "defaultNickname" },
  },
  {
    id: "user.company-default",
    rule: "A new user has the CompanyName and Country of the organization unless it brings its own.",
    source: recorded,
    certainty: "recorded",
  },
  {
    id: "user.empty-texts",
    rule: "BadgeText and OutOfOfficeMessage of a user are empty strings, not null, and cannot be written.",
    source: recorded,
    certainty: "recorded",
  },
  {
    id: "user.type-of-profile",
    rule: "UserType of a user is that of its profile.",
    source: `${recorded}: Chatter Expert and its profile`,
    certainty: "recorded",
  },
];
