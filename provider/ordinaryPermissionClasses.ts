import { type PermissionClass, permissions } from "./permissionClasses.ts";

/** What an integration may be given: sharing, object and field permissions still decide which data it sees. */
export const ordinaryClasses: readonly PermissionClass[] = [
  permissions(
    "is about the user's own log-in",
    `
      AccountSwitcherUser AllowLightningLogin ApexRestServices ApiEnabled ApiUserOnly ForceTwoFactor
      IdentityEnabled MustUseSso PasswordNeverExpires TwoFactorApi
    `,
  ),
  permissions(
    "reads what most users of an org may read",
    `
      ViewAllNonSetupFlows ViewAllProfiles ViewAllUsers ViewApiNamedQueries ViewContent ViewContentTaxonomy
      ViewDataCategories ViewDeveloperName ViewHelpLink ViewLicenseUtilization ViewMLModels ViewNonSetupFlow
      ViewOrchestrationsInAutomApp ViewProductLimits ViewPublicCapstoneFolders ViewPublicDashboards
      ViewPublicReports ViewRecommendations ViewRoles ViewSetup
    `,
  ),
  permissions(
    "lets marketing flows start on an event",
    `
      EnteredJourneyBuilder ExitedJourneyBuilder MetJourneyBuilderGoal TrgrOnAbandonedBrowse
      TrgrOnAbandonedPage TrgrOnAbandonedShoppingCart TrgrOnBackInStock TrgrOnBirthday TrgrOnCustomEvent
      TrgrOnEmailBounceEngagement TrgrOnEmailLinkClickEngagement TrgrOnEmailOpenEngagement
      TrgrOnEmailResponseEngagement TrgrOnEmailSubscription TrgrOnFirstPurchaseAnniversary
      TrgrOnFormSubmission TrgrOnLowInventory TrgrOnMngEventPtcpAtnd TrgrOnMngEventPtcpResp
      TrgrOnMngEventPtcpRgst TrgrOnMngEventSessPtcpRgst TrgrOnMngEventStatusChg TrgrOnNewProdtInHighEngmtCatg
      TrgrOnOrderPlacement TrgrOnOrderReturn TrgrOnOrderShipment TrgrOnOrderStatusChange
      TrgrOnPaymentTransaction TrgrOnPriceDrop TrgrOnRcsDeliveredEngagement TrgrOnRcsDlvrFailureEngmt
      TrgrOnRcsReadEngagement TrgrOnRcsResponseEngagement TrgrOnRcsSubscription TrgrOnReengagement
      TrgrOnReferralEventSubmission TrgrOnReplenishment TrgrOnSmsDeliveryFailureEngagement
      TrgrOnSmsLinkClickEngagement TrgrOnSmsResponseEngagement TrgrOnSmsSubscription TrgrOnVisitorConversion
      TrgrOnVoucherStsChgOtbdEngmt TrgrOnWebCartAbandoned TrgrOnWhatsAppDeliveredEngagement
      TrgrOnWhatsAppDlvrFailureEngmt TrgrOnWhatsAppLinkClickEngmt TrgrOnWhatsAppReadEngagement
      TrgrOnWhatsAppResponseEngmt TrgrOnWhatsAppSubscription
    `,
  ),
  permissions(
    "uses reports, dashboards and analytics",
    `
      AddWaveNotificationRecipients B2BMarketingAnalyticsUser CanEditDataPrepRecipe CanManageMaps
      CanUseNewDashboardBuilder CdcReportingCreateReports CdcReportingManageFolders CdcReportingViewReports
      ChangeDashboardColors CreateCustomizeDashboards CreateCustomizeReports CreateDashboardFolders
      CreateReportFolders CreateReportInLightning CreateUpdateSDDDataset CreateUpdateSDDStory EditMyDashboards
      EditMyReports ExportReport GetSmartDataDiscovery GetSmartDataDiscoveryExternal
      InsightsAppDashboardEditor InsightsAppEltEditor InsightsAppUploadUser InsightsAppUser
      InsightsCreateApplication ManageAnalyticSnapshots ManageDataAnalyticsGroups ManageDynamicDashboards
      ManageLearningReporting ManageSmartDataDiscovery ManageSmartDataDiscoveryModel NewReportBuilder
      RunReports SalesInsightsUser ScheduleReports ShareSmartDataDiscoveryStory SlackFromTableau
      SmartDataDiscoveryForCommunity StoryOnDSWithPredicate SubscribeDashboardRolesGrps
      SubscribeDashboardToOtherUsers SubscribeReportRolesGrps SubscribeReportToOtherUsers
      SubscribeToLightningDashboards SubscribeToLightningReports TableauCreateDashboard
      TableauCreateVisualization TableauCreateWorkspace TableauMetricCards TableauShareSnapshot
      TableauViewDashboard TableauViewVisualization TableauViewWorkspace UseSmartDataDiscovery
      UseSubscriptionEmails UseTemplatedApp ViewMyTeamsDashboards WaveManagePrivateAssetsUser
      WaveTabularDownload
    `,
  ),
  permissions(
    "uses a feature, with the records that the user sees",
    `
      AICreateInsightObjects AIViewInsightObjects AccessActivation AccessBankingRelationshipAssistance
      AccessBankingServiceAgent AccessCMC AccessContentBuilder AccessDisputePrompts AccessKnowledgeSpace
      AccessOrchestrationObjects AccessPolicyAgent AccessServiceEinstein AccessSfDrive AccessToComplaintAgent
      AccessToComplaintMgmt AccessToDisputeManagement AccessToServiceProcess AccessWealthAdvisorAgent
      ActivateContract ActivateOrder ActivationWrite ActivitiesAccess AddDirectMessageMembers
      AddToActionableList AddToCampaign AgentforceSalesChatGPT AllowAIAccelerator AllowEmailIC
      AllowUniversalSearch AllowViewEditConvertedLeads AllowViewKnowledge AppFrameworkViewApp
      AppointmentBookingUserAccess AssignTopics AttributionModelUser AutomaticActivityCapture
      BulkMacrosAllowed CampaignInfluence2 CanAccessCE CanApproveFeedPost CanExitFlowViaAPI
      CanToggleCallRecordings CanVerifyComment ChatterComposeUiCodesnippet ChatterEditOwnPost
      ChatterEditOwnRecordPost ChatterFileLink ChatterInternalUser ChatterInviteExternalUsers ChatterOwnGroups
      CloseConversations ConfigCustomRecs ConfigureCommunicationCapping ContentWorkspaces ConvertLeads
      ConvertProspect CreateConsent CreateCustomizeFilters CreateLtngTempFolder CreateLtngTempInPub CreateTask
      CreateTopics CreateWorkBadgeDefinition CreateWorkspaces CustomMobileAppsAccess CustomSidebarOnAllPages
      DeleteActivatedContract DeleteCrMemoAndInvoice DeleteTopics DetermineCrmRecordForIndv
      DigitalLendingEditReadOnly DigitalLendingUser DigitalLendingWorkbench DistributeFromPersWksp
      EditActivatedOrders EditCaseComments EditEvent EditKnowledge EditOppLineItemUnitPrice EditTask
      EditTopics EinsteinDecidePath EmailAdministration EmailSingle EmailTemplateManagement
      EnableBCTransactionPolling EnableCommunityAppLauncher EnableIPFSUpload EnableNotifications
      EngagementConfigUser EnhancedSalesMobileExp FSCArcGraphCommunityUser FSCComprehensiveUserAccess
      FeedPinning FlowUFLRequired ForwardToBotOrAgent GiveRecognitionBadge HasUnlimitedErbScoringRequests
      HasUnlimitedNBAExecutions HeadlessPlatformInteractions HeadlessPublishNudges HideReadByList
      ImportPersonal IntegrationIntelligenceUser IntelligentDocumentProcessing IsContactCenterAgent
      IsotopeAccess IsotopeCToCUser IsotopeLEX LMEndMessagingSessionUserPerm LearningManager
      LifecycleManagementAPIUser LightningConsoleAllowedForUser LightningExperienceUser
      LightningSchedulerUserAccess LiveMessageAgent LobbyManagementUserAccess LtngPromoReserved01UserPerm
      ManageCases ManageEntitlements ManageInteraction ManageLeads ManagePropositions ManageQuickAttributes
      ManageSharedListViews ManageSolutions ManageSubscriptions ManageSurveys MassInlineEdit
      MeetingEngagementUser MergeTopics MngBenVerfForAssistiveAgnt NativeWebviewScrolling PaymentsAPIUser
      PersonalizationDecisioningUser PersonalizationIntelUser PersonalizationPlatform
      PersonalizedFinanceUserAccess PreventClassicExperience PrismBackofficeUser PrismPlaygroundUser
      QrCodeGeneratorMobilePublisherPlayground RemoveDirectMessageMembers RemoveFromActionableList RunFlow
      RunMyDayUser SalesConsole SandboxTestingInCommunityApp SchedulingFacilityManager
      SchedulingLineAmbassador ScoringFrameworkUser SegmentIntelligenceUser SelectFilesFromSalesforce
      SendSitRequests ShowCompanyNameAsUserBadge SimpleCsvDataImportUser SlackElevate SlackbotUi
      SolutionImport StdAutomaticActivityCapture SubmitMacrosAllowed SuitesAgentEscalationPerm
      UseAssistantDialog UseMySearch UseQuerySuggestions UseRestrictedTheme UseReturnOrder UseReturnOrderAPIs
      UseServicePartReturn UseTeamReassignWizards UseTeamsForEmployee UseTeamsForItSrvcs UseWebLink
      UserSlackCapabilities ViewOnlyEmbeddedAppUser WorkCalibrationUser WorkDotComUserPerm
      YourAccountCDAPublishEvents
    `,
  ),
];
