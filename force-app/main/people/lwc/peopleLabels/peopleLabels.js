/** The texts of the pages Lifecycle and stages, Handoff and scope, by component and purpose. */
import lifecycleTitle from '@salesforce/label/c.Fieldwise_Lifecycle_Title';
import lifecycleIntro from '@salesforce/label/c.Fieldwise_Lifecycle_Intro';
import lifecycleEmptyTitle from '@salesforce/label/c.Fieldwise_Lifecycle_EmptyTitle';
import lifecycleEmptyText from '@salesforce/label/c.Fieldwise_Lifecycle_EmptyText';
import lifecycleNotChecked from '@salesforce/label/c.Fieldwise_Lifecycle_NotChecked';
import lifecycleProblemsTitle from '@salesforce/label/c.Fieldwise_Lifecycle_ProblemsTitle';
import lifecycleSaved from '@salesforce/label/c.Fieldwise_Lifecycle_Saved';
import lifecycleStagesTitle from '@salesforce/label/c.Fieldwise_Lifecycle_StagesTitle';
import lifecycleStagesHelp from '@salesforce/label/c.Fieldwise_Lifecycle_StagesHelp';
import lifecycleMapTitle from '@salesforce/label/c.Fieldwise_Lifecycle_MapTitle';
import lifecycleMapHelp from '@salesforce/label/c.Fieldwise_Lifecycle_MapHelp';
import lifecycleMapAlternative from '@salesforce/label/c.Fieldwise_Lifecycle_MapAlternative';
import lifecycleMovesTitle from '@salesforce/label/c.Fieldwise_Lifecycle_MovesTitle';
import lifecycleGoesTo from '@salesforce/label/c.Fieldwise_Lifecycle_GoesTo';
import lifecycleGoesNowhere from '@salesforce/label/c.Fieldwise_Lifecycle_GoesNowhere';
import lifecycleSetBy from '@salesforce/label/c.Fieldwise_Lifecycle_SetBy';
import lifecycleNoneTitle from '@salesforce/label/c.Fieldwise_Lifecycle_NoneTitle';
import lifecycleNoneText from '@salesforce/label/c.Fieldwise_Lifecycle_NoneText';
import lifecycleAddAll from '@salesforce/label/c.Fieldwise_Lifecycle_AddAll';
import lifecycleColumnStage from '@salesforce/label/c.Fieldwise_Lifecycle_ColumnStage';
import lifecycleColumnOwner from '@salesforce/label/c.Fieldwise_Lifecycle_ColumnOwner';
import lifecycleColumnValue from '@salesforce/label/c.Fieldwise_Lifecycle_ColumnValue';
import lifecycleColumnKind from '@salesforce/label/c.Fieldwise_Lifecycle_ColumnKind';
import lifecycleColumnMoves from '@salesforce/label/c.Fieldwise_Lifecycle_ColumnMoves';
import lifecycleColumnActions from '@salesforce/label/c.Fieldwise_Lifecycle_ColumnActions';
import lifecycleHubspotValue from '@salesforce/label/c.Fieldwise_Lifecycle_HubspotValue';
import lifecycleOwnerOf from '@salesforce/label/c.Fieldwise_Lifecycle_OwnerOf';
import lifecycleKindOf from '@salesforce/label/c.Fieldwise_Lifecycle_KindOf';
import lifecycleValueOf from '@salesforce/label/c.Fieldwise_Lifecycle_ValueOf';
import lifecycleMovesOf from '@salesforce/label/c.Fieldwise_Lifecycle_MovesOf';
import lifecycleTargetsOf from '@salesforce/label/c.Fieldwise_Lifecycle_TargetsOf';
import lifecycleTargetsCount from '@salesforce/label/c.Fieldwise_Lifecycle_TargetsCount';
import lifecycleEarlier from '@salesforce/label/c.Fieldwise_Lifecycle_Earlier';
import lifecycleLater from '@salesforce/label/c.Fieldwise_Lifecycle_Later';
import lifecycleRemove from '@salesforce/label/c.Fieldwise_Lifecycle_Remove';
import lifecycleModeLater from '@salesforce/label/c.Fieldwise_Lifecycle_ModeLater';
import lifecycleModeChosen from '@salesforce/label/c.Fieldwise_Lifecycle_ModeChosen';
import lifecycleModeNone from '@salesforce/label/c.Fieldwise_Lifecycle_ModeNone';
import lifecycleNotAnOption from '@salesforce/label/c.Fieldwise_Lifecycle_NotAnOption';
import lifecycleInactiveOption from '@salesforce/label/c.Fieldwise_Lifecycle_InactiveOption';
import lifecycleValueInactive from '@salesforce/label/c.Fieldwise_Lifecycle_ValueInactive';
import lifecycleValueMissing from '@salesforce/label/c.Fieldwise_Lifecycle_ValueMissing';
import lifecycleValueTwice from '@salesforce/label/c.Fieldwise_Lifecycle_ValueTwice';
import lifecycleStageUnknown from '@salesforce/label/c.Fieldwise_Lifecycle_StageUnknown';
import lifecycleStageGone from '@salesforce/label/c.Fieldwise_Lifecycle_StageGone';
import lifecycleNoRule from '@salesforce/label/c.Fieldwise_Lifecycle_NoRule';
import lifecycleFixAdd from '@salesforce/label/c.Fieldwise_Lifecycle_FixAdd';
import lifecycleFixRemove from '@salesforce/label/c.Fieldwise_Lifecycle_FixRemove';
import lifecycleFixUse from '@salesforce/label/c.Fieldwise_Lifecycle_FixUse';
import lifecycleFixRules from '@salesforce/label/c.Fieldwise_Lifecycle_FixRules';
import handoffTitle from '@salesforce/label/c.Fieldwise_Handoff_Title';
import handoffIntro from '@salesforce/label/c.Fieldwise_Handoff_Intro';
import handoffEmptyTitle from '@salesforce/label/c.Fieldwise_Handoff_EmptyTitle';
import handoffEmptyText from '@salesforce/label/c.Fieldwise_Handoff_EmptyText';
import handoffNotRead from '@salesforce/label/c.Fieldwise_Handoff_NotRead';
import handoffSaved from '@salesforce/label/c.Fieldwise_Handoff_Saved';
import handoffCriteriaTitle from '@salesforce/label/c.Fieldwise_Handoff_CriteriaTitle';
import handoffPoliciesTitle from '@salesforce/label/c.Fieldwise_Handoff_PoliciesTitle';
import handoffGroupHandoff from '@salesforce/label/c.Fieldwise_Handoff_GroupHandoff';
import handoffGroupConversion from '@salesforce/label/c.Fieldwise_Handoff_GroupConversion';
import handoffGroupReturn from '@salesforce/label/c.Fieldwise_Handoff_GroupReturn';
import handoffGroupDeletes from '@salesforce/label/c.Fieldwise_Handoff_GroupDeletes';
import handoffGroupOwners from '@salesforce/label/c.Fieldwise_Handoff_GroupOwners';
import handoffAtKnownAccount from '@salesforce/label/c.Fieldwise_Handoff_AtKnownAccount';
import handoffAtKnownAccountHelp from '@salesforce/label/c.Fieldwise_Handoff_AtKnownAccountHelp';
import handoffKnownLead from '@salesforce/label/c.Fieldwise_Handoff_KnownLead';
import handoffKnownContact from '@salesforce/label/c.Fieldwise_Handoff_KnownContact';
import handoffRunAssignmentRules from '@salesforce/label/c.Fieldwise_Handoff_RunAssignmentRules';
import handoffRunAssignmentRulesHelp from '@salesforce/label/c.Fieldwise_Handoff_RunAssignmentRulesHelp';
import handoffUsePersonAccounts from '@salesforce/label/c.Fieldwise_Handoff_UsePersonAccounts';
import handoffNoPersonAccounts from '@salesforce/label/c.Fieldwise_Handoff_NoPersonAccounts';
import handoffConversionStage from '@salesforce/label/c.Fieldwise_Handoff_ConversionStage';
import handoffLeftAlone from '@salesforce/label/c.Fieldwise_Handoff_LeftAlone';
import handoffDealConvertsLead from '@salesforce/label/c.Fieldwise_Handoff_DealConvertsLead';
import handoffDealConvertsLeadHelp from '@salesforce/label/c.Fieldwise_Handoff_DealConvertsLeadHelp';
import handoffConvertedStatus from '@salesforce/label/c.Fieldwise_Handoff_ConvertedStatus';
import handoffFirstConverted from '@salesforce/label/c.Fieldwise_Handoff_FirstConverted';
import handoffClosedStatuses from '@salesforce/label/c.Fieldwise_Handoff_ClosedStatuses';
import handoffClosedStatusesHelp from '@salesforce/label/c.Fieldwise_Handoff_ClosedStatusesHelp';
import handoffReengageAction from '@salesforce/label/c.Fieldwise_Handoff_ReengageAction';
import handoffActionKeepowner from '@salesforce/label/c.Fieldwise_Handoff_ActionKeepowner';
import handoffActionReassign from '@salesforce/label/c.Fieldwise_Handoff_ActionReassign';
import handoffActionQueue from '@salesforce/label/c.Fieldwise_Handoff_ActionQueue';
import handoffReengageOwner from '@salesforce/label/c.Fieldwise_Handoff_ReengageOwner';
import handoffChooseOwner from '@salesforce/label/c.Fieldwise_Handoff_ChooseOwner';
import handoffOwnerMissing from '@salesforce/label/c.Fieldwise_Handoff_OwnerMissing';
import handoffQueueNamed from '@salesforce/label/c.Fieldwise_Handoff_QueueNamed';
import handoffUnknownValue from '@salesforce/label/c.Fieldwise_Handoff_UnknownValue';
import handoffReopenStatus from '@salesforce/label/c.Fieldwise_Handoff_ReopenStatus';
import handoffWhenDeletedInSalesforce from '@salesforce/label/c.Fieldwise_Handoff_WhenDeletedInSalesforce';
import handoffWhenDeletedInHubSpot from '@salesforce/label/c.Fieldwise_Handoff_WhenDeletedInHubSpot';
import handoffWhenErased from '@salesforce/label/c.Fieldwise_Handoff_WhenErased';
import handoffEraseAtOnce from '@salesforce/label/c.Fieldwise_Handoff_EraseAtOnce';
import handoffEraseWithApproval from '@salesforce/label/c.Fieldwise_Handoff_EraseWithApproval';
import handoffEraseHelp from '@salesforce/label/c.Fieldwise_Handoff_EraseHelp';
import handoffDeleteIgnore from '@salesforce/label/c.Fieldwise_Handoff_DeleteIgnore';
import handoffDeleteUnlink from '@salesforce/label/c.Fieldwise_Handoff_DeleteUnlink';
import handoffDeleteArchive from '@salesforce/label/c.Fieldwise_Handoff_DeleteArchive';
import handoffDeleteDelete from '@salesforce/label/c.Fieldwise_Handoff_DeleteDelete';
import handoffDeleteHelp from '@salesforce/label/c.Fieldwise_Handoff_DeleteHelp';
import handoffOwnerFallback from '@salesforce/label/c.Fieldwise_Handoff_OwnerFallback';
import handoffFallbackNone from '@salesforce/label/c.Fieldwise_Handoff_FallbackNone';
import handoffOwnerFallbackHelp from '@salesforce/label/c.Fieldwise_Handoff_OwnerFallbackHelp';
import scopeFromHubSpot from '@salesforce/label/c.Fieldwise_Handoff_ScopeFromHubSpot';
import scopeFromSalesforce from '@salesforce/label/c.Fieldwise_Handoff_ScopeFromSalesforce';
import scopePolicyHubSpot from '@salesforce/label/c.Fieldwise_Handoff_ScopePolicyHubSpot';
import scopePolicySalesforce from '@salesforce/label/c.Fieldwise_Handoff_ScopePolicySalesforce';
import scopeMatch from '@salesforce/label/c.Fieldwise_Handoff_ScopeMatch';
import scopeMatchAll from '@salesforce/label/c.Fieldwise_Handoff_ScopeMatchAll';
import scopeMatchAny from '@salesforce/label/c.Fieldwise_Handoff_ScopeMatchAny';
import scopeCriteria from '@salesforce/label/c.Fieldwise_Handoff_ScopeCriteria';
import scopeFieldOf from '@salesforce/label/c.Fieldwise_Handoff_ScopeFieldOf';
import scopeOpOf from '@salesforce/label/c.Fieldwise_Handoff_ScopeOpOf';
import scopeValueOf from '@salesforce/label/c.Fieldwise_Handoff_ScopeValueOf';
import scopeRemoveOf from '@salesforce/label/c.Fieldwise_Handoff_ScopeRemoveOf';
import scopeValuesHint from '@salesforce/label/c.Fieldwise_Handoff_ScopeValuesHint';
import scopeUnfinished from '@salesforce/label/c.Fieldwise_Handoff_ScopeUnfinished';
import scopeFieldGone from '@salesforce/label/c.Fieldwise_Handoff_ScopeFieldGone';
import scopeAddField from '@salesforce/label/c.Fieldwise_Handoff_ScopeAddField';
import scopeAddStage from '@salesforce/label/c.Fieldwise_Handoff_ScopeAddStage';
import scopeAddScore from '@salesforce/label/c.Fieldwise_Handoff_ScopeAddScore';
import scopeAddSegment from '@salesforce/label/c.Fieldwise_Handoff_ScopeAddSegment';
import scopeOpIn from '@salesforce/label/c.Fieldwise_Handoff_ScopeOpIn';
import scopeOpNotIn from '@salesforce/label/c.Fieldwise_Handoff_ScopeOpNotIn';
import scopeOpFilled from '@salesforce/label/c.Fieldwise_Handoff_ScopeOpFilled';
import scopeOpBlank from '@salesforce/label/c.Fieldwise_Handoff_ScopeOpBlank';
import scopeOpAtLeast from '@salesforce/label/c.Fieldwise_Handoff_ScopeOpAtLeast';
import scopeOpAtMost from '@salesforce/label/c.Fieldwise_Handoff_ScopeOpAtMost';
import scopeOpMember from '@salesforce/label/c.Fieldwise_Handoff_ScopeOpMember';
import scopeOpNotMember from '@salesforce/label/c.Fieldwise_Handoff_ScopeOpNotMember';
import scopeWordsIn from '@salesforce/label/c.Fieldwise_Handoff_ScopeWordsIn';
import scopeWordsNotIn from '@salesforce/label/c.Fieldwise_Handoff_ScopeWordsNotIn';
import scopeWordsFilled from '@salesforce/label/c.Fieldwise_Handoff_ScopeWordsFilled';
import scopeWordsBlank from '@salesforce/label/c.Fieldwise_Handoff_ScopeWordsBlank';
import scopeWordsAtLeast from '@salesforce/label/c.Fieldwise_Handoff_ScopeWordsAtLeast';
import scopeWordsAtMost from '@salesforce/label/c.Fieldwise_Handoff_ScopeWordsAtMost';
import scopeWordsMember from '@salesforce/label/c.Fieldwise_Handoff_ScopeWordsMember';
import scopeWordsNotMember from '@salesforce/label/c.Fieldwise_Handoff_ScopeWordsNotMember';
import scopeEverybody from '@salesforce/label/c.Fieldwise_Handoff_ScopeEverybody';
import scopeWordsScope from '@salesforce/label/c.Fieldwise_Handoff_ScopeWordsScope';
import scopeWordsNever from '@salesforce/label/c.Fieldwise_Handoff_ScopeWordsNever';
import scopeWordsAlways from '@salesforce/label/c.Fieldwise_Handoff_ScopeWordsAlways';
import scopeNoCriteria from '@salesforce/label/c.Fieldwise_Handoff_ScopeNoCriteria';
import scopeSegments from '@salesforce/label/c.Fieldwise_Handoff_ScopeSegments';
import scopeSegmentOf from '@salesforce/label/c.Fieldwise_Handoff_ScopeSegmentOf';
import scopeYes from '@salesforce/label/c.Fieldwise_Handoff_ScopeYes';
import scopeNo from '@salesforce/label/c.Fieldwise_Handoff_ScopeNo';
import scopeAnd from '@salesforce/label/c.Fieldwise_Handoff_ScopeAnd';
import scopeOr from '@salesforce/label/c.Fieldwise_Handoff_ScopeOr';
import lookTitle from '@salesforce/label/c.Fieldwise_Handoff_LookTitle';
import lookHelp from '@salesforce/label/c.Fieldwise_Handoff_LookHelp';
import lookRun from '@salesforce/label/c.Fieldwise_Handoff_LookRun';
import lookRunAgain from '@salesforce/label/c.Fieldwise_Handoff_LookRunAgain';
import lookOld from '@salesforce/label/c.Fieldwise_Handoff_LookOld';
import lookFromHubSpot from '@salesforce/label/c.Fieldwise_Handoff_LookFromHubSpot';
import lookFromSalesforce from '@salesforce/label/c.Fieldwise_Handoff_LookFromSalesforce';
import lookInScope from '@salesforce/label/c.Fieldwise_Handoff_LookInScope';
import lookInScopeAtMost from '@salesforce/label/c.Fieldwise_Handoff_LookInScopeAtMost';
import lookWouldCross from '@salesforce/label/c.Fieldwise_Handoff_LookWouldCross';
import lookWouldCrossOf from '@salesforce/label/c.Fieldwise_Handoff_LookWouldCrossOf';
import lookShowAll from '@salesforce/label/c.Fieldwise_Handoff_LookShowAll';
import lookStandingWaits from '@salesforce/label/c.Fieldwise_Handoff_LookStandingWaits';
import lookNeverCreated from '@salesforce/label/c.Fieldwise_Handoff_LookNeverCreated';
import lookSampleTitle from '@salesforce/label/c.Fieldwise_Handoff_LookSampleTitle';
import lookExcludedTitle from '@salesforce/label/c.Fieldwise_Handoff_LookExcludedTitle';
import lookStandingLinked from '@salesforce/label/c.Fieldwise_Handoff_LookStandingLinked';
import lookStandingCrosses from '@salesforce/label/c.Fieldwise_Handoff_LookStandingCrosses';
import lookStandingNotCreated from '@salesforce/label/c.Fieldwise_Handoff_LookStandingNotCreated';
import lookStandingExcluded from '@salesforce/label/c.Fieldwise_Handoff_LookStandingExcluded';
import lookWhy from '@salesforce/label/c.Fieldwise_Handoff_LookWhy';
import lookSearchTitle from '@salesforce/label/c.Fieldwise_Handoff_LookSearchTitle';
import lookSearchSide from '@salesforce/label/c.Fieldwise_Handoff_LookSearchSide';
import lookSearchText from '@salesforce/label/c.Fieldwise_Handoff_LookSearchText';
import lookSearch from '@salesforce/label/c.Fieldwise_Handoff_LookSearch';
import lookFoundNone from '@salesforce/label/c.Fieldwise_Handoff_LookFoundNone';
import lookFoundSome from '@salesforce/label/c.Fieldwise_Handoff_LookFoundSome';
import draftLive from '@salesforce/label/c.Fieldwise_Handoff_DraftLive';
import draftNoLive from '@salesforce/label/c.Fieldwise_Handoff_DraftNoLive';
import draftDraftBy from '@salesforce/label/c.Fieldwise_Handoff_DraftDraftBy';
import draftUnsaved from '@salesforce/label/c.Fieldwise_Handoff_DraftUnsaved';
import draftUndo from '@salesforce/label/c.Fieldwise_Handoff_DraftUndo';
import draftSave from '@salesforce/label/c.Fieldwise_Handoff_DraftSave';
import draftReview from '@salesforce/label/c.Fieldwise_Handoff_DraftReview';
import partsMapping from '@salesforce/label/c.Fieldwise_Handoff_PartsMapping';
import partsStage from '@salesforce/label/c.Fieldwise_Handoff_PartsStage';
import partsConsent from '@salesforce/label/c.Fieldwise_Handoff_PartsConsent';
import partsYes from '@salesforce/label/c.Fieldwise_Handoff_PartsYes';
import partsNo from '@salesforce/label/c.Fieldwise_Handoff_PartsNo';
import partsNone from '@salesforce/label/c.Fieldwise_Handoff_PartsNone';
import partsAnyLater from '@salesforce/label/c.Fieldwise_Handoff_PartsAnyLater';
import partsNowhere from '@salesforce/label/c.Fieldwise_Handoff_PartsNowhere';
import partsPoliciesTitle from '@salesforce/label/c.Fieldwise_Handoff_PartsPoliciesTitle';
import partsStagesTitle from '@salesforce/label/c.Fieldwise_Handoff_PartsStagesTitle';
import partsConsentsTitle from '@salesforce/label/c.Fieldwise_Handoff_PartsConsentsTitle';
import choicesHubSpot from '@salesforce/label/c.Fieldwise_Handoff_ChoiceHubSpot';
import choicesSalesforce from '@salesforce/label/c.Fieldwise_Handoff_ChoiceSalesforce';
import choicesNever from '@salesforce/label/c.Fieldwise_Handoff_ChoiceNever';
import choicesInscope from '@salesforce/label/c.Fieldwise_Handoff_ChoiceInscope';
import choicesAlways from '@salesforce/label/c.Fieldwise_Handoff_ChoiceAlways';
import choicesProspect from '@salesforce/label/c.Fieldwise_Handoff_ChoiceProspect';
import choicesCustomer from '@salesforce/label/c.Fieldwise_Handoff_ChoiceCustomer';
import choicesDisqualified from '@salesforce/label/c.Fieldwise_Handoff_ChoiceDisqualified';
import choicesOther from '@salesforce/label/c.Fieldwise_Handoff_ChoiceOther';
import choicesLead from '@salesforce/label/c.Fieldwise_Handoff_ChoiceLead';
import choicesContact from '@salesforce/label/c.Fieldwise_Handoff_ChoiceContact';
import settingsKey from '@salesforce/label/c.Fieldwise_Handoff_SettingKey';
import settingsCreateInSalesforce from '@salesforce/label/c.Fieldwise_Handoff_SettingCreateInSalesforce';
import settingsCreateInHubSpot from '@salesforce/label/c.Fieldwise_Handoff_SettingCreateInHubSpot';
import settingsSalesforceScope from '@salesforce/label/c.Fieldwise_Handoff_SettingSalesforceScope';
import settingsHubspotScope from '@salesforce/label/c.Fieldwise_Handoff_SettingHubspotScope';
import settingsIsEnabled from '@salesforce/label/c.Fieldwise_Handoff_SettingIsEnabled';
import settingsRunAssignmentRules from '@salesforce/label/c.Fieldwise_Handoff_SettingRunAssignmentRules';
import settingsAtKnownAccount from '@salesforce/label/c.Fieldwise_Handoff_SettingAtKnownAccount';
import settingsConversionStage from '@salesforce/label/c.Fieldwise_Handoff_SettingConversionStage';
import settingsDealConvertsLead from '@salesforce/label/c.Fieldwise_Handoff_SettingDealConvertsLead';
import settingsConvertedStatus from '@salesforce/label/c.Fieldwise_Handoff_SettingConvertedStatus';
import settingsClosedStatuses from '@salesforce/label/c.Fieldwise_Handoff_SettingClosedStatuses';
import settingsReengageAction from '@salesforce/label/c.Fieldwise_Handoff_SettingReengageAction';
import settingsReopenStatus from '@salesforce/label/c.Fieldwise_Handoff_SettingReopenStatus';
import settingsReengageOwner from '@salesforce/label/c.Fieldwise_Handoff_SettingReengageOwner';
import settingsWhenDeletedInSalesforce from '@salesforce/label/c.Fieldwise_Handoff_SettingWhenDeletedInSalesforce';
import settingsWhenDeletedInHubSpot from '@salesforce/label/c.Fieldwise_Handoff_SettingWhenDeletedInHubSpot';
import settingsWhenErased from '@salesforce/label/c.Fieldwise_Handoff_SettingWhenErased';
import settingsLinkThreshold from '@salesforce/label/c.Fieldwise_Handoff_SettingLinkThreshold';
import settingsReviewThreshold from '@salesforce/label/c.Fieldwise_Handoff_SettingReviewThreshold';
import settingsOwnerFallback from '@salesforce/label/c.Fieldwise_Handoff_SettingOwnerFallback';
import settingsUsePersonAccounts from '@salesforce/label/c.Fieldwise_Handoff_SettingUsePersonAccounts';
import settingsLabel from '@salesforce/label/c.Fieldwise_Handoff_SettingLabel';
import settingsOwner from '@salesforce/label/c.Fieldwise_Handoff_SettingOwner';
import settingsSalesforceValue from '@salesforce/label/c.Fieldwise_Handoff_SettingSalesforceValue';
import settingsMovesTo from '@salesforce/label/c.Fieldwise_Handoff_SettingMovesTo';
import settingsKind from '@salesforce/label/c.Fieldwise_Handoff_SettingKind';
import settingsOrder from '@salesforce/label/c.Fieldwise_Handoff_SettingOrder';
import settingsSalesforceObjects from '@salesforce/label/c.Fieldwise_Handoff_SettingSalesforceObjects';
import settingsSalesforceField from '@salesforce/label/c.Fieldwise_Handoff_SettingSalesforceField';
import settingsMeaning from '@salesforce/label/c.Fieldwise_Handoff_SettingMeaning';
import settingsSubscription from '@salesforce/label/c.Fieldwise_Handoff_SettingSubscription';
import settingsDirection from '@salesforce/label/c.Fieldwise_Handoff_SettingDirection';
import settingsCarriesOptIn from '@salesforce/label/c.Fieldwise_Handoff_SettingCarriesOptIn';

export const lifecycle = Object.freeze({
  title: lifecycleTitle,
  intro: lifecycleIntro,
  emptyTitle: lifecycleEmptyTitle,
  emptyText: lifecycleEmptyText,
  notChecked: lifecycleNotChecked,
  problemsTitle: lifecycleProblemsTitle,
  saved: lifecycleSaved,
  stagesTitle: lifecycleStagesTitle,
  stagesHelp: lifecycleStagesHelp,
  mapTitle: lifecycleMapTitle,
  mapHelp: lifecycleMapHelp,
  mapAlternative: lifecycleMapAlternative,
  movesTitle: lifecycleMovesTitle,
  goesTo: lifecycleGoesTo,
  goesNowhere: lifecycleGoesNowhere,
  setBy: lifecycleSetBy,
  noneTitle: lifecycleNoneTitle,
  noneText: lifecycleNoneText,
  addAll: lifecycleAddAll,
  columnStage: lifecycleColumnStage,
  columnOwner: lifecycleColumnOwner,
  columnValue: lifecycleColumnValue,
  columnKind: lifecycleColumnKind,
  columnMoves: lifecycleColumnMoves,
  columnActions: lifecycleColumnActions,
  hubspotValue: lifecycleHubspotValue,
  ownerOf: lifecycleOwnerOf,
  kindOf: lifecycleKindOf,
  valueOf: lifecycleValueOf,
  movesOf: lifecycleMovesOf,
  targetsOf: lifecycleTargetsOf,
  targetsCount: lifecycleTargetsCount,
  earlier: lifecycleEarlier,
  later: lifecycleLater,
  remove: lifecycleRemove,
  mode_later: lifecycleModeLater,
  mode_chosen: lifecycleModeChosen,
  mode_none: lifecycleModeNone,
  notAnOption: lifecycleNotAnOption,
  inactiveOption: lifecycleInactiveOption,
  valueInactive: lifecycleValueInactive,
  valueMissing: lifecycleValueMissing,
  valueTwice: lifecycleValueTwice,
  stageUnknown: lifecycleStageUnknown,
  stageGone: lifecycleStageGone,
  noRule: lifecycleNoRule,
  fixAdd: lifecycleFixAdd,
  fixRemove: lifecycleFixRemove,
  fixUse: lifecycleFixUse,
  fixRules: lifecycleFixRules,
});

export const handoff = Object.freeze({
  title: handoffTitle,
  intro: handoffIntro,
  emptyTitle: handoffEmptyTitle,
  emptyText: handoffEmptyText,
  notRead: handoffNotRead,
  saved: handoffSaved,
  criteriaTitle: handoffCriteriaTitle,
  policiesTitle: handoffPoliciesTitle,
  groupHandoff: handoffGroupHandoff,
  groupConversion: handoffGroupConversion,
  groupReturn: handoffGroupReturn,
  groupDeletes: handoffGroupDeletes,
  groupOwners: handoffGroupOwners,
  atKnownAccount: handoffAtKnownAccount,
  atKnownAccountHelp: handoffAtKnownAccountHelp,
  known_Lead: handoffKnownLead,
  known_Contact: handoffKnownContact,
  runAssignmentRules: handoffRunAssignmentRules,
  runAssignmentRulesHelp: handoffRunAssignmentRulesHelp,
  usePersonAccounts: handoffUsePersonAccounts,
  noPersonAccounts: handoffNoPersonAccounts,
  conversionStage: handoffConversionStage,
  leftAlone: handoffLeftAlone,
  dealConvertsLead: handoffDealConvertsLead,
  dealConvertsLeadHelp: handoffDealConvertsLeadHelp,
  convertedStatus: handoffConvertedStatus,
  firstConverted: handoffFirstConverted,
  closedStatuses: handoffClosedStatuses,
  closedStatusesHelp: handoffClosedStatusesHelp,
  reengageAction: handoffReengageAction,
  action_Keepowner: handoffActionKeepowner,
  action_Reassign: handoffActionReassign,
  action_Queue: handoffActionQueue,
  reengageOwner: handoffReengageOwner,
  chooseOwner: handoffChooseOwner,
  ownerMissing: handoffOwnerMissing,
  queueNamed: handoffQueueNamed,
  unknownValue: handoffUnknownValue,
  reopenStatus: handoffReopenStatus,
  whenDeletedInSalesforce: handoffWhenDeletedInSalesforce,
  whenDeletedInHubSpot: handoffWhenDeletedInHubSpot,
  delete_Ignore: handoffDeleteIgnore,
  delete_Unlink: handoffDeleteUnlink,
  delete_Archive: handoffDeleteArchive,
  delete_Delete: handoffDeleteDelete,
  deleteHelp: handoffDeleteHelp,
  whenErased: handoffWhenErased,
  erase_At: handoffEraseAtOnce,
  erase_With: handoffEraseWithApproval,
  eraseHelp: handoffEraseHelp,
  ownerFallback: handoffOwnerFallback,
  fallbackNone: handoffFallbackNone,
  ownerFallbackHelp: handoffOwnerFallbackHelp,
});

export const scope = Object.freeze({
  fromHubSpot: scopeFromHubSpot,
  fromSalesforce: scopeFromSalesforce,
  policyHubSpot: scopePolicyHubSpot,
  policySalesforce: scopePolicySalesforce,
  match: scopeMatch,
  match_all: scopeMatchAll,
  match_any: scopeMatchAny,
  criteria: scopeCriteria,
  fieldOf: scopeFieldOf,
  opOf: scopeOpOf,
  valueOf: scopeValueOf,
  removeOf: scopeRemoveOf,
  valuesHint: scopeValuesHint,
  unfinished: scopeUnfinished,
  fieldGone: scopeFieldGone,
  addField: scopeAddField,
  addStage: scopeAddStage,
  addScore: scopeAddScore,
  addSegment: scopeAddSegment,
  op_in: scopeOpIn,
  op_not_in: scopeOpNotIn,
  op_filled: scopeOpFilled,
  op_blank: scopeOpBlank,
  op_at_least: scopeOpAtLeast,
  op_at_most: scopeOpAtMost,
  op_member: scopeOpMember,
  op_not_member: scopeOpNotMember,
  words_in: scopeWordsIn,
  words_not_in: scopeWordsNotIn,
  words_filled: scopeWordsFilled,
  words_blank: scopeWordsBlank,
  words_at_least: scopeWordsAtLeast,
  words_at_most: scopeWordsAtMost,
  words_member: scopeWordsMember,
  words_not_member: scopeWordsNotMember,
  everybody: scopeEverybody,
  wordsScope: scopeWordsScope,
  wordsNever: scopeWordsNever,
  wordsAlways: scopeWordsAlways,
  noCriteria: scopeNoCriteria,
  segments: scopeSegments,
  segmentOf: scopeSegmentOf,
  yes: scopeYes,
  no: scopeNo,
  and: scopeAnd,
  or: scopeOr,
});

export const look = Object.freeze({
  title: lookTitle,
  help: lookHelp,
  run: lookRun,
  runAgain: lookRunAgain,
  old: lookOld,
  fromHubSpot: lookFromHubSpot,
  fromSalesforce: lookFromSalesforce,
  inScope: lookInScope,
  inScopeAtMost: lookInScopeAtMost,
  wouldCross: lookWouldCross,
  wouldCrossOf: lookWouldCrossOf,
  showAll: lookShowAll,
  standing_waits: lookStandingWaits,
  neverCreated: lookNeverCreated,
  sampleTitle: lookSampleTitle,
  excludedTitle: lookExcludedTitle,
  standing_linked: lookStandingLinked,
  standing_crosses: lookStandingCrosses,
  standing_not_created: lookStandingNotCreated,
  standing_excluded: lookStandingExcluded,
  why: lookWhy,
  searchTitle: lookSearchTitle,
  searchSide: lookSearchSide,
  searchText: lookSearchText,
  search: lookSearch,
  foundNone: lookFoundNone,
  foundSome: lookFoundSome,
});

export const draft = Object.freeze({
  live: draftLive,
  noLive: draftNoLive,
  draftBy: draftDraftBy,
  unsaved: draftUnsaved,
  undo: draftUndo,
  save: draftSave,
  review: draftReview,
});

export const parts = Object.freeze({
  mapping: partsMapping,
  stage: partsStage,
  consent: partsConsent,
  yes: partsYes,
  no: partsNo,
  none: partsNone,
  anyLater: partsAnyLater,
  nowhere: partsNowhere,
  policiesTitle: partsPoliciesTitle,
  stagesTitle: partsStagesTitle,
  consentsTitle: partsConsentsTitle,
});

export const choices = Object.freeze({
  HubSpot: choicesHubSpot,
  Salesforce: choicesSalesforce,
  Never: choicesNever,
  'In scope': choicesInscope,
  Always: choicesAlways,
  Prospect: choicesProspect,
  Customer: choicesCustomer,
  Disqualified: choicesDisqualified,
  Other: choicesOther,
  Lead: choicesLead,
  Contact: choicesContact,
});

export const settings = Object.freeze({
  key: settingsKey,
  createInSalesforce: settingsCreateInSalesforce,
  createInHubSpot: settingsCreateInHubSpot,
  salesforceScope: settingsSalesforceScope,
  hubspotScope: settingsHubspotScope,
  isEnabled: settingsIsEnabled,
  runAssignmentRules: settingsRunAssignmentRules,
  atKnownAccount: settingsAtKnownAccount,
  conversionStage: settingsConversionStage,
  dealConvertsLead: settingsDealConvertsLead,
  convertedStatus: settingsConvertedStatus,
  closedStatuses: settingsClosedStatuses,
  reengageAction: settingsReengageAction,
  reopenStatus: settingsReopenStatus,
  reengageOwner: settingsReengageOwner,
  whenDeletedInSalesforce: settingsWhenDeletedInSalesforce,
  whenDeletedInHubSpot: settingsWhenDeletedInHubSpot,
  whenErased: settingsWhenErased,
  linkThreshold: settingsLinkThreshold,
  reviewThreshold: settingsReviewThreshold,
  ownerFallback: settingsOwnerFallback,
  usePersonAccounts: settingsUsePersonAccounts,
  label: settingsLabel,
  owner: settingsOwner,
  salesforceValue: settingsSalesforceValue,
  movesTo: settingsMovesTo,
  kind: settingsKind,
  order: settingsOrder,
  salesforceObjects: settingsSalesforceObjects,
  salesforceField: settingsSalesforceField,
  meaning: settingsMeaning,
  subscription: settingsSubscription,
  direction: settingsDirection,
  carriesOptIn: settingsCarriesOptIn,
});
