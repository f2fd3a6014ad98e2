/** The webhooks journal: what happened in the portal, as files an app fetches in order, one after the other. */
import { randomUUID } from 'node:crypto';
import type { JournalFile, JournalSubscription, Op } from '../model.ts';
import type { Portal } from '../portal.ts';
import { happenings, type Happening } from './events.ts';

/** A file holds no more (changelog of July 2026). */
const EVENTS_PER_FILE_MAX = 10_000;

export interface JournalEntry {
  readonly app: string;
  readonly event: Readonly<Record<string, unknown>>;
}

const ACTIONS: Readonly<Record<string, string>> = {
  creation: 'CREATE',
  propertyChange: 'UPDATE',
  deletion: 'DELETE',
  merge: 'MERGE',
  restore: 'RESTORE',
};

const shared = (portal: Portal, { kind, at, source, fields }: Happening) => ({
  portalId: portal.portalId,
  occurredAt: new Date(at).toISOString(),
  objectTypeId: kind.typeId,
  objectId: String(fields['objectId'] ?? fields['fromObjectId'] ?? ''),
  changeSource: source.type,
  ...(source.id === null ? {} : { sourceId: source.id }),
});

function wants(subscription: JournalSubscription, type: string, kindId: string, action: string): boolean {
  const isType = subscription.subscriptionType === type && (subscription.actions.length === 0 || subscription.actions.includes(action));
  return isType && (subscription.objectTypeId === null || subscription.objectTypeId === kindId);
}

/** The changed properties of one operation are one entry; webhooks tell of each by itself. */
function propertyEntries(portal: Portal, subscription: JournalSubscription, changes: readonly Happening[]): readonly Readonly<Record<string, unknown>>[] {
  const [first] = changes;
  if (first === undefined || !wants(subscription, 'OBJECT', first.kind.typeId, 'UPDATE')) return [];
  const told = changes.filter(({ property }) => property !== null && (subscription.properties.length === 0 || subscription.properties.includes(property)));
  if (told.length === 0) return [];
  const propertyChanges = Object.fromEntries(told.map(({ property, fields }) => [property ?? '', fields['propertyValue']]));
  return [{ type: 'OBJECT', action: 'UPDATE', ...shared(portal, first), propertyChanges }];
}

function entryOf(portal: Portal, subscription: JournalSubscription, happening: Happening): readonly Readonly<Record<string, unknown>>[] {
  const { kind, what, fields, genericFields } = happening;
  if (what === 'associationChange') {
    const action = fields['associationRemoved'] === true ? 'ASSOCIATION_REMOVED' : 'ASSOCIATION_ADDED';
    if (!wants(subscription, 'ASSOCIATION', kind.typeId, action)) return [];
    const ends = { fromObjectId: String(fields['fromObjectId']), toObjectId: String(fields['toObjectId']), toObjectTypeId: genericFields?.['toObjectTypeId'] };
    return [{ type: 'ASSOCIATION', action, ...shared(portal, happening), ...ends, associationTypeId: genericFields?.['associationTypeId'] }];
  }
  if (what === 'privacyDeletion')
    return wants(subscription, 'GDPR_PRIVACY_DELETION', kind.typeId, 'GDPR_DELETE')
      ? [{ type: 'GDPR_PRIVACY_DELETION', action: 'GDPR_DELETE', ...shared(portal, happening) }]
      : [];
  const action = ACTIONS[what] ?? '';
  if (!wants(subscription, 'OBJECT', kind.typeId, action)) return [];
  const merged = what === 'merge' ? { mergedObjectIds: [fields['primaryObjectId'], ...[fields['mergedObjectIds']].flat()].map(String) } : {};
  return [{ type: 'OBJECT', action, ...shared(portal, happening), ...merged }];
}

/** What one operation adds to the journals of the apps that subscribed. Call before it is applied. */
export function journalOf(portal: Portal, op: Op): JournalEntry[] {
  const subscriptions = [...portal.state.journalSubscriptions.values()].filter(({ portalId }) => portalId === portal.portalId);
  if (subscriptions.length === 0) return [];
  const all = happenings(portal, op);
  const changes = all.filter(({ what }) => what === 'propertyChange');
  const others = all.filter(({ what }) => what !== 'propertyChange');
  return subscriptions.flatMap((subscription) =>
    [...others.flatMap((happening) => entryOf(portal, subscription, happening)), ...propertyEntries(portal, subscription, changes)].map((event) => ({
      app: subscription.app,
      event,
    })),
  );
}

/** The files these entries go out in; each app has its own row of offsets. */
export function journalFilesOf(portal: Portal, entries: readonly JournalEntry[]): Op[] {
  return [...Map.groupBy(entries, ({ app }) => app)].flatMap(([app, own]) => {
    const files: JournalFile[] = [];
    for (let at = 0; at < own.length; at += EVENTS_PER_FILE_MAX) {
      const events = own.slice(at, at + EVENTS_PER_FILE_MAX).map(({ event }) => event);
      files.push({ offset: randomUUID(), app, publishedAt: portal.clock.now(), events });
    }
    return files.map((file): Op => ({ op: 'journal-file', file }));
  });
}
