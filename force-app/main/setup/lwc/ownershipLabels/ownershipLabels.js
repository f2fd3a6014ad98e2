/**
 * The texts of the pages Connect, Operating model and Ownership matrix, by component and purpose.
 */
import ownershipTitle from '@salesforce/label/c.Fieldwise_Ownership_Title';
import ownershipEmptyTitle from '@salesforce/label/c.Fieldwise_Ownership_EmptyTitle';
import ownershipEmptyText from '@salesforce/label/c.Fieldwise_Ownership_EmptyText';
import ownershipTabRules from '@salesforce/label/c.Fieldwise_Ownership_TabRules';
import ownershipTabChanges from '@salesforce/label/c.Fieldwise_Ownership_TabChanges';
import ownershipTabHistory from '@salesforce/label/c.Fieldwise_Ownership_TabHistory';
import ownershipTabFiles from '@salesforce/label/c.Fieldwise_Ownership_TabFiles';
import ownershipLiveVersion from '@salesforce/label/c.Fieldwise_Ownership_LiveVersion';
import ownershipNoLive from '@salesforce/label/c.Fieldwise_Ownership_NoLive';
import ownershipDraftBy from '@salesforce/label/c.Fieldwise_Ownership_DraftBy';
import ownershipDraftWord from '@salesforce/label/c.Fieldwise_Ownership_DraftWord';
import ownershipUnsaved from '@salesforce/label/c.Fieldwise_Ownership_Unsaved';
import ownershipSave from '@salesforce/label/c.Fieldwise_Ownership_Save';
import ownershipUndo from '@salesforce/label/c.Fieldwise_Ownership_Undo';
import ownershipDraftSaved from '@salesforce/label/c.Fieldwise_Ownership_DraftSaved';
import ownershipDraftDiscarded from '@salesforce/label/c.Fieldwise_Ownership_DraftDiscarded';
import ownershipNotChecked from '@salesforce/label/c.Fieldwise_Ownership_NotChecked';
import ownershipRecheck from '@salesforce/label/c.Fieldwise_Ownership_Recheck';
import ownershipRecheckLong from '@salesforce/label/c.Fieldwise_Ownership_RecheckLong';
import ownershipSearch from '@salesforce/label/c.Fieldwise_Ownership_Search';
import ownershipFilter from '@salesforce/label/c.Fieldwise_Ownership_Filter';
import ownershipFilterAll from '@salesforce/label/c.Fieldwise_Ownership_FilterAll';
import ownershipFilterProblems from '@salesforce/label/c.Fieldwise_Ownership_FilterProblems';
import ownershipFilterTwoWay from '@salesforce/label/c.Fieldwise_Ownership_FilterTwoWay';
import ownershipFilterChanged from '@salesforce/label/c.Fieldwise_Ownership_FilterChanged';
import ownershipRulesCount from '@salesforce/label/c.Fieldwise_Ownership_RulesCount';
import ownershipShowSamples from '@salesforce/label/c.Fieldwise_Ownership_ShowSamples';
import ownershipAddRule from '@salesforce/label/c.Fieldwise_Ownership_AddRule';
import ownershipShowMore from '@salesforce/label/c.Fieldwise_Ownership_ShowMore';
import ownershipTableTitle from '@salesforce/label/c.Fieldwise_Ownership_TableTitle';
import ownershipColumnSelect from '@salesforce/label/c.Fieldwise_Ownership_ColumnSelect';
import ownershipColumnSalesforce from '@salesforce/label/c.Fieldwise_Ownership_ColumnSalesforce';
import ownershipColumnArrow from '@salesforce/label/c.Fieldwise_Ownership_ColumnArrow';
import ownershipColumnHubSpot from '@salesforce/label/c.Fieldwise_Ownership_ColumnHubSpot';
import ownershipColumnOwner from '@salesforce/label/c.Fieldwise_Ownership_ColumnOwner';
import ownershipColumnDirection from '@salesforce/label/c.Fieldwise_Ownership_ColumnDirection';
import ownershipColumnPolicy from '@salesforce/label/c.Fieldwise_Ownership_ColumnPolicy';
import ownershipColumnCheck from '@salesforce/label/c.Fieldwise_Ownership_ColumnCheck';
import ownershipColumnOpen from '@salesforce/label/c.Fieldwise_Ownership_ColumnOpen';
import ownershipSelectAll from '@salesforce/label/c.Fieldwise_Ownership_SelectAll';
import ownershipSelectRule from '@salesforce/label/c.Fieldwise_Ownership_SelectRule';
import ownershipOwnerOf from '@salesforce/label/c.Fieldwise_Ownership_OwnerOf';
import ownershipDirectionOf from '@salesforce/label/c.Fieldwise_Ownership_DirectionOf';
import ownershipPolicyOf from '@salesforce/label/c.Fieldwise_Ownership_PolicyOf';
import ownershipOpenRule from '@salesforce/label/c.Fieldwise_Ownership_OpenRule';
import ownershipPolicyOneWay from '@salesforce/label/c.Fieldwise_Ownership_PolicyOneWay';
import ownershipWithinMinutes from '@salesforce/label/c.Fieldwise_Ownership_WithinMinutes';
import ownershipNoProblems from '@salesforce/label/c.Fieldwise_Ownership_NoProblems';
import ownershipUnchecked from '@salesforce/label/c.Fieldwise_Ownership_Unchecked';
import ownershipErrorsCount from '@salesforce/label/c.Fieldwise_Ownership_ErrorsCount';
import ownershipWarningsCount from '@salesforce/label/c.Fieldwise_Ownership_WarningsCount';
import ownershipBadgeAdded from '@salesforce/label/c.Fieldwise_Ownership_BadgeAdded';
import ownershipBadgeChanged from '@salesforce/label/c.Fieldwise_Ownership_BadgeChanged';
import ownershipBadgeOnly from '@salesforce/label/c.Fieldwise_Ownership_BadgeOnly';
import ownershipBadgeOff from '@salesforce/label/c.Fieldwise_Ownership_BadgeOff';
import ownershipBadgeProtected from '@salesforce/label/c.Fieldwise_Ownership_BadgeProtected';
import ownershipBadgeIgnoreBlanks from '@salesforce/label/c.Fieldwise_Ownership_BadgeIgnoreBlanks';
import ownershipBadgeTolerate from '@salesforce/label/c.Fieldwise_Ownership_BadgeTolerate';
import ownershipBadgeMapped from '@salesforce/label/c.Fieldwise_Ownership_BadgeMapped';
import ownershipNoRulesTitle from '@salesforce/label/c.Fieldwise_Ownership_NoRulesTitle';
import ownershipNoRulesText from '@salesforce/label/c.Fieldwise_Ownership_NoRulesText';
import ownershipNothingFoundTitle from '@salesforce/label/c.Fieldwise_Ownership_NothingFoundTitle';
import ownershipNothingFoundText from '@salesforce/label/c.Fieldwise_Ownership_NothingFoundText';
import ownershipBulkEdit from '@salesforce/label/c.Fieldwise_Ownership_BulkEdit';
import ownershipSelectedCount from '@salesforce/label/c.Fieldwise_Ownership_SelectedCount';
import ownershipBulkSet from '@salesforce/label/c.Fieldwise_Ownership_BulkSet';
import ownershipBulkTo from '@salesforce/label/c.Fieldwise_Ownership_BulkTo';
import ownershipBulkChoose from '@salesforce/label/c.Fieldwise_Ownership_BulkChoose';
import ownershipBulkRemove from '@salesforce/label/c.Fieldwise_Ownership_BulkRemove';
import ownershipBulkEnd from '@salesforce/label/c.Fieldwise_Ownership_BulkEnd';
import ownershipBulkOwner from '@salesforce/label/c.Fieldwise_Ownership_BulkOwner';
import ownershipBulkDirection from '@salesforce/label/c.Fieldwise_Ownership_BulkDirection';
import ownershipBulkPolicy from '@salesforce/label/c.Fieldwise_Ownership_BulkPolicy';
import ownershipBulkBlank from '@salesforce/label/c.Fieldwise_Ownership_BulkBlank';
import ownershipBulkNonOwnerEdit from '@salesforce/label/c.Fieldwise_Ownership_BulkNonOwnerEdit';
import ownershipEditorTitle from '@salesforce/label/c.Fieldwise_Ownership_EditorTitle';
import ownershipProblemsTitle from '@salesforce/label/c.Fieldwise_Ownership_ProblemsTitle';
import ownershipErrorWord from '@salesforce/label/c.Fieldwise_Ownership_ErrorWord';
import ownershipWarningWord from '@salesforce/label/c.Fieldwise_Ownership_WarningWord';
import ownershipNoteWord from '@salesforce/label/c.Fieldwise_Ownership_NoteWord';
import ownershipAssociation from '@salesforce/label/c.Fieldwise_Ownership_Association';
import ownershipValueOne from '@salesforce/label/c.Fieldwise_Ownership_ValueOne';
import ownershipValueMany from '@salesforce/label/c.Fieldwise_Ownership_ValueMany';
import ownershipGroupPair from '@salesforce/label/c.Fieldwise_Ownership_GroupPair';
import ownershipGroupBehaviour from '@salesforce/label/c.Fieldwise_Ownership_GroupBehaviour';
import ownershipGroupReason from '@salesforce/label/c.Fieldwise_Ownership_GroupReason';
import ownershipReasonHelp from '@salesforce/label/c.Fieldwise_Ownership_ReasonHelp';
import ownershipReasonOf from '@salesforce/label/c.Fieldwise_Ownership_ReasonOf';
import ownershipAllObjects from '@salesforce/label/c.Fieldwise_Ownership_AllObjects';
import ownershipChooseField from '@salesforce/label/c.Fieldwise_Ownership_ChooseField';
import ownershipChooseValue from '@salesforce/label/c.Fieldwise_Ownership_ChooseValue';
import ownershipMapHelp from '@salesforce/label/c.Fieldwise_Ownership_MapHelp';
import ownershipMapEmpty from '@salesforce/label/c.Fieldwise_Ownership_MapEmpty';
import ownershipPairAdd from '@salesforce/label/c.Fieldwise_Ownership_PairAdd';
import ownershipPairSuggest from '@salesforce/label/c.Fieldwise_Ownership_PairSuggest';
import ownershipPairSalesforce from '@salesforce/label/c.Fieldwise_Ownership_PairSalesforce';
import ownershipPairHubSpot from '@salesforce/label/c.Fieldwise_Ownership_PairHubSpot';
import ownershipPairRemove from '@salesforce/label/c.Fieldwise_Ownership_PairRemove';
import ownershipSamplesTitle from '@salesforce/label/c.Fieldwise_Ownership_SamplesTitle';
import ownershipSampleRecord from '@salesforce/label/c.Fieldwise_Ownership_SampleRecord';
import ownershipBlankValue from '@salesforce/label/c.Fieldwise_Ownership_BlankValue';
import ownershipRemoveRule from '@salesforce/label/c.Fieldwise_Ownership_RemoveRule';
import ownershipUnknownType from '@salesforce/label/c.Fieldwise_Ownership_UnknownType';
import ownershipSentenceOff from '@salesforce/label/c.Fieldwise_Ownership_SentenceOff';
import ownershipSentenceTwoWay from '@salesforce/label/c.Fieldwise_Ownership_SentenceTwoWay';
import ownershipSentenceLatest from '@salesforce/label/c.Fieldwise_Ownership_SentenceLatest';
import ownershipSentenceOwner from '@salesforce/label/c.Fieldwise_Ownership_SentenceOwner';
import ownershipSentenceFillblank from '@salesforce/label/c.Fieldwise_Ownership_SentenceFillblank';
import ownershipSentenceReview from '@salesforce/label/c.Fieldwise_Ownership_SentenceReview';
import ownershipSentenceOneWay from '@salesforce/label/c.Fieldwise_Ownership_SentenceOneWay';
import ownershipSentenceEnforce from '@salesforce/label/c.Fieldwise_Ownership_SentenceEnforce';
import ownershipSentenceTolerate from '@salesforce/label/c.Fieldwise_Ownership_SentenceTolerate';
import ownershipSentenceProtected from '@salesforce/label/c.Fieldwise_Ownership_SentenceProtected';
import ownershipSentencePropagate from '@salesforce/label/c.Fieldwise_Ownership_SentencePropagate';
import ownershipSentenceIgnore from '@salesforce/label/c.Fieldwise_Ownership_SentenceIgnore';
import ownershipCompareTitle from '@salesforce/label/c.Fieldwise_Ownership_CompareTitle';
import ownershipKindAdded from '@salesforce/label/c.Fieldwise_Ownership_KindAdded';
import ownershipKindRemoved from '@salesforce/label/c.Fieldwise_Ownership_KindRemoved';
import ownershipKindChanged from '@salesforce/label/c.Fieldwise_Ownership_KindChanged';
import ownershipFieldChange from '@salesforce/label/c.Fieldwise_Ownership_FieldChange';
import ownershipAddedSummary from '@salesforce/label/c.Fieldwise_Ownership_AddedSummary';
import ownershipNoChangesTitle from '@salesforce/label/c.Fieldwise_Ownership_NoChangesTitle';
import ownershipNoChangesText from '@salesforce/label/c.Fieldwise_Ownership_NoChangesText';
import ownershipSaveFirst from '@salesforce/label/c.Fieldwise_Ownership_SaveFirst';
import ownershipDiscard from '@salesforce/label/c.Fieldwise_Ownership_Discard';
import ownershipPreviewTitle from '@salesforce/label/c.Fieldwise_Ownership_PreviewTitle';
import ownershipPreviewHelp from '@salesforce/label/c.Fieldwise_Ownership_PreviewHelp';
import ownershipPreviewPairs from '@salesforce/label/c.Fieldwise_Ownership_PreviewPairs';
import ownershipPairsOption from '@salesforce/label/c.Fieldwise_Ownership_PairsOption';
import ownershipPreviewRun from '@salesforce/label/c.Fieldwise_Ownership_PreviewRun';
import ownershipPreviewRunning from '@salesforce/label/c.Fieldwise_Ownership_PreviewRunning';
import ownershipPreviewHeadline from '@salesforce/label/c.Fieldwise_Ownership_PreviewHeadline';
import ownershipPreviewNothing from '@salesforce/label/c.Fieldwise_Ownership_PreviewNothing';
import ownershipPreviewNoPairs from '@salesforce/label/c.Fieldwise_Ownership_PreviewNoPairs';
import ownershipPreviewLeaving from '@salesforce/label/c.Fieldwise_Ownership_PreviewLeaving';
import ownershipPreviewBlocked from '@salesforce/label/c.Fieldwise_Ownership_PreviewBlocked';
import ownershipPreviewLater from '@salesforce/label/c.Fieldwise_Ownership_PreviewLater';
import ownershipPreviewLaterOne from '@salesforce/label/c.Fieldwise_Ownership_PreviewLaterOne';
import ownershipPreviewMapNow from '@salesforce/label/c.Fieldwise_Ownership_PreviewMapNow';
import ownershipPreviewReviews from '@salesforce/label/c.Fieldwise_Ownership_PreviewReviews';
import ownershipPreviewField from '@salesforce/label/c.Fieldwise_Ownership_PreviewField';
import ownershipPreviewIssue from '@salesforce/label/c.Fieldwise_Ownership_PreviewIssue';
import ownershipPreviewWhere from '@salesforce/label/c.Fieldwise_Ownership_PreviewWhere';
import ownershipPreviewBefore from '@salesforce/label/c.Fieldwise_Ownership_PreviewBefore';
import ownershipPreviewAfter from '@salesforce/label/c.Fieldwise_Ownership_PreviewAfter';
import ownershipActivateTitle from '@salesforce/label/c.Fieldwise_Ownership_ActivateTitle';
import ownershipActivateHelp from '@salesforce/label/c.Fieldwise_Ownership_ActivateHelp';
import ownershipBlocked from '@salesforce/label/c.Fieldwise_Ownership_Blocked';
import ownershipNote from '@salesforce/label/c.Fieldwise_Ownership_Note';
import ownershipActivate from '@salesforce/label/c.Fieldwise_Ownership_Activate';
import ownershipActivated from '@salesforce/label/c.Fieldwise_Ownership_Activated';
import ownershipNoHistoryTitle from '@salesforce/label/c.Fieldwise_Ownership_NoHistoryTitle';
import ownershipVersion from '@salesforce/label/c.Fieldwise_Ownership_Version';
import ownershipLiveBadge from '@salesforce/label/c.Fieldwise_Ownership_LiveBadge';
import ownershipRollBack from '@salesforce/label/c.Fieldwise_Ownership_RollBack';
import ownershipRollBackTo from '@salesforce/label/c.Fieldwise_Ownership_RollBackTo';
import ownershipRollBackNote from '@salesforce/label/c.Fieldwise_Ownership_RollBackNote';
import ownershipRollBackWould from '@salesforce/label/c.Fieldwise_Ownership_RollBackWould';
import ownershipSameAsLive from '@salesforce/label/c.Fieldwise_Ownership_SameAsLive';
import ownershipComparing from '@salesforce/label/c.Fieldwise_Ownership_Comparing';
import ownershipCancel from '@salesforce/label/c.Fieldwise_Ownership_Cancel';
import ownershipExportTitle from '@salesforce/label/c.Fieldwise_Ownership_ExportTitle';
import ownershipExportHelp from '@salesforce/label/c.Fieldwise_Ownership_ExportHelp';
import ownershipExportWhat from '@salesforce/label/c.Fieldwise_Ownership_ExportWhat';
import ownershipExportJson from '@salesforce/label/c.Fieldwise_Ownership_ExportJson';
import ownershipExportMarkdown from '@salesforce/label/c.Fieldwise_Ownership_ExportMarkdown';
import ownershipExportCsv from '@salesforce/label/c.Fieldwise_Ownership_ExportCsv';
import ownershipDownload from '@salesforce/label/c.Fieldwise_Ownership_Download';
import ownershipImportTitle from '@salesforce/label/c.Fieldwise_Ownership_ImportTitle';
import ownershipImportHelp from '@salesforce/label/c.Fieldwise_Ownership_ImportHelp';
import ownershipImportReplaces from '@salesforce/label/c.Fieldwise_Ownership_ImportReplaces';
import ownershipImportFile from '@salesforce/label/c.Fieldwise_Ownership_ImportFile';
import ownershipImported from '@salesforce/label/c.Fieldwise_Ownership_Imported';
import ownershipFileTooLarge from '@salesforce/label/c.Fieldwise_Ownership_FileTooLarge';
import ownershipDocumentTitle from '@salesforce/label/c.Fieldwise_Ownership_DocumentTitle';
import ownershipDocumentVersion from '@salesforce/label/c.Fieldwise_Ownership_DocumentVersion';
import ownershipNone from '@salesforce/label/c.Fieldwise_Ownership_None';
import ownershipYes from '@salesforce/label/c.Fieldwise_Ownership_Yes';
import ownershipNo from '@salesforce/label/c.Fieldwise_Ownership_No';
import checksUnfinished from '@salesforce/label/c.Fieldwise_OwnershipCheck_Unfinished';
import checksReasonMissing from '@salesforce/label/c.Fieldwise_OwnershipCheck_ReasonMissing';
import checksSalesforceMissing from '@salesforce/label/c.Fieldwise_OwnershipCheck_SalesforceMissing';
import checksSalesforceHidden from '@salesforce/label/c.Fieldwise_OwnershipCheck_SalesforceHidden';
import checksSalesforceReadOnly from '@salesforce/label/c.Fieldwise_OwnershipCheck_SalesforceReadOnly';
import checksSalesforceNotEditable from '@salesforce/label/c.Fieldwise_OwnershipCheck_SalesforceNotEditable';
import checksSalesforceRequired from '@salesforce/label/c.Fieldwise_OwnershipCheck_SalesforceRequired';
import checksFixIgnoreBlanks from '@salesforce/label/c.Fieldwise_OwnershipCheck_FixIgnoreBlanks';
import checksHubspotMissing from '@salesforce/label/c.Fieldwise_OwnershipCheck_HubspotMissing';
import checksHubspotReadOnly from '@salesforce/label/c.Fieldwise_OwnershipCheck_HubspotReadOnly';
import checksTypesNever from '@salesforce/label/c.Fieldwise_OwnershipCheck_TypesNever';
import checksRefusedKinds from '@salesforce/label/c.Fieldwise_OwnershipCheck_RefusedKinds';
import checksRefusedSeparators from '@salesforce/label/c.Fieldwise_OwnershipCheck_RefusedSeparators';
import checksRefusedReference from '@salesforce/label/c.Fieldwise_OwnershipCheck_RefusedReference';
import checksRefusedRecordId from '@salesforce/label/c.Fieldwise_OwnershipCheck_RefusedRecordId';
import checksRefusedAddress from '@salesforce/label/c.Fieldwise_OwnershipCheck_RefusedAddress';
import checksRefusedGeolocation from '@salesforce/label/c.Fieldwise_OwnershipCheck_RefusedGeolocation';
import checksRefusedEncrypted from '@salesforce/label/c.Fieldwise_OwnershipCheck_RefusedEncrypted';
import checksRefusedTime from '@salesforce/label/c.Fieldwise_OwnershipCheck_RefusedTime';
import checksRefusedFile from '@salesforce/label/c.Fieldwise_OwnershipCheck_RefusedFile';
import checksRefusedSensitive from '@salesforce/label/c.Fieldwise_OwnershipCheck_RefusedSensitive';
import checksRefusedInternal from '@salesforce/label/c.Fieldwise_OwnershipCheck_RefusedInternal';
import checksRefusedOther from '@salesforce/label/c.Fieldwise_OwnershipCheck_RefusedOther';
import checksLossLength from '@salesforce/label/c.Fieldwise_OwnershipCheck_LossLength';
import checksLossScale from '@salesforce/label/c.Fieldwise_OwnershipCheck_LossScale';
import checksLossTimeOfDay from '@salesforce/label/c.Fieldwise_OwnershipCheck_LossTimeOfDay';
import checksLossMidnight from '@salesforce/label/c.Fieldwise_OwnershipCheck_LossMidnight';
import checksLossSeconds from '@salesforce/label/c.Fieldwise_OwnershipCheck_LossSeconds';
import checksLossBlank from '@salesforce/label/c.Fieldwise_OwnershipCheck_LossBlank';
import checksLossOptions from '@salesforce/label/c.Fieldwise_OwnershipCheck_LossOptions';
import checksLossOneValue from '@salesforce/label/c.Fieldwise_OwnershipCheck_LossOneValue';
import checksLossForm from '@salesforce/label/c.Fieldwise_OwnershipCheck_LossForm';
import checksTooLong from '@salesforce/label/c.Fieldwise_OwnershipCheck_TooLong';
import checksOptionsHomeless from '@salesforce/label/c.Fieldwise_OwnershipCheck_OptionsHomeless';
import checksOptionGone from '@salesforce/label/c.Fieldwise_OwnershipCheck_OptionGone';
import checksFixMap from '@salesforce/label/c.Fieldwise_OwnershipCheck_FixMap';
import checksRequiredUnfilled from '@salesforce/label/c.Fieldwise_OwnershipCheck_RequiredUnfilled';
import fieldsSalesforceObject from '@salesforce/label/c.Fieldwise_OwnershipField_SalesforceObject';
import fieldsSalesforceField from '@salesforce/label/c.Fieldwise_OwnershipField_SalesforceField';
import fieldsHubspotProperty from '@salesforce/label/c.Fieldwise_OwnershipField_HubspotProperty';
import fieldsOwner from '@salesforce/label/c.Fieldwise_OwnershipField_Owner';
import fieldsDirection from '@salesforce/label/c.Fieldwise_OwnershipField_Direction';
import fieldsPolicy from '@salesforce/label/c.Fieldwise_OwnershipField_Policy';
import fieldsWindowMinutes from '@salesforce/label/c.Fieldwise_OwnershipField_WindowMinutes';
import fieldsIsProtected from '@salesforce/label/c.Fieldwise_OwnershipField_IsProtected';
import fieldsBlank from '@salesforce/label/c.Fieldwise_OwnershipField_Blank';
import fieldsNonOwnerEdit from '@salesforce/label/c.Fieldwise_OwnershipField_NonOwnerEdit';
import fieldsValueMap from '@salesforce/label/c.Fieldwise_OwnershipField_ValueMap';
import fieldsReferenceMapping from '@salesforce/label/c.Fieldwise_OwnershipField_ReferenceMapping';
import fieldsCreateDefault from '@salesforce/label/c.Fieldwise_OwnershipField_CreateDefault';
import fieldsReason from '@salesforce/label/c.Fieldwise_OwnershipField_Reason';
import fieldsIsEnabled from '@salesforce/label/c.Fieldwise_OwnershipField_IsEnabled';
import choicesSalesforce from '@salesforce/label/c.Fieldwise_OwnershipChoice_Salesforce';
import choicesHubSpot from '@salesforce/label/c.Fieldwise_OwnershipChoice_HubSpot';
import choicesTwoWay from '@salesforce/label/c.Fieldwise_OwnershipChoice_TwoWay';
import choicesToHubSpot from '@salesforce/label/c.Fieldwise_OwnershipChoice_ToHubSpot';
import choicesToSalesforce from '@salesforce/label/c.Fieldwise_OwnershipChoice_ToSalesforce';
import choicesOff from '@salesforce/label/c.Fieldwise_OwnershipChoice_Off';
import choicesLatest from '@salesforce/label/c.Fieldwise_OwnershipChoice_Latest';
import choicesOwner from '@salesforce/label/c.Fieldwise_OwnershipChoice_Owner';
import choicesFillBlank from '@salesforce/label/c.Fieldwise_OwnershipChoice_FillBlank';
import choicesReview from '@salesforce/label/c.Fieldwise_OwnershipChoice_Review';
import choicesPropagate from '@salesforce/label/c.Fieldwise_OwnershipChoice_Propagate';
import choicesIgnore from '@salesforce/label/c.Fieldwise_OwnershipChoice_Ignore';
import choicesEnforce from '@salesforce/label/c.Fieldwise_OwnershipChoice_Enforce';
import choicesTolerate from '@salesforce/label/c.Fieldwise_OwnershipChoice_Tolerate';
import kindsText from '@salesforce/label/c.Fieldwise_OwnershipKind_Text';
import kindsLongText from '@salesforce/label/c.Fieldwise_OwnershipKind_LongText';
import kindsEmail from '@salesforce/label/c.Fieldwise_OwnershipKind_Email';
import kindsPhone from '@salesforce/label/c.Fieldwise_OwnershipKind_Phone';
import kindsUrl from '@salesforce/label/c.Fieldwise_OwnershipKind_Url';
import kindsNumber from '@salesforce/label/c.Fieldwise_OwnershipKind_Number';
import kindsBoolean from '@salesforce/label/c.Fieldwise_OwnershipKind_Boolean';
import kindsDate from '@salesforce/label/c.Fieldwise_OwnershipKind_Date';
import kindsDatetime from '@salesforce/label/c.Fieldwise_OwnershipKind_Datetime';
import kindsPicklist from '@salesforce/label/c.Fieldwise_OwnershipKind_Picklist';
import kindsMultiPicklist from '@salesforce/label/c.Fieldwise_OwnershipKind_MultiPicklist';
import kindsReference from '@salesforce/label/c.Fieldwise_OwnershipKind_Reference';
import groupsEmail from '@salesforce/label/c.Fieldwise_ModelGroup_Email';
import groupsPerson from '@salesforce/label/c.Fieldwise_ModelGroup_Person';
import groupsConsent from '@salesforce/label/c.Fieldwise_ModelGroup_Consent';
import groupsLifecycle from '@salesforce/label/c.Fieldwise_ModelGroup_Lifecycle';
import groupsAttribution from '@salesforce/label/c.Fieldwise_ModelGroup_Attribution';
import groupsSalesProcess from '@salesforce/label/c.Fieldwise_ModelGroup_SalesProcess';
import groupsCompany from '@salesforce/label/c.Fieldwise_ModelGroup_Company';
import groupsFirmographics from '@salesforce/label/c.Fieldwise_ModelGroup_Firmographics';
import groupsDeal from '@salesforce/label/c.Fieldwise_ModelGroup_Deal';
import modelTitle from '@salesforce/label/c.Fieldwise_Model_Title';
import modelIntro from '@salesforce/label/c.Fieldwise_Model_Intro';
import modelHybridTitle from '@salesforce/label/c.Fieldwise_Model_HybridTitle';
import modelHybridText from '@salesforce/label/c.Fieldwise_Model_HybridText';
import modelHybridFits from '@salesforce/label/c.Fieldwise_Model_HybridFits';
import modelSalesforceTitle from '@salesforce/label/c.Fieldwise_Model_SalesforceTitle';
import modelSalesforceText from '@salesforce/label/c.Fieldwise_Model_SalesforceText';
import modelSalesforceFits from '@salesforce/label/c.Fieldwise_Model_SalesforceFits';
import modelHubspotTitle from '@salesforce/label/c.Fieldwise_Model_HubspotTitle';
import modelHubspotText from '@salesforce/label/c.Fieldwise_Model_HubspotText';
import modelHubspotFits from '@salesforce/label/c.Fieldwise_Model_HubspotFits';
import modelApply from '@salesforce/label/c.Fieldwise_Model_Apply';
import modelApplyNamed from '@salesforce/label/c.Fieldwise_Model_ApplyNamed';
import modelApplied from '@salesforce/label/c.Fieldwise_Model_Applied';
import modelSame from '@salesforce/label/c.Fieldwise_Model_Same';
import modelChanges from '@salesforce/label/c.Fieldwise_Model_Changes';
import modelTableTitle from '@salesforce/label/c.Fieldwise_Model_TableTitle';
import modelColumnGroup from '@salesforce/label/c.Fieldwise_Model_ColumnGroup';
import modelFieldsCount from '@salesforce/label/c.Fieldwise_Model_FieldsCount';
import modelUnchanged from '@salesforce/label/c.Fieldwise_Model_Unchanged';
import modelAfter from '@salesforce/label/c.Fieldwise_Model_After';
import connectTitle from '@salesforce/label/c.Fieldwise_Connect_Title';
import connectIntro from '@salesforce/label/c.Fieldwise_Connect_Intro';
import connectRefresh from '@salesforce/label/c.Fieldwise_Connect_Refresh';
import connectSalesforce from '@salesforce/label/c.Fieldwise_Connect_Salesforce';
import connectHubspot from '@salesforce/label/c.Fieldwise_Connect_Hubspot';
import connectBridge from '@salesforce/label/c.Fieldwise_Connect_Bridge';
import connectReached from '@salesforce/label/c.Fieldwise_Connect_Reached';
import connectNotReached from '@salesforce/label/c.Fieldwise_Connect_NotReached';
import connectNotKnown from '@salesforce/label/c.Fieldwise_Connect_NotKnown';
import connectWorking from '@salesforce/label/c.Fieldwise_Connect_Working';
import connectOrg from '@salesforce/label/c.Fieldwise_Connect_Org';
import connectSandboxOrg from '@salesforce/label/c.Fieldwise_Connect_SandboxOrg';
import connectOrgId from '@salesforce/label/c.Fieldwise_Connect_OrgId';
import connectStream from '@salesforce/label/c.Fieldwise_Connect_Stream';
import connectStreamOpen from '@salesforce/label/c.Fieldwise_Connect_StreamOpen';
import connectStreamClosed from '@salesforce/label/c.Fieldwise_Connect_StreamClosed';
import connectPortal from '@salesforce/label/c.Fieldwise_Connect_Portal';
import connectApp from '@salesforce/label/c.Fieldwise_Connect_App';
import connectRules from '@salesforce/label/c.Fieldwise_Connect_Rules';
import connectRulesVersion from '@salesforce/label/c.Fieldwise_Connect_RulesVersion';
import connectNoRules from '@salesforce/label/c.Fieldwise_Connect_NoRules';
import connectFirstSync from '@salesforce/label/c.Fieldwise_Connect_FirstSync';
import connectFirstSyncDone from '@salesforce/label/c.Fieldwise_Connect_FirstSyncDone';
import connectFirstSyncRunning from '@salesforce/label/c.Fieldwise_Connect_FirstSyncRunning';
import connectLinked from '@salesforce/label/c.Fieldwise_Connect_Linked';
import connectWaiting from '@salesforce/label/c.Fieldwise_Connect_Waiting';
import connectWaitingText from '@salesforce/label/c.Fieldwise_Connect_WaitingText';
import connectBudgetLeft from '@salesforce/label/c.Fieldwise_Connect_BudgetLeft';
import connectShareOf from '@salesforce/label/c.Fieldwise_Connect_ShareOf';
import connectShareSalesforce from '@salesforce/label/c.Fieldwise_Connect_ShareSalesforce';
import connectShareHubSpot from '@salesforce/label/c.Fieldwise_Connect_ShareHubSpot';
import connectTripTitle from '@salesforce/label/c.Fieldwise_Connect_TripTitle';
import connectTripHelp from '@salesforce/label/c.Fieldwise_Connect_TripHelp';
import connectTripRun from '@salesforce/label/c.Fieldwise_Connect_TripRun';
import connectTripRunning from '@salesforce/label/c.Fieldwise_Connect_TripRunning';
import connectTripFine from '@salesforce/label/c.Fieldwise_Connect_TripFine';
import connectTripTrouble from '@salesforce/label/c.Fieldwise_Connect_TripTrouble';
import connectLegSalesforce from '@salesforce/label/c.Fieldwise_Connect_LegSalesforce';
import connectLegHubSpot from '@salesforce/label/c.Fieldwise_Connect_LegHubSpot';
import connectLegEvent from '@salesforce/label/c.Fieldwise_Connect_LegEvent';
import connectFailed from '@salesforce/label/c.Fieldwise_Connect_Failed';
import connectUserTitle from '@salesforce/label/c.Fieldwise_Connect_UserTitle';
import connectUserHelp from '@salesforce/label/c.Fieldwise_Connect_UserHelp';
import connectUserUnknown from '@salesforce/label/c.Fieldwise_Connect_UserUnknown';
import connectUserUnknownText from '@salesforce/label/c.Fieldwise_Connect_UserUnknownText';
import connectColumnPermission from '@salesforce/label/c.Fieldwise_Connect_ColumnPermission';
import connectColumnWhy from '@salesforce/label/c.Fieldwise_Connect_ColumnWhy';
import connectColumnState from '@salesforce/label/c.Fieldwise_Connect_ColumnState';
import connectStateOk from '@salesforce/label/c.Fieldwise_Connect_StateOk';
import connectStateMissing from '@salesforce/label/c.Fieldwise_Connect_StateMissing';
import connectStateUnknown from '@salesforce/label/c.Fieldwise_Connect_StateUnknown';
import connectCheckActive from '@salesforce/label/c.Fieldwise_Connect_CheckActive';
import connectWhyActive from '@salesforce/label/c.Fieldwise_Connect_WhyActive';
import connectStepsActive from '@salesforce/label/c.Fieldwise_Connect_StepsActive';
import connectCheckSet from '@salesforce/label/c.Fieldwise_Connect_CheckSet';
import connectWhySet from '@salesforce/label/c.Fieldwise_Connect_WhySet';
import connectStepsSet from '@salesforce/label/c.Fieldwise_Connect_StepsSet';
import connectAssign from '@salesforce/label/c.Fieldwise_Connect_Assign';
import connectAssigned from '@salesforce/label/c.Fieldwise_Connect_Assigned';
import connectCheckFields from '@salesforce/label/c.Fieldwise_Connect_CheckFields';
import connectWhyFields from '@salesforce/label/c.Fieldwise_Connect_WhyFields';
import connectHidden from '@salesforce/label/c.Fieldwise_Connect_Hidden';
import connectLocked from '@salesforce/label/c.Fieldwise_Connect_Locked';
import connectStepsFields from '@salesforce/label/c.Fieldwise_Connect_StepsFields';
import connectCheckApi from '@salesforce/label/c.Fieldwise_Connect_CheckApi';
import connectWhyApi from '@salesforce/label/c.Fieldwise_Connect_WhyApi';
import connectStepsApi from '@salesforce/label/c.Fieldwise_Connect_StepsApi';
import connectCheckAll from '@salesforce/label/c.Fieldwise_Connect_CheckAll';
import connectWhyAll from '@salesforce/label/c.Fieldwise_Connect_WhyAll';
import connectStepsAll from '@salesforce/label/c.Fieldwise_Connect_StepsAll';
import connectCheckConvert from '@salesforce/label/c.Fieldwise_Connect_CheckConvert';
import connectWhyConvert from '@salesforce/label/c.Fieldwise_Connect_WhyConvert';
import connectStepsConvert from '@salesforce/label/c.Fieldwise_Connect_StepsConvert';
import connectTroublesTitle from '@salesforce/label/c.Fieldwise_Connect_TroublesTitle';
import connectTroubleCount from '@salesforce/label/c.Fieldwise_Connect_TroubleCount';
import connectNoTroubles from '@salesforce/label/c.Fieldwise_Connect_NoTroubles';
import connectTroublesUnknown from '@salesforce/label/c.Fieldwise_Connect_TroublesUnknown';
import connectAllTroubles from '@salesforce/label/c.Fieldwise_Connect_AllTroubles';

/** Ownership matrix */
export const ownership = {
  title: ownershipTitle,
  emptyTitle: ownershipEmptyTitle,
  emptyText: ownershipEmptyText,
  tabRules: ownershipTabRules,
  tabChanges: ownershipTabChanges,
  tabHistory: ownershipTabHistory,
  tabFiles: ownershipTabFiles,
  liveVersion: ownershipLiveVersion,
  noLive: ownershipNoLive,
  draftBy: ownershipDraftBy,
  draftWord: ownershipDraftWord,
  unsaved: ownershipUnsaved,
  save: ownershipSave,
  undo: ownershipUndo,
  draftSaved: ownershipDraftSaved,
  draftDiscarded: ownershipDraftDiscarded,
  notChecked: ownershipNotChecked,
  recheck: ownershipRecheck,
  recheckLong: ownershipRecheckLong,
  search: ownershipSearch,
  filter: ownershipFilter,
  filter_all: ownershipFilterAll,
  filter_problems: ownershipFilterProblems,
  filter_twoWay: ownershipFilterTwoWay,
  filter_changed: ownershipFilterChanged,
  rulesCount: ownershipRulesCount,
  showSamples: ownershipShowSamples,
  addRule: ownershipAddRule,
  showMore: ownershipShowMore,
  tableTitle: ownershipTableTitle,
  columnSelect: ownershipColumnSelect,
  columnSalesforce: ownershipColumnSalesforce,
  columnArrow: ownershipColumnArrow,
  columnHubSpot: ownershipColumnHubSpot,
  columnOwner: ownershipColumnOwner,
  columnDirection: ownershipColumnDirection,
  columnPolicy: ownershipColumnPolicy,
  columnCheck: ownershipColumnCheck,
  columnOpen: ownershipColumnOpen,
  selectAll: ownershipSelectAll,
  selectRule: ownershipSelectRule,
  ownerOf: ownershipOwnerOf,
  directionOf: ownershipDirectionOf,
  policyOf: ownershipPolicyOf,
  openRule: ownershipOpenRule,
  policyOneWay: ownershipPolicyOneWay,
  withinMinutes: ownershipWithinMinutes,
  noProblems: ownershipNoProblems,
  unchecked: ownershipUnchecked,
  errorsCount: ownershipErrorsCount,
  warningsCount: ownershipWarningsCount,
  badgeAdded: ownershipBadgeAdded,
  badgeChanged: ownershipBadgeChanged,
  badgeOnly: ownershipBadgeOnly,
  badgeOff: ownershipBadgeOff,
  badgeProtected: ownershipBadgeProtected,
  badgeIgnoreBlanks: ownershipBadgeIgnoreBlanks,
  badgeTolerate: ownershipBadgeTolerate,
  badgeMapped: ownershipBadgeMapped,
  noRulesTitle: ownershipNoRulesTitle,
  noRulesText: ownershipNoRulesText,
  nothingFoundTitle: ownershipNothingFoundTitle,
  nothingFoundText: ownershipNothingFoundText,
  bulkEdit: ownershipBulkEdit,
  selectedCount: ownershipSelectedCount,
  bulkSet: ownershipBulkSet,
  bulkTo: ownershipBulkTo,
  bulkChoose: ownershipBulkChoose,
  bulkRemove: ownershipBulkRemove,
  bulkEnd: ownershipBulkEnd,
  bulk_owner: ownershipBulkOwner,
  bulk_direction: ownershipBulkDirection,
  bulk_policy: ownershipBulkPolicy,
  bulk_blank: ownershipBulkBlank,
  bulk_nonOwnerEdit: ownershipBulkNonOwnerEdit,
  editorTitle: ownershipEditorTitle,
  problemsTitle: ownershipProblemsTitle,
  errorWord: ownershipErrorWord,
  warningWord: ownershipWarningWord,
  noteWord: ownershipNoteWord,
  association: ownershipAssociation,
  valueOne: ownershipValueOne,
  valueMany: ownershipValueMany,
  groupPair: ownershipGroupPair,
  groupBehaviour: ownershipGroupBehaviour,
  groupReason: ownershipGroupReason,
  reasonHelp: ownershipReasonHelp,
  reasonOf: ownershipReasonOf,
  allObjects: ownershipAllObjects,
  chooseField: ownershipChooseField,
  chooseValue: ownershipChooseValue,
  mapHelp: ownershipMapHelp,
  mapEmpty: ownershipMapEmpty,
  pairAdd: ownershipPairAdd,
  pairSuggest: ownershipPairSuggest,
  pairSalesforce: ownershipPairSalesforce,
  pairHubSpot: ownershipPairHubSpot,
  pairRemove: ownershipPairRemove,
  samplesTitle: ownershipSamplesTitle,
  sampleRecord: ownershipSampleRecord,
  blankValue: ownershipBlankValue,
  removeRule: ownershipRemoveRule,
  unknownType: ownershipUnknownType,
  sentenceOff: ownershipSentenceOff,
  sentenceTwoWay: ownershipSentenceTwoWay,
  sentence_Latest: ownershipSentenceLatest,
  sentence_Owner: ownershipSentenceOwner,
  sentence_Fillblank: ownershipSentenceFillblank,
  sentence_Review: ownershipSentenceReview,
  sentenceOneWay: ownershipSentenceOneWay,
  sentenceEnforce: ownershipSentenceEnforce,
  sentenceTolerate: ownershipSentenceTolerate,
  sentenceProtected: ownershipSentenceProtected,
  sentencePropagate: ownershipSentencePropagate,
  sentenceIgnore: ownershipSentenceIgnore,
  compareTitle: ownershipCompareTitle,
  kind_added: ownershipKindAdded,
  kind_removed: ownershipKindRemoved,
  kind_changed: ownershipKindChanged,
  fieldChange: ownershipFieldChange,
  addedSummary: ownershipAddedSummary,
  noChangesTitle: ownershipNoChangesTitle,
  noChangesText: ownershipNoChangesText,
  saveFirst: ownershipSaveFirst,
  discard: ownershipDiscard,
  previewTitle: ownershipPreviewTitle,
  previewHelp: ownershipPreviewHelp,
  previewPairs: ownershipPreviewPairs,
  pairsOption: ownershipPairsOption,
  previewRun: ownershipPreviewRun,
  previewRunning: ownershipPreviewRunning,
  previewHeadline: ownershipPreviewHeadline,
  previewNothing: ownershipPreviewNothing,
  previewNoPairs: ownershipPreviewNoPairs,
  previewLeaving: ownershipPreviewLeaving,
  previewBlocked: ownershipPreviewBlocked,
  previewLater: ownershipPreviewLater,
  previewLaterOne: ownershipPreviewLaterOne,
  previewMapNow: ownershipPreviewMapNow,
  previewReviews: ownershipPreviewReviews,
  previewField: ownershipPreviewField,
  previewIssue: ownershipPreviewIssue,
  previewWhere: ownershipPreviewWhere,
  previewBefore: ownershipPreviewBefore,
  previewAfter: ownershipPreviewAfter,
  activateTitle: ownershipActivateTitle,
  activateHelp: ownershipActivateHelp,
  blocked: ownershipBlocked,
  note: ownershipNote,
  activate: ownershipActivate,
  activated: ownershipActivated,
  noHistoryTitle: ownershipNoHistoryTitle,
  version: ownershipVersion,
  liveBadge: ownershipLiveBadge,
  rollBack: ownershipRollBack,
  rollBackTo: ownershipRollBackTo,
  rollBackNote: ownershipRollBackNote,
  rollBackWould: ownershipRollBackWould,
  sameAsLive: ownershipSameAsLive,
  comparing: ownershipComparing,
  cancel: ownershipCancel,
  exportTitle: ownershipExportTitle,
  exportHelp: ownershipExportHelp,
  exportWhat: ownershipExportWhat,
  exportJson: ownershipExportJson,
  exportMarkdown: ownershipExportMarkdown,
  exportCsv: ownershipExportCsv,
  download: ownershipDownload,
  importTitle: ownershipImportTitle,
  importHelp: ownershipImportHelp,
  importReplaces: ownershipImportReplaces,
  importFile: ownershipImportFile,
  imported: ownershipImported,
  fileTooLarge: ownershipFileTooLarge,
  documentTitle: ownershipDocumentTitle,
  documentVersion: ownershipDocumentVersion,
  none: ownershipNone,
  yes: ownershipYes,
  no: ownershipNo,
};

/** Ownership matrix, checks of a rule */
export const checks = {
  unfinished: checksUnfinished,
  reasonMissing: checksReasonMissing,
  salesforceMissing: checksSalesforceMissing,
  salesforceHidden: checksSalesforceHidden,
  salesforceReadOnly: checksSalesforceReadOnly,
  salesforceNotEditable: checksSalesforceNotEditable,
  salesforceRequired: checksSalesforceRequired,
  fixIgnoreBlanks: checksFixIgnoreBlanks,
  hubspotMissing: checksHubspotMissing,
  hubspotReadOnly: checksHubspotReadOnly,
  typesNever: checksTypesNever,
  tooLong: checksTooLong,
  optionsHomeless: checksOptionsHomeless,
  optionGone: checksOptionGone,
  fixMap: checksFixMap,
  requiredUnfilled: checksRequiredUnfilled,
};

/** Why two fields cannot be paired, by reason of c/ownershipConversions */
export const refusals = {
  kinds: checksRefusedKinds,
  separators: checksRefusedSeparators,
  reference: checksRefusedReference,
  'record-id': checksRefusedRecordId,
  address: checksRefusedAddress,
  geolocation: checksRefusedGeolocation,
  encrypted: checksRefusedEncrypted,
  time: checksRefusedTime,
  file: checksRefusedFile,
  sensitive: checksRefusedSensitive,
  internal: checksRefusedInternal,
  other: checksRefusedOther,
};

/** What may not come through between two fields, by loss of c/ownershipConversions */
export const losses = {
  length: checksLossLength,
  scale: checksLossScale,
  'time-of-day': checksLossTimeOfDay,
  midnight: checksLossMidnight,
  seconds: checksLossSeconds,
  blank: checksLossBlank,
  options: checksLossOptions,
  'one-value': checksLossOneValue,
  form: checksLossForm,
};

/** Names of what a rule says */
export const fields = {
  salesforceObject: fieldsSalesforceObject,
  salesforceField: fieldsSalesforceField,
  hubspotProperty: fieldsHubspotProperty,
  owner: fieldsOwner,
  direction: fieldsDirection,
  policy: fieldsPolicy,
  windowMinutes: fieldsWindowMinutes,
  isProtected: fieldsIsProtected,
  blank: fieldsBlank,
  nonOwnerEdit: fieldsNonOwnerEdit,
  valueMap: fieldsValueMap,
  referenceMapping: fieldsReferenceMapping,
  createDefault: fieldsCreateDefault,
  reason: fieldsReason,
  isEnabled: fieldsIsEnabled,
};

/** Values of a rule */
export const choices = {
  Salesforce: choicesSalesforce,
  HubSpot: choicesHubSpot,
  'Two-way': choicesTwoWay,
  'To HubSpot': choicesToHubSpot,
  'To Salesforce': choicesToSalesforce,
  Off: choicesOff,
  Latest: choicesLatest,
  Owner: choicesOwner,
  'Fill blank': choicesFillBlank,
  Review: choicesReview,
  Propagate: choicesPropagate,
  Ignore: choicesIgnore,
  Enforce: choicesEnforce,
  Tolerate: choicesTolerate,
};

/** Kinds of fields */
export const kinds = {
  text: kindsText,
  'long-text': kindsLongText,
  email: kindsEmail,
  phone: kindsPhone,
  url: kindsUrl,
  number: kindsNumber,
  boolean: kindsBoolean,
  date: kindsDate,
  datetime: kindsDatetime,
  picklist: kindsPicklist,
  'multi-picklist': kindsMultiPicklist,
  reference: kindsReference,
};

/** Groups of fields */
export const groups = {
  email: groupsEmail,
  person: groupsPerson,
  consent: groupsConsent,
  lifecycle: groupsLifecycle,
  attribution: groupsAttribution,
  salesProcess: groupsSalesProcess,
  company: groupsCompany,
  firmographics: groupsFirmographics,
  deal: groupsDeal,
};

/** Operating model */
export const model = {
  title: modelTitle,
  intro: modelIntro,
  hybridTitle: modelHybridTitle,
  hybridText: modelHybridText,
  hybridFits: modelHybridFits,
  salesforceTitle: modelSalesforceTitle,
  salesforceText: modelSalesforceText,
  salesforceFits: modelSalesforceFits,
  hubspotTitle: modelHubspotTitle,
  hubspotText: modelHubspotText,
  hubspotFits: modelHubspotFits,
  apply: modelApply,
  applyNamed: modelApplyNamed,
  applied: modelApplied,
  same: modelSame,
  changes: modelChanges,
  tableTitle: modelTableTitle,
  columnGroup: modelColumnGroup,
  fieldsCount: modelFieldsCount,
  unchanged: modelUnchanged,
  after: modelAfter,
};

/** Connect */
export const connect = {
  title: connectTitle,
  intro: connectIntro,
  refresh: connectRefresh,
  salesforce: connectSalesforce,
  hubspot: connectHubspot,
  bridge: connectBridge,
  reached: connectReached,
  notReached: connectNotReached,
  notKnown: connectNotKnown,
  working: connectWorking,
  org: connectOrg,
  sandboxOrg: connectSandboxOrg,
  orgId: connectOrgId,
  stream: connectStream,
  streamOpen: connectStreamOpen,
  streamClosed: connectStreamClosed,
  portal: connectPortal,
  app: connectApp,
  rules: connectRules,
  rulesVersion: connectRulesVersion,
  noRules: connectNoRules,
  firstSync: connectFirstSync,
  firstSyncDone: connectFirstSyncDone,
  firstSyncRunning: connectFirstSyncRunning,
  linked: connectLinked,
  waiting: connectWaiting,
  waitingText: connectWaitingText,
  budgetLeft: connectBudgetLeft,
  shareOf: connectShareOf,
  shareSalesforce: connectShareSalesforce,
  shareHubSpot: connectShareHubSpot,
  tripTitle: connectTripTitle,
  tripHelp: connectTripHelp,
  tripRun: connectTripRun,
  tripRunning: connectTripRunning,
  tripFine: connectTripFine,
  tripTrouble: connectTripTrouble,
  legSalesforce: connectLegSalesforce,
  legHubSpot: connectLegHubSpot,
  legEvent: connectLegEvent,
  failed: connectFailed,
  userTitle: connectUserTitle,
  userHelp: connectUserHelp,
  userUnknown: connectUserUnknown,
  userUnknownText: connectUserUnknownText,
  columnPermission: connectColumnPermission,
  columnWhy: connectColumnWhy,
  columnState: connectColumnState,
  state_ok: connectStateOk,
  state_missing: connectStateMissing,
  state_unknown: connectStateUnknown,
  checkActive: connectCheckActive,
  whyActive: connectWhyActive,
  stepsActive: connectStepsActive,
  checkSet: connectCheckSet,
  whySet: connectWhySet,
  stepsSet: connectStepsSet,
  assign: connectAssign,
  assigned: connectAssigned,
  checkFields: connectCheckFields,
  whyFields: connectWhyFields,
  hidden: connectHidden,
  locked: connectLocked,
  stepsFields: connectStepsFields,
  checkApi: connectCheckApi,
  whyApi: connectWhyApi,
  stepsApi: connectStepsApi,
  checkAll: connectCheckAll,
  whyAll: connectWhyAll,
  stepsAll: connectStepsAll,
  checkConvert: connectCheckConvert,
  whyConvert: connectWhyConvert,
  stepsConvert: connectStepsConvert,
  troublesTitle: connectTroublesTitle,
  troubleCount: connectTroubleCount,
  noTroubles: connectNoTroubles,
  troublesUnknown: connectTroublesUnknown,
  allTroubles: connectAllTroubles,
};
