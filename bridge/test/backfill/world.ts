/** A backfill over two calm systems, in virtual time: gateways that page, a bridge whose worker can die between any two steps of it. */
import type { Change, RuleSet, Side } from '../../src/domain/index.ts';
import { createBackfill, createBackfillDesk } from '../../src/backfill/index.ts';
import type { Backfill, BackfillDesk, JobView } from '../../src/backfill/index.ts';
import { createIntake, createRulebook, createRunner } from '../../src/engine/index.ts';
import type { Clock, CrmGateway, Rulebook, Store } from '../../src/engine/index.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import { CONNECTION, FINGERPRINT } from '../sim/bridge.ts';
import { createCrm } from '../sim/crm.ts';
import type { Behaviour, Crm, SimRecord } from '../sim/crm.ts';
import { CALM, createGateway } from '../sim/gateway.ts';
import type { Wire } from '../sim/gateway.ts';
import { createDice } from '../sim/random.ts';
import { OWNERS, RULES, SCHEMAS } from '../sim/rules.ts';
import { createTime } from '../sim/time.ts';

const PLAIN: Behaviour = { rewrite: (_field, value) => value, automate: () => ({}), isForwardOnly: false };
const START = 1_763_700_000_000;
const HOUR = 3_600_000;
const journal = { event: () => undefined, count: () => undefined, observe: () => undefined };
const never = <T>(): Promise<T> => new Promise(() => undefined);

export type BackfillWorld = {
  readonly crms: Readonly<Record<Side, Crm>>;
  readonly store: Store;
  readonly desk: BackfillDesk;
  readonly calls: Wire['calls'];
  /** Sweep pages asked for, by side. */
  readonly swept: Record<Side, number>;
  readonly backfill: () => Backfill;
  readonly setRules: (rules: RuleSet) => void;
  /** The share of the day's calls a platform says is left. */
  readonly left: Record<Side, number>;
  /** Runs until the job stands still: it waits for a person, is paused, or is over. */
  readonly untilIdle: () => Promise<JobView>;
  readonly untilTime: (ms: number) => Promise<void>;
  readonly answer: <T>(asked: Promise<T>) => Promise<T>;
  /** The worker's process dies at its n-th next step and is started again. */
  readonly dieIn: (steps: number) => void;
  readonly deaths: () => number;
  readonly person: (side: Side, name: string, values?: Readonly<Record<string, string | null>>) => SimRecord;
  readonly job: () => Promise<JobView>;
  readonly now: () => number;
  /** What another feature of the same bridge is made of. */
  readonly ports: {
    readonly clock: Clock;
    readonly gateways: Readonly<Record<Side, CrmGateway>>;
    readonly rulebook: () => Rulebook;
    readonly wake: () => void;
  };
  /** Stores a notice as the service does. */
  readonly receive: (changes: readonly Change[]) => Promise<unknown>;
};
export type WorldOptions = { readonly pageSize?: number; readonly isByJob?: boolean; readonly rules?: RuleSet; readonly isSynced?: boolean };

const made = (record: ReturnType<Crm['create']>): SimRecord => {
  if ('id' in record) return record;
  throw new Error(`The record was refused: ${record.code}`);
};

/** Everything of one page at a time, oldest first, as both gateways do. */
function paged(
  gateway: CrmGateway,
  { pageSize, swept, left }: { readonly pageSize: number; readonly swept: Record<Side, number>; readonly left: Record<Side, number> },
): CrmGateway {
  return {
    ...gateway,
    async sweep(object, since, until, page, fields) {
      swept[gateway.side] += 1;
      const all = await gateway.sweep(object, since, until, null, fields);
      if (!all.ok) return all;
      const records = all.value.records.toSorted((one, other) => one.modifiedAt - other.modifiedAt || (one.ref.id < other.ref.id ? -1 : 1));
      const [at = -1, id = ''] = page === null ? [] : (JSON.parse(page) as [number, string]);
      const rest = records.filter(({ modifiedAt, ref }) => modifiedAt > at || (modifiedAt === at && ref.id > id));
      const shown = rest.slice(0, pageSize);
      const last = shown.at(-1);
      return {
        ok: true,
        value: { records: shown, next: rest.length > shown.length && last !== undefined ? JSON.stringify([last.modifiedAt, last.ref.id]) : null },
      };
    },
    async survey({ object }) {
      const all = await gateway.sweep(object, 0, Number.MAX_SAFE_INTEGER, null);
      if (!all.ok) return all;
      return { ok: true, value: { total: all.value.records.filter(({ isDeleted }) => !isDeleted).length, isExact: true, records: [] } };
    },
    budget: () => ({ ...gateway.budget(), remaining: left[gateway.side], perSecond: gateway.side === 'hubspot' ? 14 : null, perDay: 100_000 }),
  };
}

export function backfillWorld({ pageSize = 7, isByJob = true, rules: given = RULES, isSynced = false }: WorldOptions = {}): BackfillWorld {
  const time = createTime(START);
  const dice = createDice(3);
  const store = createMemoryStore();
  const calls = { reads: 0, writes: 0, finds: 0, histories: 0, written: 0, created: 0 };
  const swept = { salesforce: 0, hubspot: 0 };
  const left = { salesforce: 1, hubspot: 1 };
  const wire: Wire = {
    calls,
    weather: () => CALM,
    beforeLanding: () => undefined,
    sending: () => ({ done: () => undefined }),
    found: () => undefined,
    removed: () => undefined,
    mark: () => undefined,
    landed: () => undefined,
  };
  const crms = {
    salesforce: createCrm({ side: 'salesforce', now: time.now, behaviour: PLAIN, notify: () => undefined }),
    hubspot: createCrm({ side: 'hubspot', now: time.now, behaviour: PLAIN, notify: () => undefined }),
  };
  const gatewayOf = (side: Side): CrmGateway => paged(createGateway({ crm: crms[side], time, dice, wire, lagMs: 0 }), { pageSize, swept, left });
  const gateways = { salesforce: gatewayOf('salesforce'), hubspot: gatewayOf('hubspot') };
  let rulebook: Rulebook = createRulebook(given, SCHEMAS, OWNERS);
  const stop = new AbortController();
  const runner = createRunner({
    ...{ connection: CONNECTION, worker: 'runner', store, gateways, clock: time.clock, random: dice.next, journal, fingerprint: FINGERPRINT },
    rulebook: () => rulebook,
    isCrowded: () => current.isFeeding(),
    settings: { concurrency: 2, idleMaxMs: 60_000, leaseMs: 45_000, batchMin: 5, batchMax: 20, skewMs: 0 },
  });
  void runner.run(stop.signal);
  const intake = createIntake({ connection: CONNECTION, store, clock: time.clock, journal, wake: runner.wake });

  let deaths = 0;
  let stepsLeft = Infinity;
  let serial = 0;
  /** A worker's process: every step on a port may be its last, before the effect or after it. */
  const launch = (): Backfill => {
    let isAlive = true;
    const halt = new AbortController();
    const die = (): void => {
      isAlive = false;
      deaths += 1;
      stepsLeft = Infinity;
      halt.abort();
      time.at(time.now() + 61_000, () => {
        current = launch();
      });
    };
    const step = async <T>(act: () => Promise<T>): Promise<T> => {
      if (!isAlive) return never();
      stepsLeft -= 1;
      if (stepsLeft === 0) {
        die();
        return never();
      }
      const result = await act();
      if (!isAlive) return never();
      stepsLeft -= 1;
      if (stepsLeft > 0) return result;
      die();
      return never();
    };
    const fragile = <T extends object>(port: T): T =>
      new Proxy(port, {
        get: (target, name) => {
          const member: unknown = Reflect.get(target, name);
          if (typeof member !== 'function' || name === 'budget') return member;
          return (...asked: unknown[]) => step(async () => Reflect.apply(member, target, asked) as unknown);
        },
      });
    const brittle = fragile(store);
    const ends = { salesforce: fragile(gateways.salesforce), hubspot: fragile(gateways.hubspot) };
    const backfill = createBackfill({
      ...{ connection: CONNECTION, worker: `worker-${String((serial += 1))}`, store: brittle, clock: time.clock, random: dice.next, journal },
      ...{ fingerprint: FINGERPRINT, newId: () => `job-${String((serial += 1))}`, isByJob, wasLetIn: async () => isSynced, rulebook: () => rulebook },
    });
    const work = {
      gateways: ends,
      receive: (changes: Parameters<typeof intake.receive>[0]) => step(() => intake.receive(changes)),
      wake: runner.wake,
      isReady: () => true,
      sweptVersion: async () => (isSynced ? given.version : null),
      onConsentMoved: () => undefined,
    };
    void backfill.run(work, halt.signal);
    return backfill;
  };
  let current = launch();
  const calm = createBackfill({
    ...{ connection: CONNECTION, worker: 'desk', store, clock: time.clock, random: dice.next, journal, fingerprint: FINGERPRINT },
    ...{ newId: () => `job-${String((serial += 1))}`, isByJob, wasLetIn: async () => isSynced, rulebook: () => rulebook },
  });
  const place = { id: CONNECTION, store, backfill: { ...calm, wake: () => current.wake() }, rulebook: () => rulebook, gateways: () => gateways };
  const desk = createBackfillDesk([place]);
  const job = async (): Promise<JobView> => {
    const status = await desk.status(undefined);
    if (!status.ok || status.value.job === null) throw new Error('There is no job.');
    return status.value.job;
  };
  const untilTime = async (ms: number): Promise<void> => {
    await time.run({ until: time.now() + ms });
  };
  return {
    ...{ crms, store, desk, calls, swept, left, untilTime, job, now: time.now, receive: intake.receive },
    ports: { clock: time.clock, gateways, rulebook: () => rulebook, wake: runner.wake },
    backfill: () => current,
    setRules: (rules) => {
      rulebook = createRulebook(rules, SCHEMAS, OWNERS);
      current.wake();
    },
    async untilIdle() {
      for (let waited = 0; waited < 6 * HOUR; waited += 5_000) {
        await untilTime(5_000);
        const now = await job();
        if (now.state !== 'working') return now;
      }
      throw new Error(`The job does not come to rest: ${JSON.stringify(await job())}`);
    },
    async answer(asked) {
      await untilTime(60_000);
      return asked;
    },
    dieIn: (steps) => {
      stepsLeft = steps;
    },
    deaths: () => deaths,
    person: (side, name, values = {}) =>
      side === 'salesforce'
        ? made(crms.salesforce.create('Lead', { LastName: name, Email: `${name.toLowerCase()}@corp.example.com`, OwnerId: '005REP1', ...values }, '005REP1'))
        : made(
            crms.hubspot.create('contacts', { lastname: name, email: `${name.toLowerCase()}@corp.example.com`, lifecyclestage: 'lead', ...values }, 'user-9'),
          ),
  };
}
