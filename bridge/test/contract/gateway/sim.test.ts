import { createCrm } from '../../sim/crm.ts';
import { CALM, createGateway } from '../../sim/gateway.ts';
import { createDice } from '../../sim/random.ts';
import { createTime } from '../../sim/time.ts';
import { gatewayContract } from './suite.ts';
import type { World } from './suite.ts';

const fieldsOf = {
  salesforce: { email: 'Email', lastName: 'LastName', phone: 'Phone', title: 'Title', key: 'Sync_Key__c', stamp: 'Sync_Stamp__c' },
  hubspot: { email: 'email', lastName: 'lastname', phone: 'phone', title: 'jobtitle', key: 'fieldwise_key', stamp: 'fieldwise_stamp' },
} as const;

/** The simulator's gateways must keep the contract too, or what it proves holds for a world that does not exist. */
function open(side: 'salesforce' | 'hubspot'): World {
  const time = createTime(1_763_718_000_000);
  const behaviour = { rewrite: (_field: string, value: string | number | boolean | null) => value, automate: () => ({}), isForwardOnly: false };
  const crm = createCrm({ side, now: time.now, behaviour, notify: () => undefined });
  const wire = {
    weather: () => CALM,
    calls: { reads: 0, writes: 0, finds: 0, histories: 0, written: 0, created: 0 },
    beforeLanding: () => undefined,
    landed: () => undefined,
    sending: () => ({ done: () => undefined }),
    found: () => undefined,
    removed: () => undefined,
    mark: () => undefined,
  };
  const gateway = createGateway({ crm, time, dice: createDice(1), wire, lagMs: 0 });
  const object = side === 'salesforce' ? 'Contact' : 'contacts';
  const pass = async (): Promise<void> => {
    time.at(time.now() + 2_000, () => undefined);
    await time.run({ until: time.now() + 2_000 });
  };
  return {
    gateway,
    object,
    fields: fieldsOf[side],
    required: {},
    now: time.now,
    settle: pass,
    refused: {
      [fieldsOf[side].email]: `${'x'.repeat(20)}@contract.example`,
      ...(side === 'salesforce' ? { Title: 'x'.repeat(200) } : { lifecyclestage: 'no such stage' }),
    },
    create: (values) => {
      const made = crm.create(object, values, 'person');
      return 'id' in made ? Promise.resolve(made.id) : Promise.reject(new Error(made.code));
    },
    edit: async (id, values) => {
      await pass();
      crm.edit(id, values, 'person');
    },
    remove: (id) => Promise.resolve(crm.remove(id, 'person')),
    merge: (survivor, loser) => Promise.resolve(crm.merge(survivor, loser, 'person')),
    async ask(work) {
      let isDone = false;
      const mark = (): void => void (isDone = true);
      work.then(mark, mark);
      await time.run({ until: time.now() + 600_000, isDone: () => isDone });
      return work;
    },
    close: () => Promise.resolve(),
  };
}

gatewayContract('simulated Salesforce', () => Promise.resolve(open('salesforce')));
gatewayContract('simulated HubSpot', () => Promise.resolve(open('hubspot')));
