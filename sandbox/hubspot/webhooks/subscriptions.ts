import { arrayOf, objectOf, optionalText, textOf } from '../body.ts';
import { invalid } from '../errors.ts';
import type { Subscription } from '../model.ts';
import type { Portal } from '../portal.ts';
import { OBJECT_KINDS, type ObjectKind } from '../schema/objects.ts';
import { NEVER_NOTIFIED } from './events.ts';

const WHATS = ['creation', 'deletion', 'merge', 'restore', 'propertyChange', 'associationChange'];
/** Products associate with nothing, contacts alone can be forgotten. */
const LEGACY_TYPES: ReadonlySet<string> = new Set([
  ...OBJECT_KINDS.flatMap((kind) => (kind.hookPrefix === null ? [] : WHATS.map((what) => `${kind.hookPrefix}.${what}`))).filter(
    (type) => type !== 'product.associationChange',
  ),
  'contact.privacyDeletion',
]);
const SUBSCRIPTIONS_MAX = 1_000;

function kindOfType(portal: Portal, eventType: string, objectTypeId: string | undefined): ObjectKind {
  const [prefix = '', what = ''] = eventType.split('.');
  const isGeneric = prefix === 'object' && WHATS.includes(what);
  if (!isGeneric && !LEGACY_TYPES.has(eventType)) throw invalid(`Invalid subscription type: ${eventType}`);
  const kind = isGeneric ? portal.state.kind(objectTypeId ?? '') : OBJECT_KINDS.find((item) => item.hookPrefix === prefix);
  if (kind === undefined) throw invalid(`${eventType} needs a known objectTypeId`);
  return kind;
}

/** Reads one subscription and refuses what a portal offers none for. Fields: eventType, propertyName?, objectTypeId?, active?. */
export function parseSubscription(portal: Portal, source: unknown, id: number): Subscription {
  const body = objectOf(source, 'subscription');
  const eventType = textOf(body['eventType'] ?? body['subscriptionType'], 'eventType');
  const kind = kindOfType(portal, eventType, optionalText(body['objectTypeId'], 'objectTypeId'));
  const wantsProperty = eventType.endsWith('.propertyChange');
  const propertyName = optionalText(body['propertyName'], 'propertyName') ?? null;
  if (wantsProperty && (propertyName === null || NEVER_NOTIFIED.has(propertyName)))
    throw invalid(`${eventType}: cannot subscribe to property ${String(propertyName)}`);
  if (propertyName !== null && portal.state.definition(kind.name, propertyName) === undefined)
    throw invalid(`${eventType}: property ${propertyName} does not exist`);
  const now = portal.clock.now();
  const objectTypeId = eventType.startsWith('object.') ? kind.typeId : null;
  return { id, eventType, propertyName: wantsProperty ? propertyName : null, objectTypeId, active: body['active'] !== false, createdAt: now, updatedAt: now };
}

/** Reads a whole list, as a project deploy replaces it. `firstId` numbers them. */
export function parseSubscriptions(portal: Portal, source: unknown, firstId: number): Subscription[] {
  const list = arrayOf(source, 'subscriptions');
  if (list.length > SUBSCRIPTIONS_MAX) throw invalid(`An app may have at most ${SUBSCRIPTIONS_MAX} subscriptions.`);
  const parsed = list.map((item, index) => parseSubscription(portal, item, firstId + index));
  const keys = parsed.map((item) => `${item.eventType}|${item.objectTypeId ?? ''}|${item.propertyName ?? ''}`);
  if (new Set(keys).size !== keys.length) throw invalid('The same subscription appears twice.');
  return parsed;
}

/** Where webhooks go: an absolute http(s) address. Real portals insist on https; the loopback needs none. */
export function parseTargetUrl(source: unknown): string {
  const text = textOf(source, 'targetUrl');
  const url = URL.canParse(text) ? new URL(text) : null;
  const isLoopback = url !== null && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url === null || (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback))) throw invalid('targetUrl must be an https URL');
  return text;
}
