/** A HubSpot contact of ours was a lead, Salesforce said something else, and our clearing left the stage blank. */
import { expect, test } from '@jest/globals';
import { DEFAULT_POLICIES, fingerprinter } from '../../domain/index.ts';
import type { FieldRule, FieldSchema, LifecycleStage, Link, LinkId, ObjectMapping, PairInput, Schemas } from '../../domain/index.ts';
import { scopeOf } from './scope.ts';

const fingerprint = fingerprinter(new Uint8Array(32));
const stage = (name: string, order: number): LifecycleStage => ({
  stage: name,
  label: name,
  order,
  owner: 'hubspot',
  salesforceValue: name,
  movesTo: null,
  kind: 'prospect',
});
const stages = [stage('lead', 1), stage('customer', 2)];
const rule: FieldRule = {
  key: 'person.stage',
  salesforceObjects: ['Lead'],
  salesforceField: 'Stage__c',
  hubspotProperty: 'lifecyclestage',
  owner: 'hubspot',
  direction: 'two-way',
  policy: 'latest',
  windowMs: 0,
  isProtected: false,
  blank: 'propagate',
  nonOwnerEdit: 'enforce',
  valueMap: stages.map(({ stage: name }) => ({ salesforce: name, hubspot: name })),
  referenceMapping: null,
  stages,
};
const mapping: ObjectMapping = {
  key: 'person',
  salesforceObjects: ['Lead'],
  salesforceCreateObject: 'Lead',
  hubspotObject: 'contacts',
  createInSalesforce: 'in-scope',
  createInHubSpot: 'always',
  salesforceScope: null,
  hubspotScope: { all: [{ field: 'lifecyclestage', op: 'in', values: ['lead', 'customer'] }] },
  policies: DEFAULT_POLICIES,
  order: 1,
  fields: [rule],
};
const text = (name: string): FieldSchema => ({
  name,
  kind: 'text',
  isWritable: true,
  isCreatable: true,
  isRequired: false,
  lengthMax: null,
  scale: null,
  options: null,
});
const schemas: Schemas = new Map([
  ['salesforce:Lead', { object: 'Lead', fields: new Map([['Stage__c', text('Stage__c')]]) }],
  ['hubspot:contacts', { object: 'contacts', fields: new Map([['lifecyclestage', text('lifecyclestage')]]) }],
]);

function isIn(salesforce: string, over: { readonly clearing?: true; readonly state?: Link['state'] }): boolean {
  const agreed = fingerprint(rule.key, 'lead');
  const link: Link = {
    // An id of the test's own.
    id: 'person:hs-contacts-1' as LinkId,
    mapping: 'person',
    key: 'hs-contacts-1',
    state: over.state ?? 'active',
    salesforce: null,
    hubspot: null,
    baseline: { [rule.key]: { salesforce: agreed, hubspot: agreed, ...(over.clearing === true ? { clearing: true as const } : {}) } },
    attempts: [],
    attemptNumbers: { salesforce: 0, hubspot: 0 },
    createdAt: 0,
    syncedAt: null,
  };
  const record = { modifiedAt: 0, modifiedBy: null, convertedTo: null, createdAt: 0 };
  const records = {
    salesforce: { ...record, object: 'Lead', id: '1', values: { Stage__c: salesforce } },
    hubspot: { ...record, object: 'contacts', id: '1', values: { lifecyclestage: null } },
  };
  const input: PairInput = {
    mapping,
    schemas,
    ...records,
    baseline: link.baseline,
    changes: [],
    history: null,
    references: { held: {}, idOf: () => null },
    actors: { salesforce: 'us', hubspot: 'us' },
    fingerprint,
    readAt: 0,
    skewMs: 0,
  };
  return scopeOf({ mapping, link, records }, () => input).isIn;
}

test('a blank our clearing left keeps the pair in step while a stage is owed, also one that cannot be set', () => {
  expect([isIn('customer', { clearing: true }), isIn('of nobody', { clearing: true })]).toEqual([true, true]);
});
test("a person's blank takes the pair out, and a pair at rest stays so", () => {
  expect([isIn('lead', {}), isIn('of nobody', { clearing: true, state: 'out-of-scope' })]).toEqual([false, false]);
});
