import { describe, expect, test } from '@jest/globals';
import { mapping } from '../../test/domain/samples.ts';
import { inScope, pairScope, scopeFields, scopeSegments, scopeWords } from './scope.ts';
import type { FilterCondition, ScopeFilter } from './model.ts';
import type { WireScalar } from './values.ts';

const isIn: FilterCondition = { field: 'stage', op: 'in', values: ['lead', 'mql'] };
const isNot: FilterCondition = { field: 'stage', op: 'not_in', values: ['lead', 'mql'] };
const isFilled: FilterCondition = { field: 'email', op: 'filled' };
const isBlank: FilterCondition = { field: 'email', op: 'blank' };

describe('scope', () => {
  test.each<[FilterCondition, WireScalar | undefined, boolean]>([
    [isIn, 'mql', true],
    [isIn, ' mql ', true],
    [isIn, 'MQL', false],
    [isIn, 'customer', false],
    [isIn, null, false],
    [isIn, undefined, false],
    [isIn, 'customer;mql', true],
    [isIn, 'customer; mql', true],
    [isNot, 'customer', true],
    [isNot, 'mql', false],
    [isNot, 'customer;mql', false],
    [isNot, null, true],
    [isFilled, 'a@b.example', true],
    [isFilled, '  ', false],
    [isFilled, false, true],
    [isFilled, 0, true],
    [isBlank, '', true],
    [isBlank, undefined, true],
    [isBlank, 'x', false],
    [{ field: 'stage', op: 'in' }, 'x', false],
    [{ field: 'stage', op: 'not_in' }, 'x', true],
    [{ field: 'stage', op: 'in', values: ['a;b'] }, 'a;b', true],
    [{ field: 'stage', op: 'in', values: ['true'] }, true, true],
  ])('%j with %j: %s', (condition, value, expected) => {
    const values = value === undefined ? {} : { [condition.field]: value };
    expect(inScope({ all: [condition] }, values).isIn).toBe(expected);
    expect(inScope({ any: [condition] }, values).isIn).toBe(expected);
  });

  test('no filter, or an empty one, lets everything in', () => {
    expect([null, { all: [] }, { any: [] }].map((filter) => inScope(filter, {}).isIn)).toEqual([true, true, true]);
  });

  test('"all" wants every condition, "any" one of them', () => {
    const values = { stage: 'customer', email: 'a@b.example' };
    expect(inScope({ all: [isFilled, isIn] }, values)).toEqual({ isIn: false, failed: 'stage in lead, mql' });
    expect(inScope({ any: [isFilled, isIn] }, values)).toEqual({ isIn: true });
  });

  test('who is out is told by which condition, without a value of the record', () => {
    const values = { stage: 'secret', email: 'secret@example.com' };
    expect(inScope({ any: [isIn, isBlank] }, values)).toEqual({ isIn: false, failed: 'stage in lead, mql or email blank' });
    expect(inScope({ all: [{ field: 'stage', op: 'not_in', values: ['secret'] }] }, values)).toEqual({ isIn: false, failed: 'stage not in secret' });
  });

  test('the fields a filter reads', () => {
    const filters: readonly (ScopeFilter | null)[] = [null, { all: [isIn, isFilled] }, { any: [isBlank] }];
    expect(filters.map(scopeFields)).toEqual([[], ['stage', 'email'], ['email']]);
  });
});

describe('a linked pair', () => {
  const criteria = mapping([], {
    createInHubSpot: 'in-scope',
    salesforceScope: { all: [{ field: 'Status', op: 'not_in', values: ['Junk'] }] },
    hubspotScope: { all: [{ field: 'segments', op: 'member', values: ['17'] }] },
  });
  const sides = (status: string, segments: string) => ({ salesforce: { Status: status }, hubspot: { segments } });
  test.each([
    ['sf-1', 'Open', '17', true],
    ['sf-1', 'Open', '18', true],
    ['sf-1', 'Junk', '17;18', true],
    ['sf-1', 'Junk', '18', false],
    ['hs-contacts-1', 'Junk', '17', true],
    ['hs-contacts-1', 'Open', '18', false],
  ])('%s, status %s, segments %s: %s', (key, status, segments, isIn) => {
    expect(pairScope(criteria, key, sides(status, segments)).isIn).toBe(isIn);
  });
  test('that rests says which condition failed on which side', () => {
    expect(pairScope(criteria, 'hs-contacts-1', sides('Open', ''))).toEqual({ isIn: false, failed: 'HubSpot: segments member 17' });
    expect(pairScope(criteria, 'sf-1', sides('Junk', ''))).toEqual({
      isIn: false,
      failed: 'Salesforce: Status not in Junk; HubSpot: segments member 17',
    });
    expect(scopeWords('HubSpot: segments member 17')).toBe('Out of scope: the rule asks for HubSpot: segments member 17.');
  });
  test('of a mapping that always creates is always in scope', () => {
    expect(pairScope({ ...criteria, createInSalesforce: 'always' }, 'hs-contacts-1', sides('Junk', '')).isIn).toBe(true);
  });
});

describe('segments', () => {
  test('of a filter are those it asks for, each once', () => {
    expect(
      scopeSegments({
        any: [
          { field: 'segments', op: 'member', values: ['17', '18'] },
          { field: 'segments', op: 'not_member', values: ['18', '19'] },
          { field: 'stage', op: 'in', values: ['20'] },
        ],
      }),
    ).toEqual(['17', '18', '19']);
    expect(scopeSegments(null)).toEqual([]);
  });
});
