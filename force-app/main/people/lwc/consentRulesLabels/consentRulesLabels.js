/** The texts of the page Consent. */
import add from '@salesforce/label/c.Fieldwise_ConsentRules_Add';
import allEmail from '@salesforce/label/c.Fieldwise_ConsentRules_AllEmail';
import carries from '@salesforce/label/c.Fieldwise_ConsentRules_Carries';
import checkFailed from '@salesforce/label/c.Fieldwise_ConsentRules_CheckFailed';
import chooseField from '@salesforce/label/c.Fieldwise_ConsentRules_ChooseField';
import direction from '@salesforce/label/c.Fieldwise_ConsentRules_Direction';
import directionToHubSpot from '@salesforce/label/c.Fieldwise_ConsentRules_DirectionToHubSpot';
import directionToSalesforce from '@salesforce/label/c.Fieldwise_ConsentRules_DirectionToSalesforce';
import directionTwoWay from '@salesforce/label/c.Fieldwise_ConsentRules_DirectionTwoWay';
import emptyText from '@salesforce/label/c.Fieldwise_ConsentRules_EmptyText';
import emptyTitle from '@salesforce/label/c.Fieldwise_ConsentRules_EmptyTitle';
import enabled from '@salesforce/label/c.Fieldwise_ConsentRules_Enabled';
import evidenceHubSpot from '@salesforce/label/c.Fieldwise_ConsentRules_EvidenceHubSpot';
import evidenceNone from '@salesforce/label/c.Fieldwise_ConsentRules_EvidenceNone';
import evidenceSalesforce from '@salesforce/label/c.Fieldwise_ConsentRules_EvidenceSalesforce';
import evidenceTitle from '@salesforce/label/c.Fieldwise_ConsentRules_EvidenceTitle';
import fieldGone from '@salesforce/label/c.Fieldwise_ConsentRules_FieldGone';
import fieldOf from '@salesforce/label/c.Fieldwise_ConsentRules_FieldOf';
import fieldReadOnly from '@salesforce/label/c.Fieldwise_ConsentRules_FieldReadOnly';
import intro from '@salesforce/label/c.Fieldwise_ConsentRules_Intro';
import log from '@salesforce/label/c.Fieldwise_ConsentRules_Log';
import meaning from '@salesforce/label/c.Fieldwise_ConsentRules_Meaning';
import meaningOptIn from '@salesforce/label/c.Fieldwise_ConsentRules_MeaningOptIn';
import meaningOptOut from '@salesforce/label/c.Fieldwise_ConsentRules_MeaningOptOut';
import noneOnText from '@salesforce/label/c.Fieldwise_ConsentRules_NoneOnText';
import noneText from '@salesforce/label/c.Fieldwise_ConsentRules_NoneText';
import noneTitle from '@salesforce/label/c.Fieldwise_ConsentRules_NoneTitle';
import notRead from '@salesforce/label/c.Fieldwise_ConsentRules_NotRead';
import noteAllBothWays from '@salesforce/label/c.Fieldwise_ConsentRules_NoteAllBothWays';
import noteAllToHubSpot from '@salesforce/label/c.Fieldwise_ConsentRules_NoteAllToHubSpot';
import noteHidden from '@salesforce/label/c.Fieldwise_ConsentRules_NoteHidden';
import noteReadOnly from '@salesforce/label/c.Fieldwise_ConsentRules_NoteReadOnly';
import noteSubscriptionGone from '@salesforce/label/c.Fieldwise_ConsentRules_NoteSubscriptionGone';
import noteSubscriptionOld from '@salesforce/label/c.Fieldwise_ConsentRules_NoteSubscriptionOld';
import objects from '@salesforce/label/c.Fieldwise_ConsentRules_Objects';
import removeOf from '@salesforce/label/c.Fieldwise_ConsentRules_RemoveOf';
import ruleTitle from '@salesforce/label/c.Fieldwise_ConsentRules_RuleTitle';
import rulesTitle from '@salesforce/label/c.Fieldwise_ConsentRules_RulesTitle';
import salesforceField from '@salesforce/label/c.Fieldwise_ConsentRules_SalesforceField';
import saved from '@salesforce/label/c.Fieldwise_ConsentRules_Saved';
import subscription from '@salesforce/label/c.Fieldwise_ConsentRules_Subscription';
import subscriptionOld from '@salesforce/label/c.Fieldwise_ConsentRules_SubscriptionOld';
import subscriptionUnknown from '@salesforce/label/c.Fieldwise_ConsentRules_SubscriptionUnknown';
import title from '@salesforce/label/c.Fieldwise_ConsentRules_Title';
import winsBack from '@salesforce/label/c.Fieldwise_ConsentRules_WinsBack';
import winsPlace from '@salesforce/label/c.Fieldwise_ConsentRules_WinsPlace';
import winsText from '@salesforce/label/c.Fieldwise_ConsentRules_WinsText';
import winsTitle from '@salesforce/label/c.Fieldwise_ConsentRules_WinsTitle';
import wordsAllEmail from '@salesforce/label/c.Fieldwise_ConsentRules_WordsAllEmail';
import wordsBothWays from '@salesforce/label/c.Fieldwise_ConsentRules_WordsBothWays';
import wordsNeverYes from '@salesforce/label/c.Fieldwise_ConsentRules_WordsNeverYes';
import wordsOff from '@salesforce/label/c.Fieldwise_ConsentRules_WordsOff';
import wordsOptIn from '@salesforce/label/c.Fieldwise_ConsentRules_WordsOptIn';
import wordsOptOut from '@salesforce/label/c.Fieldwise_ConsentRules_WordsOptOut';
import wordsToHubSpot from '@salesforce/label/c.Fieldwise_ConsentRules_WordsToHubSpot';
import wordsToSalesforce from '@salesforce/label/c.Fieldwise_ConsentRules_WordsToSalesforce';
import wordsUnfinished from '@salesforce/label/c.Fieldwise_ConsentRules_WordsUnfinished';
import wordsYes from '@salesforce/label/c.Fieldwise_ConsentRules_WordsYes';

export const label = Object.freeze({
  add,
  allEmail,
  carries,
  checkFailed,
  chooseField,
  direction,
  directionToHubSpot,
  directionToSalesforce,
  directionTwoWay,
  emptyText,
  emptyTitle,
  enabled,
  evidenceHubSpot,
  evidenceNone,
  evidenceSalesforce,
  evidenceTitle,
  fieldGone,
  fieldOf,
  fieldReadOnly,
  intro,
  log,
  meaning,
  meaningOptIn,
  meaningOptOut,
  noneOnText,
  noneText,
  noneTitle,
  notRead,
  noteAllBothWays,
  noteAllToHubSpot,
  noteHidden,
  noteReadOnly,
  noteSubscriptionGone,
  noteSubscriptionOld,
  objects,
  removeOf,
  ruleTitle,
  rulesTitle,
  salesforceField,
  saved,
  subscription,
  subscriptionOld,
  subscriptionUnknown,
  title,
  winsBack,
  winsPlace,
  winsText,
  winsTitle,
  wordsAllEmail,
  wordsBothWays,
  wordsNeverYes,
  wordsOff,
  wordsOptIn,
  wordsOptOut,
  wordsToHubSpot,
  wordsToSalesforce,
  wordsUnfinished,
  wordsYes,
});
