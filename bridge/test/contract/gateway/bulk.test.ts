import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { wallClock } from '../../../src/operations/index.ts';
import { readAll, upsertAll } from '../../../src/salesforce/bulk.ts';
import type { BulkContext } from '../../../src/salesforce/bulk.ts';
import { createNames } from '../../../src/salesforce/index.ts';
import { openSession } from '../../../src/salesforce/session.ts';
import { createNotes, startPlatform } from './sandbox.ts';
import type { Platform, SalesforceReady } from './sandbox.ts';

describe('the bulk interface of an org', () => {
  let platform: Platform<SalesforceReady>;
  let context: BulkContext;
  beforeAll(async () => {
    platform = await startPlatform<SalesforceReady>('salesforce', (ready) => ready.instanceUrl);
    const { instanceUrl, oauth } = platform.ready;
    const times = { readTimeoutMs: 30_000, writeTimeoutMs: 30_000, settleMs: 1_000 };
    const privateKey = readFileSync(oauth.jwt.privateKeyFile, 'utf8');
    const auth = { kind: 'jwt' as const, clientId: oauth.jwt.clientId, username: oauth.jwt.username, privateKey };
    const opened = await openSession(
      { loginUrl: instanceUrl, apiVersion: '68.0', auth, namespace: null, share: 1, ...times },
      { clock: wallClock, journal: createNotes().journal },
    );
    if (!opened.ok) throw new Error(opened.failure.message);
    context = { session: opened.session, names: createNames(null), clock: wallClock, readTimeoutMs: 30_000, rowsPerSet: 2 };
  }, 300_000);
  afterAll(() => platform.stop());

  test('records upserted on our key, each with its outcome, are read back set by set as REST would answer them', async () => {
    const rows = [
      { key: 'bulk-1', values: { Name: 'Bulk "One", Ltd', NumberOfEmployees: 12 } },
      { key: 'bulk-2', values: { Name: null } },
      { key: 'bulk-3', values: { Name: 'Bulk Three', Description: 'two\nlines' } },
      { key: 'bulk-4', values: { Name: 'Bulk Four' } },
    ];
    const upserted = await upsertAll(context, 'Account', rows);
    expect(upserted.ok && upserted.value.map((row) => (row.kind === 'rejected' ? row.fault.code : row.kind))).toEqual([
      'ok',
      'REQUIRED_FIELD_MISSING',
      'ok',
      'ok',
    ]);
    const again = await upsertAll(context, 'Account', [{ key: 'bulk-1', values: { NumberOfEmployees: null } }]);
    expect(again.ok && again.value).toMatchObject([{ kind: 'ok', created: false }]);
    const records = [];
    let calls = 0;
    const sizes: number[] = [];
    for await (const page of readAll(context, 'Account', ['Name', 'Description', 'NumberOfEmployees'])) {
      if (!page.ok) throw new Error(page.failure.message);
      records.push(...page.value.records);
      sizes.push(page.value.records.length);
      ({ calls } = page.value);
    }
    expect(sizes).toEqual([2, 1]);
    expect(calls).toBeGreaterThanOrEqual(5);
    expect(records.map(({ values }) => [values['Sync_Key__c'], values['Name'], values['Description'], values['NumberOfEmployees']])).toEqual([
      ['bulk-1', 'Bulk "One", Ltd', null, null],
      ['bulk-3', 'Bulk Three', 'two\nlines', null],
      ['bulk-4', 'Bulk Four', null, null],
    ]);
    expect(records[0]?.modifiedAt).toBeGreaterThan(0);
  }, 120_000);

  test('a field that is not there, and a moment in the future', async () => {
    const bad = [];
    for await (const page of readAll(context, 'Account', ['Nope__c'])) bad.push(page.ok ? 'page' : page.failure.code);
    expect(bad).toEqual(['INVALID_FIELD']);
    const late = [];
    for await (const page of readAll(context, 'Account', ['Name'], Date.now() + 86_400_000)) late.push(page.ok && page.value.records.length);
    expect(late).toEqual([0]);
  }, 120_000);
});
