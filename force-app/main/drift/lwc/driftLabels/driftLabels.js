/** The texts of the page Schema drift, by purpose. */
import intro from '@salesforce/label/c.Fieldwise_Drift_Intro';
import checkNow from '@salesforce/label/c.Fieldwise_Drift_CheckNow';
import checking from '@salesforce/label/c.Fieldwise_Drift_Checking';
import lastChecked from '@salesforce/label/c.Fieldwise_Drift_LastChecked';
import neverChecked from '@salesforce/label/c.Fieldwise_Drift_NeverChecked';
import emptyTitle from '@salesforce/label/c.Fieldwise_Drift_EmptyTitle';
import emptyText from '@salesforce/label/c.Fieldwise_Drift_EmptyText';
import findingsOf from '@salesforce/label/c.Fieldwise_Drift_FindingsOf';
import since from '@salesforce/label/c.Fieldwise_Drift_Since';
import beforeAfter from '@salesforce/label/c.Fieldwise_Drift_BeforeAfter';
import after from '@salesforce/label/c.Fieldwise_Drift_After';
import howToFix from '@salesforce/label/c.Fieldwise_Drift_HowToFix';
import rulesConcerned from '@salesforce/label/c.Fieldwise_Drift_RulesConcerned';
import openRule from '@salesforce/label/c.Fieldwise_Drift_OpenRule';
import acknowledge from '@salesforce/label/c.Fieldwise_Drift_Acknowledge';
import acknowledgeOf from '@salesforce/label/c.Fieldwise_Drift_AcknowledgeOf';
import acknowledged from '@salesforce/label/c.Fieldwise_Drift_Acknowledged';
import acknowledgedText from '@salesforce/label/c.Fieldwise_Drift_AcknowledgedText';
import notDone from '@salesforce/label/c.Fieldwise_Drift_NotDone';
import breaks from '@salesforce/label/c.Fieldwise_Drift_Breaks';
import notice from '@salesforce/label/c.Fieldwise_Drift_Notice';
import blind from '@salesforce/label/c.Fieldwise_Drift_Blind';
import unread from '@salesforce/label/c.Fieldwise_Drift_Unread';
import pausedTitle from '@salesforce/label/c.Fieldwise_Drift_PausedTitle';
import pausedText from '@salesforce/label/c.Fieldwise_Drift_PausedText';
import usualNone from '@salesforce/label/c.Fieldwise_Drift_UsualNone';
import usualMost from '@salesforce/label/c.Fieldwise_Drift_UsualMost';
import by from '@salesforce/label/c.Fieldwise_Drift_By';
import nobody from '@salesforce/label/c.Fieldwise_Drift_Nobody';
import examples from '@salesforce/label/c.Fieldwise_Drift_Examples';
import sinceWhen from '@salesforce/label/c.Fieldwise_Drift_SinceWhen';
import keptPaused from '@salesforce/label/c.Fieldwise_Drift_KeptPaused';
import kindCreate from '@salesforce/label/c.Fieldwise_Drift_KindCreate';
import kindUpdate from '@salesforce/label/c.Fieldwise_Drift_KindUpdate';
import kindDelete from '@salesforce/label/c.Fieldwise_Drift_KindDelete';
import proceed from '@salesforce/label/c.Fieldwise_Drift_Proceed';
import drop from '@salesforce/label/c.Fieldwise_Drift_Drop';
import keep from '@salesforce/label/c.Fieldwise_Drift_Keep';
import answerOf from '@salesforce/label/c.Fieldwise_Drift_AnswerOf';
import proceedTitle from '@salesforce/label/c.Fieldwise_Drift_ProceedTitle';
import proceedText from '@salesforce/label/c.Fieldwise_Drift_ProceedText';
import dropTitle from '@salesforce/label/c.Fieldwise_Drift_DropTitle';
import dropText from '@salesforce/label/c.Fieldwise_Drift_DropText';
import answered from '@salesforce/label/c.Fieldwise_Drift_Answered';
import answeredText from '@salesforce/label/c.Fieldwise_Drift_AnsweredText';
import breakersList from '@salesforce/label/c.Fieldwise_Drift_BreakersList';
import findingsList from '@salesforce/label/c.Fieldwise_Drift_FindingsList';
import salesforce from '@salesforce/label/c.Fieldwise_Operations_Salesforce';
import hubspot from '@salesforce/label/c.Fieldwise_Operations_Hubspot';

export const label = {
  intro,
  checkNow,
  checking,
  lastChecked,
  neverChecked,
  emptyTitle,
  emptyText,
  findingsOf,
  since,
  beforeAfter,
  after,
  howToFix,
  rulesConcerned,
  openRule,
  acknowledge,
  acknowledgeOf,
  acknowledged,
  acknowledgedText,
  notDone,
  breaks,
  notice,
  blind,
  unread,
  pausedTitle,
  pausedText,
  usualNone,
  usualMost,
  by,
  nobody,
  examples,
  sinceWhen,
  keptPaused,
  kindCreate,
  kindUpdate,
  kindDelete,
  proceed,
  drop,
  keep,
  answerOf,
  proceedTitle,
  proceedText,
  dropTitle,
  dropText,
  answered,
  answeredText,
  breakersList,
  findingsList,
  salesforce,
  hubspot,
};
