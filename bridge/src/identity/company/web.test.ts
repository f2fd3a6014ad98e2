import { describe, expect, test } from '@jest/globals';
import { web } from './web.ts';

describe('what a web address says of a company', () => {
  test.each([
    ['acme.com', 'acme.com', 'acme'],
    ['https://WWW.Leroy-Bros.co.uk/de/index.html?x=1#top', 'leroy-bros.co.uk', 'leroybros'],
    ['//shop.acme.de:443/', 'acme.de', 'acme'],
    ['info@acme.com', 'acme.com', 'acme'],
    ['acme.wixsite.com/home', 'acme.wixsite.com', 'acme'],
  ])('%s has the domain %s', (address, domain, stem) => {
    expect(web(address)).toMatchObject({ domain, stem });
  });

  test.each([
    ['https://www.linkedin.com/company/acme-group/', 'acmegroup'],
    ['facebook.com/AcmeGroup', 'acmegroup'],
    ['acme.local', 'acme'],
  ])('%s is nobody’s own domain, but names somebody', (address, stem) => {
    expect(web(address)).toMatchObject({ domain: '', stem });
  });

  test.each(['', 'n/a', 'gmail.com', 'godaddy.com', 'example.com', 'linkedin.com', 'sedoparking.com', 'http://', '...'])('"%s" says nothing', (address) => {
    expect(web(address).domain).toBe('');
  });
});
