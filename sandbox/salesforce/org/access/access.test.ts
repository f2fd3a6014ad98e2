import { beforeEach, describe, expect, test } from '@jest/globals';
import type { QueryOptions } from '../../contract.ts';
import { SYSTEM, USER, codeOf, codes, column, testOrg } from '../testing/fixture.ts';
import type { TestOrg } from '../testing/fixture.ts';

const AS_USER: QueryOptions = { access: 'user', sharing: true, includeDeleted: false };
let t: TestOrg;
beforeEach(() => {
  t = testOrg();
});
const ask = (who: 'admin' | 'rep1' | 'rep2' | 'integration', soql: string, options = AS_USER) => t.as(who, (x) => x.query(soql, {}, options));
const giveWidgets = (who: 'rep1' | 'rep2'): void => {
  const [set] = t.query("SELECT Id FROM PermissionSet WHERE Name = 'Widget_User'").records;
  t.dml('insert', 'PermissionSetAssignment', [{ PermissionSetId: String(set?.values['Id']), AssigneeId: t.org.personas[who].userId }]);
};

describe('object and field permissions', () => {
  test('a standard user sees standard objects and fields, nothing of a package', () => {
    const { rep1 } = t.org.personas;
    expect([t.org.canRead(rep1.userId, 'Lead', 'Email'), t.org.canEdit(rep1.userId, 'lead', 'email'), t.org.canCreate(rep1.userId, 'Opportunity')]).toEqual([
      true,
      true,
      true,
    ]);
    expect([t.org.canRead(rep1.userId, 'Widget__c'), t.org.canRead(rep1.userId, 'Lead', 'Nickname__c'), t.org.canEdit(rep1.userId, 'Profile')]).toEqual([
      false,
      false,
      false,
    ]);
    expect(codeOf(() => ask('rep1', 'SELECT Id FROM Widget__c'))).toBe('INVALID_TYPE');
    expect(codeOf(() => ask('rep1', 'SELECT Nickname__c FROM Lead'))).toBe('INVALID_FIELD');
    expect(codeOf(() => ask('rep1', "SELECT Id FROM Lead WHERE Nickname__c = 'x'"))).toBe('INVALID_FIELD');
    expect(codeOf(() => ask('rep1', 'SELECT Id, (SELECT Id FROM Widgets__r) FROM Account'))).toBe('INVALID_TYPE');
  });
  test('a permission set adds exactly what it says', () => {
    giveWidgets('rep1');
    const id = t.org.personas.rep1.userId;
    expect([
      t.org.canRead(id, 'Widget__c', 'Code__c'),
      t.org.canEdit(id, 'Widget__c', 'Code__c'),
      t.org.canRead(id, 'Widget__c', 'Size__c'),
      t.org.canDelete(id, 'Widget__c'),
    ]).toEqual([true, true, false, false]);
    expect([t.org.canRead(id, 'Lead', 'Nickname__c'), t.org.canEdit(id, 'Lead', 'Nickname__c')]).toEqual([true, false]);
    expect([t.org.hasCustomPermission(id, 'Widget_Boss'), t.org.hasCustomPermission(t.org.personas.rep2.userId, 'Widget_Boss')]).toEqual([true, false]);
    expect(ask('rep1', 'SELECT Id, Code__c FROM Widget__c').totalSize).toBe(0);
  });
  test('taking the assignment away takes the rights away at once', () => {
    giveWidgets('rep1');
    const [assignment] = t.query(`SELECT Id FROM PermissionSetAssignment WHERE AssigneeId = '${t.org.personas.rep1.userId}'`).records;
    t.dml('delete', 'PermissionSetAssignment', [{ Id: String(assignment?.values['Id']) }]);
    expect(t.org.canRead(t.org.personas.rep1.userId, 'Widget__c')).toBe(false);
  });
  test('writing: no object right, no field right', () => {
    giveWidgets('rep1');
    const save = (row: Record<string, string>) => t.as('rep1', (x) => x.dml('insert', 'Widget__c', [row], USER))[0];
    expect(save({ Name: 'w', Code__c: 'c' })?.success).toBe(true);
    expect(save({ Name: 'w', Size__c: '1' })?.errors[0]?.statusCode).toBe('INVALID_FIELD');
    const lead = t.insert('Lead', { LastName: 'L', Company: 'C' });
    const [refused] = t.as('rep1', (x) => x.dml('update', 'Lead', [{ Id: lead, Nickname__c: 'n' }], USER));
    expect(refused?.errors[0]).toMatchObject({ statusCode: 'INVALID_FIELD_FOR_INSERT_UPDATE', fields: ['Nickname__c'] });
    expect(codes(t.as('rep2', (x) => x.dml('insert', 'Widget__c', [{ Name: 'w' }], USER)))).toEqual(['INVALID_TYPE_FOR_OPERATION']);
    expect(codes(t.as('rep2', (x) => x.dml('insert', 'Widget__c', [{ Name: 'w' }], SYSTEM)))).toEqual(['ok']);
  });
  test('WITH clauses set the mode; FIELDS leaves out what cannot be seen', () => {
    t.insert('Lead', { LastName: 'L', Company: 'C', Nickname__c: 'n' });
    const system: QueryOptions = { access: 'system', sharing: false, includeDeleted: false };
    expect(codeOf(() => ask('rep1', 'SELECT Nickname__c FROM Lead WITH USER_MODE', system))).toBe('INVALID_FIELD');
    expect(codeOf(() => ask('rep1', 'SELECT Nickname__c FROM Lead WITH SECURITY_ENFORCED', system))).toBe('INVALID_FIELD');
    expect(ask('rep1', 'SELECT Nickname__c FROM Lead WITH SYSTEM_MODE').totalSize).toBe(1);
    expect(Object.keys(ask('rep1', 'SELECT FIELDS(ALL) FROM Lead LIMIT 1').records[0]?.values ?? {})).not.toContain('Nickname__c');
  });
  test('system permissions and classes', () => {
    const { admin, integration, rep1 } = t.org.personas;
    expect([admin, rep1, integration].map((p) => t.org.hasSystemPermission(p.userId, 'ModifyAllData'))).toEqual([true, false, false]);
    expect(t.org.hasSystemPermission(integration.userId, 'ApiUserOnly')).toBe(true);
    expect([t.org.hasClassAccess(admin.userId, 'Any'), t.org.hasClassAccess(rep1.userId, 'Any')]).toEqual([true, false]);
  });
});

describe('sharing', () => {
  const opportunity = (who: 'rep1' | 'rep2'): string =>
    String(t.as(who, (x) => x.dml('insert', 'Opportunity', [{ Name: who, StageName: 'Prospecting', CloseDate: '2026-05-01' }], USER))[0]?.id);
  test('private records show to their owner and to those who see all', () => {
    opportunity('rep1');
    opportunity('rep2');
    const seen = (who: 'admin' | 'rep1' | 'rep2' | 'integration') => column(ask(who, 'SELECT Name FROM Opportunity ORDER BY Name'), 'Name');
    expect([seen('rep1'), seen('rep2'), seen('admin'), seen('integration')]).toEqual([['rep1'], ['rep2'], ['rep1', 'rep2'], ['rep1', 'rep2']]);
    expect(ask('rep1', 'SELECT Name FROM Opportunity', { access: 'system', sharing: false, includeDeleted: false }).totalSize).toBe(2);
    expect(ask('rep1', 'SELECT COUNT(Id) n FROM Opportunity').records[0]?.values['n']).toBe('1');
  });
  test('a hidden record cannot be edited, a read-only one not either, and only owners delete', () => {
    const theirs = opportunity('rep2');
    const edit = () => codes(t.as('rep1', (x) => x.dml('update', 'Opportunity', [{ Id: theirs, Name: 'x' }], USER)));
    expect(edit()).toEqual(['INVALID_CROSS_REFERENCE_KEY']);
    t.org.setSharing('Opportunity', 'Read');
    expect(edit()).toEqual(['INSUFFICIENT_ACCESS_OR_READONLY']);
    t.org.setSharing('Opportunity', 'ReadWrite');
    expect(edit()).toEqual(['ok']);
    expect(codes(t.as('rep1', (x) => x.dml('delete', 'Opportunity', [{ Id: theirs }], USER)))).toEqual(['INSUFFICIENT_ACCESS_OR_READONLY']);
    expect(codes(t.as('rep2', (x) => x.dml('delete', 'Opportunity', [{ Id: theirs }], USER)))).toEqual(['ok']);
  });
  test('details follow their master, parents of hidden records read as null', () => {
    t.org.setSharing('Account', 'Private');
    const account = t.insert('Account', { Name: 'hidden' });
    t.insert('Contact', { LastName: 'L', AccountId: account });
    expect(ask('rep1', 'SELECT LastName, Account.Name FROM Contact').records[0]?.values).toEqual({ LastName: 'L', Account: null });
    t.org.setSharing('Contact', 'ControlledByParent');
    expect(ask('rep1', 'SELECT LastName FROM Contact').totalSize).toBe(0);
  });
  test('members of a queue see what it owns', () => {
    const queue = t.insert('Group', { Name: 'Q', Type: 'Queue' });
    t.insert('QueueSobject', { QueueId: queue, SobjectType: 'Lead' });
    t.insert('GroupMember', { GroupId: queue, UserOrGroupId: t.org.personas.rep1.userId });
    t.org.setSharing('Lead', 'Private');
    t.insert('Lead', { LastName: 'L', Company: 'C', OwnerId: queue });
    expect([ask('rep1', 'SELECT Id, Owner.Name, Owner.Type FROM Lead').totalSize, ask('rep2', 'SELECT Id FROM Lead').totalSize]).toEqual([1, 0]);
    expect(codes(t.dml('insert', 'Case', [{ Subject: 's', OwnerId: queue }]))).toEqual(['INVALID_CROSS_REFERENCE_KEY']);
  });
});

describe('hierarchy custom settings', () => {
  test('the user wins over the profile, the profile over the org, field by field', () => {
    const { rep1, rep2 } = t.org.personas;
    const mode = (userId: string) => t.org.customSetting('Switch__c', userId)?.['Mode__c'];
    expect(t.org.customSetting('Switch__c', rep1.userId)).toBeUndefined();
    t.insert('Switch__c', { Mode__c: 'org' });
    expect([mode(rep1.userId), mode(rep2.userId)]).toEqual(['org', 'org']);
    t.insert('Switch__c', { SetupOwnerId: rep1.userId });
    expect(mode(rep1.userId)).toBe('org');
    t.insert('Switch__c', { SetupOwnerId: String(t.org.user(rep1.userId)?.['ProfileId']), Mode__c: 'profile' });
    expect([mode(rep1.userId), mode(rep2.userId), mode(t.org.personas.admin.userId)]).toEqual(['profile', 'profile', 'org']);
    expect(codes(t.dml('insert', 'Switch__c', [{ SetupOwnerId: rep1.userId }]))).toEqual(['DUPLICATE_VALUE']);
  });
});
