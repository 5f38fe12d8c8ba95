import { type PermissionClass, permissions } from "./permissionClasses.ts";

/** All data of the org, its code and configuration, its users, its secrets, or its security settings. */
export const highClasses: readonly PermissionClass[] = [
  permissions("changes all data of the org", "ModifyAllData"),
  permissions("reads all data of the org", "ViewAllData"),
  permissions("reads all fields of all objects", "ViewAllFieldsGlobal"),
  permissions("reads encrypted fields in clear", "ViewEncryptedData"),
  permissions("exports all data of the org", "DataExport"),
  permissions(
    "reads, changes or deletes files of all users",
    `
      ContentAdministrator DeleteSalesforceFiles ManageContentPermissions ManageFilesAndAttachments
      QueryAllFiles QueryNonVetoedFiles ViewArchivedFiles
    `,
  ),
  permissions("opens or keeps files that were found malicious", "DownloadMaliciousFiles ManageMaliciousFiles"),
  permissions("deletes data past the recycle bin", "BulkApiHardDelete"),
  permissions("gives records to other owners", "TransferAnyEntity TransferAnyCase TransferAnyLead"),
  permissions(
    "sees records, or names of them, that sharing hides",
    `
      CanQueryForeignTables RecordVisibilityAPI ViewAllActivities ViewAllForeignKeyNames
    `,
  ),
  permissions(
    "reads what the org keeps for its code, secrets among it",
    `
      ViewAllCustomSettings ViewPrivateStaticResources
    `,
  ),
  permissions("reads personal data that the org conceals", "ViewUserPII PrivacyDataAccess"),
  permissions(
    "changes fields that others can only read",
    `
      CanInsertFeedSystemFields CanUpdateEmailMessage EditReadonlyFields
    `,
  ),
  permissions("imports records for the whole org", "ImportCustomObjects ImportLeads AdvancedCsvDataImportUser"),
  permissions(
    "reads and changes messages, reports and folders of all users",
    `
      ManageChatterMessages ManageDashbdsInPubFolders ManagePvtRptsAndDashbds ManageReportsInPubFolders
      ModerateChatter
    `,
  ),
  permissions(
    "sends messages to many in the name of the org",
    `
      EmailMass LMOutboundMessagingUserPerm ListEmailSend ManageMCEEmails SendAnnouncementEmails
      SendCustomNotifications SendDistMktgMessageEvent SendMobileAppInAppMessage SendMobileAppMessage
      SendMobileAppNewsflashMessage TransactionalEmailSend
    `,
  ),
  permissions("writes and runs Apex code", "AuthorApex"),
  permissions("watches Apex code of all users run", "DebugApex CanMarketingUserDebugFlow"),
  permissions("changes the configuration of the org", "CustomizeApplication"),
  permissions("changes the configuration of the org by the Metadata API", "ModifyMetadata MCPMetadataApi"),
  permissions(
    "changes a part of the configuration of the org",
    `
      AppFrameworkManageApp AppFrameworkManageTemplate CodeBuilderUser ConfigureCCTarget ConfigureLiveMessage
      DigitalLendingAdminUser EditBillingInfo EditBrandTemplates EditHtmlTemplates EditPublicDocuments
      EditPublicFilters EditPublicTemplates InsightsAppAdmin IsContactCenterAdmin ManageApiNamedQueries
      ManageBusinessHourHolidays ManageCallCenters ManageCategories ManageCustomReportTypes
      ManageDataCategories ManageMobile ManageReleaseUpdates ManageSearchPromotionRules ManageSynonyms
      ManageTemplatedApp MetadataStudioUser PlatformWebIdeUser PrmExtIntPrtnrAdminUser ScoringFrameworkAdmin
      StageManagementDesignUser TerritoryOperations UpdateReportTypeReferences UseSetupWithAgentforce
      UserCanDeployStore
    `,
  ),
  permissions(
    "builds bots, agents or prompts that act for others",
    `
      AgentforceServiceAgentUser BotManageBots BotManageBotsTrainingData CanEditPrompts
      ManageAgentforceServiceAgent
    `,
  ),
  permissions(
    "builds automation that runs for others",
    `
      ActivateDeactivateNonSetupFlow ActivateSystemModeFlows AddAsgntElmntToNonSetupFlow
      AddCollFltrElmntToNonSetupFlow AddCollSrtElmntToNonSetupFlow AddCreaRecElmntToNonSetupFlow
      AddDecisionElmntNonSetupFlow AddDelRecElmntToNonSetupFlow AddGetRecElmntToNonSetupFlow
      AddLoopElmntToNonSetupFlow AddSendToFlowElmntToNonSetupFlow AddSubflowElmntToNonSetupFlow
      AddTrfmElmntToNonSetupFlow AddUpdtRecElmntToNonSetupFlow AddWaitToNonSetupFlow ApprovalAdmin
      ApprovalDesigner CreateEditNonSetupFlow CreateModActTrigNonSetupFlow CreateModCadenceNonSetupFlow
      CreateModCampaignMemberTrigNonSetupFlow CreateModDGTrigNonSetupFlow CreateModIndRecNonSetupFlow
      CreateModListTrigNonSetupFlow CreateModRecordQueryFlow DeleteNonSetupFlow ManageJourneys
      ManageOrchInstsAndWorkItems ManageOrchestrationRuns ManageRecommendationStrategies
      ReassignOrchestrationWorkItems ScheduleJob
    `,
  ),
  permissions("installs packages", "InstallPackaging"),
  permissions(
    "makes, publishes or licenses packages",
    `
      CreatePackaging DownloadPackageVersionZips ManagePackageLicenses Packaging2 Packaging2Delete
      Packaging2PromoteVersion PublishPackaging
    `,
  ),
  permissions(
    "copies the org, or moves configuration between orgs",
    `
      InboundMigrationToolsUser ManageDevSandboxes ManageSandboxes OutboundMigrationToolsUser
    `,
  ),
  permissions("makes users and changes what they may", "ManageUsers ManageInternalUsers"),
  permissions(
    "makes users of sites, or changes theirs",
    `
      GovernNetworks ManageIntegrationPortals ManageNetworks ModerateNetworkUsers ProcessWebStoreUserRgstr
    `,
  ),
  permissions("maps users to those of other systems", "IdentityConnect ManageSlackUserMappings SlackAppAdministrator"),
  permissions("acts or runs reports as another user", "CanDoActAsUser SubscribeReportsRunAsUser"),
  permissions("changes what users may", "ManageProfilesPermissionsets"),
  permissions("changes custom permissions, which code asks for", "ManageCustomPermissions"),
  permissions("gives permission sets to users, to itself as well", "AssignPermissionSets"),
  permissions("activates permission sets of sessions", "ManageSessionPermissionSets"),
  permissions("changes the role hierarchy", "ManageRoles"),
  permissions("changes who sees which records", "ManageSharing"),
  permissions("changes who is in groups that are not listed", "ManageUnlistedGroups"),
  permissions("resets passwords of users", "ResetPasswords"),
  permissions("shuts users out", "FreezeUsers"),
  permissions("changes multi-factor authentication of users", "ManageTwoFactor DelegatedTwoFactor"),
  permissions("changes the password policies", "ManagePasswordPolicies"),
  permissions("changes who may log in as whom", "ManageLoginAccessPolicies"),
  permissions("changes the trusted IP ranges", "ManageIpAddresses"),
  permissions("changes identity providers", "ManageAuthProviders"),
  permissions(
    "changes certificates and keys of the org",
    `
      ManageCertificates ManageCertificatesExpiration ManageEncryptionKeys
    `,
  ),
  permissions("changes or uses credentials of the org for other systems", "ManageNamedCredentials"),
  permissions("reads or renews secrets of apps", "ViewClientSecret ClientSecretRotation"),
  permissions("changes connected apps", "ManageRemoteAccess"),
  permissions("logs in through apps that nobody has approved", "CanApproveUninstalledApps"),
  permissions("sees and ends bulk jobs and log-ins of other integrations", "ManageDataIntegrations"),
  permissions("changes policies of all external client apps", "ExternalClientAppAdmin"),
  permissions("makes and deletes external client apps", "ExternalClientAppDeveloper"),
  permissions("sees the settings of all external client apps", "ExternalClientAppViewer"),
  permissions(
    "logs in, or acts, past a control of the org",
    `
      BreakGlassLoginAllowed SkipIdentityConfirmation TransactionSecurityExempt UseAnyApiAuth
    `,
  ),
  permissions(
    "connects the org with other systems",
    `
      AcceptInboundBundling AddAnalyticsRemoteConnections CdpConnectionManagementUser
      CdpPerUserConnectionManagement ConnectOrgToEnvironmentHub ContentHubUser GrantOutboundBundling
      ManageC360AConnections ManageCustomDomains ManageEmailClientConfig ManageExchangeConfig
      ManageExternalConnections ManageHerokuAppLink ManageHubConnections ManageIntegrationConnections
    `,
  ),
  permissions(
    "changes the security policies of the org",
    `
      ManageAccessPolicies ManageHealthAssessments ManageHealthCheck ManageSecurityCommandCenter
      ManageTrustMeasures ModifyAccessAllowPolicies ModifyAccessDenyPolicies ModifyAllPolicyCenterPolicies
      ModifyTransactionSecurityPolicies
    `,
  ),
  permissions(
    "reads the security settings of the org and what was found about them",
    `
      ViewAccessPolicies ViewAllPolicyCenterPolicies ViewAnomalyEvents ViewDataAssessment
      ViewDataLeakageEvents ViewHealthAssessments ViewHealthCheck ViewRestrictionAndScopingRules
      ViewSecurityCommandCenter ViewShieldApp ViewTrustMeasures
    `,
  ),
  permissions(
    "reads who did what in the org",
    `
      EventLogReadAccess MonitorLoginHistory OrgPerformanceAccess PerformanceAnalysisAccess QuipMetricsAccess
      QuipUserEngagementMetrics TraceXdsQueries UserInteractionInsights ViewEventLogFiles
      ViewFlowUsageAndFlowEventData ViewPlatformEvents ViewSetupAuditTrail
    `,
  ),
  permissions(
    "changes how the org classifies and protects data",
    `
      AutonomousAnalyticsPrivacy ManageCoreGovernance ModifyAllDataGovClassif ModifyAllDataGovClsfTax
      ModifyAllDataGovPolicies ModifyAllDataGovTagAssign ModifyAllDataGovTagPropagation ModifyAllDataGovTags
      ModifyAllDataGovTax ModifyDataClassification TriggerDataGovAutoTagging
    `,
  ),
  permissions(
    "reads how the org classifies and protects data",
    `
      ViewAllDataGovPolicies ViewAllDataGovTags ViewCoreGovernance ViewDataGovTab
    `,
  ),
  permissions("changes the consent of customers", "ConsentApiUpdate ManageCustomerDataOptOut"),
  permissions(
    "reads or changes customer data of Data Cloud",
    `
      AccessCdpDataExplorer AccessCdpProfileExplorer AccessCustomerDataCloudSetup AccessGeniePlatform
      AccessSegment ConfigureDataspaceScope DataCleanRoomQueryAccess DataCleanRoomReadAccess
      DataCleanRoomSetupAccess DataCleanRoomWriteAccess DataCloudIngestionApi GlobalCbPQueryAccess
      ManageCdpMlModels ManageDataspaceScope
    `,
  ),
  permissions(
    "changes what the org publishes",
    `
      CMSECEAuthoringAccess HeadlessCMSAccess ManageCMS ManageContentProperties ManageContentTaxonomy
      ManageContentTypes ManageKnowledge ManageKnowledgeImportExport ShareInternalArticles
    `,
  ),
];
