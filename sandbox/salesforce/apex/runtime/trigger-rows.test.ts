import { describe, expect, test } from '@jest/globals';
import type { Row, TriggerEvent } from '../../contract.ts';
import { ADMIN } from '../testing/fake-org.ts';
import { compile } from '../testing/harness.ts';

const { org, apex } = compile({
  T: "trigger T on Account(before update, after update) { Kept.records = Trigger.new; if (Trigger.isBefore) { Trigger.new[0].Name = 'set'; } }",
  Kept: `public class Kept {
    public static List<Account> records;
    @AuraEnabled public static String look() { return records[0].Name + ', ' + records[1].Key__c; }
  }`,
});

/** Runs the trigger on two rows, lets the save go on with the second, and answers what Apex still sees in the records it kept. */
function kept(event: TriggerEvent, goOn: (row: Row) => void): { readonly seen: unknown; readonly rows: readonly Row[] } {
  const rows = ['1', '2'].map((n): Row => ({ Id: `00100000000000${n}AAA`, Name: n, Key__c: `key ${n}` }));
  const seen = org.transaction({ userId: ADMIN, quiddity: 'AURA' }, (transaction) => {
    const oldRows = rows.map((row) => ({ ...row }));
    apex.runTriggers(transaction, { object: 'Account', event, newRows: rows, oldRows, addError: () => undefined });
    for (const row of rows.slice(1)) goOn(row);
    return apex.callAura(transaction, 'Kept', 'look', {});
  });
  return { seen, rows };
}

describe("a trigger's records, read on demand", () => {
  test('a before trigger writes what it set into the row that is saved, and nothing else', () => {
    expect(kept('before update', () => undefined).rows).toMatchObject([
      { Name: 'set', Key__c: 'key 1' },
      { Name: '2', Key__c: 'key 2' },
    ]);
  });
  test('a record kept from a before trigger does not follow its row as the save goes on', () => {
    expect(kept('before update', (row) => Object.assign(row, { Key__c: 'changed by the save' })).seen).toBe('set, key 2');
  });
  test('after triggers leave their rows alone', () => {
    const { seen, rows } = kept('after update', () => undefined);
    expect(seen).toBe('1, key 2');
    expect(rows.map((row) => Object.keys(row))).toEqual([
      ['Id', 'Name', 'Key__c'],
      ['Id', 'Name', 'Key__c'],
    ]);
  });
});
