import { describe, expect, test } from '@jest/globals';
import {
  acronym,
  bones,
  city,
  clean,
  companyDomain,
  companyName,
  consonants,
  country,
  edits,
  isFreeMail,
  isRole,
  isSameGivenName,
  isSameSurname,
  jaroWinkler,
  levenshtein,
  mailbox,
  mailboxes,
  parseName,
  spelling,
  state,
  title,
} from './index.ts';

const name = (first: string, last: string): string => {
  const { given, surname, generation, otherGiven } = parseName(first, last);
  return [given, surname, generation, otherGiven].join('|');
};

describe('names', () => {
  test.each([
    ['Dr. Robert (Bob)', "O'Neil-Smith, Jr.", 'robert|oneil smith|jr|bob'],
    ['', 'John van der Berg', 'john|van der berg||'],
    ['Smith, John', '', 'john|smith||'],
    ['', 'Smith, John', 'john|smith||'],
    ['M.', 'Smith PhD', 'm|smith||'],
    ['John', '[not provided]', 'john|||'],
    ['John', '.', 'john|||'],
    ['John', 'John Smith', 'john|smith||'],
    ['Jürgen', 'Müller', 'jurgen|muller||'],
    ['JÃ¼rgen', 'MÃ¼ller', 'jurgen|muller||'],
    ['John 🚀', 'Smith (he/him)', 'john|smith||'],
    ['Mary Anne', 'de la Cruz', 'mary anne|de la cruz||'],
    ['Иван', 'Щербаков', 'ivan|shcherbakov||'],
    ['Jo\u200bhn', ' Smith ', 'john|smith||'],
    ['', '', '|||'],
  ])('%s + %s', (first, last, expected) => expect(name(first, last)).toBe(expected));

  test('Japanese names have their Japanese reading beside the Mandarin one, also when written in one column', () => {
    expect(parseName('健太', '佐藤')).toMatchObject({ otherGiven: 'kenta', otherSurname: 'sato', script: 'han', native: '健太佐藤' });
    expect(parseName('', '佐藤健太')).toMatchObject({ otherGiven: 'kenta', otherSurname: 'sato' });
  });
  test('a remark in Latin letters is not part of a native name', () => expect(parseName('Иван', 'Петров Jr.').native).toBe('иванпетров'));

  test('spellings of one sound are equal, and scripts without vowels meet by consonants', () => {
    for (const [left, right] of [
      ['mueller', 'muller'],
      ['schmidt', 'shmidt'],
      ['yulia', 'julia'],
      ['satoh', 'sato'],
      ['khalil', 'halil'],
    ] as const)
      expect([left, spelling(left)]).toEqual([left, spelling(right)]);
    expect(consonants('mohammed')).toBe(consonants('mhmd'));
    expect(spelling('smith')).not.toBe(spelling('brown'));
  });
  test('letters of several readings fall away between Hebrew or Arabic and Latin', () => {
    for (const [native, latin] of [
      ['khhn', 'cohen'],
      ['yvsf', 'joseph'],
      ['mzrhy', 'mizrachi'],
      ['vytvn', 'biton'],
      ['frts', 'perez'],
    ] as const)
      expect([native, bones(native)]).toEqual([native, bones(latin)]);
    expect(bones('khhn')).not.toBe(bones('levi'));
  });
  test('a name in another script is no title, and one column may hold one name', () => {
    expect(parseName('عمر', 'بركات').given).not.toBe('');
    expect(parseName('Mr', 'Barakat').given).toBe('');
    expect(parseName('真由美', '')).toMatchObject({ surname: '', otherGiven: 'mayumi' });
    expect(parseName('', '高橋')).toMatchObject({ given: '', otherSurname: 'takahashi' });
    expect(parseName('', '王伟')).toMatchObject({ given: 'wei', surname: 'wang' });
  });
  test('nicknames and romanisations are families, not chains', () => {
    expect(isSameGivenName('bob', 'robert')).toBe(true);
    expect(isSameGivenName('sasha', 'alexander')).toBe(true);
    expect(isSameGivenName('alexander', 'alexandra')).toBe(false);
    expect(isSameSurname('lee', 'rhee')).toBe(true);
    expect(isSameSurname('lee', 'park')).toBe(false);
  });
});

describe('mail', () => {
  test.each([
    ['J.Smith+crm@GoogleMail.com', 'jsmith@gmail.com'],
    ['Smith <John.Smith@Acme.CO.UK>', 'john.smith@acme.co.uk'],
    ['mailto:a@b.co;', 'a@b.co'],
    ['x@gmial.com', 'x@gmail.com'],
    ['nobody', null],
    ['@acme.com', null],
  ])('%s', (raw, expected) => expect(mailbox(raw)).toBe(expected));
  test('several in one cell, each once, the primary first', () =>
    expect(mailboxes('a@x.com; b@x.com', 'B@x.com;c@x.com')).toEqual(['a@x.com', 'b@x.com', 'c@x.com']));
  test('role mailboxes are told from people', () => {
    expect(['info', 'sales-uk', 'accounts2', 'no-reply'].map(isRole)).toEqual([true, true, true, true]);
    expect(['john.sales', 'jo', 'maria', 'infante'].map(isRole)).toEqual([false, false, false, false]);
  });
  test('free mail and social networks are no company', () => {
    expect([isFreeMail('gmail.com'), isFreeMail('acme.com')]).toEqual([true, false]);
    expect(companyDomain('https://www.Shop.Acme.co.uk/a?b')).toBe('acme.co.uk');
    expect([companyDomain('bob@gmail.com'), companyDomain('https://www.linkedin.com/company/acme')]).toEqual(['', '']);
  });
});

describe('companies', () => {
  test.each([
    ['The Müller & Söhne GmbH & Co. KG (Berlin)', 'muller sohne', 'berlin'],
    ['Unidaon Sp. z o.o.', 'unidaon', ''],
    ['Foo S.A. de C.V.', 'foo', ''],
    ['Acme Intl. Mfg., L.L.C.', 'acme international manufacturing', ''],
    ['KNH Foods - DO NOT USE', 'knh foods', ''],
    ['3M Company', '3m', ''],
    ['[not provided]', '', ''],
    ['Limited', 'limited', ''],
  ])('%s', (raw, core, remark) => expect(companyName(raw)).toMatchObject({ core, remark }));
  test('acronyms', () => expect([acronym('international business machine'), acronym('acme')]).toEqual(['ibm', '']));
});

describe('places and titles', () => {
  test('countries, states and cities in any usual writing', () => {
    expect([country('Deutschland'), country('usa'), country('U.K.'), country('gb'), country('Ruritania')]).toEqual(['DE', 'US', 'GB', 'GB', 'ruritania']);
    expect([state('California'), state('CA')]).toEqual(['ca', 'ca']);
    expect([city('München'), city('Munich'), city('St. Louis'), city('Saint Louis'), city('Frankfurt am Main')]).toEqual([
      'munich',
      'munich',
      'st louis',
      'st louis',
      'frankfurt main',
    ]);
  });
  test('titles', () => expect(title('VP, Sales')).toBe(title('Vice President of Sales')));
});

describe('distances', () => {
  test('known values', () => {
    expect(jaroWinkler('martha', 'marhta')).toBeCloseTo(0.9611, 4);
    expect(jaroWinkler('dixon', 'dicksonx')).toBeCloseTo(0.8133, 4);
    expect(jaroWinkler('', 'a')).toBe(0);
    expect(levenshtein('kitten', 'sitting')).toBeCloseTo(1 - 3 / 7, 6);
    expect([edits('smith', 'simth'), edits('smith', 'smyth'), edits('smith', 'smith')]).toEqual([1, 1, 0]);
  });
  test('text is mended before anything else', () => expect(clean('  Tom &amp; Jerry\u00a0 GmbH ')).toBe('Tom & Jerry GmbH'));
});
