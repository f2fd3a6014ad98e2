import { describe, expect, test } from '@jest/globals';
import { DEFAULT_POLICIES, fingerprinter } from '../domain/index.ts';
import type { FieldRule, ObjectMapping, RuleSet } from '../domain/index.ts';
import { concernOf, printsOf } from './concern.ts';
import { checkSteps, inOrder } from './plan.ts';

const fingerprint = fingerprinter(new Uint8Array(32).fill(1));
const rule = (key: string, given: Partial<FieldRule> = {}): FieldRule => ({
  key,
  salesforceObjects: ['Contact'],
  salesforceField: 'Phone',
  hubspotProperty: 'phone',
  owner: 'salesforce',
  direction: 'two-way',
  policy: 'latest',
  windowMs: 0,
  isProtected: false,
  blank: 'propagate',
  nonOwnerEdit: 'enforce',
  valueMap: [],
  referenceMapping: null,
  ...given,
});
const mapping = (key: string, given: Partial<ObjectMapping> = {}): ObjectMapping => ({
  key,
  salesforceObjects: ['Contact'],
  salesforceCreateObject: 'Contact',
  hubspotObject: 'contacts',
  createInSalesforce: 'always',
  createInHubSpot: 'always',
  salesforceScope: null,
  hubspotScope: null,
  policies: DEFAULT_POLICIES,
  order: 1,
  fields: [rule(`${key}.phone`)],
  ...given,
});
const company = mapping('company', { salesforceObjects: ['Account'], hubspotObject: 'companies' });
const person = mapping('person', { fields: [rule('person.phone'), rule('person.account', { referenceMapping: 'company' })], order: 0 });
const deal = mapping('deal', { salesforceObjects: ['Opportunity'], hubspotObject: 'deals', order: 0 });
const rules = (mappings: readonly ObjectMapping[], given: Partial<RuleSet> = {}): RuleSet => ({ version: 2, mappings, lifecycle: [], consent: [], ...given });
const before = printsOf(rules([person, company, deal], { version: 1 }), fingerprint);
const of = (after: RuleSet) => concernOf(before, after, fingerprint);

describe('what new rules concern', () => {
  test('nothing, when only the version, the order or the owners moved', () => {
    const moved = rules([{ ...person, order: 9, fields: person.fields.map((one) => ({ ...one, owners: { salesforce: {}, hubspot: {} } })) }, company, deal]);
    expect(of(moved)).toEqual({ steps: [], changes: [], isConsentMoved: false });
  });

  test('the pairs and the kept back of a mapping, when a field rule is new, other, or gone', () => {
    const steps = [
      { kind: 'links', mapping: 'person' },
      { kind: 'stuck', mappings: ['person'] },
    ];
    expect(of(rules([{ ...person, fields: [...person.fields, rule('person.title')] }, company, deal])).steps).toEqual(steps);
    expect(of(rules([{ ...person, fields: [rule('person.phone', { owner: 'hubspot' }), ...person.fields.slice(1)] }, company, deal])).steps).toEqual(steps);
    expect(of(rules([{ ...person, fields: person.fields.slice(1) }, company, deal])).steps).toEqual(steps);
  });

  test('every record of both sides, when who takes part changed', () => {
    const { steps, changes } = of(rules([{ ...person, hubspotScope: { all: [{ field: 'phone', op: 'filled' }] } }, company, deal]));
    expect(steps).toEqual([
      { kind: 'records', mapping: 'person', side: 'salesforce', object: 'Contact' },
      { kind: 'records', mapping: 'person', side: 'hubspot', object: 'contacts' },
    ]);
    expect(changes).toEqual(['Who takes part in the mapping person changed.']);
  });

  test('nobody, when only who decides about erasures changed', () => {
    const decided = { ...person, policies: { ...person.policies, whenErased: 'with-approval' as const } };
    expect(of(rules([decided, company, deal])).steps).toEqual([]);
  });

  test('a new mapping, and the pairs that refer to it', () => {
    const known = printsOf(rules([person, deal], { version: 1 }), fingerprint);
    const { steps } = concernOf(known, rules([person, company, deal]), fingerprint);
    expect(steps).toEqual([
      { kind: 'records', mapping: 'company', side: 'salesforce', object: 'Account' },
      { kind: 'records', mapping: 'company', side: 'hubspot', object: 'companies' },
      { kind: 'links', mapping: 'person' },
      { kind: 'stuck', mappings: ['person'] },
    ]);
  });

  test('everything, when nothing is known', () => {
    expect(concernOf(null, rules([person, company, deal]), fingerprint).steps).toHaveLength(6);
  });

  test('the consent lane, when its rules or the objects moved', () => {
    expect(of(rules([person, company])).isConsentMoved).toBe(true);
    expect(of(rules([person, company, deal])).isConsentMoved).toBe(false);
  });
});

describe('the order', () => {
  test('companies, people, deals, the rest by their order, activities; nobody before a mapping its lookups name', () => {
    const ticket = mapping('ticket', { salesforceObjects: ['Case'], hubspotObject: 'tickets', order: 5 });
    const project = mapping('project', { salesforceObjects: ['Project__c'], hubspotObject: '2-1', order: 6 });
    const visit = mapping('visit', {
      salesforceObjects: ['Visit__c'],
      hubspotObject: '2-2',
      order: 1,
      fields: [rule('visit.project', { referenceMapping: 'project' })],
    });
    const call = mapping('call', { salesforceObjects: ['Task'], hubspotObject: 'calls', order: 0 });
    expect(inOrder([call, visit, project, ticket, deal, person, company]).map(({ key }) => key)).toEqual([
      'company',
      'person',
      'deal',
      'project',
      'visit',
      'ticket',
      'call',
    ]);
  });

  test('a cycle of lookups is cut where it was entered', () => {
    const one = mapping('one', { salesforceObjects: ['A__c'], fields: [rule('one.two', { referenceMapping: 'two' })], hubspotObject: '2-1' });
    const two = mapping('two', { salesforceObjects: ['B__c'], fields: [rule('two.one', { referenceMapping: 'one' })], hubspotObject: '2-2' });
    expect(inOrder([one, two]).map(({ key }) => key)).toEqual(['two', 'one']);
  });

  test('an object that two mappings share is walked once', () => {
    const call = mapping('call', { salesforceObjects: ['Task'], hubspotObject: 'calls' });
    const note = mapping('note', { salesforceObjects: ['Task'], hubspotObject: 'notes', order: 2 });
    const steps = checkSteps([call, note]).map((step) => (step.kind === 'records' ? `${step.side}:${step.object}` : step.kind));
    expect(steps).toEqual(['salesforce:Task', 'hubspot:calls', 'hubspot:notes', 'links', 'links']);
  });
});
