/** The texts of the page Activities and storage. */
import intro from '@salesforce/label/c.Fieldwise_Activities_Intro';
import emptyTitle from '@salesforce/label/c.Fieldwise_Activities_EmptyTitle';
import emptyText from '@salesforce/label/c.Fieldwise_Activities_EmptyText';
import saved from '@salesforce/label/c.Fieldwise_Activities_Saved';
import notRead from '@salesforce/label/c.Fieldwise_Activities_NotRead';
import checkFailed from '@salesforce/label/c.Fieldwise_Activities_CheckFailed';
import summaryTitle from '@salesforce/label/c.Fieldwise_Activities_SummaryTitle';
import summaryText from '@salesforce/label/c.Fieldwise_Activities_SummaryText';
import storageTitle from '@salesforce/label/c.Fieldwise_Activities_StorageTitle';
import estimate from '@salesforce/label/c.Fieldwise_Activities_Estimate';
import estimating from '@salesforce/label/c.Fieldwise_Activities_Estimating';
import estimateHint from '@salesforce/label/c.Fieldwise_Activities_EstimateHint';
import stale from '@salesforce/label/c.Fieldwise_Activities_Stale';
import used from '@salesforce/label/c.Fieldwise_Activities_Used';
import unknown from '@salesforce/label/c.Fieldwise_Activities_Unknown';
import after from '@salesforce/label/c.Fieldwise_Activities_After';
import fullIn from '@salesforce/label/c.Fieldwise_Activities_FullIn';
import neverFull from '@salesforce/label/c.Fieldwise_Activities_NeverFull';
import nothingOn from '@salesforce/label/c.Fieldwise_Activities_NothingOn';
import usedBar from '@salesforce/label/c.Fieldwise_Activities_UsedBar';
import afterBar from '@salesforce/label/c.Fieldwise_Activities_AfterBar';
import upperBound from '@salesforce/label/c.Fieldwise_Activities_UpperBound';
import kindsTitle from '@salesforce/label/c.Fieldwise_Activities_KindsTitle';
import call from '@salesforce/label/c.Fieldwise_Activities_Call';
import email from '@salesforce/label/c.Fieldwise_Activities_Email';
import meeting from '@salesforce/label/c.Fieldwise_Activities_Meeting';
import note from '@salesforce/label/c.Fieldwise_Activities_Note';
import task from '@salesforce/label/c.Fieldwise_Activities_Task';
import on from '@salesforce/label/c.Fieldwise_Activities_On';
import direction from '@salesforce/label/c.Fieldwise_Activities_Direction';
import bothWays from '@salesforce/label/c.Fieldwise_Activities_BothWays';
import toSalesforce from '@salesforce/label/c.Fieldwise_Activities_ToSalesforce';
import toHubSpot from '@salesforce/label/c.Fieldwise_Activities_ToHubSpot';
import as from '@salesforce/label/c.Fieldwise_Activities_As';
import only from '@salesforce/label/c.Fieldwise_Activities_Only';
import onlyHelp from '@salesforce/label/c.Fieldwise_Activities_OnlyHelp';
import values from '@salesforce/label/c.Fieldwise_Activities_Values';
import valuesHelp from '@salesforce/label/c.Fieldwise_Activities_ValuesHelp';
import status from '@salesforce/label/c.Fieldwise_Activities_Status';
import type from '@salesforce/label/c.Fieldwise_Activities_Type';
import orgDefault from '@salesforce/label/c.Fieldwise_Activities_OrgDefault';
import cap from '@salesforce/label/c.Fieldwise_Activities_Cap';
import capHelp from '@salesforce/label/c.Fieldwise_Activities_CapHelp';
import made from '@salesforce/label/c.Fieldwise_Activities_Made';
import madeOf from '@salesforce/label/c.Fieldwise_Activities_MadeOf';
import waiting from '@salesforce/label/c.Fieldwise_Activities_Waiting';
import cost from '@salesforce/label/c.Fieldwise_Activities_Cost';
import costNone from '@salesforce/label/c.Fieldwise_Activities_CostNone';
import oneWayNote from '@salesforce/label/c.Fieldwise_Activities_OneWayNote';
import offNote from '@salesforce/label/c.Fieldwise_Activities_OffNote';
import unlinkedNote from '@salesforce/label/c.Fieldwise_Activities_UnlinkedNote';
import form from '@salesforce/label/c.Fieldwise_Activities_Form';
import forms from '@salesforce/label/c.Fieldwise_Activities_Forms';
import formsHelp from '@salesforce/label/c.Fieldwise_Activities_FormsHelp';

export const label = {
  form,
  forms,
  formsHelp,
  intro,
  emptyTitle,
  emptyText,
  saved,
  notRead,
  checkFailed,
  summaryTitle,
  summaryText,
  storageTitle,
  estimate,
  estimating,
  estimateHint,
  stale,
  used,
  unknown,
  after,
  fullIn,
  neverFull,
  nothingOn,
  usedBar,
  afterBar,
  upperBound,
  kindsTitle,
  call,
  email,
  meeting,
  note,
  task,
  on,
  direction,
  bothWays,
  toSalesforce,
  toHubSpot,
  as,
  only,
  onlyHelp,
  values,
  valuesHelp,
  status,
  type,
  orgDefault,
  cap,
  capHelp,
  made,
  madeOf,
  waiting,
  cost,
  costNone,
  oneWayNote,
  offNote,
  unlinkedNote,
};
