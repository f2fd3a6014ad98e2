/** HubSpot's webhook events → changes. Parsed leniently: an event we cannot read is counted, never a reason to refuse its neighbours. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Change, EventId, FieldChange, Instant, Lane } from '../../domain/model.ts';
import { isConsentProperty, objectName } from '../names.ts';

const idText = z.union([z.string(), z.number()]).transform(String);
const eventSchema = z.looseObject({
  eventId: idText.optional(),
  subscriptionId: idText.optional(),
  portalId: idText.optional(),
  occurredAt: z.coerce.number(),
  // HubSpot's table calls it eventType, its examples subscriptionType.
  subscriptionType: z.string().optional(),
  eventType: z.string().optional(),
  objectId: idText.optional(),
  objectTypeId: z.string().optional(),
  propertyName: z.string().optional(),
  propertyValue: z.union([z.string(), z.number(), z.boolean()]).transform(String).nullish(),
  isSensitive: z.boolean().optional(),
  changeSource: z.string().optional(),
  sourceId: z.string().optional(),
  primaryObjectId: idText.optional(),
  mergedObjectIds: z.array(idText).optional(),
  newObjectId: idText.nullish(),
  associationType: z.string().optional(),
  fromObjectId: idText.optional(),
  toObjectId: idText.optional(),
  associationRemoved: z.boolean().optional(),
  toObjectTypeId: z.string().optional(),
});
export type WebhookEvent = z.infer<typeof eventSchema>;

const kinds: Readonly<Record<string, Change['kind']>> = {
  creation: 'create',
  deletion: 'delete',
  merge: 'merge',
  restore: 'restore',
  propertyChange: 'update',
  associationChange: 'associate',
  privacyDeletion: 'erase',
};

/**
 * What happened, told apart by nothing but itself: record, kind, time, property, a trace of the value. A redelivery has the same id; so has the
 * same happening read from the webhooks journal, or told by two subscriptions. HubSpot's eventId is no part of it: it is not unique, and the
 * journal has none. The trace is three hex digits, enough for two values of one millisecond and too little to tell the value.
 */
function eventIdOf(event: WebhookEvent, { object, id, part }: Pick<Draft, 'object' | 'id' | 'part'>): EventId {
  const action = typeOf(event).split('.')[1];
  const ends = [event.fromObjectId, event.toObjectId];
  const parts = [event.portalId, object, action, id, event.occurredAt, event.propertyName, traceOf(event), ...ends, part];
  return `hs:${parts.map((value) => value ?? '').join(':')}` as EventId;
}

function traceOf({ propertyValue }: WebhookEvent): string {
  if (propertyValue === undefined || propertyValue === null || propertyValue === '') return '';
  return createHash('sha256').update(propertyValue).digest('hex').slice(0, 3);
}

const typeOf = (event: WebhookEvent): string => event.subscriptionType ?? event.eventType ?? '';

function fieldsOf(event: WebhookEvent): Readonly<Record<string, FieldChange>> {
  if (event.propertyName === undefined) return {};
  const isHidden = event.isSensitive === true || event.propertyValue === 'REDACTED' || event.propertyValue === undefined;
  const value = event.propertyValue === '' ? null : (event.propertyValue ?? null);
  return { [event.propertyName]: isHidden ? { at: event.occurredAt } : { at: event.occurredAt, value } };
}

function laneOf(event: WebhookEvent): Lane {
  const isConsent = typeOf(event).endsWith('privacyDeletion') || (event.propertyName !== undefined && isConsentProperty(event.propertyName));
  return isConsent ? 'consent' : 'normal';
}

type Draft = { readonly object: string; readonly id: string; readonly kind: Change['kind']; readonly survivorId?: string; readonly part?: string };

function toChange(event: WebhookEvent, { object, id, kind, survivorId, part }: Draft): Change {
  const actor = event.sourceId ?? event.changeSource;
  return {
    eventId: eventIdOf(event, { object, id, ...(part === undefined ? {} : { part }) }),
    ref: { side: 'hubspot', object, id },
    kind,
    fields: fieldsOf(event),
    ...(survivorId === undefined ? {} : { survivorId }),
    occurredAt: event.occurredAt,
    ...(actor === undefined ? {} : { actor }),
    lane: laneOf(event),
    origin: 'event',
  };
}

/** A merge moves every id it names to the survivor, which may be a record that did not exist before. */
function mergeChanges(event: WebhookEvent, object: string): readonly Change[] {
  const survivorId = event.newObjectId ?? event.primaryObjectId ?? event.objectId;
  if (survivorId === undefined) return [];
  const gone = [...(event.mergedObjectIds ?? []), ...(event.primaryObjectId === undefined ? [] : [event.primaryObjectId])].filter((id) => id !== survivorId);
  return [
    ...[...new Set(gone)].map((id) => toChange(event, { object, id, kind: 'merge', survivorId, part: 'merged' })),
    toChange(event, { object, id: survivorId, kind: 'update', part: 'survivor' }),
  ];
}

/** `CONTACT_TO_COMPANY` names both ends; a look at the first is enough for a field, its associations are read whole. */
function associationChanges(event: WebhookEvent, object: string): readonly Change[] {
  const id = event.fromObjectId ?? event.objectId;
  if (id === undefined) return [];
  const change = toChange(event, { object, id, kind: 'associate' });
  const far = /^[A-Z_]+?_TO_([A-Z]+(?:_[A-Z]+)*)/.exec(event.associationType ?? '')?.[1]?.toLowerCase() ?? event.toObjectTypeId;
  if (event.toObjectId === undefined || far === undefined) return [change];
  return [{ ...change, associated: { side: 'hubspot', object: objectName(far), id: event.toObjectId } }];
}

/** What one event, pushed or pulled, says happened. */
export function changesOf(event: WebhookEvent): readonly Change[] {
  const [word = '', action = ''] = typeOf(event).split('.');
  const kind = kinds[action];
  if (kind === undefined) return [];
  const object = objectName(word === 'object' ? (event.objectTypeId ?? '') : word);
  if (kind === 'merge') return mergeChanges(event, object);
  if (kind === 'associate') return associationChanges(event, object);
  return event.objectId === undefined ? [] : [toChange(event, { object, id: event.objectId, kind })];
}

export type ParsedEvents = {
  readonly byPortal: ReadonlyMap<string, readonly Change[]>;
  /** Events that could not be read, or whose type we do not know. */
  readonly ignored: number;
  /** Oldest event, for the lag metric; null when there was none. */
  readonly oldestAt: Instant | null;
};

/** Reads a delivery. Null when the body is no JSON array at all. Events are grouped by portal, because one app serves many. */
export function parseDelivery(body: Uint8Array): ParsedEvents | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return null;
  }
  if (!Array.isArray(parsed)) return null;
  const byPortal = new Map<string, Change[]>();
  let ignored = 0;
  let oldestAt: Instant | null = null;
  for (const entry of parsed) {
    const event = eventSchema.safeParse(entry);
    const changes = event.success ? changesOf(event.data) : [];
    if (!event.success || changes.length === 0) {
      ignored += 1;
      continue;
    }
    const portal = event.data.portalId ?? '';
    byPortal.set(portal, [...(byPortal.get(portal) ?? []), ...changes]);
    oldestAt = Math.min(oldestAt ?? Infinity, event.data.occurredAt);
  }
  return { byPortal, ignored, oldestAt };
}
