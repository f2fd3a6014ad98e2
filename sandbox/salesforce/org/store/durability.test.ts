import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { SYSTEM, codes, testOrg } from '../testing/fixture.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'org-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
const file = (): string => join(dir, 'salesforce-org.jsonl');

describe('restart', () => {
  test('rows, ids, auto numbers, deletions, settings, events and replay positions are as they were', () => {
    const first = testOrg(dir);
    const lead = first.insert('Lead', { LastName: 'L', Company: 'C', Email: 'a@b.co' });
    const gone = first.insert('Lead', { LastName: 'G', Company: 'C' });
    const widget = first.insert('Widget__c', { Name: 'w', Code__c: 'K', Size__c: '1.5' });
    first.insert('Part__c', { Widget__c: widget });
    first.dml('update', 'Lead', [{ Id: lead, Title: 'T', Email: null }]);
    first.dml('delete', 'Lead', [{ Id: gone }]);
    first.as('admin', (x) => x.publish('Notice__e', [{ Text__c: 'n' }]));
    first.as('admin', (x) => x.publish('Alert__e', [{ Text__c: 'a' }]));
    const before = [
      first.row('Lead', lead),
      first.row('Lead', gone),
      first.row('Widget__c', widget),
      first.org.eventsAfter('/event/Notice__e', 0n, 9),
      first.org.eventsAfter('/event/Alert__e', 0n, 9),
      first.org.personas,
    ];
    first.org.close();

    const second = testOrg(dir);
    expect([
      second.row('Lead', lead),
      second.row('Lead', gone),
      second.row('Widget__c', widget),
      second.org.eventsAfter('/event/Notice__e', 0n, 9),
      second.org.eventsAfter('/event/Alert__e', 0n, 9),
      second.org.personas,
    ]).toEqual(before);
    expect(second.query("SELECT COUNT() FROM Widget__c WHERE Code__c = 'k'").totalSize).toBe(1);
    expect(codes(second.dml('insert', 'Widget__c', [{ Name: 'x', Code__c: 'K' }]))).toEqual(['DUPLICATE_VALUE']);
    expect(second.row('Part__c', second.insert('Part__c', { Widget__c: widget }))['Name']).toBe('P-0002');
    expect([lead, gone]).not.toContain(second.insert('Lead', { LastName: 'N', Company: 'C' }));
    const last = second.org.latestReplayId('/event/Notice__e');
    second.as('admin', (x) => x.publish('Notice__e', [{ Text__c: 'm' }]));
    expect(second.org.latestReplayId('/event/Notice__e') > last).toBe(true);
    second.org.close();
  });
  test('nothing of a failed transaction is written, and each commit is one line', () => {
    const t = testOrg(dir);
    const lines = (): number => readFileSync(file(), 'utf8').split('\n').length;
    const before = lines();
    expect(() =>
      t.as('admin', (x) => {
        x.dml('insert', 'Lead', [{ LastName: 'L', Company: 'C' }], SYSTEM);
        throw new Error('stop');
      }),
    ).toThrow('stop');
    expect(lines()).toBe(before);
    t.dml(
      'insert',
      'Lead',
      Array.from({ length: 300 }, (_, i) => ({ LastName: `L${i}`, Company: 'C' })),
    );
    expect(lines()).toBe(before + 1);
    t.query('SELECT Id FROM Lead');
    expect(lines()).toBe(before + 1);
    t.org.close();
  });
  test('a torn last line is a transaction that never was', () => {
    const t = testOrg(dir);
    t.insert('Lead', { LastName: 'L', Company: 'C' });
    t.org.close();
    appendFileSync(file(), '[["r","Lead","00Q');
    const again = testOrg(dir);
    expect(again.query('SELECT COUNT() FROM Lead').totalSize).toBe(1);
    again.org.close();
  });
  test('the file shrinks to the live state at the next start, and expired events go', () => {
    const t = testOrg(dir);
    const id = t.insert('Lead', { LastName: 'L', Company: 'C' });
    for (let i = 0; i < 500; i += 1) t.dml('update', 'Lead', [{ Id: id, Title: `title ${i}` }]);
    t.as('admin', (x) => x.publish('Notice__e', [{ Text__c: 'old' }]));
    t.org.close();
    const grown = statSync(file()).size;
    const again = testOrg(dir);
    expect(statSync(file()).size).toBeLessThan(grown - 10_000);
    expect(again.row('Lead', id)['Title']).toBe('title 499');
    again.org.close();
  });
  test('reset forgets all data and starts over', () => {
    const t = testOrg(dir);
    t.insert('Lead', { LastName: 'L', Company: 'C' });
    t.org.configure({ limits: { hourlyPublished: 0 }, validation: [{ object: 'Lead', name: 'n', message: 'no', field: null, matches: () => true }] });
    const { personas } = t.org;
    t.org.reset();
    expect(t.query('SELECT COUNT() FROM Lead').totalSize).toBe(0);
    expect(t.org.user(personas.admin.userId)?.['Username']).toBe('admin@fieldwise.sandbox');
    expect(codes(t.dml('insert', 'Lead', [{ LastName: 'L', Company: 'C' }]))).toEqual(['ok']);
    t.org.close();
    const again = testOrg(dir);
    expect(again.query('SELECT COUNT() FROM Lead').totalSize).toBe(1);
    again.org.close();
  });
});
