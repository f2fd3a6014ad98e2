import { describe, expect, test } from '@jest/globals';
import { LEASE_MS, change, colleague, contact, lead, link, linkSubjectOf, newDesk, outcome, subjectFor } from '../fixtures.ts';
import type { Engine } from '../fixtures.ts';

const later = LEASE_MS + 1;

/** Intake, claims, leases, release. */
export const queueSuite = (engine: Engine): void => {
  describe('intake', () => {
    test('counts duplicates within a batch, across batches and after the first was consumed', async () => {
      const desk = await newDesk(engine);
      expect(await desk.append(1, change('e1', lead('A')), change('e2', lead('A')), change('e2', lead('A')))).toEqual({ stored: 2, duplicates: 1 });
      expect(await desk.append(2, change('e2', lead('A')), change('e3', lead('B')))).toEqual({ stored: 1, duplicates: 1 });
      const work = await desk.claim(3);
      expect(await desk.commit(4, ...work.map((item) => outcome(item)))).toEqual(['recorded', 'recorded']);
      expect(await desk.append(5, change('e1', lead('A')))).toEqual({ stored: 0, duplicates: 1 });
      expect(await desk.claim(6)).toEqual([]);
    });
    test('brings changes back whole, oldest first', async () => {
      const desk = await newDesk(engine);
      const whole = { ...change('e3', lead('A'), { at: 9 }), fields: { Phone: { at: 9, value: null }, Name: { at: 8 } }, survivorId: 'B', actor: 'user' };
      await desk.append(1, whole, change('e1', lead('A'), { at: 5 }));
      await desk.append(2, change('e2', lead('A'), { at: 5 }));
      const { changes } = await desk.claimOne(3);
      expect(changes.map((item) => item.eventId)).toEqual(['e1', 'e2', 'e3']);
      expect(changes[2]).toEqual(whole);
    });
    test('stores the cursor with the changes, per source and connection', async () => {
      const desk = await newDesk(engine);
      const position = Uint8Array.from([0, 255, 128, 10]);
      await desk.store.append({ connection: desk.connection, changes: [], cursor: { source: 'pubsub', position }, now: 1 });
      expect(await desk.store.cursor(desk.connection, 'pubsub')).toEqual(position);
      await desk.store.setCursor(desk.connection, { source: 'pubsub', position: Uint8Array.of(1) });
      expect([...((await desk.store.cursor(desk.connection, 'pubsub')) ?? [])]).toEqual([1]);
      expect(await desk.store.cursor(desk.connection, 'journal')).toBeNull();
      expect(await desk.store.cursor((await newDesk(engine)).connection, 'pubsub')).toBeNull();
    });
    test('keeps connections apart', async () => {
      const [one, two] = [await newDesk(engine), await newDesk(engine)];
      await one.append(1, change('same', lead('A')));
      expect(await two.append(1, change('same', lead('A')))).toEqual({ stored: 1, duplicates: 0 });
      expect(await one.commit(2, outcome(await one.claimOne(2)))).toEqual(['recorded']);
      expect((await two.claimOne(3)).changes).toHaveLength(1);
    });
    test('does not let a caller change what is stored', async () => {
      const desk = await newDesk(engine);
      const fields: Record<string, { at: number }> = { Phone: { at: 1 } };
      const waiting = desk.append(1, { ...change('e1', lead('A')), fields });
      await waiting;
      fields['Name'] = { at: 2 };
      expect(Object.keys((await desk.claimOne(2)).changes[0]?.fields ?? {})).toEqual(['Phone']);
    });
  });

  describe('claiming', () => {
    test('serves the most urgent lane first, then the oldest', async () => {
      const desk = await newDesk(engine);
      await desk.append(1, change('e1', lead('old'), { lane: 'normal' }));
      await desk.append(2, change('e2', lead('new'), { lane: 'normal' }), change('e3', lead('bulk'), { lane: 'backfill' }));
      await desk.append(3, change('e4', lead('optout'), { lane: 'consent' }), change('e5', lead('warm'), { lane: 'handoff' }));
      const order = async (limit: number) => (await desk.claim(4, { limit })).map((item) => item.subject.split(':').at(-1));
      expect(await order(2)).toEqual(['optout', 'warm']);
      expect(await order(10)).toEqual(['old', 'new', 'bulk']);
    });
    test('takes a subject to the most urgent lane of its changes', async () => {
      const desk = await newDesk(engine);
      await desk.append(1, change('e1', lead('A'), { lane: 'backfill' }), change('e2', lead('B'), { lane: 'normal' }));
      await desk.append(2, change('e3', lead('A'), { lane: 'consent' }));
      expect((await desk.claim(3)).map((item) => [item.subject, item.lane])).toEqual([
        [subjectFor(lead('A')), 'consent'],
        [subjectFor(lead('B')), 'normal'],
      ]);
    });
    test('serves only the lanes asked for', async () => {
      const desk = await newDesk(engine);
      await desk.append(1, change('e1', lead('A'), { lane: 'backfill' }), change('e2', lead('B'), { lane: 'handoff' }));
      expect((await desk.claim(2, { lanes: ['consent', 'backfill'] })).map((item) => item.lane)).toEqual(['backfill']);
    });
    test('gives a subject to one worker at a time', async () => {
      const desk = await newDesk(engine);
      const other = await colleague(desk);
      await desk.append(1, change('e1', lead('A')));
      await desk.claimOne(2);
      await desk.append(3, change('e2', lead('A')));
      expect(await other.claim(4)).toEqual([]);
    });
    test('claims again when both the claim and its worker’s lease lapsed, and fences the first', async () => {
      const desk = await newDesk(engine);
      const other = await colleague(desk, { leaseMs: 10 * LEASE_MS });
      await desk.append(1, change('e1', lead('A')));
      const stale = await desk.claimOne(2);
      expect(await other.claim(LEASE_MS - 1)).toEqual([]);
      const taken = await other.claimOne(later + 1);
      expect(taken.changes).toHaveLength(1);
      expect(await desk.commit(later + 2, outcome(stale))).toEqual(['fenced']);
      expect(await desk.save(later + 2, { subject: stale.subject, link: link('link-of-A', { salesforce: 'A' }) })).toEqual(new Set());
      expect(await other.commit(later + 3, outcome(taken))).toEqual(['recorded']);
    });
    test('a heartbeat keeps claims', async () => {
      const desk = await newDesk(engine);
      const other = await colleague(desk, { leaseMs: 10 * LEASE_MS });
      await desk.append(1, change('e1', lead('A')));
      const work = await desk.claimOne(2);
      expect(await desk.store.heartbeat(desk.lease, LEASE_MS - 1, LEASE_MS)).toBe(true);
      expect(await other.claim(later + 5)).toEqual([]);
      expect(await desk.commit(later + 6, outcome(work))).toEqual(['recorded']);
    });
    test('registering again takes over at once: claims are free, the old lease writes nothing', async () => {
      const desk = await newDesk(engine);
      await desk.append(1, change('e1', lead('A')));
      const stale = await desk.claimOne(2);
      const next = await colleague(desk, { worker: desk.lease.worker, now: 3 });
      expect(next.lease.epoch).toBeGreaterThan(desk.lease.epoch);
      expect(await desk.store.heartbeat(desk.lease, 4, LEASE_MS)).toBe(false);
      expect(await desk.claim(4)).toEqual([]);
      const work = await next.claimOne(4);
      expect(await desk.commit(5, outcome(stale))).toEqual(['fenced']);
      await desk.release(5, stale.subject);
      await desk.store.retire(desk.lease);
      expect(await next.commit(6, outcome(work))).toEqual(['recorded']);
    });
    test('retiring gives everything back', async () => {
      const desk = await newDesk(engine);
      const other = await colleague(desk);
      await desk.append(1, change('e1', lead('A')));
      await desk.claimOne(2);
      await desk.store.retire(desk.lease);
      expect(await other.claim(3)).toHaveLength(1);
    });
    test('a claim made again by the same worker fences its older pass', async () => {
      const desk = await newDesk(engine);
      await desk.append(1, change('e1', lead('A')));
      const older = await desk.claimOne(2);
      const newer = await desk.claimOne(later + 1);
      expect(await desk.commit(later + 2, outcome(older))).toEqual(['fenced']);
      expect(await desk.commit(later + 3, outcome(newer))).toEqual(['recorded']);
    });
  });

  describe('giving back', () => {
    test('a change that came during the pass leaves the subject due, and only the consumed ones are gone', async () => {
      const desk = await newDesk(engine);
      await desk.append(1, change('e1', lead('A')));
      const work = await desk.claimOne(2);
      await desk.append(3, change('e2', lead('A')));
      expect(await desk.commit(4, outcome(work))).toEqual(['recorded']);
      expect((await desk.claimOne(4)).changes.map((item) => item.eventId)).toEqual(['e2']);
    });
    test('a change the pass did not consume keeps the subject due', async () => {
      const desk = await newDesk(engine);
      await desk.append(1, change('e1', lead('A')), change('e2', lead('A')));
      const work = await desk.claimOne(2);
      expect(await desk.commit(3, outcome(work, { consumed: work.changes.slice(0, 1).map((item) => item.eventId) }))).toEqual(['recorded']);
      expect((await desk.claimOne(3)).changes.map((item) => item.eventId)).toEqual(['e2']);
    });
    test('again: due at the time asked for, tries counted only for retries, cleared by done', async () => {
      const desk = await newDesk(engine);
      await desk.append(1, change('e1', lead('A')));
      const first = await desk.claimOne(2);
      await desk.commit(3, outcome(first, { next: { kind: 'again', at: 100, isRetry: true } }));
      expect(await desk.store.nextDueAt(desk.connection, 3)).toBe(100);
      expect(await desk.claim(99)).toEqual([]);
      const second = await desk.claimOne(100);
      expect(second.tries).toBe(1);
      await desk.commit(101, outcome(second, { next: { kind: 'again', at: 200, isRetry: false } }));
      const third = await desk.claimOne(200);
      expect(third.tries).toBe(1);
      await desk.commit(201, outcome(third));
      await desk.append(202, change('e9', lead('A')));
      expect((await desk.claimOne(203)).tries).toBe(0);
    });
    test('a change makes a waiting subject due at once', async () => {
      const desk = await newDesk(engine);
      await desk.append(1, change('e1', lead('A')));
      await desk.commit(3, outcome(await desk.claimOne(2), { next: { kind: 'again', at: 1_000, isRetry: true } }));
      await desk.append(4, change('e2', lead('A')));
      expect((await desk.claimOne(5)).changes.map((item) => item.eventId)).toEqual(['e2']);
    });
    test('release gives back untouched at the time asked for, or at once when something came in', async () => {
      const desk = await newDesk(engine);
      await desk.append(1, change('e1', lead('A')), change('e2', lead('B')));
      const [a, b] = await desk.claim(2);
      await desk.append(3, change('e3', lead('B')));
      await desk.release(500, ...[a, b].flatMap((work) => work?.subject ?? []));
      expect((await desk.claimOne(4)).changes.map((item) => item.eventId)).toEqual(['e2', 'e3']);
      const back = await desk.claimOne(500);
      expect([back.subject, back.tries, back.changes.length]).toEqual([subjectFor(lead('A')), 0, 1]);
    });
    test('commits only once', async () => {
      const desk = await newDesk(engine);
      await desk.append(1, change('e1', lead('A')));
      const work = await desk.claimOne(2);
      expect(await desk.commit(3, outcome(work))).toEqual(['recorded']);
      expect(await desk.commit(4, outcome(work))).toEqual(['fenced']);
      await desk.append(5, change('e2', lead('A')));
      expect(await desk.commit(6, outcome(work))).toEqual(['fenced']);
      await desk.claimOne(7);
      expect(await desk.commit(8, outcome(work))).toEqual(['fenced']);
    });
  });

  describe('waking', () => {
    test('makes known subjects due, a record by its link, and ignores links that do not exist', async () => {
      const desk = await newDesk(engine);
      await desk.store.wake(desk.connection, [subjectFor(lead('A')), linkSubjectOf(link('no-such-link'))], 'handoff', 5);
      const work = await desk.claimOne(5);
      expect([work.subject, work.lane, work.changes.length, work.link]).toEqual([subjectFor(lead('A')), 'handoff', 0, null]);
    });
    test('during a pass keeps the subject due', async () => {
      const desk = await newDesk(engine);
      await desk.append(1, change('e1', lead('A')));
      const work = await desk.claimOne(2);
      await desk.store.wake(desk.connection, [work.subject], 'normal', 3);
      await desk.commit(4, outcome(work));
      expect((await desk.claimOne(5)).changes).toEqual([]);
    });
    test('is told apart from a change: a woken subject is claimed as woken until its pass is recorded', async () => {
      const desk = await newDesk(engine);
      await desk.append(1, change('e1', lead('A')));
      await desk.store.wake(desk.connection, [subjectFor(lead('A'))], 'normal', 2);
      await desk.append(3, change('e2', lead('A')));
      const work = await desk.claimOne(4);
      expect([work.woken, work.changes.length]).toEqual([true, 2]);
      await desk.commit(5, outcome(work));
      await desk.append(6, change('e3', lead('A')));
      expect((await desk.claimOne(7)).woken).toBe(false);
    });
    test('by the outcome of another subject counts alike', async () => {
      const desk = await newDesk(engine);
      await desk.append(1, change('e1', lead('A')), change('e2', lead('B')));
      const [a, b] = await desk.claim(2);
      if (a === undefined || b === undefined) throw new Error('two are due');
      expect([a.woken, b.woken]).toEqual([false, false]);
      await desk.commit(3, outcome(a, { wake: [b.subject] }));
      await desk.commit(4, outcome(b));
      await desk.append(5, change('e3', lead('B')), change('e4', lead('A')));
      expect((await desk.claim(6)).map((work) => [work.subject, work.woken])).toEqual([
        [b.subject, true],
        [a.subject, false],
      ]);
    });
    test.each([
      ['done', { kind: 'done' }],
      ['again', { kind: 'again', at: 5, isRetry: false }],
    ] as const)('during a pass is seen by the next claim, and only by that: %s', async (_name, next) => {
      const desk = await newDesk(engine);
      await desk.append(1, change('e1', lead('A')));
      await desk.store.wake(desk.connection, [subjectFor(lead('A'))], 'normal', 1);
      const work = await desk.claimOne(2);
      await desk.store.wake(desk.connection, [work.subject], 'normal', 3);
      await desk.append(3, change('e2', lead('A')));
      await desk.commit(4, outcome(work, { next }));
      const second = await desk.claimOne(6);
      expect([second.woken, second.changes.length]).toEqual([true, 1]);
      await desk.commit(7, outcome(second, { consumed: [] }));
      expect((await desk.claimOne(8)).woken).toBe(false);
    });
    test('outlives a pass that was given back, refused, or died', async () => {
      const desk = await newDesk(engine);
      await desk.append(1, change('e1', lead('A')));
      await desk.store.wake(desk.connection, [subjectFor(lead('A'))], 'normal', 1);
      await desk.release(3, (await desk.claimOne(2)).subject);
      expect((await desk.claimOne(4)).woken).toBe(true);
      expect((await desk.claimOne(later + 5)).woken).toBe(true);
      const next = await colleague(desk, { worker: desk.lease.worker, now: later + 6 });
      const work = await next.claimOne(later + 7);
      expect(work.woken).toBe(true);
      await next.append(later + 8, change('e2', lead('B')));
      await next.commit(later + 8, outcome(await next.claimOne(later + 8), { link: link('L', { salesforce: 'B' }) }));
      expect(await next.commit(later + 9, outcome(work, { link: link('M', { salesforce: 'B' }) }))).toEqual(['link-taken']);
      expect((await next.claimOne(later + 10)).woken).toBe(true);
    });
    test('of a record is kept by the link that is made of it', async () => {
      const desk = await newDesk(engine);
      await desk.append(1, change('e1', lead('A')));
      const work = await desk.claimOne(2);
      await desk.store.wake(desk.connection, [work.subject], 'normal', 3);
      const made = link('L', { salesforce: 'A' });
      await desk.commit(4, outcome(work, { link: made }));
      await desk.append(5, change('e2', lead('A')));
      const next = await desk.claimOne(6);
      expect([next.subject, next.woken]).toEqual([linkSubjectOf(made), true]);
    });
    test('of a record at rest goes along when another pass joins it to a link', async () => {
      const desk = await newDesk(engine);
      await desk.append(1, change('e1', lead('A')));
      const work = await desk.claimOne(2);
      await desk.append(3, change('e2', contact('1')));
      await desk.store.wake(desk.connection, [subjectFor(contact('1'))], 'normal', 3);
      const made = link('L', { salesforce: 'A', hubspot: '1' });
      await desk.save(4, { subject: work.subject, link: made });
      await desk.commit(5, outcome(work, { link: made }));
      const next = await desk.claimOne(6);
      expect([next.subject, next.woken, next.changes.length]).toEqual([linkSubjectOf(made), true, 1]);
    });
    test('seen by the pass that makes the link is over', async () => {
      const desk = await newDesk(engine);
      await desk.append(1, change('e1', lead('A')));
      await desk.store.wake(desk.connection, [subjectFor(lead('A'))], 'normal', 1);
      const work = await desk.claimOne(2);
      const made = link('L', { salesforce: 'A' });
      await desk.save(3, { subject: work.subject, link: made });
      await desk.append(4, change('e2', lead('A')));
      await desk.commit(5, outcome(work, { link: made }));
      const next = await desk.claimOne(6);
      expect([next.subject, next.woken, next.changes.length]).toEqual([linkSubjectOf(made), false, 1]);
    });
    test('dueAmong tells what waits or is in hand', async () => {
      const desk = await newDesk(engine);
      await desk.append(1, change('e1', lead('A')), change('e2', lead('B')));
      const subjects = [subjectFor(lead('A')), subjectFor(lead('B')), subjectFor(lead('C'))];
      expect(await desk.store.dueAmong(desk.connection, subjects)).toEqual(new Set(subjects.slice(0, 2)));
      const work = await desk.claim(2);
      expect((await desk.store.dueAmong(desk.connection, subjects)).size).toBe(2);
      await desk.commit(3, ...work.map((item) => outcome(item)));
      expect(await desk.store.dueAmong(desk.connection, subjects)).toEqual(new Set());
      expect(await desk.store.dueAmong(desk.connection, [])).toEqual(new Set());
    });
    test('nextDueAt tells the earliest time anything can be claimed', async () => {
      const desk = await newDesk(engine);
      expect(await desk.store.nextDueAt(desk.connection, 0)).toBeNull();
      await desk.append(7, change('e1', lead('A')), change('e2', contact('1')));
      expect(await desk.store.nextDueAt(desk.connection, 0)).toBe(7);
      const work = await desk.claim(8);
      expect(await desk.store.nextDueAt(desk.connection, 9)).toBe(8 + LEASE_MS);
      await desk.commit(10, ...work.map((item) => outcome(item)));
      expect(await desk.store.nextDueAt(desk.connection, 11)).toBeNull();
    });
  });
};
