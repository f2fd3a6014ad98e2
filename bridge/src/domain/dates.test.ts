import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { holds } from '../../test/domain/samples.ts';
import { isMidnight, plainDay, plainInstant, salesforceInstant, wholeSeconds } from './dates.ts';

const anyInstant = fc.integer({ min: Date.UTC(1, 0, 2) - 0, max: Date.UTC(9999, 11, 30) });

describe('days', () => {
  test.each([
    ['2026-11-21', '2026-11-21'],
    ['2024-02-29', '2024-02-29'],
    ['0001-01-01', '0001-01-01'],
    ['9999-12-31', '9999-12-31'],
    ['1763683200000', '2025-11-21'],
    ['-86400000', '1969-12-31'],
    ['0', '1970-01-01'],
    ['2026-11-21T00:00:00.000Z', '2026-11-21'],
    ['2026-11-21T01:00:00+01:00', '2026-11-21'],
  ])('%s is the day %s', (text, expected) => {
    expect(plainDay(text)).toBe(expected);
  });

  test.each([
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-11-31',
    '0000-01-01',
    '26-11-21',
    '21.11.2026',
    '1763683200001',
    '2026-11-21T00:00:01Z',
    '2026',
    '20261121',
    '',
    'today',
    '99999999999999999',
  ])('%s is no day', (text) => {
    expect(plainDay(text)).toBeNull();
  });
});

describe('instants', () => {
  test.each([
    ['2026-11-21T10:00:00.000+0000', '2026-11-21T10:00:00.000Z'],
    ['2026-11-21T10:00:00Z', '2026-11-21T10:00:00.000Z'],
    ['2026-11-21T10:00', '2026-11-21T10:00:00.000Z'],
    ['2026-11-21 10:00:00', '2026-11-21T10:00:00.000Z'],
    ['2026-11-21T10:00:00.5Z', '2026-11-21T10:00:00.500Z'],
    ['2026-11-21T10:00:00.123456789Z', '2026-11-21T10:00:00.123Z'],
    ['2026-11-21T10:00:00.000-05:30', '2026-11-21T15:30:00.000Z'],
    ['2026-11-21', '2026-11-21T00:00:00.000Z'],
    ['1763718000123', '2025-11-21T09:40:00.123Z'],
    ['0', '1970-01-01T00:00:00.000Z'],
  ])('%s is %s', (text, expected) => {
    expect(plainInstant(text)).toBe(expected);
  });

  test.each([
    '2026-02-30T10:00:00Z',
    '2026-11-21T25:00:00Z',
    '2026-11-21T10:61:00Z',
    '2026-11-21T10:00:00X',
    '2026-02-30',
    '2026',
    'now',
    '',
    '999999999999999',
    '0001-01-01T00:00:00+05:00',
  ])('%s is no instant', (text) => {
    expect(plainInstant(text)).toBeNull();
  });

  test('milliseconds, ISO text and the Salesforce literal of one instant are one value, on either side of any clock change', () => {
    holds(
      fc.property(anyInstant, fc.integer({ min: -12 * 60, max: 14 * 60 }), (at, offsetMinutes) => {
        const canonical = new Date(at).toISOString();
        const shifted = new Date(at + offsetMinutes * 60_000).toISOString().slice(0, -1);
        const zone = `${offsetMinutes < 0 ? '-' : '+'}${String(Math.floor(Math.abs(offsetMinutes) / 60)).padStart(2, '0')}:${String(Math.abs(offsetMinutes) % 60).padStart(2, '0')}`;
        expect(plainInstant(canonical)).toBe(canonical);
        expect(plainInstant(salesforceInstant(canonical))).toBe(canonical);
        expect(plainInstant(`${shifted}${zone}`)).toBe(canonical);
        if (Math.abs(at) >= 10_000) expect(plainInstant(String(at))).toBe(canonical);
      }),
    );
  });

  test('a day is the same day as text, as milliseconds and as midnight', () => {
    holds(
      fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), (days) => {
        const at = days * 86_400_000;
        const day = new Date(at).toISOString().slice(0, 10);
        expect([plainDay(day), plainDay(String(at)), plainDay(`${day}T00:00:00.000+0000`)]).toEqual([day, day, day]);
        expect(plainInstant(day)).toBe(`${day}T00:00:00.000Z`);
        expect(isMidnight(`${day}T00:00:00.000Z`)).toBe(true);
        expect(plainDay(String(at + 1))).toBeNull();
      }),
    );
  });

  test('Salesforce keeps whole seconds', () => {
    expect(wholeSeconds('2026-11-21T10:00:00.987Z')).toBe('2026-11-21T10:00:00.000Z');
    expect(isMidnight('2026-11-21T00:00:00.001Z')).toBe(false);
    expect(salesforceInstant('2026-11-21T10:00:00.000Z')).toBe('2026-11-21T10:00:00.000+0000');
  });
});
