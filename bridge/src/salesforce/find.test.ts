import { describe, expect, test } from '@jest/globals';
import { findRecords } from './find.ts';
import { createNames } from './names.ts';
import type { SalesforceRequest, Session } from './session.ts';

const row = (id: string, site: string) => ({
  attributes: { type: 'Account' },
  Id: id,
  Website: site,
  SystemModstamp: '2026-01-01T00:00:00.000+0000',
  IsDeleted: false,
});

/** A session that answers every query with the same rows. */
function asking(rows: readonly object[]) {
  const asked: string[] = [];
  const call = (request: SalesforceRequest) => {
    asked.push(decodeURIComponent(request.path));
    return Promise.resolve({ ok: true, value: { done: true, records: rows } });
  };
  // Only what a find asks of a session.
  const session = { call } as unknown as Session;
  return { context: { session, names: createNames(null), readTimeoutMs: 1_000 }, asked };
}

describe('companies found by their site', () => {
  test('all spellings of a domain are one term of one query', async () => {
    const { context, asked } = asking([row('001A', 'HTTPS://www.acme.com/de'), row('001B', 'acme.com.example.org')]);
    const spellings = ['acme.com', 'http://acme.com', 'https://acme.com/', 'www.acme.com', 'http://www.acme.com/'];
    const found = await findRecords(context, 'Account', 'Website', spellings, ['Name']);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.match(/LIKE/g)).toHaveLength(1);
    expect(asked[0]).toContain("Website LIKE '%acme.com%'");
    expect(found.ok && found.value.map(({ value, records }) => [value, records.map(({ id }) => id)])).toEqual(spellings.map((value) => [value, ['001A']]));
  });

  test('two hundred companies, a dozen spellings each, are ten queries', async () => {
    const { context, asked } = asking([]);
    const values = Array.from({ length: 200 }, (_, index) => ['', 'http://', 'https://www.'].map((start) => `${start}firm${String(index)}.com`)).flat();
    await findRecords(context, 'Account', 'Website', values, ['Name']);
    expect(asked).toHaveLength(10);
  });
});
