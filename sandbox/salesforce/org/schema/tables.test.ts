import { describe, expect, test } from '@jest/globals';
import { standardObjects } from './tables.ts';

const objects = new Map(standardObjects().map((o) => [o.name, o]));
const fieldOf = (object: string, name: string) => objects.get(object)?.fields.get(name.toLowerCase());

describe('standard objects', () => {
  test('all are there with their key prefixes', () => {
    const prefixes = Object.fromEntries([...objects.values()].map((o) => [o.name, o.keyPrefix]));
    expect(prefixes).toMatchObject({
      Account: '001',
      Contact: '003',
      Lead: '00Q',
      Opportunity: '006',
      OpportunityContactRole: '00K',
      Task: '00T',
      Event: '00U',
      Case: '500',
      Campaign: '701',
      CampaignMember: '00v',
      User: '005',
      Organization: '00D',
      RecordType: '012',
      Profile: '00e',
      PermissionSet: '0PS',
      AsyncApexJob: '707',
      Group: '00G',
    });
  });
  test.each([
    ['Lead', 'Email', { type: 'email', length: 80, nillable: true }],
    ['Lead', 'Company', { type: 'string', length: 255, nillable: false, createable: true }],
    ['Lead', 'Status', { type: 'picklist', nillable: false, defaultedOnCreate: true, defaultValue: 'Open - Not Contacted', restrictedPicklist: false }],
    ['Lead', 'HasOptedOutOfEmail', { type: 'boolean', defaultValue: false, updateable: true }],
    ['Lead', 'ConvertedContactId', { referenceTo: ['Contact'], updateable: false }],
    ['Lead', 'OwnerId', { referenceTo: ['Group', 'User'], relationshipName: 'Owner' }],
    ['Lead', 'Address', { type: 'address', createable: false }],
    ['Contact', 'AccountId', { relationshipName: 'Account', childRelationshipName: 'Contacts' }],
    ['Contact', 'Title', { length: 128 }],
    ['Contact', 'Name', { nameField: true, length: 121, createable: false }],
    ['Account', 'Website', { type: 'url', length: 255 }],
    ['Account', 'AnnualRevenue', { type: 'currency', precision: 18, scale: 0 }],
    ['Opportunity', 'Amount', { type: 'currency', precision: 18, scale: 2 }],
    ['Opportunity', 'CloseDate', { type: 'date', nillable: false }],
    ['Opportunity', 'IsWon', { createable: false, updateable: false }],
    ['Task', 'WhoId', { referenceTo: ['Contact', 'Lead'], relationshipName: 'Who' }],
  ])('%s.%s', (object, name, facts) => expect(fieldOf(object, name)).toMatchObject(facts));
  test('every object has its audit fields, every reference a target that exists, every object one name field at most', () => {
    for (const o of objects.values()) {
      for (const name of ['id', 'isdeleted', 'createddate', 'systemmodstamp']) expect([o.name, o.fields.has(name)]).toEqual([o.name, true]);
      for (const f of o.fields.values()) for (const target of f.referenceTo) expect([o.name, f.name, objects.has(target)]).toEqual([o.name, f.name, true]);
      expect([...o.fields.values()].filter((f) => f.nameField).length).toBeLessThanOrEqual(1);
    }
  });
  test('there are 32 industries and 10 stages', () => {
    expect(fieldOf('Lead', 'Industry')?.picklistValues).toHaveLength(32);
    expect(fieldOf('Opportunity', 'StageName')?.picklistValues.map((v) => v.value)).toContain('Id. Decision Makers');
  });
});
