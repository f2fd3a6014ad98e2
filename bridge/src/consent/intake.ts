/** Where notices enter: the lane's share is stored first, then the ordinary inbox with the cursor that covers both. */
import { concernsConsent, consentRulesOn, isOptOutProperty, withoutConsent } from '../domain/index.ts';
import type { Change, ConsentRule } from '../domain/model.ts';
import type { ConsentNotice } from '../engine/ports.ts';
import type { LanePorts } from './ports.ts';

export type ConsentIntake = {
  /** Queues what concerns consent and answers what is left for the ordinary pass. Resolves once durable. */
  readonly sort: (changes: readonly Change[]) => Promise<readonly Change[]>;
};
export type IntakePorts = Pick<LanePorts, 'connection' | 'store' | 'clock' | 'parts'> & {
  /** Null before they are loaded: then every person is worth a look. */
  readonly rules: () => readonly ConsentRule[] | null;
  /** Who we are on each side; null before it is known. */
  readonly actors: () => { readonly salesforce: string | null; readonly hubspot: string };
  readonly wake: () => void;
};

export function createConsentIntake(ports: IntakePorts): ConsentIntake {
  return {
    async sort(changes) {
      const known = ports.rules();
      if (known?.length === 0) return changes;
      const rules = known ?? [];
      const concerns = known === null ? (_: unknown, change: Change) => isPerson(change) : (ports.parts?.concerns ?? concernsConsent);
      const notices = changes.flatMap((change) => (concerns(rules, change) ? noticeOf(ports, rules, change) : []));
      if (notices.length > 0) {
        await ports.store.consentNotice({ connection: ports.connection, notices, now: ports.clock.now() });
        ports.wake();
      }
      return changes.flatMap((change) => withoutConsent(rules, change) ?? []);
    },
  };
}

function noticeOf(ports: IntakePorts, rules: readonly ConsentRule[], change: Change): readonly ConsentNotice[] {
  const isOwn = change.actor !== undefined && change.actor === ports.actors()[change.ref.side];
  if (isOwn && tellsOnlyOurs(rules, change)) return [];
  return [{ ref: change.ref, at: change.occurredAt, origin: originOf(change), actor: change.actor ?? null, isOwn, survivorId: change.survivorId ?? null }];
}

const people: ReadonlySet<string> = new Set(['salesforce:Lead', 'salesforce:Contact', 'hubspot:contacts']);
const isPerson = ({ ref, kind }: Change): boolean => people.has(`${ref.side}:${ref.object}`) && kind !== 'associate' && kind !== 'look';

const originOf = ({ origin }: Change): ConsentNotice['origin'] => origin;

/** Our own write of a consent field, or a record we made: whoever wrote it has seen to its consent. The sweep looks at what automation did in the same save. */
function tellsOnlyOurs(rules: readonly ConsentRule[], { kind, ref, fields }: Change): boolean {
  if (kind === 'create') return true;
  const mine = new Set(consentRulesOn(rules, ref.object).map((rule) => rule.salesforceField));
  const names = Object.keys(fields);
  return kind === 'update' && names.length > 0 && names.every((name) => (ref.side === 'hubspot' ? isOptOutProperty(name) : mine.has(name)));
}
