/** What the engine may rely on, whichever platform is behind the gateway. Every gateway, real or simulated, runs this. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CrmGateway, GatewayResult, ReadOutcome, SweepPage, WireValue, WriteOutcome, WriteRequest } from '../../../src/engine/index.ts';

/** Field names of one person record on the platform under test. */
export type PersonFields = {
  readonly email: string;
  readonly lastName: string;
  readonly phone: string;
  readonly title: string;
  readonly key: string;
  readonly stamp: string;
};
type Values = Readonly<Record<string, WireValue>>;
export type World = {
  readonly gateway: CrmGateway;
  readonly object: string;
  readonly fields: PersonFields;
  /** Values the platform demands of every new person. */
  readonly required: Values;
  /** A value of a field that the platform refuses. */
  readonly refused: Values;
  /** What a person of the company does, not through the gateway. */
  create(values: Values): Promise<string>;
  edit(id: string, values: Values): Promise<void>;
  remove(id: string): Promise<void>;
  merge(survivor: string, loser: string): Promise<void>;
  now(): number;
  /** Lets time pass until the platform shows its latest state everywhere (search indexes lag). */
  settle(): Promise<void>;
  /** Waits for a gateway's answer; a simulated world lets its time run meanwhile. */
  ask<T>(work: Promise<T>): Promise<T>;
  close(): Promise<void>;
};

function valueOf<T>(result: GatewayResult<T>): T {
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.message}`);
  return result.value;
}

export function gatewayContract(name: string, open: () => Promise<World>): void {
  describe(`gateway contract: ${name}`, () => {
    let world: World;
    let serial = 0;
    beforeAll(async () => {
      world = await open();
    }, 60_000);
    afterAll(() => world.close());

    const unique = (): string => `p${String((serial += 1))}`;
    const email = (who: string): string => `${who}@contract.example`;
    const person = (who: string, more: Values = {}): Values => ({
      ...world.required,
      [world.fields.email]: email(who),
      [world.fields.lastName]: `Name ${who}`,
      ...more,
    });
    const names = (): readonly string[] => [world.fields.email, world.fields.lastName, world.fields.phone, world.fields.title];
    const read = async (ids: readonly string[]): Promise<readonly ReadOutcome[]> => valueOf(await world.ask(world.gateway.read(world.object, ids, names())));
    const write = (...requests: readonly WriteRequest[]): Promise<readonly WriteOutcome[]> => world.ask(world.gateway.write(requests));
    const creation = (who: string, more: Values = {}): WriteRequest => ({
      kind: 'create',
      object: world.object,
      id: null,
      key: `contract-${who}`,
      stamp: 'main:1:x',
      values: person(who, more),
    });
    const update = (id: string, values: Values, stamp = 'main:2:x'): WriteRequest => ({
      kind: 'update',
      object: world.object,
      id,
      key: `contract-update-${id}`,
      stamp,
      values,
    });
    const found = async (id: string): Promise<Values> => {
      const [outcome] = await read([id]);
      if (outcome?.kind !== 'found') throw new Error(`not found but ${String(outcome?.kind)}`);
      return outcome.record.values;
    };

    test('reads answer in the order asked, repeats included', async () => {
      const [one, two] = [await world.create(person(unique())), await world.create(person(unique(), { [world.fields.phone]: '+1 555 0100' }))];
      const outcomes = await read([two, one, two]);
      expect(outcomes.map((outcome) => (outcome.kind === 'found' ? outcome.record.id : outcome.kind))).toEqual([two, one, two]);
      expect(outcomes[0]).toMatchObject({
        record: { object: world.object, values: { [world.fields.phone]: '+1 555 0100', [world.fields.title]: null }, convertedTo: null },
      });
    });

    test('more ids than a call holds are read all the same', async () => {
      const ids: string[] = [];
      for (let index = 0; index < 130; index += 1) ids.push(await world.create(person(unique())));
      expect((await read(ids)).filter((outcome) => outcome.kind === 'found')).toHaveLength(130);
    }, 60_000);

    test('a deleted record is deleted', async () => {
      const id = await world.create(person(unique()));
      await world.remove(id);
      expect((await read([id]))[0]?.kind).toBe('deleted');
    });

    test('a merged record leads to the one that survived', async () => {
      const [kept, gone] = [await world.create(person(unique())), await world.create(person(unique()))];
      await world.merge(kept, gone);
      expect((await read([gone]))[0]).toMatchObject({ kind: 'merged', record: { id: kept } });
      expect((await read([kept]))[0]).toMatchObject({ kind: 'found', record: { id: kept } });
    });

    test('records are found by e-mail whatever its case, and each value has its own answer', async () => {
      const who = unique();
      const id = await world.create(person(who));
      await world.settle();
      const wanted = [email(who).toUpperCase(), email('nobody')];
      const answers = valueOf(await world.ask(world.gateway.find(world.object, world.fields.email, wanted, names())));
      expect(answers.map(({ value, records }) => [value, records.map((record) => record.id)])).toEqual([
        [wanted[0], [id]],
        [wanted[1], []],
      ]);
    });

    test('a create carries key and stamp, and is found by its key at once', async () => {
      const who = unique();
      const [outcome] = await write(creation(who));
      expect(outcome).toMatchObject({ kind: 'ok', created: true });
      const id = outcome?.kind === 'ok' ? outcome.id : '';
      const [answer] = valueOf(
        await world.ask(world.gateway.find(world.object, world.fields.key, [`contract-${who}`], [...names(), world.fields.key, world.fields.stamp])),
      );
      expect(answer?.records[0]).toMatchObject({ id, values: { [world.fields.key]: `contract-${who}`, [world.fields.stamp]: 'main:1:x' } });
    });

    test('a create sent twice makes one record (invariant 4)', async () => {
      const who = unique();
      const [first] = await write(creation(who));
      const [second] = await write(creation(who, { [world.fields.phone]: '+1 555 0101' }));
      expect(second).toMatchObject({ kind: 'ok', created: false, id: first?.kind === 'ok' ? first.id : '' });
    });

    test('an update comes back as the platform stored it, with the stamp', async () => {
      const id = await world.create(person(unique()));
      const [outcome] = await write(update(id, { [world.fields.phone]: '+1 555 0102' }, 'main:7:phone'));
      expect(outcome).toMatchObject({ kind: 'ok', id, created: false });
      if (outcome?.kind === 'ok' && outcome.after !== null)
        expect(outcome.after.values).toMatchObject({ [world.fields.phone]: '+1 555 0102', [world.fields.stamp]: 'main:7:phone' });
      expect(await found(id)).toMatchObject({ [world.fields.phone]: '+1 555 0102' });
    });

    test('null clears a field', async () => {
      const id = await world.create(person(unique(), { [world.fields.title]: 'Boss' }));
      await write(update(id, { [world.fields.title]: null }));
      expect((await found(id))[world.fields.title] ?? null).toBeNull();
    });

    test('each request has its own outcome, in order; a bad one stops no other', async () => {
      const [one, two] = [await world.create(person(unique())), await world.create(person(unique()))];
      const outcomes = await write(
        update(one, { [world.fields.phone]: '1' }),
        update(two, world.refused),
        creation(unique()),
        update(two, { [world.fields.phone]: '2' }),
      );
      expect(outcomes.map((outcome) => outcome.kind)).toEqual(['ok', 'rejected', 'ok', 'ok']);
      expect(outcomes[1]?.kind === 'rejected' && outcomes[1].fault.code.length).toBeGreaterThan(0);
      expect([(await found(one))[world.fields.phone], (await found(two))[world.fields.phone]]).toEqual(['1', '2']);
    });

    test('one record written twice in a call keeps the order of the writes', async () => {
      const id = await world.create(person(unique()));
      const outcomes = await write(update(id, { [world.fields.phone]: '1' }), update(id, { [world.fields.phone]: '2' }));
      expect(outcomes.map((outcome) => outcome.kind)).toEqual(['ok', 'ok']);
      expect((await found(id))[world.fields.phone]).toBe('2');
    });

    test('a record deleted meanwhile refuses the write and is not brought back', async () => {
      const id = await world.create(person(unique()));
      await world.remove(id);
      expect((await write(update(id, { [world.fields.phone]: '1' })))[0]?.kind).toBe('rejected');
      expect((await read([id]))[0]?.kind).toBe('deleted');
    });

    test('a record goes to the recycle bin, and doing it again is no failure', async () => {
      const id = await world.create(person(unique()));
      const request = { kind: 'delete' as const, object: world.object, id };
      const ok = { kind: 'ok', id, created: false, after: null };
      expect(await world.ask(world.gateway.remove([request]))).toEqual([ok]);
      expect((await read([id])).map((one) => one.kind)).toEqual(['deleted']);
      expect(await world.ask(world.gateway.remove([request]))).toEqual([ok]);
    });
    test('a record comes back from the recycle bin where a program may bring it, and is refused where it may not', async () => {
      const id = await world.create(person(unique()));
      await world.remove(id);
      const [outcome] = await world.ask(world.gateway.remove([{ kind: 'restore', object: world.object, id }]));
      const isBack = world.gateway.side === 'salesforce';
      expect(outcome?.kind).toBe(isBack ? 'ok' : 'rejected');
      expect((await read([id])).map((one) => one.kind)).toEqual([isBack ? 'found' : 'deleted']);
    });
    test('an erased record is gone past the recycle bin, whether it was there or in it, and others stay', async () => {
      const [present, binned, bystander] = [await world.create(person(unique())), await world.create(person(unique())), await world.create(person(unique()))];
      await world.remove(binned);
      const requests = [present, binned].map((id) => ({ kind: 'erase' as const, object: world.object, id }));
      expect((await world.ask(world.gateway.remove(requests))).map((one) => one.kind)).toEqual(['ok', 'ok']);
      expect((await read([present, binned, bystander])).map((one) => one.kind)).toEqual(['missing', 'missing', 'found']);
      expect((await world.ask(world.gateway.remove(requests))).map((one) => one.kind)).toEqual(['ok', 'ok']);
    });
    test('a sweep tells what was made and changed since, oldest first, and ends', async () => {
      await world.settle();
      const since = world.now() - 1_000;
      const id = await world.create(person(unique()));
      await world.settle();
      const seen: { readonly id: string; readonly at: number }[] = [];
      let page: string | null = null;
      let pages = 0;
      do {
        const answer: SweepPage = valueOf(await world.ask(world.gateway.sweep(world.object, since, world.now() + 1_000, page)));
        seen.push(...answer.records.filter((record) => !record.isDeleted).map((record) => ({ id: record.ref.id, at: record.modifiedAt })));
        page = answer.next;
        pages += 1;
      } while (page !== null && pages < 50);
      expect(page).toBeNull();
      expect(seen.map((row) => row.id)).toContain(id);
      expect(seen.map((row) => row.at)).toEqual(seen.map((row) => row.at).toSorted((left, right) => left - right));
    });

    test('a sweep carries the fields it is asked for', async () => {
      await world.settle();
      const since = world.now() - 1_000;
      const id = await world.create(person(unique(), { [world.fields.phone]: '+1 555 0177' }));
      await world.settle();
      const ask = async (...fields: readonly string[]) => {
        const page: SweepPage = valueOf(await world.ask(world.gateway.sweep(world.object, since, world.now() + 1_000, null, fields)));
        return page.records.find(({ ref }) => ref.id === id);
      };
      expect((await ask(world.fields.phone))?.values).toMatchObject({ [world.fields.phone]: '+1 555 0177' });
      expect((await ask())?.values?.[world.fields.phone]).toBeUndefined();
    });

    test('history answers every id, newest first', async () => {
      const id = await world.create(person(unique(), { [world.fields.phone]: '1' }));
      await world.edit(id, { [world.fields.phone]: '2' });
      const history = valueOf(await world.ask(world.gateway.history(world.object, [id, id], [world.fields.phone])));
      expect(history.map((entry) => entry.id)).toEqual([id, id]);
      if (world.gateway.side === 'hubspot') expect(history[0]?.fields[world.fields.phone]?.map((entry) => entry.value)).toEqual(['2', '1']);
    });

    test('schemas name the fields the rules use', async () => {
      const schema = valueOf(await world.ask(world.gateway.schemas([world.object]))).get(`${world.gateway.side}:${world.object}`);
      expect(schema?.fields.get(world.fields.email)?.kind).toBe('email');
      expect(schema?.fields.get(world.fields.phone)).toMatchObject({ kind: 'phone', isWritable: true });
    });

    test('a budget that is not spent lets calls through now', () => {
      const { remaining, nextAt } = world.gateway.budget();
      expect(remaining).toBeGreaterThan(0);
      expect(nextAt).toBeLessThanOrEqual(world.now() + 11_000);
    });
  });
}
