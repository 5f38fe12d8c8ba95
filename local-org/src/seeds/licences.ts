/**
 * Licences of a new org, in the manner of an Enterprise Edition. Names and keys: Object Reference page UserLicense and
 * licence lists of live orgs; five seats of Salesforce Integration: Salesforce Help, "Give Integration Users API Only
 * Access". The other numbers of seats are chosen.
 */
export interface UserLicenceSeed {
  name: string;
  key: string;
  seats: number;
}

export const userLicences: readonly UserLicenceSeed[] = [
  { name: "Salesforce", key: "SFDC", seats: 25 },
  { name: "Salesforce Platform", key: "AUL", seats: 10 },
  { name: "Salesforce Integration", key: "SALESFORCE_INTEGRATION_USER", seats: 5 },
  { name: "Identity", key: "PID_Identity_User", seats: 100 },
  { name: "External Identity", key: "PID_External_Identity", seats: 25 },
  { name: "Chatter Free", key: "CSN_User", seats: 5000 },
  { name: "Analytics Cloud Integration User", key: "INSIGHTS_INTEGRATION_USER", seats: 2 },
  { name: "Cloud Integration User", key: "CLOUD_INTEGRATION_USER", seats: 1 },
];

export interface PermissionSetLicenceSeed {
  developerName: string;
  label: string;
  seats: number;
  availableForIntegrations: boolean;
}

export const permissionSetLicences: readonly PermissionSetLicenceSeed[] = [
  {
    developerName: "SalesforceAPIIntegrationPsl",
    label: "Salesforce API Integration",
    seats: 5,
    availableForIntegrations: true,
  },
  { developerName: "ServiceCloudVoicePsl", label: "Service Cloud Voice", seats: 10, availableForIntegrations: false },
  { developerName: "IdentityConnect", label: "Identity Connect", seats: 10, availableForIntegrations: false },
];
