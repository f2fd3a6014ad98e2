import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anyDecimal, holds } from '../../test/domain/samples.ts';
import { plainDecimal, scaleOf } from './numbers.ts';

describe('decimal text', () => {
  test.each([
    ['0', '0'],
    ['-0', '0'],
    ['-0.000', '0'],
    ['+01.50', '1.5'],
    ['007', '7'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['1e3', '1000'],
    ['1.5E+2', '150'],
    ['12.50e1', '125'],
    ['0.05e1', '0.5'],
    ['5e-2', '0.05'],
    ['-12e-1', '-1.2'],
    ['0e5', '0'],
    [' 42 ', '42'],
    ['0.30000000000000004', '0.30000000000000004'],
    ['9007199254740993', '9007199254740993'],
    ['123456789012345678901234567890.123456789', '123456789012345678901234567890.123456789'],
    ['1e21', '1000000000000000000000'],
  ])('%s is %s', (text, expected) => {
    expect(plainDecimal(text)).toBe(expected);
  });

  test.each(['', '.', '-', 'e5', '.e5', '1,000', '1.000,5', '0x10', 'Infinity', 'NaN', '1 000', '$5', '1e', '1e12345', '٣', '１', '1.2.3', '--1'])(
    '"%s" is no number',
    (text) => {
      expect(plainDecimal(text)).toBeNull();
    },
  );

  test('plain text has no exponent, no needless zeros, one form, and the value of what was written', () => {
    holds(
      fc.property(anyDecimal, (text) => {
        const plain = plainDecimal(text);
        expect(plain).toMatch(/^(0|-?[1-9]\d*|-?(0|[1-9]\d*)\.\d*[1-9])$/);
        expect(plainDecimal(plain ?? '')).toBe(plain);
        expect(Number(plain)).toBe(Number(text) + 0);
      }),
    );
  });

  test('whole numbers of any size come out digit for digit', () => {
    holds(fc.property(fc.bigInt(), (number) => expect(plainDecimal(String(number))).toBe(String(number))));
  });

  test('scale counts the digits after the point', () => {
    expect(['0', '12', '1.5', '-0.125'].map(scaleOf)).toEqual([0, 0, 1, 3]);
  });
});
