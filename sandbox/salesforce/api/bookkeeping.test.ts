import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { QueryRecord } from '../contract.ts';
import { IDLE_MS, TokenStore } from './auth/tokens.ts';
import { Cursors } from './cursors.ts';
import { callerClient, dmlOptions, queryBatchSize } from './headers.ts';
import { to18 } from './ids.ts';
import { routeOf } from './server.ts';
import { RequestUsage, RollingCount } from './usage.ts';
import { versionList, versionOf } from './versions.ts';

const HOUR = 3_600_000;

describe('rolling counts', () => {
  test('forget what is older than their window', () => {
    const count = new RollingCount(24);
    count.add(0, 5);
    count.add(23 * HOUR, 2);
    expect(count.used(23.5 * HOUR)).toBe(7);
    expect(count.used(24 * HOUR)).toBe(2);
  });
  test('requests are admitted up to the limit', () => {
    const usage = new RequestUsage();
    usage.max = 2;
    expect([usage.admit(0), usage.admit(0), usage.admit(0), usage.admit(25 * HOUR)]).toEqual([true, true, false, true]);
  });
});

describe('cursors', () => {
  const records = Array.from({ length: 450 }, (_, index): QueryRecord => ({ object: 'Lead', values: { Id: String(index) } }));
  const result = { totalSize: 450, records };
  test('pages follow each other to the end', () => {
    const cursors = new Cursors();
    const first = cursors.open('u', result, 200, 0);
    expect(first.next).toMatch(/^01g\w{15}-200$/);
    const second = cursors.page(first.next ?? '', 'u', 0);
    const third = cursors.page(second?.next ?? '', 'u', 0);
    expect([first, second, third].map((page) => page?.records.length)).toEqual([200, 200, 50]);
    expect(third).toMatchObject({ next: null, totalSize: 450 });
  });
  test('belong to their user, and end after two days or ten newer ones', () => {
    const cursors = new Cursors();
    const next = cursors.open('u', result, 200, 0).next ?? '';
    expect(cursors.page(next, 'other', 0)).toBeNull();
    expect(cursors.page(next, 'u', 49 * HOUR)).toBeNull();
    expect(cursors.page(next, 'u', 0)).not.toBeNull();
    for (let index = 0; index < 10; index += 1) cursors.open('u', result, 200, 0);
    expect(cursors.page(next, 'u', 0)).toBeNull();
  });
});

describe('tokens', () => {
  test('idle out after two hours without use, persona tokens never, and both survive a restart', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tokens-'));
    let now = 0;
    const options = { orgId: '00D000000000001EAA', file: join(folder, 'tokens.json'), now: () => now };
    const store = new TokenStore(options);
    const issued = store.issue('u', 'app');
    const persona = store.longLived('u', 'persona');
    expect(issued.token).toMatch(/^00D000000000001!AQ/);
    now = IDLE_MS;
    expect(store.use(issued.token)?.userId).toBe('u');
    const restarted = new TokenStore(options);
    expect(restarted.longLived('u', 'persona').token).toBe(persona.token);
    now += IDLE_MS + 1;
    expect(store.use(issued.token)).toBeUndefined();
    expect(store.use(persona.token)).toBeDefined();
    rmSync(folder, { recursive: true });
  });
  test('can be expired all at once, or revoked one by one', () => {
    const store = new TokenStore({ orgId: '00D000000000001EAA', file: null, now: () => 0 });
    const [first, second] = [store.issue('u', 'app'), store.issue('u', 'app')];
    expect(store.revoke(first.token)).toBe(true);
    expect(store.revoke(first.token)).toBe(false);
    expect(store.expireIssued()).toBe(1);
    expect(store.use(second.token)).toBeUndefined();
  });
});

describe('headers', () => {
  test('a missing Sforce-Auto-Assign leaves the active rule in force', () => {
    expect(dmlOptions({}, true).autoAssign).toBe(true);
    expect(dmlOptions({ 'sforce-auto-assign': 'FALSE' }, true).autoAssign).toBe(false);
    expect(dmlOptions({ 'sforce-auto-assign': '01Q000000000001AAA' }, true).autoAssign).toBe('01Q000000000001AAA');
  });
  test('duplicate and call options', () => {
    expect(dmlOptions({ 'sforce-duplicate-rule-header': 'allowSave=true; includeRecordDetails=false' }, false)).toMatchObject({
      allOrNone: false,
      duplicateRuleAllowSave: true,
      access: 'user',
    });
    expect(callerClient({ 'sforce-call-options': 'client=Fieldwise/1.0, defaultNamespace=x' })).toBe('Fieldwise/1.0');
  });
  test.each([
    [undefined, 2000],
    ['batchSize=200', 200],
    ['batchSize=1', 200],
    ['batchSize=9999', 2000],
    ['batchSize=many', 2000],
  ])('query options %p', (text, size) => {
    expect(queryBatchSize(text === undefined ? {} : { 'sforce-query-options': text })).toBe(size);
  });
});

describe('versions', () => {
  test('carry the names of their releases', () => {
    expect(versionList().at(-1)).toEqual({ label: "Winter '27", url: '/services/data/v68.0', version: '68.0' });
    expect(versionList().find((item) => item.version === '58.0')?.label).toBe("Summer '23");
    expect(versionList()[0]?.label).toBe("Summer '14");
  });
  test.each([
    ['v30.0', 410],
    ['v20.0', 410],
    ['v69.0', 404],
    ['latest', 404],
  ])('%s answers %i', (segment, status) => {
    expect(() => versionOf(segment)).toThrow(expect.objectContaining({ status }));
  });
});

test.each([
  ['/services/data/v68.0/sobjects/Lead/00QWs0000000001AAA', '/services/data/v68.0/sobjects/Lead/{id}'],
  ['/services/data/v68.0/sobjects/Lead/Sync_Key__c/hs-1', '/services/data/v68.0/sobjects/Lead/Sync_Key__c/{value}'],
  ['/services/data/v68.0/query/01g000000000001AAA-2000', '/services/data/v68.0/query/{locator}'],
  ['/services/data/v68.0/sobjects/OpportunityContactRole/describe', '/services/data/v68.0/sobjects/OpportunityContactRole/describe'],
])('%s is counted as %s', (path, route) => expect(routeOf(path)).toBe(route));

test('15-character ids get their checksum', () => expect(to18('001D000000IRFma')).toBe('001D000000IRFmaIAH'));
