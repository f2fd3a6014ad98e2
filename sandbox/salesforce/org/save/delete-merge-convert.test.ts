import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Row } from '../../contract.ts';
import { SYSTEM, codes, testOrg } from '../testing/fixture.ts';
import type { TestOrg } from '../testing/fixture.ts';

let t: TestOrg;
let log: string[];
beforeEach(() => {
  t = testOrg();
  log = [];
});
const EVENTS = ['before insert', 'after insert', 'before update', 'after update', 'before delete', 'after delete', 'after undelete'] as const;
const watch = (objects: readonly string[]): void =>
  t.triggers(
    Object.fromEntries(
      objects.flatMap((o) =>
        EVENTS.map((e) => [`${o} ${e}`, (_, i) => void log.push(`${o} ${e}${typeof i.oldRows?.[0]?.['MasterRecordId'] === 'string' ? ' merged' : ''}`)]),
      ),
    ),
  );
const live = (object: string): number => t.query(`SELECT COUNT() FROM ${object}`).totalSize;

describe('delete and undelete', () => {
  test('an account takes contacts and opportunities along without their triggers, and brings them back', () => {
    const account = t.insert('Account', { Name: 'A' });
    const contact = t.insert('Contact', { LastName: 'L', AccountId: account });
    const opportunity = t.insert('Opportunity', { Name: 'O', StageName: 'Prospecting', CloseDate: '2026-04-01', AccountId: account });
    t.insert('OpportunityContactRole', { OpportunityId: opportunity, ContactId: contact });
    watch(['Account', 'Contact', 'Opportunity']);
    t.clock.time += 60_000;
    t.dml('delete', 'Account', [{ Id: account }]);
    expect(log).toEqual(['Account before delete', 'Account after delete']);
    expect([live('Account'), live('Contact'), live('Opportunity'), live('OpportunityContactRole')]).toEqual([0, 0, 0, 0]);
    expect(t.row('Contact', contact)).toMatchObject({ IsDeleted: true, SystemModstamp: Math.floor(t.clock.time / 1000) * 1000 });
    t.dml('undelete', 'Account', [{ Id: account }]);
    expect(log.at(-1)).toBe('Account after undelete');
    expect([live('Account'), live('Contact'), live('Opportunity'), live('OpportunityContactRole')]).toEqual([1, 1, 1, 1]);
  });
  test('details go with their master; a lookup is emptied', () => {
    const account = t.insert('Account', { Name: 'A' });
    const widget = t.insert('Widget__c', { Name: 'w', Account__c: account });
    t.insert('Part__c', { Widget__c: widget });
    t.dml('delete', 'Account', [{ Id: account }]);
    expect(t.row('Widget__c', widget)).toMatchObject({ Account__c: null, IsDeleted: false });
    t.dml('delete', 'Widget__c', [{ Id: widget }]);
    expect(live('Part__c')).toBe(0);
  });
  test('cases hold their account; deleting twice or undeleting what is not deleted fails', () => {
    const account = t.insert('Account', { Name: 'A' });
    t.insert('Case', { AccountId: account, Subject: 's' });
    const lead = t.insert('Lead', { LastName: 'L', Company: 'C' });
    expect(codes(t.dml('delete', 'Account', [{ Id: account }]))).toEqual(['DELETE_FAILED']);
    expect(codes(t.dml('undelete', 'Lead', [{ Id: lead }]))).toEqual(['UNDELETE_FAILED']);
    expect(codes([...t.dml('delete', 'Lead', [{ Id: lead }]), ...t.dml('delete', 'Lead', [{ Id: lead }])])).toEqual(['ok', 'ENTITY_IS_DELETED']);
  });
  test('deleted rows show only when asked for', () => {
    const id = t.insert('Lead', { LastName: 'L', Company: 'C' });
    t.dml('delete', 'Lead', [{ Id: id }]);
    expect(t.query('SELECT Id FROM Lead').totalSize).toBe(0);
    expect(t.query('SELECT Id FROM Lead ALL ROWS').totalSize).toBe(1);
  });
  test('getDeleted and getUpdated answer by minute windows', () => {
    const [a, b] = [t.insert('Lead', { LastName: 'A', Company: 'C' }), t.insert('Lead', { LastName: 'B', Company: 'C' })];
    const start = t.clock.time;
    t.clock.time += 120_000;
    t.dml('delete', 'Lead', [{ Id: b }]);
    const deletedDate = Math.floor(t.clock.time / 1000) * 1000;
    t.clock.time += 120_000;
    expect(t.org.getUpdated('Lead', start, t.clock.time).ids).toEqual([a]);
    expect(t.org.getDeleted('Lead', start, t.clock.time).records).toEqual([{ id: b, deletedDate }]);
    expect(t.org.getDeleted('Lead', start, start + 60_000).records).toEqual([]);
    expect(() => t.org.getDeleted('Lead', start - 16 * 86_400_000, start)).toThrow('startDate');
  });
});

describe('merge', () => {
  const admin = <T>(work: Parameters<typeof t.as<T>>[1]): T => t.as('admin', work);
  test('losers are deleted into the winner, children move without triggers, the winner is updated', () => {
    const [winner, loser] = [t.insert('Account', { Name: 'Win' }), t.insert('Account', { Name: 'Lose' })];
    const contact = t.insert('Contact', { LastName: 'L', AccountId: loser });
    watch(['Account', 'Contact']);
    const result = admin((x) => x.mergeRecords?.('Account', { Id: winner, Phone: '1' }, [loser], SYSTEM));
    expect(result).toMatchObject({ success: true, id: winner });
    expect(log).toEqual(['Account before delete', 'Account after delete merged', 'Account before update', 'Account after update']);
    expect(t.row('Account', loser)).toMatchObject({ IsDeleted: true, MasterRecordId: winner });
    expect(t.row('Contact', contact)).toMatchObject({ AccountId: winner, IsDeleted: false });
    expect(t.row('Account', winner)['Phone']).toBe('1');
  });
  test('a failing winner undoes everything', () => {
    const [winner, loser] = [t.insert('Contact', { LastName: 'W' }), t.insert('Contact', { LastName: 'L' })];
    const result = admin((x) => x.mergeRecords?.('Contact', { Id: winner, Email: 'x' }, [loser], SYSTEM));
    expect(result?.errors[0]?.statusCode).toBe('INVALID_EMAIL_ADDRESS');
    expect(t.row('Contact', loser)['IsDeleted']).toBe(false);
  });
});

describe('lead conversion', () => {
  const lead: Row = { FirstName: 'Bo', LastName: 'Li', Company: 'Acme', Email: 'bo@acme.co', Phone: '1', City: 'Rome', LeadSource: 'Web', Title: 'CEO' };
  const convert = (request: Record<string, unknown>) =>
    t.as('admin', (x) => x.convertLeads?.([{ convertedStatus: 'Closed - Converted', ...request }], false)?.[0]);
  test('makes account, contact and opportunity, then updates the lead', () => {
    const leadId = t.insert('Lead', lead);
    const task = t.insert('Task', { Subject: 's', WhoId: leadId });
    watch(['Account', 'Contact', 'Opportunity', 'Lead']);
    const result = convert({ leadId });
    expect(result).toMatchObject({ success: true, id: leadId });
    expect(log).toEqual([
      'Account before insert',
      'Account after insert',
      'Contact before insert',
      'Contact after insert',
      'Opportunity before insert',
      'Opportunity after insert',
      'Lead before update',
      'Lead after update',
    ]);
    expect(t.row('Lead', leadId)).toMatchObject({
      IsConverted: true,
      Status: 'Closed - Converted',
      ConvertedDate: '2026-03-04',
      ConvertedAccountId: result?.accountId,
      ConvertedContactId: result?.contactId,
      ConvertedOpportunityId: result?.opportunityId,
    });
    expect(t.row('Account', String(result?.accountId))).toMatchObject({ Name: 'Acme', BillingCity: 'Rome', AccountSource: 'Web' });
    expect(t.row('Contact', String(result?.contactId))).toMatchObject({
      Name: 'Bo Li',
      Email: 'bo@acme.co',
      MailingCity: 'Rome',
      AccountId: result?.accountId,
    });
    expect(t.row('Opportunity', String(result?.opportunityId))).toMatchObject({
      Name: 'Acme-',
      StageName: 'Prospecting',
      CloseDate: '2026-03-31',
      AccountId: result?.accountId,
    });
    expect(t.row('Task', task)['WhoId']).toBe(result?.contactId);
    expect(live('OpportunityContactRole')).toBe(1);
  });
  test('an existing account and contact only get their blanks filled, and no opportunity when not wanted', () => {
    const leadId = t.insert('Lead', lead);
    const accountId = t.insert('Account', { Name: 'Old', Phone: '9' });
    const contactId = t.insert('Contact', { LastName: 'Li', AccountId: accountId, Title: 'CTO' });
    const result = convert({ leadId, accountId, contactId, doNotCreateOpportunity: true });
    expect(result).toMatchObject({ success: true, accountId, contactId, opportunityId: null });
    expect(t.row('Account', accountId)).toMatchObject({ Name: 'Old', Phone: '9', BillingCity: 'Rome' });
    expect(t.row('Contact', contactId)).toMatchObject({ Title: 'CTO', Email: 'bo@acme.co' });
  });
  test('without validation the before-triggers of the new records do not run', () => {
    t.org.configure({ validateConversions: false });
    const leadId = t.insert('Lead', lead);
    watch(['Account', 'Contact', 'Opportunity']);
    convert({ leadId });
    expect(log).toEqual(['Account after insert', 'Contact after insert', 'Opportunity after insert']);
  });
  test('a wrong status, a second conversion, a later edit', () => {
    const leadId = t.insert('Lead', lead);
    expect(convert({ leadId, convertedStatus: 'Working - Contacted' })?.errors[0]?.statusCode).toBe('INVALID_STATUS');
    expect(convert({ leadId })?.success).toBe(true);
    expect(convert({ leadId })?.errors[0]?.statusCode).toBe('CANNOT_UPDATE_CONVERTED_LEAD');
    expect(t.dml('update', 'Lead', [{ Id: leadId, Title: 'x' }])[0]?.errors[0]).toMatchObject({
      statusCode: 'CANNOT_UPDATE_CONVERTED_LEAD',
      message: 'cannot reference converted lead',
    });
    expect(t.as('integration', (x) => x.dml('update', 'Lead', [{ Id: leadId, Title: 'x' }], SYSTEM))[0]?.success).toBe(true);
  });
  test('a failure inside leaves nothing behind', () => {
    t.org.configure({ validation: [{ object: 'Opportunity', name: 'no', message: 'no', field: null, matches: () => true }] });
    const leadId = t.insert('Lead', lead);
    expect(convert({ leadId })).toMatchObject({ success: false, accountId: null, errors: [{ statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION' }] });
    expect([live('Account'), live('Contact')]).toEqual([0, 0]);
  });
});
