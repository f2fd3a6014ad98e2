import { limitOf, listOf } from '../body.ts';
import { invalid, missingScopes } from '../errors.ts';
import type { TrackedEvent } from '../model.ts';
import type { Portal } from '../portal.ts';
import { kindOf, type Answer, type Call, type Route } from '../routing.ts';

const PAGE_DEFAULT = 20;
const PAGE_MAX = 100;

/** Single events are part of the Enterprise plans; other accounts are refused whatever the token may (docs, "Event occurrences", supported products). */
function admit({ portal }: Call): void {
  if (!portal.state.settings.enterpriseEvents) throw missingScopes(['business-intelligence']);
}

/** The contact's own events and those of the contacts merged into it, newest first. */
function eventsOf(portal: Portal, objectId: string): TrackedEvent[] {
  const survivor = portal.state.live('contacts', objectId);
  if (survivor === undefined) return [];
  const ids = new Set([survivor.id, ...(survivor.values['hs_merged_object_ids'] ?? '').split(';')]);
  return [...ids].flatMap((id) => portal.state.tracked.get(id) ?? []).sort((left, right) => right.at - left.at || (left.id < right.id ? 1 : -1));
}

function instantOf(call: Call, name: string, fallback: number): number {
  const text = call.query.get(name);
  if (text === null) return fallback;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw invalid(`${name} must be a date-time`);
  return at;
}

function list(call: Call): Answer {
  admit(call);
  const { portal, query } = call;
  const objectId = query.get('objectId');
  if (kindOf(portal, query.get('objectType') ?? '').name !== 'contacts' || objectId === null) throw invalid('objectType contact and objectId are needed here');
  const types = listOf(query, 'eventType');
  const limit = limitOf(query.get('limit'), PAGE_DEFAULT, PAGE_MAX);
  const offset = limitOf(query.get('after'), 0, Number.MAX_SAFE_INTEGER);
  const [since, until] = [instantOf(call, 'occurredAfter', 0), instantOf(call, 'occurredBefore', Infinity)];
  const found = eventsOf(portal, objectId).filter(({ at, eventType }) => at > since && at < until && (types.length === 0 || types.includes(eventType)));
  const results = found.slice(offset, offset + limit).map(({ id, eventType, at, properties }) => ({
    id,
    eventType,
    properties,
    objectType: 'CONTACT',
    objectId,
    occurredAt: new Date(at).toISOString(),
  }));
  const next = offset + limit < found.length ? { paging: { next: { after: String(offset + limit), link: '' } } } : {};
  return { status: 200, body: { results, ...next } };
}

function types(call: Call): Answer {
  admit(call);
  const eventTypes = new Set([...call.portal.state.tracked.values()].flat().map(({ eventType }) => eventType));
  return { status: 200, body: { eventTypes: [...eventTypes].sort() } };
}

const reads: Route['scopes'] = () => ['crm.objects.contacts.read'];
const BASE = '/events/v3/events';

export const EVENT_ROUTES: readonly Route[] = [
  { method: 'GET', path: BASE, handler: list, scopes: reads, bucket: 'general' },
  { method: 'GET', path: `${BASE}/event-types`, handler: types, scopes: reads, bucket: 'general' },
];
