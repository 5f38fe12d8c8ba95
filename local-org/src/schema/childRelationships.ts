/** Names by which a parent's children are asked for in a SOQL subquery. Source: Object Reference, and describes of orgs. */
export interface ChildRelationship {
  parent: string;
  name: string;
  child: string;
  /** Field of the child that points at the parent. */
  field: string;
}

export const allChildRelationships: readonly ChildRelationship[] = [
  { parent: "Account", name: "ChildAccounts", child: "Account", field: "ParentId" },
  { parent: "Account", name: "Contacts", child: "Contact", field: "AccountId" },
  {
    parent: "ExternalClientApplication",
    name: "SetupEntityAccessItems",
    child: "SetupEntityAccess",
    field: "SetupEntityId",
  },
  {
    parent: "ExtlClntAppOauthPlcyCnfg",
    name: "ExtlClntAppOauthPlcyAttrs",
    child: "ExtlClntAppOauthPlcyAttr",
    field: "ExtlClntAppOauthPlcyCnfgId",
  },
  {
    parent: "ExtlClntAppOauthSettings",
    name: "ExtlClntAppOauthIpRanges",
    child: "ExtlClntAppOauthIpRange",
    field: "ExtlClntAppOauthSettingsId",
  },
  {
    parent: "ExtlClntAppOauthSettings",
    name: "ExtlClntAppOauthSetAttrs",
    child: "ExtlClntAppOauthSetAttr",
    field: "ExtlClntAppOauthSettingsId",
  },
  { parent: "ApexClass", name: "SetupEntityAccessItems", child: "SetupEntityAccess", field: "SetupEntityId" },
  { parent: "PermissionSet", name: "Assignments", child: "PermissionSetAssignment", field: "PermissionSetId" },
  { parent: "PermissionSet", name: "FieldPerms", child: "FieldPermissions", field: "ParentId" },
  { parent: "PermissionSet", name: "ObjectPerms", child: "ObjectPermissions", field: "ParentId" },
  { parent: "PermissionSet", name: "SetupEntityAccessItems", child: "SetupEntityAccess", field: "ParentId" },
  {
    parent: "PermissionSetLicense",
    name: "PermissionSetLicenseAssignments",
    child: "PermissionSetLicenseAssign",
    field: "PermissionSetLicenseId",
  },
  { parent: "Profile", name: "Users", child: "User", field: "ProfileId" },
  { parent: "User", name: "ManagedUsers", child: "User", field: "ManagerId" },
  { parent: "User", name: "PermissionSetAssignments", child: "PermissionSetAssignment", field: "AssigneeId" },
  { parent: "User", name: "PermissionSetLicenseAssignments", child: "PermissionSetLicenseAssign", field: "AssigneeId" },
];
