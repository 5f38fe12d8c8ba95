import {
  type ComplexTypeSchema,
  enumerated,
  type FieldSchema,
  type MetadataTypeSchema,
  nested,
  optional,
  repeated,
  required,
} from "./typeSchema.ts";

function access(name: string, subject: string): ComplexTypeSchema {
  const fields: readonly FieldSchema[] = [required("enabled", "boolean"), required(subject)];
  return { name, fields: [...fields].sort((left, right) => (left.name < right.name ? -1 : 1)) };
}

function objectPermissions(name: string): ComplexTypeSchema {
  return {
    name,
    fields: [
      required("allowCreate", "boolean"),
      required("allowDelete", "boolean"),
      required("allowEdit", "boolean"),
      required("allowRead", "boolean"),
      required("modifyAllRecords", "boolean"),
      required("object"),
      optional("viewAllFields", "boolean", 63),
      required("viewAllRecords", "boolean"),
    ],
  };
}

function fieldPermissions(name: string): ComplexTypeSchema {
  return { name, fields: [required("editable", "boolean"), required("field"), optional("readable", "boolean")] };
}

/** Elements of a permission set, from the WSDL. */
export const permissionSetSchema: MetadataTypeSchema = {
  name: "PermissionSet",
  directoryName: "permissionsets",
  suffix: "permissionset",
  since: 31,
  fields: [
    repeated("agentAccesses", access("PermissionSetAgentAccess", "agentName"), 65),
    repeated("applicationVisibilities", {
      name: "PermissionSetApplicationVisibility",
      fields: [required("application"), optional("default", "boolean"), required("visible", "boolean")],
    }),
    repeated("classAccesses", access("PermissionSetApexClassAccess", "apexClass")),
    repeated("customMetadataTypeAccesses", access("PermissionSetCustomMetadataTypeAccess", "name")),
    repeated("customPermissions", access("PermissionSetCustomPermissions", "name")),
    repeated("customSettingAccesses", access("PermissionSetCustomSettingAccess", "name")),
    repeated(
      "dataspaceScopes",
      {
        name: "PermissionSetDataspaceScope",
        fields: [optional("dataAccessLevel"), required("dataspace"), optional("objectAccessLevel")],
      },
      67,
    ),
    optional("description"),
    repeated("emailRoutingAddressAccesses", access("PermissionSetEmailRoutingAddressAccess", "name")),
    repeated(
      "externalCredentialPrincipalAccesses",
      access("PermissionSetExternalCredentialPrincipalAccess", "externalCredentialPrincipal"),
    ),
    repeated("externalDataSourceAccesses", access("PermissionSetExternalDataSourceAccess", "externalDataSource")),
    repeated("fieldPermissions", fieldPermissions("PermissionSetFieldPermissions")),
    repeated("flowAccesses", access("PermissionSetFlowAccess", "flow")),
    optional("hasActivationRequired", "boolean"),
    required("label"),
    optional("license"),
    repeated("objectPermissions", objectPermissions("PermissionSetObjectPermissions")),
    repeated("pageAccesses", access("PermissionSetApexPageAccess", "apexPage")),
    repeated("recordTypeVisibilities", {
      name: "PermissionSetRecordTypeVisibility",
      fields: [required("recordType"), required("visible", "boolean")],
    }),
    repeated("tabSettings", {
      name: "PermissionSetTabSetting",
      fields: [
        required("tab"),
        enumerated("visibility", "PermissionSetTabVisibility", ["None", "Available", "Visible"]),
      ],
    }),
    repeated("userPermissions", access("PermissionSetUserPermission", "name")),
  ],
};

/** Elements of a profile, from the WSDL. */
export const profileSchema: MetadataTypeSchema = {
  name: "Profile",
  directoryName: "profiles",
  suffix: "profile",
  since: 31,
  fields: [
    repeated("applicationVisibilities", {
      name: "ProfileApplicationVisibility",
      fields: [required("application"), required("default", "boolean"), required("visible", "boolean")],
    }),
    repeated("classAccesses", access("ProfileApexClassAccess", "apexClass")),
    optional("custom", "boolean"),
    repeated("customMetadataTypeAccesses", access("ProfileCustomMetadataTypeAccess", "name")),
    repeated("customPermissions", access("ProfileCustomPermissions", "name")),
    repeated("customSettingAccesses", access("ProfileCustomSettingAccess", "name")),
    optional("description"),
    repeated("externalDataSourceAccesses", access("ProfileExternalDataSourceAccess", "externalDataSource")),
    repeated("fieldPermissions", fieldPermissions("ProfileFieldLevelSecurity")),
    repeated("flowAccesses", access("ProfileFlowAccess", "flow")),
    repeated("layoutAssignments", {
      name: "ProfileLayoutAssignment",
      fields: [required("layout"), optional("recordType")],
    }),
    nested("loginHours", { name: "ProfileLoginHours", fields: loginHours() }),
    repeated("loginIpRanges", {
      name: "ProfileLoginIpRange",
      fields: [optional("description"), required("endAddress"), required("startAddress")],
    }),
    repeated("objectPermissions", objectPermissions("ProfileObjectPermissions")),
    repeated("pageAccesses", access("ProfileApexPageAccess", "apexPage")),
    repeated("recordTypeVisibilities", {
      name: "ProfileRecordTypeVisibility",
      fields: [
        required("default", "boolean"),
        optional("personAccountDefault", "boolean"),
        required("recordType"),
        required("visible", "boolean"),
      ],
    }),
    repeated("tabVisibilities", {
      name: "ProfileTabVisibility",
      fields: [required("tab"), enumerated("visibility", "TabVisibility", ["Hidden", "DefaultOff", "DefaultOn"])],
    }),
    optional("userLicense"),
    repeated("userPermissions", access("ProfileUserPermission", "name")),
  ],
};

function loginHours(): readonly FieldSchema[] {
  const days = ["friday", "monday", "saturday", "sunday", "thursday", "tuesday", "wednesday"];
  return days.flatMap((day) => [optional(`${day}End`), optional(`${day}Start`)]);
}
