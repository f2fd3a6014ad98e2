import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Lane, Link } from '../../../../src/domain/model.ts';
import type { DueWork, PassOutcome } from '../../../../src/engine/ports.ts';
import { change, colleague, contact, lead, link, newDesk, outcome } from '../fixtures.ts';
import type { Desk, Engine } from '../fixtures.ts';

const LEASE_MS = 50;
const WORKERS = 3;
const RECORDS = 5;
const LANES: readonly Lane[] = ['consent', 'handoff', 'normal', 'backfill'];

type Action =
  | { readonly kind: 'append'; readonly records: readonly number[]; readonly lane: number }
  | { readonly kind: 'repeat'; readonly nth: number }
  | { readonly kind: 'claim'; readonly worker: number; readonly limit: number }
  | { readonly kind: 'save'; readonly worker: number }
  | { readonly kind: 'commit'; readonly worker: number; readonly next: 'done' | 'again' | 'retry'; readonly links: boolean; readonly partly: boolean }
  | { readonly kind: 'release'; readonly worker: number }
  | { readonly kind: 'heartbeat'; readonly worker: number }
  | { readonly kind: 'restart'; readonly worker: number }
  | { readonly kind: 'wait'; readonly ms: number };

const worker = fc.nat(WORKERS - 1);
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('append' as const), records: fc.array(fc.nat(RECORDS * 2 - 1), { minLength: 1, maxLength: 4 }), lane: fc.nat(3) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('repeat' as const), nth: fc.nat(30) }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('claim' as const), worker, limit: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('save' as const), worker }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('commit' as const),
      worker,
      next: fc.constantFrom('done' as const, 'again' as const, 'retry' as const),
      links: fc.boolean(),
      partly: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('release' as const), worker }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('heartbeat' as const), worker }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const), worker }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 40 }) }) },
);

/** Even numbers are leads, odd ones contacts; `n` and `n + 1` are one person, so passes over either may make the same link. */
const refOf = (record: number) => (record % 2 === 0 ? lead(`A${String(record)}`) : contact(String(record)));
const recordOf = (work: DueWork): number => Number(/(\d+)$/.exec(work.subject)?.[1] ?? 0);
const linkFor = (work: DueWork): Link => {
  const even = recordOf(work) - (recordOf(work) % 2);
  return link(`link-${String(even)}`, { salesforce: `A${String(even)}`, hubspot: String(even + 1) });
};

/** Plays one interleaving and checks every answer against a model of what is waiting and who holds what. */
const play = async (engine: Engine, actions: readonly Action[]): Promise<void> => {
  const first = await newDesk(engine, { now: 1, leaseMs: LEASE_MS });
  const desks: Desk[] = [first];
  while (desks.length < WORKERS) desks.push(await colleague(first, { now: 1, leaseMs: LEASE_MS }));
  const inHand = desks.map((): DueWork[] => []);
  const linkSubjects = new Set<string>();
  /** Events appended and not yet consumed by a pass that was recorded. */
  const waiting = new Map<string, number>();
  const consumed = new Set<string>();
  const sent: { readonly id: string; readonly record: number }[] = [];
  /** Until when each record is certainly held, and by which pass. */
  const held = new Map<number, { readonly desk: number; readonly pass: DueWork; readonly claimUntil: number }>();
  const leaseUntil = desks.map(() => 1 + LEASE_MS);
  let now = 1;

  /** The records a subject stands for: both ends of a link, else one. */
  const recordsOf = (work: DueWork): readonly number[] => {
    const record = recordOf(work);
    return linkSubjects.has(`link-${String(record - (record % 2))}`) ? [record - (record % 2), record - (record % 2) + 1] : [record];
  };
  const isHeld = (record: number): boolean => {
    const holder = held.get(record);
    return holder !== undefined && Math.max(holder.claimUntil, leaseUntil[holder.desk] ?? 0) > now;
  };
  const letGo = (pass: DueWork): void => {
    for (const [record, holder] of held) if (holder.pass === pass) held.delete(record);
  };
  const append = async (changes: readonly { readonly id: string; readonly record: number }[], lane: number): Promise<void> => {
    const fresh = changes.filter(({ id }) => !waiting.has(id) && !consumed.has(id));
    const answer = await first.append(now, ...changes.map(({ id, record }) => change(id, refOf(record), { at: now, lane: LANES[lane] ?? 'normal' })));
    expect(answer).toEqual({ stored: fresh.length, duplicates: changes.length - fresh.length });
    for (const { id, record } of fresh) waiting.set(id, record);
  };
  const claim = async (index: number, desk: Desk, limit: number): Promise<void> => {
    const work = await desk.claim(now, { limit, leaseMs: LEASE_MS });
    expect(work.length).toBeLessThanOrEqual(limit);
    expect(work.map((item) => LANES.indexOf(item.lane))).toEqual(work.map((item) => LANES.indexOf(item.lane)).sort());
    for (const item of work) {
      for (const record of recordsOf(item)) {
        // No double claim: nobody else may still hold this record.
        expect([item.subject, isHeld(record)]).toEqual([item.subject, false]);
        held.set(record, { desk: index, pass: item, claimUntil: now + LEASE_MS });
      }
      // No lost change, order kept: everything waiting for it, oldest first.
      const expected = [...waiting].filter(([, record]) => recordsOf(item).includes(record)).map(([id]) => id);
      expect([...item.changes.map((entry) => entry.eventId)].sort()).toEqual(expected.sort());
      expect(item.changes.map((entry) => entry.occurredAt)).toEqual(item.changes.map((entry) => entry.occurredAt).toSorted((left, right) => left - right));
      inHand[index]?.push(item);
    }
  };
  const recorded = (pass: DueWork, ids: readonly string[], made: Link | null): void => {
    for (const id of ids) {
      waiting.delete(id);
      consumed.add(id);
    }
    letGo(pass);
    if (made !== null) linkSubjects.add(made.id);
  };
  const commit = async (index: number, desk: Desk, how: Extract<Action, { readonly kind: 'commit' }>): Promise<void> => {
    const passes = inHand[index]?.splice(0) ?? [];
    const outcomes = passes.map((pass): PassOutcome => {
      const ids = pass.changes.map((entry) => entry.eventId);
      return outcome(pass, {
        consumed: how.partly ? ids.slice(1) : ids,
        link: how.links ? linkFor(pass) : pass.link,
        next: how.next === 'done' ? { kind: 'done' } : { kind: 'again', at: now + 7, isRetry: how.next === 'retry' },
      });
    });
    const answers = await desk.commit(now, ...outcomes);
    for (const [place, pass] of passes.entries()) {
      const isOwn = recordsOf(pass).some((record) => held.get(record)?.pass === pass);
      const wasFree = recordsOf(pass).every((record) => !isHeld(record));
      const made = outcomes[place];
      if (answers[place] === 'recorded') {
        // Fencing: only the pass that holds a record, or held it last, writes.
        expect([pass.subject, isOwn || wasFree]).toEqual([pass.subject, true]);
        recorded(pass, made?.consumed ?? [], made?.link ?? null);
        // What this worker held of the link's other record went along with it.
        for (const record of recordsOf(pass)) if (held.get(record)?.desk === index) held.delete(record);
      } else letGo(pass);
    }
  };
  const act = async (step: Action): Promise<void> => {
    now += 1;
    if (step.kind === 'append') {
      const changes = step.records.map((record, place) => ({ id: `e${String(sent.length + place)}`, record }));
      sent.push(...changes);
      await append(changes, step.lane);
      return;
    }
    if (step.kind === 'repeat') {
      const again = sent[step.nth % Math.max(1, sent.length)];
      if (again !== undefined) await append([again], 2);
      return;
    }
    if (step.kind === 'wait') {
      now += step.ms;
      return;
    }
    const desk = desks[step.worker];
    if (desk === undefined) return;
    if (step.kind === 'claim') await claim(step.worker, desk, step.limit);
    if (step.kind === 'commit') await commit(step.worker, desk, step);
    if (step.kind === 'save') {
      const pass = inHand[step.worker]?.at(-1);
      if (pass === undefined) return;
      const saved = await desk.save(now, { subject: pass.subject, link: linkFor(pass) });
      if (saved.size > 0) {
        linkSubjects.add(linkFor(pass).id);
        for (const record of recordsOf(pass)) held.set(record, held.get(recordOf(pass)) ?? { desk: step.worker, pass, claimUntil: now });
      }
    }
    if (step.kind === 'release') {
      const passes = inHand[step.worker]?.splice(0) ?? [];
      await desk.release(now, ...passes.map((pass) => pass.subject));
      for (const pass of passes) letGo(pass);
    }
    if (step.kind === 'heartbeat') {
      expect(await desk.store.heartbeat(desk.lease, now, LEASE_MS)).toBe(true);
      leaseUntil[step.worker] = now + LEASE_MS;
    }
    if (step.kind === 'restart') {
      for (const [record, holder] of held) if (holder.desk === step.worker) held.delete(record);
      desks[step.worker] = await colleague(first, { worker: desk.lease.worker, now, leaseMs: LEASE_MS });
      leaseUntil[step.worker] = now + LEASE_MS;
      // Its passes go on as ghosts with the lease of before: everything they write must be refused.
      for (const pass of inHand[step.worker]?.splice(0) ?? []) expect(await desk.commit(now, outcome(pass))).toEqual(['fenced']);
    }
  };
  for (const step of actions) await act(step);

  // Everything comes to rest: whatever is still waiting is handed out once claims lapsed, and then nothing is left.
  now += 10 * LEASE_MS;
  const last = await colleague(first, { now, leaseMs: LEASE_MS });
  for (let round = 0; round < 20; round += 1) {
    now += 20;
    const work = await last.claim(now);
    for (const id of work.flatMap((item) => item.changes.map((entry) => entry.eventId))) expect(waiting.delete(id)).toBe(true);
    await last.commit(now, ...work.map((item) => outcome(item)));
  }
  expect([...waiting]).toEqual([]);
  const counts = await first.store.counts(first.connection);
  expect([counts.inbox, counts.due, counts.leased, counts.links]).toEqual([0, 0, 0, linkSubjects.size]);
  expect(await first.store.nextDueAt(first.connection, now)).toBeNull();
};

/** Random interleavings of several workers against a model. A failure prints its seed; FIELDWISE_STORE_SEED repeats it. */
export const modelSuite = (engine: Engine): void => {
  describe('any interleaving', () => {
    test('loses no change, hands nothing out twice, keeps order, fences ghosts', async () => {
      const seed = Number(process.env['FIELDWISE_STORE_SEED'] ?? 20_260_101);
      await fc.assert(
        fc.asyncProperty(fc.array(action, { minLength: 10, maxLength: 60 }), (actions) => play(engine, actions)),
        { numRuns: engine.runs, seed, endOnFailure: engine.runs < 50 },
      );
    }, 120_000);
  });
};
