import { describe, expect, test } from '@jest/globals';
import { DEFAULT_POLICIES } from '../domain/index.ts';
import type { Change, EventId, FieldChange, FieldRule, LifecycleStage, RuleSet, Schemas } from '../domain/index.ts';
import { createIntake } from './intake.ts';
import type { Store } from './ports.ts';
import { createRulebook, laneUnder } from './rulebook.ts';

const rule = (salesforceField: string, hubspotProperty: string): FieldRule => ({
  key: `person.${hubspotProperty}`,
  salesforceField,
  hubspotProperty,
  salesforceObjects: ['Lead'],
  owner: 'hubspot',
  direction: 'to-salesforce',
  policy: 'owner',
  windowMs: 0,
  isProtected: false,
  blank: 'propagate',
  nonOwnerEdit: 'enforce',
  valueMap: [],
  referenceMapping: null,
});
const stage = (name: string, kind: LifecycleStage['kind']): LifecycleStage => ({
  stage: name,
  label: name,
  order: 1,
  owner: 'salesforce',
  salesforceValue: name.toUpperCase(),
  movesTo: null,
  kind,
});
const rules: RuleSet = {
  version: 1,
  lifecycle: [stage('lead', 'prospect'), stage('customer', 'customer')],
  consent: [],
  mappings: [
    {
      key: 'person',
      salesforceObjects: ['Lead'],
      salesforceCreateObject: 'Lead',
      hubspotObject: 'contacts',
      createInSalesforce: 'in-scope',
      createInHubSpot: 'in-scope',
      salesforceScope: null,
      hubspotScope: { all: [{ field: 'segments', op: 'member', values: ['17'] }] },
      policies: DEFAULT_POLICIES,
      order: 1,
      fields: [rule('Stage__c', 'lifecyclestage'), rule('Phone', 'phone')],
    },
  ],
};
const schemas: Schemas = new Map([['hubspot:contacts', { object: 'contacts', fields: new Map() }]]);
const rulebook = createRulebook(rules, schemas);
const notice = (fields: Readonly<Record<string, FieldChange>>, lane: Change['lane'] = 'normal'): Change => ({
  eventId: 'e' as EventId,
  ref: { side: 'salesforce', object: 'Lead', id: '00Q1' },
  kind: 'update',
  fields,
  occurredAt: 0,
  lane,
  origin: 'event',
});

describe('a rulebook', () => {
  test('reads segments with the record where the criteria ask for one, though no schema knows them', () => {
    expect(rulebook.fieldsOf('hubspot', 'contacts')).toContain('segments');
  });
  test('lets stages travel both ways, in both sides’ words', () => {
    const [staged] = rulebook.rulesOn('salesforce', 'Lead', 'Stage__c');
    expect(staged).toMatchObject({
      direction: 'two-way',
      valueMap: [
        { salesforce: 'LEAD', hubspot: 'lead' },
        { salesforce: 'CUSTOMER', hubspot: 'customer' },
      ],
    });
  });
});

describe('a notice', () => {
  test('of a customer, or of a stage it does not tell, goes before what is merely new', () => {
    expect(laneUnder(rulebook, notice({ Stage__c: { at: 1, value: 'CUSTOMER' } }))).toBe('handoff');
    expect(laneUnder(rulebook, notice({ Stage__c: { at: 1 } }))).toBe('handoff');
    expect(laneUnder(rulebook, notice({ Stage__c: { at: 1, value: 'LEAD' } }))).toBe('normal');
    expect(laneUnder(rulebook, notice({ Phone: { at: 1, value: '1' } }))).toBe('normal');
  });
  test('keeps a lane it was given for a reason', () => {
    expect(laneUnder(rulebook, notice({ Stage__c: { at: 1, value: 'CUSTOMER' } }, 'consent'))).toBe('consent');
    expect(laneUnder(rulebook, notice({ Stage__c: { at: 1, value: 'CUSTOMER' } }, 'backfill'))).toBe('backfill');
  });
  test('is stored in the lane the rules give it', async () => {
    const stored: Change[] = [];
    const append: Store['append'] = async ({ changes }) => {
      stored.push(...changes);
      return { stored: changes.length, duplicates: 0 };
    };
    const journal = { event: () => undefined, count: () => undefined, observe: () => undefined };
    const intake = createIntake({
      connection: 'c1' as Parameters<Store['append']>[0]['connection'],
      // Only what the intake calls is there.
      store: { append } as unknown as Store,
      clock: { now: () => 0, sleep: async () => undefined },
      journal,
      wake: () => undefined,
      laneOf: (change) => laneUnder(rulebook, change),
    });
    await intake.receive([notice({ Stage__c: { at: 1, value: 'CUSTOMER' } })]);
    expect(stored.map(({ lane }) => lane)).toEqual(['handoff']);
  });
});
