/** The texts of the sync status panel, by short name. */
import allAgreeText from '@salesforce/label/c.Fieldwise_SyncStatus_AllAgreeText';
import allAgreeTitle from '@salesforce/label/c.Fieldwise_SyncStatus_AllAgreeTitle';
import decisionText from '@salesforce/label/c.Fieldwise_SyncStatus_DecisionText';
import deleted from '@salesforce/label/c.Fieldwise_SyncStatus_Deleted';
import deletedText from '@salesforce/label/c.Fieldwise_SyncStatus_DeletedText';
import direction from '@salesforce/label/c.Fieldwise_SyncStatus_Direction';
import fieldInStep from '@salesforce/label/c.Fieldwise_SyncStatus_FieldInStep';
import fieldIssue from '@salesforce/label/c.Fieldwise_SyncStatus_FieldIssue';
import fieldLeftDifferent from '@salesforce/label/c.Fieldwise_SyncStatus_FieldLeftDifferent';
import fieldOff from '@salesforce/label/c.Fieldwise_SyncStatus_FieldOff';
import fieldWaiting from '@salesforce/label/c.Fieldwise_SyncStatus_FieldWaiting';
import hubSpot from '@salesforce/label/c.Fieldwise_SyncStatus_HubSpot';
import hubSpotRecord from '@salesforce/label/c.Fieldwise_SyncStatus_HubSpotRecord';
import inSync from '@salesforce/label/c.Fieldwise_SyncStatus_InSync';
import inSyncText from '@salesforce/label/c.Fieldwise_SyncStatus_InSyncText';
import issue from '@salesforce/label/c.Fieldwise_SyncStatus_Issue';
import issueText from '@salesforce/label/c.Fieldwise_SyncStatus_IssueText';
import issues from '@salesforce/label/c.Fieldwise_SyncStatus_Issues';
import lastDecision from '@salesforce/label/c.Fieldwise_SyncStatus_LastDecision';
import lastSync from '@salesforce/label/c.Fieldwise_SyncStatus_LastSync';
import lastWriter from '@salesforce/label/c.Fieldwise_SyncStatus_LastWriter';
import neverMet from '@salesforce/label/c.Fieldwise_SyncStatus_NeverMet';
import neverMetText from '@salesforce/label/c.Fieldwise_SyncStatus_NeverMetText';
import neverSynced from '@salesforce/label/c.Fieldwise_SyncStatus_NeverSynced';
import noFieldsText from '@salesforce/label/c.Fieldwise_SyncStatus_NoFieldsText';
import noFieldsTitle from '@salesforce/label/c.Fieldwise_SyncStatus_NoFieldsTitle';
import noPermissionText from '@salesforce/label/c.Fieldwise_SyncStatus_NoPermissionText';
import noPermissionTitle from '@salesforce/label/c.Fieldwise_SyncStatus_NoPermissionTitle';
import notLinked from '@salesforce/label/c.Fieldwise_SyncStatus_NotLinked';
import off from '@salesforce/label/c.Fieldwise_SyncStatus_Off';
import onlyDifferent from '@salesforce/label/c.Fieldwise_SyncStatus_OnlyDifferent';
import opened from '@salesforce/label/c.Fieldwise_SyncStatus_Opened';
import outOfScope from '@salesforce/label/c.Fieldwise_SyncStatus_OutOfScope';
import outOfScopeText from '@salesforce/label/c.Fieldwise_SyncStatus_OutOfScopeText';
import owner from '@salesforce/label/c.Fieldwise_SyncStatus_Owner';
import pending from '@salesforce/label/c.Fieldwise_SyncStatus_Pending';
import pendingText from '@salesforce/label/c.Fieldwise_SyncStatus_PendingText';
import policy from '@salesforce/label/c.Fieldwise_SyncStatus_Policy';
import policyFillBlank from '@salesforce/label/c.Fieldwise_SyncStatus_PolicyFillBlank';
import policyLatest from '@salesforce/label/c.Fieldwise_SyncStatus_PolicyLatest';
import policyOwner from '@salesforce/label/c.Fieldwise_SyncStatus_PolicyOwner';
import policyReview from '@salesforce/label/c.Fieldwise_SyncStatus_PolicyReview';
import property from '@salesforce/label/c.Fieldwise_SyncStatus_Property';
import refresh from '@salesforce/label/c.Fieldwise_SyncStatus_Refresh';
import report from '@salesforce/label/c.Fieldwise_SyncStatus_Report';
import reportCancel from '@salesforce/label/c.Fieldwise_SyncStatus_ReportCancel';
import reportHelp from '@salesforce/label/c.Fieldwise_SyncStatus_ReportHelp';
import reportLabel from '@salesforce/label/c.Fieldwise_SyncStatus_ReportLabel';
import reportMissing from '@salesforce/label/c.Fieldwise_SyncStatus_ReportMissing';
import reportSend from '@salesforce/label/c.Fieldwise_SyncStatus_ReportSend';
import reported from '@salesforce/label/c.Fieldwise_SyncStatus_Reported';
import retryAt from '@salesforce/label/c.Fieldwise_SyncStatus_RetryAt';
import review from '@salesforce/label/c.Fieldwise_SyncStatus_Review';
import reviewText from '@salesforce/label/c.Fieldwise_SyncStatus_ReviewText';
import reviews from '@salesforce/label/c.Fieldwise_SyncStatus_Reviews';
import salesforce from '@salesforce/label/c.Fieldwise_SyncStatus_Salesforce';
import syncDone from '@salesforce/label/c.Fieldwise_SyncStatus_SyncDone';
import syncNow from '@salesforce/label/c.Fieldwise_SyncStatus_SyncNow';
import syncSlow from '@salesforce/label/c.Fieldwise_SyncStatus_SyncSlow';
import syncing from '@salesforce/label/c.Fieldwise_SyncStatus_Syncing';
import title from '@salesforce/label/c.Fieldwise_SyncStatus_Title';
import toHubSpot from '@salesforce/label/c.Fieldwise_SyncStatus_ToHubSpot';
import toSalesforce from '@salesforce/label/c.Fieldwise_SyncStatus_ToSalesforce';
import trouble from '@salesforce/label/c.Fieldwise_SyncStatus_Trouble';
import twoWay from '@salesforce/label/c.Fieldwise_SyncStatus_TwoWay';
import wholeRecord from '@salesforce/label/c.Fieldwise_SyncStatus_WholeRecord';
import why from '@salesforce/label/c.Fieldwise_SyncStatus_Why';
import whyHide from '@salesforce/label/c.Fieldwise_SyncStatus_WhyHide';
import whyLoad from '@salesforce/label/c.Fieldwise_SyncStatus_WhyLoad';
import winnerBoth from '@salesforce/label/c.Fieldwise_SyncStatus_WinnerBoth';
import winnerNeither from '@salesforce/label/c.Fieldwise_SyncStatus_WinnerNeither';
import writerFromHubSpot from '@salesforce/label/c.Fieldwise_SyncStatus_WriterFromHubSpot';
import writerFromSalesforce from '@salesforce/label/c.Fieldwise_SyncStatus_WriterFromSalesforce';
import writerOther from '@salesforce/label/c.Fieldwise_SyncStatus_WriterOther';
import writerPerson from '@salesforce/label/c.Fieldwise_SyncStatus_WriterPerson';
import writerUnknown from '@salesforce/label/c.Fieldwise_SyncStatus_WriterUnknown';

export const label = {
  allAgreeText,
  allAgreeTitle,
  decisionText,
  deleted,
  deletedText,
  direction,
  fieldInStep,
  fieldIssue,
  fieldLeftDifferent,
  fieldOff,
  fieldWaiting,
  hubSpot,
  hubSpotRecord,
  inSync,
  inSyncText,
  issue,
  issueText,
  issues,
  lastDecision,
  lastSync,
  lastWriter,
  neverMet,
  neverMetText,
  neverSynced,
  noFieldsText,
  noFieldsTitle,
  noPermissionText,
  noPermissionTitle,
  notLinked,
  off,
  onlyDifferent,
  opened,
  outOfScope,
  outOfScopeText,
  owner,
  pending,
  pendingText,
  policy,
  policyFillBlank,
  policyLatest,
  policyOwner,
  policyReview,
  property,
  refresh,
  report,
  reportCancel,
  reportHelp,
  reportLabel,
  reportMissing,
  reportSend,
  reported,
  retryAt,
  review,
  reviewText,
  reviews,
  salesforce,
  syncDone,
  syncNow,
  syncSlow,
  syncing,
  title,
  toHubSpot,
  toSalesforce,
  trouble,
  twoWay,
  wholeRecord,
  why,
  whyHide,
  whyLoad,
  winnerBoth,
  winnerNeither,
  writerFromHubSpot,
  writerFromSalesforce,
  writerOther,
  writerPerson,
  writerUnknown,
};
