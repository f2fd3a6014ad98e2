import { describe, expect, test } from '@jest/globals';
import { prepareCompany } from './prepare.ts';

const named = (company: string): ReturnType<typeof prepareCompany> => prepareCompany({ id: '1', company });

describe('a company’s name', () => {
  test.each([
    'Acme Foods Inc.',
    'ACME FOODS, LLC',
    'Acme Foods GmbH & Co. KG',
    'Acme Foods Sp. z o.o.',
    'Acme Foods spol. s r.o.',
    'Acme Foods v.o.s.',
    'Acme Foods Pty Ltd',
    'Acme Foods S.A. de C.V.',
    'Acme Foods Limited Şirketi',
    'Acme Foods San. ve Tic. A.Ş.',
    'Acme Foods Aktiebolag',
    'Acme Foods Sociedad Limitada',
    'ООО Acme Foods',
    'PT Acme Foods',
    'Open Joint Stock Company Acme Foods',
    'Limited Liability Company Acme Foods',
    'ОБЩЕСТВО С ОГРАНИЧЕННОЙ ОТВЕТСТВЕННОСТЬЮ Acme Foods',
    'Societatea cu Răspundere Limitată Acme Foods',
    '株式会社 Acme Foods',
    'Acme Foods 有限公司',
    'The Acme Foods',
    'Acme Foods, The',
    'Acme Foods - DO NOT USE',
    'Acme Foods #2',
    'Acme Foods (OLD)',
  ])('%s is acme food(s)', (company) => {
    expect(named(company).compact).toMatch(/^acmefoods?$/);
  });

  test('tells its former name', () => {
    expect(named('Brightwater (formerly Acme Foods)')).toMatchObject({ compact: 'brightwater' });
    expect(named('Brightwater fka Acme').others).toEqual(['acme']);
  });

  test('that is a web name loses its ending', () => {
    expect(named('Quantivo.io').compact).toBe('quantivo');
  });

  test('writes small numbers as words, as web names do', () => {
    expect(named('Brigade 44').compact).toBe(named('Brigade Forty-Four').compact);
    expect(named('1st Harbor').compact).toBe(named('First Harbor').compact);
    expect(named('Studio 1954').compact).toBe('studio1954');
  });

  test('that was never given is empty', () => {
    for (const company of ['', 'n/a', 'Unknown', '-', '[not provided]', 'Self-employed', '株式会社']) expect(named(company).compact).toBe('');
  });

  test('has initials, with and without its small words', () => {
    expect(named('International Business Machines')).toMatchObject({ acronym: 'ibm' });
    expect(named('Beneš, Čermák und Procházka')).toMatchObject({ acronym: 'bcp', fullAcronym: 'bcup' });
  });
});

test.each([
  ['München', 'Munich'],
  ['Padova', 'Padua'],
  ['東京', 'Tokyo'],
  ['NYC', 'New York'],
  ['Luik', 'Liège'],
  ['القاهرة', 'Cairo'],
])('%s and %s are one city', (one, other) => {
  expect(prepareCompany({ id: '1', city: one }).city).toBe(prepareCompany({ id: '2', city: other }).city);
});
