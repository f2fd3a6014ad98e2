import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Row } from '../../contract.ts';
import { makeId } from '../ids.ts';
import { ALL_OR_NONE, SYSTEM, apexException, codeOf, codes, testOrg } from '../testing/fixture.ts';
import type { TestOrg } from '../testing/fixture.ts';

let t: TestOrg;
let log: string[];
beforeEach(() => {
  t = testOrg();
  log = [];
});
const lead = (name: string, more: Row = {}): Row => ({ LastName: name, Company: 'C', ...more });
const count = (object: string): number => t.query(`SELECT COUNT() FROM ${object}`).totalSize;
/** Logs every trigger run of an object: event, number of rows, and what `show` says of them. */
const watch = (object: string, show: (rows: readonly Row[], old: readonly Row[]) => string = () => ''): void => {
  const events = ['before insert', 'after insert', 'before update', 'after update', 'before delete', 'after delete', 'after undelete'] as const;
  t.triggers(
    Object.fromEntries(
      events.map((event) => [
        `${object} ${event}`,
        (_, i) => void log.push(`${event} ${(i.newRows ?? i.oldRows ?? []).length}${show(i.newRows ?? [], i.oldRows ?? [])}`),
      ]),
    ),
  );
};

describe('triggers', () => {
  test('insert: before without id, changes are kept; after with id', () => {
    t.triggers({
      'Lead before insert': (_, i) =>
        i.newRows?.forEach((row) => {
          log.push(`before ${String(row['Id'])}`);
          row['Title'] = 'set';
        }),
      'Lead after insert': (_, i) => i.newRows?.forEach((row) => log.push(`after ${typeof row['Id']} ${String(row['Title'])}`)),
    });
    const id = t.insert('Lead', lead('A'));
    expect(log).toEqual(['before null', 'after string set']);
    expect(t.row('Lead', id)['Title']).toBe('set');
  });
  test('a before-trigger may fill a required field, and what it sets is validated', () => {
    t.triggers({
      'Lead before insert': (_, i) =>
        i.newRows?.forEach((row) => Object.assign(row, { Company: 'filled', Title: row['LastName'] === 'long' ? 'x'.repeat(200) : null })),
    });
    expect(codes(t.dml('insert', 'Lead', [{ LastName: 'A' }, { LastName: 'long' }]))).toEqual(['ok', 'STRING_TOO_LONG']);
  });
  test('update shows old and new', () => {
    const id = t.insert('Lead', lead('A'));
    watch('Lead', (rows, old) => ` ${old.map((r) => r['LastName']).join()}>${rows.map((r) => r['LastName']).join()}`);
    t.dml('update', 'Lead', [{ Id: id, LastName: 'B' }]);
    expect(log).toEqual(['before update 1 A>B', 'after update 1 A>B']);
  });
  test('500 rows come in chunks of 200 in one transaction', () => {
    watch('Lead');
    t.dml(
      'insert',
      'Lead',
      Array.from({ length: 500 }, (_, i) => lead(`L${i}`)),
    );
    expect(log).toEqual(['before insert 200', 'after insert 200', 'before insert 200', 'after insert 200', 'before insert 100', 'after insert 100']);
  });
  test('addError fails its row with the field', () => {
    t.triggers({ 'Lead before insert': (_, i) => i.newRows?.forEach((row, n) => row['LastName'] === 'bad' && i.addError(n, 'no!', 'LastName')) });
    const results = t.dml('insert', 'Lead', [lead('bad'), lead('good')]);
    expect(results[0]).toMatchObject({
      success: false,
      id: null,
      errors: [{ statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'no!', fields: ['LastName'] }],
    });
    expect(results[1]).toMatchObject({ success: true, created: true });
  });
  test('an uncaught exception fails the chunk; a limit exception ends the transaction; a fault of ours is not hidden', () => {
    t.triggers({
      'Lead after insert': () => {
        throw apexException('T: execution of AfterInsert\n\ncaused by: System.NullPointerException: x');
      },
    });
    expect(codes(t.dml('insert', 'Lead', [lead('A'), lead('B')]))).toEqual(['CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY']);
    t.triggers({
      'Lead after insert': () => {
        throw apexException('System.LimitException: Too many SOQL queries: 101', true);
      },
    });
    expect(() => t.dml('insert', 'Lead', [lead('A')])).toThrow('Too many SOQL');
    t.triggers({
      'Lead after insert': () => {
        throw new TypeError('bug');
      },
    });
    expect(() => t.dml('insert', 'Lead', [lead('A')])).toThrow('bug');
    expect(count('Lead')).toBe(0);
  });
  test('triggers that save themselves stop at depth 16', () => {
    t.triggers({
      'Lead after update': (x, i) => {
        log.push('deep');
        const [result] = x.dml('update', 'Lead', [{ Id: i.newRows?.[0]?.['Id'] ?? null, Title: `t${log.length}` }], ALL_OR_NONE);
        if (result?.success === false) throw apexException(String(result.errors[0]?.message));
      },
    });
    const id = t.insert('Lead', lead('A'));
    const [result] = t.dml('update', 'Lead', [{ Id: id, Title: 'x' }]);
    expect(result?.errors[0]?.message).toContain('maximum trigger depth exceeded');
    expect(log).toHaveLength(16);
  });
});

describe('partial success', () => {
  test('good rows are saved by running their triggers again; the first try leaves nothing', () => {
    t.triggers({
      'Lead before insert': (_, i) => void log.push(`before ${i.newRows?.length}`),
      'Lead after insert': (x, i) => {
        log.push(`after ${i.newRows?.length}`);
        i.newRows?.forEach((row, n) => row['LastName'] === 'bad' && i.addError(n, 'no', null));
        x.dml(
          'insert',
          'Task',
          (i.newRows ?? []).map((row) => ({ Subject: 'Follow up', WhoId: row['Id'] ?? null })),
          SYSTEM,
        );
        x.publish('Notice__e', [{ Text__c: 'n' }]);
      },
    });
    expect(codes(t.dml('insert', 'Lead', [lead('a'), lead('bad'), lead('b')]))).toEqual(['ok', 'FIELD_CUSTOM_VALIDATION_EXCEPTION', 'ok']);
    expect(log).toEqual(['before 3', 'after 3', 'before 2', 'after 2']);
    expect([count('Lead'), count('Task'), t.org.eventsAfter('/event/Notice__e', 0n, 10).length]).toEqual([2, 2, 1]);
  });
  test('three failing tries and it gives up on the rest', () => {
    let tries = 0;
    t.triggers({
      'Lead after insert': (_, i) => {
        tries += 1;
        i.addError(0, `try ${tries}`, null);
      },
    });
    const results = t.dml(
      'insert',
      'Lead',
      ['a', 'b', 'c', 'd', 'e'].map((n) => lead(n)),
    );
    expect(tries).toBe(3);
    expect(results.map((r) => r.errors[0]?.message)).toEqual([
      'try 1',
      'try 2',
      'try 3',
      ...Array(2).fill('Too many batch retries in the presence of Apex triggers and partial failures.'),
    ]);
    expect(count('Lead')).toBe(0);
  });
  test('rows that never reach a trigger do not cost a try', () => {
    watch('Lead');
    expect(codes(t.dml('insert', 'Lead', [lead('a', { NumberOfEmployees: 'many' }), lead('b')]))).toEqual(['INVALID_TYPE_ON_FIELD_IN_RECORD', 'ok']);
    expect(log).toEqual(['before insert 1', 'after insert 1']);
  });
  test('all or none: one failure undoes every chunk', () => {
    const rows = Array.from({ length: 250 }, (_, i) => lead(`L${i}`, i === 240 ? { Email: 'x' } : {}));
    const results = t.dml('insert', 'Lead', rows, ALL_OR_NONE);
    expect(results[240]?.errors[0]?.statusCode).toBe('INVALID_EMAIL_ADDRESS');
    expect(new Set(codes(results))).toEqual(new Set(['INVALID_EMAIL_ADDRESS', 'ALL_OR_NONE_OPERATION_ROLLED_BACK']));
    expect(count('Lead')).toBe(0);
  });
});

describe('after the triggers', () => {
  test('a field update fires update triggers once more, with the image from before the save as old', () => {
    const id = t.insert('Lead', lead('A', { Title: 'old' }));
    t.org.configure({ fieldUpdates: [{ object: 'Lead', name: 'hot', when: [{ field: 'Title', op: 'equals', value: 'boss' }], set: { Rating: 'Hot' } }] });
    watch('Lead', (rows, old) => ` ${String(old[0]?.['Title'])}>${String(rows[0]?.['Title'])} ${String(old[0]?.['Rating'])}>${String(rows[0]?.['Rating'])}`);
    t.dml('update', 'Lead', [{ Id: id, Title: 'boss' }]);
    expect(log).toEqual([
      'before update 1 old>boss null>null',
      'after update 1 old>boss null>null',
      'before update 1 old>boss null>Hot',
      'after update 1 old>boss null>Hot',
    ]);
    expect(t.row('Lead', id)['Rating']).toBe('Hot');
  });
  test('after-save automation is one complete further save', () => {
    t.org.configure({ automations: [{ object: 'Lead', name: 'Describe it', when: [{ field: 'Title', op: 'changed' }], set: { Description: 'by flow' } }] });
    const id = t.insert('Lead', lead('A'));
    watch('Lead', (rows, old) => ` ${String(old[0]?.['Description'])}>${String(rows[0]?.['Description'])}`);
    t.dml('update', 'Lead', [{ Id: id, Title: 'x', Description: 'by hand' }]);
    expect(log).toEqual([
      'before update 1 by flow>by hand',
      'after update 1 by flow>by hand',
      'before update 1 by hand>by flow',
      'after update 1 by hand>by flow',
    ]);
  });
  test('automation undone with a failed try runs again for the rows that are left', () => {
    const ids = ['a', 'bad'].map((n) => t.insert('Lead', lead(n)));
    t.org.configure({ automations: [{ object: 'Lead', name: 'Describe it', when: [{ field: 'Title', op: 'changed' }], set: { Description: 'by flow' } }] });
    t.org.configure({ validation: [{ object: 'Lead', name: 'no', message: 'no', field: null, matches: (row) => row['LastName'] === 'bad' }] });
    const updates = ids.map((Id) => ({ Id, Title: 'x' }));
    expect(codes(t.dml('update', 'Lead', updates))).toEqual(['ok', 'FIELD_CUSTOM_VALIDATION_EXCEPTION']);
    expect(t.row('Lead', ids[0] ?? '')['Description']).toBe('by flow');
  });
  test('the assignment rule routes new leads unless told not to, without a trigger', () => {
    const { rep1 } = t.org.personas;
    t.org.configure({ assignment: [{ object: 'Lead', entries: [{ when: [{ field: 'Country', op: 'equals', value: 'Norway' }], ownerId: rep1.userId }] }] });
    watch('Lead');
    const make = (more: Row, options = SYSTEM) => t.row('Lead', String(t.dml('insert', 'Lead', [lead('A', more)], options)[0]?.id))['OwnerId'];
    expect(make({ Country: 'Norway' })).toBe(rep1.userId);
    expect(make({ Country: 'Norway' }, { ...SYSTEM, autoAssign: false })).toBe(t.org.personas.admin.userId);
    expect(make({ Country: 'Peru' })).toBe(t.org.personas.admin.userId);
    expect(log.filter((l) => l.includes('update'))).toEqual([]);
  });
});

describe('upsert', () => {
  const key = { ...SYSTEM, externalIdField: 'Code__c' };
  test('creates, updates, refuses doubles and several matches', () => {
    const results = t.dml(
      'upsert',
      'Widget__c',
      [
        { Name: 'a', Code__c: 'K1' },
        { Name: 'b', Code__c: 'K2' },
      ],
      key,
    );
    expect(results.map((r) => r.created)).toEqual([true, true]);
    const again = t.dml(
      'upsert',
      'Widget__c',
      [
        { Name: 'c', Code__c: 'k1' },
        { Name: 'd', Code__c: 'K3' },
        { Name: 'e', Code__c: 'K3' },
      ],
      key,
    );
    expect(again.map((r) => [r.success, r.created])).toEqual([
      [true, false],
      [true, true],
      [false, false],
    ]);
    expect(again[0]?.id).toBe(results[0]?.id);
    expect(t.row('Widget__c', String(results[0]?.id))['Name']).toBe('c');
    t.insert('Widget__c', { Name: 'x', Batch__c: 'B' });
    t.insert('Widget__c', { Name: 'y', Batch__c: 'B' });
    expect(codes(t.dml('upsert', 'Widget__c', [{ Name: 'z', Batch__c: 'B' }], { ...SYSTEM, externalIdField: 'Batch__c' }))).toEqual(['DUPLICATE_EXTERNAL_ID']);
  });
  test('update only, missing keys and fields that are no key', () => {
    expect(codes(t.dml('upsert', 'Widget__c', [{ Name: 'a', Code__c: 'K9' }], { ...key, updateOnly: true }))).toEqual(['NOT_FOUND']);
    expect(codes(t.dml('upsert', 'Widget__c', [{ Name: 'a' }], key))).toEqual(['MISSING_ARGUMENT']);
    expect(codeOf(() => t.dml('upsert', 'Widget__c', [{ Name: 'a' }], { ...SYSTEM, externalIdField: 'Size__c' }))).toBe('INVALID_FIELD');
  });
});

describe('update', () => {
  test('wrong, unknown, deleted and repeated ids', () => {
    const [a, gone] = [t.insert('Lead', lead('A')), t.insert('Lead', lead('B'))];
    t.dml('delete', 'Lead', [{ Id: gone }]);
    const rows = [
      { Id: a, Title: 'x' },
      { Id: a, Title: 'y' },
      { Id: gone, Title: 'x' },
      { Id: makeId('00Q', 999), Title: 'x' },
      { Id: t.org.personas.admin.userId, Title: 'x' },
      { Id: 'nope' },
      {},
    ];
    expect(codes(t.dml('update', 'Lead', rows))).toEqual([
      'ok',
      'DUPLICATE_VALUE',
      'ENTITY_IS_DELETED',
      'INVALID_CROSS_REFERENCE_KEY',
      'MALFORMED_ID',
      'MALFORMED_ID',
      'MISSING_ARGUMENT',
    ]);
  });
});

describe('savepoints', () => {
  test('a rollback takes back rows, pending events and jobs, not immediate events', () => {
    t.as('admin', (x) => {
      x.dml('insert', 'Lead', [lead('kept')], SYSTEM);
      const savepoint = x.setSavepoint();
      x.dml('insert', 'Lead', [lead('gone')], SYSTEM);
      x.publish('Notice__e', [{ Text__c: 'gone' }]);
      x.publish('Alert__e', [{ Text__c: 'stays' }]);
      x.enqueue({ kind: 'queueable', className: 'X', run: () => void log.push('ran') });
      x.rollback(savepoint);
      x.publish('Notice__e', [{ Text__c: 'kept' }]);
    });
    expect(count('Lead')).toBe(1);
    expect(log).toEqual([]);
    expect(t.org.eventsAfter('/event/Notice__e', 0n, 10).map((e) => e.values['Text__c'])).toEqual(['kept']);
    expect(t.org.eventsAfter('/event/Alert__e', 0n, 10).map((e) => e.values['Text__c'])).toEqual(['stays']);
  });
  test('a transaction that throws leaves nothing, and no other can start inside it', () => {
    expect(() =>
      t.as('admin', (x) => {
        x.dml('insert', 'Lead', [lead('gone')], SYSTEM);
        expect(codeOf(() => t.as('rep1', () => 1))).toBe('INVALID_OPERATION');
        throw new Error('stop');
      }),
    ).toThrow('stop');
    expect(count('Lead')).toBe(0);
  });
  test('setup and ordinary objects do not mix', () => {
    const [set] = t.query("SELECT Id FROM PermissionSet WHERE Name = 'Widget_User'").records;
    const assignment = { PermissionSetId: String(set?.values['Id']), AssigneeId: t.org.personas.rep2.userId };
    expect(
      codeOf(() => t.as('admin', (x) => [x.dml('insert', 'Lead', [lead('A')], SYSTEM), x.dml('insert', 'PermissionSetAssignment', [assignment], SYSTEM)])),
    ).toBe('MIXED_DML_OPERATION');
    const inRunAs = t.as('admin', (x) => {
      x.dml('insert', 'Lead', [lead('A')], SYSTEM);
      return x.runAs?.(x.userId, () => x.dml('insert', 'PermissionSetAssignment', [assignment], SYSTEM));
    });
    expect(codes(inRunAs ?? [])).toEqual(['ok']);
  });
});
