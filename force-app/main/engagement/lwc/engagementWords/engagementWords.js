/**
 * The bridge's codes as words and icons, and when something was. Pure.
 * Tests: __tests__ beside this file.
 */
import { label } from 'c/engagementLabels';
import { fillLabel, formatDateTime, formatRelative } from 'c/syncFormat';

/** Filters of the timeline, in the order they are shown. */
export const KINDS = [
  { value: 'email', label: label.kindEmail },
  { value: 'form', label: label.kindForm },
  { value: 'page', label: label.kindPage },
  { value: 'meeting', label: label.kindMeeting },
  { value: 'call', label: label.kindCall },
  { value: 'note', label: label.kindNote },
  { value: 'task', label: label.kindTask },
];
export const PERIODS = [
  { value: '7', label: label.period7 },
  { value: '30', label: label.period30 },
  { value: '90', label: label.period90 },
  { value: '366', label: label.period366 },
];

const ACTIONS = {
  'email-sent': [label.emailSent, 'utility:email'],
  'email-received': [label.emailReceived, 'utility:reply'],
  'email-opened': [label.emailOpened, 'utility:email_open'],
  'email-clicked': [label.emailClicked, 'utility:link'],
  'email-bounced': [label.emailBounced, 'utility:ban'],
  'form-submitted': [label.formSubmitted, 'utility:form'],
  'page-visited': [label.pageVisited, 'utility:world'],
  meeting: [label.meeting, 'utility:event'],
  call: [label.call, 'utility:call'],
  note: [label.note, 'utility:note'],
  task: [label.task, 'utility:task'],
};
const INTENTS = {
  'buying-page': label.intentBuyingPage,
  'buying-form': label.intentBuyingForm,
  'many-visits': label.intentManyVisits,
  'meeting-booked': label.intentMeetingBooked,
  'recent-click': label.intentRecentClick,
};
const TOUCHES = {
  form: label.touchForm,
  click: label.touchClick,
  open: label.touchOpen,
  visit: label.touchVisit,
  reply: label.touchReply,
  contact: label.touchContact,
  created: label.touchCreated,
};
const SUBSCRIPTIONS = { subscribed: label.subSubscribed, partly: label.subPartly, unsubscribed: label.subUnsubscribed, 'not-asked': label.subNotAsked };
const GAPS = {
  lists: label.gapLists,
  subscription: label.gapSubscription,
  events: label.gapEvents,
  emails: label.gapEmails,
  calls: label.gapCalls,
  meetings: label.gapMeetings,
  notes: label.gapNotes,
  tasks: label.gapTasks,
};

/** @param {string} intent @returns {string} */
export const intentText = (intent) => INTENTS[intent] ?? label.highIntent;
/** @param {string} state @returns {string} */
export const subscriptionText = (state) => SUBSCRIPTIONS[state] ?? label.subUnknown;
/** @param {string[]} [gaps] @returns {string[]} one sentence about what HubSpot would not tell; none when it told all */
export const gapSentences = (gaps) => (gaps?.length > 0 ? [fillLabel(label.gaps, gaps.map((gap) => GAPS[gap] ?? gap).join(', '))] : []);

/** @param {number} [at] epoch ms @returns {{relative: string, absolute: string, iso: string}|null} */
export function when(at) {
  return Number.isFinite(at) ? { relative: formatRelative(at), absolute: formatDateTime(at), iso: new Date(at).toISOString() } : null;
}

/** @param {{at: number, what: string}} [touch] @returns {{text: string, relative: string, absolute: string, iso: string}|null} */
export const touchOf = (touch) => (touch ? { text: TOUCHES[touch.what] ?? touch.what, ...when(touch.at) } : null);

/**
 * One item of the timeline as the page draws it.
 * @param {object} item as the bridge sent it @param {number} [now] epoch ms @returns {object}
 */
export function itemOf(item, now = Date.now()) {
  const [action, icon] = ACTIONS[item.action] ?? [item.action, 'utility:info'];
  const isHot = item.intents.length > 0;
  const isAhead = item.action === 'meeting' && item.at > now;
  return {
    ...item,
    ...when(item.at),
    icon,
    isHot,
    actionText: isAhead ? label.meetingAhead : action,
    intentTexts: item.intents.map((intent) => ({ key: intent, text: intentText(intent) })),
    className: isHot ? 'item item_hot' : 'item',
  };
}

const TITLES = { 'not-linked': label.notLinkedTitle, 'never-met': label.neverMetTitle, gone: label.goneTitle };
const TEXTS = { 'never-met': label.neverMetText, gone: label.goneText };

/**
 * An answer other than ready, for c-sync-state: what is empty and why, or what went wrong.
 * @param {{state: string, explanation?: string}} answer
 * @returns {{state: 'empty'|'error', title?: string, text?: string, errors?: string[]}}
 */
export function stateOf({ state, explanation }) {
  if (TITLES[state]) return { state: 'empty', title: TITLES[state], text: TEXTS[state] ?? explanation };
  return { state: 'error', errors: [explanation ?? label.tryAgain, label.tryAgain] };
}
