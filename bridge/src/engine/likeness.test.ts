import { describe, expect, test } from '@jest/globals';
import { DEFAULT_POLICIES, fingerprinter, recognition } from '../domain/index.ts';
import type { Identified, ObjectMapping, Recognition } from '../domain/index.ts';
import { commonGround, identityRecord, likenesses, likenessPrint, nearKeys, withoutValues } from './likeness.ts';

const fingerprint = fingerprinter(new Uint8Array(32).fill(1));
const mapping = {
  key: 'person',
  salesforceObjects: ['Lead', 'Contact'],
  hubspotObject: 'contacts',
  fields: [],
  policies: DEFAULT_POLICIES,
} as unknown as ObjectMapping; // Only these are asked for.
const how = recognition(mapping) as Recognition;
const lead = (values: Record<string, string>): Identified => ({ ref: { side: 'salesforce', object: 'Lead', id: '00Q1' }, values });
const contact = (values: Record<string, string>, id = '1'): Identified => ({ ref: { side: 'hubspot', object: 'contacts', id }, values });
const bob = lead({
  FirstName: 'Bob',
  LastName: 'Kettlewell',
  Email: 'bob.kettlewell@brightloom.com',
  Company: 'Brightloom Textiles',
  Phone: '+1 415 555 0134',
});

describe('what tells who a record is', () => {
  test('is read from either platform; blanks are left out', () => {
    const there = contact({ firstname: 'Robert', lastname: 'Kettlewell', email: 'rk@gmail.com', hs_additional_emails: 'a@x.com;b@x.com', phone: ' ' });
    expect(identityRecord(there, how)).toEqual({
      id: 'hubspot:1',
      firstname: 'Robert',
      lastname: 'Kettlewell',
      email: 'rk@gmail.com',
      other_emails: 'a@x.com;b@x.com',
    });
    expect(identityRecord(lead({ MailingCity: 'Leeds' }), how)).toEqual({ id: 'salesforce:00Q1', city: 'Leeds' });
  });

  test('block keys are fingerprints: two records of one person share some, and nothing of the person is in them', () => {
    const keys = nearKeys(fingerprint, mapping, bob, how);
    const theirs = nearKeys(fingerprint, mapping, contact({ firstname: 'Robert', lastname: 'Kettlewell', phone: '415-555-0134' }), how);
    expect(keys.filter((key) => theirs.includes(key)).length).toBeGreaterThan(0);
    expect(keys.every((key) => /^near:[a-z]:[\w-]{22}$/.test(key))).toBe(true);
    const others = nearKeys(fingerprinter(new Uint8Array(32).fill(2)), mapping, bob, how);
    expect(keys.filter((key) => others.includes(key))).toEqual([]);
  });

  test('its fingerprint moves with what tells who it is, and with nothing else', () => {
    const print = (record: Identified): string => likenessPrint(fingerprint, mapping, record, how);
    expect(print(lead({ ...(bob.values as Record<string, string>), Description: 'met at the fair' }))).toBe(print(bob));
    expect(print(lead({ ...(bob.values as Record<string, string>), Title: 'CFO' }))).not.toBe(print(bob));
  });

  test('scores name the strongest first, in words without values', () => {
    const same = contact({
      firstname: 'Robert',
      lastname: 'Kettlewell',
      email: 'r.kettlewell@gmail.com',
      company: 'Brightloom Textiles',
      phone: '(415) 555-0134',
    });
    const colleague = contact({ firstname: 'Anna', lastname: 'Osei', email: 'anna.osei@brightloom.com', company: 'Brightloom Textiles' }, '2');
    const [best, next] = likenesses(bob, [colleague, same], how);
    expect(best?.record).toBe(same);
    expect(best?.confidence).toBeGreaterThan(0.9);
    expect(next?.confidence).toBeLessThan(0.5);
    expect(best?.evidence).not.toMatch(/kettlewell|brightloom|robert/i);
    expect(best?.evidence).toContain('short form');
  });

  test('a name is all that namesakes share; a first name and an employer are nothing', () => {
    const ground = (values: Record<string, string>) => commonGround(bob, contact(values), how);
    expect(ground({ firstname: 'Bob', lastname: 'Kettlewell', email: 'bobby77@gmail.com' })).toBe('name');
    expect(ground({ firstname: 'Bob', lastname: 'Kettlewell', phone: '415-555-0134' })).toBe('more');
    expect(ground({ firstname: 'Robert', lastname: 'Kettlewell', company: 'Brightloom Textiles' })).toBe('more');
    const team = (first: string, last: string, number: string) => ({ firstname: first, lastname: last, email: `team.${number}@brightloom.com` });
    expect(commonGround(contact(team('Timoru', 'Dumovibadu', '1')), contact(team('Keloba', 'Mosorule', '2'), '2'), how)).toBe('none');
    expect(ground({ firstname: 'Bob', lastname: 'Kaine', email: 'bob.kaine@brightloom.com', company: 'Brightloom Textiles' })).toBe('none');
  });

  test('brackets lose what they name', () => {
    expect(withoutValues('name agrees (Bob Doe/Robert Doe, short form); same phone number (last digits)')).toBe(
      'name agrees (short form); same phone number (last digits)',
    );
    expect(withoutValues('same domain (acme.com); names differ (Acme/Zenith)')).toBe('same domain; names differ');
  });
});
