import { describe, expect, test } from '@jest/globals';
import { consentRule } from '../../test/domain/samples.ts';
import type { ConnectionId, Fingerprint } from '../domain/model.ts';
import type { ConsentOutcomeOfWrite, ConsentRecord, ConsentTurn, SalesforceConsent } from '../engine/ports.ts';
import { createMemoryStore } from '../store/index.ts';
import { carry } from './carry.ts';
import type { Look } from './people.ts';
import type { LanePorts } from './ports.ts';

const connection = 'main' as ConnectionId;
const email = 'a@x.example';
const now = 1_000_000;
const hourMs = 3_600_000;
const print = (address: string): Fingerprint => `print:${address}`;
const RULE = consentRule();
const lead: ConsentRecord = {
  ref: { side: 'salesforce', object: 'Lead', id: '1' },
  emails: [email],
  former: [],
  values: { HasOptedOutOfEmail: false },
  isDeleted: false,
  mergedInto: null,
  modifiedAt: 0,
  modifiedBy: '005REP',
};
/** The address is off in HubSpot, the lead is not opted out yet. */
const look: Look = {
  readAt: now,
  records: [lead],
  statuses: new Map([[email, { email, isOutOfAll: true, subscriptions: new Map() }]]),
  memories: new Map(),
  places: new Map(),
  kin: [],
  addresses: [email],
};

/** Carries the look once, with Salesforce answering so; what is left in the queue, and the log. */
async function carried(outcome: ConsentOutcomeOfWrite) {
  const store = createMemoryStore();
  const nobody = (): never => {
    throw new Error('not asked');
  };
  const salesforce: SalesforceConsent = {
    actor: '005BRIDGE',
    byId: nobody,
    byEmail: nobody,
    sweep: nobody,
    write: (writes) => Promise.resolve(writes.map(() => outcome)),
  };
  const ports: LanePorts = {
    connection,
    worker: 'w',
    store,
    salesforce,
    hubspot: { actor: 'app-1', byId: nobody, byEmail: nobody, statuses: nobody, write: nobody, subscriptions: nobody, sweep: nobody },
    clock: { now: () => now, sleep: () => Promise.resolve() },
    random: () => 0.5,
    journal: { event: () => undefined, count: () => undefined, observe: () => undefined },
    print,
    newSalt: () => 'salt',
    rules: () => ({ version: 1, mappings: [], lifecycle: [], consent: [RULE] }),
    evidenceFields: () => [],
  };
  const notice = { ref: lead.ref, at: now, origin: 'event' as const, actor: null, isOwn: false, urgency: 'now' as const, survivorId: null };
  await store.consentNotice({ connection, notices: [notice], now });
  const turn: ConsentTurn | null = await store.consentTurn({ connection, worker: 'w', now, leaseMs: 1_000 });
  if (turn === null) throw new Error('the turn is taken');
  const works = await store.consentDue(connection, now, 10);
  const { isStored } = await carry(ports, turn, { works, look, startedAt: now });
  const [stuck] = await store.consentFailing(connection, 10);
  const log = (await store.consentLog(connection, { limit: 10, isForward: true })).items.map(({ kind, result }) => `${kind} ${result}`);
  return { isStored, stuck, log, counts: await store.consentCounts(connection) };
}

describe('what Salesforce answers to an opt-out', () => {
  test('done: nothing is left to do', async () => {
    const { isStored, counts, log } = await carried({ kind: 'ok' });
    expect([isStored, counts.waiting, log]).toEqual([true, 0, ['withdrawn seen', 'written ok']]);
  });

  test('refused for good: tried hourly, with the reason shown', async () => {
    const fault = { code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: '', fields: [], existingId: null };
    const { stuck, log } = await carried({ kind: 'refused', fault });
    expect(stuck).toMatchObject({ dueAt: now + hourMs, trouble: fault.code });
    expect(log).toEqual(['withdrawn seen', `refused ${fault.code}`]);
  });

  test('not now: tried again soon', async () => {
    const { stuck } = await carried({ kind: 'later', code: 'UNABLE_TO_LOCK_ROW', retryAt: now + 100 });
    expect(stuck?.trouble).toBe('UNABLE_TO_LOCK_ROW');
    expect((stuck?.dueAt ?? 0) - now).toBeLessThan(1_000);
  });
});
