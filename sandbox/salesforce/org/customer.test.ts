import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { codes, customerOrg } from './testing/fixture.ts';

const CUSTOMER = fileURLToPath(new URL('../customer', import.meta.url));
const RENEWAL = "SELECT Id FROM RecordType WHERE DeveloperName = 'Renewal'";

describe('what the customer deployed', () => {
  const o = customerOrg(CUSTOMER);
  const stage = { Name: 'Deal', CloseDate: '2026-06-30' };
  const renewal = (): string => String(o.query(RENEWAL).records[0]?.values['Id']);

  test('objects, their keys and lookups in a cycle work like any other', () => {
    const account = o.insert('Account', { Name: 'A' });
    const plan = o.insert('Plan__c', { Name: 'Team', Code__c: 'TEAM' });
    const saved = o.dml('upsert', 'Subscription__c', [{ Sync_Key__c: 'k1', Name: 'S', Account__c: account, 'Plan__r.Code__c': 'team' }], {
      allOrNone: false,
      access: 'system',
      sharing: false,
      externalIdField: 'Sync_Key__c',
    });
    o.dml('update', 'Plan__c', [{ Id: plan, Flagship_Subscription__c: String(saved[0]?.id) }]);
    const found = o.query("SELECT Plan__r.Flagship_Subscription__r.Account__r.Name FROM Subscription__c WHERE Status__c = 'Trial'");
    expect(JSON.stringify(found.records)).toContain('"Name":"A"');
    expect(codes(o.dml('insert', 'Subscription__c', [{ Name: 'S', Status__c: 'Gone' }]))).toEqual(['INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST']);
    expect(codes(o.dml('insert', 'Task', [{ Subject: 'Renew', WhatId: String(saved[0]?.id) }]))).toEqual(['ok']);
    expect(o.org.canEdit(o.org.personas.integration.userId, 'Subscription__c', 'Sync_Key__c')).toBe(true);
    expect(o.org.canRead(o.org.personas.rep1.userId, 'Subscription__c', 'Sync_Key__c')).toBe(false);
  });
  test('stages are the customer’s, in the picklist and in OpportunityStage', () => {
    expect(
      o.org
        .object('Opportunity')
        ?.fields.get('stagename')
        ?.picklistValues.map((v) => v.value),
    ).not.toContain('Value Proposition');
    const row = o.query("SELECT ForecastCategoryName, DefaultProbability, IsClosed FROM OpportunityStage WHERE ApiName = 'Negotiation/Review'").records[0];
    expect(row?.values).toMatchObject({ ForecastCategoryName: 'Commit', DefaultProbability: '90', IsClosed: false });
  });
  test('a record type is written by its id, and must be one of the object', () => {
    const id = o.insert('Opportunity', { ...stage, StageName: 'Qualification', RecordTypeId: renewal() });
    expect(o.query(`SELECT RecordType.DeveloperName FROM Opportunity WHERE Id = '${id}'`).records[0]?.values['RecordType']).toMatchObject({
      values: { DeveloperName: 'Renewal' },
    });
    expect(codes(o.dml('insert', 'Opportunity', [{ ...stage, StageName: 'Qualification', RecordTypeId: '012000000000009AAA' }]))).toEqual([
      'INVALID_CROSS_REFERENCE_KEY',
    ]);
  });
  test('a restricted stage is refused outside the process and when inactive, for new values only', () => {
    const kept = o.insert('Opportunity', { ...stage, StageName: 'Prospecting', RecordTypeId: renewal() });
    const values = ['Prospecting', 'Qualification', 'Closed Won'].map((value) => ({
      value,
      label: value,
      active: value !== 'Qualification',
      isDefault: false,
    }));
    expect(o.org.changePicklist('Opportunity', 'StageName', { restricted: true, values })).toBe(true);
    const add = (StageName: string, RecordTypeId: string | null): readonly string[] =>
      codes(o.dml('insert', 'Opportunity', [{ ...stage, StageName, RecordTypeId }]));
    expect(add('Prospecting', renewal())).toEqual(['INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST']);
    expect(add('Qualification', null)).toEqual(['INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST']);
    expect(add('Prospecting', null)).toEqual(['ok']);
    expect(codes(o.dml('update', 'Opportunity', [{ Id: kept, NextStep: 'call' }]))).toEqual(['ok']);
    expect(o.query('SELECT ApiName FROM OpportunityStage WHERE IsActive = true').totalSize).toBe(2);
    o.org.reset();
    expect(o.org.object('Opportunity')?.fields.get('stagename')?.restrictedPicklist).toBe(false);
    expect(o.query('SELECT ApiName FROM OpportunityStage').totalSize).toBe(7);
  });
});
