import { describe, expect, test } from '@jest/globals';
import { CHECK_START, checkChain, endOfCheck } from '../../../../src/domain/index.ts';
import type { ConsentEntry, ConsentRow, TopicMemory } from '../../../../src/domain/index.ts';
import type { ConnectionId, RecordRef } from '../../../../src/domain/model.ts';
import type { ConsentNotice, ConsentTurn, Store } from '../../../../src/engine/ports.ts';
import { connectionId, contact, lead } from '../fixtures.ts';
import type { Engine } from '../fixtures.ts';

const LEASE_MS = 5_000;

const notice = (ref: RecordRef, at: number, more: Partial<ConsentNotice> = {}): ConsentNotice => ({
  ref,
  at,
  origin: 'event',
  actor: 'rep',
  isOwn: false,
  urgency: 'now',
  survivorId: null,
  ...more,
});
const entry = (at: number, address: string, more: Partial<ConsentEntry> = {}): ConsentEntry => ({
  at,
  kind: 'withdrawn',
  topic: 'all',
  place: 'hubspot',
  rule: null,
  ruleVersion: 1,
  origin: 'event',
  result: 'ok',
  evidence: null,
  person: { address, sealed: null, refs: ['salesforce:Lead:L1'], actor: 'rep', explanation: null },
  salt: `salt-${String(at)}`,
  ...more,
});
const out: TopicMemory = { isWithdrawn: true, since: 1, holders: { hubspot: 'out' } };

/** The consent lane's queue, memory and log. */
export const consentSuite = (engine: Engine): void => {
  let serial = 0;
  const desk = async () => {
    serial += 1;
    const store: Store = await engine.shared();
    const connection: ConnectionId = connectionId(`consent-${String(serial)}`);
    const turn = (await store.consentTurn({ connection, worker: 'w', now: 0, leaseMs: LEASE_MS })) as ConsentTurn;
    const commit = (more: Partial<Parameters<Store['consentCommit']>[0]>) =>
      store.consentCommit({ connection, turn, outcomes: [], memories: [], places: [], entries: [], now: 1, ...more });
    const all = async (): Promise<readonly ConsentRow[]> => (await store.consentLog(connection, { isForward: true, limit: 1_000 })).items;
    return { store, connection, turn, commit, all };
  };

  describe('consent lane', () => {
    test('notices of one record are one piece of work: the first time, the last word, a person before ourselves', async () => {
      const { store, connection } = await desk();
      await store.consentNotice({ connection, notices: [notice(lead('L1'), 7), notice(lead('L1'), 5, { isOwn: true, actor: 'us' })], now: 10 });
      await store.consentNotice({ connection, notices: [notice(lead('L1'), 9, { survivorId: 'L2', actor: 'rep2' }), notice(contact('1'), 9)], now: 20 });
      const due = await store.consentDue(connection, 20, 10);
      expect(due.map(({ ref, at, actor, isOwn, survivorId, version, tries }) => [ref.id, at, actor, isOwn, survivorId, version, tries])).toEqual([
        ['1', 9, 'rep', false, null, 1, 0],
        ['L1', 5, 'rep2', false, 'L2', 2, 0],
      ]);
      expect(await store.consentDue(connection, 19, 10)).toEqual([]);
      expect(await store.consentNextDueAt(connection)).toBe(20);
      expect(await store.consentCounts(connection)).toEqual({ waiting: 2, failing: 0, oldestAt: 5, rows: 0 });
    });

    test('who says no goes first, then new people, then what a sweep found', async () => {
      const { store, connection } = await desk();
      const [swept, soon, now] = [notice(lead('L1'), 1, { urgency: 'swept' }), notice(lead('L2'), 2, { urgency: 'soon' }), notice(lead('L3'), 3)];
      for (const [at, one] of [swept, soon, now].entries()) await store.consentNotice({ connection, notices: [one], now: at });
      const ids = async (): Promise<readonly string[]> => (await store.consentDue(connection, 10, 10)).map(({ ref, urgency }) => `${ref.id} ${urgency}`);
      expect(await ids()).toEqual(['L3 now', 'L2 soon', 'L1 swept']);
      await store.consentNotice({ connection, notices: [notice(lead('L1'), 4)], now: 9 });
      expect(await ids()).toEqual(['L3 now', 'L1 now', 'L2 soon']);
    });

    test('done work goes unless a notice came meanwhile; failed work waits and says why', async () => {
      const { store, connection, commit } = await desk();
      await store.consentNotice({ connection, notices: [notice(lead('L1'), 1), notice(lead('L2'), 2)], now: 10 });
      const [first, second] = await store.consentDue(connection, 10, 10);
      if (first === undefined || second === undefined) throw new Error('two were queued');
      await store.consentNotice({ connection, notices: [notice(lead('L1'), 11)], now: 11 });
      expect(
        await commit({
          outcomes: [
            { ref: first.ref, version: first.version, again: null },
            { ref: second.ref, version: second.version, again: { at: 500, trouble: 'BUDGET_SPENT' } },
          ],
        }),
      ).toBe(true);
      expect((await store.consentDue(connection, 100, 10)).map(({ ref }) => ref.id)).toEqual(['L1']);
      expect((await store.consentFailing(connection, 10)).map(({ ref, tries, trouble, dueAt }) => [ref.id, tries, trouble, dueAt])).toEqual([
        ['L2', 1, 'BUDGET_SPENT', 500],
      ]);
      expect(await store.consentCounts(connection)).toMatchObject({ waiting: 2, failing: 1 });
    });

    test('one worker has the turn; who lost it stores nothing', async () => {
      const { store, connection, turn, commit, all } = await desk();
      expect(await store.consentTurn({ connection, worker: 'other', now: LEASE_MS - 1, leaseMs: LEASE_MS })).toBeNull();
      expect(await store.consentTurn({ connection, worker: 'w', now: 1, leaseMs: LEASE_MS })).toEqual(turn);
      const next = await store.consentTurn({ connection, worker: 'other', now: 2 * LEASE_MS, leaseMs: LEASE_MS });
      expect(next).toMatchObject({ worker: 'other', epoch: turn.epoch + 1 });
      expect(await commit({ entries: [entry(1, 'a')] })).toBe(false);
      expect(await all()).toEqual([]);
      if (next !== null) await store.consentYield(connection, next);
      expect(await store.consentTurn({ connection, worker: 'w', now: 2 * LEASE_MS + 1, leaseMs: LEASE_MS })).toMatchObject({ epoch: turn.epoch + 2 });
    });

    test('what is remembered of an address and of a record is replaced, and dropped when there is nothing left', async () => {
      const { store, connection, commit } = await desk();
      await commit({ memories: [{ address: 'a', topics: { all: out } }], places: [{ ref: lead('L1'), addresses: ['a'] }] });
      expect(await store.consentMemory(connection, ['a', 'b'])).toEqual([{ address: 'a', topics: { all: out } }]);
      expect(await store.consentPlaces(connection, [lead('L1'), lead('L2')])).toEqual([{ ref: lead('L1'), addresses: ['a'] }]);
      await commit({ memories: [{ address: 'a', topics: {} }], places: [{ ref: lead('L1'), addresses: [] }] });
      expect(await store.consentMemory(connection, ['a'])).toEqual([]);
      expect(await store.consentPlaces(connection, [lead('L1')])).toEqual([]);
    });

    test('the log is one chain, paged both ways and filtered', async () => {
      const { store, connection, commit, all } = await desk();
      await commit({ entries: [entry(10, 'a'), entry(20, 'b', { kind: 'written' })] });
      await commit({
        entries: [entry(30, 'a', { kind: 'written', person: { address: 'a', sealed: null, refs: ['hubspot:contacts:9'], actor: null, explanation: null } })],
      });
      const rows = await all();
      expect(endOfCheck(checkChain(CHECK_START, rows), await store.consentHead(connection))).toMatchObject({ fault: null, erased: 0 });
      const seqs = async (query: object): Promise<readonly number[]> =>
        (await store.consentLog(connection, { limit: 10, ...query })).items.map(({ seq }) => seq);
      expect(await seqs({})).toEqual([3, 2, 1]);
      expect(await seqs({ address: 'a' })).toEqual([3, 1]);
      expect(await seqs({ kind: 'written' })).toEqual([3, 2]);
      expect(await seqs({ ref: lead('L1') })).toEqual([2, 1]);
      expect(await seqs({ since: 15, until: 25 })).toEqual([2]);
      const first = await store.consentLog(connection, { limit: 2 });
      expect((await store.consentLog(connection, { limit: 2, after: first.next ?? '' })).items.map(({ seq }) => seq)).toEqual([1]);
    });

    test('an erasure leaves the chain whole and nobody named', async () => {
      const { store, connection, commit, all } = await desk();
      await store.consentNotice({ connection, notices: [notice(lead('L1'), 1)], now: 1 });
      await commit({
        memories: [{ address: 'a', topics: { all: out } }],
        places: [{ ref: lead('L1'), addresses: ['a'] }],
        entries: [entry(10, 'a'), entry(20, 'b', { person: { address: 'b', sealed: null, refs: [], actor: null, explanation: null } })],
      });
      expect(await store.consentErase({ connection, addresses: ['a'], refs: [lead('L1')], now: 99 })).toBe(1);
      const rows = await all();
      expect(rows.map(({ kind, person }) => [kind, person?.address ?? null])).toEqual([
        ['withdrawn', null],
        ['withdrawn', 'b'],
        ['erased', null],
      ]);
      expect(endOfCheck(checkChain(CHECK_START, rows), await store.consentHead(connection))).toMatchObject({ fault: null, erased: 2 });
      expect((await store.consentLog(connection, { address: 'a', limit: 10 })).items).toEqual([]);
      expect((await store.consentLog(connection, { ref: lead('L1'), limit: 10 })).items).toEqual([]);
      expect([
        await store.consentMemory(connection, ['a']),
        await store.consentPlaces(connection, [lead('L1')]),
        (await store.consentCounts(connection)).waiting,
      ]).toEqual([[], [], 0]);
    });

    test('connections never mix', async () => {
      const one = await desk();
      const other = await desk();
      await one.commit({ entries: [entry(1, 'a')], memories: [{ address: 'a', topics: { all: out } }] });
      expect([await other.all(), await other.store.consentMemory(other.connection, ['a']), (await other.store.consentHead(other.connection)).seq]).toEqual([
        [],
        [],
        0,
      ]);
    });
  });
};
