import { describe, expect, test } from '@jest/globals';
import type { RecordRef } from '../../src/domain/index.ts';
import { explainRecord } from '../../src/operations/explain.ts';
import { openReviews } from '../../src/operations/reviews.ts';
import { settleIdentity } from '../../src/operations/identity-reviews.ts';
import { CONNECTION } from './bridge.ts';
import { calmWorld } from './calm.ts';
import type { CalmWorld } from './calm.ts';
import type { SimRecord } from './crm.ts';

const REP = '005REP1';
const MARKETER = 'user-9';
const BOB = { FirstName: 'Robert', LastName: 'Kettlewell', Email: 'robert.kettlewell@brightloom.com', Phone: '+1 415 555 0134', OwnerId: REP };
const ROBERT = { firstname: 'Bob', lastname: 'Kettlewell', email: 'bob.kettlewell@gmail.com', phone: '(415) 555-0134', lifecyclestage: 'lead' };
const NAMESAKE = { firstname: 'Robert', lastname: 'Kettlewell', email: 'rkettlewell@gmail.com', lifecyclestage: 'lead' };

function made(one: SimRecord | { readonly code: string }): SimRecord {
  if ('id' in one) return one;
  throw new Error(`The record was refused: ${one.code}`);
}
const lead = (world: CalmWorld, values: Record<string, string | null> = BOB): SimRecord => made(world.crms.salesforce.create('Lead', values, REP));
const contact = (world: CalmWorld, values: Record<string, string | null> = ROBERT): SimRecord => made(world.crms.hubspot.create('contacts', values, MARKETER));
const count = (world: CalmWorld): readonly number[] => [world.crms.salesforce.records.size, world.crms.hubspot.records.size];
const reviews = (world: CalmWorld) => world.answer(openReviews(world.view, { limit: 10 }));
const reasonFor = (world: CalmWorld, ref: RecordRef) => world.store.unlinkedOf(CONNECTION, ref);

describe('records nothing exact tells', () => {
  test('are linked where name and number agree, and the link remembers why, without a value', async () => {
    const world = calmWorld();
    const [there, here] = [lead(world), contact(world)];
    await world.rest();
    const link = await world.linkOf(there);
    expect(link?.hubspot?.id).toBe(here.id);
    expect(link?.origin?.by).toBe('score');
    expect(link?.origin?.confidence).toBeGreaterThanOrEqual(0.9);
    expect(link?.origin?.evidence).not.toMatch(/kettlewell|robert|bob|415|@/i);
    expect(count(world)).toEqual([1, 1]);
    const told = await world.answer(explainRecord(world.view, [world.refOf(there)], undefined));
    expect(told?.link?.origin).toEqual(link?.origin);
    expect(told?.words.join(' ')).toContain('They were linked because they look alike');
  });

  test('a name alone is put to a person, and "one" links the two', async () => {
    const world = calmWorld();
    const [there, here] = [lead(world, { ...BOB, Phone: null }), contact(world, NAMESAKE)];
    await world.rest();
    expect(count(world)).toEqual([1, 1]);
    const { items } = await reviews(world);
    expect(items).toHaveLength(1);
    const [review] = items;
    expect(review?.kind).toBe('match');
    expect(review?.confidence).toBeGreaterThanOrEqual(0.7);
    expect(`${review?.explanation ?? ''}${review?.evidence ?? ''}`).not.toMatch(/kettlewell|robert|@/i);
    await world.answer(
      settleIdentity(world.view, () => undefined, { key: review?.key ?? '', choice: { action: 'link', refs: review?.refs ?? [] }, by: '005OPS' }),
    );
    await world.rest();
    const link = await world.linkOf(there);
    expect([link?.hubspot?.id, link?.origin?.by]).toEqual([here.id, 'verdict']);
    expect(count(world)).toEqual([1, 1]);
    expect((await reviews(world)).items).toEqual([]);
  });

  test('"not one" lets each have a counterpart of its own, and is not asked again', async () => {
    const world = calmWorld();
    const [there, here] = [lead(world, { ...BOB, Phone: null }), contact(world, NAMESAKE)];
    await world.rest();
    const [review] = (await reviews(world)).items;
    await world.answer(settleIdentity(world.view, () => undefined, { key: review?.key ?? '', choice: { action: 'apart' }, by: '005OPS' }));
    await world.rest();
    const [one, other] = [await world.linkOf(there), await world.linkOf(here)];
    expect(one?.id).not.toBe(other?.id);
    expect(one?.hubspot?.id).not.toBe(here.id);
    expect((await reviews(world)).items).toEqual([]);
  });

  test('two that are as alike are a question, not a choice', async () => {
    const world = calmWorld();
    const there = lead(world);
    contact(world);
    contact(world, { ...ROBERT, email: 'bob@kettlewell.family' });
    await world.rest();
    expect(await world.linkOf(there)).toBeNull();
    expect((await reasonFor(world, world.refOf(there)))?.code).toBe('review');
    expect(world.crms.salesforce.records.size).toBe(1);
  });

  test('somebody in step is not made again when they come back under another mailbox', async () => {
    const world = calmWorld();
    const there = lead(world);
    await world.rest();
    expect(count(world)).toEqual([1, 1]);
    const again = contact(world);
    await world.rest();
    expect(count(world)).toEqual([1, 2]);
    expect((await reasonFor(world, world.refOf(again)))?.code).toBe('duplicate');
    expect((await reviews(world)).items.map(({ kind }) => kind)).toEqual(['cluster']);
    expect((await world.linkOf(there))?.hubspot?.id).not.toBe(again.id);
  });

  test('colleagues at one number stay apart and get counterparts of their own', async () => {
    const world = calmWorld();
    const there = lead(world);
    const colleague = contact(world, {
      firstname: 'Anna',
      lastname: 'Osei',
      email: 'anna.osei@brightloom.com',
      phone: '+1 415 555 0134',
      lifecyclestage: 'lead',
    });
    await world.rest();
    expect((await world.linkOf(there))?.hubspot?.id).not.toBe(colleague.id);
    expect(count(world)).toEqual([2, 2]);
    expect((await reviews(world)).items).toEqual([]);
  });
});
