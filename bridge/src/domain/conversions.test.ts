/** Round trips per pair of types, by the words of the registry: what it allows comes back, what it bounds is refused in the bound's own code. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { holds, rule, schema } from '../../test/domain/samples.ts';
import { conversionOf, HUBSPOT_SHAPES, hubspotShape, LOSS_WORDS, REASON_WORDS, refusalOf, SALESFORCE_SHAPES, salesforceShape } from './conversions.ts';
import type { HubSpotShape, Loss, SalesforceShape, Shape } from './conversions.ts';
import { convert } from './convert.ts';
import type { Conversion } from './convert.ts';
import { wholeSeconds } from './dates.ts';
import type { FieldKind, FieldSchema, Side, Value } from './model.ts';
import { canonical, toWire } from './values.ts';

const options = ['a', 'b', 'c d'];
const kindOfShape: Readonly<Partial<Record<Shape, FieldKind>>> = {
  text: 'text',
  'long-text': 'long-text',
  email: 'email',
  phone: 'phone',
  url: 'url',
  picklist: 'picklist',
  'multi-picklist': 'multi-picklist',
  checkbox: 'boolean',
  number: 'number',
  date: 'date',
  datetime: 'datetime',
};
const lengths: Readonly<Record<Side, Readonly<Partial<Record<Shape, number>>>>> = {
  salesforce: { text: 40, 'long-text': 131_072, email: 80, phone: 40, url: 255 },
  hubspot: { text: 65_536, 'long-text': 65_536, email: 65_536, phone: 65_536 },
};
function fieldOf(shape: Shape, side: Side): FieldSchema | null {
  const kind = kindOfShape[shape];
  if (kind === undefined) return null;
  const isList = shape === 'picklist' || shape === 'multi-picklist';
  return schema(kind, {
    shape,
    lengthMax: lengths[side][shape] ?? null,
    scale: shape === 'number' && side === 'salesforce' ? 2 : null,
    options: isList ? options : null,
  });
}

const instants = fc
  .integer({ min: Date.UTC(1970, 1), max: Date.UTC(2100, 0) })
  .chain((at) => fc.constantFrom(at, at - (at % 86_400_000)))
  .map((at) => new Date(at).toISOString());
const days = instants.map((at) => at.slice(0, 10));
const words = fc.string({ maxLength: 60 });
const emails = fc
  .stringMatching(/^[a-z0-9]{1,8}$/)
  .map((name) => `${name}@example.com`)
  .chain((email) => fc.constantFrom(email, email.toUpperCase()));
const numbers = fc.tuple(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.integer({ min: 0, max: 4 })).map(([whole, scale]) => String(whole / 10 ** scale));
const sets = fc.uniqueArray(fc.constantFrom(...options), { minLength: 1 }).map((parts) => parts.join(';'));
/** Wire values of a shape, as its platform might hold them. Text looks like other things often enough. */
const values: Readonly<Partial<Record<Shape, fc.Arbitrary<string>>>> = {
  text: fc.oneof(words, emails, numbers, days, instants, fc.constantFrom('true', 'false', 'a', '')),
  'long-text': fc.oneof(
    words,
    fc.nat(9).map((dice) => (dice === 0 ? 'x'.repeat(70_000) : 'long')),
    fc.constant('two\nlines'),
  ),
  email: emails,
  phone: fc.oneof(
    fc.stringMatching(/^[0-9]{3,12}$/).map((digits) => `+1 (${digits.slice(0, 3)}) ${digits.slice(3)}`),
    words,
  ),
  url: fc.stringMatching(/^[a-z]{1,10}$/).map((name) => `https://${name}.example/${name}`),
  picklist: fc.constantFrom(...options, 'gone'),
  'multi-picklist': sets,
  checkbox: fc.constantFrom('true', 'false', ''),
  number: numbers,
  date: days,
  datetime: instants,
};
const codesOf: Readonly<Record<Loss, readonly string[]>> = {
  length: ['text-too-long'],
  scale: ['number-too-precise'],
  'time-of-day': ['date-has-time'],
  midnight: [],
  seconds: [],
  blank: [],
  options: ['option-unknown'],
  'one-value': ['several-options'],
  form: ['not-a-number', 'not-a-boolean', 'not-a-date', 'not-an-instant', 'date-has-time', 'email-invalid'],
};
const other = (side: Side): Side => (side === 'salesforce' ? 'hubspot' : 'salesforce');

type Pair = { readonly from: Shape; readonly to: Shape; readonly side: Side };
const pairs: readonly Pair[] = SALESFORCE_SHAPES.flatMap((left) =>
  HUBSPOT_SHAPES.flatMap((right): readonly Pair[] => [
    { from: left, to: right, side: 'hubspot' },
    { from: right, to: left, side: 'salesforce' },
  ]),
);
const carried = pairs.filter(({ from, to, side }) => {
  const { kind } = conversionOf(from, to, side);
  return (kind === 'allowed' || kind === 'bounded') && fieldOf(from, other(side)) !== null && fieldOf(to, side) !== null;
});

/** One way, as the engine goes it: canonical, converted, written in the other's wire form, read back there. */
function carry(value: Value, from: FieldSchema, to: FieldSchema, side: Side): Conversion {
  const converted = convert(value, { rule: rule(), from: other(side), fromSchema: from, toSchema: to });
  if (!converted.ok) return converted;
  const read = canonical(toWire(converted.value, to.kind, side), to.kind);
  if (!read.ok) throw new Error(`${String(converted.value)} was written and cannot be read`);
  return read;
}

describe('what the registry allows', () => {
  test.each(carried.map((pair) => [`${pair.from} → ${pair.to} in ${pair.side}`, pair] as const))('%s comes through, or is refused by its bound', (_, pair) => {
    const { from, to, side } = pair;
    const [source, target, wire] = [fieldOf(from, other(side)), fieldOf(to, side), values[from]];
    if (source === null || target === null || wire === undefined) throw new Error('no sample');
    const verdict = conversionOf(from, to, side);
    const losses = verdict.kind === 'bounded' ? verdict.losses : [];
    const back = conversionOf(to, from, other(side));
    const isBackCarried = back.kind === 'allowed' || back.kind === 'bounded';
    holds(
      fc.property(wire, (text) => {
        const read = canonical(text, source.kind);
        if (!read.ok) return;
        const there = carry(read.value, source, target, side);
        if (!there.ok) {
          expect(losses.flatMap((loss) => codesOf[loss])).toContain(there.code);
          return;
        }
        if (!isBackCarried) return;
        const returned = carry(there.value, target, source, other(side));
        // The way back has bounds of its own: a list the value is not on, a shorter field.
        if (!returned.ok) {
          expect((back.kind === 'bounded' ? back.losses : []).flatMap((loss) => codesOf[loss])).toContain(returned.code);
          return;
        }
        // What is only read as another kind keeps its meaning, not its spelling: the second way there says the same as the first.
        if (losses.includes('form')) {
          const again = carry(returned.value, source, target, side);
          return again.ok && again.value === there.value ? undefined : expect(again).toEqual(there);
        }
        if (read.value === null && from === 'checkbox' && returned.value === 'false') return;
        const expected = losses.includes('seconds') && read.value !== null ? wholeSeconds(read.value) : read.value;
        // Salesforce keeps no fractions whatever way they come.
        const isCut = from === 'datetime' && side === 'hubspot' && read.value !== null;
        const wanted = isCut ? wholeSeconds(read.value) : expected;
        if (returned.value !== wanted) expect(returned.value).toBe(wanted);
      }),
      25,
    );
  });
});

describe('what the registry refuses', () => {
  const bare = { hasValueMap: false, hasReference: false };
  const barred = pairs.filter(({ from, to, side }) => refusalOf(from, to, side, bare) !== null);

  test.each(barred.filter(({ from, to, side }) => fieldOf(from, other(side)) !== null && fieldOf(to, side) !== null))(
    '$from → $to in $side is refused by the bridge, too, until a value map says what means what',
    ({ from, to, side }) => {
      const [source, target] = [fieldOf(from, other(side)), fieldOf(to, side)];
      if (source === null || target === null) throw new Error('no sample');
      expect(convert('a', { rule: rule(), from: other(side), fromSchema: source, toSchema: target })).toEqual({ ok: false, code: 'field-unmappable' });
      const pair = side === 'hubspot' ? { salesforce: 'a', hubspot: 'b' } : { salesforce: 'b', hubspot: 'a' };
      const mapped = convert('a', { rule: rule({ valueMap: [pair] }), from: other(side), fromSchema: source, toSchema: target });
      expect(mapped.ok || mapped.code).not.toBe('field-unmappable');
    },
  );

  test.each([
    ['address', 'text', 'hubspot', 'address'],
    ['geolocation', 'number', 'hubspot', 'geolocation'],
    ['encrypted', 'text', 'hubspot', 'encrypted'],
    ['file', 'text', 'hubspot', 'file'],
    ['text', 'sensitive', 'hubspot', 'sensitive'],
    ['sensitive', 'text', 'salesforce', 'sensitive'],
    ['lookup', 'text', 'hubspot', 'reference'],
    ['owner', 'text', 'salesforce', 'reference'],
    ['lookup', 'association', 'hubspot', 'reference'],
    ['text', 'multi-picklist', 'hubspot', 'separators'],
    ['multi-picklist', 'text', 'salesforce', 'separators'],
    ['text', 'time', 'salesforce', 'time'],
    ['text', 'id', 'salesforce', 'record-id'],
    ['checkbox', 'date', 'hubspot', 'kinds'],
    ['internal', 'text', 'salesforce', 'internal'],
  ] as const)('%s → %s in %s: %s', (from, to, side, reason) => {
    const verdict = refusalOf(from, to, side, bare);
    // What is written on one side only travels the other way: a list of values into a text.
    if (from === 'multi-picklist') return expect(verdict).toBeNull();
    expect(verdict).toBe(reason);
    expect(REASON_WORDS[reason]).toMatch(/\.$/);
  });

  test('a mapping or a map helps where it can, and nowhere else', () => {
    expect(refusalOf('lookup', 'owner', 'hubspot', { hasValueMap: false, hasReference: true })).toBeNull();
    expect(refusalOf('lookup', 'text', 'hubspot', { hasValueMap: true, hasReference: false })).toBeNull();
    expect(refusalOf('encrypted', 'text', 'hubspot', { hasValueMap: true, hasReference: true })).toBe('encrypted');
    expect(refusalOf('text', 'sensitive', 'hubspot', { hasValueMap: true, hasReference: true })).toBe('sensitive');
    expect(refusalOf('id', 'text', 'hubspot', bare)).toBeNull();
    expect(refusalOf('time', 'text', 'hubspot', bare)).toBeNull();
  });

  test('every loss the table names has words, and is met somewhere', () => {
    const met = new Set(
      pairs.flatMap(({ from, to, side }) => {
        const verdict = conversionOf(from, to, side);
        return verdict.kind === 'bounded' ? verdict.losses : [];
      }),
    );
    expect([...met].sort()).toEqual(Object.keys(LOSS_WORDS).sort());
  });
});

describe('shapes', () => {
  test.each([
    ['currency', 'number'],
    ['INTEGER', 'number'],
    ['encryptedstring', 'encrypted'],
    ['location', 'geolocation'],
    ['anytype', 'other'],
    ['toString', 'other'],
  ] as const satisfies readonly (readonly [string, SalesforceShape])[])('Salesforce %s is %s', (type, shape) => expect(salesforceShape(type)).toBe(shape));

  test.each([
    [{ name: 'email', type: 'string', fieldType: 'text' }, 'email'],
    [{ name: 'hs_color', type: 'enumeration', fieldType: 'checkbox' }, 'multi-picklist'],
    [{ name: 'hubspot_owner_id', type: 'enumeration', fieldType: 'select', isExternal: true }, 'owner'],
    [{ name: 'opted_out', type: 'enumeration', fieldType: 'booleancheckbox' }, 'checkbox'],
    [{ name: 'x', type: 'object_coordinates', fieldType: 'text' }, 'internal'],
    [{ name: 'x', type: 'json', fieldType: 'text' }, 'internal'],
    [{ name: 'x', type: 'string', fieldType: 'file' }, 'file'],
    [{ name: 'x', type: 'string', fieldType: 'text', isSensitive: true }, 'sensitive'],
    [{ name: 'x', type: 'string', fieldType: 'html' }, 'long-text'],
  ] as const satisfies readonly (readonly [Parameters<typeof hubspotShape>[0], HubSpotShape])[])('HubSpot %j is %s', (property, shape) =>
    expect(hubspotShape(property)).toBe(shape),
  );
});
