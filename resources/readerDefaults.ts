/** What a reader is made with. */
export const readerDefaults = {
  label: "Drift Reader",
  description: "For jobs that look whether the org is as it is declared",
  profile: {
    sourceProfile: "Minimum Access - API Only Integrations",
    userLicense: "Salesforce Integration",
    userPermissions: ["ApiEnabled", "ApiUserOnly"],
  },
  user: {
    firstName: "Drift",
    lastName: "Reader",
    alias: "driftrd",
    // Without it the licence Salesforce Integration does not let its users look into Setup.
    permissionSetLicenses: ["SalesforceAPIIntegrationPsl"],
  },
  app: {
    // No browser is ever sent there.
    callbackUrls: ["http://localhost:1717/OauthRedirect"],
    scopes: ["Api", "RefreshToken"],
  },
};

/** What lets a user look into Setup and at everybody in it, and change nothing there. */
const looking = [
  "ApiEnabled",
  "ViewSetup",
  // Orgs refuse View Setup and Configuration without it.
  "ViewRoles",
  "ViewAllProfiles",
  // Orgs may hide users from each other.
  "ViewAllUsers",
  "ExternalClientAppViewer",
];

/** The permissions of a reader, and which of them are meant although they go beyond what an integration needs. */
export function readerPermissions(depth: "queries" | "all"): {
  userPermissions: string[];
  allowHighPrivilege: string[];
} {
  const more = depth === "all" ? ["ModifyMetadata"] : [];
  return {
    userPermissions: [...looking, ...more],
    allowHighPrivilege: ["ExternalClientAppViewer", ...more],
  };
}
