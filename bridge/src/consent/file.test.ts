import { describe, expect, test } from '@jest/globals';
import { CHAIN_START, chainRow } from '../domain/index.ts';
import type { ConsentEntry, ConsentRow } from '../domain/index.ts';
import { fileHead, fileRows, parseFile, verifyFile } from './file.ts';
import type { LogFormat } from './file.ts';

const entry = (at: number, explanation: string | null): ConsentEntry => ({
  at,
  kind: 'withdrawn',
  topic: 'all',
  place: 'salesforce.Lead.HasOptedOutOfEmail',
  rule: at % 2 === 0 ? 'consent.email' : null,
  ruleVersion: 3,
  origin: 'event',
  result: 'seen',
  evidence: explanation === null ? null : { side: 'salesforce', basis: 'CONSENT_WITH_NOTICE', at },
  person: { address: 'print', sealed: null, refs: ['salesforce:Lead:1', 'hubspot:contacts:2'], actor: '005', explanation },
  salt: `salt${String(at)}`,
});
/** What a spreadsheet, a person or a line end may do to a cell. */
const explanations = ['Said "no, thanks"', 'two\nlines, and\r\na third', '=HYPERLINK("https://x.example")', 'Ümläut 漢字, '.repeat(3), '', null];
const rows = explanations.reduce<readonly ConsentRow[]>(
  (chain, explanation, at) => [...chain, chainRow(chain.at(-1) ?? CHAIN_START, entry(at, explanation))],
  [],
);
const fileOf = (format: LogFormat): string => fileHead(format) + fileRows(rows, format);

describe.each(['jsonl', 'csv'] as const)('the log as %s', (format) => {
  test('is read back as it was, whatever people wrote', () => {
    expect(parseFile(fileOf(format))).toEqual(rows);
  });

  test('verifies as a whole, and not with a row missing or changed', () => {
    expect(verifyFile(fileOf(format))).toMatchObject({ fault: null, head: { seq: rows.length } });
    const without = rows.filter(({ seq }) => seq !== 2);
    expect(verifyFile(fileHead(format) + fileRows(without, format)).fault).not.toBeNull();
    const changed = rows.map((row) => (row.seq === 2 ? { ...row, result: 'ok' } : row));
    expect(verifyFile(fileHead(format) + fileRows(changed, format)).fault).toMatchObject({ seq: 2 });
  });

  test('pages written one after another are one file', () => {
    const pages = fileHead(format) + fileRows(rows.slice(0, 2), format) + fileRows(rows.slice(2), format);
    expect(pages).toBe(fileOf(format));
  });
});

test('a table has a time people can read, which is no part of the chain', () => {
  const [head, first] = fileOf('csv').split('\n');
  expect(head?.split(',').slice(0, 3)).toEqual(['seq', 'time', 'at']);
  expect(first).toMatch(/^1,1970-01-01T00:00:00\.000Z,0,/);
});

test('what is no log is refused with the row named', () => {
  expect(() => parseFile('{"seq":1}\n')).toThrow('row 1');
});
