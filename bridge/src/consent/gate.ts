/** What a pass asks before it creates a person: a new record starts withdrawn, and nobody becomes mailable before the address is off. */
import { ALL_EMAIL, consentRulesOn, isOptOutProperty, normalAddress, propertyOf, topicOf } from '../domain/index.ts';
import type { ConsentRule, RuleSet } from '../domain/model.ts';
import type { AddressMemory, ConsentCandidate, ConsentGate, ConsentNotice, ConsentPermit } from '../engine/ports.ts';
import { eraseAddress } from './erase.ts';
import { HUBSPOT } from './plan.ts';
import type { LanePorts } from './ports.ts';

type GatePorts = Pick<LanePorts, 'connection' | 'store' | 'clock' | 'print'> & { readonly rules: () => RuleSet; readonly wake: () => void };

export function createConsentGate(ports: GatePorts): ConsentGate {
  return {
    async beforeCreate(candidates) {
      const rules = ports.rules().consent;
      if (rules.length === 0) return candidates.map(() => ({ kind: 'go', fields: {} }));
      const addresses = candidates.map(addressesOf);
      const memories = await ports.store.consentMemory(ports.connection, [...new Set(addresses.flat().map(ports.print))]);
      const known = new Map(memories.map((memory) => [memory.address, memory]));
      const permits = candidates.map((candidate, at): ConsentPermit => {
        const mine = (addresses[at] ?? []).flatMap((address) => known.get(ports.print(address)) ?? []);
        return candidate.from === 'hubspot' ? { kind: 'go', fields: fieldsOf(rules, candidate, mine) } : permitOf(rules, candidate, mine);
      });
      const waiting = candidates.filter((_, at) => permits[at]?.kind === 'wait');
      if (waiting.length > 0) {
        await ports.store.consentNotice({ connection: ports.connection, notices: waiting.map(noticeOf), now: ports.clock.now() });
        ports.wake();
      }
      return permits;
    },
    async beforeMove(contacts) {
      if (ports.rules().consent.length === 0) return contacts.map(() => true);
      const candidates = contacts.map((record): ConsentCandidate => ({ record, from: 'hubspot', object: '' }));
      const showing = candidates.filter(({ record }) =>
        Object.entries(record.values).some(([name, value]) => isOptOutProperty(name) && String(value) === 'true'),
      );
      const prints = [...new Set(showing.flatMap(addressesOf).map(ports.print))];
      const known = new Set((await ports.store.consentMemory(ports.connection, prints)).map(({ address }) => address));
      const unseen = showing.filter((candidate) => addressesOf(candidate).some((address) => !known.has(ports.print(address))));
      if (unseen.length > 0) {
        await ports.store.consentNotice({ connection: ports.connection, notices: unseen.map(noticeOf), now: ports.clock.now() });
        ports.wake();
      }
      return candidates.map((candidate) => !unseen.includes(candidate));
    },
    erase: ({ addresses, refs }) => eraseAddress(ports.store, { connection: ports.connection, addresses, refs, print: ports.print, now: ports.clock.now() }),
  };
}

const noticeOf = ({ record, from }: ConsentCandidate): ConsentNotice => ({
  ref: { side: from, object: record.object, id: record.id },
  at: record.modifiedAt,
  origin: 'create',
  actor: null,
  isOwn: false,
  urgency: 'now',
  survivorId: null,
});

function addressesOf({ record, from }: ConsentCandidate): readonly string[] {
  const texts = from === 'salesforce' ? [record.values['Email']] : [record.values['email'], ...String(record.values['hs_additional_emails'] ?? '').split(';')];
  return texts.flatMap((text) => normalAddress(text) ?? []);
}

const stands = (memories: readonly AddressMemory[], topic: string): boolean => memories.some(({ topics }) => topics[topic]?.isWithdrawn === true);

/** Checkboxes of a new Salesforce record: by what the contact shows, and by what is remembered of its addresses. */
function fieldsOf(rules: readonly ConsentRule[], { record, object }: ConsentCandidate, memories: readonly AddressMemory[]): Readonly<Record<string, boolean>> {
  const isOut = (property: string): boolean => String(record.values[property] ?? '') === 'true';
  const isOffAll = isOut('hs_email_optout');
  const withdrawn = consentRulesOn(rules, object).filter(
    (rule) => rule.direction !== 'to-hubspot' && (isOffAll || isOut(propertyOf(rule)) || stands(memories, topicOf(rule)) || stands(memories, ALL_EMAIL)),
  );
  return Object.fromEntries(withdrawn.map((rule) => [rule.salesforceField, rule.meaning === 'opt-out']));
}

/** A HubSpot contact may be made once HubSpot is known to be told: its statuses belong to the address and are there before the contact. */
function permitOf(rules: readonly ConsentRule[], { record }: ConsentCandidate, memories: readonly AddressMemory[]): ConsentPermit {
  const mustTell = consentRulesOn(rules, record.object).some((rule) => {
    if (rule.direction === 'to-salesforce') return false;
    const topic = topicOf(rule);
    const isOut = (rule.meaning === 'opt-out' && record.values[rule.salesforceField] === true) || stands(memories, topic);
    return isOut && !memories.some(({ topics }) => ['out', 'cleared'].includes(topics[topic]?.holders[HUBSPOT] ?? ''));
  });
  return mustTell ? { kind: 'wait' } : { kind: 'go', fields: {} };
}
