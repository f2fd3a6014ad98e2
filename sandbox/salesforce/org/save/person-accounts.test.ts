import { describe, expect, test } from '@jest/globals';
import { createOrg } from '../org.ts';
import type { DmlOptions, Row } from '../../contract.ts';

const org = createOrg({ packageDirs: [], dataDir: null, clock: { now: () => 1_763_700_000_000 }, personAccounts: true });
const SYSTEM: DmlOptions = { allOrNone: false, access: 'system', sharing: false, autoAssign: false, duplicateRuleAllowSave: true };
const save = (operation: 'insert' | 'update' | 'delete', object: string, row: Row) =>
  org.transaction({ userId: org.personas.admin.userId, quiddity: 'REST' }, (t) => t.dml(operation, object, [row], SYSTEM)[0]);
const query = (soql: string): readonly Row[] =>
  org.transaction({ userId: org.personas.admin.userId, quiddity: 'REST' }, (t) =>
    t.query(soql, {}, { access: 'system', sharing: false, includeDeleted: false }).records.map((record) => record.values as Row),
  );

describe('person accounts', () => {
  const made = save('insert', 'Account', { FirstName: 'Mira', LastName: 'Sol', PersonEmail: 'mira@sol.example', Phone: '1' });
  const id = String(made?.id);

  test('an account with a last name is a person, named like one, with a contact of its own', () => {
    expect(made).toMatchObject({ success: true });
    const [account] = query(`SELECT Name, IsPersonAccount, PersonContactId FROM Account WHERE Id = '${id}'`);
    expect(account).toMatchObject({ Name: 'Mira Sol', IsPersonAccount: true });
    expect(query(`SELECT Email, Phone, LastName, AccountId, IsPersonAccount FROM Contact WHERE Id = '${String(account?.['PersonContactId'])}'`)).toMatchObject([
      { Email: 'mira@sol.example', Phone: '1', LastName: 'Sol', AccountId: id, IsPersonAccount: true },
    ]);
  });

  test('the contact follows the account, and cannot be changed by itself', () => {
    save('update', 'Account', { Id: id, PersonEmail: 'new@sol.example' });
    const [contact] = query(`SELECT Id, Email FROM Contact WHERE AccountId = '${id}'`);
    expect(contact?.['Email']).toBe('new@sol.example');
    expect(save('update', 'Contact', { Id: String(contact?.['Id']), Phone: '2' })).toMatchObject({ success: false });
  });

  test('a business is none', () => {
    const business = save('insert', 'Account', { Name: 'Business' });
    expect(query(`SELECT IsPersonAccount, PersonContactId FROM Account WHERE Id = '${String(business?.id)}'`)).toMatchObject([
      { IsPersonAccount: false, PersonContactId: null },
    ]);
    expect(query(`SELECT Id FROM Contact WHERE AccountId = '${String(business?.id)}'`)).toEqual([]);
  });

  test('its contact goes with it', () => {
    save('delete', 'Account', { Id: id });
    expect(query(`SELECT Id FROM Contact WHERE AccountId = '${id}'`)).toEqual([]);
  });

  test('an org without the feature does not know its fields', () => {
    const plain = createOrg({ packageDirs: [], dataDir: null, clock: { now: () => 0 } });
    expect([plain.object('Account')?.fields.has('ispersonaccount'), plain.object('Contact')?.fields.has('ispersonaccount')]).toEqual([false, false]);
  });
});
