import { describe, expect, test } from '@jest/globals';
import { DEFAULT_POLICIES } from '../domain/index.ts';
import type { FieldRule, FieldSchema, ObjectMapping, ObjectSchema, RuleSet, Schemas } from '../domain/model.ts';
import type { SaveRule } from '../engine/ports.ts';
import { acknowledged, lookedAt } from './look.ts';
import type { ObjectState } from './model.ts';
import { snapshotOf } from './snapshot.ts';
import { usesOf } from './uses.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const rule = (salesforceField: string, hubspotProperty: string, more: Partial<FieldRule> = {}): FieldRule => ({
  ...{ key: `person.${hubspotProperty}`, salesforceObjects: ['Lead'], salesforceField, hubspotProperty, owner: 'salesforce', direction: 'two-way' },
  ...{ policy: 'latest', windowMs: 0, isProtected: false, blank: 'propagate', nonOwnerEdit: 'enforce', valueMap: [], referenceMapping: null },
  ...more,
});
const status = rule('Status', 'hs_lead_status', {
  valueMap: [
    { salesforce: 'Open', hubspot: 'NEW' },
    { salesforce: 'Working', hubspot: 'OPEN' },
  ],
});
const person: ObjectMapping = {
  ...{ key: 'person', salesforceObjects: ['Lead'], salesforceCreateObject: 'Lead', hubspotObject: 'contacts', order: 1, policies: DEFAULT_POLICIES },
  ...{ createInSalesforce: 'always', createInHubSpot: 'always', salesforceScope: null, hubspotScope: null },
  fields: [rule('LastName', 'lastname'), rule('Level__c', 'level'), rule('Rating', 'rating'), status, rule('City', 'city', { direction: 'to-hubspot' })],
};
const rules: RuleSet = { version: 1, mappings: [person], lifecycle: [], consent: [] };
const field = (name: string, more: Partial<FieldSchema> = {}): FieldSchema => ({
  ...{ name, label: `${name}!`, kind: 'text', isWritable: true, isCreatable: true, isRequired: false, lengthMax: 80, scale: null, options: null },
  ...more,
});
const picklist = (name: string, options: readonly string[], more: Partial<FieldSchema> = {}): FieldSchema =>
  field(name, { kind: 'picklist', options, lengthMax: null, ...more });

const leadFields = (): FieldSchema[] => [
  field('Sync_Key__c'),
  field('Sync_Stamp__c'),
  field('LastName', { isRequired: true }),
  field('Level__c'),
  field('City'),
  field('Hobby__c'),
  picklist('Rating', ['Hot', 'Cold']),
  picklist('Status', ['Open', 'Working']),
];
const contactFields = (): FieldSchema[] => [
  ...['fieldwise_key', 'fieldwise_stamp', 'lastname', 'level', 'city'].map((name) => field(name)),
  picklist('rating', ['Hot', 'Cold']),
  picklist('hs_lead_status', ['NEW', 'OPEN']),
];
const schemaOf = (object: string, fields: readonly FieldSchema[]): ObjectSchema => ({ object, fields: new Map(fields.map((one) => [one.name, one])) });
type World = {
  readonly lead: readonly FieldSchema[];
  readonly contact: readonly FieldSchema[];
  readonly saveRules?: readonly SaveRule[];
  readonly rules?: RuleSet;
};
const usual = (): World => ({ lead: leadFields(), contact: contactFields(), saveRules: [] });
const schemasOf = ({ lead, contact }: World): Schemas =>
  new Map([
    ['salesforce:Lead', schemaOf('Lead', lead)],
    ['hubspot:contacts', schemaOf('contacts', contact)],
  ]);

function look(
  before: ObjectState | null,
  world: World,
  [side, object]: readonly ['salesforce' | 'hubspot', string] = ['salesforce', 'Lead'],
  now = NOW,
): ObjectState {
  const inForce = world.rules ?? rules;
  const uses = usesOf(inForce, side, object);
  const schemas = schemasOf(world);
  const schema = schemas.get(`${side}:${object}`);
  if (schema === undefined) throw new Error('There is no such object.');
  const seen = snapshotOf(schema, new Set(uses.fields.keys()), side === 'hubspot' ? null : (world.saveRules ?? null));
  return lookedAt(before, { side, object, rules: inForce, uses, schemas, seen }, now);
}
const contacts = ['hubspot', 'contacts'] as const;
const swap = (fields: readonly FieldSchema[], one: FieldSchema): FieldSchema[] => fields.map((field) => (field.name === one.name ? one : field));
const without = (fields: readonly FieldSchema[], name: string): FieldSchema[] => fields.filter((field) => field.name !== name);
/** Findings of a change after a first look that found nothing. */
function after(change: (world: World) => Partial<World>, at: readonly ['salesforce' | 'hubspot', string] = ['salesforce', 'Lead']): ObjectState {
  const first = look(null, usual(), at);
  expect(first.findings).toEqual([]);
  return look(first, { ...usual(), ...change(usual()) }, at, NOW + 1);
}

describe('what is found', () => {
  test.each<readonly [string, (world: World) => Partial<World>, object]>([
    [
      'a deleted field',
      ({ lead }) => ({ lead: without(lead, 'Level__c') }),
      { kind: 'field-removed', field: 'Level__c', isNotice: false, rules: [{ key: 'person.level', mapping: 'person' }] },
    ],
    [
      'a field nobody may write',
      ({ lead }) => ({ lead: swap(lead, field('Level__c', { isWritable: false, isCreatable: false })) }),
      { kind: 'permission-lost', isNotice: false },
    ],
    [
      'a field that became shorter',
      ({ lead }) => ({ lead: swap(lead, field('Level__c', { lengthMax: 10 })) }),
      { kind: 'type-changed', before: 'text, 80 characters', after: 'text, 10 characters', isNotice: true },
    ],
    [
      'a new required field',
      ({ lead }) => ({ lead: [...lead, field('Source__c', { isRequired: true })] }),
      { kind: 'field-required', field: 'Source__c', isNotice: false, rules: [] },
    ],
    [
      'a field that became required',
      ({ lead }) => ({ lead: swap(lead, field('Hobby__c', { isRequired: true })) }),
      { kind: 'field-required', field: 'Hobby__c' },
    ],
    [
      'a value the map leads to',
      ({ lead }) => ({ lead: swap(lead, picklist('Status', ['Open'], { inactive: ['Working'] })) }),
      { kind: 'value-retired', values: ['Working'], rules: [{ key: 'person.hs_lead_status', mapping: 'person' }] },
    ],
    [
      'a value the other side has too',
      ({ lead }) => ({ lead: swap(lead, picklist('Rating', ['Hot'])) }),
      { kind: 'value-retired', field: 'Rating', values: ['Cold'] },
    ],
    [
      'a new value the map lacks',
      ({ lead }) => ({ lead: swap(lead, picklist('Status', ['Open', 'Working', 'Nurture'])) }),
      {
        kind: 'value-new',
        values: ['Nurture'],
        cause: expect.stringMatching(/Status! \(Lead\.Status\) in Salesforce has new values.*Nurture\. Rule: person\.hs_lead_status\./),
      },
    ],
    [
      'a new value the other side lacks',
      ({ lead }) => ({ lead: swap(lead, picklist('Rating', ['Hot', 'Cold', 'Warm'])) }),
      { kind: 'value-new', values: ['Warm'] },
    ],
    [
      'a validation rule',
      () => ({ saveRules: [{ object: 'Lead', name: 'Phone_Needed', message: 'Phone?', field: 'City', modifiedAt: NOW }] }),
      { kind: 'save-rule', id: 'save-rule:City:Phone_Needed', isNotice: true, rules: [{ key: 'person.city', mapping: 'person' }] },
    ],
  ])('%s', (_what, change, wanted) => {
    expect(after(change).findings).toEqual([expect.objectContaining(wanted)]);
  });
  test('in HubSpot as in Salesforce', () => {
    const state = after(({ contact }) => ({ contact: swap(without(contact, 'level'), picklist('hs_lead_status', ['NEW', 'OPEN', 'BAD_TIMING'])) }), contacts);
    expect(state.findings.map(({ kind, field: name }) => `${kind} ${String(name)}`)).toEqual(['field-removed level', 'value-new hs_lead_status']);
  });
  test('a type with which the pair has nothing in common breaks; another text does not', () => {
    const shaped = (shape: string): FieldSchema => field('Level__c', { kind: 'boolean', shape, lengthMax: null });
    expect(after(({ lead }) => ({ lead: swap(lead, shaped('checkbox')) })).findings).toEqual([expect.objectContaining({ kind: 'type-changed' })]);
  });
  test.each<readonly [string, (world: World) => Partial<World>]>([
    ['a field no rule names', ({ lead }) => ({ lead: without(lead, 'Hobby__c') })],
    ['a longer field', ({ lead }) => ({ lead: swap(lead, field('Level__c', { lengthMax: 255 })) })],
    ['another label', ({ lead }) => ({ lead: swap(lead, field('Level__c', { label: 'Tier' })) })],
    [
      'a value nothing leads to',
      ({ lead, contact }) => ({ lead: swap(lead, picklist('Rating', ['Hot'])), contact: swap(contact, picklist('rating', ['Hot'])) }),
    ],
    ['a field that is only read and may not be written', ({ lead }) => ({ lead: swap(lead, field('City', { isWritable: false })) })],
  ])('%s is nothing', (_what, change) => expect(after(change).findings).toEqual([]));
  test('a field that is missing on the first look is told, and what it was is not known', () => {
    expect(look(null, { ...usual(), lead: without(leadFields(), 'Level__c') }).findings).toEqual([
      expect.objectContaining({ kind: 'field-removed', before: null }),
    ]);
  });
});

describe('how a finding ends', () => {
  const broken = (): ObjectState => after(({ lead }) => ({ lead: swap(without(lead, 'Level__c'), picklist('Status', ['Open', 'Working', 'Nurture'])) }));
  test('it stays, as of when it was found, until it is mended', () => {
    const again = look(
      broken(),
      { ...usual(), lead: swap(without(leadFields(), 'Level__c'), picklist('Status', ['Open', 'Working', 'Nurture'])) },
      undefined,
      NOW + 2,
    );
    expect(again.findings.map(({ kind, since }) => [kind, since])).toEqual([
      ['field-removed', NOW + 1],
      ['value-new', NOW + 1],
    ]);
    expect(look(again, usual()).findings).toEqual([]);
  });
  test('a pair added to the map mends a new value; a rule that is off concerns nobody', () => {
    const mapped = { ...status, valueMap: [...status.valueMap, { salesforce: 'Nurture', hubspot: 'NEW' }] };
    const mended: RuleSet = {
      ...rules,
      mappings: [{ ...person, fields: [...person.fields.filter(({ key }) => key !== status.key && key !== 'person.level'), mapped] }],
    };
    const lead = swap(without(leadFields(), 'Level__c'), picklist('Status', ['Open', 'Working', 'Nurture']));
    expect(look(broken(), { ...usual(), lead, rules: mended }).findings).toEqual([]);
  });
  test('what is acknowledged is known from then on, and the next value is told of by itself', () => {
    const seen = acknowledged(broken(), 'value-new:Status');
    expect(seen.findings.map(({ kind }) => kind)).toEqual(['field-removed']);
    const lead = swap(without(leadFields(), 'Level__c'), picklist('Status', ['Open', 'Working', 'Nurture', 'Lost']));
    expect(look(seen, { ...usual(), lead }).findings.map(({ kind, values }) => [kind, values])).toEqual([
      ['field-removed', []],
      ['value-new', ['Lost']],
    ]);
  });
  test('a validation rule is told again once it is changed, and not because it could not be read once', () => {
    const one = { object: 'Lead', name: 'R', message: 'm', field: null, modifiedAt: NOW };
    const seen = acknowledged(
      after(() => ({ saveRules: [one] })),
      'save-rule::R',
    );
    expect(look(seen, { ...usual(), saveRules: [one] }).findings).toEqual([]);
    const { saveRules: _untold, ...blind } = usual();
    const later = look(look(seen, blind), { ...usual(), saveRules: [one] });
    expect(later.findings).toEqual([]);
    expect(look(later, { ...usual(), saveRules: [{ ...one, modifiedAt: NOW + 9 }] }).findings).toHaveLength(1);
  });
});
