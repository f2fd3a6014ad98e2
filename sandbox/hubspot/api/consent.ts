import { objectOf, optionalText, textOf } from '../body.ts';
import { invalid, PortalError } from '../errors.ts';
import type { Consent, Op, Source } from '../model.ts';
import type { Portal } from '../portal.ts';
import type { Answer, Call, Route } from '../routing.ts';

const CREATED = '2024-01-15T09:00:00.000Z';
/** What a new portal offers to subscribe to; the first is sent one to one. */
const DEFINITIONS = [
  { id: '410001', name: 'One to One', description: 'One to One emails', purpose: 'Sales', communicationMethod: 'Email', isInternal: true },
  { id: '410002', name: 'Marketing Information', description: 'Marketing offers and updates.', purpose: 'Marketing', communicationMethod: 'Email', isInternal: false },
  { id: '410003', name: 'Customer Service Communication', description: 'Feedback requests and customer service information.', purpose: 'CustomerService', communicationMethod: 'Email', isInternal: false },
] as const;

function definitions(): Answer {
  const subscriptionDefinitions = DEFINITIONS.map((item) => ({ ...item, isActive: true, isDefault: true, createdAt: CREATED, updatedAt: CREATED, businessUnitId: 0 }));
  return { status: 200, body: { subscriptionDefinitions } };
}

type Definition = (typeof DEFINITIONS)[number];

/** Nobody's choice known means not subscribed by choice, and not unsubscribed either: HubSpot says SUBSCRIBED only after an opt-in. */
function statusView(definition: Definition, consent: Consent | undefined): Readonly<Record<string, unknown>> {
  return {
    id: definition.id, name: definition.name, description: definition.description, status: consent?.status ?? 'NOT_SUBSCRIBED',
    sourceOfStatus: consent?.source ?? 'SUBSCRIPTION_STATUS', brandId: 0, preferenceGroupName: null,
    legalBasis: consent?.legalBasis ?? null, legalBasisExplanation: consent?.legalBasisExplanation ?? null,
  };
}

function statuses({ portal, params }: Call): Answer {
  const recipient = (params['email'] ?? '').toLowerCase();
  const known = portal.state.consentOf(recipient);
  return { status: 200, body: { recipient, subscriptionStatuses: DEFINITIONS.map((definition) => statusView(definition, known.get(definition.id))) } };
}

/** Unsubscribed from every type is what the contact property `hs_email_optout` says, besides one property per type. */
function optOutOps(portal: Portal, email: string, changed: Consent, source: Source): Op[] {
  const contact = portal.state.holder('contacts', 'email', email);
  const record = contact === undefined ? undefined : portal.state.live('contacts', contact);
  if (record === undefined || record.values['email'] !== email) return [];
  const known = portal.state.consentOf(email);
  const statusOf = (id: string): string | undefined => (id === changed.subscriptionId ? changed.status : known.get(id)?.status);
  const isOut = DEFINITIONS.every((definition) => statusOf(definition.id) === 'NOT_SUBSCRIBED');
  if ((record.values['hs_email_optout'] === 'true') === isOut) return [];
  return [{ op: 'update', object: 'contacts', id: record.id, at: portal.clock.now(), source, values: { hs_email_optout: String(isOut) } }];
}

function change(call: Call, status: Consent['status']): Answer {
  const { portal, actor } = call;
  const body = objectOf(call.body, 'body');
  const email = textOf(body['emailAddress'], 'emailAddress').trim().toLowerCase();
  const definition = DEFINITIONS.find((item) => item.id === textOf(body['subscriptionId'], 'subscriptionId'));
  if (definition === undefined) throw invalid(`Subscription ${String(body['subscriptionId'])} does not exist`);
  const before = portal.state.consentOf(email).get(definition.id);
  // A person who opted out can only come back by their own doing, not over this version of the API.
  if (status === 'SUBSCRIBED' && before?.status === 'NOT_SUBSCRIBED') {
    throw new PortalError({ status: 400, category: 'VALIDATION_ERROR', message: `${email} is already unsubscribed from ${definition.name}; a contact who has opted out cannot be resubscribed through this API.` });
  }
  const consent: Consent = {
    email, subscriptionId: definition.id, status, source: 'SUBSCRIPTION_STATUS',
    legalBasis: optionalText(body['legalBasis'], 'legalBasis') ?? null, legalBasisExplanation: optionalText(body['legalBasisExplanation'], 'legalBasisExplanation') ?? null,
  };
  portal.commit([{ op: 'consent', consent }, ...optOutOps(portal, email, consent, actor.app.source)]);
  portal.log.count(`writes.consent.${actor.app.name}`);
  return { status: 200, body: statusView(definition, consent) };
}

const reads: Route['scopes'] = () => ['communication_preferences.read', 'communication_preferences.read_write'];
const writes: Route['scopes'] = () => ['communication_preferences.write', 'communication_preferences.read_write'];
const BASE = '/communication-preferences/v3';

export const CONSENT_ROUTES: readonly Route[] = [
  { method: 'GET', path: `${BASE}/definitions`, handler: definitions, scopes: reads, bucket: 'general' },
  { method: 'GET', path: `${BASE}/status/email/:email`, handler: statuses, scopes: reads, bucket: 'general' },
  { method: 'POST', path: `${BASE}/subscribe`, handler: (call) => change(call, 'SUBSCRIBED'), scopes: writes, bucket: 'general' },
  { method: 'POST', path: `${BASE}/unsubscribe`, handler: (call) => change(call, 'NOT_SUBSCRIBED'), scopes: writes, bucket: 'general' },
];
