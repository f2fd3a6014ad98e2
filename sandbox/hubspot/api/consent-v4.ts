/**
 * Communication preferences, version 4: three-valued statuses, unsubscribe from all, batches (a scope of Marketing Hub Enterprise). The
 * client has no methods for it. Who opted out by their own hand is not subscribed again over the API; an opt-out an app wrote can be taken back.
 */
import { arrayOf, objectOf, optionalText, textOf } from '../body.ts';
import { choose, isOutOfAll } from '../consent.ts';
import { invalid } from '../errors.ts';
import type { Consent } from '../model.ts';
import type { Portal } from '../portal.ts';
import type { Answer, Call, Route } from '../routing.ts';
import { SUBSCRIPTION_TYPES } from '../schema/defaults.ts';

const BATCH_MAX = 100;
const LEGAL_BASES = [
  'LEGITIMATE_INTEREST_PQL',
  'LEGITIMATE_INTEREST_CLIENT',
  'PERFORMANCE_OF_CONTRACT',
  'CONSENT_WITH_NOTICE',
  'NON_GDPR',
  'PROCESS_AND_STORE',
  'LEGITIMATE_INTEREST_OTHER',
];
type State = 'SUBSCRIBED' | 'UNSUBSCRIBED' | 'NOT_SPECIFIED';
type Definition = (typeof SUBSCRIPTION_TYPES)[number];

function stateOf(consent: Consent | undefined): State {
  if (consent === undefined) return 'NOT_SPECIFIED';
  return consent.status === 'SUBSCRIBED' ? 'SUBSCRIBED' : 'UNSUBSCRIBED';
}

function envelope(portal: Portal, results: readonly unknown[]): Answer {
  const at = new Date(portal.clock.now()).toISOString();
  return { status: 200, body: { status: 'COMPLETE', results, startedAt: at, completedAt: at } };
}

/** The address a path or input names, or 400. */
function addressOf(text: string): string {
  const email = text.trim().toLowerCase();
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) throw invalid(`Email address ${text} is invalid`);
  return email;
}

/** Only e-mail exists as a channel, and it must be named. */
function needChannel(channel: string | null | undefined): void {
  if (channel !== 'EMAIL') throw invalid(`channel must be EMAIL, got ${String(channel)}`);
}

function statusView(email: string, definition: Definition, consent: Consent | undefined): Record<string, unknown> {
  return {
    subscriberIdString: email,
    subscriptionId: Number(definition.id),
    subscriptionName: definition.name,
    channel: 'EMAIL',
    status: stateOf(consent),
    source: consent === undefined ? 'Default status' : consent.by === 'person' ? 'Email preferences page' : 'Public API',
    legalBasis: consent?.legalBasis ?? null,
    legalBasisExplanation: consent?.legalBasisExplanation ?? null,
    businessUnitId: 0,
    timestamp: new Date(consent?.at ?? 0).toISOString(),
  };
}

function statusesOf(portal: Portal, email: string): readonly Record<string, unknown>[] {
  const known = portal.state.consentOf(email);
  return SUBSCRIPTION_TYPES.map((definition) => statusView(email, definition, known.get(definition.id)));
}

/** Empty unless the address is off everything. */
function wideOf(portal: Portal, email: string): readonly Record<string, unknown>[] {
  if (!isOutOfAll(portal.state, email)) return [];
  const at = Math.max(...[...portal.state.consentOf(email).values()].map((consent) => consent.at ?? 0));
  return [
    {
      subscriberIdString: email,
      channel: 'EMAIL',
      status: 'UNSUBSCRIBED',
      wideStatusType: 'PORTAL_WIDE',
      businessUnitId: 0,
      timestamp: new Date(at).toISOString(),
    },
  ];
}

function getStatuses({ portal, params, query }: Call): Answer {
  needChannel(query.get('channel'));
  return envelope(portal, statusesOf(portal, addressOf(params['email'] ?? '')));
}

function setStatus(call: Call): Answer {
  const body = objectOf(call.body, 'body');
  return envelope(call.portal, [setOne(call, addressOf(call.params['email'] ?? ''), body)]);
}

function setOne({ portal, actor }: Call, email: string, body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  needChannel(optionalText(body['channel'], 'channel'));
  const id = textOf(body['subscriptionId'], 'subscriptionId');
  const definition = SUBSCRIPTION_TYPES.find((item) => item.id === id);
  if (definition === undefined) throw invalid(`Subscription ${id} does not exist`);
  const wanted = textOf(body['statusState'], 'statusState');
  if (wanted !== 'SUBSCRIBED' && wanted !== 'UNSUBSCRIBED') throw invalid(`statusState must be SUBSCRIBED or UNSUBSCRIBED, got ${wanted}`);
  const legalBasis = optionalText(body['legalBasis'], 'legalBasis') ?? null;
  if (legalBasis !== null && !LEGAL_BASES.includes(legalBasis)) throw invalid(`legalBasis ${legalBasis} is not one of [${LEGAL_BASES.join(', ')}]`);
  const before = portal.state.consentOf(email).get(id);
  if (wanted === 'SUBSCRIBED' && before?.status === 'NOT_SUBSCRIBED' && before.by !== 'app')
    throw invalid(`${email} unsubscribed from ${definition.name} and cannot be resubscribed through the API.`);
  const reason =
    stateOf(before) === wanted ? 'NO_STATUS_CHANGE' : wanted === 'SUBSCRIBED' && before !== undefined ? 'RESUBSCRIBE_OCCURRED' : 'REQUESTED_CHANGE_OCCURRED';
  // Asked for what is so already, HubSpot keeps who said it first.
  const consent: Consent =
    before !== undefined && reason === 'NO_STATUS_CHANGE'
      ? before
      : {
          email,
          subscriptionId: id,
          status: wanted === 'SUBSCRIBED' ? 'SUBSCRIBED' : 'NOT_SUBSCRIBED',
          source: 'SUBSCRIPTION_STATUS',
          legalBasis,
          legalBasisExplanation: optionalText(body['legalBasisExplanation'], 'legalBasisExplanation') ?? null,
          at: portal.clock.now(),
          by: 'app',
        };
  choose(portal, email, [consent], actor.app.source);
  portal.log.count(`writes.consent.${actor.app.name}`);
  return { ...statusView(email, definition, consent), setStatusSuccessReason: reason };
}

/** Off everything, as a portal-wide status; types refused before keep who refused them. */
function unsubscribeAll({ portal, actor }: Call, email: string): readonly Record<string, unknown>[] {
  const known = portal.state.consentOf(email);
  const at = portal.clock.now();
  const added = SUBSCRIPTION_TYPES.filter(({ id }) => known.get(id)?.status !== 'NOT_SUBSCRIBED').map(({ id }): Consent => ({
    email,
    subscriptionId: id,
    status: 'NOT_SUBSCRIBED',
    source: 'PORTAL_WIDE_STATUS',
    legalBasis: null,
    legalBasisExplanation: null,
    at,
    by: 'app',
  }));
  if (added.length > 0) choose(portal, email, added, actor.app.source);
  portal.log.count(`writes.consent.${actor.app.name}`);
  const setStatusSuccessReason = added.length === 0 ? 'NO_STATUS_CHANGE' : 'UNSUBSCRIBE_FROM_ALL_OCCURRED';
  return statusesOf(portal, email).map((status) => ({ ...status, setStatusSuccessReason }));
}

function getWide({ portal, params, query }: Call): Answer {
  needChannel(query.get('channel'));
  return envelope(portal, wideOf(portal, addressOf(params['email'] ?? '')));
}

function postWide(call: Call): Answer {
  needChannel(call.query.get('channel'));
  return envelope(call.portal, unsubscribeAll(call, addressOf(call.params['email'] ?? '')));
}

/** Addresses of a batch; more than 100 are refused, and so is one twice. */
function addressesOf(call: Call): readonly string[] {
  needChannel(call.query.get('channel'));
  const inputs = arrayOf(objectOf(call.body, 'body')['inputs'], 'inputs').map((input) => addressOf(textOf(input, 'inputs')));
  if (inputs.length > BATCH_MAX)
    throw invalid(`The maximum number of inputs supported in a batch request is ${BATCH_MAX}. Number of inputs supplied: ${inputs.length}.`);
  return inputs;
}

const batchStatuses = (call: Call): Answer =>
  envelope(
    call.portal,
    addressesOf(call).map((email) => ({ subscriberIdString: email, statuses: statusesOf(call.portal, email) })),
  );
const batchWide = (call: Call): Answer =>
  envelope(
    call.portal,
    addressesOf(call).map((email) => ({ subscriberIdString: email, wideStatuses: wideOf(call.portal, email) })),
  );
const batchUnsubscribeAll = (call: Call): Answer =>
  envelope(
    call.portal,
    addressesOf(call).map((email) => ({ subscriberIdString: email, statuses: unsubscribeAll(call, email) })),
  );

const reads: Route['scopes'] = () => ['communication_preferences.read', 'communication_preferences.read_write'];
const writes: Route['scopes'] = () => ['communication_preferences.write', 'communication_preferences.read_write'];
const batchReads: Route['scopes'] = () => ['communication_preferences.statuses.batch.read'];
const batchWrites: Route['scopes'] = () => ['communication_preferences.statuses.batch.write'];
const BASE = '/communication-preferences/v4/statuses';

export const CONSENT_V4_ROUTES: readonly Route[] = [
  { method: 'POST', path: `${BASE}/batch/read`, handler: batchStatuses, scopes: batchReads, bucket: 'general' },
  { method: 'POST', path: `${BASE}/batch/unsubscribe-all/read`, handler: batchWide, scopes: batchReads, bucket: 'general' },
  { method: 'POST', path: `${BASE}/batch/unsubscribe-all`, handler: batchUnsubscribeAll, scopes: batchWrites, bucket: 'general' },
  { method: 'GET', path: `${BASE}/:email`, handler: getStatuses, scopes: reads, bucket: 'general' },
  { method: 'POST', path: `${BASE}/:email`, handler: setStatus, scopes: writes, bucket: 'general' },
  { method: 'GET', path: `${BASE}/:email/unsubscribe-all`, handler: getWide, scopes: reads, bucket: 'general' },
  { method: 'POST', path: `${BASE}/:email/unsubscribe-all`, handler: postWide, scopes: writes, bucket: 'general' },
];
