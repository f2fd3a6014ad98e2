/** HubSpot's activity records (e-mails, calls, meetings, notes, tasks) as timeline items. Pure. */
import type { RawItem } from './model.ts';
import { instantIn, numberIn, plain } from './text.ts';

export type ActivityObject = 'emails' | 'calls' | 'meetings' | 'notes' | 'tasks';
type Properties = Readonly<Record<string, string | null>>;
export type ActivityRecord = { readonly id: string; readonly properties: Properties };

/** Only what a line shows: bodies of e-mails need a scope of their own (`sales-email-read`) and are not asked for. */
export const activityProperties: Readonly<Record<ActivityObject, readonly string[]>> = {
  emails: ['hs_timestamp', 'hs_email_direction', 'hs_email_status', 'hs_email_subject'],
  calls: ['hs_timestamp', 'hs_call_title', 'hs_call_body', 'hs_call_duration', 'hs_call_direction', 'hs_call_disposition', 'hs_call_status'],
  meetings: ['hs_timestamp', 'hs_createdate', 'hs_meeting_title', 'hs_meeting_body', 'hs_meeting_start_time', 'hs_meeting_outcome'],
  notes: ['hs_timestamp', 'hs_note_body'],
  tasks: ['hs_timestamp', 'hs_task_subject', 'hs_task_body', 'hs_task_status'],
};
export const activityObjects: readonly ActivityObject[] = ['emails', 'calls', 'meetings', 'notes', 'tasks'];

/** HubSpot's own call outcomes; their ids are the same in every portal (docs, "Calls"). */
const dispositions: Readonly<Record<string, string>> = {
  '9d9162e7-6cf3-4944-bf63-4dff82258764': 'Busy',
  'f240bbac-87c9-4f6e-bf70-924b57d47db7': 'Connected',
  'a4c4c377-d246-4b32-a13b-75a56a4cd0ff': 'Left live message',
  'b2cf5968-551e-4856-9783-52b3da59a7d0': 'Left voicemail',
  '73a0d17f-1163-4015-bdd5-ec830791da20': 'No answer',
  '17b47fee-58de-441e-a44c-c6300d46f273': 'Wrong number',
};
const minuteMs = 60_000;

const words = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase().replaceAll('_', ' ');
const joined = (...parts: readonly (string | null | undefined)[]): string | null => {
  const kept = parts.filter((part): part is string => part !== null && part !== undefined && part !== '');
  return kept.length === 0 ? null : kept.join(' · ');
};

function duration(milliseconds: number | null): string | null {
  if (milliseconds === null || milliseconds <= 0) return null;
  return milliseconds < minuteMs ? `${String(Math.round(milliseconds / 1_000))} s` : `${String(Math.round(milliseconds / minuteMs))} min`;
}

type Shown = Pick<RawItem, 'kind' | 'action' | 'title' | 'detail' | 'meeting'>;

function email(values: Properties): Shown {
  const isIncoming = values['hs_email_direction'] === 'INCOMING_EMAIL';
  const isBounced = values['hs_email_status'] === 'BOUNCED';
  const action = isBounced ? 'email-bounced' : isIncoming ? 'email-received' : 'email-sent';
  return { kind: 'email', action, title: plain(values['hs_email_subject']) ?? '(no subject)', detail: null };
}

function call(values: Properties): Shown {
  const outcome = dispositions[values['hs_call_disposition'] ?? ''];
  const direction = values['hs_call_direction'] === 'INBOUND' ? 'Incoming' : values['hs_call_direction'] === 'OUTBOUND' ? 'Outgoing' : null;
  const detail = joined(direction, outcome, duration(numberIn(values['hs_call_duration'])), plain(values['hs_call_body']));
  return { kind: 'call', action: 'call', title: plain(values['hs_call_title']) ?? 'Call', detail };
}

function meeting(values: Properties): Shown {
  const outcome = values['hs_meeting_outcome'] ?? '';
  const isOff = outcome === 'CANCELED' || outcome === 'NO_SHOW';
  return {
    kind: 'meeting',
    action: 'meeting',
    title: plain(values['hs_meeting_title']) ?? 'Meeting',
    detail: joined(outcome === '' ? null : words(outcome), plain(values['hs_meeting_body'])),
    meeting: { bookedAt: instantIn(values['hs_createdate']), isOff },
  };
}

const showing: Readonly<Record<ActivityObject, (values: Properties) => Shown>> = {
  emails: email,
  calls: call,
  meetings: meeting,
  notes: (values) => ({ kind: 'note', action: 'note', title: plain(values['hs_note_body']) ?? '(empty note)', detail: null }),
  tasks: (values) => ({
    kind: 'task',
    action: 'task',
    title: plain(values['hs_task_subject']) ?? 'Task',
    detail: joined(
      values['hs_task_status'] === null || values['hs_task_status'] === undefined ? null : words(values['hs_task_status']),
      plain(values['hs_task_body']),
    ),
  }),
};

/** One activity as an item; null when it has no time, which HubSpot does not allow. A meeting is placed at its start. */
export function activityItem(object: ActivityObject, { id, properties }: ActivityRecord): RawItem | null {
  const at = instantIn(object === 'meetings' ? (properties['hs_meeting_start_time'] ?? properties['hs_timestamp']) : properties['hs_timestamp']);
  return at === null ? null : { id: `${object}:${id}`, at, url: null, ...showing[object](properties) };
}
