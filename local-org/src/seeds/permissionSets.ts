/**
 * Permission sets of a new org that belong to Salesforce, and the groups that it made: from the same recording as the
 * profiles. Names of the permission set licences are a choice where no list has them.
 */
export interface PermissionSetSeed {
  name: string;
  label: string;
  /** `Standard`: of Salesforce's namespace; `Session`: works while it is activated; `Group`: stands for a group. */
  type: "Standard" | "Session" | "Group";
  /** A user licence, or the developer name of a permission set licence. */
  licence?: string;
  /** User permissions that are on, with blanks between. */
  permissions?: string;
}

/** Namespace of what Salesforce itself brings. */
export const standardNamespace = "force";

export const permissionSetSeeds: readonly PermissionSetSeed[] = [
  {
    name: "SubscriptionManagementBillingAdmin",
    label: "SubscriptionManagementBillingAdmin",
    type: "Group",
  },
  {
    name: "SubscriptionManagementBillingOperations",
    label: "SubscriptionManagementBillingOperations",
    type: "Group",
  },
  {
    name: "SubscriptionManagementBuyerIntegrationUser",
    label: "SubscriptionManagementBuyerIntegrationUser",
    type: "Group",
  },
  {
    name: "SubscriptionManagementCollections",
    label: "SubscriptionManagementCollections",
    type: "Group",
  },
  {
    name: "SubscriptionManagementCreditMemoAdjustmentsOperations",
    label: "SubscriptionManagementCreditMemoAdjustmentsOperations",
    type: "Group",
  },
  {
    name: "SubscriptionManagementPaymentAdministrator",
    label: "SubscriptionManagementPaymentAdministrator",
    type: "Group",
  },
  {
    name: "SubscriptionManagementPaymentOperations",
    label: "SubscriptionManagementPaymentOperations",
    type: "Group",
  },
  {
    name: "SubscriptionManagementProductAndPricingAdmin",
    label: "SubscriptionManagementProductAndPricingAdmin",
    type: "Group",
  },
  {
    name: "SubscriptionManagementSalesOperationsRep",
    label: "SubscriptionManagementSalesOperationsRep",
    type: "Group",
  },
  {
    name: "SubscriptionManagementSalesRep",
    label: "SubscriptionManagementSalesRep",
    type: "Group",
  },
  {
    name: "SubscriptionManagementTaxAdmin",
    label: "SubscriptionManagementTaxAdmin",
    type: "Group",
  },
  {
    name: "C2CHeadlessCMSAccessPermSet",
    label: "Salesforce CMS Integration Admin",
    type: "Session",
    licence: "Cloud Integration User",
    permissions: `
      ApexRestServices ApiEnabled ApiUserOnly CanAccessCE ChatterInternalUser HeadlessCMSAccess
      PasswordNeverExpires
    `,
  },
  {
    name: "SecurityCommandCenterStandardPermSet",
    label: "Security Center Integration User",
    type: "Session",
    licence: "Cloud Integration User",
    permissions: "CanAccessCE ManageSecurityCommandCenter ViewSecurityCommandCenter",
  },
  {
    name: "B2BBuyer",
    label: "Buyer",
    type: "Standard",
    licence: "B2BBuyerPsl",
    permissions: "PaymentsAPIUser RunFlow",
  },
  {
    name: "B2BBuyerManager",
    label: "Buyer Manager",
    type: "Standard",
    licence: "B2BBuyerManagerPsl",
    permissions: "CreateCustomizeReports CreateReportFolders PaymentsAPIUser RunFlow",
  },
  {
    name: "CRMUserPsl",
    label: "CRM User",
    type: "Standard",
    licence: "CRMUserPsl",
    permissions: "CampaignInfluence2",
  },
  {
    name: "CommerceAdmin",
    label: "Commerce Admin",
    type: "Standard",
    licence: "CommerceAdminUserPsl",
    permissions: `
      AccessContentBuilder CreateCustomizeReports CreateReportFolders CustomizeApplication
      LightningConsoleAllowedForUser LightningExperienceUser ManageCMS ManageCustomPermissions ManageNetworks
      PaymentsAPIUser RunReports ViewRoles ViewSetup
    `,
  },
  {
    name: "CommerceUser",
    label: "Shopper",
    type: "Standard",
    licence: "CommerceUserPsl",
    permissions: "PaymentsAPIUser RunFlow",
  },
  {
    name: "ContactCenterAdmin",
    label: "Contact Center Admin",
    type: "Standard",
    licence: "ServiceCloudVoicePsl",
    permissions: "CanAccessCE IsContactCenterAdmin IsContactCenterAgent",
  },
  {
    name: "ContactCenterAgent",
    label: "Contact Center Agent",
    type: "Standard",
    licence: "ServiceCloudVoicePsl",
    permissions: "CanAccessCE IsContactCenterAgent",
  },
  {
    name: "ContactCenterSupervisor",
    label: "Contact Center Supervisor",
    type: "Standard",
    licence: "ServiceCloudVoicePsl",
  },
  {
    name: "FieldServiceMobileStandardPermSet",
    label: "FieldServiceMobileStandardPermSet",
    type: "Standard",
    licence: "FieldServiceMobilePsl",
    permissions: "ApiEnabled",
  },
  {
    name: "LightningOrderManagementAgent",
    label: "Order Management Agent",
    type: "Standard",
    licence: "LightningOrderManagementUserPsl",
    permissions: `
      ActivateOrder CreateCustomizeReports CreateReportFolders CreateReportInLightning EditMyReports
      LightningConsoleAllowedForUser LightningExperienceUser PaymentsAPIUser RunFlow RunReports
      SubmitMacrosAllowed UseReturnOrder UseReturnOrderAPIs
    `,
  },
  {
    name: "LightningOrderManagementOperationsManager",
    label: "Order Management Operations Manager",
    type: "Standard",
    licence: "LightningOrderManagementUserPsl",
    permissions: `
      ActivateOrder CreateCustomizeReports CreateReportFolders CreateReportInLightning EditActivatedOrders
      EditMyReports LightningConsoleAllowedForUser LightningExperienceUser PaymentsAPIUser RunFlow RunReports
      SubmitMacrosAllowed UseReturnOrder UseReturnOrderAPIs
    `,
  },
  {
    name: "LightningOrderManagementShopper",
    label: "Order Management Shopper",
    type: "Standard",
    licence: "LightningOrderManagementUserPsl",
    permissions: `
      LightningConsoleAllowedForUser LightningExperienceUser PaymentsAPIUser RunFlow SubmitMacrosAllowed
      UseReturnOrder UseReturnOrderAPIs
    `,
  },
  {
    name: "LightningOrderManagementStoreAssociate",
    label: "Order Management Store Associate",
    type: "Standard",
    licence: "LightningOrderManagementUserPsl",
    permissions: `
      ActivateOrder CreateCustomizeReports CreateReportFolders CreateReportInLightning EditMyReports
      LightningConsoleAllowedForUser LightningExperienceUser PaymentsAPIUser RunFlow RunReports
      SubmitMacrosAllowed UseReturnOrder UseReturnOrderAPIs
    `,
  },
  {
    name: "Merchandiser",
    label: "Merchandiser",
    type: "Standard",
    licence: "CommerceMerchandiserUserPsl",
    permissions: `
      AccessContentBuilder LightningConsoleAllowedForUser LightningExperienceUser ManageCMS ManageNetworks
      PaymentsAPIUser RunReports ViewRoles ViewSetup
    `,
  },
  {
    name: "SalesConsoleUser",
    label: "Salesforce Console User",
    type: "Standard",
    licence: "SalesConsoleUser",
    permissions: "SalesConsole",
  },
  {
    name: "SalesUserPsl",
    label: "Sales Cloud User",
    type: "Standard",
    licence: "SalesUserPsl",
    permissions: "CampaignInfluence2",
  },
  {
    name: "SchedulingFacilityManagerPsl",
    label: "Facility Manager",
    type: "Standard",
    licence: "SchedulingFacilityManagerPsl",
    permissions: "CreateCustomizeFilters EditPublicFilters LightningExperienceUser SchedulingFacilityManager",
  },
  {
    name: "SchedulingLineAmbassadorPsl",
    label: "Queue Manager",
    type: "Standard",
    licence: "SchedulingLineAmbassadorPsl",
    permissions: "CreateCustomizeFilters EditPublicFilters LightningExperienceUser SchedulingLineAmbassador",
  },
  {
    name: "ServiceUserPsl",
    label: "Service Cloud User",
    type: "Standard",
    licence: "ServiceUserPsl",
    permissions: "CampaignInfluence2",
  },
  {
    name: "SlackServiceUser",
    label: "Slack Service User",
    type: "Standard",
    licence: "SlackServiceUserPsl",
    permissions: "RunFlow",
  },
  {
    name: "StandardEinsteinActivityCapturePsl",
    label: "Standard Einstein Activity Capture",
    type: "Standard",
    licence: "StandardEinsteinActivityCapturePsl",
    permissions: "StdAutomaticActivityCapture ViewOnlyEmbeddedAppUser",
  },
  {
    name: "SubscriptionManagementCollectionsDashboardUser",
    label: "Subscription Management: Collections Dashboard User",
    type: "Standard",
    licence: "SubscriptionManagementCollectionsDashboardUserPsl",
    permissions: "ViewOnlyEmbeddedAppUser",
  },
];
