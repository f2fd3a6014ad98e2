import { describe, expect, test } from '@jest/globals';
import { canonicalJson, CHAIN_START, chainRow, checkChain, CHECK_START, endOfCheck, withoutPerson } from './consent-chain.ts';
import type { ConsentEntry, ConsentRow } from './consent-chain.ts';

const entry = (at: number): ConsentEntry => ({
  at,
  kind: 'withdrawn',
  topic: 'all',
  place: 'hubspot',
  rule: null,
  ruleVersion: 3,
  origin: 'event',
  result: 'seen',
  evidence: { side: 'hubspot', basis: 'CONSENT_WITH_NOTICE', at: 1 },
  person: { address: 'print', sealed: null, refs: ['salesforce:Lead:L1'], actor: '005', explanation: null },
  salt: `salt${String(at)}`,
});
const chain = (count: number): readonly ConsentRow[] => {
  const rows: ConsentRow[] = [];
  for (let at = 1; at <= count; at += 1) rows.push(chainRow(rows.at(-1) ?? CHAIN_START, entry(at)));
  return rows;
};
const fault = (rows: readonly ConsentRow[]) => checkChain(CHECK_START, rows).fault;
const changed = (rows: readonly ConsentRow[], at: number, change: Partial<ConsentRow>): readonly ConsentRow[] =>
  rows.map((row, index) => (index === at ? { ...row, ...change } : row));

describe('the chain', () => {
  const rows = chain(5);
  test('is whole as it was written, also when it is checked in parts', () => {
    expect(fault(rows)).toBeNull();
    const first = checkChain(CHECK_START, rows.slice(0, 2));
    expect(checkChain(first, rows.slice(2)).head).toEqual({ seq: 5, hash: rows[4]?.hash });
  });
  test('survives JSON in any order of keys', () => {
    const shuffled = rows.map((row) => JSON.parse(JSON.stringify(Object.fromEntries(Object.entries(row).toReversed()))) as ConsentRow);
    expect(fault(shuffled)).toBeNull();
    expect(canonicalJson({ b: [1, null, { d: 'x', c: true }], a: 'ä' })).toBe('{"a":"ä","b":[1,null,{"c":true,"d":"x"}]}');
  });
  test.each([
    ['a changed row', (all: readonly ConsentRow[]) => changed(all, 2, { result: 'ok' }), { seq: 3, what: 'row-changed' }],
    ['changed evidence', (all: readonly ConsentRow[]) => changed(all, 2, { evidence: null }), { seq: 3, what: 'row-changed' }],
    ['a changed person', (all: readonly ConsentRow[]) => changed(all, 1, { salt: 'other' }), { seq: 2, what: 'person-changed' }],
    ['a removed row', (all: readonly ConsentRow[]) => all.filter((_, at) => at !== 2), { seq: 4, what: 'out-of-order' }],
    ['a renumbered row', (all: readonly ConsentRow[]) => changed(all, 2, { previous: 'x' }), { seq: 3, what: 'chain-broken' }],
  ])('shows %s', (_what, spoil, expected) => {
    expect(fault(spoil(rows))).toEqual(expected);
  });
  test('shows rows that are missing at the end', () => {
    const check = checkChain(CHECK_START, rows.slice(0, 4));
    const head = { seq: 5, hash: rows[4]?.hash ?? '' };
    expect(endOfCheck(check, head).fault).toEqual({ seq: 5, what: 'end-missing' });
    expect(endOfCheck(checkChain(CHECK_START, rows), head).fault).toBeNull();
    expect(endOfCheck(check, null).fault).toBeNull();
  });
  test('stays whole when a person is erased, and tells nothing of them', () => {
    const erased = rows.map((row, at) => (at === 1 ? withoutPerson(row) : row));
    expect(checkChain(CHECK_START, erased)).toMatchObject({ fault: null, erased: 1 });
    expect(JSON.stringify(erased[1])).not.toMatch(/print|L1|005/);
  });
});
