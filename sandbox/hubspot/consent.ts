/** What addresses have chosen, and how contacts show it in their read-only properties. Used by both versions of the preferences API. */
import type { Consent, Op, Source, Values } from './model.ts';
import type { Portal } from './portal.ts';
import { SUBSCRIPTION_TYPES } from './schema/defaults.ts';
import type { PortalState } from './state.ts';

/** Whether an address is off every e-mail: every type refused, one by one or at once. */
export function isOutOfAll(state: PortalState, email: string): boolean {
  const known = state.consentOf(email);
  return SUBSCRIPTION_TYPES.every(({ id }) => known.get(id)?.status === 'NOT_SUBSCRIBED');
}

/** The opt-out properties of a contact with this primary address: one per type, and one for all. */
export function optOutValues(choices: ReadonlyMap<string, Consent>): Record<string, string> {
  const isOut = (id: string): boolean => choices.get(id)?.status === 'NOT_SUBSCRIBED';
  return {
    hs_email_optout: String(SUBSCRIPTION_TYPES.every(({ id }) => isOut(id))),
    ...Object.fromEntries(SUBSCRIPTION_TYPES.map(({ id }) => [`hs_email_optout_${id}`, String(isOut(id))])),
  };
}

/** The properties that change for a record that has this primary address from now on; "false" is not spelled out where nothing was said. */
export function optOutOfAddress(state: PortalState, email: string, before: Values): Record<string, string> {
  const wanted = Object.entries(optOutValues(state.consentOf(email)));
  return Object.fromEntries(wanted.filter(([name, value]) => (before[name] ?? 'false') !== value));
}

/** The contact whose primary address it is says the same in its properties. */
function mirrorOps(portal: Portal, email: string, changed: readonly Consent[], source: Source): Op[] {
  const record = portal.state.live('contacts', portal.state.holder('contacts', 'email', email) ?? '');
  if (record === undefined || record.values['email'] !== email) return [];
  const choices = new Map([...portal.state.consentOf(email).values(), ...changed].map((consent) => [consent.subscriptionId, consent]));
  const values = Object.fromEntries(Object.entries(optOutValues(choices)).filter(([name, value]) => (record.values[name] ?? 'false') !== value));
  if (Object.keys(values).length === 0) return [];
  return [{ op: 'update', object: 'contacts', id: record.id, at: portal.clock.now(), source, values }];
}

/** Stores choices of one address, with what its contact shows. */
export function choose(portal: Portal, email: string, choices: readonly Consent[], source: Source): void {
  const ops = choices.map((consent): Op => ({ op: 'consent', consent }));
  portal.commit([...ops, ...mirrorOps(portal, email, choices, source)]);
}

/** What a person does who follows a link in a mail: off one type, or off everything. Over the API, nobody can undo it for them. */
export function optOutByPerson(portal: Portal, address: string, subscriptionId: string | null, source: Source): void {
  const email = address.trim().toLowerCase();
  const choices = SUBSCRIPTION_TYPES.filter(({ id }) => subscriptionId === null || id === subscriptionId).map(({ id }): Consent => ({
    email,
    subscriptionId: id,
    status: 'NOT_SUBSCRIBED',
    source: subscriptionId === null ? 'PORTAL_WIDE_STATUS' : 'SUBSCRIPTION_STATUS',
    legalBasis: null,
    legalBasisExplanation: null,
    at: portal.clock.now(),
    by: 'person',
  }));
  choose(portal, email, choices, source);
}

/** What a person does on the preferences page: subscribed again, with HubSpot's own note of how. */
export function optInByPerson(portal: Portal, address: string, subscriptionId: string, source: Source): void {
  const email = address.trim().toLowerCase();
  const consent: Consent = {
    email,
    subscriptionId,
    status: 'SUBSCRIBED',
    source: 'SUBSCRIPTION_STATUS',
    legalBasis: 'CONSENT_WITH_NOTICE',
    legalBasisExplanation: 'Subscribed on the e-mail preferences page',
    at: portal.clock.now(),
    by: 'person',
  };
  choose(portal, email, [consent], source);
}
