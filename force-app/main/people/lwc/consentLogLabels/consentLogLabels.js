/** The texts of the page Consent log. */
import allEmail from '@salesforce/label/c.Fieldwise_ConsentLog_AllEmail';
import allKinds from '@salesforce/label/c.Fieldwise_ConsentLog_AllKinds';
import backCarried from '@salesforce/label/c.Fieldwise_ConsentLog_BackCarried';
import backNoEvidence from '@salesforce/label/c.Fieldwise_ConsentLog_BackNoEvidence';
import backRule from '@salesforce/label/c.Fieldwise_ConsentLog_BackRule';
import backWithdrawnAgain from '@salesforce/label/c.Fieldwise_ConsentLog_BackWithdrawnAgain';
import basis from '@salesforce/label/c.Fieldwise_ConsentLog_Basis';
import by from '@salesforce/label/c.Fieldwise_ConsentLog_By';
import chainBroken from '@salesforce/label/c.Fieldwise_ConsentLog_ChainBroken';
import chainErased from '@salesforce/label/c.Fieldwise_ConsentLog_ChainErased';
import chainTitle from '@salesforce/label/c.Fieldwise_ConsentLog_ChainTitle';
import chainUnchecked from '@salesforce/label/c.Fieldwise_ConsentLog_ChainUnchecked';
import chainWhole from '@salesforce/label/c.Fieldwise_ConsentLog_ChainWhole';
import clear from '@salesforce/label/c.Fieldwise_ConsentLog_Clear';
import emptyText from '@salesforce/label/c.Fieldwise_ConsentLog_EmptyText';
import emptyTitle from '@salesforce/label/c.Fieldwise_ConsentLog_EmptyTitle';
import erased from '@salesforce/label/c.Fieldwise_ConsentLog_Erased';
import exportLog from '@salesforce/label/c.Fieldwise_ConsentLog_Export';
import exported from '@salesforce/label/c.Fieldwise_ConsentLog_Exported';
import exporting from '@salesforce/label/c.Fieldwise_ConsentLog_Exporting';
import faultBroken from '@salesforce/label/c.Fieldwise_ConsentLog_FaultBroken';
import faultEnd from '@salesforce/label/c.Fieldwise_ConsentLog_FaultEnd';
import faultOrder from '@salesforce/label/c.Fieldwise_ConsentLog_FaultOrder';
import faultPerson from '@salesforce/label/c.Fieldwise_ConsentLog_FaultPerson';
import faultRow from '@salesforce/label/c.Fieldwise_ConsentLog_FaultRow';
import find from '@salesforce/label/c.Fieldwise_ConsentLog_Find';
import intro from '@salesforce/label/c.Fieldwise_ConsentLog_Intro';
import kind from '@salesforce/label/c.Fieldwise_ConsentLog_Kind';
import kindConfirmed from '@salesforce/label/c.Fieldwise_ConsentLog_KindConfirmed';
import kindCreatedWithdrawn from '@salesforce/label/c.Fieldwise_ConsentLog_KindCreatedWithdrawn';
import kindDeferred from '@salesforce/label/c.Fieldwise_ConsentLog_KindDeferred';
import kindEnded from '@salesforce/label/c.Fieldwise_ConsentLog_KindEnded';
import kindErased from '@salesforce/label/c.Fieldwise_ConsentLog_KindErased';
import kindInherited from '@salesforce/label/c.Fieldwise_ConsentLog_KindInherited';
import kindOptInWritten from '@salesforce/label/c.Fieldwise_ConsentLog_KindOptInWritten';
import kindRefused from '@salesforce/label/c.Fieldwise_ConsentLog_KindRefused';
import kindTakenBack from '@salesforce/label/c.Fieldwise_ConsentLog_KindTakenBack';
import kindWithdrawn from '@salesforce/label/c.Fieldwise_ConsentLog_KindWithdrawn';
import kindWritten from '@salesforce/label/c.Fieldwise_ConsentLog_KindWritten';
import more from '@salesforce/label/c.Fieldwise_ConsentLog_More';
import noMatchText from '@salesforce/label/c.Fieldwise_ConsentLog_NoMatchText';
import noMatchTitle from '@salesforce/label/c.Fieldwise_ConsentLog_NoMatchTitle';
import noRules from '@salesforce/label/c.Fieldwise_ConsentLog_NoRules';
import personIn from '@salesforce/label/c.Fieldwise_ConsentLog_PersonIn';
import personNone from '@salesforce/label/c.Fieldwise_ConsentLog_PersonNone';
import personOut from '@salesforce/label/c.Fieldwise_ConsentLog_PersonOut';
import personPlace from '@salesforce/label/c.Fieldwise_ConsentLog_PersonPlace';
import personTitle from '@salesforce/label/c.Fieldwise_ConsentLog_PersonTitle';
import place from '@salesforce/label/c.Fieldwise_ConsentLog_Place';
import placeAddress from '@salesforce/label/c.Fieldwise_ConsentLog_PlaceAddress';
import placeHubSpot from '@salesforce/label/c.Fieldwise_ConsentLog_PlaceHubSpot';
import placeLog from '@salesforce/label/c.Fieldwise_ConsentLog_PlaceLog';
import proof from '@salesforce/label/c.Fieldwise_ConsentLog_Proof';
import records from '@salesforce/label/c.Fieldwise_ConsentLog_Records';
import row from '@salesforce/label/c.Fieldwise_ConsentLog_Row';
import rows from '@salesforce/label/c.Fieldwise_ConsentLog_Rows';
import ruleLine from '@salesforce/label/c.Fieldwise_ConsentLog_RuleLine';
import rulesTitle from '@salesforce/label/c.Fieldwise_ConsentLog_RulesTitle';
import search from '@salesforce/label/c.Fieldwise_ConsentLog_Search';
import searchHelp from '@salesforce/label/c.Fieldwise_ConsentLog_SearchHelp';
import since from '@salesforce/label/c.Fieldwise_ConsentLog_Since';
import stateCleared from '@salesforce/label/c.Fieldwise_ConsentLog_StateCleared';
import stateGiven from '@salesforce/label/c.Fieldwise_ConsentLog_StateGiven';
import stateOut from '@salesforce/label/c.Fieldwise_ConsentLog_StateOut';
import stateSent from '@salesforce/label/c.Fieldwise_ConsentLog_StateSent';
import stuckLine from '@salesforce/label/c.Fieldwise_ConsentLog_StuckLine';
import stuckTitle from '@salesforce/label/c.Fieldwise_ConsentLog_StuckTitle';
import subscription from '@salesforce/label/c.Fieldwise_ConsentLog_Subscription';
import table from '@salesforce/label/c.Fieldwise_ConsentLog_Table';
import title from '@salesforce/label/c.Fieldwise_ConsentLog_Title';
import toHubSpot from '@salesforce/label/c.Fieldwise_ConsentLog_ToHubSpot';
import toSalesforce from '@salesforce/label/c.Fieldwise_ConsentLog_ToSalesforce';
import topic from '@salesforce/label/c.Fieldwise_ConsentLog_Topic';
import twoWay from '@salesforce/label/c.Fieldwise_ConsentLog_TwoWay';
import until from '@salesforce/label/c.Fieldwise_ConsentLog_Until';
import verify from '@salesforce/label/c.Fieldwise_ConsentLog_Verify';
import verifying from '@salesforce/label/c.Fieldwise_ConsentLog_Verifying';
import waiting from '@salesforce/label/c.Fieldwise_ConsentLog_Waiting';
import waitingNone from '@salesforce/label/c.Fieldwise_ConsentLog_WaitingNone';
import what from '@salesforce/label/c.Fieldwise_ConsentLog_What';
import when from '@salesforce/label/c.Fieldwise_ConsentLog_When';

export const label = {
  allEmail,
  allKinds,
  backCarried,
  backNoEvidence,
  backRule,
  backWithdrawnAgain,
  basis,
  by,
  chainBroken,
  chainErased,
  chainTitle,
  chainUnchecked,
  chainWhole,
  clear,
  emptyText,
  emptyTitle,
  erased,
  exportLog,
  exported,
  exporting,
  faultBroken,
  faultEnd,
  faultOrder,
  faultPerson,
  faultRow,
  find,
  intro,
  kind,
  kindConfirmed,
  kindCreatedWithdrawn,
  kindDeferred,
  kindEnded,
  kindErased,
  kindInherited,
  kindOptInWritten,
  kindRefused,
  kindTakenBack,
  kindWithdrawn,
  kindWritten,
  more,
  noMatchText,
  noMatchTitle,
  noRules,
  personIn,
  personNone,
  personOut,
  personPlace,
  personTitle,
  place,
  placeAddress,
  placeHubSpot,
  placeLog,
  proof,
  records,
  row,
  rows,
  ruleLine,
  rulesTitle,
  search,
  searchHelp,
  since,
  stateCleared,
  stateGiven,
  stateOut,
  stateSent,
  stuckLine,
  stuckTitle,
  subscription,
  table,
  title,
  toHubSpot,
  toSalesforce,
  topic,
  twoWay,
  until,
  verify,
  verifying,
  waiting,
  waitingNone,
  what,
  when,
};
