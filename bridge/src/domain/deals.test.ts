import { describe, expect, test } from '@jest/globals';
import { chooseDeal } from './deals.ts';

const deal = (id: string, dealname: string | null, amount: string | null = null) => ({
  ref: { side: 'hubspot' as const, object: 'deals', id },
  values: { dealname, amount },
});
const opportunity = (Name: string, Amount: number | null = null) => ({
  ref: { side: 'salesforce' as const, object: 'Opportunity', id: '006' },
  values: { Name, Amount },
});

describe("a converted lead's opportunity", () => {
  test('is the only deal the person has', () => {
    expect(chooseDeal(opportunity('Acme-'), [deal('1', 'Acme – Platform', '5000')])).toEqual({ kind: 'link', ref: deal('1', '').ref });
  });

  test('of several it is the only one of its name', () => {
    expect(chooseDeal(opportunity('Acme – Platform'), [deal('1', 'acme platform'), deal('2', 'Renewal')])).toMatchObject({ kind: 'link', ref: { id: '1' } });
  });

  test('several that fit are left to a person', () => {
    expect(chooseDeal(opportunity('Acme-'), [deal('1', 'A'), deal('2', 'B')])).toMatchObject({ kind: 'review', refs: [{ id: '1' }, { id: '2' }] });
    expect(chooseDeal(opportunity('Same'), [deal('1', 'Same'), deal('2', 'same')])).toMatchObject({ kind: 'review' });
  });

  test('a deal of another name and amount is left to a person', () => {
    expect(chooseDeal(opportunity('Acme-', 100), [deal('1', 'Renewal', '5000')])).toMatchObject({ kind: 'review', refs: [{ id: '1' }] });
    expect(chooseDeal(opportunity('Acme-', 5000), [deal('1', 'Renewal', '5000.00')])).toMatchObject({ kind: 'link' });
  });

  test('is none where the person has none', () => {
    expect(chooseDeal(opportunity('Acme-'), [])).toEqual({ kind: 'none' });
  });
});
