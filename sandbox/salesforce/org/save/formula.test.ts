import { describe, expect, test } from '@jest/globals';
import { standardObjects } from '../schema/tables.ts';
import { compileFormula } from './formula.ts';

const lead = standardObjects().find((o) => o.name === 'Lead');
if (lead === undefined) throw new Error('no Lead');
const row = { LastName: 'Doe', Company: 'Acme', Status: 'Open', Email: null, NumberOfEmployees: '12', IsConverted: false, Title: 'x' };
const holds = (formula: string, before: typeof row | null = null): boolean => compileFormula(lead, formula)(row, before);

describe('validation formulas', () => {
  test.each([
    ['ISBLANK(Email)', true],
    ['NOT(ISBLANK(Email)) || LastName = "Doe"', true],
    ['AND(ISPICKVAL(Status, "Open"), NumberOfEmployees >= 12, !IsConverted)', true],
    ['NumberOfEmployees + 1 > 13', false],
    ['NumberOfEmployees - -1 = 13', true],
    ['LEN(Company) <> 4', false],
    ['TEXT(Status) == "Open" && (Email = null || FALSE)', true],
    ['ISNEW()', true],
    ['Email < 5', false],
  ])('%s', (formula, expected) => expect(holds(formula)).toBe(expected));
  test('what was before', () => {
    const before = { ...row, Title: 'old' };
    expect([
      holds('ISCHANGED(Title)', before),
      holds('ISCHANGED(Company)', before),
      holds('PRIORVALUE(Title) = "old"', before),
      holds('ISNEW()', before),
      holds('ISCHANGED(Title)'),
    ]).toEqual([true, false, true, false, false]);
  });
  test.each(['VLOOKUP(Title)', 'Nope__c = 1', '(Title = "x"', 'Title = "x" Title', 'REGEX(Title, "x")', ''])('%p is refused', (formula) =>
    expect(() => compileFormula(lead, formula)).toThrow('formula:'),
  );
});
