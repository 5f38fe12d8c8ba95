/**
 * Licences of a new org, in the manner of an Enterprise Edition. Names and keys: Object Reference page UserLicense and
 * licence lists of live orgs, for keys that neither has a choice; five seats of Salesforce Integration: Salesforce Help, "Give Integration Users API Only
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
  { name: "XOrg Proxy User", key: "PID_XOrg_Proxy_User", seats: 2 },
  { name: "Work.com Only", key: "PID_WDC_Only", seats: 3 },
  { name: "Force.com - App Subscription", key: "FDC_SUB", seats: 2 },
  { name: "Force.com - Free", key: "PID_FDC_FREE", seats: 2 },
  { name: "Partner App Subscription", key: "PID_Partner_App_Subscription", seats: 2 },
  { name: "Chatter External", key: "CSN_External_User", seats: 500 },
  { name: "External Apps Login", key: "PID_External_Apps_Login", seats: 20 },
  { name: "Customer Community", key: "PID_Customer_Community", seats: 5 },
  { name: "Customer Community Login", key: "PID_Customer_Community_Login", seats: 5 },
  { name: "Customer Community Plus", key: "PID_Customer_Community_Plus", seats: 5 },
  { name: "Customer Community Plus Login", key: "PID_Customer_Community_Plus_Login", seats: 5 },
  { name: "Partner Community", key: "PID_Partner_Community", seats: 5 },
  { name: "Partner Community Login", key: "PID_Partner_Community_Login", seats: 5 },
  { name: "Gold Partner", key: "PID_STRATEGIC_PRM", seats: 3 },
  { name: "Silver Partner", key: "PID_BASIC_PRM", seats: 2 },
  { name: "Customer Portal Manager Custom", key: "PID_Customer_Portal_Standard", seats: 5 },
  { name: "Customer Portal Manager Standard", key: "PID_Customer_Portal_Basic", seats: 5 },
  { name: "High Volume Customer Portal", key: "PID_High_Volume_Customer_Portal", seats: 10 },
  { name: "Overage High Volume Customer Portal", key: "PID_Overage_High Volume Customer Portal", seats: 5 },
  { name: "Authenticated Website", key: "Platform_Portal_User", seats: 10 },
  { name: "Overage Authenticated Website", key: "Overage_Platform_Portal_User", seats: 5 },
];

export interface PermissionSetLicenceSeed {
  developerName: string;
  label: string;
  seats: number;
  availableForIntegrations: boolean;
}

/** Licences of the permission sets that Salesforce brings; the labels are those of the sets. */
const ofStandardSets: readonly (readonly [developerName: string, label: string])[] = [
  ["B2BBuyerPsl", "B2B Buyer"],
  ["B2BBuyerManagerPsl", "B2B Buyer Manager"],
  ["CommerceAdminUserPsl", "Commerce Admin User"],
  ["CommerceMerchandiserUserPsl", "Commerce Merchandiser User"],
  ["CommerceUserPsl", "Commerce User"],
  ["CRMUserPsl", "CRM User"],
  ["FieldServiceMobilePsl", "Field Service Mobile"],
  ["LightningOrderManagementUserPsl", "Lightning Order Management User"],
  ["SalesConsoleUser", "Sales Console User"],
  ["SalesUserPsl", "Sales User"],
  ["SchedulingFacilityManagerPsl", "Facility Manager"],
  ["SchedulingLineAmbassadorPsl", "Queue Manager"],
  ["ServiceUserPsl", "Service User"],
  ["SlackServiceUserPsl", "Slack Service User"],
  ["StandardEinsteinActivityCapturePsl", "Standard Einstein Activity Capture User"],
  ["SubscriptionManagementCollectionsDashboardUserPsl", "Subscription Management Collections Dashboard User"],
];

export const permissionSetLicences: readonly PermissionSetLicenceSeed[] = [
  {
    developerName: "SalesforceAPIIntegrationPsl",
    label: "Salesforce API Integration",
    seats: 5,
    availableForIntegrations: true,
  },
  { developerName: "ServiceCloudVoicePsl", label: "Service Cloud Voice", seats: 10, availableForIntegrations: false },
  { developerName: "IdentityConnect", label: "Identity Connect", seats: 10, availableForIntegrations: false },
  ...ofStandardSets.map(([developerName, label]) => ({
    developerName,
    label,
    seats: 10,
    availableForIntegrations: false,
  })),
];
