import { describe, expect, test } from '@jest/globals';
import { phone, readByLibrary, readByPlan, samePhone } from './phones.ts';

const abroad =
  '1 44 49 33 43 41 31 32 46 353 421 27 64 91 40 34 351 48 420 45 47 30 39 52 55 7 81 86 61 82 358 36 380 972 90 234 852 65 886 254 62 971 966 20 60 66 84 63'.split(
    ' ',
  );
const home = 'US CA GB DE AT CH FR BE NL SE IE SK ZA IN ES PT PL CZ DK NO IT BR MX JP TR UA ID NG HK GR'.split(' ');

describe('phones by plan', () => {
  let seed = 11;
  const random = (below: number): number => Math.floor(((seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32) * below);
  const number = (length: number): string => Array.from({ length }, () => random(10)).join('');

  test('where a plan answers, the library says the same', () => {
    let answered = 0;
    const hold = (text: string, country: string, isInternational: boolean): void => {
      const digits = text.replace(/\D/g, '');
      const found = readByPlan(text, digits, country, isInternational);
      if (found === null) return;
      answered += 1;
      expect(`${text} ${country} ${found}`).toBe(`${text} ${country} ${readByLibrary(text, digits, country, isInternational)}`);
    };
    for (let time = 0; time < 60; time += 1) {
      for (const country of home) {
        hold(`(${number(3)}) ${number(3 + random(7))}`, country, false);
        hold(`0${number(2)}-${number(4 + random(6))}`, country, false);
        hold(number(6 + random(7)), country, false);
      }
      for (const code of abroad) hold(`+${code} ${number(5 + random(11))}`, 'US', true);
    }
    expect(answered).toBeGreaterThan(3_000);
  });
  test.each([
    ['(212) 555-0143 ext. 7', 'US', '+12125550143'],
    ['0 20 7946 0018', 'GB', '+442079460018'],
    ['0044 (0) 20 7946 0018', 'US', '+442079460018'],
    ['8 (495) 123-45-67', 'RU', '+74951234567'],
    ['030 123456', '', '30123456'],
  ])('%s in "%s" is %s', (raw, country, expected) => expect(phone(raw, country)).toBe(expected));
});

describe('phones', () => {
  test.each([
    ['+49 (0) 984 449621', '', '+49984449621'],
    ['0049984449621', '', '+49984449621'],
    ['0984 449621', 'DE', '+49984449621'],
    ['1-777-434-8713', '', '17774348713'],
    ['000000000', 'US', ''],
    ['call me', 'US', ''],
  ])('%s in "%s"', (raw, where, expected) => expect(phone(raw, where)).toBe(expected));
  test('the same number with and without country', () => {
    expect(samePhone('+17774348713', '7774348713')).toBe(2);
    expect(samePhone('+49984449621', '984449621')).toBe(2);
    expect(samePhone('+17774348713', '+17774348714')).toBe(0);
    expect(samePhone('+442079460018', '+12079460018')).toBe(1);
  });
});
