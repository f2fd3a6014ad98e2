import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Store } from '../../../../src/engine/ports.ts';
import { change, connectionId, contact, desk, lead, link, outcome } from '../fixtures.ts';
import type { Desk, Engine } from '../fixtures.ts';

const PEOPLE = 12;
const EVENTS_PER_SENDER = 60;
const LEASE_MS = 1_000_000;

/** A seeded sequence in [0, 1). */
const seeded = (seed: number) => {
  let state = seed >>> 0;
  return (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

const personOf = (subject: string): number => Number(/(\d+)$/.exec(subject)?.[1] ?? 0);

/** Senders and workers at once on one connection; every event carries its record and its number there. */
const crowd = async (stores: readonly Store[], options: { readonly name: string; readonly seed: number }): Promise<void> => {
  const random = seeded(options.seed);
  const connection = connectionId(options.name);
  let clock = 1;
  const tick = (): number => (clock += 1);
  const open = { senders: 3 };
  const sent = new Set<string>();
  const inHand = new Set<string>();
  const done: string[] = [];
  const lastOf = new Map<string, number>();

  const send = async (store: Store, sender: number): Promise<void> => {
    for (let number = 0; number < EVENTS_PER_SENDER; number += 2) {
      const changes = [number, number + 1].map((each) => {
        const person = Math.floor(random() * PEOPLE);
        // A record's notices all come from one sender, so that their order is known.
        const ref = sender === 0 ? lead(`A${String(person)}`) : contact(`${String(sender)}00${String(person)}`);
        return change(`${String(sender)}-${String(each)}-${ref.side}-${ref.id}`, ref, { at: tick() });
      });
      for (const item of changes) sent.add(item.eventId);
      const answer = await store.append({ connection, changes, now: tick() });
      expect(answer).toEqual({ stored: 2, duplicates: 0 });
    }
    open.senders -= 1;
  };

  const pass = async (worker: Desk): Promise<number> => {
    const work = await worker.claim(tick(), { limit: 1 + Math.floor(random() * 4) });
    for (const item of work) {
      const records = [item.subject, ...new Set(item.changes.map((entry) => `${entry.ref.side}:${entry.ref.id}`))];
      expect(records.filter((record) => inHand.has(record))).toEqual([]);
      for (const record of records) inHand.add(record);
    }
    const outcomes = work.map((item) => {
      const first = item.changes[0]?.ref;
      const makes = item.link === null && first?.side === 'salesforce' && random() < 0.5;
      const person = String(personOf(item.subject));
      return outcome(item, {
        link: makes ? link(`P${person}`, { salesforce: first.id, hubspot: `100${person}` }) : item.link,
        ...(random() < 0.2 ? { next: { kind: 'again', at: tick(), isRetry: true } as const } : {}),
      });
    });
    if (random() < 0.3) await worker.save(tick(), ...outcomes.flatMap((item) => (item.link === null ? [] : [{ subject: item.subject, link: item.link }])));
    for (const item of work) for (const record of [item.subject, ...item.changes.map((entry) => `${entry.ref.side}:${entry.ref.id}`)]) inHand.delete(record);
    const answers = await worker.commit(tick(), ...outcomes);
    for (const [place, item] of work.entries()) {
      if (answers[place] !== 'recorded') continue;
      for (const entry of item.changes) {
        const record = `${entry.ref.side}:${entry.ref.id}`;
        expect([entry.eventId, entry.occurredAt > (lastOf.get(record) ?? 0)]).toEqual([entry.eventId, true]);
        lastOf.set(record, entry.occurredAt);
        done.push(entry.eventId);
      }
    }
    return work.length;
  };
  const work = async (store: Store, name: string): Promise<void> => {
    const worker = desk(store, connection, await store.register(`${options.name}-${name}`, clock, LEASE_MS));
    for (let idle = 0; idle < 3 || open.senders > 0;) idle = (await pass(worker)) === 0 ? idle + 1 : 0;
  };
  const storeAt = (index: number): Store => {
    const store = stores[index % stores.length];
    if (store === undefined) throw new Error('an engine has a store');
    return store;
  };
  await Promise.all([...[0, 1, 2].map((sender) => send(storeAt(sender), sender)), ...[0, 1, 2, 3].map((worker) => work(storeAt(worker), String(worker)))]);
  const last = desk(storeAt(0), connection, await storeAt(0).register(`${options.name}-last`, clock, LEASE_MS));
  while ((await pass(last)) > 0) continue;
  expect(done.toSorted()).toEqual([...sent].sort());
  const counts = await storeAt(0).counts(connection);
  expect([counts.inbox, counts.due, counts.leased]).toEqual([0, 0, 0]);
};

/** Workers and senders truly at once, on two stores over one database where the engine has several writers. */
export const crowdSuite = (engine: Engine): void => {
  describe('a crowd', () => {
    test('consumes every event once, in order per record, no record in two hands', async () => {
      const stores = await engine.together();
      const seed = Number(process.env['FIELDWISE_STORE_SEED'] ?? 7);
      await fc.assert(
        fc.asyncProperty(fc.nat(), (case_) => crowd(stores, { name: `crowd-${String(seed)}-${String(case_)}`, seed: case_ })),
        { numRuns: engine.name === 'memory' ? 20 : 4, seed, endOnFailure: true },
      );
    }, 120_000);
  });
};
