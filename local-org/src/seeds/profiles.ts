/**
 * Profiles of a new org: a recording of all profiles of a Developer Edition and of the permission sets that they own
 * (April 2023), with what came later. Instead of the profile for integrations of that time there is its successor,
 * "Minimum Access - API Only Integrations", with the three permissions of the retrieved files; administrators have the
 * permissions for external client apps. Names of licences are those that the names of the profiles tell.
 */
export interface ProfileSeed {
  name: string;
  licence: string;
  userType: string;
  /** Whether an administrator could delete it, as those that Salesforce made as examples. */
  isCustom?: boolean;
  /** What the name of its permission set holds instead of the profile's own id: the id of Salesforce's template. */
  template?: string;
  /** User permissions that are on, with blanks between. */
  permissions: string;
}

export const administratorProfile = "System Administrator";

export const profileSeeds: readonly ProfileSeed[] = [
  {
    name: "System Administrator",
    licence: "Salesforce",
    userType: "Standard",
    template: "00ex00000018ozh_128_09_04_12_1",
    permissions: `
      AIViewInsightObjects ActivateContract ActivateOrder ActivitiesAccess AddDirectMessageMembers
      AllowUniversalSearch AllowViewKnowledge ApexRestServices ApiEnabled AssignPermissionSets AssignTopics
      AuthorApex BulkApiHardDelete BulkMacrosAllowed CanAccessCE CanInsertFeedSystemFields
      CanUseNewDashboardBuilder CanVerifyComment ChangeDashboardColors ChatterEditOwnPost
      ChatterEditOwnRecordPost ChatterFileLink ChatterInternalUser ChatterInviteExternalUsers ChatterOwnGroups
      ConnectOrgToEnvironmentHub ConsentApiUpdate ContentAdministrator ContentWorkspaces ConvertLeads
      CreateCustomizeDashboards CreateCustomizeFilters CreateCustomizeReports CreateDashboardFolders
      CreateLtngTempFolder CreatePackaging CreateReportFolders CreateTopics CreateWorkspaces
      CustomizeApplication DataExport DelegatedTwoFactor DeleteActivatedContract DeleteTopics
      DistributeFromPersWksp EditActivatedOrders EditBillingInfo EditBrandTemplates EditCaseComments EditEvent
      EditHtmlTemplates EditKnowledge EditMyDashboards EditMyReports EditOppLineItemUnitPrice
      EditPublicDocuments EditPublicFilters EditPublicTemplates EditReadonlyFields EditTask EditTopics
      EmailAdministration EmailMass EmailSingle EmailTemplateManagement EnableCommunityAppLauncher
      EnableNotifications ExportReport ExternalClientAppAdmin ExternalClientAppDeveloper
      ExternalClientAppViewer FlowUFLRequired FreezeUsers GiveRecognitionBadge ImportCustomObjects ImportLeads
      ImportPersonal InstallPackaging LightningConsoleAllowedForUser LightningExperienceUser ListEmailSend
      ManageAnalyticSnapshots ManageAuthProviders ManageBusinessHourHolidays ManageC360AConnections ManageCMS
      ManageCallCenters ManageCases ManageCategories ManageCertificates ManageContentPermissions
      ManageContentProperties ManageContentTypes ManageCustomPermissions ManageCustomReportTypes
      ManageDashbdsInPubFolders ManageDataCategories ManageDataIntegrations ManageDynamicDashboards
      ManageEmailClientConfig ManageEntitlements ManageExchangeConfig ManageHealthCheck ManageHubConnections
      ManageInteraction ManageInternalUsers ManageIpAddresses ManageKnowledge ManageKnowledgeImportExport
      ManageLeads ManageLoginAccessPolicies ManageMobile ManageNetworks ManagePasswordPolicies
      ManageProfilesPermissionsets ManagePropositions ManagePvtRptsAndDashbds ManageRecommendationStrategies
      ManageReleaseUpdates ManageRemoteAccess ManageReportsInPubFolders ManageRoles ManageSearchPromotionRules
      ManageSharing ManageSolutions ManageSubscriptions ManageSynonyms ManageUnlistedGroups ManageUsers
      MassInlineEdit MergeTopics ModerateChatter ModifyAllData ModifyDataClassification ModifyMetadata
      MonitorLoginHistory NewReportBuilder Packaging2 Packaging2Delete PrivacyDataAccess PublishPackaging
      RemoveDirectMessageMembers ResetPasswords RunReports ScheduleReports SelectFilesFromSalesforce
      SendCustomNotifications SendSitRequests ShareInternalArticles ShowCompanyNameAsUserBadge SolutionImport
      SubmitMacrosAllowed SubscribeDashboardRolesGrps SubscribeDashboardToOtherUsers SubscribeReportRolesGrps
      SubscribeReportToOtherUsers SubscribeReportsRunAsUser SubscribeToLightningDashboards
      SubscribeToLightningReports TransactionalEmailSend TransferAnyCase TransferAnyEntity TransferAnyLead
      UseReturnOrder UseReturnOrderAPIs UseTeamReassignWizards UseWebLink ViewAllData ViewAllProfiles
      ViewAllUsers ViewClientSecret ViewDataAssessment ViewDataCategories ViewDataLeakageEvents
      ViewEventLogFiles ViewFlowUsageAndFlowEventData ViewHealthCheck ViewHelpLink ViewMyTeamsDashboards
      ViewPlatformEvents ViewPublicDashboards ViewPublicReports ViewRoles ViewSetup ViewUserPII
      WorkCalibrationUser
    `,
  },
  {
    name: "Standard User",
    licence: "Salesforce",
    userType: "Standard",
    template: "00ex00000018ozq_128_09_04_12_10",
    permissions: `
      ActivitiesAccess AddDirectMessageMembers AllowUniversalSearch AllowViewKnowledge ApexRestServices
      ApiEnabled AssignTopics CanAccessCE ChatterEditOwnPost ChatterFileLink ChatterInternalUser
      ChatterInviteExternalUsers ChatterOwnGroups ContentWorkspaces ConvertLeads CreateCustomizeFilters
      CreateCustomizeReports CreateTopics DistributeFromPersWksp EditEvent EditOppLineItemUnitPrice EditTask
      EditTopics EmailAdministration EmailMass EmailSingle EmailTemplateManagement EnableCommunityAppLauncher
      EnableNotifications ExportReport FlowUFLRequired ImportPersonal LightningConsoleAllowedForUser
      LightningExperienceUser ListEmailSend MassInlineEdit RemoveDirectMessageMembers RunReports
      SelectFilesFromSalesforce SendSitRequests ShowCompanyNameAsUserBadge SubmitMacrosAllowed
      SubscribeToLightningReports TransactionalEmailSend UseWebLink ViewHelpLink ViewRoles ViewSetup
    `,
  },
  {
    name: "Read Only",
    licence: "Salesforce",
    userType: "Standard",
    isCustom: true,
    template: "00ex00000018ozk_128_09_04_12_4",
    permissions: `
      ActivitiesAccess AllowUniversalSearch AllowViewKnowledge ApexRestServices ApiEnabled AssignTopics
      ChatterEditOwnPost ChatterFileLink ChatterInternalUser ChatterInviteExternalUsers ChatterOwnGroups
      ContentWorkspaces CreateCustomizeFilters CreateCustomizeReports CreateTopics EditOppLineItemUnitPrice
      EditTopics EmailAdministration EmailTemplateManagement EnableCommunityAppLauncher EnableNotifications
      ExportReport FlowUFLRequired LightningConsoleAllowedForUser LightningExperienceUser RunReports
      SelectFilesFromSalesforce SendSitRequests ShowCompanyNameAsUserBadge SubmitMacrosAllowed
      SubscribeToLightningReports UseWebLink ViewHelpLink ViewRoles ViewSetup
    `,
  },
  {
    name: "Marketing User",
    licence: "Salesforce",
    userType: "Standard",
    template: "00ex00000018ozo_128_09_04_12_8",
    permissions: `
      ActivitiesAccess AddDirectMessageMembers AllowUniversalSearch AllowViewKnowledge ApexRestServices
      ApiEnabled AssignTopics CanAccessCE ChatterEditOwnPost ChatterFileLink ChatterInternalUser
      ChatterInviteExternalUsers ChatterOwnGroups ContentWorkspaces ConvertLeads CreateCustomizeFilters
      CreateCustomizeReports CreateTopics DistributeFromPersWksp EditBrandTemplates EditEvent
      EditHtmlTemplates EditOppLineItemUnitPrice EditPublicDocuments EditPublicTemplates EditTask EditTopics
      EmailAdministration EmailMass EmailSingle EmailTemplateManagement EnableCommunityAppLauncher
      EnableNotifications ExportReport FlowUFLRequired ImportLeads ImportPersonal
      LightningConsoleAllowedForUser LightningExperienceUser ListEmailSend MassInlineEdit
      RemoveDirectMessageMembers RunReports SelectFilesFromSalesforce SendSitRequests
      ShowCompanyNameAsUserBadge SubscribeToLightningReports TransactionalEmailSend UseWebLink ViewHelpLink
      ViewRoles ViewSetup
    `,
  },
  {
    name: "Contract Manager",
    licence: "Salesforce",
    userType: "Standard",
    template: "00ex00000018ozp_128_09_04_12_9",
    permissions: `
      ActivateContract ActivateOrder ActivitiesAccess AddDirectMessageMembers AllowUniversalSearch
      AllowViewKnowledge ApexRestServices ApiEnabled AssignTopics CanAccessCE ChatterEditOwnPost
      ChatterFileLink ChatterInternalUser ChatterInviteExternalUsers ChatterOwnGroups ContentWorkspaces
      ConvertLeads CreateCustomizeFilters CreateCustomizeReports CreateTopics DistributeFromPersWksp
      EditActivatedOrders EditEvent EditOppLineItemUnitPrice EditTask EditTopics EmailAdministration EmailMass
      EmailSingle EmailTemplateManagement EnableCommunityAppLauncher EnableNotifications ExportReport
      FlowUFLRequired ImportPersonal LightningConsoleAllowedForUser LightningExperienceUser ListEmailSend
      MassInlineEdit RemoveDirectMessageMembers RunReports SelectFilesFromSalesforce SendSitRequests
      ShowCompanyNameAsUserBadge SubscribeToLightningReports TransactionalEmailSend UseWebLink ViewHelpLink
      ViewRoles ViewSetup
    `,
  },
  {
    name: "Solution Manager",
    licence: "Salesforce",
    userType: "Standard",
    template: "00ex00000018ozj_128_09_04_12_3",
    permissions: `
      ActivitiesAccess AddDirectMessageMembers AllowUniversalSearch AllowViewKnowledge ApexRestServices
      ApiEnabled AssignTopics CanAccessCE ChatterEditOwnPost ChatterFileLink ChatterInternalUser
      ChatterInviteExternalUsers ChatterOwnGroups ContentWorkspaces ConvertLeads CreateCustomizeFilters
      CreateCustomizeReports CreateTopics DistributeFromPersWksp EditEvent EditOppLineItemUnitPrice EditTask
      EditTopics EmailAdministration EmailMass EmailSingle EmailTemplateManagement EnableCommunityAppLauncher
      EnableNotifications ExportReport FlowUFLRequired ImportPersonal LightningConsoleAllowedForUser
      LightningExperienceUser ListEmailSend ManageSolutions MassInlineEdit RemoveDirectMessageMembers
      RunReports SelectFilesFromSalesforce SendSitRequests ShowCompanyNameAsUserBadge SolutionImport
      SubscribeToLightningReports TransactionalEmailSend UseWebLink ViewHelpLink ViewRoles ViewSetup
    `,
  },
  {
    name: "Minimum Access - Salesforce",
    licence: "Salesforce",
    userType: "Standard",
    template: "00e1P000000J627QAC",
    permissions: `
      ActivitiesAccess AllowViewKnowledge ChatterInternalUser EmailAdministration EmailTemplateManagement
      FlowUFLRequired LightningConsoleAllowedForUser ViewHelpLink
    `,
  },
  {
    name: "Analytics Cloud Integration User",
    licence: "Analytics Cloud Integration User",
    userType: "Standard",
    template: "00e1a000000N1wLAAS",
    permissions: `
      ActivitiesAccess AllowViewKnowledge ApexRestServices ApiEnabled ApiUserOnly CampaignInfluence2
      EnableCommunityAppLauncher InsightsAppAdmin InsightsAppUser PasswordNeverExpires QueryAllFiles
      RecordVisibilityAPI RunReports ShowCompanyNameAsUserBadge UseWebLink ViewAllData ViewDataLeakageEvents
      ViewEventLogFiles ViewPlatformEvents ViewRoles ViewSetup WorkDotComUserPerm
    `,
  },
  {
    name: "Analytics Cloud Security User",
    licence: "Analytics Cloud Integration User",
    userType: "Standard",
    template: "00e1a000000N1wKAAS",
    permissions: `
      ApexRestServices ApiEnabled ApiUserOnly CampaignInfluence2 EnableCommunityAppLauncher InsightsAppAdmin
      InsightsAppUser PasswordNeverExpires ShowCompanyNameAsUserBadge UseWebLink ViewDataLeakageEvents
      ViewEventLogFiles ViewPlatformEvents ViewRoles ViewSetup
    `,
  },
  {
    name: "Authenticated Website",
    licence: "Authenticated Website",
    userType: "CspLitePortal",
    template: "00e1a000000MWaBAAW",
    permissions: `
      ActivitiesAccess AddDirectMessageMembers AssignTopics ChatterOwnGroups CreateTopics EditTopics
      EmailAdministration EmailTemplateManagement EnableCommunityAppLauncher EnableNotifications
      RemoveDirectMessageMembers SelectFilesFromSalesforce ShowCompanyNameAsUserBadge UseWebLink
    `,
  },
  {
    name: "Authenticated Website",
    licence: "Overage Authenticated Website",
    userType: "CspLitePortal",
    template: "00e1a000000N1LSAA0",
    permissions: `
      ActivitiesAccess AddDirectMessageMembers AssignTopics ChatterOwnGroups EmailAdministration
      EmailTemplateManagement EnableCommunityAppLauncher EnableNotifications RemoveDirectMessageMembers
      SelectFilesFromSalesforce ShowCompanyNameAsUserBadge UseWebLink WorkDotComUserPerm
    `,
  },
  {
    name: "Chatter External User",
    licence: "Chatter External",
    userType: "CsnOnly",
    template: "00e1a000000MWaUAAW",
    permissions: `
      AddDirectMessageMembers ApexRestServices ApiEnabled AssignTopics ChatterInviteExternalUsers CreateTopics
      EditTopics EnableCommunityAppLauncher FlowUFLRequired LightningExperienceUser RemoveDirectMessageMembers
      ShowCompanyNameAsUserBadge
    `,
  },
  {
    name: "Chatter Free User",
    licence: "Chatter Free",
    userType: "CsnOnly",
    template: "00e1a000000MWaTAAW",
    permissions: `
      AddDirectMessageMembers ApexRestServices ApiEnabled AssignTopics ChatterFileLink ChatterInternalUser
      ChatterInviteExternalUsers ChatterOwnGroups CreateTopics DistributeFromPersWksp EditTopics
      EnableCommunityAppLauncher FlowUFLRequired LightningExperienceUser PasswordNeverExpires
      RemoveDirectMessageMembers SelectFilesFromSalesforce ShowCompanyNameAsUserBadge ViewHelpLink
    `,
  },
  {
    name: "Chatter Moderator User",
    licence: "Chatter Free",
    userType: "CsnOnly",
    template: "00e1a000000MWaSAAW",
    permissions: `
      AddDirectMessageMembers ApexRestServices ApiEnabled AssignTopics ChatterFileLink ChatterInternalUser
      ChatterInviteExternalUsers ChatterOwnGroups CreateTopics DistributeFromPersWksp EditTopics
      EnableCommunityAppLauncher FlowUFLRequired LightningExperienceUser ModerateChatter PasswordNeverExpires
      RemoveDirectMessageMembers SelectFilesFromSalesforce ShowCompanyNameAsUserBadge ViewHelpLink
    `,
  },
  {
    name: "Cross Org Data Proxy User",
    licence: "XOrg Proxy User",
    userType: "Standard",
    template: "00e1a000000MWaAAAW",
    permissions: `
      AddDirectMessageMembers ChatterEditOwnPost ContentWorkspaces EnableCommunityAppLauncher
      RemoveDirectMessageMembers SelectFilesFromSalesforce ShowCompanyNameAsUserBadge UseWebLink
    `,
  },
  {
    name: "Custom: Marketing Profile",
    licence: "Salesforce",
    userType: "Standard",
    isCustom: true,
    template: "00ex00000018ozm_128_09_04_12_6",
    permissions: `
      ActivitiesAccess AllowViewKnowledge ApexRestServices ApiEnabled AssignTopics ChatterInternalUser
      ChatterInviteExternalUsers ChatterOwnGroups ConvertLeads CreateCustomizeFilters CreateCustomizeReports
      CreateTopics DistributeFromPersWksp EditEvent EditOppLineItemUnitPrice EditTask EditTopics
      EmailAdministration EmailMass EmailSingle EmailTemplateManagement EnableNotifications ExportReport
      FlowUFLRequired ImportPersonal LightningConsoleAllowedForUser ListEmailSend ManageEncryptionKeys
      RunReports SelectFilesFromSalesforce SendSitRequests ShowCompanyNameAsUserBadge SubmitMacrosAllowed
      SubscribeToLightningReports TransactionalEmailSend UseWebLink ViewEventLogFiles ViewHelpLink ViewRoles
      ViewSetup
    `,
  },
  {
    name: "Custom: Sales Profile",
    licence: "Salesforce",
    userType: "Standard",
    isCustom: true,
    template: "00ex00000018ozl_128_09_04_12_5",
    permissions: `
      ActivitiesAccess AllowViewKnowledge ApexRestServices ApiEnabled AssignTopics ChatterInternalUser
      ChatterInviteExternalUsers ChatterOwnGroups ConvertLeads CreateCustomizeFilters CreateCustomizeReports
      CreateTopics DistributeFromPersWksp EditEvent EditOppLineItemUnitPrice EditTask EditTopics
      EmailAdministration EmailMass EmailSingle EmailTemplateManagement EnableNotifications ExportReport
      FlowUFLRequired ImportPersonal LightningConsoleAllowedForUser ListEmailSend ManageEncryptionKeys
      RunReports SelectFilesFromSalesforce SendSitRequests ShowCompanyNameAsUserBadge SubmitMacrosAllowed
      SubscribeToLightningReports TransactionalEmailSend UseWebLink ViewEventLogFiles ViewHelpLink ViewRoles
      ViewSetup
    `,
  },
  {
    name: "Custom: Support Profile",
    licence: "Salesforce",
    userType: "Standard",
    isCustom: true,
    template: "00ex00000018ozn_128_09_04_12_7",
    permissions: `
      ActivitiesAccess AllowViewKnowledge ApexRestServices ApiEnabled AssignTopics ChatterInternalUser
      ChatterInviteExternalUsers ChatterOwnGroups ConvertLeads CreateCustomizeFilters CreateCustomizeReports
      CreateTopics DistributeFromPersWksp EditEvent EditOppLineItemUnitPrice EditTask EditTopics
      EmailAdministration EmailMass EmailSingle EmailTemplateManagement EnableNotifications ExportReport
      FlowUFLRequired ImportPersonal LightningConsoleAllowedForUser ListEmailSend ManageCases
      ManageEncryptionKeys ManageSolutions RunReports SelectFilesFromSalesforce SendSitRequests
      ShowCompanyNameAsUserBadge SubmitMacrosAllowed SubscribeToLightningReports TransactionalEmailSend
      TransferAnyCase UseWebLink ViewEventLogFiles ViewHelpLink ViewRoles ViewSetup
    `,
  },
  {
    name: "Customer Community Login User",
    licence: "Customer Community Login",
    userType: "CspLitePortal",
    template: "00e1a000000MWa9AAG",
    permissions: `
      ActivitiesAccess AddDirectMessageMembers AllowUniversalSearch AssignTopics ChatterOwnGroups CreateTopics
      EmailAdministration EmailTemplateManagement EnableCommunityAppLauncher EnableNotifications
      RemoveDirectMessageMembers RunFlow SelectFilesFromSalesforce ShowCompanyNameAsUserBadge UseWebLink
      WorkDotComUserPerm
    `,
  },
  {
    name: "Customer Community Plus Login User",
    licence: "Customer Community Plus Login",
    userType: "PowerCustomerSuccess",
    template: "00e1a000000MWaLAAW",
    permissions: `
      ActivitiesAccess AddDirectMessageMembers AllowUniversalSearch ApexRestServices AssignTopics
      ChatterOwnGroups ContentWorkspaces CreateTopics EditTask EditTopics EmailAdministration
      EmailTemplateManagement EnableCommunityAppLauncher EnableNotifications RemoveDirectMessageMembers
      RunFlow SelectFilesFromSalesforce ShowCompanyNameAsUserBadge UseWebLink WorkDotComUserPerm
    `,
  },
  {
    name: "Customer Community Plus User",
    licence: "Customer Community Plus",
    userType: "PowerCustomerSuccess",
    template: "00e1a000000MWaFAAW",
    permissions: `
      ActivitiesAccess AddDirectMessageMembers AllowUniversalSearch ApexRestServices AssignTopics
      ChatterOwnGroups ContentWorkspaces CreateTopics EditTask EditTopics EmailAdministration
      EmailTemplateManagement EnableCommunityAppLauncher EnableNotifications RemoveDirectMessageMembers
      RunFlow SelectFilesFromSalesforce ShowCompanyNameAsUserBadge UseWebLink WorkDotComUserPerm
    `,
  },
  {
    name: "Customer Community User",
    licence: "Customer Community",
    userType: "CspLitePortal",
    template: "00e1a000000MWaQAAW",
    permissions: `
      ActivitiesAccess AddDirectMessageMembers AllowUniversalSearch AssignTopics ChatterOwnGroups CreateTopics
      EmailAdministration EmailTemplateManagement EnableCommunityAppLauncher EnableNotifications
      RemoveDirectMessageMembers RunFlow SelectFilesFromSalesforce ShowCompanyNameAsUserBadge UseWebLink
      WorkDotComUserPerm
    `,
  },
  {
    name: "Customer Portal Manager Custom",
    licence: "Customer Portal Manager Custom",
    userType: "PowerCustomerSuccess",
    template: "00e1a000000MWaDAAW",
    permissions: `
      ActivitiesAccess AddDirectMessageMembers AllowUniversalSearch ApexRestServices AssignTopics
      ChatterOwnGroups ContentWorkspaces CreateTopics EditTopics EmailAdministration EmailTemplateManagement
      EnableCommunityAppLauncher EnableNotifications RemoveDirectMessageMembers SelectFilesFromSalesforce
      ShowCompanyNameAsUserBadge UseWebLink WorkDotComUserPerm
    `,
  },
  {
    name: "Customer Portal Manager Standard",
    licence: "Customer Portal Manager Standard",
    userType: "PowerCustomerSuccess",
    template: "00e1a000000MWaJAAW",
    permissions: `
      ActivitiesAccess AddDirectMessageMembers AllowUniversalSearch ApexRestServices AssignTopics
      ChatterOwnGroups ContentWorkspaces CreateTopics EditTopics EmailAdministration EmailTemplateManagement
      EnableCommunityAppLauncher EnableNotifications RemoveDirectMessageMembers SelectFilesFromSalesforce
      ShowCompanyNameAsUserBadge UseWebLink WorkDotComUserPerm
    `,
  },
  {
    name: "External Apps Login User",
    licence: "External Apps Login",
    userType: "CspLitePortal",
    template: "00e1P000000FD50QAG",
    permissions: "EnableNotifications SelectFilesFromSalesforce",
  },
  {
    name: "External Identity User",
    licence: "External Identity",
    userType: "CspLitePortal",
    template: "00e1a000000MWaNAAW",
    permissions: `
      ActivitiesAccess AddDirectMessageMembers AllowUniversalSearch AssignTopics ChatterOwnGroups
      EmailAdministration EmailTemplateManagement EnableCommunityAppLauncher EnableNotifications
      IdentityEnabled RemoveDirectMessageMembers SelectFilesFromSalesforce ShowCompanyNameAsUserBadge
      UseWebLink WorkDotComUserPerm
    `,
  },
  {
    name: "Force.com - App Subscription User",
    licence: "Force.com - App Subscription",
    userType: "Standard",
    template: "00e1a000000MWaKAAW",
    permissions: `
      ActivitiesAccess AddDirectMessageMembers AllowUniversalSearch AllowViewKnowledge ApexRestServices
      ApiEnabled AssignTopics ChatterEditOwnPost ChatterFileLink ChatterInternalUser
      ChatterInviteExternalUsers ChatterOwnGroups ContentWorkspaces CreateCustomizeFilters CreateTopics
      CustomMobileAppsAccess DistributeFromPersWksp EditEvent EditTask EditTopics EmailAdministration
      EmailMass EmailSingle EmailTemplateManagement EnableCommunityAppLauncher EnableNotifications
      ExportReport FlowUFLRequired ImportPersonal LightningExperienceUser ListEmailSend
      RemoveDirectMessageMembers RunReports SelectFilesFromSalesforce ShowCompanyNameAsUserBadge
      SubscribeToLightningDashboards SubscribeToLightningReports TransactionalEmailSend UseWebLink
      ViewHelpLink ViewRoles ViewSetup
    `,
  },
  {
    name: "Force.com - Free User",
    licence: "Force.com - Free",
    userType: "Standard",
    template: "00e1a000000MWaRAAW",
    permissions: `
      ActivitiesAccess AddDirectMessageMembers ApexRestServices ApiEnabled AssignTopics ChatterEditOwnPost
      ChatterFileLink ChatterInternalUser ChatterInviteExternalUsers ChatterOwnGroups CreateCustomizeFilters
      CustomMobileAppsAccess DistributeFromPersWksp EditEvent EditTask EmailAdministration EmailMass
      EmailSingle EmailTemplateManagement EnableCommunityAppLauncher EnableNotifications ExportReport
      FlowUFLRequired ListEmailSend RemoveDirectMessageMembers RunReports SelectFilesFromSalesforce
      ShowCompanyNameAsUserBadge SubscribeToLightningDashboards SubscribeToLightningReports
      TransactionalEmailSend UseWebLink ViewHelpLink ViewRoles ViewSetup
    `,
  },
  {
    name: "Gold Partner User",
    licence: "Gold Partner",
    userType: "PowerPartner",
    template: "00e1a000000MWaIAAW",
    permissions: `
      ActivitiesAccess AddDirectMessageMembers AllowUniversalSearch AssignTopics ChatterOwnGroups
      ContentWorkspaces ConvertLeads CreateTopics EditOppLineItemUnitPrice EditTask EditTopics
      EmailAdministration EmailTemplateManagement EnableCommunityAppLauncher EnableNotifications
      RemoveDirectMessageMembers RunReports SelectFilesFromSalesforce ShowCompanyNameAsUserBadge UseWebLink
      WorkDotComUserPerm
    `,
  },
  {
    name: "High Volume Customer Portal",
    licence: "High Volume Customer Portal",
    userType: "CspLitePortal",
    template: "00e1a000000MWaHAAW",
    permissions: `
      ActivitiesAccess AddDirectMessageMembers AllowUniversalSearch AssignTopics ChatterOwnGroups
      EmailAdministration EmailTemplateManagement EnableCommunityAppLauncher EnableNotifications
      RemoveDirectMessageMembers SelectFilesFromSalesforce ShowCompanyNameAsUserBadge UseWebLink
    `,
  },
  {
    name: "High Volume Customer Portal User",
    licence: "Overage High Volume Customer Portal",
    userType: "CspLitePortal",
    template: "00e1a000000N1LRAA0",
    permissions: `
      ActivitiesAccess AddDirectMessageMembers AllowUniversalSearch AssignTopics ChatterOwnGroups
      EmailAdministration EmailTemplateManagement EnableCommunityAppLauncher EnableNotifications
      RemoveDirectMessageMembers SelectFilesFromSalesforce ShowCompanyNameAsUserBadge UseWebLink
      WorkDotComUserPerm
    `,
  },
  {
    name: "Identity User",
    licence: "Identity",
    userType: "Standard",
    template: "00e1a000000MWaEAAW",
    permissions: `
      AddDirectMessageMembers ApexRestServices ApiEnabled AssignTopics ChatterEditOwnPost ChatterFileLink
      ChatterInternalUser ChatterInviteExternalUsers ChatterOwnGroups ContentWorkspaces CreateTopics
      DistributeFromPersWksp EditTopics EnableCommunityAppLauncher FlowUFLRequired IdentityEnabled
      RemoveDirectMessageMembers SelectFilesFromSalesforce ShowCompanyNameAsUserBadge UseWebLink ViewHelpLink
    `,
  },
  {
    name: "Minimum Access - API Only Integrations",
    licence: "Salesforce Integration",
    userType: "Standard",
    permissions: "ApiEnabled ApiUserOnly ChatterInternalUser",
  },
  {
    name: "Partner App Subscription User",
    licence: "Partner App Subscription",
    userType: "Standard",
    template: "00e1a000000MWaMAAW",
    permissions: `
      ActivitiesAccess AddDirectMessageMembers AllowUniversalSearch AllowViewKnowledge ApexRestServices
      ApiEnabled AssignTopics ChatterEditOwnPost ChatterFileLink ChatterInternalUser
      ChatterInviteExternalUsers ChatterOwnGroups ContentWorkspaces CreateCustomizeFilters CreateTopics
      CustomMobileAppsAccess DistributeFromPersWksp EditEvent EditTask EditTopics EmailAdministration
      EmailMass EmailSingle EmailTemplateManagement EnableCommunityAppLauncher EnableNotifications
      ExportReport FlowUFLRequired ImportPersonal LightningExperienceUser RemoveDirectMessageMembers
      RunReports SelectFilesFromSalesforce ShowCompanyNameAsUserBadge SubscribeToLightningDashboards
      SubscribeToLightningReports TransactionalEmailSend UseWebLink ViewHelpLink ViewRoles ViewSetup
    `,
  },
  {
    name: "Partner Community Login User",
    licence: "Partner Community Login",
    userType: "PowerPartner",
    template: "00e1a000000MWaPAAW",
    permissions: `
      ActivitiesAccess AddDirectMessageMembers AllowUniversalSearch AssignTopics ChatterOwnGroups
      ContentWorkspaces ConvertLeads CreateTopics EditOppLineItemUnitPrice EditTask EditTopics
      EmailAdministration EmailTemplateManagement EnableCommunityAppLauncher EnableNotifications
      RemoveDirectMessageMembers RunFlow RunReports SelectFilesFromSalesforce ShowCompanyNameAsUserBadge
      UseWebLink WorkDotComUserPerm
    `,
  },
  {
    name: "Partner Community User",
    licence: "Partner Community",
    userType: "PowerPartner",
    template: "00e1a000000MWaOAAW",
    permissions: `
      ActivitiesAccess AddDirectMessageMembers AllowUniversalSearch AssignTopics ChatterOwnGroups
      ContentWorkspaces ConvertLeads CreateTopics EditOppLineItemUnitPrice EditTask EditTopics
      EmailAdministration EmailTemplateManagement EnableCommunityAppLauncher EnableNotifications
      RemoveDirectMessageMembers RunFlow RunReports SelectFilesFromSalesforce ShowCompanyNameAsUserBadge
      UseWebLink WorkDotComUserPerm
    `,
  },
  {
    name: "Silver Partner User",
    licence: "Silver Partner",
    userType: "PowerPartner",
    template: "00e1a000000MWaGAAW",
    permissions: `
      ActivitiesAccess AddDirectMessageMembers AssignTopics ChatterOwnGroups ContentWorkspaces EditTask
      EmailAdministration EmailTemplateManagement EnableCommunityAppLauncher EnableNotifications
      RemoveDirectMessageMembers RunReports SelectFilesFromSalesforce ShowCompanyNameAsUserBadge UseWebLink
      WorkDotComUserPerm
    `,
  },
  {
    name: "Standard Platform User",
    licence: "Salesforce Platform",
    userType: "Standard",
    template: "00e1a000000MWa8AAG",
    permissions: `
      ActivitiesAccess AddDirectMessageMembers AllowUniversalSearch AllowViewKnowledge ApexRestServices
      ApiEnabled AssignTopics ChatterEditOwnPost ChatterFileLink ChatterInternalUser
      ChatterInviteExternalUsers ChatterOwnGroups ContentWorkspaces CreateCustomizeFilters
      CreateCustomizeReports CreateTopics CustomMobileAppsAccess DistributeFromPersWksp EditEvent EditTask
      EditTopics EmailAdministration EmailMass EmailSingle EmailTemplateManagement EnableCommunityAppLauncher
      EnableNotifications ExportReport FlowUFLRequired ImportPersonal LightningExperienceUser ListEmailSend
      MassInlineEdit RemoveDirectMessageMembers RunReports SelectFilesFromSalesforce
      ShowCompanyNameAsUserBadge SubscribeToLightningDashboards TransactionalEmailSend UseWebLink ViewHelpLink
      ViewRoles ViewSetup
    `,
  },
  {
    name: "Work.com Only User",
    licence: "Work.com Only",
    userType: "Standard",
    template: "00e1a000000MWaCAAW",
    permissions: `
      ActivitiesAccess AddDirectMessageMembers ApexRestServices ApiEnabled AssignTopics ChatterEditOwnPost
      ChatterFileLink ChatterInternalUser ChatterInviteExternalUsers ChatterOwnGroups ContentWorkspaces
      CreateCustomizeDashboards CreateCustomizeFilters CreateCustomizeReports CreateTopics
      DistributeFromPersWksp EditEvent EditMyDashboards EditMyReports EditPublicDocuments EditTask EditTopics
      EmailMass EmailSingle EnableCommunityAppLauncher EnableNotifications RemoveDirectMessageMembers
      RunReports SelectFilesFromSalesforce ShowCompanyNameAsUserBadge TransactionalEmailSend UseWebLink
      ViewHelpLink ViewPublicDashboards ViewPublicReports WorkDotComUserPerm
    `,
  },
];
