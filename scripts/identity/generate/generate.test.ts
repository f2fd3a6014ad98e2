import { describe, expect, test } from '@jest/globals';
import { generate } from './index.ts';
import type { GenerateOptions, GeneratedRow } from './index.ts';
import { baseRates } from './families.ts';
import type { Family } from './families.ts';
import { countries } from './lists.ts';
import { permutationOf } from './random.ts';

const small = { seed: 7, left: 900, right: 700, overlap: 0.7 } satisfies Partial<GenerateOptions>;
const rowsOf = (options: Partial<GenerateOptions>): { left: GeneratedRow[]; right: GeneratedRow[] } => {
  const made = generate({ ...small, ...options });
  return { left: [...made.left()], right: [...made.right()] };
};

describe('a generated pair of files', () => {
  test('is the same for the same options and another for another seed', () => {
    expect(rowsOf({})).toEqual(rowsOf({}));
    expect(rowsOf({ seed: 8 }).left).not.toEqual(rowsOf({}).left);
  });

  test('has the sizes asked for, and unique ids', () => {
    const { left, right } = rowsOf({});
    expect([left.length, right.length]).toEqual([900, 700]);
    expect(new Set([...left, ...right].map(({ id }) => id)).size).toBe(1600);
  });

  test.each(['person', 'company'] as const)('tells the truth: the pairs are the rows of the same %s', (kind) => {
    const { left, right } = rowsOf({ kind });
    const told = [...generate({ ...small, kind }).truth()].map(({ leftId, rightId }) => `${leftId} ${rightId}`);
    const same = right.flatMap((one) => left.filter((other) => other.entity === one.entity).map((other) => `${other.id} ${one.id}`));
    expect(told.toSorted()).toEqual(same.toSorted());
    expect(told.length).toBeGreaterThan(300);
  });

  test('some have several true partners', () => {
    const partners = Map.groupBy(generate({ ...small, family: 'duplicate' }).truth(), ({ rightId }) => rightId);
    expect([...partners.values()].filter((pairs) => pairs.length > 1).length).toBeGreaterThan(50);
  });

  test('overlap decides how many are on both sides', () => {
    const shared = (overlap: number): number => [...generate({ ...small, overlap, without: ['duplicate'] }).truth()].length;
    expect([shared(0), shared(0.15), shared(1)]).toEqual([0, 105, 700]);
  });
});

describe('every family', () => {
  const doubles: readonly Family[] = ['relatives', 'juniors', 'homonyms', 'colleagues', 'successors', 'subsidiaries', 'branches', 'namesakes', 'missing'];
  const ofCompanies: readonly Family[] = ['abbreviation', 'wordorder', 'domainvariant'];
  const striking = (Object.keys(baseRates) as Family[]).filter((family) => !doubles.includes(family));

  test.each(striking)('%s strikes when asked for, and never when left out', (family) => {
    const kind = ofCompanies.includes(family) ? 'company' : 'person';
    const share = (options: Partial<GenerateOptions>): number => {
      const pairs = [...generate({ ...small, left: 450, right: 400, overlap: 0.9, kind, ...options }).truth()];
      return pairs.filter(({ tags }) => tags.includes(family)).length / pairs.length;
    };
    const floor: Partial<Record<Family, number>> = {
      acronym: 0.05,
      compound: 0.05,
      maiden: 0.05,
      translit: 0.05,
      freemail: 0.2,
      familymail: 0.01,
      nickname: 0.1,
      rebrand: 0.1,
      secondary: 0.15,
      jobchange: 0.15,
    };
    expect(share({ family })).toBeGreaterThan(floor[family] ?? 0.2);
    if (!['maiden', 'freemail', 'swapped', 'switchboard', 'jobchange'].includes(family)) expect(share({ without: [family] })).toBe(0);
  });
});

describe('what the families do', () => {
  const values = (family: string, extra: Partial<GenerateOptions> = {}): readonly GeneratedRow['values'][] =>
    rowsOf({ family, ...extra }).left.map((row) => row.values);
  const count = (rows: readonly GeneratedRow['values'][], isSuch: (row: GeneratedRow['values']) => boolean): number => rows.filter(isSuch).length;

  test('case writes names in capitals', () => {
    expect(count(values('case'), ({ lastname }) => lastname.length > 3 && lastname === lastname.toUpperCase() && /[A-Z]/.test(lastname))).toBeGreaterThan(100);
  });
  test('onefield leaves a name field empty', () => {
    expect(count(values('onefield'), ({ firstname, lastname }) => (firstname === '') !== (lastname === ''))).toBeGreaterThan(200);
  });
  test('rolemail files shared mailboxes', () => {
    expect(count(values('rolemail'), ({ email }) => /^(info|sales|contact|office|admin|support|hello)@/.test(email))).toBeGreaterThan(100);
  });
  test('translit writes other scripts', () => {
    expect(count(values('translit'), ({ lastname }) => /[^\p{Script=Latin}\P{L}]/u.test(lastname))).toBeGreaterThan(20);
  });
  test('secondary files further addresses', () => {
    expect(count(values('secondary'), (row) => row.other_emails.includes('@'))).toBeGreaterThan(100);
  });
  test('wrongdomain files pages at shared hosts', () => {
    expect(count(values('wrongdomain', { kind: 'company' }), ({ domain }) => /linkedin|facebook|wixsite|wordpress|gmail|example/.test(domain))).toBeGreaterThan(
      30,
    );
  });
  test('successors have the address of another person', () => {
    const holders = Map.groupBy(
      rowsOf({ family: 'successors', left: 3000 }).left.filter(({ values: row }) => row.email !== '' && !/^(info|sales)@/.test(row.email)),
      ({ values: row }) => row.email,
    );
    const shared = [...holders.values()].filter((rows) => new Set(rows.map(({ entity }) => entity)).size > 1);
    expect(shared.length).toBeGreaterThan(100);
  });
  test('namesakes share a name', () => {
    const { left } = rowsOf({ family: 'namesakes', kind: 'company', left: 3000 });
    const named = Map.groupBy(left, ({ values: row }) => row.company);
    expect([...named.values()].filter((rows) => new Set(rows.map(({ entity }) => entity)).size > 1).length).toBeGreaterThan(80);
  });
});

test('a company has its domain to itself, subsidiaries aside', () => {
  const { left, right } = rowsOf({ kind: 'company', left: 4000, right: 4000, overlap: 0.1, without: ['domains', 'doubles', 'rebrand'] });
  const owners = Map.groupBy(
    [...left, ...right].filter(({ values }) => values.domain !== ''),
    ({ values }) => values.domain,
  );
  const shared = [...owners.values()].filter((rows) => new Set(rows.map(({ entity }) => entity)).size > 1);
  expect(shared.length).toBeLessThan(8);
});

test('a permutation reads both ways and loses nobody', () => {
  const order = permutationOf(1000, 42);
  const values = Array.from({ length: 1000 }, (_unused, index) => order.at(index));
  expect(new Set(values).size).toBe(1000);
  expect(values.map((value) => order.whereIs(value))).toEqual(values.map((_value, index) => index));
});

test('every country has cities', () => {
  expect([...countries.values()].filter(({ cities }) => cities.length === 0)).toEqual([]);
  expect(countries.get('US')?.cities.find(({ name }) => name === 'Boston')).toEqual({ name: 'Boston', state: 'MA', area: '617', aliases: [] });
});
