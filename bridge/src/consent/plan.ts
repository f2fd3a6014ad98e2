/** From what was read to what is to be done: one plan per address and topic, and the withdrawals that pass from address to address. */
import { ALL_EMAIL, consentRulesOn, fieldState, isBlankMemory, NO_MEMORY, planConsent, topicOf } from '../domain/index.ts';
import type { ConsentHolder, ConsentPlan, TopicMemory } from '../domain/index.ts';
import type { ConsentRule, Fingerprint, Instant } from '../domain/model.ts';
import type { ConsentRecord, HubSpotStatus } from '../engine/ports.ts';
import { evidenceIn } from './evidence.ts';
import { keyOf } from './people.ts';
import type { Look } from './people.ts';
import type { LanePorts } from './ports.ts';

/** One address's topic with its plan. */
export type TopicPlan = {
  readonly email: string;
  readonly address: Fingerprint;
  readonly topic: string;
  readonly plan: ConsentPlan;
  readonly holders: ReadonlyMap<string, HolderPlace>;
};
/** Where a holder is: a field of a Salesforce record, or HubSpot's status (null). */
export type HolderPlace = { readonly record: ConsentRecord; readonly rule: ConsentRule } | null;

/** Topics in force: all e-mail first, because it covers the others. */
export function topicsOf(rules: readonly ConsentRule[]): readonly string[] {
  return [...new Set(rules.map(topicOf))].toSorted((left, right) => Number(right === ALL_EMAIL) - Number(left === ALL_EMAIL) || (left < right ? -1 : 1));
}

/** Plans every address and topic of a look. Withdrawals are passed on until no address inherits any more. */
export function planLook(ports: LanePorts, look: Look): readonly TopicPlan[] {
  const rules = ports.rules().consent;
  return topicsOf(rules).flatMap((topic) => {
    const inputs = look.addresses.map((email) => ({ email, address: ports.print(email), ...holdersOf(ports, look, { email, topic }) }));
    /** Who inherits, with when the latest of what they inherit was said. */
    const inheriting = new Map<string, Instant>();
    for (;;) {
      const plans = inputs.map((input) => planOne(ports, look, { ...input, topic, inheritedSince: inheriting.get(input.email) ?? null }));
      const planned = new Map(plans.map(({ address, plan }) => [address, plan.memory]));
      /** Since when a withdrawal of the address stands; null where none does. */
      const standsSince = (address: Fingerprint): Instant | null => {
        const memory = planned.get(address) ?? look.memories.get(address)?.topics[topic];
        return memory?.isWithdrawn === true ? (memory.saidAt ?? memory.since ?? 0) : null;
      };
      const heirs = look.kin.flatMap(({ from, to }) => {
        const since = standsSince(from);
        return since !== null && since > (inheriting.get(to) ?? -1) ? [{ to, since }] : [];
      });
      if (heirs.length === 0) return plans;
      for (const { to, since } of heirs) inheriting.set(to, Math.max(since, inheriting.get(to) ?? 0));
    }
  });
}

type OneInput = ReturnType<typeof holdersOf> & {
  readonly email: string;
  readonly address: Fingerprint;
  readonly topic: string;
  readonly inheritedSince: Instant | null;
};

function planOne(ports: LanePorts, look: Look, { email, address, topic, inheritedSince, holders, places }: OneInput): TopicPlan {
  const memory = look.memories.get(address)?.topics[topic] ?? NO_MEMORY;
  const decide = ports.parts?.plan ?? planConsent;
  return {
    email,
    address,
    topic,
    holders: places,
    plan: decide({ holders, memory, inherits: inheritedSince !== null, inheritedSince: inheritedSince ?? undefined, now: ports.clock.now() }),
  };
}

function holdersOf(ports: LanePorts, look: Look, { email, topic }: { readonly email: string; readonly topic: string }) {
  const rules = ports.rules().consent.filter((rule) => topicOf(rule) === topic);
  const memory = look.memories.get(ports.print(email))?.topics[topic] ?? NO_MEMORY;
  const holders: ConsentHolder[] = [];
  const places = new Map<string, HolderPlace>();
  for (const record of look.records) {
    if (record.ref.side !== 'salesforce' || !record.emails.includes(email)) continue;
    for (const rule of consentRulesOn(rules, record.ref.object)) {
      const holder = fieldHolder(ports, { record, rule, memory });
      holders.push(holder);
      places.set(holder.key, { record, rule });
    }
  }
  const status = look.statuses.get(email);
  if (status !== undefined) {
    const contact = look.records.find((record) => record.ref.side === 'hubspot' && record.emails[0] === email);
    holders.push({ ...statusHolder(status, topic, rules), ...saidAnew(ports, contact, topic) });
    places.set(HUBSPOT, null);
  }
  return { holders, places };
}

export const HUBSPOT = 'hubspot';

function fieldHolder(
  ports: LanePorts,
  { record, rule, memory }: { readonly record: ConsentRecord; readonly rule: ConsentRule; readonly memory: TopicMemory },
): ConsentHolder {
  const key = `${record.ref.object}:${record.ref.id}:${rule.salesforceField}`;
  const { actor } = ports.salesforce;
  return {
    key,
    side: 'salesforce',
    state: fieldState(rule, record.values[rule.salesforceField] === true, memory.holders[key]),
    tells: rule.direction !== 'to-salesforce',
    listens: rule.direction !== 'to-hubspot',
    isGone: record.isDeleted,
    carriesOptIn: rule.carriesOptIn,
    isOptIn: rule.meaning === 'opt-in',
    isOurs: record.modifiedBy === actor,
    touchedAt: record.modifiedBy === actor ? 0 : record.modifiedAt,
    evidence: evidenceIn(record, { fields: ports.evidenceFields(record.ref.object), actor }),
  };
}

/** Who put the contact of the address off all e-mail, when that was not us. */
function saidAnew({ hubspot }: LanePorts, contact: ConsentRecord | undefined, topic: string): Pick<ConsentHolder, 'saidAt'> {
  const { optedOut } = contact ?? {};
  return topic !== ALL_EMAIL || optedOut === undefined || optedOut.by === hubspot.actor ? {} : { saidAt: optedOut.at };
}

function statusHolder(status: HubSpotStatus, topic: string, rules: readonly ConsentRule[]): ConsentHolder {
  const own = status.subscriptions.get(topic);
  const yeses = [...status.subscriptions.values()].flatMap(({ evidence }) => evidence ?? []);
  const state = status.isOutOfAll ? 'out' : topic === ALL_EMAIL ? 'in' : (own?.state ?? 'silent');
  return {
    key: HUBSPOT,
    side: 'hubspot',
    state,
    tells: true,
    listens: rules.some((rule) => rule.direction !== 'to-salesforce'),
    isGone: false,
    carriesOptIn: rules.some((rule) => rule.carriesOptIn),
    isOptIn: false,
    isOurs: false,
    evidence: topic === ALL_EMAIL ? (yeses.toSorted((left, right) => right.at - left.at)[0] ?? null) : (own?.evidence ?? null),
  };
}

/** Where each record is met from now on: under its addresses, as long as there is something to remember of one of them. */
export function placesAfter(ports: LanePorts, look: Look, memories: ReadonlyMap<Fingerprint, Readonly<Record<string, TopicMemory>>>) {
  const isKnown = (address: Fingerprint): boolean => Object.values(memories.get(address) ?? {}).some((memory) => !isBlankMemory(memory));
  return look.records.flatMap(({ ref, emails }) => {
    const addresses = emails.map(ports.print).filter(isKnown);
    const before = look.places.get(keyOf(ref))?.addresses ?? [];
    return addresses.length === before.length && addresses.every((address) => before.includes(address)) ? [] : [{ ref, addresses }];
  });
}
