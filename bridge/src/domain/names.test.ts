import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { holds } from '../../test/domain/samples.ts';
import { namesAgree } from './names.ts';

type Name = readonly [first: string | null, last: string | null];
const named = ([first, last]: Name) => ({ first, last });

describe('names', () => {
  test.each<[Name, Name]>([
    [
      ['Ada', 'Lovelace'],
      ['ada', 'LOVELACE'],
    ],
    [
      ['Zoë', 'Müller'],
      ['Zoe', 'Muller'],
    ],
    [
      ['Jörg', 'Weiß'],
      ['Jorg', 'Weiss'],
    ],
    [
      ['Bob', 'Miller'],
      ['Robert', 'Miller'],
    ],
    [
      ['Liz', 'Jones'],
      ['Beth', 'Jones'],
    ],
    [
      ['A.', 'Lovelace'],
      ['Ada', 'Lovelace'],
    ],
    [
      ['Ada', 'Lovelace'],
      ['A', 'Lovelace'],
    ],
    [
      ['Ada', 'Lovelace'],
      [null, 'Lovelace'],
    ],
    [
      ['Ada', 'Lovelace'],
      ['Ada', null],
    ],
    [
      [null, null],
      ['Ada', 'Lovelace'],
    ],
    [
      ['', ' '],
      ['Ada', 'Lovelace'],
    ],
    [
      ['Gabriel', 'García Márquez'],
      ['Gabriel', 'Garcia'],
    ],
    [
      ['Mary', 'Smith-Jones'],
      ['Mary', 'Jones'],
    ],
    [
      ['Mary', "O'Brien"],
      ['Mary', 'OBrien'],
    ],
    [
      ['Jean-Luc', 'Picard'],
      ['Jean Luc', 'Picard'],
    ],
    [
      ['Jeanluc', 'Picard'],
      ['Jean-Luc', 'Picard'],
    ],
    [
      ['Mary Ann', 'Lee'],
      ['Mary', 'Lee'],
    ],
    [
      ['Doe', 'Jane'],
      ['Jane', 'Doe'],
    ],
    [
      ['伟', '王'],
      ['伟', '王'],
    ],
    [
      ['Иван', 'Петров'],
      ['иван', 'ПЕТРОВ'],
    ],
  ])('%j may be %j', (left, right) => {
    expect(namesAgree(named(left), named(right))).toBe(true);
    expect(namesAgree(named(right), named(left))).toBe(true);
  });

  test.each<[Name, Name]>([
    [
      ['Ada', 'Lovelace'],
      ['Grace', 'Lovelace'],
    ],
    [
      ['Ada', 'Lovelace'],
      ['Ada', 'Hopper'],
    ],
    [
      ['Bob', 'Miller'],
      ['Rick', 'Miller'],
    ],
    [
      ['A', 'Lovelace'],
      ['Grace', 'Lovelace'],
    ],
    [
      ['Ana', 'de Souza'],
      ['Ana', 'de Lima'],
    ],
    [
      ['Jane', 'Doe'],
      ['Doe', 'Smith'],
    ],
    [
      ['伟', '王'],
      ['伟', '李'],
    ],
  ])('%j is not %j', (left, right) => {
    expect(namesAgree(named(left), named(right))).toBe(false);
    expect(namesAgree(named(right), named(left))).toBe(false);
  });

  test('agreement has no direction, and everybody agrees with themselves', () => {
    const anyName = fc.record({
      first: fc.option(fc.oneof(fc.string(), fc.constantFrom('Bob', 'R', 'Robert', 'Ann-Marie', 'Zoë')), { nil: null }),
      last: fc.option(fc.oneof(fc.string(), fc.constantFrom('Smith', 'Smith Jones', 'Bob')), { nil: null }),
    });
    holds(
      fc.property(anyName, anyName, (left, right) => {
        expect(namesAgree(left, right)).toBe(namesAgree(right, left));
        expect(namesAgree(left, left)).toBe(true);
      }),
      1_000,
    );
  });
});
