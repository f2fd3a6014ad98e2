/** One calm bridge over two calm systems: for situations told one by one, where nothing fails and nothing is late. */
import type { Change, DeletePolicy, ErasurePolicy, EventId, Link, RecordRef, Side } from '../../src/domain/index.ts';
import type { CrmGateway, RemovalRequest, Store } from '../../src/engine/index.ts';
import type { ConnectionView } from '../../src/operations/view.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import { CONNECTION, FINGERPRINT, startBridge } from './bridge.ts';
import { createCrm } from './crm.ts';
import type { Behaviour, Crm, SimRecord } from './crm.ts';
import { CALM, createGateway } from './gateway.ts';
import type { Wire } from './gateway.ts';
import { createDice } from './random.ts';
import { RULES, SCHEMAS } from './rules.ts';
import { createTime } from './time.ts';

const PLAIN: Behaviour = { rewrite: (_field, value) => value, automate: () => ({}), isForwardOnly: false };
const MINUTE = 60_000;

export type CalmWorld = {
  readonly crms: { readonly salesforce: Crm; readonly hubspot: Crm };
  readonly store: Store;
  readonly view: ConnectionView;
  /** What the bridge did to whole records, in order: `delete hubspot 50001`. */
  readonly removals: string[];
  readonly written: () => number;
  /** Lets things settle. */
  readonly rest: (ms?: number) => Promise<void>;
  /** Waits for an answer that asks the platforms, whose network takes its time. */
  readonly answer: <T>(asked: Promise<T>) => Promise<T>;
  readonly receive: (changes: readonly Change[]) => Promise<void>;
  /** The same person typed into both systems, in step. */
  readonly person: (name: string, object?: 'Lead' | 'Contact') => Promise<{ readonly salesforce: SimRecord; readonly hubspot: SimRecord }>;
  readonly linkOf: (record: SimRecord) => Promise<Link | null>;
  readonly refOf: (record: SimRecord) => RecordRef;
};

const make = (made: ReturnType<Crm['create']>): SimRecord => {
  if ('id' in made) return made;
  throw new Error(`The record was refused: ${made.code}`);
};

/** A world in which deletions follow these policies. */
export function calmWorld(
  whenDeletedIn: Readonly<Record<Side, DeletePolicy>> = { salesforce: 'ignore', hubspot: 'ignore' },
  whenErased: ErasurePolicy = 'at-once',
): CalmWorld {
  const time = createTime(1_763_700_000_000);
  const removals: string[] = [];
  const calls = { reads: 0, writes: 0, finds: 0, histories: 0, written: 0, created: 0 };
  const wire: Wire = {
    calls,
    weather: () => CALM,
    beforeLanding: () => undefined,
    sending: () => ({ done: () => undefined }),
    found: () => undefined,
    removed: (side: Side, kind: RemovalRequest['kind'], id: string) => void removals.push(`${kind} ${side} ${id}`),
    mark: () => undefined,
    landed: () => undefined,
  };
  let serial = 0;
  const notify = (change: Change): void => {
    time.at(time.now() + 5, () => {
      void bridge.receive([{ ...change, eventId: `${change.eventId}-${++serial}` as EventId }]);
    });
  };
  const crms = {
    salesforce: createCrm({ side: 'salesforce', now: time.now, behaviour: PLAIN, notify }),
    hubspot: createCrm({ side: 'hubspot', now: time.now, behaviour: PLAIN, notify }),
  };
  const dice = createDice(1);
  const store = createMemoryStore();
  const gateway = (side: Side): CrmGateway => createGateway({ crm: crms[side], time, dice, wire, lagMs: 0 });
  const rules = { ...RULES, mappings: RULES.mappings.map((mapping) => ({ ...mapping, policies: { ...mapping.policies, whenDeletedIn, whenErased } })) };
  const gateways = { salesforce: gateway('salesforce'), hubspot: gateway('hubspot') };
  const bridge = startBridge({
    name: 'w',
    time,
    dice,
    store,
    gateways,
    rules,
    settings: { idleMaxMs: MINUTE, leaseMs: 60 * MINUTE },
    fate: { crash: () => 0, stall: () => 0, onCrash: () => undefined, onStall: () => undefined },
  });
  const view: ConnectionView = {
    id: CONNECTION,
    store,
    clock: time.clock,
    fingerprint: FINGERPRINT,
    gateways: () => gateways,
    rulebook: () => ({ rules, schemas: SCHEMAS }),
    progress: () => ({ initialSync: { done: true }, stream: { isConnected: true, lastHeardAt: null, trouble: null }, trouble: null }),
    sweep: () => false,
  };
  const rest = async (ms: number = 5 * MINUTE): Promise<void> => {
    await time.run({ until: time.now() + ms });
  };
  const refOf = ({ side, object, id }: SimRecord): RecordRef => ({ side, object, id });
  return {
    crms,
    store,
    view,
    removals,
    written: () => calls.written,
    rest,
    answer: async (asked) => {
      await rest(MINUTE);
      return asked;
    },
    receive: async (changes) => {
      await bridge.receive(changes);
    },
    person: async (name, object = 'Lead') => {
      const salesforce = make(crms.salesforce.create(object, { LastName: 'Doe', Email: `${name}@corp.example.com`, OwnerId: '005REP1' }, '005REP1'));
      const hubspot = make(crms.hubspot.create('contacts', { lastname: 'Doe', email: `${name}@corp.example.com`, lifecyclestage: 'lead' }, 'user-9'));
      await rest();
      return { salesforce, hubspot };
    },
    linkOf: async (record) => (await store.linksOf(CONNECTION, [refOf(record)]))[0] ?? null,
    refOf,
  };
}
