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

const everyday = ["ActivitiesAccess", "ChatterInternalUser", "LightningConsoleAllowedForUser", "ViewHelpLink"];
const office = [...everyday, "ApiEnabled", "EditTask", "EditEvent", "EmailSingle", "RunReports", "ViewSetup"];

const administrator = [
  ...office,
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

const integrationProfileName = "Minimum Access - API Only Integrations";
export const administratorProfile = "System Administrator";

export const profiles: readonly ProfileSeed[] = [
  { name: administratorProfile, licence: "Salesforce", permissions: administrator },
  { name: "Standard User", licence: "Salesforce", permissions: office },
  { name: "Read Only", licence: "Salesforce", permissions: office },
  { name: "Marketing User", licence: "Salesforce", permissions: office },
  { name: "Contract Manager", licence: "Salesforce", permissions: office },
  { name: "Solution Manager", licence: "Salesforce", permissions: office },
  { name: "Minimum Access - Salesforce", licence: "Salesforce", permissions: everyday },
  { name: "Standard Platform User", licence: "Salesforce Platform", permissions: office },
  {
    name: integrationProfileName,
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
