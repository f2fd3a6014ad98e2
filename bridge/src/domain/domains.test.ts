import { describe, expect, test } from '@jest/globals';
import { domainOf, isFreeMail } from './domains.ts';

describe('domains', () => {
  test.each([
    ['https://www.Shop.Example.co.uk/a?b', 'example.co.uk'],
    ['acme.example', 'acme.example'],
    ['WWW.ACME.COM', 'acme.com'],
    ['  http://acme.com:8080/x  ', 'acme.com'],
    ['ada@mail.acme.com', 'acme.com'],
    ['acme.com.au', 'acme.com.au'],
    ['shop.acme.github.io', 'acme.github.io'],
    ['acme.newsuffix', 'acme.newsuffix'],
    ['müller.de', 'müller.de'],
    ['acme.com.', 'acme.com'],
  ])('%s is of %s', (text, expected) => {
    expect(domainOf(text)).toBe(expected);
  });

  test.each(['', 'localhost', 'co.uk', 'com', '192.168.0.1', 'http://[2001:db8::1]/', 'http://10.0.0.1:80/x', 'not a site', '-', '...'])(
    '%s has none',
    (text) => {
      expect(domainOf(text)).toBeNull();
    },
  );

  test('mail providers never stand for a company', () => {
    expect(['gmail.com', 'web.de', 'proton.me', 'acme.com', 'notgmail.com'].map(isFreeMail)).toEqual([true, true, true, false, false]);
  });
});
