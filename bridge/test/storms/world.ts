/** Calm systems with many people in both, one bridge with breakers, and a store that outlives it. Time is virtual. */
import type { Change, Side } from '../../src/domain/index.ts';
import type { BreakerKeeper, BreakerSettings, CrmGateway } from '../../src/engine/index.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import { startBridge } from '../sim/bridge.ts';
import { createCrm } from '../sim/crm.ts';
import type { SimRecord } from '../sim/crm.ts';
import { CALM, createGateway } from '../sim/gateway.ts';
import type { Wire } from '../sim/gateway.ts';
import { createDice } from '../sim/random.ts';
import { RULES } from '../sim/rules.ts';
import { createTime } from '../sim/time.ts';

export const HOUR = 3_600_000;
export type Person = { readonly lead: SimRecord; readonly contact: SimRecord };

export async function stormWorld(count: number, breakers: Partial<BreakerSettings>) {
  const time = createTime(1_763_700_000_000);
  const landings: { readonly at: number; readonly side: Side; readonly id: string; readonly created: boolean }[] = [];
  const wire: Wire = {
    calls: { reads: 0, writes: 0, finds: 0, histories: 0, written: 0, created: 0 },
    weather: () => CALM,
    beforeLanding: () => undefined,
    sending: () => ({ done: () => undefined }),
    found: () => undefined,
    removed: (side, kind, id) => void landings.push({ at: time.now(), side, id: `${kind}:${id}`, created: false }),
    mark: () => undefined,
    landed: (side, _request, _readAt, _before, record, created) => void landings.push({ at: time.now(), side, id: record.id, created }),
  };
  let post: (change: Change) => void = () => undefined;
  const notify = (change: Change): void => post(change);
  const behaviour = { rewrite: <T>(_field: string, value: T): T => value, automate: () => ({}), isForwardOnly: false };
  const crms = {
    salesforce: createCrm({ side: 'salesforce', now: time.now, behaviour, notify }),
    hubspot: createCrm({ side: 'hubspot', now: time.now, behaviour, notify }),
  };
  const dice = createDice(1);
  const gateway = (side: Side): CrmGateway => createGateway({ crm: crms[side], time, dice, wire, lagMs: 0 });
  const store = createMemoryStore();
  let isLearning = true;
  const start = () =>
    startBridge({
      ...{ name: 'w', time, dice, store, rules: RULES, gateways: { salesforce: gateway('salesforce'), hubspot: gateway('hubspot') } },
      settings: { batchMin: 25, batchMax: 100, idleMaxMs: 10_000, leaseMs: HOUR },
      fate: { crash: () => 0, stall: () => 0, onCrash: () => undefined, onStall: () => undefined },
      breakers: { ...breakers, isLearning: () => isLearning },
    });
  let bridge = start();
  const people = Array.from({ length: count }, (_, index): Person => {
    const email = `p${String(index)}@corp.example.com`;
    const lead = crms.salesforce.create('Lead', { LastName: 'Doe', Email: email, Phone: `1-${String(index)}`, OwnerId: '005REP1' }, '005REP1');
    const contact = crms.hubspot.create('contacts', { lastname: 'Doe', email, phone: `1-${String(index)}`, lifecyclestage: 'lead' }, 'user-9');
    if (!('id' in lead) || !('id' in contact)) throw new Error('A person could not be made.');
    return { lead, contact };
  });
  await time.run({ until: time.now() + 1_000 });
  void bridge.sweep(true);
  await time.run({ until: time.now() + HOUR });
  post = (change) => time.at(time.now() + 1, () => void bridge.receive([change]));
  landings.length = 0;
  isLearning = false;
  const keeper = (): BreakerKeeper => {
    if (bridge.breakers === undefined) throw new Error('The bridge has no breakers.');
    return bridge.breakers;
  };
  return {
    ...{ time, crms, people, landings, store, keeper },
    pass: (ms: number) => time.run({ until: time.now() + ms }),
    /** The process is killed; another one takes over its store. */
    restart: () => {
      bridge.kill();
      bridge = start();
    },
    sweep: () => bridge.sweep(false),
    /** Runs until a promise that waits for time is kept. */
    kept: async <T>(promise: Promise<T>): Promise<T> => {
      let isDone = false;
      void promise.finally(() => (isDone = true));
      await time.run({ until: time.now() + HOUR, isDone: () => isDone });
      return promise;
    },
  };
}
