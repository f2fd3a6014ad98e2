/**
 * People who take records away and bring them back: merges in Salesforce, restores, privacy deletions, and the admin who answers what
 * waits for approval. Keeps what must hold of each until the end.
 */
import { SIDES } from '../../src/domain/index.ts';
import type { DeletePolicy, RuleSet, Side } from '../../src/domain/index.ts';
import type { RemovalRequest, Store } from '../../src/engine/index.ts';
import { answerApproval } from '../../src/operations/approvals.ts';
import type { ConnectionView } from '../../src/operations/view.ts';
import { CONNECTION } from './bridge.ts';
import { BRIDGE_ACTOR } from './crm.ts';
import type { Crm, SimRecord } from './crm.ts';
import type { Dice } from './random.ts';
import type { Time } from './time.ts';

export type DepartureAction = 'merge-salesforce' | 'merge-anew' | 'delete-linked' | 'restore' | 'erase' | 'answer' | 'twin-company' | 'twin-secondary';
export const DEPARTURE_MIX: readonly DepartureAction[] = [
  'merge-salesforce',
  'merge-anew',
  'delete-linked',
  'delete-linked',
  'restore',
  'restore',
  'erase',
  'answer',
  'answer',
  'twin-company',
  'twin-secondary',
];

export type Departures = {
  readonly act: (kind: DepartureAction) => Promise<void>;
  /** Called when a deletion of ours lands. */
  readonly removed: (side: Side, kind: RemovalRequest['kind'], id: string) => void;
  /** Answers everything that still waits, so that the end is quiet. */
  readonly answerAll: () => Promise<void>;
  readonly check: (report: (text: string) => void) => Promise<void>;
};
export type DeparturePorts = {
  readonly store: Store;
  readonly view: Pick<ConnectionView, 'id' | 'store' | 'clock'>;
  readonly time: Time;
  readonly dice: Dice;
  readonly crms: { readonly salesforce: Crm; readonly hubspot: Crm };
  readonly rules: RuleSet;
  readonly mark: (name: string) => void;
  readonly say: (line: () => string) => void;
  readonly problem: (text: string) => void;
};

const POLICIES: readonly DeletePolicy[] = ['ignore', 'unlink', 'archive', 'delete-with-approval'];

/** The rules with a delete policy of its own for every mapping and side. */
export function withDeletePolicies(rules: RuleSet, dice: Dice): RuleSet {
  const any = (): DeletePolicy => dice.pick(POLICIES);
  return {
    ...rules,
    mappings: rules.mappings.map((mapping) => ({ ...mapping, policies: { ...mapping.policies, whenDeletedIn: { salesforce: any(), hubspot: any() } } })),
  };
}

const isAlive = (record: SimRecord): boolean => !record.isDeleted && record.mergedInto === null && record.convertedTo === null;

export function createDepartures(ports: DeparturePorts): Departures {
  const { store, time, dice, crms, mark, say, problem } = ports;
  const erased: { readonly id: string; readonly address: string | null; readonly at: number; readonly partner: string | null }[] = [];
  const refused = new Set<string>();
  let serial = 0;
  const actorOf = (side: Side): string => (side === 'salesforce' ? '005REP9' : 'user-9');
  const alive = (side: Side, objects: readonly string[]): SimRecord[] =>
    [...crms[side].records.values()].filter((record) => isAlive(record) && objects.includes(record.object));
  const linked = async (side: Side): Promise<SimRecord | null> => {
    const all = alive(side, side === 'salesforce' ? ['Lead', 'Contact', 'Account'] : ['contacts', 'companies']);
    const links = await store.linksOf(
      CONNECTION,
      all.map((record) => ({ side, object: record.object, id: record.id })),
    );
    const whole = all.filter((_, index) => links[index]?.state === 'active' && links[index]?.salesforce !== null && links[index]?.hubspot !== null);
    return whole.length === 0 ? null : dice.pick(whole);
  };

  const erase = async (): Promise<void> => {
    const all = alive('hubspot', ['contacts']);
    if (all.length === 0) return;
    const record = dice.pick(all);
    const [link] = await store.linksOf(CONNECTION, [{ side: 'hubspot', object: 'contacts', id: record.id }]);
    const ref = { side: 'hubspot', object: 'contacts', id: record.id } as const;
    // What no look has seen yet leaves nothing by which it could be recognised.
    const isKnown = (link ?? (await store.unlinkedOf(CONNECTION, ref))) !== null;
    if (!isKnown) mark('erased-unseen');
    const email = isKnown ? record.values['email'] : null;
    const isWhole = link?.state === 'active' && link.hubspot?.id === record.id && link.attempts.length === 0;
    mark('erased');
    say(() => `a person is forgotten: ${record.id}`);
    erased.push({
      id: record.id,
      address: typeof email === 'string' ? email.toLowerCase() : null,
      at: time.now(),
      partner: isWhole ? (link.salesforce?.id ?? null) : null,
    });
    crms.hubspot.erase(record.id, actorOf('hubspot'));
  };
  const answer = async (): Promise<void> => {
    const { items } = await store.listApprovals(CONNECTION, { state: 'waiting', limit: 50 });
    if (items.length === 0) return;
    const chosen = dice.pick(items);
    const isApproved = dice.chance(0.6);
    mark(isApproved ? 'approval-given' : 'approval-refused');
    say(() => `a person ${isApproved ? 'approves' : 'refuses'} ${chosen.key}`);
    const result = await answerApproval(ports.view as ConnectionView, chosen.key, { isApproved, by: '005ADMIN' });
    if (result.ok && !isApproved) refused.add(chosen.key);
    if (result.ok && isApproved) refused.delete(chosen.key);
  };
  const actions: Readonly<Record<DepartureAction, () => Promise<void> | void>> = {
    'merge-salesforce': () => {
      const object = dice.chance(0.2) ? 'Account' : dice.chance(0.6) ? 'Lead' : 'Contact';
      const all = alive('salesforce', [object]);
      if (all.length < 2) return;
      const [kept, gone] = [dice.pick(all), dice.pick(all)];
      if (kept.id === gone.id) return;
      mark('merged-salesforce');
      say(() => `salesforce ${gone.id} is merged into ${kept.id}`);
      crms.salesforce.merge(kept.id, gone.id, actorOf('salesforce'));
    },
    'merge-anew': () => {
      const all = alive('hubspot', ['contacts']);
      if (all.length < 2) return;
      const [kept, gone] = [dice.pick(all), dice.pick(all)];
      if (kept.id === gone.id) return;
      mark('merged-anew');
      crms.hubspot.merge(kept.id, gone.id, actorOf('hubspot'), true);
    },
    'delete-linked': async () => {
      const side = dice.pick(SIDES);
      const record = await linked(side);
      if (record === null) return;
      mark('deleted-linked');
      say(() => `a person deletes ${side} ${record.id}`);
      crms[side].remove(record.id, actorOf(side));
    },
    restore: () => {
      const gone = SIDES.flatMap((side) =>
        [...crms[side].records.values()].filter((record) => record.isDeleted && !record.isErased && record.mergedInto === null),
      );
      if (gone.length === 0) return;
      const record = dice.pick(gone);
      if (!crms[record.side].restore(record.id, actorOf(record.side))) return;
      mark('restored');
      say(() => `a person restores ${record.side} ${record.id}`);
    },
    erase,
    answer,
    'twin-company': () => {
      serial += 1;
      mark('twin-company');
      crms.salesforce.create('Account', { Name: `Twin${serial}`, Website: `https://twin${serial}.example.org` }, actorOf('salesforce'));
      crms.hubspot.create('companies', { name: `Twin${serial}`, domain: `twin${serial}.example.org` }, actorOf('hubspot'));
    },
    'twin-secondary': () => {
      serial += 1;
      mark('twin-secondary');
      const address = `second${serial}@corp.example.com`;
      crms.salesforce.create('Lead', { Email: address, LastName: 'Doe', FirstName: null }, actorOf('salesforce'));
      crms.hubspot.create(
        'contacts',
        { email: `first${serial}@corp.example.com`, hs_additional_emails: address, lastname: 'Doe', lifecyclestage: 'lead' },
        actorOf('hubspot'),
      );
    },
  };

  const isCarried = (address: string): boolean =>
    SIDES.some((side) =>
      [...crms[side].records.values()].some(
        (record) =>
          !record.isErased &&
          // What it carried once may stand in its own log.
          ['Email', 'email', 'hs_additional_emails'].some((name) =>
            [record.values[name], ...(record.history.get(name) ?? []).map(({ value }) => value)].some((one) => String(one).toLowerCase().includes(address)),
          ),
      ),
    );
  const checkErased = async (report: (text: string) => void): Promise<void> => {
    const limit = 100_000;
    const rows = await Promise.all([
      store.listLinks(CONNECTION, { limit }),
      store.listUnlinked(CONNECTION, { limit }),
      store.issues(CONNECTION, { open: true, limit }),
      store.issues(CONNECTION, { open: false, limit }),
      store.reviews(CONNECTION, { limit }),
      store.decisions(CONNECTION, { limit }),
      store.listApprovals(CONNECTION, { limit }),
    ]);
    const text = JSON.stringify(rows);
    for (const { id, address, at, partner } of erased) {
      const trace = new RegExp(`.{60}\\b${id}\\b.{60}`).exec(text);
      if (trace !== null) report(`${id} was erased and is still known: …${trace[0]}…`);
      // Somebody else's record may carry the address still: then it is theirs.
      if (address !== null && !isCarried(address) && text.toLowerCase().includes(address)) report(`the address of erased ${id} is still known`);
      const there = partner === null ? undefined : crms.salesforce.records.get(partner);
      if (there !== undefined && !there.isErased && isAlive(there)) report(`${id} was erased, its counterpart ${String(partner)} was not`);
      const again = SIDES.flatMap((side) => [...crms[side].records.values()]).find(
        (record) =>
          isAlive(record) &&
          record.createdBy === BRIDGE_ACTOR[record.side] &&
          record.createdAt > at + 300_000 &&
          address !== null &&
          // The address it was made with: an address people gave it later, by a merge or a conversion, is theirs.
          String(record.history.get(record.side === 'salesforce' ? 'Email' : 'email')?.at(-1)?.value ?? '').toLowerCase() === address,
      );
      if (again !== undefined) report(`${id} was erased and came back as ${again.id}`);
    }
  };
  return {
    act: async (kind) => {
      await actions[kind]();
    },
    removed: (side, kind, id) => {
      if (kind !== 'delete') return;
      void store.listApprovals(CONNECTION, { limit: 1_000 }).then(({ items }) => {
        const allowed = items.filter((one) => one.ref.side === side && one.ref.id === id && (one.state === 'approved' || one.state === 'done'));
        if (allowed.length === 0 && crms[side].records.get(id)?.isErased !== true) problem(`${side} ${id} was deleted and nobody had allowed it`);
        const unasked = allowed.find((one) => one.decidedBy === null && one.state === 'approved' && one.why !== 'archive');
        if (unasked !== undefined) problem(`${side} ${id} was deleted without approval`);
        if (allowed.some((one) => refused.has(one.key))) problem(`${side} ${id} was deleted although a person refused`);
      });
    },
    answerAll: async () => {
      for (;;) {
        const { items } = await store.listApprovals(CONNECTION, { state: 'waiting', limit: 50 });
        if (items.length === 0) return;
        for (const one of items) {
          await answerApproval(ports.view as ConnectionView, one.key, { isApproved: false, by: '005ADMIN' });
          refused.add(one.key);
        }
      }
    },
    check: checkErased,
  };
}
