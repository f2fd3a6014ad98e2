import { describe, expect, test } from '@jest/globals';
import { mapping, NOW, print, rule, schema, schemas } from '../../test/domain/samples.ts';
import { planCreate } from './plan-create.ts';
import type { CreateInput } from './plan-create.ts';
import type { FieldRule, FieldSchema, Side } from './model.ts';
import type { ReferenceValue } from './plan-types.ts';

const title = rule({ key: 'title' });
const email = rule({ key: 'email', salesforceField: 'Email', hubspotProperty: 'email' });
const account = rule({ key: 'account', salesforceField: 'AccountId', hubspotProperty: 'associations.companies', referenceMapping: 'company' });
type Case = {
  readonly from?: Side;
  readonly rules: readonly FieldRule[];
  readonly values: Readonly<Record<string, string | boolean | null>>;
  readonly salesforce?: Record<string, FieldSchema>;
  readonly hubspot?: Record<string, FieldSchema>;
  readonly held?: ReferenceValue;
  readonly id?: string | null;
};

function planned({ from = 'salesforce', rules, values, ...given }: Case) {
  const input: CreateInput = {
    mapping: mapping(rules),
    schemas: schemas(
      { Title: schema('text'), Email: schema('email'), AccountId: schema('reference'), ...given.salesforce },
      { jobtitle: schema('text'), email: schema('email'), ...given.hubspot },
    ),
    source: { object: from === 'salesforce' ? 'Contact' : 'contacts', id: '1', values, modifiedAt: NOW },
    from,
    object: from === 'salesforce' ? 'contacts' : 'Lead',
    references: { held: given.held === undefined ? {} : { account: { salesforce: given.held, hubspot: given.held } }, idOf: () => given.id ?? null },
    fingerprint: print,
    now: NOW,
  };
  return planCreate(input);
}

const codes = (plan: ReturnType<typeof planned>) => plan.issues.map(({ code, side, field }) => [code, side, field]);

describe('a create', () => {
  test.each<FieldRule['direction']>(['two-way', 'to-hubspot', 'to-salesforce'])('starts with all the other side holds under direction %s', (direction) => {
    const over = { direction, owner: 'hubspot' as const, isProtected: true, policy: 'review' as const };
    const toHubSpot = planned({ rules: [{ ...title, ...over }], values: { Title: 'CTO' } });
    expect(toHubSpot.fields).toMatchObject([
      {
        field: 'jobtitle',
        sent: 'CTO',
        wire: 'CTO',
        before: null,
        agree: { salesforce: print('title', 'CTO'), hubspot: print('title', 'CTO') },
        decision: null,
      },
    ]);
    const toSalesforce = planned({ from: 'hubspot', rules: [{ ...title, ...over }], values: { jobtitle: 'CTO' } });
    expect(toSalesforce.fields).toMatchObject([{ field: 'Title', sent: 'CTO' }]);
  });

  test('leaves out rules that are off or of another object', () => {
    const rules = [
      { ...title, direction: 'off' as const },
      { ...email, salesforceObjects: ['Lead'] },
    ];
    expect(planned({ rules, values: { Title: 'CTO', Email: 'a@b.example' } }).fields).toEqual([]);
    expect(planned({ from: 'hubspot', rules, values: { jobtitle: 'CTO', email: 'a@b.example' } }).fields.map(({ field }) => field)).toEqual(['Email']);
  });

  test('leaves blanks to the platform', () => {
    expect(planned({ rules: [title, email], values: { Title: '  ', Email: null } })).toEqual({
      fields: [],
      associations: [],
      issues: [],
      extras: {},
      isBlocked: false,
      waiting: [],
    });
  });

  test('fills a blank with the rule’s default in Salesforce, and agrees that it stands for the blank', () => {
    const given = { ...title, createDefault: '[not provided]' };
    expect(planned({ from: 'hubspot', rules: [given], values: { jobtitle: null }, salesforce: { Title: schema('text', { isRequired: true }) } })).toMatchObject(
      {
        isBlocked: false,
        fields: [{ field: 'Title', sent: '[not provided]', agree: { salesforce: print('title', '[not provided]'), hubspot: print('title', null) } }],
      },
    );
    expect(planned({ from: 'hubspot', rules: [given], values: { jobtitle: 'CTO' } }).fields).toMatchObject([{ sent: 'CTO' }]);
    expect(planned({ rules: [given], values: { Title: null } }).fields).toEqual([]);
  });

  test('agrees on each side in its own words', () => {
    const mapped = { ...title, valueMap: [{ salesforce: 'Chief', hubspot: 'chief' }] };
    expect(planned({ rules: [mapped], values: { Title: 'Chief' } }).fields[0]).toMatchObject({
      sent: 'chief',
      agree: { salesforce: print('title', 'Chief'), hubspot: print('title', 'chief') },
    });
    expect(planned({ from: 'hubspot', rules: [mapped], values: { jobtitle: 'chief' } }).fields[0]).toMatchObject({
      sent: 'Chief',
      agree: { salesforce: print('title', 'Chief'), hubspot: print('title', 'chief') },
    });
    const flag = planned({
      from: 'hubspot',
      rules: [title],
      values: { jobtitle: 'true' },
      salesforce: { Title: schema('boolean') },
      hubspot: { jobtitle: schema('boolean') },
    });
    expect(flag.fields[0]).toMatchObject({ sent: 'true', wire: true });
  });

  test('a refused value does not hold back the rest', () => {
    const plan = planned({
      rules: [title, email],
      values: { Title: 'much too long', Email: 'ada@example.com' },
      hubspot: { jobtitle: schema('text', { lengthMax: 3 }) },
    });
    expect(plan.fields.map(({ field }) => field)).toEqual(['email']);
    expect([codes(plan), plan.isBlocked]).toEqual([[['text-too-long', 'hubspot', 'jobtitle']], false]);
  });

  test('names an option that has no counterpart, and a value that is not of its kind', () => {
    const unmapped = planned({
      rules: [{ ...title, valueMap: [{ salesforce: 'A', hubspot: 'a' }] }],
      values: { Title: 'B' },
      salesforce: { Title: schema('picklist') },
    });
    expect(unmapped.issues).toMatchObject([{ code: 'option-unmapped', option: 'B' }]);
    expect(codes(planned({ rules: [title], values: { Title: 'many' }, salesforce: { Title: schema('number') } }))).toEqual([
      ['not-a-number', 'hubspot', 'jobtitle'],
    ]);
  });

  test('is blocked by a required field without a value, whether mapped or not', () => {
    const required = {
      LastName: schema('text', { isRequired: true }),
      Title: schema('text', { isRequired: true }),
      Auto: schema('text', { isRequired: true, isCreatable: false }),
    };
    const blocked = planned({ from: 'hubspot', rules: [title], values: { jobtitle: null }, salesforce: required });
    expect([codes(blocked), blocked.isBlocked]).toEqual([
      [
        ['required-missing', 'salesforce', 'Title'],
        ['required-missing', 'salesforce', 'LastName'],
      ],
      true,
    ]);
    const given = planned({ from: 'hubspot', rules: [title], values: { jobtitle: 'CTO' }, salesforce: { Title: schema('text', { isRequired: true }) } });
    expect(given.isBlocked).toBe(false);
  });

  test('a refused value of a required field blocks, and says both', () => {
    const plan = planned({ rules: [title], values: { Title: 'long' }, hubspot: { jobtitle: schema('text', { isRequired: true, lengthMax: 2 }) } });
    expect([codes(plan).map(([code]) => code), plan.isBlocked]).toEqual([['text-too-long', 'required-missing'], true]);
  });

  test('a field that does not exist is named on its side', () => {
    const ghost = rule({ key: 'ghost', salesforceField: 'Ghost__c', hubspotProperty: 'jobtitle' });
    expect(codes(planned({ rules: [ghost], values: {} }))).toEqual([['field-missing', 'salesforce', 'Ghost__c']]);
    expect(codes(planned({ from: 'hubspot', rules: [ghost], values: {} }))).toEqual([['field-missing', 'salesforce', 'Ghost__c']]);
  });

  test('a field that cannot be created is left out in silence, unless it would say "do not contact" (invariant 7)', () => {
    const readOnly = schema('boolean', { isCreatable: false });
    const optOut = rule({ key: 'optout', salesforceField: 'HasOptedOutOfEmail', hubspotProperty: 'hs_email_optout' });
    const shapes = {
      salesforce: { HasOptedOutOfEmail: schema('boolean'), Title: schema('boolean') },
      hubspot: { hs_email_optout: readOnly, jobtitle: readOnly },
    };
    expect(codes(planned({ rules: [optOut, title], values: { HasOptedOutOfEmail: true, Title: true }, ...shapes }))).toEqual([
      ['field-read-only', 'hubspot', 'hs_email_optout'],
    ]);
    expect(codes(planned({ rules: [optOut], values: { HasOptedOutOfEmail: false }, ...shapes }))).toEqual([]);
  });

  test('without a schema of the new object nothing can be said to be missing', () => {
    const plan = planCreate({
      mapping: mapping([title]),
      schemas: new Map(),
      source: { object: 'Contact', id: '1', values: { Title: 'x' }, modifiedAt: NOW },
      from: 'salesforce',
      object: 'contacts',
      references: { held: {}, idOf: () => null },
      fingerprint: print,
      now: NOW,
    });
    expect([codes(plan), plan.isBlocked]).toEqual([[['field-missing', 'salesforce', 'Title']], false]);
  });
});

describe('lookups of a create', () => {
  const known: ReferenceValue = { kind: 'known', linkId: 'link-1' };

  test('become an association in HubSpot and an id in Salesforce', () => {
    const there = planned({ rules: [account], values: {}, held: known, id: '77' });
    const pair = { salesforce: print('account', 'link-1'), hubspot: print('account', 'link-1') };
    expect([there.fields, there.associations]).toEqual([[], [{ rule: account, linkId: 'link-1', before: null, agree: pair, decision: null }]]);
    const here = planned({ from: 'hubspot', rules: [account], values: {}, held: known, id: '001A' });
    expect(here.fields).toEqual([{ rule: account, field: 'AccountId', sent: 'link-1', wire: '001A', before: null, agree: pair, decision: null }]);
  });

  test('wait for a record that has no link yet, or is not on the other side yet; the rest is created', () => {
    const noLink = planned({ rules: [account, title], values: { Title: 'CTO' }, held: { kind: 'waiting' } });
    expect([noLink.waiting, codes(noLink), noLink.fields.length]).toEqual([['account'], [['reference-waiting', 'salesforce', 'AccountId']], 1]);
    const notThere = planned({ rules: [account], values: {}, held: known, id: null });
    expect([notThere.waiting, codes(notThere)]).toEqual([['account'], [['reference-waiting', 'hubspot', 'associations.companies']]]);
  });

  test('that point nowhere are left alone', () => {
    expect(planned({ rules: [account], values: {}, held: { kind: 'known', linkId: null } }).waiting).toEqual([]);
    expect(planned({ rules: [account], values: {} }).waiting).toEqual([]);
  });
});
