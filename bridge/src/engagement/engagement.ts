import type { Instant, RecordRef } from '../domain/model.ts';
import type { Clock, WireValue } from '../engine/index.ts';
import type { CallFailure, CallResult, Calls } from '../hubspot/index.ts';
import type { ConnectionView, OperationsResult } from '../operations/index.ts';
import { createCache } from './cache.ts';
import type { Cache } from './cache.ts';
import { fieldStandings } from './fields.ts';
import { hotNow, withIntents } from './intent.ts';
import type { Kind, PersonSummary, Unanswered } from './model.ts';
import { hubspotUrl } from './place.ts';
import { isHot, labelled, lastTouch, nameOf, profileOf, warmthOf } from './profile.ts';
import type { Labels, Properties } from './profile.ts';
import { createSource, reachMs } from './source.ts';
import type { Around, Contact, Past, Source } from './source.ts';
import { standingOf } from './standing.ts';
import { pageOf } from './timeline.ts';

/** What a panel needs of one connection. `calls` are the browsing ones. */
export type EngagementPart = { readonly view: ConnectionView; readonly calls: Calls; readonly portalId: string; readonly appId: string };
export type SalesforceRef = { readonly object: string; readonly id: string };
export type TimelineOptions = { readonly kinds: readonly Kind[]; readonly days: number | null; readonly after: string | null; readonly limit: number };

type Answer = Promise<OperationsResult<unknown>>;
/** The rep's questions. Nothing here changes a record, and nothing of HubSpot's outlives the seconds of the cache. */
export type Engagement = {
  /** Who this is in HubSpot: `{state: 'ready', person, gaps, readAt}` or why there is nobody. */
  person(connection: string | undefined, record: SalesforceRef): Answer;
  /** What the person did, newest first, a page at a time: `{state: 'ready', items, next, total, hot, gaps, events, isCut, readAt}`. */
  timeline(connection: string | undefined, record: SalesforceRef, options: TimelineOptions): Answer;
  /** The linked ones of these records, most engaged first: `{state: 'ready', people, notLinked, readAt}`. */
  people(connection: string | undefined, records: readonly SalesforceRef[]): Answer;
  /** How the record stands (standing.ts). */
  standing(connection: string | undefined, record: SalesforceRef): Answer;
  /** Why each field is as it is, by the Salesforce values the caller read (fields.ts). */
  fields(connection: string | undefined, record: SalesforceRef, values: Readonly<Record<string, WireValue>>): Answer;
};

/** Long enough for a head, a timeline and its next pages to come from one read; short enough to be called live. */
const keepMs = 15_000;
const contactsKept = 500;

type Desk = EngagementPart & {
  readonly source: Source;
  readonly contacts: Cache<CallResult<Contact | null>>;
  readonly pasts: Cache<CallResult<Past>>;
  readonly arounds: Cache<CallResult<Around>>;
};

function openDesk(part: EngagementPart): Desk {
  const { clock } = part.view;
  const cache = <T>(): Cache<CallResult<T>> => createCache({ clock, keepMs, entriesMax: contactsKept, isWorthKeeping: ({ ok }) => ok });
  return { ...part, source: createSource(part.calls, clock), contacts: cache(), pasts: cache(), arounds: cache() };
}

const fine = (value: unknown): OperationsResult<unknown> => ({ ok: true, value });

function busyWords({ kind, code }: CallFailure): { readonly code: string; readonly explanation: string } {
  if (kind === 'budget') return { code: 'limited', explanation: 'HubSpot takes no more calls for the moment, and the sync goes first.' };
  if (kind === 'auth') return { code: 'access', explanation: 'HubSpot no longer accepts the bridge’s access. An admin must connect it again.' };
  if (code === 'TIMEOUT') return { code: 'slow', explanation: 'HubSpot did not answer in time.' };
  return {
    code: kind === 'transient' ? 'away' : 'refused',
    explanation: kind === 'transient' ? 'HubSpot cannot be reached right now.' : 'HubSpot refused to show this.',
  };
}
const busy = (failure: CallFailure): Unanswered => ({ state: 'busy', ...busyWords(failure), retryAt: failure.retryAt });
const gone: Unanswered = { state: 'gone', explanation: 'The contact was deleted in HubSpot.' };
const neverMet: Unanswered = { state: 'never-met', explanation: 'The bridge has not met this record yet.' };

type Met = { readonly ok: true; readonly contact: Contact } | { readonly ok: false; readonly why: Unanswered };

async function contactIdOf({ view }: Desk, ref: RecordRef): Promise<string | Unanswered> {
  const [link] = await view.store.linksOf(view.id, [ref]);
  if (link !== null && link !== undefined && link.hubspot?.object === 'contacts') return link.hubspot.id;
  const why = link === null || link === undefined ? await view.store.unlinkedOf(view.id, ref) : null;
  if (why !== null) return { state: 'not-linked', reason: why.code, explanation: why.explanation };
  return link === null || link === undefined ? neverMet : { state: 'not-linked', reason: 'waiting', explanation: 'Its HubSpot contact is being created.' };
}

async function meet(desk: Desk, ref: RecordRef): Promise<Met> {
  const id = await contactIdOf(desk, ref);
  if (typeof id !== 'string') return { ok: false, why: id };
  const read = await desk.contacts.take(id, () => desk.source.contact(id));
  if (!read.ok) return { ok: false, why: busy(read.failure) };
  return read.value === null ? { ok: false, why: gone } : { ok: true, contact: read.value };
}

async function personAnswer(desk: Desk, ref: RecordRef): Answer {
  const met = await meet(desk, ref);
  if (!met.ok) return fine(met.why);
  const { contact } = met;
  const [around, labels] = await Promise.all([desk.arounds.take(contact.id, () => desk.source.around(contact)), desk.source.labels()]);
  if (!around.ok) return fine(busy(around.failure));
  const { lists, subscription, gaps } = around.value;
  const person = { ...profileOf(contact.id, hubspotUrl(desk.portalId, 'contacts', contact.id), contact.values, labels), lists, subscription };
  return fine({ state: 'ready', person, gaps, readAt: desk.view.clock.now() });
}

const sinceOf = (clock: Clock, days: number | null): Instant | null => (days === null ? null : clock.now() - days * 86_400_000);

async function timelineAnswer(desk: Desk, ref: RecordRef, { days, ...wanted }: TimelineOptions): Answer {
  const met = await meet(desk, ref);
  if (!met.ok) return fine(met.why);
  const past = await desk.pasts.take(met.contact.id, () => desk.source.past(met.contact));
  if (!past.ok) return fine(busy(past.failure));
  const { clock } = desk.view;
  const items = withIntents(past.value.items, clock.now());
  const page = pageOf(items, { ...wanted, since: sinceOf(clock, days) });
  const { gaps, events, isCut } = past.value;
  return fine({
    state: 'ready',
    ...page,
    hot: hotNow(items, clock.now()),
    gaps,
    events,
    isCut,
    reachDays: Math.floor(reachMs / 86_400_000),
    url: hubspotUrl(desk.portalId, 'contacts', met.contact.id),
    readAt: clock.now(),
  });
}

function summary(record: SalesforceRef, values: Properties, labels: Labels, now: Instant): PersonSummary {
  return {
    record: { object: record.object, id: record.id },
    name: nameOf(values),
    lifecycle: labelled(labels, 'lifecyclestage', values['lifecyclestage']),
    score: values['hubspotscore'] === null || values['hubspotscore'] === undefined || values['hubspotscore'] === '' ? null : Number(values['hubspotscore']),
    last: lastTouch(values),
    warmth: warmthOf(values, now),
    isHot: isHot(values, now),
  };
}

const warmestFirst = (left: PersonSummary, right: PersonSummary): number =>
  right.warmth - left.warmth || (right.last?.at ?? 0) - (left.last?.at ?? 0) || left.name.localeCompare(right.name);

async function peopleAnswer(desk: Desk, records: readonly SalesforceRef[]): Answer {
  const { view, source } = desk;
  const links = await view.store.linksOf(view.id, records.map(refOf));
  const known = records.map((record, index) => ({ record, id: links[index]?.hubspot?.object === 'contacts' ? (links[index]?.hubspot?.id ?? null) : null }));
  const ids = [...new Set(known.flatMap(({ id }) => id ?? []))];
  const [read, labels] =
    ids.length === 0
      ? [{ ok: true as const, value: new Map<string, Properties>() }, new Map() as Labels]
      : await Promise.all([source.contacts(ids), source.labels()]);
  if (!read.ok) return fine(busy(read.failure));
  const now = view.clock.now();
  const people = known.flatMap(({ record, id }) => {
    const values = id === null ? undefined : read.value.get(id);
    return values === undefined ? [] : [summary(record, values, labels, now)];
  });
  const found = new Set(people.map(({ record }) => record.id));
  return fine({ state: 'ready', people: people.toSorted(warmestFirst), notLinked: records.filter(({ id }) => !found.has(id)), readAt: now });
}

async function fieldsAnswer({ view, calls, appId }: Desk, ref: RecordRef, values: Readonly<Record<string, WireValue>>): Answer {
  const { fields, failure } = await fieldStandings({ view, calls, appId, ref, values });
  return fine(failure === null ? { state: 'ready', fields, readAt: view.clock.now() } : busy(failure));
}

const refOf = ({ object, id }: SalesforceRef): RecordRef => ({ side: 'salesforce', object, id });

export function createEngagement(parts: readonly EngagementPart[]): Engagement {
  const desks = parts.map(openDesk);
  const known = desks.map(({ view }) => view.id).join(', ');

  function on(name: string | undefined, work: (desk: Desk) => Answer): Answer {
    const desk = name === undefined ? desks[0] : desks.find(({ view }) => view.id === name);
    if (desk === undefined) return Promise.resolve({ ok: false, status: 404, error: `there is no connection ${name ?? ''}; there is ${known}` });
    if (name === undefined && desks.length > 1) return Promise.resolve({ ok: false, status: 400, error: `name the connection: ?connection= one of ${known}` });
    return work(desk);
  }

  return {
    person: (name, record) => on(name, (desk) => personAnswer(desk, refOf(record))),
    timeline: (name, record, options) => on(name, (desk) => timelineAnswer(desk, refOf(record), options)),
    people: (name, records) => on(name, (desk) => peopleAnswer(desk, records)),
    standing: (name, record) => on(name, async ({ view, portalId }) => fine(await standingOf(view, portalId, refOf(record)))),
    fields: (name, record, values) => on(name, (desk) => fieldsAnswer(desk, refOf(record), values)),
  };
}
