/** The texts of the page Operations, each a custom label. */
import tabHealth from '@salesforce/label/c.Fieldwise_Operations_TabHealth';
import tabIssues from '@salesforce/label/c.Fieldwise_Operations_TabIssues';
import tabDecisions from '@salesforce/label/c.Fieldwise_Operations_TabDecisions';
import tabReviews from '@salesforce/label/c.Fieldwise_Operations_TabReviews';
import tabAlerts from '@salesforce/label/c.Fieldwise_Operations_TabAlerts';
import tabAudit from '@salesforce/label/c.Fieldwise_Operations_TabAudit';
import refresh from '@salesforce/label/c.Fieldwise_Operations_Refresh';
import showMore from '@salesforce/label/c.Fieldwise_Operations_ShowMore';
import salesforce from '@salesforce/label/c.Fieldwise_Operations_Salesforce';
import hubspot from '@salesforce/label/c.Fieldwise_Operations_Hubspot';
import blank from '@salesforce/label/c.Fieldwise_Operations_Blank';
import when from '@salesforce/label/c.Fieldwise_Operations_When';
import record from '@salesforce/label/c.Fieldwise_Operations_Record';
import field from '@salesforce/label/c.Fieldwise_Operations_Field';
import cancel from '@salesforce/label/c.Fieldwise_Operations_Cancel';
import save from '@salesforce/label/c.Fieldwise_Operations_Save';
import hubspotRecord from '@salesforce/label/c.Fieldwise_Operations_HubspotRecord';
import salesforceRecord from '@salesforce/label/c.Fieldwise_Operations_SalesforceRecord';
import asOf from '@salesforce/label/c.Fieldwise_Operations_AsOf';
import lastHour from '@salesforce/label/c.Fieldwise_Operations_LastHour';
import lastDay from '@salesforce/label/c.Fieldwise_Operations_LastDay';
import spanLabel from '@salesforce/label/c.Fieldwise_Operations_SpanLabel';
import lag from '@salesforce/label/c.Fieldwise_Operations_Lag';
import lagP50 from '@salesforce/label/c.Fieldwise_Operations_LagP50';
import lagP95 from '@salesforce/label/c.Fieldwise_Operations_LagP95';
import lagP99 from '@salesforce/label/c.Fieldwise_Operations_LagP99';
import throughput from '@salesforce/label/c.Fieldwise_Operations_Throughput';
import written from '@salesforce/label/c.Fieldwise_Operations_Written';
import received from '@salesforce/label/c.Fieldwise_Operations_Received';
import perMinute from '@salesforce/label/c.Fieldwise_Operations_PerMinute';
import waiting from '@salesforce/label/c.Fieldwise_Operations_Waiting';
import oldestWaits from '@salesforce/label/c.Fieldwise_Operations_OldestWaits';
import nothingWaits from '@salesforce/label/c.Fieldwise_Operations_NothingWaits';
import openIssues from '@salesforce/label/c.Fieldwise_Operations_OpenIssues';
import openReviews from '@salesforce/label/c.Fieldwise_Operations_OpenReviews';
import seeIssues from '@salesforce/label/c.Fieldwise_Operations_SeeIssues';
import seeReviews from '@salesforce/label/c.Fieldwise_Operations_SeeReviews';
import budgetLeft from '@salesforce/label/c.Fieldwise_Operations_BudgetLeft';
import budgetLasts from '@salesforce/label/c.Fieldwise_Operations_BudgetLasts';
import budgetEnds from '@salesforce/label/c.Fieldwise_Operations_BudgetEnds';
import budgetUnknown from '@salesforce/label/c.Fieldwise_Operations_BudgetUnknown';
import lastEvent from '@salesforce/label/c.Fieldwise_Operations_LastEvent';
import neverHeard from '@salesforce/label/c.Fieldwise_Operations_NeverHeard';
import memoryNote from '@salesforce/label/c.Fieldwise_Operations_MemoryNote';
import streamAsked from '@salesforce/label/c.Fieldwise_Operations_StreamAsked';
import streamConfigured from '@salesforce/label/c.Fieldwise_Operations_StreamConfigured';
import streamNone from '@salesforce/label/c.Fieldwise_Operations_StreamNone';
import streamSpent from '@salesforce/label/c.Fieldwise_Operations_StreamSpent';
import streamDown from '@salesforce/label/c.Fieldwise_Operations_StreamDown';
import credentialsRefused from '@salesforce/label/c.Fieldwise_Operations_CredentialsRefused';
import syncTrouble from '@salesforce/label/c.Fieldwise_Operations_SyncTrouble';
import firstSync from '@salesforce/label/c.Fieldwise_Operations_FirstSync';
import percentTroubled from '@salesforce/label/c.Fieldwise_Operations_PercentTroubled';
import retryAll from '@salesforce/label/c.Fieldwise_Operations_RetryAll';
import retryGroup from '@salesforce/label/c.Fieldwise_Operations_RetryGroup';
import retryOne from '@salesforce/label/c.Fieldwise_Operations_RetryOne';
import showRecords from '@salesforce/label/c.Fieldwise_Operations_ShowRecords';
import hideRecords from '@salesforce/label/c.Fieldwise_Operations_HideRecords';
import recordsOfGroup from '@salesforce/label/c.Fieldwise_Operations_RecordsOfGroup';
import affectedOne from '@salesforce/label/c.Fieldwise_Operations_AffectedOne';
import affectedMany from '@salesforce/label/c.Fieldwise_Operations_AffectedMany';
import howToFix from '@salesforce/label/c.Fieldwise_Operations_HowToFix';
import wholeRecord from '@salesforce/label/c.Fieldwise_Operations_WholeRecord';
import noIssuesTitle from '@salesforce/label/c.Fieldwise_Operations_NoIssuesTitle';
import noIssuesText from '@salesforce/label/c.Fieldwise_Operations_NoIssuesText';
import issuesIntro from '@salesforce/label/c.Fieldwise_Operations_IssuesIntro';
import retried from '@salesforce/label/c.Fieldwise_Operations_Retried';
import retriedText from '@salesforce/label/c.Fieldwise_Operations_RetriedText';
import openedAt from '@salesforce/label/c.Fieldwise_Operations_OpenedAt';
import metTimes from '@salesforce/label/c.Fieldwise_Operations_MetTimes';
import timesMany from '@salesforce/label/c.Fieldwise_Operations_TimesMany';
import timesOne from '@salesforce/label/c.Fieldwise_Operations_TimesOne';
import nextTry from '@salesforce/label/c.Fieldwise_Operations_NextTry';
import afterChange from '@salesforce/label/c.Fieldwise_Operations_AfterChange';
import noRecordsTitle from '@salesforce/label/c.Fieldwise_Operations_NoRecordsTitle';
import issueGroupsList from '@salesforce/label/c.Fieldwise_Operations_IssueGroupsList';
import decisionsIntro from '@salesforce/label/c.Fieldwise_Operations_DecisionsIntro';
import filterRecord from '@salesforce/label/c.Fieldwise_Operations_FilterRecord';
import filterRecordHelp from '@salesforce/label/c.Fieldwise_Operations_FilterRecordHelp';
import filterField from '@salesforce/label/c.Fieldwise_Operations_FilterField';
import allFields from '@salesforce/label/c.Fieldwise_Operations_AllFields';
import search from '@salesforce/label/c.Fieldwise_Operations_Search';
import clear from '@salesforce/label/c.Fieldwise_Operations_Clear';
import salesforceValue from '@salesforce/label/c.Fieldwise_Operations_SalesforceValue';
import hubspotValue from '@salesforce/label/c.Fieldwise_Operations_HubspotValue';
import outcome from '@salesforce/label/c.Fieldwise_Operations_Outcome';
import kept from '@salesforce/label/c.Fieldwise_Operations_Kept';
import valuesExpired from '@salesforce/label/c.Fieldwise_Operations_ValuesExpired';
import typedAt from '@salesforce/label/c.Fieldwise_Operations_TypedAt';
import reverse from '@salesforce/label/c.Fieldwise_Operations_Reverse';
import reverseTitle from '@salesforce/label/c.Fieldwise_Operations_ReverseTitle';
import reverseQuestion from '@salesforce/label/c.Fieldwise_Operations_ReverseQuestion';
import reversed from '@salesforce/label/c.Fieldwise_Operations_Reversed';
import notReversed from '@salesforce/label/c.Fieldwise_Operations_NotReversed';
import reversing from '@salesforce/label/c.Fieldwise_Operations_Reversing';
import noDecisionsTitle from '@salesforce/label/c.Fieldwise_Operations_NoDecisionsTitle';
import noDecisionsText from '@salesforce/label/c.Fieldwise_Operations_NoDecisionsText';
import noMatchTitle from '@salesforce/label/c.Fieldwise_Operations_NoMatchTitle';
import noMatchText from '@salesforce/label/c.Fieldwise_Operations_NoMatchText';
import decisionsTable from '@salesforce/label/c.Fieldwise_Operations_DecisionsTable';
import version from '@salesforce/label/c.Fieldwise_Operations_Version';
import action from '@salesforce/label/c.Fieldwise_Operations_Action';
import conflictsTitle from '@salesforce/label/c.Fieldwise_Operations_ConflictsTitle';
import conflictsText from '@salesforce/label/c.Fieldwise_Operations_ConflictsText';
import conflictCounts from '@salesforce/label/c.Fieldwise_Operations_ConflictCounts';
import showThese from '@salesforce/label/c.Fieldwise_Operations_ShowThese';
import reviewsIntro from '@salesforce/label/c.Fieldwise_Operations_ReviewsIntro';
import noReviewsTitle from '@salesforce/label/c.Fieldwise_Operations_NoReviewsTitle';
import noReviewsText from '@salesforce/label/c.Fieldwise_Operations_NoReviewsText';
import chooseSalesforce from '@salesforce/label/c.Fieldwise_Operations_ChooseSalesforce';
import chooseHubspot from '@salesforce/label/c.Fieldwise_Operations_ChooseHubspot';
import chosen from '@salesforce/label/c.Fieldwise_Operations_Chosen';
import notChosen from '@salesforce/label/c.Fieldwise_Operations_NotChosen';
import openSince from '@salesforce/label/c.Fieldwise_Operations_OpenSince';
import kindConflict from '@salesforce/label/c.Fieldwise_Operations_KindConflict';
import kindMatch from '@salesforce/label/c.Fieldwise_Operations_KindMatch';
import kindCluster from '@salesforce/label/c.Fieldwise_Operations_KindCluster';
import reviewsList from '@salesforce/label/c.Fieldwise_Operations_ReviewsList';
import alertsTitle from '@salesforce/label/c.Fieldwise_Operations_AlertsTitle';
import settingsTitle from '@salesforce/label/c.Fieldwise_Operations_SettingsTitle';
import newSetting from '@salesforce/label/c.Fieldwise_Operations_NewSetting';
import editSetting from '@salesforce/label/c.Fieldwise_Operations_EditSetting';
import edit from '@salesforce/label/c.Fieldwise_Operations_Edit';
import remove from '@salesforce/label/c.Fieldwise_Operations_Remove';
import noAlertsTitle from '@salesforce/label/c.Fieldwise_Operations_NoAlertsTitle';
import noAlertsText from '@salesforce/label/c.Fieldwise_Operations_NoAlertsText';
import noSettingsTitle from '@salesforce/label/c.Fieldwise_Operations_NoSettingsTitle';
import noSettingsText from '@salesforce/label/c.Fieldwise_Operations_NoSettingsText';
import kind from '@salesforce/label/c.Fieldwise_Operations_Kind';
import channel from '@salesforce/label/c.Fieldwise_Operations_Channel';
import target from '@salesforce/label/c.Fieldwise_Operations_Target';
import enabled from '@salesforce/label/c.Fieldwise_Operations_Enabled';
import kindSilence from '@salesforce/label/c.Fieldwise_Operations_KindSilence';
import kindLag from '@salesforce/label/c.Fieldwise_Operations_KindLag';
import kindErrorRate from '@salesforce/label/c.Fieldwise_Operations_KindErrorRate';
import kindBudget from '@salesforce/label/c.Fieldwise_Operations_KindBudget';
import kindCredentials from '@salesforce/label/c.Fieldwise_Operations_KindCredentials';
import limitSilence from '@salesforce/label/c.Fieldwise_Operations_LimitSilence';
import limitLag from '@salesforce/label/c.Fieldwise_Operations_LimitLag';
import limitErrorRate from '@salesforce/label/c.Fieldwise_Operations_LimitErrorRate';
import limitBudget from '@salesforce/label/c.Fieldwise_Operations_LimitBudget';
import sentenceSilence from '@salesforce/label/c.Fieldwise_Operations_SentenceSilence';
import sentenceLag from '@salesforce/label/c.Fieldwise_Operations_SentenceLag';
import sentenceErrorRate from '@salesforce/label/c.Fieldwise_Operations_SentenceErrorRate';
import sentenceBudget from '@salesforce/label/c.Fieldwise_Operations_SentenceBudget';
import sentenceCredentials from '@salesforce/label/c.Fieldwise_Operations_SentenceCredentials';
import channelEmail from '@salesforce/label/c.Fieldwise_Operations_ChannelEmail';
import channelWebhook from '@salesforce/label/c.Fieldwise_Operations_ChannelWebhook';
import channelNotification from '@salesforce/label/c.Fieldwise_Operations_ChannelNotification';
import targetEmail from '@salesforce/label/c.Fieldwise_Operations_TargetEmail';
import targetWebhook from '@salesforce/label/c.Fieldwise_Operations_TargetWebhook';
import targetWebhookHelp from '@salesforce/label/c.Fieldwise_Operations_TargetWebhookHelp';
import targetNotification from '@salesforce/label/c.Fieldwise_Operations_TargetNotification';
import settingSaved from '@salesforce/label/c.Fieldwise_Operations_SettingSaved';
import settingDeleted from '@salesforce/label/c.Fieldwise_Operations_SettingDeleted';
import deleteTitle from '@salesforce/label/c.Fieldwise_Operations_DeleteTitle';
import deleteQuestion from '@salesforce/label/c.Fieldwise_Operations_DeleteQuestion';
import reloadFailed from '@salesforce/label/c.Fieldwise_Operations_ReloadFailed';
import lasts from '@salesforce/label/c.Fieldwise_Operations_Lasts';
import over from '@salesforce/label/c.Fieldwise_Operations_Over';
import began from '@salesforce/label/c.Fieldwise_Operations_Began';
import stillLasts from '@salesforce/label/c.Fieldwise_Operations_StillLasts';
import acknowledge from '@salesforce/label/c.Fieldwise_Operations_Acknowledge';
import acknowledgedBy from '@salesforce/label/c.Fieldwise_Operations_AcknowledgedBy';
import delivery from '@salesforce/label/c.Fieldwise_Operations_Delivery';
import status from '@salesforce/label/c.Fieldwise_Operations_Status';
import message from '@salesforce/label/c.Fieldwise_Operations_Message';
import settingOn from '@salesforce/label/c.Fieldwise_Operations_SettingOn';
import settingOff from '@salesforce/label/c.Fieldwise_Operations_SettingOff';
import alertsTable from '@salesforce/label/c.Fieldwise_Operations_AlertsTable';
import settingsTable from '@salesforce/label/c.Fieldwise_Operations_SettingsTable';
import actionsOf from '@salesforce/label/c.Fieldwise_Operations_ActionsOf';
import auditIntro from '@salesforce/label/c.Fieldwise_Operations_AuditIntro';
import noVersionsTitle from '@salesforce/label/c.Fieldwise_Operations_NoVersionsTitle';
import noVersionsText from '@salesforce/label/c.Fieldwise_Operations_NoVersionsText';
import versionTitle from '@salesforce/label/c.Fieldwise_Operations_VersionTitle';
import live from '@salesforce/label/c.Fieldwise_Operations_Live';
import activatedBy from '@salesforce/label/c.Fieldwise_Operations_ActivatedBy';
import noNote from '@salesforce/label/c.Fieldwise_Operations_NoNote';
import showChanges from '@salesforce/label/c.Fieldwise_Operations_ShowChanges';
import hideChanges from '@salesforce/label/c.Fieldwise_Operations_HideChanges';
import changesOf from '@salesforce/label/c.Fieldwise_Operations_ChangesOf';
import noChanges from '@salesforce/label/c.Fieldwise_Operations_NoChanges';
import firstVersion from '@salesforce/label/c.Fieldwise_Operations_FirstVersion';
import rule from '@salesforce/label/c.Fieldwise_Operations_Rule';
import setting from '@salesforce/label/c.Fieldwise_Operations_Setting';
import before from '@salesforce/label/c.Fieldwise_Operations_Before';
import after from '@salesforce/label/c.Fieldwise_Operations_After';
import ruleAdded from '@salesforce/label/c.Fieldwise_Operations_RuleAdded';
import ruleRemoved from '@salesforce/label/c.Fieldwise_Operations_RuleRemoved';
import versionsList from '@salesforce/label/c.Fieldwise_Operations_VersionsList';
import unknownAuthor from '@salesforce/label/c.Fieldwise_Operations_UnknownAuthor';
import sendTest from '@salesforce/label/c.Fieldwise_Operations_SendTest';
import sendingTest from '@salesforce/label/c.Fieldwise_Operations_SendingTest';
import testSent from '@salesforce/label/c.Fieldwise_Operations_TestSent';
import testNotSent from '@salesforce/label/c.Fieldwise_Operations_TestNotSent';
import notDelivered from '@salesforce/label/c.Fieldwise_Operations_NotDelivered';
import tabProblems from '@salesforce/label/c.Fieldwise_Operations_TabProblems';
import problemsIntro from '@salesforce/label/c.Fieldwise_Operations_ProblemsIntro';
import noProblemsTitle from '@salesforce/label/c.Fieldwise_Operations_NoProblemsTitle';
import noProblemsText from '@salesforce/label/c.Fieldwise_Operations_NoProblemsText';
import problemsShow from '@salesforce/label/c.Fieldwise_Operations_ProblemsShow';
import problemsOpen from '@salesforce/label/c.Fieldwise_Operations_ProblemsOpen';
import problemsSolved from '@salesforce/label/c.Fieldwise_Operations_ProblemsSolved';
import problemNew from '@salesforce/label/c.Fieldwise_Operations_ProblemNew';
import problemSeen from '@salesforce/label/c.Fieldwise_Operations_ProblemSeen';
import problemSolved from '@salesforce/label/c.Fieldwise_Operations_ProblemSolved';
import reportedBy from '@salesforce/label/c.Fieldwise_Operations_ReportedBy';
import panelSaid from '@salesforce/label/c.Fieldwise_Operations_PanelSaid';
import bridgeSays from '@salesforce/label/c.Fieldwise_Operations_BridgeSays';
import askNow from '@salesforce/label/c.Fieldwise_Operations_AskNow';
import askAgainNow from '@salesforce/label/c.Fieldwise_Operations_AskAgainNow';
import markSeen from '@salesforce/label/c.Fieldwise_Operations_MarkSeen';
import markSolved from '@salesforce/label/c.Fieldwise_Operations_MarkSolved';
import openAgain from '@salesforce/label/c.Fieldwise_Operations_OpenAgain';
import problemNote from '@salesforce/label/c.Fieldwise_Operations_ProblemNote';
import problemNoteHelp from '@salesforce/label/c.Fieldwise_Operations_ProblemNoteHelp';
import saveNote from '@salesforce/label/c.Fieldwise_Operations_SaveNote';
import problemSaved from '@salesforce/label/c.Fieldwise_Operations_ProblemSaved';
import problemNotSaved from '@salesforce/label/c.Fieldwise_Operations_ProblemNotSaved';
import handledBy from '@salesforce/label/c.Fieldwise_Operations_HandledBy';
import problemsList from '@salesforce/label/c.Fieldwise_Operations_ProblemsList';
import linkedTo from '@salesforce/label/c.Fieldwise_Operations_LinkedTo';
import standingInSync from '@salesforce/label/c.Fieldwise_Operations_StandingInSync';
import standingPending from '@salesforce/label/c.Fieldwise_Operations_StandingPending';
import standingIssue from '@salesforce/label/c.Fieldwise_Operations_StandingIssue';
import standingReview from '@salesforce/label/c.Fieldwise_Operations_StandingReview';
import standingOutOfScope from '@salesforce/label/c.Fieldwise_Operations_StandingOutOfScope';
import standingDeleted from '@salesforce/label/c.Fieldwise_Operations_StandingDeleted';
import standingNotLinked from '@salesforce/label/c.Fieldwise_Operations_StandingNotLinked';
import standingNeverMet from '@salesforce/label/c.Fieldwise_Operations_StandingNeverMet';
import compareRecords from '@salesforce/label/c.Fieldwise_Operations_CompareRecords';
import closeCompare from '@salesforce/label/c.Fieldwise_Operations_CloseCompare';
import comparison from '@salesforce/label/c.Fieldwise_Operations_Comparison';
import property from '@salesforce/label/c.Fieldwise_Operations_Property';
import gone from '@salesforce/label/c.Fieldwise_Operations_Gone';
import unread from '@salesforce/label/c.Fieldwise_Operations_Unread';
import mergedAway from '@salesforce/label/c.Fieldwise_Operations_MergedAway';
import alreadyLinked from '@salesforce/label/c.Fieldwise_Operations_AlreadyLinked';
import changedAt from '@salesforce/label/c.Fieldwise_Operations_ChangedAt';
import differs from '@salesforce/label/c.Fieldwise_Operations_Differs';
import sameOne from '@salesforce/label/c.Fieldwise_Operations_SameOne';
import keepApart from '@salesforce/label/c.Fieldwise_Operations_KeepApart';
import keepChosen from '@salesforce/label/c.Fieldwise_Operations_KeepChosen';
import chooseThis from '@salesforce/label/c.Fieldwise_Operations_ChooseThis';
import chooseHint from '@salesforce/label/c.Fieldwise_Operations_ChooseHint';
import answered from '@salesforce/label/c.Fieldwise_Operations_Answered';
import notAnswered from '@salesforce/label/c.Fieldwise_Operations_NotAnswered';
import confirmJoinTitle from '@salesforce/label/c.Fieldwise_Operations_ConfirmJoinTitle';
import confirmJoinText from '@salesforce/label/c.Fieldwise_Operations_ConfirmJoinText';
import confirmApartTitle from '@salesforce/label/c.Fieldwise_Operations_ConfirmApartTitle';
import confirmApartText from '@salesforce/label/c.Fieldwise_Operations_ConfirmApartText';
import answersTitle from '@salesforce/label/c.Fieldwise_Operations_AnswersTitle';
import answersText from '@salesforce/label/c.Fieldwise_Operations_AnswersText';
import showAnswers from '@salesforce/label/c.Fieldwise_Operations_ShowAnswers';
import hideAnswers from '@salesforce/label/c.Fieldwise_Operations_HideAnswers';
import noAnswers from '@salesforce/label/c.Fieldwise_Operations_NoAnswers';
import answersTable from '@salesforce/label/c.Fieldwise_Operations_AnswersTable';
import answer from '@salesforce/label/c.Fieldwise_Operations_Answer';
import answerLink from '@salesforce/label/c.Fieldwise_Operations_AnswerLink';
import answerApart from '@salesforce/label/c.Fieldwise_Operations_AnswerApart';
import answerDouble from '@salesforce/label/c.Fieldwise_Operations_AnswerDouble';
import takeBack from '@salesforce/label/c.Fieldwise_Operations_TakeBack';
import takenBack from '@salesforce/label/c.Fieldwise_Operations_TakenBack';
import otherRecord from '@salesforce/label/c.Fieldwise_Operations_OtherRecord';
import hideFills from '@salesforce/label/c.Fieldwise_Operations_HideFills';
import hideFillsHelp from '@salesforce/label/c.Fieldwise_Operations_HideFillsHelp';

export const label = Object.freeze({
  tabHealth,
  tabIssues,
  tabDecisions,
  tabReviews,
  tabAlerts,
  tabAudit,
  refresh,
  showMore,
  salesforce,
  hubspot,
  blank,
  when,
  record,
  field,
  cancel,
  save,
  hubspotRecord,
  salesforceRecord,
  asOf,
  lastHour,
  lastDay,
  spanLabel,
  lag,
  lagP50,
  lagP95,
  lagP99,
  throughput,
  written,
  received,
  perMinute,
  waiting,
  oldestWaits,
  nothingWaits,
  openIssues,
  openReviews,
  seeIssues,
  seeReviews,
  budgetLeft,
  budgetLasts,
  budgetEnds,
  budgetUnknown,
  lastEvent,
  neverHeard,
  memoryNote,
  streamAsked,
  streamConfigured,
  streamNone,
  streamSpent,
  streamDown,
  credentialsRefused,
  syncTrouble,
  firstSync,
  percentTroubled,
  retryAll,
  retryGroup,
  retryOne,
  showRecords,
  hideRecords,
  recordsOfGroup,
  affectedOne,
  affectedMany,
  howToFix,
  wholeRecord,
  noIssuesTitle,
  noIssuesText,
  issuesIntro,
  retried,
  retriedText,
  openedAt,
  metTimes,
  timesMany,
  timesOne,
  nextTry,
  afterChange,
  noRecordsTitle,
  issueGroupsList,
  decisionsIntro,
  filterRecord,
  filterRecordHelp,
  filterField,
  allFields,
  search,
  clear,
  salesforceValue,
  hubspotValue,
  outcome,
  kept,
  valuesExpired,
  typedAt,
  reverse,
  reverseTitle,
  reverseQuestion,
  reversed,
  notReversed,
  reversing,
  noDecisionsTitle,
  noDecisionsText,
  noMatchTitle,
  noMatchText,
  decisionsTable,
  version,
  action,
  conflictsTitle,
  conflictsText,
  conflictCounts,
  showThese,
  reviewsIntro,
  noReviewsTitle,
  noReviewsText,
  chooseSalesforce,
  chooseHubspot,
  chosen,
  notChosen,
  openSince,
  kindConflict,
  kindMatch,
  kindCluster,
  reviewsList,
  alertsTitle,
  settingsTitle,
  newSetting,
  editSetting,
  edit,
  remove,
  noAlertsTitle,
  noAlertsText,
  noSettingsTitle,
  noSettingsText,
  kind,
  channel,
  target,
  enabled,
  kindSilence,
  kindLag,
  kindErrorRate,
  kindBudget,
  kindCredentials,
  limitSilence,
  limitLag,
  limitErrorRate,
  limitBudget,
  sentenceSilence,
  sentenceLag,
  sentenceErrorRate,
  sentenceBudget,
  sentenceCredentials,
  channelEmail,
  channelWebhook,
  channelNotification,
  targetEmail,
  targetWebhook,
  targetWebhookHelp,
  targetNotification,
  settingSaved,
  settingDeleted,
  deleteTitle,
  deleteQuestion,
  reloadFailed,
  lasts,
  over,
  began,
  stillLasts,
  acknowledge,
  acknowledgedBy,
  delivery,
  status,
  message,
  settingOn,
  settingOff,
  alertsTable,
  settingsTable,
  actionsOf,
  auditIntro,
  noVersionsTitle,
  noVersionsText,
  versionTitle,
  live,
  activatedBy,
  noNote,
  showChanges,
  hideChanges,
  changesOf,
  noChanges,
  firstVersion,
  rule,
  setting,
  before,
  after,
  ruleAdded,
  ruleRemoved,
  versionsList,
  unknownAuthor,
  sendTest,
  sendingTest,
  testSent,
  testNotSent,
  notDelivered,
  tabProblems,
  problemsIntro,
  noProblemsTitle,
  noProblemsText,
  problemsShow,
  problemsOpen,
  problemsSolved,
  problemNew,
  problemSeen,
  problemSolved,
  reportedBy,
  panelSaid,
  bridgeSays,
  askNow,
  askAgainNow,
  markSeen,
  markSolved,
  openAgain,
  problemNote,
  problemNoteHelp,
  saveNote,
  problemSaved,
  problemNotSaved,
  handledBy,
  problemsList,
  linkedTo,
  standingInSync,
  standingPending,
  standingIssue,
  standingReview,
  standingOutOfScope,
  standingDeleted,
  standingNotLinked,
  standingNeverMet,
  compareRecords,
  closeCompare,
  comparison,
  property,
  gone,
  unread,
  mergedAway,
  alreadyLinked,
  changedAt,
  differs,
  sameOne,
  keepApart,
  keepChosen,
  chooseThis,
  chooseHint,
  answered,
  notAnswered,
  confirmJoinTitle,
  confirmJoinText,
  confirmApartTitle,
  confirmApartText,
  answersTitle,
  answersText,
  showAnswers,
  hideAnswers,
  noAnswers,
  answersTable,
  answer,
  answerLink,
  answerApart,
  answerDouble,
  takeBack,
  takenBack,
  otherRecord,
  hideFills,
  hideFillsHelp,
});
