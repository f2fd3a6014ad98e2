import { describe, expect, test } from '@jest/globals';
import { DEFAULT_POLICIES } from '../domain/index.ts';
import type { FieldRule, FieldSchema, ObjectMapping, ObjectSchema, RuleSet, Schemas } from '../domain/index.ts';
import { permissionCheck, picklistCheck, requiredCheck } from './checks-schema.ts';

const field = (name: string, patch: Partial<FieldSchema> = {}): FieldSchema => ({
  ...{ name, kind: 'text', isWritable: true, isCreatable: true, isRequired: false, lengthMax: null, scale: null, options: null },
  ...patch,
});
const schema = (object: string, fields: readonly FieldSchema[]): ObjectSchema => ({ object, fields: new Map(fields.map((one) => [one.name, one])) });
const rule = (key: string, salesforceField: string, hubspotProperty: string, patch: Partial<FieldRule> = {}): FieldRule => ({
  ...{ key, salesforceObjects: ['Lead'], salesforceField, hubspotProperty, owner: 'salesforce', direction: 'two-way', policy: 'latest', windowMs: 0 },
  ...{ isProtected: false, blank: 'propagate', nonOwnerEdit: 'enforce', valueMap: [], referenceMapping: null },
  ...patch,
});
const mapping = (fields: readonly FieldRule[], patch: Partial<ObjectMapping> = {}): ObjectMapping => ({
  ...{ key: 'person', salesforceObjects: ['Lead'], salesforceCreateObject: 'Lead', hubspotObject: 'contacts', createInSalesforce: 'always' },
  ...{ createInHubSpot: 'always', salesforceScope: null, hubspotScope: null, policies: DEFAULT_POLICIES, order: 1, fields },
  ...patch,
});
const rules = (...mappings: readonly ObjectMapping[]): RuleSet => ({ version: 1, mappings, lifecycle: [], consent: [] });
const ours = { lead: [field('Sync_Key__c'), field('Sync_Stamp__c')], contact: [field('fieldwise_key'), field('fieldwise_stamp')] };
const schemas = (lead: readonly FieldSchema[], contact: readonly FieldSchema[]): Schemas =>
  new Map([
    ['salesforce:Lead', schema('Lead', [...ours.lead, ...lead])],
    ['hubspot:contacts', schema('contacts', [...ours.contact, ...contact])],
  ]);
const all = { object: 'Lead', canRead: true, canCreate: true, canUpdate: true, canDelete: true };
const granted = { access: [all], hasPermissionSet: true };
const phone = rule('person.phone', 'Phone', 'phone');

describe('permissions', () => {
  test('pass when every object and field may be read and written', () => {
    const check = permissionCheck(rules(mapping([phone])), schemas([field('Phone')], [field('phone')]), granted);
    expect(check).toMatchObject({ state: 'pass', findings: [], remedy: null });
    expect(check.summary).toContain('2 fields');
  });

  test('name each right on an object that is missing; creating is asked for only where records are made', () => {
    const access = [{ ...all, canCreate: false, canUpdate: false }];
    const given = schemas([field('Phone')], [field('phone')]);
    expect(permissionCheck(rules(mapping([phone])), given, { ...granted, access }).findings[0]?.what).toBe(
      'The integration user may not edit, create Lead records.',
    );
    const never = mapping([phone], { createInSalesforce: 'never' });
    expect(permissionCheck(rules(never), given, { ...granted, access }).findings[0]?.what).toBe('The integration user may not edit Lead records.');
  });

  test('fail for a hidden field and for our own fields, warn for one that cannot be written as a rule wants', () => {
    const hidden = permissionCheck(rules(mapping([phone])), schemas([], [field('phone')]), granted);
    expect(hidden).toMatchObject({ state: 'fail', findings: [{ what: expect.stringContaining('Lead.Phone in Salesforce is hidden') }] });
    const locked = schemas([field('Phone', { isWritable: false, isCreatable: false })], [field('phone')]);
    expect(permissionCheck(rules(mapping([phone])), locked, granted)).toMatchObject({ state: 'warn' });
    expect(permissionCheck(rules(mapping([{ ...phone, direction: 'to-hubspot' }])), locked, granted)).toMatchObject({ state: 'pass' });
    const keyless = new Map([...schemas([field('Phone')], [field('phone')]), ['salesforce:Lead', schema('Lead', [field('Phone')])]]);
    expect(permissionCheck(rules(mapping([phone])), keyless, granted)).toMatchObject({
      state: 'fail',
      findings: [{ what: expect.stringContaining('Sync_Key__c') }, {}],
    });
  });

  test('a missing permission set warns; one that could not be looked up does not', () => {
    const given = schemas([field('Phone')], [field('phone')]);
    expect(permissionCheck(rules(mapping([phone])), given, { ...granted, hasPermissionSet: false })).toMatchObject({ state: 'warn' });
    expect(permissionCheck(rules(mapping([phone])), given, { ...granted, hasPermissionSet: null })).toMatchObject({ state: 'pass' });
  });
});

describe('picklists', () => {
  const status = (pairs: FieldRule['valueMap'], patch: Partial<FieldRule> = {}) =>
    rule('person.status', 'Status', 'hs_lead_status', { valueMap: pairs, ...patch });
  const list = (name: string, options: readonly string[]) => field(name, { kind: 'picklist', options });
  const lists = schemas([list('Status', ['Open', 'Working'])], [list('hs_lead_status', ['OPEN', 'IN_PROGRESS'])]);

  test('pass when every value of both lists has a counterpart', () => {
    const full = status([
      { salesforce: 'Open', hubspot: 'OPEN' },
      { salesforce: 'Working', hubspot: 'IN_PROGRESS' },
    ]);
    expect(picklistCheck(rules(mapping([full])), lists)).toMatchObject({ state: 'pass', summary: expect.stringContaining('1 joined list ') });
  });

  test('warn of values without a counterpart, each way that is open, by name', () => {
    const half = picklistCheck(rules(mapping([status([{ salesforce: 'Open', hubspot: 'OPEN' }])])), lists);
    expect(half.state).toBe('warn');
    expect(half.findings.map(({ what, count }) => [count, what.slice(what.lastIndexOf(': '))])).toEqual([
      [1, ': Working.'],
      [1, ': IN_PROGRESS.'],
    ]);
    const oneWay = picklistCheck(rules(mapping([status([{ salesforce: 'Open', hubspot: 'OPEN' }], { direction: 'to-hubspot' })])), lists);
    expect(oneWay.findings).toHaveLength(1);
  });

  test('fail where a map leads to a value the list does not have', () => {
    const astray = status([
      { salesforce: 'Open', hubspot: 'OPEN' },
      { salesforce: 'Working', hubspot: 'WORKING' },
    ]);
    const check = picklistCheck(rules(mapping([{ ...astray, direction: 'to-hubspot' }])), lists);
    expect(check).toMatchObject({ state: 'fail' });
    expect(check.findings.some(({ what }) => what.includes('names 1 value that hs_lead_status in HubSpot does not have: WORKING'))).toBe(true);
  });
});

describe('required fields', () => {
  const company = field('Company', { isRequired: true });

  test('fail where nothing fills one, and records are made there', () => {
    const given = schemas([field('Phone'), company], [field('phone')]);
    expect(requiredCheck(rules(mapping([phone])), given)).toMatchObject({
      state: 'fail',
      findings: [{ what: 'Lead.Company is required in Salesforce, and no rule of person fills it.' }],
    });
    expect(requiredCheck(rules(mapping([phone], { createInSalesforce: 'never' })), given)).toMatchObject({ state: 'pass' });
  });

  test('a rule that goes there fills it, and so does a default; a rule that goes the other way does not', () => {
    const given = schemas([company], [field('company')]);
    const check = (patch: Partial<FieldRule>) => requiredCheck(rules(mapping([rule('person.company', 'Company', 'company', patch)])), given).state;
    expect(check({})).toBe('pass');
    expect(check({ direction: 'to-hubspot' })).toBe('fail');
    expect(check({ direction: 'to-hubspot', createDefault: 'Unknown' })).toBe('pass');
  });
});
