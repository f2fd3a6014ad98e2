/** The texts of the page Identity. */
import action from '@salesforce/label/c.Fieldwise_Identity_Action';
import answerInQueue from '@salesforce/label/c.Fieldwise_Identity_AnswerInQueue';
import answerInQueueName from '@salesforce/label/c.Fieldwise_Identity_AnswerInQueueName';
import answered from '@salesforce/label/c.Fieldwise_Identity_Answered';
import answeredMany from '@salesforce/label/c.Fieldwise_Identity_AnsweredMany';
import bandApart from '@salesforce/label/c.Fieldwise_Identity_BandApart';
import bandLink from '@salesforce/label/c.Fieldwise_Identity_BandLink';
import bandReview from '@salesforce/label/c.Fieldwise_Identity_BandReview';
import bands from '@salesforce/label/c.Fieldwise_Identity_Bands';
import bulkApart from '@salesforce/label/c.Fieldwise_Identity_BulkApart';
import bulkLink from '@salesforce/label/c.Fieldwise_Identity_BulkLink';
import companies from '@salesforce/label/c.Fieldwise_Identity_Companies';
import confidence from '@salesforce/label/c.Fieldwise_Identity_Confidence';
import confirmApartText from '@salesforce/label/c.Fieldwise_Identity_ConfirmApartText';
import confirmApartTitle from '@salesforce/label/c.Fieldwise_Identity_ConfirmApartTitle';
import confirmGroupApartText from '@salesforce/label/c.Fieldwise_Identity_ConfirmGroupApartText';
import confirmGroupApartTitle from '@salesforce/label/c.Fieldwise_Identity_ConfirmGroupApartTitle';
import confirmKeepText from '@salesforce/label/c.Fieldwise_Identity_ConfirmKeepText';
import confirmKeepTitle from '@salesforce/label/c.Fieldwise_Identity_ConfirmKeepTitle';
import confirmLinkLeft from '@salesforce/label/c.Fieldwise_Identity_ConfirmLinkLeft';
import confirmLinkText from '@salesforce/label/c.Fieldwise_Identity_ConfirmLinkText';
import confirmLinkTitle from '@salesforce/label/c.Fieldwise_Identity_ConfirmLinkTitle';
import counts from '@salesforce/label/c.Fieldwise_Identity_Counts';
import created from '@salesforce/label/c.Fieldwise_Identity_Created';
import current from '@salesforce/label/c.Fieldwise_Identity_Current';
import duplicatesIntro from '@salesforce/label/c.Fieldwise_Identity_DuplicatesIntro';
import evidence from '@salesforce/label/c.Fieldwise_Identity_Evidence';
import exactNote from '@salesforce/label/c.Fieldwise_Identity_ExactNote';
import exportReport from '@salesforce/label/c.Fieldwise_Identity_ExportReport';
import exported from '@salesforce/label/c.Fieldwise_Identity_Exported';
import exporting from '@salesforce/label/c.Fieldwise_Identity_Exporting';
import filled from '@salesforce/label/c.Fieldwise_Identity_Filled';
import fix from '@salesforce/label/c.Fieldwise_Identity_Fix';
import groupTitle from '@salesforce/label/c.Fieldwise_Identity_GroupTitle';
import groupsList from '@salesforce/label/c.Fieldwise_Identity_GroupsList';
import histogram from '@salesforce/label/c.Fieldwise_Identity_Histogram';
import histogramBar from '@salesforce/label/c.Fieldwise_Identity_HistogramBar';
import histogramSeries from '@salesforce/label/c.Fieldwise_Identity_HistogramSeries';
import hubspot from '@salesforce/label/c.Fieldwise_Identity_Hubspot';
import inStep from '@salesforce/label/c.Fieldwise_Identity_InStep';
import intro from '@salesforce/label/c.Fieldwise_Identity_Intro';
import keepApart from '@salesforce/label/c.Fieldwise_Identity_KeepApart';
import keepApartName from '@salesforce/label/c.Fieldwise_Identity_KeepApartName';
import keepThis from '@salesforce/label/c.Fieldwise_Identity_KeepThis';
import keepThisName from '@salesforce/label/c.Fieldwise_Identity_KeepThisName';
import keeping from '@salesforce/label/c.Fieldwise_Identity_Keeping';
import keyApart from '@salesforce/label/c.Fieldwise_Identity_KeyApart';
import keyArrows from '@salesforce/label/c.Fieldwise_Identity_KeyArrows';
import keyLink from '@salesforce/label/c.Fieldwise_Identity_KeyLink';
import keySelect from '@salesforce/label/c.Fieldwise_Identity_KeySelect';
import keySkip from '@salesforce/label/c.Fieldwise_Identity_KeySkip';
import keysIntro from '@salesforce/label/c.Fieldwise_Identity_KeysIntro';
import keysTitle from '@salesforce/label/c.Fieldwise_Identity_KeysTitle';
import kindCluster from '@salesforce/label/c.Fieldwise_Identity_KindCluster';
import kindMatch from '@salesforce/label/c.Fieldwise_Identity_KindMatch';
import lastActivity from '@salesforce/label/c.Fieldwise_Identity_LastActivity';
import linkFrom from '@salesforce/label/c.Fieldwise_Identity_LinkFrom';
import linkNone from '@salesforce/label/c.Fieldwise_Identity_LinkNone';
import linking from '@salesforce/label/c.Fieldwise_Identity_Linking';
import list from '@salesforce/label/c.Fieldwise_Identity_List';
import member from '@salesforce/label/c.Fieldwise_Identity_Member';
import nameless from '@salesforce/label/c.Fieldwise_Identity_Nameless';
import no from '@salesforce/label/c.Fieldwise_Identity_No';
import noDuplicatesText from '@salesforce/label/c.Fieldwise_Identity_NoDuplicatesText';
import noDuplicatesTitle from '@salesforce/label/c.Fieldwise_Identity_NoDuplicatesTitle';
import noQuestion from '@salesforce/label/c.Fieldwise_Identity_NoQuestion';
import noQuestionsText from '@salesforce/label/c.Fieldwise_Identity_NoQuestionsText';
import noQuestionsTitle from '@salesforce/label/c.Fieldwise_Identity_NoQuestionsTitle';
import noRulesText from '@salesforce/label/c.Fieldwise_Identity_NoRulesText';
import noRulesTitle from '@salesforce/label/c.Fieldwise_Identity_NoRulesTitle';
import notAnswered from '@salesforce/label/c.Fieldwise_Identity_NotAnswered';
import notExported from '@salesforce/label/c.Fieldwise_Identity_NotExported';
import notShare from '@salesforce/label/c.Fieldwise_Identity_NotShare';
import open from '@salesforce/label/c.Fieldwise_Identity_Open';
import openDeals from '@salesforce/label/c.Fieldwise_Identity_OpenDeals';
import openMore from '@salesforce/label/c.Fieldwise_Identity_OpenMore';
import openNone from '@salesforce/label/c.Fieldwise_Identity_OpenNone';
import openOne from '@salesforce/label/c.Fieldwise_Identity_OpenOne';
import openUnknown from '@salesforce/label/c.Fieldwise_Identity_OpenUnknown';
import people from '@salesforce/label/c.Fieldwise_Identity_People';
import percentOf from '@salesforce/label/c.Fieldwise_Identity_PercentOf';
import position from '@salesforce/label/c.Fieldwise_Identity_Position';
import positionMore from '@salesforce/label/c.Fieldwise_Identity_PositionMore';
import queue from '@salesforce/label/c.Fieldwise_Identity_Queue';
import queueIntro from '@salesforce/label/c.Fieldwise_Identity_QueueIntro';
import records from '@salesforce/label/c.Fieldwise_Identity_Records';
import refused from '@salesforce/label/c.Fieldwise_Identity_Refused';
import refusedMany from '@salesforce/label/c.Fieldwise_Identity_RefusedMany';
import reviewFrom from '@salesforce/label/c.Fieldwise_Identity_ReviewFrom';
import salesforce from '@salesforce/label/c.Fieldwise_Identity_Salesforce';
import saved from '@salesforce/label/c.Fieldwise_Identity_Saved';
import select from '@salesforce/label/c.Fieldwise_Identity_Select';
import selectAll from '@salesforce/label/c.Fieldwise_Identity_SelectAll';
import selected from '@salesforce/label/c.Fieldwise_Identity_Selected';
import sharedDomain from '@salesforce/label/c.Fieldwise_Identity_SharedDomain';
import sharedEmail from '@salesforce/label/c.Fieldwise_Identity_SharedEmail';
import showMore from '@salesforce/label/c.Fieldwise_Identity_ShowMore';
import since from '@salesforce/label/c.Fieldwise_Identity_Since';
import skip from '@salesforce/label/c.Fieldwise_Identity_Skip';
import skipped from '@salesforce/label/c.Fieldwise_Identity_Skipped';
import sliderOf from '@salesforce/label/c.Fieldwise_Identity_SliderOf';
import suggested from '@salesforce/label/c.Fieldwise_Identity_Suggested';
import tabDuplicates from '@salesforce/label/c.Fieldwise_Identity_TabDuplicates';
import tabReviews from '@salesforce/label/c.Fieldwise_Identity_TabReviews';
import tabThresholds from '@salesforce/label/c.Fieldwise_Identity_TabThresholds';
import thresholdsIntro from '@salesforce/label/c.Fieldwise_Identity_ThresholdsIntro';
import title from '@salesforce/label/c.Fieldwise_Identity_Title';
import unknown from '@salesforce/label/c.Fieldwise_Identity_Unknown';
import why from '@salesforce/label/c.Fieldwise_Identity_Why';
import wordsApart from '@salesforce/label/c.Fieldwise_Identity_WordsApart';
import wordsApartNone from '@salesforce/label/c.Fieldwise_Identity_WordsApartNone';
import wordsLink from '@salesforce/label/c.Fieldwise_Identity_WordsLink';
import wordsLinkSure from '@salesforce/label/c.Fieldwise_Identity_WordsLinkSure';
import wordsReview from '@salesforce/label/c.Fieldwise_Identity_WordsReview';
import wordsReviewNone from '@salesforce/label/c.Fieldwise_Identity_WordsReviewNone';
import wrongOrder from '@salesforce/label/c.Fieldwise_Identity_WrongOrder';
import yes from '@salesforce/label/c.Fieldwise_Identity_Yes';

export const label = Object.freeze({
  action,
  answerInQueue,
  answerInQueueName,
  answered,
  answeredMany,
  bandApart,
  bandLink,
  bandReview,
  bands,
  bulkApart,
  bulkLink,
  companies,
  confidence,
  confirmApartText,
  confirmApartTitle,
  confirmGroupApartText,
  confirmGroupApartTitle,
  confirmKeepText,
  confirmKeepTitle,
  confirmLinkLeft,
  confirmLinkText,
  confirmLinkTitle,
  counts,
  created,
  current,
  duplicatesIntro,
  evidence,
  exactNote,
  exportReport,
  exported,
  exporting,
  filled,
  fix,
  groupTitle,
  groupsList,
  histogram,
  histogramBar,
  histogramSeries,
  hubspot,
  inStep,
  intro,
  keepApart,
  keepApartName,
  keepThis,
  keepThisName,
  keeping,
  keyApart,
  keyArrows,
  keyLink,
  keySelect,
  keySkip,
  keysIntro,
  keysTitle,
  kindCluster,
  kindMatch,
  lastActivity,
  linkFrom,
  linkNone,
  linking,
  list,
  member,
  nameless,
  no,
  noDuplicatesText,
  noDuplicatesTitle,
  noQuestion,
  noQuestionsText,
  noQuestionsTitle,
  noRulesText,
  noRulesTitle,
  notAnswered,
  notExported,
  notShare,
  open,
  openDeals,
  openMore,
  openNone,
  openOne,
  openUnknown,
  people,
  percentOf,
  position,
  positionMore,
  queue,
  queueIntro,
  records,
  refused,
  refusedMany,
  reviewFrom,
  salesforce,
  saved,
  select,
  selectAll,
  selected,
  sharedDomain,
  sharedEmail,
  showMore,
  since,
  skip,
  skipped,
  sliderOf,
  suggested,
  tabDuplicates,
  tabReviews,
  tabThresholds,
  thresholdsIntro,
  title,
  unknown,
  why,
  wordsApart,
  wordsApartNone,
  wordsLink,
  wordsLinkSure,
  wordsReview,
  wordsReviewNone,
  wrongOrder,
  yes,
});
