import { describe, expect, test } from '@jest/globals';
import { convert } from './convert.ts';
import type { FieldRule, FieldSchema } from './model.ts';
import { isByFallback, ownerMap, translateOwner } from './owners.ts';
import type { OwnerDirectory, Ownership } from './owners.ts';

const person = (id: string, email: string | null, isActive = true): Ownership => ({ id, kind: 'person', email, isActive });
const directory: OwnerDirectory = {
  salesforce: [
    person('005A', 'Ada@Example.com'),
    person('005B', 'former@example.com', false),
    person('005C', 'left@example.com', false),
    person('005D', 'left@example.com'),
    person('005E', 'alone@example.com'),
    person('005F', 'fallback@example.com'),
    { id: '00GQ', kind: 'queue', email: null, isActive: true },
  ],
  hubspot: [
    person('1', 'ada@example.com '),
    person('2', 'former@example.com'),
    person('3', 'left@example.com'),
    person('4', 'gone@example.com', false),
    person('5', 'nobody@example.com'),
    person('6', 'fallback@example.com'),
    person('7', 'alone@example.com', false),
  ],
};
const to = (fallback: string | null, from: 'salesforce' | 'hubspot', id: string) => translateOwner(ownerMap(directory, fallback), from, id);

describe('owners', () => {
  test('meet by their address, whatever its case', () => {
    expect(to(null, 'salesforce', '005A')).toEqual({ kind: 'known', to: { id: '1' } });
    expect(to(null, 'hubspot', '1')).toEqual({ kind: 'known', to: { id: '005A' } });
  });

  test('of two users with one address the active one is given records, and both show the same owner', () => {
    expect(to(null, 'hubspot', '3')).toEqual({ kind: 'known', to: { id: '005D' } });
    expect(to(null, 'salesforce', '005C')).toEqual({ kind: 'known', to: { id: '3' } });
  });

  test('an inactive user keeps their records; nobody gives them new ones', () => {
    expect(to(null, 'salesforce', '005B')).toEqual({ kind: 'known', to: { id: '2' } });
    expect(to(null, 'hubspot', '2')).toEqual({ kind: 'unmapped' });
    expect(to('005F', 'hubspot', '2')).toEqual({ kind: 'known', to: { id: '005F', isFallback: true } });
  });

  test('an archived owner is given nothing; the fallback stands in', () => {
    expect(to(null, 'salesforce', '005E')).toEqual({ kind: 'unmapped' });
    expect(to('005F', 'salesforce', '005E')).toEqual({ kind: 'known', to: { id: '6', isFallback: true } });
    expect(to('005F', 'hubspot', '4')).toEqual({ kind: 'known', to: { id: '005F', isFallback: true } });
  });

  test('a queue is nobody in HubSpot', () => {
    expect(to(null, 'salesforce', '00GQ')).toEqual({ kind: 'known', to: { id: null } });
    expect(to('00GQ', 'salesforce', '005E')).toEqual({ kind: 'known', to: { id: null, isFallback: true } });
    expect(to('00GQ', 'hubspot', '5')).toEqual({ kind: 'known', to: { id: '00GQ', isFallback: true } });
  });

  test('an owner newer than the directory is unknown, not unmapped', () => {
    expect(to('005F', 'hubspot', '99')).toEqual({ kind: 'unknown' });
    expect(to(null, 'hubspot', 'constructor')).toEqual({ kind: 'unknown' });
  });

  test('an inactive fallback stands in for nobody', () => {
    expect(to('005B', 'hubspot', '5')).toEqual({ kind: 'unmapped' });
  });
});

describe('an owner rule', () => {
  const schema: FieldSchema = {
    name: 'x',
    kind: 'reference',
    isWritable: true,
    isCreatable: true,
    isRequired: false,
    lengthMax: null,
    scale: null,
    options: null,
  };
  const rule = (fallback: string | null): FieldRule => ({
    key: 'person.owner',
    salesforceObjects: ['Lead'],
    salesforceField: 'OwnerId',
    hubspotProperty: 'hubspot_owner_id',
    owner: 'salesforce',
    direction: 'two-way',
    policy: 'owner',
    windowMs: 0,
    isProtected: false,
    blank: 'propagate',
    nonOwnerEdit: 'enforce',
    valueMap: [],
    referenceMapping: null,
    owners: ownerMap(directory, fallback),
  });
  const cross = (fallback: string | null, from: 'salesforce' | 'hubspot', value: string | null) =>
    convert(value, { rule: rule(fallback), from, fromSchema: schema, toSchema: schema });

  test('names an owner without counterpart by the id, which is no personal data', () => {
    expect(cross(null, 'salesforce', '005E')).toEqual({ ok: false, code: 'owner-unmapped', option: '005E' });
    expect(cross(null, 'hubspot', '99')).toEqual({ ok: false, code: 'owner-unknown', option: '99' });
  });

  test('never takes the owner of a Salesforce record away: cleared in HubSpot, the fallback gets it, or it stays', () => {
    expect(cross(null, 'hubspot', null)).toEqual({ ok: false, code: 'required-blank' });
    expect(cross('00GQ', 'hubspot', null)).toEqual({ ok: true, value: '00GQ' });
  });

  test('says where the fallback stood in', () => {
    expect([isByFallback(rule('005F'), 'hubspot', '5'), isByFallback(rule('005F'), 'hubspot', '1'), isByFallback(rule('005F'), 'hubspot', null)]).toEqual([
      true,
      false,
      true,
    ]);
  });
});
