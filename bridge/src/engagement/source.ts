/** Reads one person from HubSpot. Every call is a `browse`: the sync goes first (hubspot/calls.ts). */
import type { Clock } from '../engine/index.ts';
import type { FieldTime } from '../engine/index.ts';
import type { Instant } from '../domain/model.ts';
import { readAll, readAssociations, readHistory } from '../hubspot/index.ts';
import type { CallFailure, CallResult, Calls } from '../hubspot/index.ts';
import { activityItem, activityObjects, activityProperties } from './activities.ts';
import type { ActivityObject } from './activities.ts';
import { eventItem, rememberedItems, rememberedProperties } from './events.ts';
import type { TrackedEvent } from './events.ts';
import type { Gap, Profile, RawItem, Subscription } from './model.ts';
import { labelledProperties, profileProperties, stageDates } from './profile.ts';
import type { Labels, Properties } from './profile.ts';

/** How far back and how much the timeline reaches; what is older is in HubSpot, and the answer says so. */
export const reachMs = 366 * 86_400_000;
const activitiesMax = 200;
const eventsPage = 100;
const eventPagesMax = 3;
const listsShownMax = 50;
const labelsKeepMs = 10 * 60_000;
/** A plan without events does not change by the minute. */
const planKeepMs = 60 * 60_000;

export type Contact = {
  readonly id: string;
  readonly values: Properties;
  readonly activities: ReadonlyMap<ActivityObject, readonly string[]>;
  readonly hasMore: ReadonlySet<ActivityObject>;
};
export type Past = { readonly items: readonly RawItem[]; readonly gaps: readonly Gap[]; readonly events: 'single' | 'remembered'; readonly isCut: boolean };
export type Around = { readonly lists: Profile['lists']; readonly subscription: Subscription | null; readonly gaps: readonly Gap[] };

export type Source = {
  /** Null when HubSpot has no such contact any more. A merged-away id answers with its survivor. */
  contact(id: string): Promise<CallResult<Contact | null>>;
  past(contact: Contact): Promise<CallResult<Past>>;
  around(contact: Contact): Promise<CallResult<Around>>;
  labels(): Promise<Labels>;
  /** Contacts by id, for a list of people; unknown ids are absent. */
  contacts(ids: readonly string[]): Promise<CallResult<ReadonlyMap<string, Properties>>>;
};

/** A part HubSpot will not give this token or plan is a gap; being too busy is a failure of the whole, because asking again helps. */
const isGap = ({ kind }: CallFailure): boolean => kind === 'permanent';

/** Ids grow with time, so the largest are the newest recorded. */
const newestIds = (ids: readonly string[]): readonly string[] =>
  [...new Set(ids)].toSorted((left, right) => Number(right) - Number(left)).slice(0, activitiesMax);

type Associated = { readonly results: readonly { readonly id: string }[]; readonly paging?: unknown };

export function createSource(calls: Calls, clock: Clock): Source {
  let labels: { readonly value: Labels; readonly until: Instant } | null = null;
  let noEventsUntil: Instant = 0;

  async function contact(id: string): Promise<CallResult<Contact | null>> {
    const properties = [...profileProperties, ...stageDates];
    const answer = await calls.read('contact', (client) => client.crm.objects.basicApi.getById('contacts', id, properties, undefined, [...activityObjects]));
    if (!answer.ok) return answer.failure.status === 404 ? { ok: true, value: null } : answer;
    const { associations = {}, ...found } = answer.value as typeof answer.value & { associations?: Readonly<Record<string, Associated>> };
    const activities = new Map(activityObjects.map((object) => [object, (associations[object]?.results ?? []).map((target) => target.id)]));
    const hasMore = new Set(activityObjects.filter((object) => associations[object]?.paging !== undefined));
    return { ok: true, value: { id: found.id, values: found.properties, activities, hasMore } };
  }

  /** The embedded associations are a first page in no promised order: with more behind it, all are asked for. */
  async function activityIds({ id, activities, hasMore }: Contact, object: ActivityObject): Promise<CallResult<readonly string[]>> {
    if (!hasMore.has(object)) return { ok: true, value: activities.get(object) ?? [] };
    const all = await readAssociations(calls, 'contacts', [id], object);
    return all.ok ? { ok: true, value: (all.value[0]?.to ?? []).map((target) => target.id) } : all;
  }

  async function activitiesOf(person: Contact, object: ActivityObject): Promise<CallResult<{ readonly items: readonly RawItem[]; readonly isCut: boolean }>> {
    const ids = await activityIds(person, object);
    if (!ids.ok) return ids;
    const newest = newestIds(ids.value);
    if (newest.length === 0) return { ok: true, value: { items: [], isCut: false } };
    const records = await readAll(calls, { object, ids: newest, properties: activityProperties[object] });
    if (!records.ok) return records;
    const items = records.value.flatMap((record) => activityItem(object, record) ?? []);
    return { ok: true, value: { items, isCut: ids.value.length > newest.length } };
  }

  async function singleEvents(id: string): Promise<CallResult<{ readonly items: readonly RawItem[]; readonly isCut: boolean }>> {
    const found: TrackedEvent[] = [];
    let after: string | undefined;
    for (let page = 0; page < eventPagesMax; page += 1) {
      const since = new Date(clock.now() - reachMs);
      const from = after;
      const answer = await calls.read('events', (client) =>
        client.events.eventsApi.getPage('contact', undefined, from, undefined, eventsPage, undefined, since, undefined, Number(id)),
      );
      if (!answer.ok) return answer;
      found.push(...answer.value.results);
      after = answer.value.paging?.next?.after;
      if (after === undefined) break;
    }
    return { ok: true, value: { items: found.flatMap((event) => eventItem(event) ?? []), isCut: after !== undefined } };
  }

  async function remembered(id: string): Promise<CallResult<readonly RawItem[]>> {
    const history = await readHistory(calls, 'contacts', [id], rememberedProperties);
    const fields: Readonly<Record<string, readonly FieldTime[]>> = history.ok ? (history.value[0]?.fields ?? {}) : {};
    return history.ok ? { ok: true, value: rememberedItems(fields) } : history;
  }

  type Events = { readonly items: readonly RawItem[]; readonly isCut: boolean; readonly events: Past['events'] };
  async function eventsOf(id: string): Promise<CallResult<Events>> {
    if (clock.now() >= noEventsUntil) {
      const single = await singleEvents(id);
      if (single.ok) return { ok: true, value: { ...single.value, events: 'single' } };
      if (single.failure.status !== 403) return single;
      noEventsUntil = clock.now() + planKeepMs;
    }
    const old = await remembered(id);
    return old.ok ? { ok: true, value: { items: old.value, isCut: false, events: 'remembered' } } : old;
  }

  async function past(person: Contact): Promise<CallResult<Past>> {
    const [events, ...activities] = await Promise.all([eventsOf(person.id), ...activityObjects.map((object) => activitiesOf(person, object))]);
    const gaps: Gap[] = [];
    const parts = [[events, 'events'] as const, ...activities.map((answer, index) => [answer, activityObjects[index] ?? 'notes'] as const)];
    for (const [answer, gap] of parts) {
      if (answer.ok) continue;
      if (!isGap(answer.failure)) return answer;
      gaps.push(gap);
    }
    const good = parts.flatMap(([answer]) => (answer.ok ? [answer.value] : []));
    return {
      ok: true,
      value: {
        gaps,
        items: good.flatMap(({ items }) => items),
        isCut: good.some(({ isCut }) => isCut),
        events: events.ok ? events.value.events : 'remembered',
      },
    };
  }

  async function listsOf(id: string): Promise<CallResult<Profile['lists']>> {
    const answer = await calls.read('memberships', (client) => client.crm.lists.membershipsApi.getLists('0-1', id));
    if (!answer.ok) return answer;
    const memberships = answer.value.results.slice(0, listsShownMax);
    if (memberships.length === 0) return { ok: true, value: [] };
    const named = await calls.read('lists', (client) => client.crm.lists.listsApi.getAll(memberships.map(({ listId }) => listId)));
    if (!named.ok) return named;
    const names = new Map(named.value.lists.map(({ listId, name }) => [listId, name]));
    const value = memberships.map(({ listId, lastAddedTimestamp }) => ({
      id: listId,
      name: names.get(listId) ?? listId,
      addedAt: lastAddedTimestamp.getTime(),
    }));
    return { ok: true, value: value.toSorted((left, right) => right.addedAt - left.addedAt) };
  }

  async function subscriptionOf({ values }: Contact): Promise<CallResult<Subscription | null>> {
    const email = values['email'];
    if (email === null || email === undefined || email === '') return { ok: true, value: null };
    const answer = await calls.read('subscription', (client) => client.communicationPreferences.statusApi.getEmailStatus(email));
    if (!answer.ok) return answer;
    const types = answer.value.subscriptionStatuses.map(({ name, status }) => ({ name, isSubscribed: String(status) === 'SUBSCRIBED' }));
    const asked = types.filter(({ isSubscribed }) => isSubscribed).length;
    const isOut = values['hs_email_optout'] === 'true';
    // NOT_SUBSCRIBED also means that nobody ever asked; only the opt-out property tells a refusal.
    const state = isOut ? 'unsubscribed' : asked === 0 ? 'not-asked' : asked === types.length ? 'subscribed' : 'partly';
    return { ok: true, value: { state, types } };
  }

  async function around(person: Contact): Promise<CallResult<Around>> {
    const [lists, subscription] = await Promise.all([listsOf(person.id), subscriptionOf(person)]);
    for (const answer of [lists, subscription]) if (!answer.ok && !isGap(answer.failure)) return answer;
    const gaps: readonly Gap[] = [...(lists.ok ? [] : (['lists'] as const)), ...(subscription.ok ? [] : (['subscription'] as const))];
    return { ok: true, value: { gaps, lists: lists.ok ? lists.value : [], subscription: subscription.ok ? subscription.value : null } };
  }

  async function labelsNow(): Promise<Labels> {
    if (labels !== null && labels.until > clock.now()) return labels.value;
    const input = { archived: false, inputs: labelledProperties.map((name) => ({ name })), dataSensitivity: 'non_sensitive' as never };
    const answer = await calls.read('labels', (client) => client.crm.properties.batchApi.read('contacts', input));
    // Without labels the values themselves are shown; they are readable.
    if (!answer.ok) return labels?.value ?? new Map();
    const value = new Map(answer.value.results.map(({ name, options }) => [name, new Map((options ?? []).map((option) => [option.value, option.label]))]));
    labels = { value, until: clock.now() + labelsKeepMs };
    return value;
  }

  return {
    contact,
    past,
    around,
    labels: labelsNow,
    async contacts(ids) {
      const answer = await readAll(calls, { object: 'contacts', ids, properties: profileProperties });
      return answer.ok ? { ok: true, value: new Map(answer.value.map(({ id, properties }) => [id, properties])) } : answer;
    },
  };
}
