import { describe, expect, test } from '@jest/globals';
import { consentRule, rule as fieldRule } from '../../test/domain/samples.ts';
import { concernsConsent, consentFieldsOf, leaveToConsent, propertyOf, withoutConsent } from './consent-fields.ts';
import type { Change, ConsentRule, EventId, ObjectMapping } from './model.ts';
import { DEFAULT_POLICIES } from './policies.ts';

const email = consentRule({ salesforceObjects: ['Lead', 'Contact'] });
const news: ConsentRule = {
  ...email,
  key: 'consent.news',
  salesforceObjects: ['Contact'],
  salesforceField: 'News__c',
  meaning: 'opt-in',
  subscription: '410002',
};
const rules = [email, news];
const change = (side: 'salesforce' | 'hubspot', object: string, more: Partial<Change> = {}): Change => ({
  eventId: 'e' as EventId,
  ref: { side, object, id: '1' },
  kind: 'update',
  fields: {},
  occurredAt: 1,
  lane: 'normal',
  origin: 'event',
  ...more,
});
const told = (...names: readonly string[]): Pick<Change, 'fields'> => ({ fields: Object.fromEntries(names.map((name) => [name, { at: 1, value: 'true' }])) });

describe('fields of the consent lane', () => {
  test('leave the ordinary rules, object by object', () => {
    const mapping: ObjectMapping = {
      key: 'person',
      salesforceObjects: ['Lead', 'Contact'],
      salesforceCreateObject: 'Lead',
      hubspotObject: 'contacts',
      createInSalesforce: 'always',
      createInHubSpot: 'always',
      salesforceScope: null,
      hubspotScope: null,
      order: 1,
      policies: DEFAULT_POLICIES,
      fields: [
        fieldRule({ key: 'out', salesforceObjects: ['Lead', 'Contact'], salesforceField: 'HasOptedOutOfEmail', hubspotProperty: 'hs_email_optout' }),
        fieldRule({ key: 'news', salesforceObjects: ['Lead', 'Contact'], salesforceField: 'News__c', hubspotProperty: 'news' }),
        fieldRule({ key: 'title', salesforceObjects: ['Lead', 'Contact'], salesforceField: 'Title', hubspotProperty: 'jobtitle' }),
      ],
    };
    const set = { version: 1, mappings: [mapping], lifecycle: [], consent: rules };
    expect(leaveToConsent(set).mappings[0]?.fields.map((one) => [one.key, one.salesforceObjects])).toEqual([
      ['news', ['Lead']],
      ['title', ['Lead', 'Contact']],
    ]);
    expect(leaveToConsent({ ...set, consent: [] }).mappings[0]?.fields).toHaveLength(3);
  });
  test.each([
    [change('salesforce', 'Lead', told('HasOptedOutOfEmail')), true],
    [change('salesforce', 'Lead', told('News__c')), false],
    [change('salesforce', 'Lead', told('Email')), true],
    [change('salesforce', 'Lead', told('Title')), false],
    [change('salesforce', 'Lead', { kind: 'delete' }), true],
    [change('salesforce', 'Account', { kind: 'create' }), false],
    [change('hubspot', 'contacts', told('hs_email_optout_410002')), true],
    [change('hubspot', 'contacts', told('jobtitle')), false],
    [change('hubspot', 'contacts', { kind: 'merge' }), true],
    [change('hubspot', 'contacts'), true],
    [change('hubspot', 'contacts', { kind: 'look', origin: 'sweep' }), false],
    [change('hubspot', 'companies', { kind: 'create' }), false],
  ])('%j concerns the lane: %s', (one, expected) => {
    expect(concernsConsent(rules, one)).toBe(expected);
  });
  test('are taken out of what the ordinary pass hears', () => {
    expect(withoutConsent(rules, change('salesforce', 'Contact', told('HasOptedOutOfEmail', 'Title')))?.fields).toEqual(told('Title').fields);
    expect(withoutConsent(rules, change('salesforce', 'Contact', told('News__c')))).toBeNull();
    expect(withoutConsent(rules, change('hubspot', 'contacts', told('hs_email_optout')))).toBeNull();
    expect(withoutConsent(rules, change('salesforce', 'Contact', { kind: 'create', ...told('News__c') }))).toMatchObject({ kind: 'create', fields: {} });
    const other = change('hubspot', 'companies', told('hs_email_optout'));
    expect(withoutConsent(rules, other)).toBe(other);
  });
  test('are read with a person, so that a create can start withdrawn', () => {
    expect(consentFieldsOf(rules, 'salesforce', 'Contact')).toEqual(['HasOptedOutOfEmail', 'News__c']);
    expect(consentFieldsOf([news], 'hubspot', 'contacts')).toEqual(['hs_email_optout', 'hs_email_optout_410002']);
    expect([consentFieldsOf([], 'hubspot', 'contacts'), consentFieldsOf(rules, 'hubspot', 'deals'), propertyOf(email)]).toEqual([[], [], 'hs_email_optout']);
  });
});
