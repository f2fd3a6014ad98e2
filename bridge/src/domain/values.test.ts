import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { holds, KINDS, wiresOf } from '../../test/domain/samples.ts';
import type { FieldKind } from './model.ts';
import { canonical, setParts, toWire } from './values.ts';
import type { WireScalar } from './values.ts';

describe('canonical values', () => {
  test.each<[FieldKind, WireScalar, string | null]>([
    ['text', ' Ada ', ' Ada '],
    ['long-text', 'a\r\nb\rc', 'a\nb\nc'],
    ['email', ' Ada@Example.COM ', 'ada@example.com'],
    ['number', 0.1, '0.1'],
    ['number', '1,5e', null],
    ['number', '100.00', '100'],
    ['number', 1e21, '1000000000000000000000'],
    ['boolean', true, 'true'],
    ['boolean', 'YES', 'true'],
    ['boolean', '1', 'true'],
    ['boolean', 'no', 'false'],
    ['boolean', 0, 'false'],
    ['date', 1763683200000, '2025-11-21'],
    ['datetime', '2026-11-21T10:00:00.000+0000', '2026-11-21T10:00:00.000Z'],
    ['multi-picklist', ';b;a; b ', 'a;b'],
    ['multi-picklist', ';', null],
    ['picklist', 'closedwon', 'closedwon'],
    ['reference', '001A', '001A'],
  ])('%s of %j is %j', (kind, wire, expected) => {
    const read = canonical(wire, kind);
    expect(read.ok ? read.value : null).toBe(expected);
  });

  test.each(KINDS.flatMap((kind) => [null, undefined, '', '   ', '\t\n'].map((wire) => [kind, wire] as const)))('%s of %j is blank', (kind, wire) => {
    expect(canonical(wire, kind)).toEqual({ ok: true, value: null });
  });

  test.each<[FieldKind, string]>([
    ['number', 'not-a-number'],
    ['boolean', 'not-a-boolean'],
    ['date', 'not-a-date'],
    ['datetime', 'not-an-instant'],
  ])('text in a %s says %s', (kind, code) => {
    expect(canonical('maybe', kind)).toEqual({ ok: false, code });
  });

  test('money in cents never goes through a float', () => {
    const tenth = canonical('0.10', 'number');
    expect(tenth).toEqual({ ok: true, value: '0.1' });
    expect(toWire('12345678901234567.89', 'number', 'salesforce')).toBe('12345678901234567.89');
    expect(toWire('0.3', 'number', 'salesforce')).toBe(0.3);
    expect(toWire('0.30000000000000004', 'number', 'salesforce')).toBe(0.1 + 0.2);
    expect(toWire('0.30000000000000002', 'number', 'salesforce')).toBe('0.30000000000000002');
    expect(toWire('0.3', 'number', 'hubspot')).toBe('0.3');
  });

  test('each platform gets its own form', () => {
    expect(toWire('true', 'boolean', 'salesforce')).toBe(true);
    expect(toWire('false', 'boolean', 'salesforce')).toBe(false);
    expect(toWire('true', 'boolean', 'hubspot')).toBe('true');
    expect(toWire('2026-11-21T10:00:00.000Z', 'datetime', 'salesforce')).toBe('2026-11-21T10:00:00.000+0000');
    expect(toWire('2026-11-21T10:00:00.000Z', 'datetime', 'hubspot')).toBe('2026-11-21T10:00:00.000Z');
    expect(toWire('x', 'text', 'salesforce')).toBe('x');
    expect(toWire(null, 'boolean', 'salesforce')).toBeNull();
  });

  test('what is written in wire form reads back as the same value', () => {
    for (const kind of KINDS) {
      holds(
        fc.property(wiresOf(kind), fc.constantFrom('salesforce' as const, 'hubspot' as const), (wire, side) => {
          const read = canonical(wire, kind);
          if (read.ok) expect(canonical(toWire(read.value, kind, side), kind)).toEqual(read);
        }),
        150,
      );
    }
  });

  test('a multi-select means its set, and never starts with the ";" that makes HubSpot append', () => {
    holds(
      fc.property(fc.array(fc.constantFrom('A', 'B', 'C', ' ', '')), fc.integer({ min: 0, max: 5 }), (parts, turn) => {
        const turned = [...parts.slice(turn), ...parts.slice(0, turn)];
        const read = canonical(`;${parts.join(';')}`, 'multi-picklist');
        expect(canonical(turned.join(';'), 'multi-picklist')).toEqual(read);
        expect(read.ok && read.value?.startsWith(';')).not.toBe(true);
        expect(setParts(parts.join(';'))).toEqual([...new Set(parts.filter((part) => part.trim() !== ''))].sort());
      }),
    );
  });
});
