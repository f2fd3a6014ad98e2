import { describe, expect, test } from '@jest/globals';
import { mapping, rule } from '../../test/domain/samples.ts';
import { kindValues, mappingAmong, sharingProblems } from './kinds.ts';
import { referenceProblems } from './references.ts';
import { pairScope, sideScope } from './scope.ts';
import { withoutWhatId } from './standard-rules.ts';
import type { FieldIntent } from './plan-types.ts';

const task = (key: string, values: readonly string[] | null, hubspotObject: string) =>
  mapping([], {
    key,
    salesforceObjects: ['Task'],
    salesforceCreateObject: 'Task',
    hubspotObject,
    createInSalesforce: 'always',
    salesforceKind: values === null ? null : { field: 'TaskSubtype', values },
  });
const CALLS = task('call', ['Call'], 'calls');
const EMAILS = task('email', ['Email', 'ListEmail'], 'emails');
const TASKS = task('task', null, 'tasks');
const deals = (key: string, pipelines: readonly string[] | null) =>
  mapping([], {
    key,
    salesforceObjects: [key === 'renewal' ? 'Renewal__c' : 'Opportunity'],
    hubspotObject: 'deals',
    hubspotScope: pipelines === null ? null : { all: [{ field: 'pipeline', op: 'in', values: pipelines }] },
  });

describe('several mappings of one object', () => {
  test('the record’s own kind decides, and one of them may mean the rest', () => {
    const all = [CALLS, EMAILS, TASKS];
    const of = (subtype: string | null) => mappingAmong(all, 'salesforce', { TaskSubtype: subtype })?.key;
    expect([of('Call'), of('ListEmail'), of('Task'), of(null)]).toEqual(['call', 'email', 'task', 'task']);
    expect(mappingAmong([CALLS, EMAILS], 'salesforce', { TaskSubtype: 'Task' })).toBeNull();
  });

  test('HubSpot records are told apart by the pipelines the scopes name', () => {
    const all = [deals('deal', ['default']), deals('renewal', ['renewals'])];
    expect(mappingAmong(all, 'hubspot', { pipeline: 'renewals' })?.key).toBe('renewal');
    expect(mappingAmong(all, 'hubspot', { pipeline: 'other' })).toBeNull();
  });

  test('a record that became another kind is out of scope, whatever the policies say', () => {
    expect(sideScope(CALLS, 'salesforce', { TaskSubtype: 'Task' })).toEqual({ isIn: false, failed: 'TaskSubtype in Call' });
    expect(pairScope(CALLS, 'hs-calls-1', { salesforce: { TaskSubtype: 'Task' }, hubspot: {} }).isIn).toBe(false);
    expect(pairScope(CALLS, 'hs-calls-1', { salesforce: { TaskSubtype: 'Call' }, hubspot: {} }).isIn).toBe(true);
  });

  test('a record that is made is made one of its kind', () => {
    expect([kindValues(EMAILS, 'salesforce'), kindValues(TASKS, 'salesforce')]).toEqual([{ TaskSubtype: 'Email' }, {}]);
    expect(kindValues(deals('renewal', ['renewals', 'old']), 'hubspot')).toEqual({ pipeline: 'renewals' });
  });

  test('whatever would put one record into two mappings is refused in words', () => {
    expect(sharingProblems([CALLS, EMAILS, TASKS])).toEqual([]);
    expect(sharingProblems([CALLS, task('again', ['Call', 'Task'], 'meetings')])).toEqual([expect.stringContaining('both mean TaskSubtype Call')]);
    expect(sharingProblems([TASKS, task('again', null, 'notes')])).toEqual([expect.stringContaining('nothing tells their records apart')]);
    expect(sharingProblems([deals('deal', ['default']), deals('renewal', ['renewals'])])).toEqual([]);
    expect(sharingProblems([deals('deal', null), deals('renewal', ['renewals'])])).toEqual([expect.stringContaining('Name in the HubSpot scope')]);
  });
});

describe('reference rules', () => {
  const company = mapping([], { key: 'company', salesforceObjects: ['Account'], hubspotObject: 'companies' });
  const lookup = (key: string, hubspotProperty: string, referenceMapping: string) => rule({ key, hubspotProperty, referenceMapping });

  test('several targets, each with its own object in HubSpot', () => {
    const call = { ...CALLS, fields: [lookup('call.what', 'associations.deals;companies', 'deal;company')] };
    expect(referenceProblems([company, deals('deal', null), call])).toEqual([]);
    expect(referenceProblems([company, call])).toEqual([expect.stringContaining('deal is no mapping'), expect.stringContaining('about deals')]);
  });

  test('two lookups between the same two objects need something that tells them apart', () => {
    const one = mapping([lookup('car.driver', 'associations.companies', 'company')], { key: 'car', salesforceObjects: ['Car__c'], hubspotObject: '2-1' });
    const back = { ...company, fields: [lookup('company.car', 'associations.2-1', 'car')] };
    expect(referenceProblems([back, one])).toEqual([expect.stringContaining('HubSpot cannot tell it from company.car')]);
    expect(referenceProblems([{ ...back, fields: [lookup('company.car', 'car_id', 'car')] }, one])).toEqual([]);
    expect(referenceProblems([{ ...company, fields: [lookup('company.parent', 'associations.companies', 'company')] }])).toHaveLength(1);
  });
});

describe('activities', () => {
  const intent = (field: string, wire: string | null): FieldIntent => ({
    rule: rule(),
    field,
    sent: wire,
    wire,
    before: null,
    agree: { salesforce: '', hubspot: '' },
    decision: null,
  });
  test('of a lead are about nothing else', () => {
    const fields = [intent('Subject', 'x'), intent('WhatId', '006A')];
    expect(withoutWhatId('Task', fields, '00Q1').map(({ field }) => field)).toEqual(['Subject']);
    expect(withoutWhatId('Task', [...fields, intent('WhoId', '0031')], '00Q1').map(({ field }) => field)).toEqual(['Subject', 'WhatId', 'WhoId']);
    expect(withoutWhatId('Case', fields, '00Q1')).toHaveLength(2);
    expect(withoutWhatId('Task', [intent('WhatId', null)], '00Q1')).toHaveLength(1);
  });
});
