/** The texts of the engagement panel, by short name. */
import all from '@salesforce/label/c.Fieldwise_Engagement_All';
import back from '@salesforce/label/c.Fieldwise_Engagement_Back';
import call from '@salesforce/label/c.Fieldwise_Engagement_Call';
import emailBounced from '@salesforce/label/c.Fieldwise_Engagement_EmailBounced';
import emailClicked from '@salesforce/label/c.Fieldwise_Engagement_EmailClicked';
import emailOpened from '@salesforce/label/c.Fieldwise_Engagement_EmailOpened';
import emailReceived from '@salesforce/label/c.Fieldwise_Engagement_EmailReceived';
import emailSent from '@salesforce/label/c.Fieldwise_Engagement_EmailSent';
import filter from '@salesforce/label/c.Fieldwise_Engagement_Filter';
import firstTouch from '@salesforce/label/c.Fieldwise_Engagement_FirstTouch';
import formSubmitted from '@salesforce/label/c.Fieldwise_Engagement_FormSubmitted';
import gapCalls from '@salesforce/label/c.Fieldwise_Engagement_GapCalls';
import gapEmails from '@salesforce/label/c.Fieldwise_Engagement_GapEmails';
import gapEvents from '@salesforce/label/c.Fieldwise_Engagement_GapEvents';
import gapLists from '@salesforce/label/c.Fieldwise_Engagement_GapLists';
import gapMeetings from '@salesforce/label/c.Fieldwise_Engagement_GapMeetings';
import gapNotes from '@salesforce/label/c.Fieldwise_Engagement_GapNotes';
import gapSubscription from '@salesforce/label/c.Fieldwise_Engagement_GapSubscription';
import gapTasks from '@salesforce/label/c.Fieldwise_Engagement_GapTasks';
import gaps from '@salesforce/label/c.Fieldwise_Engagement_Gaps';
import goneText from '@salesforce/label/c.Fieldwise_Engagement_GoneText';
import goneTitle from '@salesforce/label/c.Fieldwise_Engagement_GoneTitle';
import highIntent from '@salesforce/label/c.Fieldwise_Engagement_HighIntent';
import hotNow from '@salesforce/label/c.Fieldwise_Engagement_HotNow';
import intentBuyingForm from '@salesforce/label/c.Fieldwise_Engagement_IntentBuyingForm';
import intentBuyingPage from '@salesforce/label/c.Fieldwise_Engagement_IntentBuyingPage';
import intentManyVisits from '@salesforce/label/c.Fieldwise_Engagement_IntentManyVisits';
import intentMeetingBooked from '@salesforce/label/c.Fieldwise_Engagement_IntentMeetingBooked';
import intentRecentClick from '@salesforce/label/c.Fieldwise_Engagement_IntentRecentClick';
import kindCall from '@salesforce/label/c.Fieldwise_Engagement_KindCall';
import kindEmail from '@salesforce/label/c.Fieldwise_Engagement_KindEmail';
import kindForm from '@salesforce/label/c.Fieldwise_Engagement_KindForm';
import kindMeeting from '@salesforce/label/c.Fieldwise_Engagement_KindMeeting';
import kindNote from '@salesforce/label/c.Fieldwise_Engagement_KindNote';
import kindPage from '@salesforce/label/c.Fieldwise_Engagement_KindPage';
import kindTask from '@salesforce/label/c.Fieldwise_Engagement_KindTask';
import lastEngagement from '@salesforce/label/c.Fieldwise_Engagement_LastEngagement';
import lastTouch from '@salesforce/label/c.Fieldwise_Engagement_LastTouch';
import lifecycle from '@salesforce/label/c.Fieldwise_Engagement_Lifecycle';
import lists from '@salesforce/label/c.Fieldwise_Engagement_Lists';
import loadingMore from '@salesforce/label/c.Fieldwise_Engagement_LoadingMore';
import meeting from '@salesforce/label/c.Fieldwise_Engagement_Meeting';
import meetingAhead from '@salesforce/label/c.Fieldwise_Engagement_MeetingAhead';
import more from '@salesforce/label/c.Fieldwise_Engagement_More';
import moreLists from '@salesforce/label/c.Fieldwise_Engagement_MoreLists';
import neverMetText from '@salesforce/label/c.Fieldwise_Engagement_NeverMetText';
import neverMetTitle from '@salesforce/label/c.Fieldwise_Engagement_NeverMetTitle';
import noEngagementText from '@salesforce/label/c.Fieldwise_Engagement_NoEngagementText';
import noEngagementTitle from '@salesforce/label/c.Fieldwise_Engagement_NoEngagementTitle';
import noLists from '@salesforce/label/c.Fieldwise_Engagement_NoLists';
import noPermissionText from '@salesforce/label/c.Fieldwise_Engagement_NoPermissionText';
import noPermissionTitle from '@salesforce/label/c.Fieldwise_Engagement_NoPermissionTitle';
import noSignal from '@salesforce/label/c.Fieldwise_Engagement_NoSignal';
import nobodyText from '@salesforce/label/c.Fieldwise_Engagement_NobodyText';
import nobodyTitle from '@salesforce/label/c.Fieldwise_Engagement_NobodyTitle';
import none from '@salesforce/label/c.Fieldwise_Engagement_None';
import notInHubSpot from '@salesforce/label/c.Fieldwise_Engagement_NotInHubSpot';
import notLinkedTitle from '@salesforce/label/c.Fieldwise_Engagement_NotLinkedTitle';
import notShown from '@salesforce/label/c.Fieldwise_Engagement_NotShown';
import note from '@salesforce/label/c.Fieldwise_Engagement_Note';
import nothingText from '@salesforce/label/c.Fieldwise_Engagement_NothingText';
import nothingTitle from '@salesforce/label/c.Fieldwise_Engagement_NothingTitle';
import older from '@salesforce/label/c.Fieldwise_Engagement_Older';
import openInHubSpot from '@salesforce/label/c.Fieldwise_Engagement_OpenInHubSpot';
import openRecord from '@salesforce/label/c.Fieldwise_Engagement_OpenRecord';
import pageVisited from '@salesforce/label/c.Fieldwise_Engagement_PageVisited';
import people from '@salesforce/label/c.Fieldwise_Engagement_People';
import peopleCapped from '@salesforce/label/c.Fieldwise_Engagement_PeopleCapped';
import period from '@salesforce/label/c.Fieldwise_Engagement_Period';
import period30 from '@salesforce/label/c.Fieldwise_Engagement_Period30';
import period366 from '@salesforce/label/c.Fieldwise_Engagement_Period366';
import period7 from '@salesforce/label/c.Fieldwise_Engagement_Period7';
import period90 from '@salesforce/label/c.Fieldwise_Engagement_Period90';
import person from '@salesforce/label/c.Fieldwise_Engagement_Person';
import readAt from '@salesforce/label/c.Fieldwise_Engagement_ReadAt';
import refresh from '@salesforce/label/c.Fieldwise_Engagement_Refresh';
import remembered from '@salesforce/label/c.Fieldwise_Engagement_Remembered';
import score from '@salesforce/label/c.Fieldwise_Engagement_Score';
import showTimeline from '@salesforce/label/c.Fieldwise_Engagement_ShowTimeline';
import shown from '@salesforce/label/c.Fieldwise_Engagement_Shown';
import since from '@salesforce/label/c.Fieldwise_Engagement_Since';
import source from '@salesforce/label/c.Fieldwise_Engagement_Source';
import subNotAsked from '@salesforce/label/c.Fieldwise_Engagement_SubNotAsked';
import subPartly from '@salesforce/label/c.Fieldwise_Engagement_SubPartly';
import subSubscribed from '@salesforce/label/c.Fieldwise_Engagement_SubSubscribed';
import subUnknown from '@salesforce/label/c.Fieldwise_Engagement_SubUnknown';
import subUnsubscribed from '@salesforce/label/c.Fieldwise_Engagement_SubUnsubscribed';
import subscription from '@salesforce/label/c.Fieldwise_Engagement_Subscription';
import task from '@salesforce/label/c.Fieldwise_Engagement_Task';
import timeline from '@salesforce/label/c.Fieldwise_Engagement_Timeline';
import title from '@salesforce/label/c.Fieldwise_Engagement_Title';
import totals from '@salesforce/label/c.Fieldwise_Engagement_Totals';
import totalsText from '@salesforce/label/c.Fieldwise_Engagement_TotalsText';
import touchClick from '@salesforce/label/c.Fieldwise_Engagement_TouchClick';
import touchContact from '@salesforce/label/c.Fieldwise_Engagement_TouchContact';
import touchCreated from '@salesforce/label/c.Fieldwise_Engagement_TouchCreated';
import touchForm from '@salesforce/label/c.Fieldwise_Engagement_TouchForm';
import touchOpen from '@salesforce/label/c.Fieldwise_Engagement_TouchOpen';
import touchReply from '@salesforce/label/c.Fieldwise_Engagement_TouchReply';
import touchVisit from '@salesforce/label/c.Fieldwise_Engagement_TouchVisit';
import tryAgain from '@salesforce/label/c.Fieldwise_Engagement_TryAgain';

export const label = {
  all,
  back,
  call,
  emailBounced,
  emailClicked,
  emailOpened,
  emailReceived,
  emailSent,
  filter,
  firstTouch,
  formSubmitted,
  gapCalls,
  gapEmails,
  gapEvents,
  gapLists,
  gapMeetings,
  gapNotes,
  gapSubscription,
  gapTasks,
  gaps,
  goneText,
  goneTitle,
  highIntent,
  hotNow,
  intentBuyingForm,
  intentBuyingPage,
  intentManyVisits,
  intentMeetingBooked,
  intentRecentClick,
  kindCall,
  kindEmail,
  kindForm,
  kindMeeting,
  kindNote,
  kindPage,
  kindTask,
  lastEngagement,
  lastTouch,
  lifecycle,
  lists,
  loadingMore,
  meeting,
  meetingAhead,
  more,
  moreLists,
  neverMetText,
  neverMetTitle,
  noEngagementText,
  noEngagementTitle,
  noLists,
  noPermissionText,
  noPermissionTitle,
  noSignal,
  nobodyText,
  nobodyTitle,
  none,
  notInHubSpot,
  notLinkedTitle,
  notShown,
  note,
  nothingText,
  nothingTitle,
  older,
  openInHubSpot,
  openRecord,
  pageVisited,
  people,
  peopleCapped,
  period,
  period30,
  period366,
  period7,
  period90,
  person,
  readAt,
  refresh,
  remembered,
  score,
  showTimeline,
  shown,
  since,
  source,
  subNotAsked,
  subPartly,
  subSubscribed,
  subUnknown,
  subUnsubscribed,
  subscription,
  task,
  timeline,
  title,
  totals,
  totalsText,
  touchClick,
  touchContact,
  touchCreated,
  touchForm,
  touchOpen,
  touchReply,
  touchVisit,
  tryAgain,
};
