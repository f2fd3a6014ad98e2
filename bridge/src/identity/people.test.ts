import { beforeAll, describe, expect, test } from '@jest/globals';
import { generate } from '../../../scripts/identity/generate/index.ts';
import { blockKeys, corpusFor, decisions, findDuplicates, MatchIndex, matchPeople, matchWithin, scoreCandidates, scorePair } from './index.ts';
import type { Corpus, IdentityRecord, ScoredPair } from './index.ts';

const bob: IdentityRecord = {
  id: '1',
  firstname: 'Bob',
  lastname: 'Kettlewell',
  email: 'bob.kettlewell@acme.com',
  phone: '(212) 555-0188',
  company: 'Acme Inc.',
  domain: 'acme.com',
};
const robert: IdentityRecord = {
  id: 'a',
  firstname: 'Robert',
  lastname: 'Kettlewell',
  email: 'Bob.Kettlewell@ACME.com',
  mobile: '+1 212 555 0188',
  company: 'ACME',
};

/** What is known of a set of usual size, so that the scores are those of real use. */
let corpus: Corpus;
let left: IdentityRecord[];
let right: IdentityRecord[];
beforeAll(() => {
  const made = generate({ seed: 5, left: 3_000, right: 2_000 });
  const listed = (rows: Iterable<{ readonly id: string; readonly values: object }>): IdentityRecord[] =>
    Array.from(rows, ({ id, values }) => ({ ...values, id }));
  [left, right] = [listed(made.left()), listed(made.right())];
  corpus = corpusFor(left, right);
});

describe('links', () => {
  test('one person in two systems, with what speaks for it', () => {
    const pair = scorePair(bob, robert, { corpus });
    expect(pair).toMatchObject({ leftId: '1', rightId: 'a', band: 'link' });
    expect(pair.evidence).toBe('same e-mail; name agrees (Bob Kettlewell/Robert Kettlewell, short form); same phone number; same company and domain');
  });
  test.each([
    ['another script', { firstname: 'Иван', lastname: 'Щербаков' }, { firstname: 'Ivan', lastname: 'Shcherbakov' }],
    ['umlauts', { firstname: 'Jürgen', lastname: 'Müllenbroich' }, { firstname: 'Juergen', lastname: 'Muellenbroich' }],
    ['changed columns', { firstname: 'Henrietta', lastname: 'Okonjo' }, { firstname: 'Okonjo', lastname: 'Henrietta' }],
    ['a typo', { firstname: 'Henrietta', lastname: 'Wolkenstein' }, { firstname: 'Henrietta', lastname: 'Wolkenstien' }],
    ['Hebrew letters', { firstname: 'יעל', lastname: 'כהן' }, { firstname: 'Yael', lastname: 'Cohen' }],
    ['a pet name', { firstname: 'Magdalena', lastname: 'Wolkenstein' }, { firstname: 'Maggy', lastname: 'Wolkenstein' }],
    ['an initial', { firstname: 'Henrietta', lastname: 'Wolkenstein' }, { firstname: 'H.', lastname: 'Wolkenstein' }],
  ])('through %s', (_what, one, other) => {
    const email = 'h.person@wolkenco.de';
    expect(scorePair({ ...one, id: '1', email, company: 'Wolken GmbH' }, { ...other, id: 'a', email, company: 'Wolken' }, { corpus }).band).toBe('link');
  });
  test('a pair scores the same whichever end is left', () => {
    for (let at = 0; at < 60; at += 1) {
      const [one, other] = [left[at], right[at]];
      if (one === undefined || other === undefined) throw new Error('The set is too small.');
      expect(scorePair(one, other, { corpus }).evidence.length).toBeGreaterThan(0);
    }
    const there = scorePair(bob, robert, { corpus }).confidence;
    expect(scorePair(robert, bob, { corpus }).confidence).toBeCloseTo(there, 1);
  });
});

describe('guards: what is shared does not make two people one', () => {
  const band = (one: object, other: object): string => scorePair({ id: '1', ...one }, { id: 'a', ...other }, { corpus }).band;

  test('a role mailbox', () =>
    expect(
      band(
        { firstname: 'Ann', lastname: 'Jones', email: 'info@acme.com', company: 'Acme' },
        { firstname: 'Carl', lastname: 'Oduya', email: 'info@acme.com', company: 'Acme' },
      ),
    ).not.toBe('link'));
  test('a mailbox that went on to a successor', () =>
    expect(
      band(
        { firstname: 'Ann', lastname: 'Jones', email: 'sales.lead@acme.com', company: 'Acme' },
        { firstname: 'Carl', lastname: 'Oduya', email: 'sales.lead@acme.com', company: 'Acme' },
      ),
    ).not.toBe('link'));
  test("a colleague's mailbox and the switchboard together", () =>
    expect(
      band(
        { firstname: 'Ann', lastname: 'Jones', email: 'ann.jones@acme.com', phone: '+12125550188', company: 'Acme' },
        { firstname: 'Carl', lastname: 'Oduya', email: 'ann.jones@acme.com', phone: '+12125550188', company: 'Acme' },
      ),
    ).not.toBe('link'));
  test('a company domain', () =>
    expect(
      band({ firstname: 'Ann', lastname: 'Jones', email: 'ann.jones@acme.com' }, { firstname: 'Carl', lastname: 'Oduya', email: 'carl.oduya@acme.com' }),
    ).toBe('weak'));
  test('a free-mail domain', () =>
    expect(
      band({ firstname: 'Ann', lastname: 'Jones', email: 'ann.jones@gmail.com' }, { firstname: 'Anna', lastname: 'Jonas', email: 'ajonas@gmail.com' }),
    ).not.toBe('link'));
  test("a family's number and surname", () =>
    expect(
      band(
        { firstname: 'Peter', lastname: 'Wolkenstein', phone: '+4930123456789', city: 'Berlin' },
        { firstname: 'Claudia', lastname: 'Wolkenstein', phone: '+4930123456789', city: 'Berlin' },
      ),
    ).not.toBe('link'));
  test('a common name alone', () => expect(band({ firstname: 'John', lastname: 'Smith' }, { firstname: 'John', lastname: 'Smith' })).not.toBe('link'));
});

describe('decisions are never asked again', () => {
  test('same is a link, different is nothing, whichever end is named first', () => {
    const same = decisions([{ leftId: 'a', rightId: '1', verdict: 'same' }]);
    expect(scorePair({ id: '1', lastname: 'X' }, { id: 'a', lastname: 'Y' }, { decisions: same })).toMatchObject({ confidence: 1, band: 'link' });
    const different = decisions([{ leftId: '1', rightId: 'a', verdict: 'different' }]);
    expect(scorePair(bob, robert, { corpus, decisions: different })).toMatchObject({ confidence: 0, band: 'weak' });
    expect(matchPeople([bob], [robert], { decisions: different })).toEqual([]);
    expect(matchPeople([{ id: '1' }], [{ id: 'a' }], { decisions: same })).toHaveLength(1);
  });
});

describe('many records', () => {
  let found: readonly ScoredPair[];
  beforeAll(() => {
    found = matchPeople(left, right);
  });
  test('every pair says why', () => {
    expect(found.length).toBeGreaterThan(800);
    expect(found.filter(({ evidence, confidence }) => evidence.length < 8 || confidence < 0.5)).toEqual([]);
  });
  test('the order of records does not matter', () => expect(matchPeople(left.toReversed(), right.toReversed())).toEqual(found));
  test('an index finds what a run finds, forgets what is removed, and replaces what is added again', () => {
    const index = new MatchIndex();
    for (const record of right) index.add(record);
    const best = found.filter(({ confidence }) => confidence > 0.98).slice(0, 40);
    const hits = best.filter(({ leftId, rightId }) =>
      index.find(left.find(({ id }) => id === leftId) ?? { id: '' }, { corpus }).some((pair) => pair.rightId === rightId),
    );
    expect(hits.length).toBeGreaterThanOrEqual(38);
    index.add(robert);
    index.add({ ...robert, title: 'CEO' });
    expect(index.size).toBe(right.length + 1);
    expect(index.find(bob).map(({ rightId, band }) => [rightId, band])).toEqual([['a', 'link']]);
    index.remove('a');
    index.remove('a');
    expect(index.find(bob)).toEqual([]);
  });
  test('candidates of one record come strongest first, one answer each', () => {
    const answers = scoreCandidates(bob, [{ id: 'z', firstname: 'Ann', lastname: 'Jones', email: 'bob.kettlewell@acme.com' }, robert], { corpus });
    expect(answers.map(({ rightId }) => rightId)).toEqual(['a', 'z']);
    expect(answers[0]?.band).toBe('link');
  });
  test('duplicates inside one side are clusters', () => {
    const third: IdentityRecord = { ...robert, id: 'b', email: '', firstname: 'Rob', title: 'Buyer', domain: 'acme.com' };
    const [cluster, ...others] = findDuplicates([bob, robert, third, { id: 'c', firstname: 'Ann', lastname: 'Jones', email: 'ann@acme.com' }]);
    expect([cluster?.ids.slice(0, 2), others]).toEqual([['1', 'a'], []]);
    expect(matchWithin([robert, bob])[0]).toMatchObject({ leftId: '1', rightId: 'a' });
  });
  test('two records meet when they share a key', () => {
    const keys = new Set(blockKeys(bob));
    expect(blockKeys(robert).filter((key) => keys.has(key)).length).toBeGreaterThan(3);
    expect(blockKeys({ id: '9' })).toEqual([]);
  });
});
