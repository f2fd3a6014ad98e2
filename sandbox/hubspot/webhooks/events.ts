import type { App, Op, QueuedEvent, Ref, Source, Subscription } from '../model.ts';
import type { Portal } from '../portal.ts';
import { isPrimaryType, shownTypeId } from '../schema/association-types.ts';
import type { ObjectKind } from '../schema/objects.ts';

/** Set by every write, so a portal offers no subscription to them (webhooks guide, "properties that cannot be subscribed"). */
export const NEVER_NOTIFIED: ReadonlySet<string> = new Set(['lastmodifieddate', 'hs_lastmodifieddate', 'num_unique_conversion_events', 'hs_object_id']);
const EVENT_ID_BASE = 3_800_000_000;

/** Something that happened, before anybody's subscription is looked at. */
export interface Happening {
  readonly kind: ObjectKind;
  /** `creation`, `propertyChange`… */
  readonly what: string;
  readonly property: string | null;
  readonly at: number;
  readonly source: Source;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Shown only to generic `object.*` subscriptions. */
  readonly genericFields?: Readonly<Record<string, unknown>>;
}

function about(
  portal: Portal,
  op: { readonly object: string; readonly at: number; readonly source: Source },
  what: string,
  fields: Readonly<Record<string, unknown>>,
  property: string | null = null,
): Happening[] {
  const kind = portal.state.kind(op.object);
  return kind === undefined ? [] : [{ kind, what, property, at: op.at, source: op.source, fields }];
}

function propertyChanges(portal: Portal, op: Extract<Op, { op: 'create' | 'update' }>): Happening[] {
  return Object.entries(op.values).flatMap(([name, value]) => {
    // Calculated properties do not fire reliably, so here they never do.
    const silent = NEVER_NOTIFIED.has(name) || portal.state.definition(op.object, name)?.calculated !== false;
    return silent ? [] : about(portal, op, 'propertyChange', { objectId: Number(op.id), propertyName: name, propertyValue: value }, name);
  });
}

function associationWord(from: ObjectKind, to: ObjectKind): string {
  return `${from.singular}_TO_${to.singular}`.toUpperCase();
}

function associationSide(portal: Portal, op: Extract<Op, { op: 'link' }>, from: Ref, to: Ref, typeId: number, removed: boolean): Happening[] {
  const [fromKind, toKind] = [portal.state.kind(from.object), portal.state.kind(to.object)];
  if (fromKind === undefined || toKind === undefined) return [];
  const fields = {
    fromObjectId: Number(from.id),
    toObjectId: Number(to.id),
    associationType: associationWord(fromKind, toKind),
    associationRemoved: removed,
    isPrimaryAssociation: isPrimaryType(typeId),
  };
  const category = portal.state.associationTypes.get(typeId)?.category ?? 'HUBSPOT_DEFINED';
  const genericFields = {
    associationTypeId: shownTypeId(typeId),
    associationCategory: category,
    fromObjectTypeId: fromKind.typeId,
    toObjectTypeId: toKind.typeId,
  };
  return [{ kind: fromKind, what: 'associationChange', property: null, at: op.at, source: op.source, fields, genericFields }];
}

function associationChanges(portal: Portal, op: Extract<Op, { op: 'link' }>): Happening[] {
  const before = portal.state.links.types(op.from, op.to);
  const added = op.types.filter((typeId) => !before.includes(typeId));
  const removed = before.filter((typeId) => !op.types.includes(typeId));
  const inverse = (typeId: number): number => portal.state.associationTypes.get(typeId)?.inverseId ?? typeId;
  return [...added, ...removed].flatMap((typeId) => {
    const gone = removed.includes(typeId);
    return [...associationSide(portal, op, op.from, op.to, typeId, gone), ...associationSide(portal, op, op.to, op.from, inverse(typeId), gone)];
  });
}

/** What an operation means to whoever listens. Call before it is applied. */
export function happenings(portal: Portal, op: Op): Happening[] {
  switch (op.op) {
    case 'create':
      return [...about(portal, op, 'creation', { objectId: Number(op.id), changeFlag: 'CREATED' }), ...propertyChanges(portal, op)];
    case 'update':
      return propertyChanges(portal, op);
    case 'archive':
      return about(portal, op, 'deletion', { objectId: Number(op.id), changeFlag: 'DELETED' });
    case 'restore':
      return about(portal, op, 'restore', { objectId: Number(op.id), changeFlag: 'RESTORED' });
    case 'purge':
      return [
        ...about(portal, op, 'privacyDeletion', { objectId: Number(op.id) }),
        ...about(portal, op, 'deletion', { objectId: Number(op.id), changeFlag: 'DELETED' }),
      ];
    case 'merge': {
      // Two merged records and a third as survivor: the first named was the primary one.
      const [primary, merged] = op.from.length > 1 ? [op.from[0] ?? op.into, op.from.slice(1)] : [op.into, op.from];
      const fields = {
        objectId: Number(op.into),
        primaryObjectId: Number(primary),
        mergedObjectIds: merged.map(Number),
        newObjectId: Number(op.into),
        numberOfPropertiesMoved: op.moved,
      };
      return about(portal, op, 'merge', fields);
    }
    case 'link':
      return associationChanges(portal, op);
    default:
      return [];
  }
}

const subscriptionIndex = new WeakMap<App, ReadonlyMap<string, readonly Subscription[]>>();

function subscriptionsOf(app: App): ReadonlyMap<string, readonly Subscription[]> {
  const known = subscriptionIndex.get(app);
  if (known !== undefined) return known;
  const built = Map.groupBy(
    app.subscriptions.filter((item) => item.active),
    (item) => `${item.eventType}|${item.objectTypeId ?? ''}|${item.propertyName ?? ''}`,
  );
  subscriptionIndex.set(app, built);
  return built;
}

function eventFor(portal: Portal, app: App, subscription: Subscription, happening: Happening): QueuedEvent {
  const n = portal.state.takeEventNumber();
  const isGeneric = subscription.objectTypeId !== null;
  return {
    n,
    app: app.name,
    attempt: 0,
    event: {
      eventId: EVENT_ID_BASE + n,
      subscriptionId: subscription.id,
      portalId: portal.portalId,
      appId: app.appId,
      occurredAt: happening.at,
      subscriptionType: subscription.eventType,
      attemptNumber: 0,
      ...happening.fields,
      changeSource: happening.source.type,
      ...(happening.source.id === null ? {} : { sourceId: happening.source.id }),
      ...(isGeneric ? { objectTypeId: happening.kind.typeId, ...happening.genericFields, ...(happening.property === null ? {} : { isSensitive: false }) } : {}),
    },
  };
}

/** The webhook events one operation causes, for every subscribed app. Call before the operation is applied. */
export function eventsOf(portal: Portal, op: Op): QueuedEvent[] {
  const listeners = [...portal.state.apps.values()].filter((app) => app.targetUrl !== null && app.subscriptions.length > 0);
  if (listeners.length === 0) return [];
  return happenings(portal, op).flatMap((happening) =>
    listeners.flatMap((app) => {
      const subscriptions = subscriptionsOf(app);
      const { kind, what, property } = happening;
      const legacy = kind.hookPrefix === null ? [] : (subscriptions.get(`${kind.hookPrefix}.${what}||${property ?? ''}`) ?? []);
      const generic = subscriptions.get(`object.${what}|${kind.typeId}|${property ?? ''}`) ?? [];
      return [...legacy, ...generic].map((subscription) => eventFor(portal, app, subscription, happening));
    }),
  );
}
