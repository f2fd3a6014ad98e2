/** The texts of the page Preflight and go-live, each a custom label. */
import again from '@salesforce/label/c.Fieldwise_Golive_Again';
import approve from '@salesforce/label/c.Fieldwise_Golive_Approve';
import approveAnyway from '@salesforce/label/c.Fieldwise_Golive_ApproveAnyway';
import approveFailing from '@salesforce/label/c.Fieldwise_Golive_ApproveFailing';
import approveQuestion from '@salesforce/label/c.Fieldwise_Golive_ApproveQuestion';
import became from '@salesforce/label/c.Fieldwise_Golive_Became';
import boundBridge from '@salesforce/label/c.Fieldwise_Golive_BoundBridge';
import boundHubspotDay from '@salesforce/label/c.Fieldwise_Golive_BoundHubspotDay';
import boundHubspotSeconds from '@salesforce/label/c.Fieldwise_Golive_BoundHubspotSeconds';
import boundSalesforceDay from '@salesforce/label/c.Fieldwise_Golive_BoundSalesforceDay';
import calls from '@salesforce/label/c.Fieldwise_Golive_Calls';
import canaryIntro from '@salesforce/label/c.Fieldwise_Golive_CanaryIntro';
import canaryNone from '@salesforce/label/c.Fieldwise_Golive_CanaryNone';
import canaryTable from '@salesforce/label/c.Fieldwise_Golive_CanaryTable';
import canaryTitle from '@salesforce/label/c.Fieldwise_Golive_CanaryTitle';
import cancel from '@salesforce/label/c.Fieldwise_Golive_Cancel';
import cancelQuestion from '@salesforce/label/c.Fieldwise_Golive_CancelQuestion';
import checkNow from '@salesforce/label/c.Fieldwise_Golive_CheckNow';
import checkedAt from '@salesforce/label/c.Fieldwise_Golive_CheckedAt';
import checksList from '@salesforce/label/c.Fieldwise_Golive_ChecksList';
import checksNone from '@salesforce/label/c.Fieldwise_Golive_ChecksNone';
import checksNoneText from '@salesforce/label/c.Fieldwise_Golive_ChecksNoneText';
import checksTitle from '@salesforce/label/c.Fieldwise_Golive_ChecksTitle';
import count from '@salesforce/label/c.Fieldwise_Golive_Count';
import countsMatch from '@salesforce/label/c.Fieldwise_Golive_CountsMatch';
import countsMismatch from '@salesforce/label/c.Fieldwise_Golive_CountsMismatch';
import countsTable from '@salesforce/label/c.Fieldwise_Golive_CountsTable';
import countsTitle from '@salesforce/label/c.Fieldwise_Golive_CountsTitle';
import createsHubspot from '@salesforce/label/c.Fieldwise_Golive_CreatesHubspot';
import createsSalesforce from '@salesforce/label/c.Fieldwise_Golive_CreatesSalesforce';
import details from '@salesforce/label/c.Fieldwise_Golive_Details';
import detailsShort from '@salesforce/label/c.Fieldwise_Golive_DetailsShort';
import doNotMatch from '@salesforce/label/c.Fieldwise_Golive_DoNotMatch';
import dryRun from '@salesforce/label/c.Fieldwise_Golive_DryRun';
import dryRunIntro from '@salesforce/label/c.Fieldwise_Golive_DryRunIntro';
import estimateMargin from '@salesforce/label/c.Fieldwise_Golive_EstimateMargin';
import expected from '@salesforce/label/c.Fieldwise_Golive_Expected';
import explained from '@salesforce/label/c.Fieldwise_Golive_Explained';
import fateCreate from '@salesforce/label/c.Fieldwise_Golive_FateCreate';
import fateMatch from '@salesforce/label/c.Fieldwise_Golive_FateMatch';
import fateUpdate from '@salesforce/label/c.Fieldwise_Golive_FateUpdate';
import faultDisagree from '@salesforce/label/c.Fieldwise_Golive_FaultDisagree';
import faultUnexplained from '@salesforce/label/c.Fieldwise_Golive_FaultUnexplained';
import faultsTitle from '@salesforce/label/c.Fieldwise_Golive_FaultsTitle';
import fewCross from '@salesforce/label/c.Fieldwise_Golive_FewCross';
import fieldsAgree from '@salesforce/label/c.Fieldwise_Golive_FieldsAgree';
import fieldsAgreeOf from '@salesforce/label/c.Fieldwise_Golive_FieldsAgreeOf';
import forecastIntro from '@salesforce/label/c.Fieldwise_Golive_ForecastIntro';
import forecastTable from '@salesforce/label/c.Fieldwise_Golive_ForecastTable';
import forecastTitle from '@salesforce/label/c.Fieldwise_Golive_ForecastTitle';
import held from '@salesforce/label/c.Fieldwise_Golive_Held';
import hours from '@salesforce/label/c.Fieldwise_Golive_Hours';
import hoursFew from '@salesforce/label/c.Fieldwise_Golive_HoursFew';
import inHubspot from '@salesforce/label/c.Fieldwise_Golive_InHubspot';
import inSalesforce from '@salesforce/label/c.Fieldwise_Golive_InSalesforce';
import intro from '@salesforce/label/c.Fieldwise_Golive_Intro';
import left from '@salesforce/label/c.Fieldwise_Golive_Left';
import linkedHubspot from '@salesforce/label/c.Fieldwise_Golive_LinkedHubspot';
import linkedSalesforce from '@salesforce/label/c.Fieldwise_Golive_LinkedSalesforce';
import looking from '@salesforce/label/c.Fieldwise_Golive_Looking';
import mapping from '@salesforce/label/c.Fieldwise_Golive_Mapping';
import match from '@salesforce/label/c.Fieldwise_Golive_Match';
import matches from '@salesforce/label/c.Fieldwise_Golive_Matches';
import more from '@salesforce/label/c.Fieldwise_Golive_More';
import notReady from '@salesforce/label/c.Fieldwise_Golive_NotReady';
import outOfScope from '@salesforce/label/c.Fieldwise_Golive_OutOfScope';
import pause from '@salesforce/label/c.Fieldwise_Golive_Pause';
import perSecond from '@salesforce/label/c.Fieldwise_Golive_PerSecond';
import phaseCanary from '@salesforce/label/c.Fieldwise_Golive_PhaseCanary';
import phaseOver from '@salesforce/label/c.Fieldwise_Golive_PhaseOver';
import phaseRun from '@salesforce/label/c.Fieldwise_Golive_PhaseRun';
import phaseSurvey from '@salesforce/label/c.Fieldwise_Golive_PhaseSurvey';
import phaseVerify from '@salesforce/label/c.Fieldwise_Golive_PhaseVerify';
import progress from '@salesforce/label/c.Fieldwise_Golive_Progress';
import ready from '@salesforce/label/c.Fieldwise_Golive_Ready';
import record from '@salesforce/label/c.Fieldwise_Golive_Record';
import records from '@salesforce/label/c.Fieldwise_Golive_Records';
import refused from '@salesforce/label/c.Fieldwise_Golive_Refused';
import refusedRow from '@salesforce/label/c.Fieldwise_Golive_RefusedRow';
import remedy from '@salesforce/label/c.Fieldwise_Golive_Remedy';
import resume from '@salesforce/label/c.Fieldwise_Golive_Resume';
import reviews from '@salesforce/label/c.Fieldwise_Golive_Reviews';
import rulesJob from '@salesforce/label/c.Fieldwise_Golive_RulesJob';
import runTitle from '@salesforce/label/c.Fieldwise_Golive_RunTitle';
import score from '@salesforce/label/c.Fieldwise_Golive_Score';
import scoreName from '@salesforce/label/c.Fieldwise_Golive_ScoreName';
import stale from '@salesforce/label/c.Fieldwise_Golive_Stale';
import stateCancelled from '@salesforce/label/c.Fieldwise_Golive_StateCancelled';
import stateDone from '@salesforce/label/c.Fieldwise_Golive_StateDone';
import stateOf from '@salesforce/label/c.Fieldwise_Golive_StateOf';
import statePaused from '@salesforce/label/c.Fieldwise_Golive_StatePaused';
import stateWaiting from '@salesforce/label/c.Fieldwise_Golive_StateWaiting';
import stateWorking from '@salesforce/label/c.Fieldwise_Golive_StateWorking';
import title from '@salesforce/label/c.Fieldwise_Golive_Title';
import toneFail from '@salesforce/label/c.Fieldwise_Golive_ToneFail';
import tonePass from '@salesforce/label/c.Fieldwise_Golive_TonePass';
import toneWarn from '@salesforce/label/c.Fieldwise_Golive_ToneWarn';
import unexplained from '@salesforce/label/c.Fieldwise_Golive_Unexplained';
import updates from '@salesforce/label/c.Fieldwise_Golive_Updates';
import verdict from '@salesforce/label/c.Fieldwise_Golive_Verdict';
import walked from '@salesforce/label/c.Fieldwise_Golive_Walked';
import walkedOf from '@salesforce/label/c.Fieldwise_Golive_WalkedOf';
import wasCanceled from '@salesforce/label/c.Fieldwise_Golive_WasCanceled';
import wasDeleted from '@salesforce/label/c.Fieldwise_Golive_WasDeleted';
import wasDuplicate from '@salesforce/label/c.Fieldwise_Golive_WasDuplicate';
import wasIssue from '@salesforce/label/c.Fieldwise_Golive_WasIssue';
import wasLinked from '@salesforce/label/c.Fieldwise_Golive_WasLinked';
import wasOut from '@salesforce/label/c.Fieldwise_Golive_WasOut';
import wasReview from '@salesforce/label/c.Fieldwise_Golive_WasReview';
import wasWaiting from '@salesforce/label/c.Fieldwise_Golive_WasWaiting';

export const label = Object.freeze({
  again,
  approve,
  approveAnyway,
  approveFailing,
  approveQuestion,
  became,
  boundBridge,
  boundHubspotDay,
  boundHubspotSeconds,
  boundSalesforceDay,
  calls,
  canaryIntro,
  canaryNone,
  canaryTable,
  canaryTitle,
  cancel,
  cancelQuestion,
  checkNow,
  checkedAt,
  checksList,
  checksNone,
  checksNoneText,
  checksTitle,
  count,
  countsMatch,
  countsMismatch,
  countsTable,
  countsTitle,
  createsHubspot,
  createsSalesforce,
  details,
  detailsShort,
  doNotMatch,
  dryRun,
  dryRunIntro,
  estimateMargin,
  expected,
  explained,
  fateCreate,
  fateMatch,
  fateUpdate,
  faultDisagree,
  faultUnexplained,
  faultsTitle,
  fewCross,
  fieldsAgree,
  fieldsAgreeOf,
  forecastIntro,
  forecastTable,
  forecastTitle,
  held,
  hours,
  hoursFew,
  inHubspot,
  inSalesforce,
  intro,
  left,
  linkedHubspot,
  linkedSalesforce,
  looking,
  mapping,
  match,
  matches,
  more,
  notReady,
  outOfScope,
  pause,
  perSecond,
  phaseCanary,
  phaseOver,
  phaseRun,
  phaseSurvey,
  phaseVerify,
  progress,
  ready,
  record,
  records,
  refused,
  refusedRow,
  remedy,
  resume,
  reviews,
  rulesJob,
  runTitle,
  score,
  scoreName,
  stale,
  stateCancelled,
  stateDone,
  stateOf,
  statePaused,
  stateWaiting,
  stateWorking,
  title,
  toneFail,
  tonePass,
  toneWarn,
  unexplained,
  updates,
  verdict,
  walked,
  walkedOf,
  wasCanceled,
  wasDeleted,
  wasDuplicate,
  wasIssue,
  wasLinked,
  wasOut,
  wasReview,
  wasWaiting,
});
