import { describe, expect, test } from '@jest/globals';
import { inList, instantLiteral, quote, quoteContains, valueGroups } from './soql.ts';

describe('SOQL text', () => {
  test.each([
    ["O'Hara", "'O\\'Hara'"],
    ['back\\slash', "'back\\\\slash'"],
    ["' OR Name != '", "'\\' OR Name != \\''"],
    ['two\nlines', "'two\\nlines'"],
    ['quo"te', "'quo\\\"te'"],
  ])('%j is quoted as %s', (text, expected) => {
    expect(quote(text)).toBe(expected);
  });

  test('wildcards in a searched text stand for themselves', () => {
    expect(quoteContains('50%_off')).toBe("'%50\\%\\_off%'");
  });

  test('instants are whole seconds', () => {
    expect(instantLiteral(Date.UTC(2026, 10, 21, 10, 0, 0, 999))).toBe('2026-11-21T10:00:00Z');
  });

  test('groups keep every value once, in order, and fit the URI', () => {
    const values = Array.from({ length: 1_000 }, (_, index) => `person.${String(index)}@a-rather-long-company-name.example`);
    const groups = valueGroups(values);
    expect(groups.flat()).toEqual(values);
    expect(Math.max(...groups.map((group) => encodeURIComponent(inList(group)).length))).toBeLessThan(12_000);
    expect(valueGroups(['x'.repeat(20_000)])).toHaveLength(1);
  });
});
