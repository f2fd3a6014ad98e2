import { describe, expect, test } from '@jest/globals';
import { canonicalDecimal, roundDecimal, sumDecimals, wholeDigits } from './decimal.ts';

describe('exact decimals', () => {
  test.each([
    ['12.50', '12.5'],
    ['-0.0', '0'],
    ['1e3', '1000'],
    ['1.5e-3', '0.0015'],
    ['.5', '0.5'],
    ['+7', '7'],
    ['0012', '12'],
    [12.5, '12.5'],
    ['-0.50', '-0.5'],
  ])('%p is %p', (given, canonical) => expect(canonicalDecimal(given)).toBe(canonical));
  test.each(['', 'x', '1.2.3', 'NaN', '1,5'])('%p is no number', (given) => expect(canonicalDecimal(given)).toBeNull());
  test('rounds half away from zero', () => {
    expect(['1.005', '1.004', '-1.005', '2'].map((v) => roundDecimal(v, 2))).toEqual(['1.01', '1', '-1.01', '2']);
  });
  test('sums without binary error, beyond 2^53', () => {
    expect(sumDecimals(['0.1', '0.2'])).toBe('0.3');
    expect(sumDecimals(['9007199254740993', '0.01'])).toBe('9007199254740993.01');
  });
  test('counts the digits before the point', () => expect(['12.5', '-0.5', '100'].map(wholeDigits)).toEqual([2, 0, 3]));
});
