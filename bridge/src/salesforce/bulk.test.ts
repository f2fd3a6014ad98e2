import { describe, expect, test } from '@jest/globals';
import type { Clock } from '../engine/ports.ts';
import { bulkIsCheaper, readAll, upsertAll } from './bulk.ts';
import { plainFailure } from './faults.ts';
import { createNames } from './names.ts';
import type { SalesforceRequest, Session } from './session.ts';

type Answer = { readonly value: unknown; readonly locator?: string };

/** A session that answers from a script, and remembers what it was asked. */
function scripted(answer: (request: SalesforceRequest) => Answer | null): { session: Session; asked: SalesforceRequest[] } {
  const asked: SalesforceRequest[] = [];
  const session: Session = {
    dataPath: '/services/data/v68.0',
    call: <T>(request: SalesforceRequest) => {
      asked.push(request);
      const given = answer(request);
      if (given === null) return Promise.resolve({ ok: false as const, failure: plainFailure('permanent', 'NOPE', 'no', null, true) });
      if (given.locator !== undefined) request.onHeaders?.({ 'sforce-locator': given.locator });
      return Promise.resolve({ ok: true as const, value: given.value as T }); // the script knows what each call answers
    },
    token: () => {
      throw new Error('not part of this test');
    },
    renew: () => Promise.resolve(false),
    budget: () => ({ remaining: 1, nextAt: 0, perDay: null }),
    isPressed: () => false,
  };
  return { session, asked };
}
let now = 0;
const clock: Clock = {
  now: () => now,
  sleep: (ms) => {
    now += ms;
    return Promise.resolve();
  },
};
const context = (session: Session) => ({ session, names: createNames('ns'), clock, readTimeoutMs: 1 });
const describeAnswer = {
  fields: [
    { name: 'Name', type: 'string' },
    { name: 'Amount', type: 'currency' },
    { name: 'IsWon', type: 'boolean' },
  ].map((f) => ({ ...f, length: 80, scale: 2, updateable: true, createable: true, nillable: true, defaultedOnCreate: false })),
};

describe('reading a whole object', () => {
  const script = (request: SalesforceRequest): Answer | null => {
    if (request.path.includes('/describe')) return { value: describeAnswer };
    if (request.method === 'POST') return { value: { id: '750', state: 'UploadComplete' } };
    if (request.path.includes('locator=abc')) return { value: [{ Id: '2', Name: 'B', Amount: '', IsWon: 'true' }], locator: 'null' };
    if (request.path.includes('/results')) return { value: [{ Id: '1', Name: 'A', Amount: '1.5', IsWon: 'false' }], locator: 'abc' };
    return { value: { id: '750', state: 'JobComplete' } };
  };
  test('pages follow the locator, values are what REST answers, the job is deleted', async () => {
    const { session, asked } = scripted(script);
    const pages = [];
    for await (const page of readAll(context(session), 'Opportunity', ['Name', 'Amount', 'IsWon'], Date.UTC(2026, 0, 1))) pages.push(page);
    const values = pages.map((page) => (page.ok ? page.value.records[0]?.values : null));
    expect(values).toMatchObject([
      { Name: 'A', Amount: 1.5, IsWon: false },
      { Name: 'B', Amount: null, IsWon: true },
    ]);
    expect(asked.map((request) => request.name).filter((name) => name.startsWith('bulk'))).toEqual([
      'bulk-query',
      'bulk-state',
      'bulk-results',
      'bulk-results',
      'bulk-end',
    ]);
    expect(JSON.stringify(asked.find((request) => request.method === 'POST')?.body)).toContain('WHERE SystemModstamp >= 2026-01-01T00:00:00Z');
  });
  test('a reader who stops leaves no job behind; a failed job is the last page', async () => {
    const { session, asked } = scripted(script);
    for await (const page of readAll(context(session), 'Opportunity', ['Name'])) {
      expect(page.ok).toBe(true);
      break;
    }
    expect(asked.at(-1)?.method).toBe('DELETE');
    const failing = scripted((request) =>
      request.method === 'GET' && request.path.startsWith('/jobs') ? { value: { id: '750', state: 'Failed' } } : script(request),
    );
    const pages = [];
    for await (const page of readAll(context(failing.session), 'Opportunity', ['Name'])) pages.push(page.ok ? 'page' : page.failure.code);
    expect(pages).toEqual(['BULK_JOB_FAILED']);
  });
  test('it is cheaper for many records only', () => {
    expect([bulkIsCheaper(2_000), bulkIsCheaper(20_000), bulkIsCheaper(30_000), bulkIsCheaper(1_000_000)]).toEqual([false, false, true, true]);
  });
});

test('upserting: one outcome per row in order, blanks as #N/A, errors by their code', async () => {
  const { session, asked } = scripted((request) => {
    if (request.path.endsWith('successfulResults')) return { value: [{ ns__Sync_Key__c: 'k2', sf__Id: '2', sf__Created: 'true' }] };
    if (request.path.endsWith('failedResults'))
      return { value: [{ ns__Sync_Key__c: 'k1', sf__Id: '', sf__Error: 'REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --' }] };
    return { value: { id: '750', state: request.method === 'GET' ? 'JobComplete' : 'Open' } };
  });
  const rows = [
    { key: 'k1', values: { Name: null, Phone: 'a "b"' } },
    { key: 'k2', values: { Name: 'B' } },
    { key: 'k3', values: {} },
  ];
  const result = await upsertAll(context(session), 'Account', rows);
  expect(asked.find((request) => request.csv !== undefined)?.csv).toBe('ns__Sync_Key__c,Name,Phone\n"k1","#N/A","a ""b"""\n"k2","B",""\n"k3","",""\n');
  expect(result.ok && result.value).toEqual([
    { kind: 'rejected', fault: { code: 'REQUIRED_FIELD_MISSING', message: 'Required fields are missing: [Name]', fields: ['Name'], existingId: null } },
    { kind: 'ok', id: '2', created: true },
    { kind: 'unprocessed' },
  ]);
});
