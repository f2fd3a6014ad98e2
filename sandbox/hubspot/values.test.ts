import { describe, expect, test } from '@jest/globals';
import { define, type OptionList, type PropertyDefinition, type PropertyType } from './schema/property.ts';
import { checkValue } from './values.ts';

function property(type: PropertyType, fieldType = 'text', options: OptionList = [], name = 'field'): PropertyDefinition {
  const [made] = define('group', [[name, 'Field', type, fieldType, options]]);
  if (made === undefined) throw new Error('no definition');
  return made;
}

const number = property('number', 'number');
const date = property('date', 'date');
const dateTime = property('datetime', 'date');
const flag = property('bool', 'booleancheckbox');
const choice = property('enumeration', 'select', ['NEW', 'OPEN']);
const boxes = property('enumeration', 'checkbox', ['a', 'b', 'c']);
const email = property('string', 'text', [], 'email');

const check = (definition: PropertyDefinition, given: string, current = ''): string => {
  const allowed = definition.type === 'enumeration' ? definition.options.map((option) => option.value) : null;
  const outcome = checkValue(definition, given, current, allowed);
  return 'fault' in outcome ? `${outcome.fault.error}: ${outcome.fault.message}` : outcome.value;
};

describe('values as the portal stores them', () => {
  test.each([
    ['a number', number, '12.50', '12.50'],
    ['a negative number', number, '-3', '-3'],
    ['a scientific number', number, '1e3', '1e3'],
    ['a day', date, '2026-02-28', '2026-02-28'],
    ['a day as midnight', date, '1772236800000', '2026-02-28'],
    ['an instant', dateTime, '2026-02-28T10:00:00Z', '2026-02-28T10:00:00.000Z'],
    ['an instant with offset', dateTime, '2026-02-28T10:00:00+02:00', '2026-02-28T08:00:00.000Z'],
    ['an instant as epoch ms', dateTime, '1772236800123', '2026-02-28T00:00:00.123Z'],
    ['a day as instant', dateTime, '2026-02-28', '2026-02-28T00:00:00.000Z'],
    ['true', flag, 'true', 'true'],
    ['an option', choice, 'NEW', 'NEW'],
    ['several options', boxes, 'a;c', 'a;c'],
    ['an option twice', boxes, 'a;a', 'a'],
    ['text with blanks', property('string'), ' a ', ' a '],
    ['an address in capitals', email, ' Ann.Lee@X.Example ', 'ann.lee@x.example'],
    ['a domain in capitals', property('string', 'text', [], 'domain'), 'X.Example', 'x.example'],
    ['nothing', number, '', ''],
  ])('%s', (_name, definition, given, stored) => {
    expect(check(definition, given)).toBe(stored);
  });

  test('a leading ";" appends to a multi-checkbox', () => {
    expect(check(boxes, ';b', 'a')).toBe('a;b');
    expect(check(boxes, ';a', 'a')).toBe('a');
    expect(check(boxes, 'b', 'a')).toBe('b');
  });

  test('secondary addresses append, are lower case and appear once', () => {
    const secondary = property('enumeration', 'checkbox', [], 'hs_additional_emails');
    expect(check(secondary, ';B@x.example;a@x.example', 'a@x.example')).toBe('a@x.example;b@x.example');
  });
});

describe('values the portal refuses', () => {
  test.each([
    ['a number with thousands', number, '1,234', 'INVALID_NUMBER: 1,234 was not a valid number.'],
    ['a blank number', number, ' ', 'INVALID_NUMBER:   was not a valid number.'],
    ['infinity', number, '1e999', 'INVALID_NUMBER: 1e999 was not a valid number.'],
    ['hexadecimal', number, '0x10', 'INVALID_NUMBER: 0x10 was not a valid number.'],
    ['a day that does not exist', date, '2026-02-30', 'INVALID_DATE: 2026-02-30 was not a valid date.'],
    ['a day in another order', date, '28/02/2026', 'INVALID_DATE: 28/02/2026 was not a valid date.'],
    ['an instant for a day', date, '2026-02-28T00:00:00Z', 'INVALID_DATE: 2026-02-28T00:00:00Z was not a valid date.'],
    ['epoch ms off midnight', date, '1772236800001', 'INVALID_DATE: 1772236800001 is at 0:0:0.1 UTC, not midnight!'],
    ['an instant without zone', dateTime, '2026-02-28T10:00:00', 'INVALID_LONG: 2026-02-28T10:00:00 was not a valid long.'],
    ['an instant on a day that does not exist', dateTime, '2026-02-30T10:00:00Z', 'INVALID_LONG: 2026-02-30T10:00:00Z was not a valid long.'],
    ['yes for true', flag, 'yes', 'INVALID_OPTION: yes was not one of the allowed options: [true, false]'],
    ['a label for a value', choice, 'New', 'INVALID_OPTION: New was not one of the allowed options: [NEW, OPEN]'],
    ['two options of a single choice', choice, 'NEW;OPEN', 'INVALID_OPTION: NEW;OPEN was not one of the allowed options: [NEW, OPEN]'],
    ['one stray option of several', boxes, 'a;z', 'INVALID_OPTION: z was not one of the allowed options: [a, b, c]'],
    ['no address', email, 'ann at x', 'INVALID_EMAIL: Email address ann at x is invalid'],
    ['an address without a top domain', email, 'ann@x', 'INVALID_EMAIL: Email address ann@x is invalid'],
    ['text beyond the limit', property('string'), 'x'.repeat(65_537), 'PROPERTY_VALUE_TOO_LONG: Value is longer than 65536 characters.'],
  ])('%s', (_name, definition, given, refused) => {
    expect(check(definition, given)).toBe(refused);
  });
});
