import { createHash, randomUUID } from 'node:crypto';
import type { BusEvent, ObjectSchema, Row, SaveError, SaveResult } from '../../contract.ts';
import { rowError } from '../errors.ts';
import { makeId } from '../ids.ts';
import { checkValue, coerceType } from '../save/values.ts';
import type { Database } from '../store/database.ts';

export type PendingEvent = { readonly topic: string; readonly eventUuid: string; readonly schemaVersion: string; readonly values: Row };
/** What a publish fault does to one event: served as usual, silently lost, or stored twice under one EventUuid. */
export type EventFault = (event: PendingEvent) => 'deliver' | 'lose' | 'duplicate';

/** The event log of the org: one list per topic, kept for 72 hours of its clock. */
export type EventBus = {
  /** Checks one event as publishing does. The result's error OPERATION_ENQUEUED means success. */
  prepare(
    object: ObjectSchema,
    row: Row,
    publisher: { readonly userId: string; readonly now: number; readonly pending: number },
  ): { readonly result: SaveResult; readonly event: PendingEvent | null };
  /** Gives replay ids and stores; returns what was stored (faults applied). The caller journals it. */
  append(events: readonly PendingEvent[], now: number): readonly BusEvent[];
  /** Includes events past their retention that are not purged yet: purging lags, as on the platform. */
  after(topic: string, replayId: bigint, limit: number): readonly BusEvent[];
  latest(topic: string): bigint;
  subscribe(topic: string, listener: () => void): () => void;
  notify(topics: ReadonlySet<string>): void;
  publishedLastHour(now: number): number;
  schemaVersion(object: ObjectSchema): string;
  clear(): void;
};

/** Retention of high-volume events: https://developer.salesforce.com/docs/platform/pub-sub-api/guide/event-message-durability.html */
export const RETENTION_MS = 72 * 3_600_000;
/** Purging lags behind, so a consumer may still be served older events. */
const PURGE_MS = RETENTION_MS + 24 * 3_600_000;
const HOUR_MS = 3_600_000;
const MESSAGE_BYTES_MAX = 1_048_576;
/** Replay ids grow, but by irregular steps: a client must not compute with them. */
const REPLAY_BASE = 27_500_000n;

export type BusOptions = {
  readonly database: Database;
  readonly limits: () => { readonly hourlyPublished: number; readonly platformEvents: boolean };
  readonly fault: () => EventFault;
  readonly uuid?: () => string;
};

/** A bus over the events the database found on disk. */
export function createEventBus(options: BusOptions): EventBus {
  const { database, uuid = randomUUID } = options;
  const topics = new Map<string, BusEvent[]>();
  const listeners = new Map<string, Set<() => void>>();
  let published: { at: number; count: number }[] = [];
  const add = (event: BusEvent): void => {
    const list = topics.get(event.topic);
    if (list === undefined) topics.set(event.topic, [event]);
    else {
      purge(list, event.createdAt);
      list.push(event);
    }
  };
  for (const event of database.takeEvents()) add(event);

  const publishedLastHour = (now: number): number => {
    published = published.filter((p) => p.at > now - HOUR_MS);
    return published.reduce((sum, p) => sum + p.count, 0);
  };
  const nextReplayId = (): bigint => {
    const n = BigInt(database.nextNumber('replay'));
    return REPLAY_BASE + n * 4n + (((n * 2_654_435_761n) >> 7n) % 4n);
  };
  return {
    prepare: (object, row, publisher) => {
      const failed = (error: SaveError): { result: SaveResult; event: null } => ({
        result: { id: null, success: false, created: false, errors: [error] },
        event: null,
      });
      if (!options.limits().platformEvents)
        return failed(rowError('PLATFORM_EVENT_PUBLISHING_UNAVAILABLE', 'Platform events are not available in this edition.'));
      if (publishedLastHour(publisher.now) + publisher.pending >= options.limits().hourlyPublished)
        return failed(rowError('LIMIT_EXCEEDED', 'The hourly event publishing limit was exceeded.'));
      const given = row['EventUuid'];
      const eventUuid = typeof given === 'string' ? given : uuid();
      const { values, error } = eventValues(object, row);
      if (error !== null) return failed(error);
      const full = { ...values, EventUuid: eventUuid, CreatedDate: publisher.now, CreatedById: publisher.userId };
      if (Buffer.byteLength(JSON.stringify(full)) > MESSAGE_BYTES_MAX) return failed(rowError('LIMIT_EXCEEDED', 'The event message is larger than 1 MB.'));
      const event = { topic: `/event/${object.name}`, eventUuid, schemaVersion: schemaVersion(object), values: full };
      return { event, result: { id: makeId('e02', 1), success: true, created: true, errors: [rowError('OPERATION_ENQUEUED', eventUuid)] } };
    },
    append: (pending, now) => {
      const faulty = pending.flatMap((event) => ({ deliver: [event], lose: [], duplicate: [event, event] })[options.fault()(event)]);
      const stored = faulty.map((event): BusEvent => ({ ...event, replayId: nextReplayId(), createdAt: now }));
      for (const event of stored) add(event);
      if (pending.length > 0) published.push({ at: now, count: pending.length });
      return stored;
    },
    after: (topic, replayId, limit) => {
      const list = topics.get(topic) ?? [];
      const from = firstAfter(list, replayId);
      return list.slice(from, from + limit);
    },
    latest: (topic) => topics.get(topic)?.at(-1)?.replayId ?? 0n,
    subscribe: (topic, listener) => {
      const set = listeners.get(topic) ?? new Set();
      listeners.set(topic, set.add(listener));
      return () => void set.delete(listener);
    },
    notify: (changed) => {
      for (const topic of changed) for (const listener of [...(listeners.get(topic) ?? [])]) listener();
    },
    publishedLastHour,
    schemaVersion,
    clear: () => {
      topics.clear();
      published = [];
    },
  };
}

/** Drops long expired events, a thousand or more at a time. */
function purge(list: BusEvent[], now: number): void {
  const first = list[1000];
  if (first === undefined || first.createdAt >= now - PURGE_MS) return;
  const kept = list.findIndex((e) => e.createdAt >= now - PURGE_MS);
  list.splice(0, kept < 0 ? list.length : kept);
}

function firstAfter(list: readonly BusEvent[], replayId: bigint): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.replayId ?? 0n) <= replayId) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Required, default, length and precision are enforced at publish; an empty text becomes null. */
function eventValues(object: ObjectSchema, row: Row): { readonly values: Row; readonly error: SaveError | null } {
  const values: Row = {};
  for (const name of Object.keys(row)) {
    const f = object.fields.get(name.toLowerCase());
    if (f === undefined) return { values, error: rowError('INVALID_FIELD', `No such column '${name}' on sobject of type ${object.name}`, [name]) };
    if (!f.custom && name !== 'EventUuid')
      return { values, error: rowError('INVALID_FIELD_FOR_INSERT_UPDATE', `Unable to create/update fields: ${f.name}.`, [f.name]) };
  }
  const missing: string[] = [];
  for (const f of object.fields.values()) {
    if (!f.custom) continue;
    const coerced = coerceType(object.name, f, row[f.name] ?? f.defaultValue);
    if ('error' in coerced) return { values, error: coerced.error };
    const problem = checkValue(f, coerced.value);
    if (problem !== null) return { values, error: problem };
    if (coerced.value === null && !f.nillable) missing.push(f.name);
    values[f.name] = coerced.value;
  }
  return { values, error: missing.length === 0 ? null : rowError('REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.join(', ')}]`, missing) };
}

/** Fingerprint of an event's definition: another set of fields is another schema id. */
function schemaVersion(object: ObjectSchema): string {
  const definition = [...object.fields.values()].map((f) => [f.name, f.type, f.length, f.precision, f.scale, f.nillable]);
  return createHash('md5')
    .update(JSON.stringify([object.name, definition]))
    .digest('base64url')
    .slice(0, 22);
}
