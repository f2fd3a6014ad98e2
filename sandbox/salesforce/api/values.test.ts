import { describe, expect, test } from '@jest/globals';
import type { FieldSchema, FieldType } from '../contract.ts';
import { ApiFailure } from './failure.ts';
import { canonicalDecimal, formatInstant, fromJsonValue, toJsonValue } from './values.ts';

const field = (type: FieldType): FieldSchema => ({ type, name: 'F' }) as FieldSchema; // only these two are read

describe('values from JSON', () => {
  test.each<[FieldType, unknown, unknown]>([
    ['string', 'x', 'x'],
    ['string', null, null],
    ['double', 12.5, '12.5'],
    ['currency', '12.50', '12.5'],
    ['int', 7, '7'],
    ['double', 1e21, '1000000000000000000000'],
    ['double', 1e-7, '0.0000001'],
    ['boolean', true, true],
    ['boolean', 'false', false],
    ['date', '2026-11-21', '2026-11-21'],
    ['date', '2026-11-21T10:00:00Z', '2026-11-21'],
    ['datetime', '2026-11-21T10:00:00.000+0000', Date.UTC(2026, 10, 21, 10)],
    ['datetime', '2026-11-21T12:00:00+02:00', Date.UTC(2026, 10, 21, 10)],
    ['datetime', '2026-11-21', Date.UTC(2026, 10, 21)],
  ])('%s takes %p', (type, value, stored) => expect(fromJsonValue(field(type), value)).toBe(stored));

  test.each<[FieldType, unknown]>([
    ['string', 5],
    ['string', true],
    ['string', {}],
    ['double', 'abc'],
    ['double', ''],
    ['boolean', 1],
    ['date', '21.11.2026'],
    ['date', '2026-13-01'],
    ['datetime', 'now'],
    ['datetime', '2026-11-21T25:00:00Z'],
  ])('%s refuses %p', (type, value) => {
    const refused = (): unknown => fromJsonValue(field(type), value);
    expect(refused).toThrow(ApiFailure);
    expect(refused).toThrow(/^Cannot deserialize instance of/);
  });
});

test.each<[string, string]>([
  ['12.50', '12.5'],
  ['-0.0', '0'],
  ['+3', '3'],
  ['007', '7'],
  ['.5', '0.5'],
  ['1.5E3', '1500'],
  ['25e-3', '0.025'],
  ['100', '100'],
])('decimal %s is %s', (text, canonical) => expect(canonicalDecimal(text)).toBe(canonical));

describe('values as JSON', () => {
  test('date/times have milliseconds and a numeric zone', () => expect(formatInstant(Date.UTC(2026, 10, 21, 10))).toBe('2026-11-21T10:00:00.000+0000'));
  test.each<[FieldType, string | number | boolean | null, unknown]>([
    ['currency', '1200.5', 1200.5],
    ['int', '7', 7],
    ['datetime', 0, '1970-01-01T00:00:00.000+0000'],
    ['string', '7', '7'],
    ['double', null, null],
    ['date', '2026-11-21', '2026-11-21'],
  ])('%s %p', (type, value, json) => expect(toJsonValue(type, value)).toBe(json));
});
