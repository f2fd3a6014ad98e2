import { describe, expect, test } from '@jest/globals';
import type { Change } from '../../src/domain/index.ts';
import type { CrmGateway } from '../../src/engine/index.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import { startBridge } from './bridge.ts';
import type { Bridge } from './bridge.ts';
import { createCrm } from './crm.ts';
import type { Behaviour, SimRecord } from './crm.ts';
import { CALM, createGateway } from './gateway.ts';
import type { Wire } from './gateway.ts';
import { createDice } from './random.ts';
import { RULES } from './rules.ts';
import { createTime } from './time.ts';

const PLAIN: Behaviour = { rewrite: (_field, value) => value, automate: () => ({}), isForwardOnly: false };
const HOURS = 3_600_000;

/** One calm bridge over two calm systems, with `count` people who are in both. */
async function calm(count: number) {
  const time = createTime(1_763_700_000_000);
  const calls = { reads: 0, writes: 0, finds: 0, histories: 0, written: 0, created: 0 };
  const landings: { at: number; side: string }[] = [];
  const wire: Wire = {
    calls,
    weather: () => CALM,
    beforeLanding: () => undefined,
    sending: () => ({ done: () => undefined }),
    found: () => undefined,
    removed: () => undefined,
    mark: () => undefined,
    landed: (side) => {
      landings.push({ at: time.now(), side });
    },
  };
  let post: (change: Change) => void = () => undefined;
  const notify = (change: Change): void => {
    post(change);
  };
  const crms = {
    salesforce: createCrm({ side: 'salesforce', now: time.now, behaviour: PLAIN, notify }),
    hubspot: createCrm({ side: 'hubspot', now: time.now, behaviour: PLAIN, notify }),
  };
  const dice = createDice(1);
  const gateway = (side: 'salesforce' | 'hubspot'): CrmGateway => createGateway({ crm: crms[side], time, dice, wire, lagMs: 0 });
  const bridge: Bridge = startBridge({
    name: 'w',
    time,
    dice,
    store: createMemoryStore(),
    gateways: { salesforce: gateway('salesforce'), hubspot: gateway('hubspot') },
    rules: RULES,
    settings: { batchMin: 25, batchMax: 200, idleMaxMs: 10 * HOURS, leaseMs: HOURS },
    fate: { crash: () => 0, stall: () => 0, onCrash: () => undefined, onStall: () => undefined },
  });
  const people = Array.from({ length: count }, (_, index): { lead: SimRecord; contact: SimRecord } => {
    const lead = crms.salesforce.create('Lead', { LastName: 'Doe', Email: `p${index}@corp.example.com`, Phone: `1-${index}`, OwnerId: '005REP1' }, '005REP1');
    const contact = crms.hubspot.create(
      'contacts',
      { lastname: 'Doe', email: `p${index}@corp.example.com`, phone: `1-${index}`, lifecyclestage: 'lead' },
      'user-9',
    );
    if (!('id' in lead) || !('id' in contact)) throw new Error('A person could not be made.');
    return { lead, contact };
  });
  await time.run({ until: time.now() + 1_000 });
  void bridge.sweep(true);
  await time.run({ until: time.now() + HOURS });
  post = (change) => {
    time.at(time.now() + 1, () => {
      void bridge.receive([change]);
    });
  };
  const reset = (): void => {
    Object.assign(calls, { reads: 0, writes: 0, finds: 0, histories: 0, written: 0, created: 0 });
    landings.length = 0;
  };
  reset();
  return { time, crms, people, calls, landings, bridge };
}

describe('a calm day', () => {
  test('an edit on an idle bridge is taken up at once and written once', async () => {
    const { time, crms, people, calls, landings } = await calm(1);
    const [first] = people;
    const typedAt = time.now();
    crms.salesforce.edit(first?.lead.id ?? '', { Phone: '2-0' }, '005REP');
    await time.run({ until: time.now() + HOURS });
    expect(landings).toHaveLength(1);
    expect((landings[0]?.at ?? Infinity) - typedAt).toBeLessThan(600);
    expect(calls.writes).toBe(1);
    expect(first?.contact.values['phone']).toBe('2-0');
  });

  test('under load a change costs at most 0.05 calls, and echoes none', async () => {
    const count = 1_000;
    const { time, crms, people, calls, landings } = await calm(count);
    for (const [index, { lead, contact }] of people.entries()) {
      if (index % 2 === 0) crms.salesforce.edit(lead.id, { Phone: `2-${index}` }, '005REP');
      else crms.hubspot.edit(contact.id, { phone: `2-${index}` }, 'user-9');
    }
    await time.run({ until: time.now() + HOURS });
    expect(landings).toHaveLength(count);
    expect((calls.reads + calls.writes + calls.finds + calls.histories) / count).toBeLessThanOrEqual(0.05);
    expect(people.every(({ lead, contact }) => lead.values['Phone'] === contact.values['phone'])).toBe(true);
  }, 60_000);
});
