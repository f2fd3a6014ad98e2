/** Where notices enter: the lane's share is stored first, then the ordinary inbox with the cursor that covers both. */
import { concernsConsent, consentRulesOn, isOptOutProperty, normalAddress, withoutConsent } from '../domain/index.ts';
import type { Change, ConsentRule, Fingerprint } from '../domain/model.ts';
import type { ConsentNotice } from '../engine/ports.ts';
import type { LanePorts } from './ports.ts';

export type ConsentIntake = {
  /** Queues what concerns consent and answers what is left for the ordinary pass. Resolves once durable. */
  readonly sort: (changes: readonly Change[]) => Promise<readonly Change[]>;
  /** What is left for the ordinary pass, without queueing anything: for a sender that is answered once both are stored, in whatever order. */
  readonly rest: (changes: readonly Change[]) => readonly Change[];
};
export type IntakePorts = Pick<LanePorts, 'connection' | 'store' | 'clock' | 'print' | 'parts' | 'journal'> & {
  /** Null before they are loaded: then every person is worth a look. */
  readonly rules: () => readonly ConsentRule[] | null;
  /** Who we are on each side; null before it is known. */
  readonly actors: () => { readonly salesforce: string | null; readonly hubspot: string };
  readonly wake: () => void;
};

export function createConsentIntake(ports: IntakePorts): ConsentIntake {
  const rest = (changes: readonly Change[]): readonly Change[] => {
    const rules = ports.rules() ?? [];
    return rules.length === 0 ? changes : changes.flatMap((change) => withoutConsent(rules, change) ?? []);
  };
  return {
    rest,
    async sort(changes) {
      const known = ports.rules();
      if (known?.length === 0) return changes;
      const rules = known ?? [];
      const concerns = known === null ? (_: unknown, change: Change) => isPerson(change) : (ports.parts?.concerns ?? concernsConsent);
      const drafts = changes.flatMap((change) => (concerns(rules, change) ? draftOf(ports, rules, change) : []));
      // Who says no is queued at once; whether anybody else is worth a look is found out meanwhile.
      const now = drafts.filter(({ notice }) => notice.urgency === 'now');
      const [, others] = await Promise.all([
        queue(
          ports,
          now.map(({ notice }) => notice),
        ),
        worthwhile(
          ports,
          drafts.filter((draft) => !now.includes(draft)),
        ),
      ]);
      await queue(ports, others);
      return changes.flatMap((change) => withoutConsent(rules, change) ?? []);
    },
  };
}

async function queue(ports: IntakePorts, notices: readonly ConsentNotice[]): Promise<void> {
  if (notices.length === 0) return;
  const startedAt = ports.clock.now();
  await ports.store.consentNotice({ connection: ports.connection, notices, now: startedAt });
  ports.journal.observe('consent.stored', ports.clock.now() - startedAt);
  ports.wake();
}

type Draft = { readonly notice: ConsentNotice; readonly change: Change };

function draftOf(ports: IntakePorts, rules: readonly ConsentRule[], change: Change): readonly Draft[] {
  const isOwn = change.actor !== undefined && change.actor === ports.actors()[change.ref.side];
  if (isOwn && tellsOnlyOurs(rules, change)) return [];
  const { ref, occurredAt: at, origin, actor = null, survivorId = null } = change;
  return [{ change, notice: { ref, at, origin, actor, isOwn, survivorId, urgency: saysNo(rules, change) ? 'now' : 'soon' } }];
}

/** Whether the change may be somebody's no: it names a consent field, or the record became part of another. */
function saysNo(rules: readonly ConsentRule[], { ref, kind, fields }: Change): boolean {
  if (kind === 'merge') return true;
  const mine = consentRulesOn(rules, ref.object);
  return Object.entries(fields).some(([name, { value }]) => {
    if (ref.side === 'hubspot') return isOptOutProperty(name);
    const rule = mine.find((one) => one.salesforceField === name);
    // A new record names every field it has; only one that withdraws is news.
    return rule !== undefined && (kind !== 'create' || value === undefined || value === String(rule.meaning === 'opt-out'));
  });
}

/**
 * Notices worth queueing. A person who moves between addresses is looked at now where a withdrawal is known of either, else soon. A new person
 * in Salesforce whose address nothing is known of needs no look at all: what HubSpot knows of addresses, the sweep has brought here.
 */
async function worthwhile(ports: IntakePorts, drafts: readonly Draft[]): Promise<readonly ConsentNotice[]> {
  if (drafts.length === 0) return [];
  const printOf = ({ change }: Draft): Fingerprint | null => {
    const address = normalAddress(change.fields[change.ref.side === 'hubspot' ? 'email' : 'Email']?.value ?? null);
    return address === null ? null : ports.print(address);
  };
  const [places, memories] = await Promise.all([
    ports.store.consentPlaces(
      ports.connection,
      drafts.map(({ notice }) => notice.ref),
    ),
    ports.store.consentMemory(ports.connection, [...new Set(drafts.flatMap((draft) => printOf(draft) ?? []))]),
  ]);
  const met = new Set(places.map(({ ref }) => `${ref.side}:${ref.id}`));
  const known = new Set(memories.map(({ address }) => address));
  return drafts.flatMap((draft): readonly ConsentNotice[] => {
    const { notice, change } = draft;
    const print = printOf(draft);
    if (met.has(`${notice.ref.side}:${notice.ref.id}`) || (print !== null && known.has(print))) return [{ ...notice, urgency: 'now' }];
    // Our own address change in HubSpot is looked at like anybody's: what the former address said may not have been seen yet.
    if (change.ref.side === 'salesforce' && (notice.isOwn || (change.kind === 'create' && print !== null))) return [];
    return [notice];
  });
}

const people: ReadonlySet<string> = new Set(['salesforce:Lead', 'salesforce:Contact', 'hubspot:contacts']);
const isPerson = ({ ref, kind }: Change): boolean => people.has(`${ref.side}:${ref.object}`) && kind !== 'associate' && kind !== 'look';

/** Our own write of a consent field, or a record we made: whoever wrote it has seen to its consent. The sweep looks at what automation did in the same save. */
function tellsOnlyOurs(rules: readonly ConsentRule[], { kind, ref, fields }: Change): boolean {
  if (kind === 'create') return true;
  const mine = new Set(consentRulesOn(rules, ref.object).map((rule) => rule.salesforceField));
  const names = Object.keys(fields);
  return kind === 'update' && names.length > 0 && names.every((name) => (ref.side === 'hubspot' ? isOptOutProperty(name) : mine.has(name)));
}
