/**
 * Standard profiles of a new org, with their licences, and the user permissions that are on. Names and licences:
 * profiles retrieved from a live org. The three permissions of "Minimum Access - API Only Integrations" and the five of
 * "Minimum Access - Salesforce" are those of the retrieved files (less AllowViewKnowledge, which `@salesforce/types` does
 * not list); the lists of the other profiles are a choice.
 */
export interface ProfileSeed {
  name: string;
  licence: string;
  permissions: readonly string[];
}

const EVERYDAY = ["ActivitiesAccess", "ChatterInternalUser", "LightningConsoleAllowedForUser", "ViewHelpLink"];
const OFFICE = [...EVERYDAY, "ApiEnabled", "EditTask", "EditEvent", "EmailSingle", "RunReports", "ViewSetup"];

const ADMINISTRATOR = [
  ...OFFICE,
  "ApexRestServices",
  "AssignPermissionSets",
  "AuthorApex",
  "BulkApiHardDelete",
  "CustomizeApplication",
  "ExternalClientAppAdmin",
  "ExternalClientAppDeveloper",
  "ExternalClientAppViewer",
  "FreezeUsers",
  "ManageCustomPermissions",
  "ManageInternalUsers",
  "ManageIpAddresses",
  "ManageLoginAccessPolicies",
  "ManagePasswordPolicies",
  "ManageProfilesPermissionsets",
  "ManageRemoteAccess",
  "ManageRoles",
  "ManageUsers",
  "ModifyAllData",
  "ModifyMetadata",
  "MonitorLoginHistory",
  "ResetPasswords",
  "ViewAllData",
  "ViewAllProfiles",
  "ViewAllUsers",
  "ViewClientSecret",
];

const INTEGRATION_PROFILE = "Minimum Access - API Only Integrations";
export const ADMINISTRATOR_PROFILE = "System Administrator";

export const PROFILES: readonly ProfileSeed[] = [
  { name: ADMINISTRATOR_PROFILE, licence: "Salesforce", permissions: ADMINISTRATOR },
  { name: "Standard User", licence: "Salesforce", permissions: OFFICE },
  { name: "Read Only", licence: "Salesforce", permissions: OFFICE },
  { name: "Marketing User", licence: "Salesforce", permissions: OFFICE },
  { name: "Contract Manager", licence: "Salesforce", permissions: OFFICE },
  { name: "Solution Manager", licence: "Salesforce", permissions: OFFICE },
  { name: "Minimum Access - Salesforce", licence: "Salesforce", permissions: EVERYDAY },
  { name: "Standard Platform User", licence: "Salesforce Platform", permissions: OFFICE },
  {
    name: INTEGRATION_PROFILE,
    licence: "Salesforce Integration",
    permissions: ["ApiEnabled", "ApiUserOnly", "ChatterInternalUser"],
  },
  { name: "Identity User", licence: "Identity", permissions: ["ChatterInternalUser"] },
  { name: "External Identity User", licence: "External Identity", permissions: [] },
  { name: "Chatter Free User", licence: "Chatter Free", permissions: ["ChatterInternalUser"] },
  { name: "Chatter Moderator User", licence: "Chatter Free", permissions: ["ChatterInternalUser"] },
  {
    name: "Analytics Cloud Integration User",
    licence: "Analytics Cloud Integration User",
    permissions: ["ApiEnabled"],
  },
  { name: "Analytics Cloud Security User", licence: "Analytics Cloud Integration User", permissions: ["ApiEnabled"] },
];
