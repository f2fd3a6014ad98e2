/** Communication preferences, version 3: what the vendor's client speaks. One type at a time, and nobody who opted out comes back. */
import { objectOf, optionalText, textOf } from '../body.ts';
import { choose } from '../consent.ts';
import { invalid, PortalError } from '../errors.ts';
import type { Consent } from '../model.ts';
import type { Answer, Call, Route } from '../routing.ts';
import { SUBSCRIPTION_TYPES } from '../schema/defaults.ts';

const CREATED = '2024-01-15T09:00:00.000Z';
function definitions(): Answer {
  const subscriptionDefinitions = SUBSCRIPTION_TYPES.map((item) => ({
    ...item,
    isActive: true,
    isDefault: true,
    createdAt: CREATED,
    updatedAt: CREATED,
    businessUnitId: 0,
  }));
  return { status: 200, body: { subscriptionDefinitions } };
}

type Definition = (typeof SUBSCRIPTION_TYPES)[number];

/** Nobody's choice known means not subscribed by choice, and not unsubscribed either: HubSpot says SUBSCRIBED only after an opt-in. */
function statusView(definition: Definition, consent: Consent | undefined): Readonly<Record<string, unknown>> {
  return {
    id: definition.id,
    name: definition.name,
    description: definition.description,
    status: consent?.status ?? 'NOT_SUBSCRIBED',
    sourceOfStatus: consent?.source ?? 'SUBSCRIPTION_STATUS',
    brandId: 0,
    preferenceGroupName: null,
    legalBasis: consent?.legalBasis ?? null,
    legalBasisExplanation: consent?.legalBasisExplanation ?? null,
  };
}

function statuses({ portal, params }: Call): Answer {
  const recipient = (params['email'] ?? '').toLowerCase();
  const known = portal.state.consentOf(recipient);
  return { status: 200, body: { recipient, subscriptionStatuses: SUBSCRIPTION_TYPES.map((definition) => statusView(definition, known.get(definition.id))) } };
}

function change(call: Call, status: Consent['status']): Answer {
  const { portal, actor } = call;
  const body = objectOf(call.body, 'body');
  const email = textOf(body['emailAddress'], 'emailAddress').trim().toLowerCase();
  const definition = SUBSCRIPTION_TYPES.find((item) => item.id === textOf(body['subscriptionId'], 'subscriptionId'));
  if (definition === undefined) throw invalid(`Subscription ${String(body['subscriptionId'])} does not exist`);
  const before = portal.state.consentOf(email).get(definition.id);
  // A person who opted out can only come back by their own doing, not over this version of the API.
  if (status === 'SUBSCRIBED' && before?.status === 'NOT_SUBSCRIBED') {
    throw new PortalError({
      status: 400,
      category: 'VALIDATION_ERROR',
      message: `${email} is already unsubscribed from ${definition.name}; a contact who has opted out cannot be resubscribed through this API.`,
    });
  }
  const consent: Consent = {
    email,
    subscriptionId: definition.id,
    status,
    source: 'SUBSCRIPTION_STATUS',
    legalBasis: optionalText(body['legalBasis'], 'legalBasis') ?? null,
    legalBasisExplanation: optionalText(body['legalBasisExplanation'], 'legalBasisExplanation') ?? null,
    at: portal.clock.now(),
    by: 'app',
  };
  choose(portal, email, [consent], actor.app.source);
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
