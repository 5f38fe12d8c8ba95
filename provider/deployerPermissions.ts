/** A permission that the deployer needs. */
export interface DeployerPermission {
  /** API names, of which any one suffices. */
  names: string[];
  /** As Setup calls it. */
  label: string;
}

/**
 * What the deployer must be allowed.
 * Sources: Object Reference and Metadata API Developer Guide, the pages of the objects and types that are written.
 */
export const deployerPermissions: DeployerPermission[] = [
  { names: ["ApiEnabled"], label: "API Enabled" },
  { names: ["ViewSetup"], label: "View Setup and Configuration" },
  { names: ["ManageUsers", "ManageInternalUsers"], label: "Manage Users or Manage Internal Users" },
  { names: ["ManageProfilesPermissionsets"], label: "Manage Profiles and Permission Sets" },
  { names: ["AssignPermissionSets"], label: "Assign Permission Sets" },
  { names: ["ModifyMetadata", "ModifyAllData"], label: "Modify Metadata Through Metadata API Functions" },
  {
    names: ["ExternalClientAppAdmin"],
    label: "View all External Client Apps, view their settings, and edit their policies",
  },
  { names: ["ExternalClientAppDeveloper"], label: "Create, edit, and delete External Client Apps" },
];

/**
 * Needed where Profile Filtering is enforced: without it a user sees only the own profile, and queries for others come
 * back empty, without an error. Older orgs have no such permission. Source: Salesforce Release Notes, Winter '27.
 */
export const viewAllProfiles: DeployerPermission = { names: ["ViewAllProfiles"], label: "View All Profiles" };

/** Words for one that is missing, with what to do. */
export const lackOf = ({ names, label }: DeployerPermission) =>
  `The deployer lacks the permission "${label}" (${names.join(" or ")}); give it by a permission set and run again.`;
