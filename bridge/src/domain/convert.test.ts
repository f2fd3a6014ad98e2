import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anyDecimal, anySide, holds, KINDS, mirrored, rule, schema, wiresOf } from '../../test/domain/samples.ts';
import { convert } from './convert.ts';
import { conversions, reading } from './field-values.ts';
import { isEquivalent } from './merge.ts';
import type { FieldKind, FieldRule, FieldSchema, Side, Value } from './model.ts';
import { canonical, toWire } from './values.ts';

type Trip = {
  readonly from?: Side;
  readonly kinds: readonly [FieldKind, FieldKind];
  readonly rule?: Partial<FieldRule>;
  readonly target?: Partial<FieldSchema>;
};

const send = (value: Value, { from = 'salesforce', kinds, rule: over = {}, target = {} }: Trip) =>
  convert(value, { rule: rule(over), from, fromSchema: schema(kinds[0]), toSchema: schema(kinds[1], target) });

describe('kind to kind', () => {
  test.each<[FieldKind, FieldKind, string, string]>([
    ['text', 'number', '007.50', '7.5'],
    ['number', 'text', '1.5', '1.5'],
    ['text', 'boolean', 'true', 'true'],
    ['boolean', 'picklist', 'false', 'false'],
    ['date', 'datetime', '2026-11-21', '2026-11-21T00:00:00.000Z'],
    ['datetime', 'date', '2026-11-21T00:00:00.000Z', '2026-11-21'],
    ['text', 'date', '2026-11-21', '2026-11-21'],
    ['text', 'datetime', '2026-11-21T10:00:00+02:00', '2026-11-21T08:00:00.000Z'],
    ['picklist', 'multi-picklist', 'A', 'A'],
    ['text', 'multi-picklist', 'b;a;b', 'a;b'],
    ['multi-picklist', 'picklist', 'A', 'A'],
    ['multi-picklist', 'text', 'A;B', 'A;B'],
    ['text', 'email', 'Ada@Example.COM', 'ada@example.com'],
    ['text', 'picklist', 'a;b', 'a;b'],
    ['text', 'long-text', 'Zoë 😀 Ünïcode', 'Zoë 😀 Ünïcode'],
  ])('%s to %s: %s becomes %s', (from, to, value, expected) => {
    expect(send(value, { kinds: [from, to] })).toEqual({ ok: true, value: expected });
  });

  test.each<[FieldKind, FieldKind, string, string]>([
    ['text', 'number', 'twelve', 'not-a-number'],
    ['boolean', 'number', 'true', 'not-a-number'],
    ['text', 'boolean', 'maybe', 'not-a-boolean'],
    ['number', 'boolean', '1', 'not-a-boolean'],
    ['text', 'date', '21.11.2026', 'not-a-date'],
    ['text', 'datetime', 'noon', 'not-an-instant'],
    ['datetime', 'date', '2026-11-21T00:00:01.000Z', 'date-has-time'],
    ['multi-picklist', 'picklist', 'A;B', 'several-options'],
    ['text', 'email', 'nobody', 'email-invalid'],
    ['text', 'email', 'a b@example.com', 'email-invalid'],
  ])('%s to %s: %s is refused as %s', (from, to, value, code) => {
    expect(send(value, { kinds: [from, to] })).toEqual({ ok: false, code });
  });

  test('milliseconds stay in HubSpot: Salesforce keeps whole seconds, and the two still agree', () => {
    const at = '2026-11-21T10:00:00.987Z';
    const whole = '2026-11-21T10:00:00.000Z';
    expect(send(at, { from: 'hubspot', kinds: ['datetime', 'datetime'] })).toEqual({ ok: true, value: whole });
    expect(send(at, { from: 'salesforce', kinds: ['datetime', 'datetime'] })).toEqual({ ok: true, value: at });
  });
});

describe('blanks', () => {
  test.each(KINDS)('a blank stays blank in a %s', (kind) => {
    expect(send(null, { kinds: ['text', kind] })).toEqual({ ok: true, value: null });
  });

  test('a Salesforce checkbox is never blank, a HubSpot one may be', () => {
    expect(send(null, { from: 'hubspot', kinds: ['boolean', 'boolean'] })).toEqual({ ok: true, value: 'false' });
    expect(send(null, { from: 'hubspot', kinds: ['boolean', 'boolean'], target: { isRequired: true } })).toEqual({ ok: true, value: 'false' });
    expect(send(null, { from: 'salesforce', kinds: ['boolean', 'boolean'] })).toEqual({ ok: true, value: null });
  });

  test('a blank is refused by a required field', () => {
    expect(send(null, { kinds: ['text', 'text'], target: { isRequired: true } })).toEqual({ ok: false, code: 'required-blank' });
  });

  test('text that holds no option at all is a blank multi-select', () => {
    expect(send(' ; ', { kinds: ['text', 'multi-picklist'] })).toEqual({ ok: true, value: null });
    expect(send(';', { kinds: ['text', 'multi-picklist'], target: { isRequired: true } })).toEqual({ ok: false, code: 'required-blank' });
  });

  test('a value map may stand a word for blank', () => {
    const none = { valueMap: [{ salesforce: '--None--', hubspot: '' }] };
    expect(send('--None--', { kinds: ['picklist', 'picklist'], rule: none, target: { options: ['A'] } })).toEqual({ ok: true, value: null });
  });
});

describe('limits of the target', () => {
  test('text is never cut', () => {
    expect(send('12345', { kinds: ['text', 'text'], target: { lengthMax: 5 } })).toEqual({ ok: true, value: '12345' });
    expect(send('123456', { kinds: ['text', 'text'], target: { lengthMax: 5 } })).toEqual({ ok: false, code: 'text-too-long' });
    expect(send('123456', { kinds: ['number', 'number'], target: { lengthMax: 5 } })).toEqual({ ok: true, value: '123456' });
  });

  test.each<FieldKind>(['text', 'long-text', 'phone', 'url', 'picklist', 'multi-picklist'])('a %s has a length', (kind) => {
    expect(send('1234', { kinds: ['text', kind], target: { lengthMax: 3 } })).toEqual({ ok: false, code: 'text-too-long' });
  });

  test('an address has a length', () => {
    expect(send('ada@example.com', { kinds: ['text', 'email'], target: { lengthMax: 10 } })).toEqual({ ok: false, code: 'text-too-long' });
  });

  test('decimals are never rounded', () => {
    expect(send('1.25', { kinds: ['number', 'number'], target: { scale: 2 } })).toEqual({ ok: true, value: '1.25' });
    expect(send('1.255', { kinds: ['number', 'number'], target: { scale: 2 } })).toEqual({ ok: false, code: 'number-too-precise' });
    expect(send('1.5', { kinds: ['number', 'number'], target: { scale: 0 } })).toEqual({ ok: false, code: 'number-too-precise' });
    expect(send('1.2345', { kinds: ['number', 'text'], target: { scale: 0 } })).toEqual({ ok: true, value: '1.2345' });
  });

  test('an unknown option is named', () => {
    expect(send('B', { kinds: ['picklist', 'picklist'], target: { options: ['A', 'B'] } })).toEqual({ ok: true, value: 'B' });
    expect(send('b', { kinds: ['picklist', 'picklist'], target: { options: ['A', 'B'] } })).toEqual({ ok: false, code: 'option-unknown', option: 'b' });
    expect(send('A;C', { kinds: ['multi-picklist', 'multi-picklist'], target: { options: ['A', 'B'] } })).toEqual({
      ok: false,
      code: 'option-unknown',
      option: 'C',
    });
    expect(send('A;B', { kinds: ['multi-picklist', 'multi-picklist'], target: { options: ['A', 'B'] } })).toEqual({ ok: true, value: 'A;B' });
  });

  test('free text is not named, even where an option is wanted: it may be anything a customer said', () => {
    expect(send('my secret', { kinds: ['text', 'picklist'], target: { options: ['A'] } })).toEqual({ ok: false, code: 'option-unknown' });
    expect(send('my secret', { kinds: ['text', 'picklist'], rule: { valueMap: [{ salesforce: 'A', hubspot: 'a' }] } })).toEqual({
      ok: false,
      code: 'option-unmapped',
    });
  });
});

describe('value maps', () => {
  const map = {
    valueMap: [
      { salesforce: 'Open', hubspot: 'NEW' },
      { salesforce: 'Reopened', hubspot: 'NEW' },
      { salesforce: 'Closed', hubspot: 'DONE' },
    ],
  };

  test('a value travels as its counterpart', () => {
    expect(send('Closed', { kinds: ['picklist', 'picklist'], rule: map })).toEqual({ ok: true, value: 'DONE' });
    expect(send('DONE', { from: 'hubspot', kinds: ['picklist', 'picklist'], rule: map })).toEqual({ ok: true, value: 'Closed' });
  });

  test('many to one: the first pair answers on the way back, and neither value is fought over', () => {
    expect(send('Reopened', { kinds: ['picklist', 'picklist'], rule: map })).toEqual({ ok: true, value: 'NEW' });
    expect(send('NEW', { from: 'hubspot', kinds: ['picklist', 'picklist'], rule: map })).toEqual({ ok: true, value: 'Open' });
    const schemas = { salesforce: schema('picklist'), hubspot: schema('picklist') };
    const readings = { salesforce: reading('Reopened', schemas.salesforce), hubspot: reading('NEW', schemas.hubspot) };
    expect(isEquivalent({ values: { salesforce: 'Reopened', hubspot: 'NEW' }, converted: conversions(rule(map), schemas, readings) })).toBe(true);
  });

  test('an unmapped value is refused and named', () => {
    expect(send('Lost', { kinds: ['picklist', 'picklist'], rule: map })).toEqual({ ok: false, code: 'option-unmapped', option: 'Lost' });
    expect(send('open', { kinds: ['picklist', 'picklist'], rule: map })).toEqual({ ok: false, code: 'option-unmapped', option: 'open' });
  });

  test('every value of a multi-select is mapped, twins fall together, and the result is a set', () => {
    expect(send('Closed;Open;Reopened', { kinds: ['multi-picklist', 'multi-picklist'], rule: map })).toEqual({ ok: true, value: 'DONE;NEW' });
    expect(send('Closed;Lost', { kinds: ['multi-picklist', 'multi-picklist'], rule: map })).toEqual({ ok: false, code: 'option-unmapped', option: 'Lost' });
  });

  test('a value mapped to blank leaves no ";" behind, with which HubSpot would append', () => {
    const some = { valueMap: [...map.valueMap, { salesforce: 'None', hubspot: '' }] };
    expect(send('None;Open', { kinds: ['multi-picklist', 'multi-picklist'], rule: some })).toEqual({ ok: true, value: 'NEW' });
    expect(send('None', { kinds: ['multi-picklist', 'multi-picklist'], rule: some })).toEqual({ ok: true, value: null });
  });

  test('a map speaks the words of the target: no kind is changed after it', () => {
    expect(send('Yes', { kinds: ['picklist', 'boolean'], rule: { valueMap: [{ salesforce: 'Yes', hubspot: 'true' }] } })).toEqual({ ok: true, value: 'true' });
    expect(send('Yes', { kinds: ['picklist', 'picklist'], rule: { valueMap: [{ salesforce: 'Yes', hubspot: 'y' }] }, target: { options: ['n'] } })).toEqual({
      ok: false,
      code: 'option-unknown',
      option: 'y',
    });
  });

  test('blank is not looked up in a map', () => {
    expect(send(null, { kinds: ['picklist', 'picklist'], rule: map })).toEqual({ ok: true, value: null });
  });
});

describe('the company domain', () => {
  const website = { salesforceField: 'Website', hubspotProperty: 'domain' };

  test('a website becomes its domain on the way to HubSpot only', () => {
    expect(send('https://www.Shop.Example.co.uk/a?b', { kinds: ['url', 'text'], rule: website })).toEqual({ ok: true, value: 'example.co.uk' });
    expect(send('example.co.uk', { from: 'hubspot', kinds: ['text', 'url'], rule: website })).toEqual({ ok: true, value: 'example.co.uk' });
    expect(send('shop.Acme.example', { from: 'hubspot', kinds: ['text', 'url'], rule: website })).toEqual({ ok: true, value: 'shop.Acme.example' });
    expect(send('just words', { kinds: ['url', 'text'], rule: website })).toEqual({ ok: false, code: 'domain-invalid' });
  });

  test('other rules about web addresses leave them alone', () => {
    const value = 'https://www.acme.example/path';
    expect(send(value, { kinds: ['url', 'text'], rule: { ...website, hubspotProperty: 'website' } })).toEqual({ ok: true, value });
    expect(send(value, { kinds: ['text', 'text'], rule: website })).toEqual({ ok: true, value });
  });
});

describe('round trips', () => {
  for (const fromKind of KINDS) {
    test(`what a ${fromKind} gives another field reads back as given, and the two agree`, () => {
      holds(
        fc.property(wiresOf(fromKind), fc.constantFrom(...KINDS), anySide, (wire, toKind, from) => {
          const read = canonical(wire, fromKind);
          if (!read.ok) return;
          const to = mirrored(from);
          const one = schema(fromKind);
          const other = schema(toKind);
          const route = { rule: rule(), from, fromSchema: one, toSchema: other };
          const sent = convert(read.value, route);
          if (!sent.ok) return;
          const back = canonical(toWire(sent.value, toKind, to), toKind);
          expect(back).toEqual({ ok: true, value: sent.value });
          const schemas = from === 'salesforce' ? { salesforce: one, hubspot: other } : { salesforce: other, hubspot: one };
          const readings = { [from]: reading(wire, one), [to]: reading(toWire(sent.value, toKind, to), other) };
          const sides = { salesforce: readings['salesforce'] ?? reading(null, one), hubspot: readings['hubspot'] ?? reading(null, one) };
          const values = { salesforce: sides.salesforce.value, hubspot: sides.hubspot.value };
          expect(isEquivalent({ values, converted: conversions(rule(), schemas, sides) })).toBe(true);
        }),
        400,
      );
    });
  }

  test('an amount of any size and scale survives Salesforce, HubSpot and text digit for digit', () => {
    holds(
      fc.property(anyDecimal, anySide, (text, side) => {
        const read = canonical(text, 'number');
        if (!read.ok) throw new Error('not read');
        const asText = convert(read.value, { rule: rule(), from: side, fromSchema: schema('number'), toSchema: schema('text') });
        const back = convert(asText.ok ? asText.value : null, { rule: rule(), from: mirrored(side), fromSchema: schema('text'), toSchema: schema('number') });
        expect(back).toEqual(read);
        expect(canonical(toWire(read.value, 'number', side), 'number')).toEqual(read);
      }),
    );
  });

  test('only options are ever named in a refusal', () => {
    const closed: readonly FieldKind[] = ['picklist', 'multi-picklist', 'boolean'];
    holds(
      fc.property(fc.constantFrom(...KINDS), fc.constantFrom(...KINDS), anySide, fc.boolean(), (fromKind, toKind, from, hasMap) => {
        const sent = convert('Ada Lovelace', {
          rule: rule(hasMap ? { valueMap: [{ salesforce: 'A', hubspot: 'a' }] } : {}),
          from,
          fromSchema: schema(fromKind),
          toSchema: schema(toKind, { options: ['a'], lengthMax: 40 }),
        });
        if (!closed.includes(fromKind)) expect(JSON.stringify(sent.ok ? null : sent)).not.toContain('Lovelace');
      }),
    );
  });
});
