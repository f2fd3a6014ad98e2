import { describe, expect, test } from '@jest/globals';
import { consentRule } from '../../test/domain/samples.ts';
import { ALL_EMAIL } from '../domain/index.ts';
import type { Change, ConnectionId, ConsentRule, EventId, Fingerprint } from '../domain/model.ts';
import type { Store } from '../engine/ports.ts';
import { createMemoryStore } from '../store/index.ts';
import { createConsentIntake } from './intake.ts';

const connection = 'main' as ConnectionId;
const print = (address: string): Fingerprint => `print:${address}`;
const RULE = consentRule({ salesforceObjects: ['Lead', 'Contact'] });
const now = 1_000;
let serial = 0;
function change(ref: string, fields: Readonly<Record<string, string | null>>, more: Partial<Change> = {}): Change {
  const [side = '', object = '', id = ''] = ref.split(':');
  return {
    eventId: `e${(serial += 1)}` as EventId,
    ref: { side: side === 'hubspot' ? 'hubspot' : 'salesforce', object, id },
    kind: 'update',
    fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { at: 900, value }])),
    occurredAt: 900,
    lane: 'normal',
    origin: 'event',
    ...more,
  };
}

function setUp(rules: readonly ConsentRule[] | null = [RULE], store: Store = createMemoryStore()) {
  const woken = { times: 0 };
  const intake = createConsentIntake({
    connection,
    store,
    clock: { now: () => now, sleep: () => Promise.resolve() },
    journal: { event: () => undefined, count: () => undefined, observe: () => undefined },
    print,
    rules: () => rules,
    actors: () => ({ salesforce: '005BRIDGE', hubspot: 'app-1' }),
    wake: () => void (woken.times += 1),
  });
  const queued = async () => (await store.consentDue(connection, now, 100)).map(({ ref, urgency }) => `${ref.side}:${ref.id} ${urgency}`);
  return { intake, store, queued, woken };
}

/** The store remembers that this address withdrew. */
async function remembered(store: Store, address: string): Promise<void> {
  const turn = await store.consentTurn({ connection, worker: 'w', now: 0, leaseMs: 10 });
  if (turn === null) throw new Error('the turn is taken');
  const memories = [{ address: print(address), topics: { [ALL_EMAIL]: { isWithdrawn: true, since: 1, holders: {} } } }];
  await store.consentCommit({ connection, turn, outcomes: [], memories, places: [], entries: [], now: 0 });
}

describe('what notices tell the consent lane', () => {
  test('a withdrawal is queued at once, the lane rung, and nothing of it left for the ordinary pass', async () => {
    const { intake, queued, woken } = setUp();
    expect(await intake.sort([change('salesforce:Lead:1', { HasOptedOutOfEmail: 'true' })])).toEqual([]);
    expect(await queued()).toEqual(['salesforce:1 now']);
    expect(woken.times).toBe(1);
  });

  test('of a change that tells more, the rest goes on without the consent field', async () => {
    const { intake, queued } = setUp();
    const [left] = await intake.sort([change('hubspot:contacts:7', { hs_email_optout: 'true', phone: '1' })]);
    expect(Object.keys(left?.fields ?? {})).toEqual(['phone']);
    expect(await queued()).toEqual(['hubspot:7 now']);
  });

  test('the rest can be told before anything is queued, and is the same', async () => {
    const { intake, queued } = setUp();
    const changes = [
      change('hubspot:contacts:7', { hs_email_optout: 'true', phone: '1' }),
      change('salesforce:Lead:1', { HasOptedOutOfEmail: 'true' }),
      change('hubspot:deals:3', { amount: '5' }),
    ];
    const rest = intake.rest(changes);
    expect(await queued()).toEqual([]);
    expect(rest).toEqual(await intake.sort(changes));
  });

  test('what concerns nobody is left alone', async () => {
    const { intake, queued } = setUp();
    const changes = [change('hubspot:deals:3', { amount: '5' }), change('hubspot:contacts:4', { phone: '1' })];
    expect(await intake.sort(changes)).toEqual(changes);
    expect(await queued()).toEqual([]);
  });

  test('our own tick comes back as a notice and is not looked at; a merge always is', async () => {
    const { intake, queued } = setUp();
    await intake.sort([
      change('salesforce:Lead:1', { HasOptedOutOfEmail: 'true' }, { actor: '005BRIDGE' }),
      change('salesforce:Lead:2', {}, { kind: 'merge', survivorId: '3' }),
    ]);
    expect(await queued()).toEqual(['salesforce:2 now']);
  });

  test('a new lead is looked at now where its address withdrew before, and not at all where nothing is known of it', async () => {
    const { intake, store, queued } = setUp();
    await remembered(store, 'gone@x.example');
    await intake.sort([
      change('salesforce:Lead:1', { Email: 'Gone@x.example', HasOptedOutOfEmail: 'false' }, { kind: 'create' }),
      change('salesforce:Lead:2', { Email: 'new@x.example', HasOptedOutOfEmail: 'false' }, { kind: 'create' }),
    ]);
    expect(await queued()).toEqual(['salesforce:1 now']);
  });

  test('before the rules are known every person is worth a look, and nothing is held back', async () => {
    const { intake, queued } = setUp(null);
    const changes = [change('hubspot:contacts:7', { phone: '1' }), change('hubspot:deals:3', { amount: '5' })];
    expect(await intake.sort(changes)).toEqual(changes);
    expect(await queued()).toEqual(['hubspot:7 soon']);
  });

  test('without consent rules nothing is queued', async () => {
    const { intake, queued } = setUp([]);
    const changes = [change('salesforce:Lead:1', { HasOptedOutOfEmail: 'true' })];
    expect(await intake.sort(changes)).toEqual(changes);
    expect(await queued()).toEqual([]);
  });

  test('what could not be stored is not told as taken', async () => {
    const broken: Store = { ...createMemoryStore(), consentNotice: () => Promise.reject(new Error('disk full')) };
    await expect(setUp([RULE], broken).intake.sort([change('salesforce:Lead:1', { HasOptedOutOfEmail: 'true' })])).rejects.toThrow('disk full');
  });
});
