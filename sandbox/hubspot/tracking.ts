import { arrayOf, objectOf, textOf, type JsonObject } from './body.ts';
import { invalid } from './errors.ts';
import type { Op, StoredRecord, TrackedEvent, Values } from './model.ts';
import type { Portal } from './portal.ts';

const SOURCE = { type: 'ANALYTICS', id: null, userId: null } as const;
/** A visit is a session: a page seen half an hour after the last one begins a new one (knowledge base, "sessions"). */
const SESSION_MS = 30 * 60_000;

type Known = (name: string) => string;

const more = (known: Known, name: string): string => String(Number(known(name)) + 1);

function visited(known: Known, { at, properties }: TrackedEvent): Values {
  const when = new Date(at).toISOString();
  const last = Date.parse(known('hs_analytics_last_timestamp'));
  const isNew = Number.isNaN(last) || at - last > SESSION_MS;
  const first = known('hs_analytics_first_timestamp') === '' ? { hs_analytics_first_timestamp: when, hs_analytics_first_url: properties['hs_url'] ?? '' } : {};
  return {
    ...first,
    hs_analytics_num_page_views: more(known, 'hs_analytics_num_page_views'),
    ...(isNew ? { hs_analytics_num_visits: more(known, 'hs_analytics_num_visits'), hs_analytics_last_visit_timestamp: when } : {}),
    hs_analytics_last_timestamp: when,
    hs_analytics_last_url: properties['hs_url'] ?? '',
  };
}

function submitted(known: Known, { at, properties }: TrackedEvent): Values {
  const [name, when] = [properties['hs_form_name'] ?? 'Form', new Date(at).toISOString()];
  const first = known('first_conversion_date') === '' ? { first_conversion_date: when, first_conversion_event_name: name } : {};
  return { ...first, recent_conversion_date: when, recent_conversion_event_name: name, num_conversion_events: more(known, 'num_conversion_events') };
}

const mailed =
  (count: string, date: string | null) =>
  (known: Known, { at, properties }: TrackedEvent): Values => ({
    [count]: more(known, count),
    ...(date === null ? {} : { [date]: new Date(at).toISOString() }),
    ...(properties['hs_campaign_name'] === undefined ? {} : { hs_email_last_email_name: properties['hs_campaign_name'] }),
  });

/** What each event moves on the contact, as a portal's own statistics do. */
const EFFECTS: Readonly<Record<string, (known: Known, event: TrackedEvent) => Values>> = {
  e_visited_page: visited,
  e_form_submission_v2: submitted,
  e_mta_delivered_email_v2: mailed('hs_email_delivered', null),
  e_mta_opened_email_v2: mailed('hs_email_open', 'hs_email_last_open_date'),
  e_mta_clicked_link_in_email_v2: mailed('hs_email_click', 'hs_email_last_click_date'),
  e_mta_bounced_email_v2: mailed('hs_email_bounce', null),
};

function parseEvent(contactId: string, number: number, given: JsonObject): TrackedEvent {
  const at = Date.parse(textOf(given['occurredAt'], 'occurredAt'));
  if (Number.isNaN(at)) throw invalid('occurredAt must be a date-time');
  const properties = Object.fromEntries(Object.entries(objectOf(given['properties'] ?? {}, 'properties')).map(([name, value]) => [name, String(value)]));
  return { id: `event-${contactId}-${String(number)}`, contactId, eventType: textOf(given['eventType'], 'eventType'), at, properties };
}

/** One update per event, so that the history of each statistic is as long as in a portal. */
function updatesFor(record: StoredRecord, events: readonly TrackedEvent[], given: Values): Op[] {
  const stamp = { object: record.object, id: record.id, source: SOURCE };
  let values: Values = record.values;
  const ops = events.flatMap((event): Op[] => {
    const changes = EFFECTS[event.eventType]?.((name) => values[name] ?? '', event);
    if (changes === undefined) return [];
    values = { ...values, ...changes };
    return [{ op: 'update', ...stamp, at: event.at, values: changes }];
  });
  return Object.keys(given).length === 0 ? ops : [...ops, { op: 'update', ...stamp, at: Math.max(record.updatedAt, events.at(-1)?.at ?? 0), values: given }];
}

/**
 * Stands in for HubSpot's tracking: stores what contacts did, moves their statistics, and sets what only HubSpot sets (scores).
 * Takes `[{id, events?: [{eventType, occurredAt, properties?}], properties?}]`; answers how many events were stored.
 */
export function trackContacts(portal: Portal, contacts: unknown): number {
  let stored = 0;
  for (const item of arrayOf(contacts, 'contacts').map((one) => objectOf(one, 'contacts'))) {
    const record = portal.state.live('contacts', textOf(item['id'], 'id'));
    if (record === undefined) throw invalid('no live contact of that id');
    const known = portal.state.tracked.get(record.id)?.length ?? 0;
    const events = arrayOf(item['events'] ?? [], 'events')
      .map((event, index) => parseEvent(record.id, known + index, objectOf(event, 'events')))
      .sort((left, right) => left.at - right.at);
    const given = Object.fromEntries(Object.entries(objectOf(item['properties'] ?? {}, 'properties')).map(([name, value]) => [name, String(value)]));
    stored += events.length;
    portal.commit([{ op: 'tracked', events }, ...updatesFor(record, events, given)]);
  }
  return stored;
}
