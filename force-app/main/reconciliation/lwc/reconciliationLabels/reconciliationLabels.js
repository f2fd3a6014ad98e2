/** The texts of the page Reconciliation. */
import action from '@salesforce/label/c.Fieldwise_Reconciliation_Action';
import actionOf from '@salesforce/label/c.Fieldwise_Reconciliation_ActionOf';
import and from '@salesforce/label/c.Fieldwise_Reconciliation_And';
import back from '@salesforce/label/c.Fieldwise_Reconciliation_Back';
import bothSides from '@salesforce/label/c.Fieldwise_Reconciliation_BothSides';
import bothWords from '@salesforce/label/c.Fieldwise_Reconciliation_BothWords';
import bucketTable from '@salesforce/label/c.Fieldwise_Reconciliation_BucketTable';
import byThen from '@salesforce/label/c.Fieldwise_Reconciliation_ByThen';
import cancel from '@salesforce/label/c.Fieldwise_Reconciliation_Cancel';
import cancelled from '@salesforce/label/c.Fieldwise_Reconciliation_Cancelled';
import change from '@salesforce/label/c.Fieldwise_Reconciliation_Change';
import checkNow from '@salesforce/label/c.Fieldwise_Reconciliation_CheckNow';
import checkStarted from '@salesforce/label/c.Fieldwise_Reconciliation_CheckStarted';
import checkStopped from '@salesforce/label/c.Fieldwise_Reconciliation_CheckStopped';
import checking from '@salesforce/label/c.Fieldwise_Reconciliation_Checking';
import close from '@salesforce/label/c.Fieldwise_Reconciliation_Close';
import count from '@salesforce/label/c.Fieldwise_Reconciliation_Count';
import countedAt from '@salesforce/label/c.Fieldwise_Reconciliation_CountedAt';
import countedBy from '@salesforce/label/c.Fieldwise_Reconciliation_CountedBy';
import counterpart from '@salesforce/label/c.Fieldwise_Reconciliation_Counterpart';
import countsBoth from '@salesforce/label/c.Fieldwise_Reconciliation_CountsBoth';
import countsNone from '@salesforce/label/c.Fieldwise_Reconciliation_CountsNone';
import countsNoneText from '@salesforce/label/c.Fieldwise_Reconciliation_CountsNoneText';
import countsSame from '@salesforce/label/c.Fieldwise_Reconciliation_CountsSame';
import countsSay from '@salesforce/label/c.Fieldwise_Reconciliation_CountsSay';
import decidedAt from '@salesforce/label/c.Fieldwise_Reconciliation_DecidedAt';
import disagree from '@salesforce/label/c.Fieldwise_Reconciliation_Disagree';
import download from '@salesforce/label/c.Fieldwise_Reconciliation_Download';
import drawing from '@salesforce/label/c.Fieldwise_Reconciliation_Drawing';
import drift from '@salesforce/label/c.Fieldwise_Reconciliation_Drift';
import empty from '@salesforce/label/c.Fieldwise_Reconciliation_Empty';
import emptyText from '@salesforce/label/c.Fieldwise_Reconciliation_EmptyText';
import everybody from '@salesforce/label/c.Fieldwise_Reconciliation_Everybody';
import explained from '@salesforce/label/c.Fieldwise_Reconciliation_Explained';
import explainedHead from '@salesforce/label/c.Fieldwise_Reconciliation_ExplainedHead';
import exported from '@salesforce/label/c.Fieldwise_Reconciliation_Exported';
import exporting from '@salesforce/label/c.Fieldwise_Reconciliation_Exporting';
import faultsNone from '@salesforce/label/c.Fieldwise_Reconciliation_FaultsNone';
import faultsNoneText from '@salesforce/label/c.Fieldwise_Reconciliation_FaultsNoneText';
import faultsTitle from '@salesforce/label/c.Fieldwise_Reconciliation_FaultsTitle';
import field from '@salesforce/label/c.Fieldwise_Reconciliation_Field';
import fieldPair from '@salesforce/label/c.Fieldwise_Reconciliation_FieldPair';
import fields from '@salesforce/label/c.Fieldwise_Reconciliation_Fields';
import found from '@salesforce/label/c.Fieldwise_Reconciliation_Found';
import handedAt from '@salesforce/label/c.Fieldwise_Reconciliation_HandedAt';
import hideFields from '@salesforce/label/c.Fieldwise_Reconciliation_HideFields';
import hideRecords from '@salesforce/label/c.Fieldwise_Reconciliation_HideRecords';
import history from '@salesforce/label/c.Fieldwise_Reconciliation_History';
import historyLine from '@salesforce/label/c.Fieldwise_Reconciliation_HistoryLine';
import hubSpot from '@salesforce/label/c.Fieldwise_Reconciliation_HubSpot';
import hubSpotOnly from '@salesforce/label/c.Fieldwise_Reconciliation_HubSpotOnly';
import intro from '@salesforce/label/c.Fieldwise_Reconciliation_Intro';
import lastChecked from '@salesforce/label/c.Fieldwise_Reconciliation_LastChecked';
import ledgerNone from '@salesforce/label/c.Fieldwise_Reconciliation_LedgerNone';
import ledgerNoneText from '@salesforce/label/c.Fieldwise_Reconciliation_LedgerNoneText';
import ledgerTable from '@salesforce/label/c.Fieldwise_Reconciliation_LedgerTable';
import made from '@salesforce/label/c.Fieldwise_Reconciliation_Made';
import mapping from '@salesforce/label/c.Fieldwise_Reconciliation_Mapping';
import mappings from '@salesforce/label/c.Fieldwise_Reconciliation_Mappings';
import more from '@salesforce/label/c.Fieldwise_Reconciliation_More';
import never from '@salesforce/label/c.Fieldwise_Reconciliation_Never';
import neverText from '@salesforce/label/c.Fieldwise_Reconciliation_NeverText';
import nextCheck from '@salesforce/label/c.Fieldwise_Reconciliation_NextCheck';
import noCounterpart from '@salesforce/label/c.Fieldwise_Reconciliation_NoCounterpart';
import noLonger from '@salesforce/label/c.Fieldwise_Reconciliation_NoLonger';
import noNext from '@salesforce/label/c.Fieldwise_Reconciliation_NoNext';
import notCounted from '@salesforce/label/c.Fieldwise_Reconciliation_NotCounted';
import opAtLeast from '@salesforce/label/c.Fieldwise_Reconciliation_OpAtLeast';
import opAtMost from '@salesforce/label/c.Fieldwise_Reconciliation_OpAtMost';
import opBlank from '@salesforce/label/c.Fieldwise_Reconciliation_OpBlank';
import opFilled from '@salesforce/label/c.Fieldwise_Reconciliation_OpFilled';
import opIn from '@salesforce/label/c.Fieldwise_Reconciliation_OpIn';
import opMember from '@salesforce/label/c.Fieldwise_Reconciliation_OpMember';
import opNotIn from '@salesforce/label/c.Fieldwise_Reconciliation_OpNotIn';
import opNotMember from '@salesforce/label/c.Fieldwise_Reconciliation_OpNotMember';
import or from '@salesforce/label/c.Fieldwise_Reconciliation_Or';
import pairs from '@salesforce/label/c.Fieldwise_Reconciliation_Pairs';
import pending from '@salesforce/label/c.Fieldwise_Reconciliation_Pending';
import perSecond from '@salesforce/label/c.Fieldwise_Reconciliation_PerSecond';
import person from '@salesforce/label/c.Fieldwise_Reconciliation_Person';
import platformSays from '@salesforce/label/c.Fieldwise_Reconciliation_PlatformSays';
import receivedAt from '@salesforce/label/c.Fieldwise_Reconciliation_ReceivedAt';
import records from '@salesforce/label/c.Fieldwise_Reconciliation_Records';
import recordsOf from '@salesforce/label/c.Fieldwise_Reconciliation_RecordsOf';
import remedy from '@salesforce/label/c.Fieldwise_Reconciliation_Remedy';
import repair from '@salesforce/label/c.Fieldwise_Reconciliation_Repair';
import repairAll from '@salesforce/label/c.Fieldwise_Reconciliation_RepairAll';
import repairConfirm from '@salesforce/label/c.Fieldwise_Reconciliation_RepairConfirm';
import repairDone from '@salesforce/label/c.Fieldwise_Reconciliation_RepairDone';
import repairStarted from '@salesforce/label/c.Fieldwise_Reconciliation_RepairStarted';
import repairing from '@salesforce/label/c.Fieldwise_Reconciliation_Repairing';
import salesforce from '@salesforce/label/c.Fieldwise_Reconciliation_Salesforce';
import salesforceOnly from '@salesforce/label/c.Fieldwise_Reconciliation_SalesforceOnly';
import save from '@salesforce/label/c.Fieldwise_Reconciliation_Save';
import saved from '@salesforce/label/c.Fieldwise_Reconciliation_Saved';
import scoreNone from '@salesforce/label/c.Fieldwise_Reconciliation_ScoreNone';
import scoreText from '@salesforce/label/c.Fieldwise_Reconciliation_ScoreText';
import scoreTitle from '@salesforce/label/c.Fieldwise_Reconciliation_ScoreTitle';
import seen from '@salesforce/label/c.Fieldwise_Reconciliation_Seen';
import showFields from '@salesforce/label/c.Fieldwise_Reconciliation_ShowFields';
import showRecords from '@salesforce/label/c.Fieldwise_Reconciliation_ShowRecords';
import stage from '@salesforce/label/c.Fieldwise_Reconciliation_Stage';
import state from '@salesforce/label/c.Fieldwise_Reconciliation_State';
import stateAccepted from '@salesforce/label/c.Fieldwise_Reconciliation_StateAccepted';
import stateAll from '@salesforce/label/c.Fieldwise_Reconciliation_StateAll';
import stateNotHanded from '@salesforce/label/c.Fieldwise_Reconciliation_StateNotHanded';
import stateOf from '@salesforce/label/c.Fieldwise_Reconciliation_StateOf';
import stateReceived from '@salesforce/label/c.Fieldwise_Reconciliation_StateReceived';
import stateRefused from '@salesforce/label/c.Fieldwise_Reconciliation_StateRefused';
import sumHubSpot from '@salesforce/label/c.Fieldwise_Reconciliation_SumHubSpot';
import sumSalesforce from '@salesforce/label/c.Fieldwise_Reconciliation_SumSalesforce';
import tabCounts from '@salesforce/label/c.Fieldwise_Reconciliation_TabCounts';
import tabDrift from '@salesforce/label/c.Fieldwise_Reconciliation_TabDrift';
import tabLedger from '@salesforce/label/c.Fieldwise_Reconciliation_TabLedger';
import title from '@salesforce/label/c.Fieldwise_Reconciliation_Title';
import unaccounted from '@salesforce/label/c.Fieldwise_Reconciliation_Unaccounted';
import unexplained from '@salesforce/label/c.Fieldwise_Reconciliation_Unexplained';
import unknown from '@salesforce/label/c.Fieldwise_Reconciliation_Unknown';
import unscheduled from '@salesforce/label/c.Fieldwise_Reconciliation_Unscheduled';
import values from '@salesforce/label/c.Fieldwise_Reconciliation_Values';
import whoCounts from '@salesforce/label/c.Fieldwise_Reconciliation_WhoCounts';
import whoField from '@salesforce/label/c.Fieldwise_Reconciliation_WhoField';
import whoHubSpot from '@salesforce/label/c.Fieldwise_Reconciliation_WhoHubSpot';
import whoObject from '@salesforce/label/c.Fieldwise_Reconciliation_WhoObject';
import whoOwn from '@salesforce/label/c.Fieldwise_Reconciliation_WhoOwn';
import whoRules from '@salesforce/label/c.Fieldwise_Reconciliation_WhoRules';
import whoSalesforce from '@salesforce/label/c.Fieldwise_Reconciliation_WhoSalesforce';
import whoSegment from '@salesforce/label/c.Fieldwise_Reconciliation_WhoSegment';
import whoTitle from '@salesforce/label/c.Fieldwise_Reconciliation_WhoTitle';
import whoValues from '@salesforce/label/c.Fieldwise_Reconciliation_WhoValues';
import why from '@salesforce/label/c.Fieldwise_Reconciliation_Why';
import wouldWrite from '@salesforce/label/c.Fieldwise_Reconciliation_WouldWrite';
import writes from '@salesforce/label/c.Fieldwise_Reconciliation_Writes';

export const label = {
  action,
  actionOf,
  and,
  back,
  bothSides,
  bothWords,
  bucketTable,
  byThen,
  cancel,
  cancelled,
  change,
  checkNow,
  checkStarted,
  checkStopped,
  checking,
  close,
  count,
  countedAt,
  countedBy,
  counterpart,
  countsBoth,
  countsNone,
  countsNoneText,
  countsSame,
  countsSay,
  decidedAt,
  disagree,
  download,
  drawing,
  drift,
  empty,
  emptyText,
  everybody,
  explained,
  explainedHead,
  exported,
  exporting,
  faultsNone,
  faultsNoneText,
  faultsTitle,
  field,
  fieldPair,
  fields,
  found,
  handedAt,
  hideFields,
  hideRecords,
  history,
  historyLine,
  hubSpot,
  hubSpotOnly,
  intro,
  lastChecked,
  ledgerNone,
  ledgerNoneText,
  ledgerTable,
  made,
  mapping,
  mappings,
  more,
  never,
  neverText,
  nextCheck,
  noCounterpart,
  noLonger,
  noNext,
  notCounted,
  opAtLeast,
  opAtMost,
  opBlank,
  opFilled,
  opIn,
  opMember,
  opNotIn,
  opNotMember,
  or,
  pairs,
  pending,
  perSecond,
  person,
  platformSays,
  receivedAt,
  records,
  recordsOf,
  remedy,
  repair,
  repairAll,
  repairConfirm,
  repairDone,
  repairStarted,
  repairing,
  salesforce,
  salesforceOnly,
  save,
  saved,
  scoreNone,
  scoreText,
  scoreTitle,
  seen,
  showFields,
  showRecords,
  stage,
  state,
  stateAccepted,
  stateAll,
  stateNotHanded,
  stateOf,
  stateReceived,
  stateRefused,
  sumHubSpot,
  sumSalesforce,
  tabCounts,
  tabDrift,
  tabLedger,
  title,
  unaccounted,
  unexplained,
  unknown,
  unscheduled,
  values,
  whoCounts,
  whoField,
  whoHubSpot,
  whoObject,
  whoOwn,
  whoRules,
  whoSalesforce,
  whoSegment,
  whoTitle,
  whoValues,
  why,
  wouldWrite,
  writes,
};
