import type { LedgerEntry } from "./entry.ts";
import { developerEdition2023, developerEdition2026 } from "./recordings.ts";

/** Rules of profiles. */
export const profiles: readonly LedgerEntry[] = [
  {
    id: "profile.empty",
    rule: "A profile created over REST starts with no permissions but those that its licence forces on.",
    source: "Object Reference, Profile",
    certainty: "documented",
  },
  {
    id: "profile.forced-permissions",
    rule: "Which permissions the licence Salesforce Integration forces on in a profile is not known: none, unless the setting licenceForcedProfilePermissions names them. Those cannot be turned off.",
    source: "None; the standard profile has ChatterInternalUser on",
    certainty: "inferred",
    open: {
      question: "Which permissions the licence Salesforce Integration forces on in a profile made over REST.",
      setting: "licenceForcedProfilePermissions",
    },
  },
  {
    id: "profile.name-unique",
    rule: "A second profile of the same name returns FIELD_INTEGRITY_EXCEPTION: the profile name is already in use.",
    source: "Answer of 2021 pasted into the tests of CumulusCI, over SOAP; that REST says the same is inferred",
    certainty: "recorded",
  },
  {
    id: "profile.licence-create-only",
    rule: "The licence of a profile is set when it is created and never changes.",
    source: "Object Reference, Profile",
    certainty: "documented",
  },
  {
    id: "profile.in-use",
    rule: "A profile that a user has, even an inactive one, cannot be deleted. The code is inferred.",
    source: "Reported for metadata and by a provider's documentation",
    certainty: "reported",
    open: { question: "Which code the refusal has, DELETE_FAILED or DEPENDENCY_EXISTS." },
  },
  {
    id: "profile.standard-undeletable",
    rule: "A standard profile cannot be deleted.",
    source: "Salesforce Help, Standard Profiles",
    certainty: "documented",
  },
  {
    id: "profile.owned-set",
    rule: "Each profile owns a permission set with its permissions. It is assigned to the users of the profile and changes only with it.",
    source: "Object Reference, PermissionSet",
    certainty: "documented",
  },
  {
    id: "profile.integration-standard",
    rule: "Minimum Access - API Only Integrations has exactly ApiEnabled, ApiUserOnly and ChatterInternalUser on.",
    source: "Profile retrieved from a live org",
    certainty: "reported",
  },
  {
    id: "profile.createable-since",
    rule: "Before API 53.0 no profile can be created, and its fields are not createable.",
    source: `${developerEdition2023}; ${developerEdition2026}; CumulusCI asks for 53.0`,
    certainty: "recorded",
    open: { question: "From which version between 51.0 and 53.0 on profiles can be created." },
  },
  {
    id: "profile.filtering",
    rule: "A user without View All Profiles sees only its own profile; a query for others comes back empty, without an error.",
    source: "Release notes, Profile Filtering, enforced in Winter '27; the empty answer is reported",
    certainty: "documented",
    open: {
      question: "Whether metadata calls hide profiles too, and whether a hidden profile can be given to a user.",
      setting: "profileFiltering",
    },
  },
  {
    id: "profile.same-name",
    rule: "Two profiles may have one name, on different licences.",
    source: `${developerEdition2023}: Authenticated Website`,
    certainty: "recorded",
  },
  {
    id: "profile.owned-set-name",
    rule: "The permission set of a profile is called X and 18 characters: those of a template for standard profiles, in some with a tail, the profile's id for others; its label is the name without X.",
    source: `${developerEdition2023}: 38 of 39 rows, and one`,
    certainty: "recorded",
  },
];
