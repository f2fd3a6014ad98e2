import { describe, expect, test } from '@jest/globals';
import type { Dec } from './decimal.ts';
import { decAdd, decCompare, decDivide, decMultiply, decSetScale, decStrip, decText, doubleText, parseDecimal, type RoundingMode } from './decimal.ts';

const d = (text: string): Dec => {
  const parsed = parseDecimal(text);
  if (!parsed) throw new Error(`not a number: ${text}`);
  return parsed;
};

describe('Decimal', () => {
  test('reads and prints plain and scientific text, keeping the scale', () => {
    for (const text of ['0', '-0.50', '123456789012345678901234567890.12', '0.001']) expect(decText(d(text))).toBe(text);
    expect(decText(d('1.5E3'))).toBe('1500');
    expect(decText(d('15e-4'))).toBe('0.0015');
    for (const text of ['', '.', '1,5', '1.5.0', 'x']) expect(parseDecimal(text)).toBeUndefined();
  });
  test('adds, multiplies and compares exactly', () => {
    expect(decText(decAdd(d('0.1'), d('0.20'), 1n))).toBe('0.30');
    expect(decText(decAdd(d('1'), d('2.5'), -1n))).toBe('-1.5');
    expect(decText(decMultiply(d('1.10'), d('1.1')))).toBe('1.210');
    expect(decCompare(d('1.0'), d('1.00'))).toBe(0);
    expect(decCompare(d('-1.1'), d('-1.09'))).toBe(-1);
  });
  test('divides exactly where it ends, to 34 digits where it does not', () => {
    expect(decText(decDivide(d('10'), d('4')))).toBe('2.5');
    expect(decText(decDivide(d('1.00'), d('8')))).toBe('0.125');
    expect(decText(decDivide(d('1'), d('3')))).toBe(`0.${'3'.repeat(34)}`);
    expect(decText(decDivide(d('200'), d('3')))).toBe(`66.${'6'.repeat(31)}7`);
    expect(decText(decDivide(d('-2'), d('0.0007')))).toMatch(/^-2857\.142857/);
  });
  test('rounds as Java does, for each mode', () => {
    const rounded = (text: string, mode: RoundingMode): string => {
      const result = decSetScale(d(text), 0, mode);
      return result ? decText(result) : 'refused';
    };
    const modes = ['UP', 'DOWN', 'CEILING', 'FLOOR', 'HALF_UP', 'HALF_DOWN', 'HALF_EVEN', 'UNNECESSARY'] as const;
    // The table of java.math.RoundingMode: https://docs.oracle.com/javase/8/docs/api/java/math/RoundingMode.html
    const table: Readonly<Record<string, string>> = {
      '5.5': '6 5 6 5 6 5 6 refused',
      '2.5': '3 2 3 2 3 2 2 refused',
      '1.6': '2 1 2 1 2 2 2 refused',
      '1.0': '1 1 1 1 1 1 1 1',
      '-1.1': '-2 -1 -1 -2 -1 -1 -1 refused',
      '-2.5': '-3 -2 -2 -3 -3 -2 -2 refused',
      '-5.5': '-6 -5 -5 -6 -6 -5 -6 refused',
    };
    for (const [text, row] of Object.entries(table)) expect(modes.map((mode) => rounded(text, mode)).join(' ')).toBe(row);
  });
  test('strips zeros, prints doubles as Java', () => {
    expect(decText(decStrip(d('1.500')))).toBe('1.5');
    expect(['1', '0.5', '12345678', '0.0001'].map((n) => doubleText(Number(n)))).toEqual(['1.0', '0.5', '1.2345678E7', '1.0E-4']);
  });
});
