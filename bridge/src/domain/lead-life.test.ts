import { describe, expect, test } from '@jest/globals';
import { fingerprinter } from './fingerprint.ts';
import { leadLife, PUT_TRIES } from './lead-life.ts';
import type { LifeInput } from './lead-life.ts';
import type { FieldRule, FieldSchema, LinkMarks, MappingPolicies, ObjectMapping } from './model.ts';
import { planPair } from './plan.ts';
import type { PairInput } from './plan-types.ts';
import { isPersonAccount, whyNoPart } from './person-accounts.ts';
import { DEFAULT_POLICIES } from './policies.ts';

const fingerprint = fingerprinter(new Uint8Array(32).fill(3));
const STAGES = ['subscriber', 'lead', 'marketingqualifiedlead', 'opportunity', 'customer'];
const field = (name: string, options: readonly string[] | null = null): readonly [string, FieldSchema] => [
  name,
  { name, kind: options === null ? 'text' : 'picklist', isWritable: true, isCreatable: true, isRequired: false, lengthMax: null, scale: null, options },
];
const person = [field('Status'), field('OwnerId'), field('Stage__c')];
const schemas = new Map([
  ['salesforce:Lead', { object: 'Lead', fields: new Map(person) }],
  ['salesforce:Contact', { object: 'Contact', fields: new Map(person) }],
  ['hubspot:contacts', { object: 'contacts', fields: new Map([field('lifecyclestage', STAGES), field('hs_lead_status'), field('recent_conversion_date')]) }],
]);
const rule = (key: string, salesforceField: string, hubspotProperty: string, patch: Partial<FieldRule> = {}): FieldRule => ({
  key,
  salesforceObjects: ['Lead', 'Contact'],
  salesforceField,
  hubspotProperty,
  owner: 'hubspot',
  direction: 'to-salesforce',
  policy: 'owner',
  windowMs: 0,
  isProtected: false,
  blank: 'propagate',
  nonOwnerEdit: 'enforce',
  valueMap: [],
  referenceMapping: null,
  ...patch,
});
const stage = rule('person.stage', 'Stage__c', 'lifecyclestage');
const status = rule('person.status', 'Status', 'hs_lead_status', { salesforceObjects: ['Lead'], owner: 'salesforce', direction: 'to-hubspot' });
const policies: MappingPolicies = {
  ...DEFAULT_POLICIES,
  conversion: { stage: 'opportunity', dealConverts: true, convertedStatus: null },
  reengage: { closedStatuses: ['Closed'], action: 'queue', reopenStatus: 'Open', owner: '00GDESK' },
};
const mapping = (over: Partial<ObjectMapping> = {}): ObjectMapping => ({
  key: 'person',
  salesforceObjects: ['Lead', 'Contact'],
  salesforceCreateObject: 'Lead',
  hubspotObject: 'contacts',
  createInSalesforce: 'always',
  createInHubSpot: 'always',
  salesforceScope: null,
  hubspotScope: { all: [{ field: 'lifecyclestage', op: 'in', values: ['marketingqualifiedlead', 'opportunity'] }] },
  order: 2,
  fields: [stage, status],
  policies,
  ...over,
});
type Values = Readonly<Record<string, string | null>>;
const life = (object: 'Lead' | 'Contact', salesforce: Values, hubspot: Values, marks: LinkMarks = {}, over: Partial<ObjectMapping> = {}) => {
  const input: LifeInput = {
    mapping: mapping(over),
    schemas,
    marks,
    fingerprint,
    salesforce: { object, id: '1', values: salesforce, modifiedAt: 0 },
    hubspot: { object: 'contacts', id: '2', values: hubspot, modifiedAt: 0 },
  };
  return leadLife(input);
};
const puts = (answer: ReturnType<typeof leadLife>) => answer.puts.map(({ rule: { key }, side, value, reason }) => [key, side, value, reason]);

describe('after a conversion', () => {
  test('the stage of the policy is set where the rule takes it from', () => {
    expect(puts(life('Contact', {}, { lifecyclestage: 'lead' }, { stageTries: PUT_TRIES }))).toEqual([['person.stage', 'hubspot', 'opportunity', 'converted']]);
    const owned = {
      fields: [{ ...stage, owner: 'salesforce' as const, direction: 'to-hubspot' as const, valueMap: [{ salesforce: 'Opp', hubspot: 'opportunity' }] }],
    };
    expect(puts(life('Contact', {}, { lifecyclestage: 'lead' }, { stageTries: 1 }, owned))).toEqual([['person.stage', 'salesforce', 'Opp', 'converted']]);
  });

  test('a person who is further already stays there, and it is asked for once', () => {
    expect(life('Contact', {}, { lifecyclestage: 'customer' }, { stageTries: PUT_TRIES })).toEqual({ puts: [], marks: {} });
    expect(life('Contact', {}, { lifecyclestage: 'opportunity' }, { stageTries: 3 })).toEqual({ puts: [], marks: {} });
    expect(life('Contact', {}, { lifecyclestage: 'lead' })).toEqual({ puts: [], marks: {} });
  });

  test('a stage that cannot be set is tried so often and no more', () => {
    let marks: LinkMarks = { stageTries: PUT_TRIES };
    let tries = 0;
    for (let look = 0; look < 20; look += 1) {
      const answer = life('Contact', {}, { lifecyclestage: 'lead' }, marks);
      tries += answer.puts.length;
      ({ marks } = answer);
    }
    expect([tries, marks]).toEqual([PUT_TRIES, {}]);
  });
});

describe('a closed lead whose person comes back', () => {
  const closed = { Status: 'Closed', OwnerId: '005A' };
  const seen = (hubspot: Values): LinkMarks => life('Lead', closed, hubspot).marks;

  test('is left alone when it is first seen closed, and by ordinary edits', () => {
    expect(life('Lead', closed, { lifecyclestage: 'lead' }).puts).toEqual([]);
    const marks = seen({ lifecyclestage: 'lead', recent_conversion_date: '2026-01-01T00:00:00Z' });
    expect(life('Lead', closed, { lifecyclestage: 'lead', recent_conversion_date: '2026-01-01T00:00:00Z', phone: '1' }, marks)).toEqual({ puts: [], marks });
  });

  test('is reopened for the owner of the policy when another form was filled in', () => {
    const marks = seen({ lifecyclestage: 'lead' });
    const answer = life('Lead', closed, { lifecyclestage: 'lead', recent_conversion_date: '2026-02-01T00:00:00Z' }, marks);
    expect(puts(answer)).toEqual([
      ['person.status', 'salesforce', 'Open', 're-engaged'],
      ['person.OwnerId', 'salesforce', '00GDESK', 're-engaged'],
    ]);
    expect(answer.marks.reopenTries).toBe(PUT_TRIES - 1);
  });

  test('is reopened when the stage moves forward into scope, not back and not out of it', () => {
    const marks = seen({ lifecyclestage: 'lead' });
    expect(life('Lead', closed, { lifecyclestage: 'marketingqualifiedlead' }, marks).puts).toHaveLength(2);
    expect(life('Lead', closed, { lifecyclestage: 'customer' }, marks).puts).toEqual([]);
    expect(life('Lead', closed, { lifecyclestage: 'marketingqualifiedlead' }, seen({ lifecyclestage: 'opportunity' })).puts).toEqual([]);
  });

  test('is reopened once: what was seen does not count again, and an open lead forgets', () => {
    const back = { lifecyclestage: 'marketingqualifiedlead' };
    const { marks } = life('Lead', closed, back, seen({ lifecyclestage: 'lead' }));
    const reopened = life('Lead', { Status: 'Open', OwnerId: '00GDESK' }, back, marks);
    expect(reopened).toEqual({ puts: [], marks: {} });
    const again = life('Lead', closed, back, reopened.marks);
    expect(life('Lead', closed, back, again.marks).puts).toEqual([]);
  });

  test('keeps its owner if the policy says so', () => {
    const keep = { policies: { ...policies, reengage: { ...policies.reengage, action: 'keep-owner' as const } } };
    const answer = life('Lead', closed, { lifecyclestage: 'opportunity' }, seen({ lifecyclestage: 'lead' }), keep);
    expect(puts(answer)).toEqual([['person.status', 'salesforce', 'Open', 're-engaged']]);
  });
});

describe('a value that is put', () => {
  const plan = (salesforce: Values, hubspot: Values, baseline: PairInput['baseline']) => {
    const answer = life('Lead', salesforce, { ...hubspot, recent_conversion_date: 'x' }, life('Lead', salesforce, hubspot).marks);
    return planPair({
      mapping: mapping(),
      schemas,
      salesforce: { object: 'Lead', id: '1', values: salesforce, modifiedAt: 5 },
      hubspot: { object: 'contacts', id: '2', values: hubspot, modifiedAt: 5 },
      baseline,
      changes: [],
      history: null,
      references: { held: {}, idOf: () => null },
      actors: { salesforce: 'us', hubspot: 'us' },
      fingerprint,
      readAt: 10,
      skewMs: 0,
      puts: answer.puts,
    });
  };
  const agreed = { salesforce: fingerprint('person.status', 'Closed'), hubspot: fingerprint('person.status', 'DONE') };

  test('is written as if typed there: the pair agreed on is the one without it, and one decision says so', () => {
    const { writes } = plan({ Status: 'Closed', OwnerId: '005A' }, { hs_lead_status: 'DONE' }, { 'person.status': agreed });
    expect(writes.salesforce.map(({ field: name, sent, decision }) => [name, sent, decision?.reason])).toEqual([
      ['Status', 'Open', 're-engaged'],
      ['OwnerId', '00GDESK', 're-engaged'],
    ]);
    expect(writes.salesforce[0]?.agree).toMatchObject(agreed);
    expect(writes.hubspot).toEqual([]);
  });

  test('waits until what people did to the field has travelled', () => {
    const other = { ...agreed, hubspot: fingerprint('person.status', 'OTHER') };
    const { writes, waiting } = plan({ Status: 'Closed', OwnerId: '00GDESK' }, { hs_lead_status: 'DONE' }, { 'person.status': other });
    expect([writes.salesforce, waiting]).toEqual([[], ['person.status']]);
  });
});

describe('a person account', () => {
  const record = (object: string, values: Readonly<Record<string, boolean | string>>) => ({ object, values });

  test('is told by its flag, whatever form it comes in', () => {
    expect([
      isPersonAccount(record('Account', { IsPersonAccount: true })),
      isPersonAccount(record('Contact', { IsPersonAccount: 'true' })),
      isPersonAccount(record('Account', {})),
    ]).toEqual([true, true, false]);
  });

  test('is never a company, and a person only if the policy says so', () => {
    const on = { policies: { ...policies, usesPersonAccounts: true } };
    expect(whyNoPart(record('Account', { IsPersonAccount: true }), on)).toContain('not a company');
    expect(whyNoPart(record('Contact', { IsPersonAccount: true }), on)).toBeNull();
    expect(whyNoPart(record('Contact', { IsPersonAccount: true }), { policies })).toContain('do not take part');
    expect(whyNoPart(record('Contact', { IsPersonAccount: false }), { policies })).toBeNull();
    expect(whyNoPart(record('Task', { Sync_Key__c: 'event-form-1' }), { policies })).toContain('an event in HubSpot');
    expect(whyNoPart(record('Task', { Sync_Key__c: 'sf-1' }), { policies })).toBeNull();
  });
});
