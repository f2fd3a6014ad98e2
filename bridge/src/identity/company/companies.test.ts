import { describe, expect, test } from '@jest/globals';
import { decisions } from '../decisions.ts';
import type { IdentityRecord, ScoredPair } from '../model.ts';
import { companyBlockKeys, CompanyIndex, matchCompanies, matchCompaniesWithin, scoreCompanyCandidates } from './index.ts';

type Told = Omit<IdentityRecord, 'id'>;
const strangers =
  'Northwind Traders|Quilltree Media|Ostrava Steel|Fennimore & Daughters|Yamada Denki|Brasa Alimentos|Kestrel Labs|Tofte Bygg|Vandersluis Transport|Grupo Zafiro'
    .split('|')
    .map((company, at): IdentityRecord => ({
      id: `s${at}`,
      company,
      domain: `${company.toLowerCase().replace(/[^a-z]/g, '')}.com`,
      city: 'Springfield',
      country: 'US',
    }));

/** The two among strangers on both sides. */
function confidence(one: Told, other: Told): number {
  const left = [{ id: 'a', ...one }, ...strangers];
  const right = [{ id: 'b', ...other }, ...strangers.map((record) => ({ ...record, id: `r${record.id}` }))];
  return matchCompanies(left, right).find(({ leftId, rightId }) => leftId === 'a' && rightId === 'b')?.confidence ?? 0;
}

describe('one company', () => {
  test.each<readonly [string, Told, Told]>([
    [
      'legal forms',
      { company: 'Lumatek GmbH', domain: 'lumatek.de', city: 'Köln' },
      { company: 'LUMATEK', domain: 'https://www.lumatek.de/', city: 'Cologne' },
    ],
    ['a typo and the domain', { company: 'Briplivisys Corporation', domain: 'briplivisys.com' }, { company: 'Briplivsys Corp', domain: 'www.briplivisys.com' }],
    ['initials and the domain', { company: 'Western Allied Transport', domain: 'wat-logistics.com' }, { company: 'WAT', domain: 'wat-logistics.com' }],
    [
      'a new name, the old domain and number',
      { company: 'Halverd Media', domain: 'halverd.com', phone: '+1 212 555 7788' },
      { company: 'Brightwater (formerly Halverd Media)', domain: 'halverd.com', phone: '(212) 555-7788' },
    ],
    [
      'abbreviations',
      { company: 'Tolliver International Manufacturing', city: 'Denver', country: 'US' },
      { company: 'Tolliver Intl Mfg', city: 'Denver', country: 'United States', domain: 'tolliver.com' },
    ],
    ['accents', { company: 'Bäckström & Öhman AB', domain: 'backstromohman.se' }, { company: 'Backstrom and Ohman', domain: 'backstromohman.se' }],
  ])('is recognised through %s', (_what, one, other) => {
    expect(confidence(one, other)).toBeGreaterThanOrEqual(0.9);
  });
});

describe('two companies', () => {
  test.each<readonly [string, Told, Told]>([
    [
      'another firm of the same first word',
      { company: 'Summit Health', domain: 'summithealth.com', city: 'Boston' },
      { company: 'Summit Roofing', domain: 'summitroofing.com', city: 'Dallas' },
    ],
    [
      'a common name in another country',
      { company: 'Global Solutions', domain: 'globalsolutions.co.uk', country: 'GB' },
      { company: 'Global Solutions', domain: 'globsol.in', country: 'India' },
    ],
    ['the same free mail domain', { company: 'Petal Florist', domain: 'gmail.com' }, { company: 'Torque Garage', domain: 'gmail.com' }],
    [
      'the same network',
      { company: 'Petal Florist', domain: 'linkedin.com/company/petal' },
      { company: 'Torque Garage', domain: 'linkedin.com/company/torque' },
    ],
    [
      'a part of a firm elsewhere',
      { company: 'Quovanta', domain: 'quovanta.com', country: 'US' },
      { company: 'Quovanta Leasing Iberia', domain: 'quovanta-leasing.es', country: 'ES' },
    ],
    ['nothing told', { company: 'n/a' }, { company: 'Unknown' }],
  ])('are not linked by %s', (_what, one, other) => {
    expect(confidence(one, other)).toBeLessThan(0.9);
  });
});

const left: readonly IdentityRecord[] = [
  { id: 'l1', company: 'Lumatek GmbH', domain: 'lumatek.de' },
  { id: 'l2', company: 'Quovanta', domain: 'quovanta.com' },
  ...strangers,
];
const right: readonly IdentityRecord[] = [
  { id: 'r1', company: 'LUMATEK', domain: 'www.lumatek.de' },
  { id: 'r2', company: 'Quovanta Inc', domain: 'quovanta.com', city: 'Austin' },
  { id: 'r3', company: 'Norring Bygg', domain: 'norring.se' },
];
const links = (pairs: readonly ScoredPair[]): readonly string[] =>
  pairs.filter(({ band }) => band === 'link').map(({ leftId, rightId }) => `${leftId} ${rightId}`);

describe('lists of companies', () => {
  test('are matched the same in any order', () => {
    const straight = matchCompanies(left, right);
    expect(matchCompanies([...left].reverse(), [...right].reverse())).toEqual(straight);
    expect(links(straight)).toEqual(['l1 r1', 'l2 r2']);
  });

  test('have evidence in words', () => {
    expect(matchCompanies(left, right)[0]?.evidence).toMatch(/same domain \(lumatek\.de\); same name/);
  });

  test('tell their duplicates, each pair once', () => {
    expect(links(matchCompaniesWithin([...left, ...right]))).toEqual(['l1 r1', 'l2 r2']);
  });

  test('obey what people decided', () => {
    const decided = decisions([
      { leftId: 'l1', rightId: 'r1', verdict: 'different' },
      { leftId: 'l2', rightId: 'r3', verdict: 'same' },
    ]);
    expect(links(matchCompanies(left, right, { decisions: decided }))).toEqual(['l2 r2', 'l2 r3']);
  });

  test('may be empty', () => {
    expect(matchCompanies([], right)).toEqual([]);
    expect(matchCompanies(left, [])).toEqual([]);
  });
});

test('candidates are ranked, each with an answer', () => {
  const [best, ...rest] = scoreCompanyCandidates({ id: 'x', company: 'Lumatek', domain: 'lumatek.de' }, right);
  expect(best).toMatchObject({ rightId: 'r1', band: 'link' });
  expect(rest.every(({ confidence: other }) => other < 0.5)).toBe(true);
});

test('an index answers for one record, and forgets', () => {
  const index = new CompanyIndex();
  for (const one of [...right, ...strangers]) index.add(one);
  const asked = { id: 'x', company: 'Lumatek', domain: 'lumatek.de' };
  expect(index.find(asked)[0]).toMatchObject({ leftId: 'x', rightId: 'r1', band: 'link' });
  index.remove('r1');
  expect(index.find(asked)).toEqual([]);
  index.add({ id: 'r2', company: 'Lumatek AG', domain: 'lumatek.de' });
  expect(index.size).toBe(12);
  expect(index.find(asked).map(({ rightId }) => rightId)).toEqual(['r2']);
});

test('block keys bring likely partners together', () => {
  const shared = (one: Told, other: Told): number => {
    const keys = new Set(companyBlockKeys({ id: '1', ...one }));
    return companyBlockKeys({ id: '2', ...other }).filter((key) => keys.has(key)).length;
  };
  expect(shared({ company: 'Lumatek GmbH' }, { domain: 'lumatek.de' })).toBeGreaterThan(0);
  expect(shared({ company: 'International Business Machines' }, { company: 'IBM' })).toBeGreaterThan(0);
  expect(shared({ company: 'Halverd', phone: '+12125557788' }, { company: 'Brightwater', phone: '212-555-7788' })).toBeGreaterThan(0);
  expect(shared({ company: 'Halverd' }, { company: 'Torque Garage' })).toBe(0);
});
