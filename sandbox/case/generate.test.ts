import { describe, expect, test } from '@jest/globals';
import { disqualified, generateCase } from './generate.ts';

const shipped = generateCase({ seed: 7, size: 450 });

describe('the case', () => {
  test('is the same for the same seed and another for another', () => {
    expect(generateCase({ seed: 7, size: 450 })).toEqual(shipped);
    expect(generateCase({ seed: 8, size: 450 })).not.toEqual(shipped);
  });

  test('has the sizes the README names', () => {
    expect(shipped.truth.hubspotContacts).toBe(450);
    expect(shipped.truth.salesforcePeople).toBeGreaterThanOrEqual(270);
    expect(shipped.truth.salesforcePeople).toBeLessThanOrEqual(290);
    expect(shipped.people.filter((person) => person.hubspot !== null && person.salesforce.length > 0).length).toBe(160 + shipped.truth.sharedInboxes);
  });

  test('is dirty in every way it promises', () => {
    const dirt = new Set(shipped.people.flatMap((person) => person.dirt));
    expect([...dirt].sort()).toEqual([
      'duplicate in Salesforce',
      'email case',
      'missing first name',
      'moved mailbox',
      'name only',
      'nickname',
      'no email',
      'phone',
      'retired status',
      'secondary email',
      'shared inbox',
      'title',
    ]);
  });

  test('has segments of people out of scope and in, and a lifecycle stage of its own', () => {
    const [fair] = shipped.segments;
    expect(shipped.segments.map(({ name, kind }) => [name, kind])).toEqual([
      ['Trade fair 2026', 'manual'],
      ['Ready for sales', 'active'],
      ['Customers', 'active'],
    ]);
    const met = fair?.kind === 'manual' ? fair.people.map((number) => shipped.people[number]) : [];
    expect(met).toHaveLength(12);
    expect(met.every((person) => person?.hubspot?.values['lifecyclestage'] === 'subscriber')).toBe(true);
    expect(shipped.people.filter((person) => person.hubspot?.values['lifecyclestage'] === disqualified.value)).toHaveLength(shipped.truth.customStages);
    expect(shipped.truth.customStages).toBe(4);
  });

  test('gives every HubSpot contact an e-mail of its own, as HubSpot would insist', () => {
    const emails = shipped.people.flatMap((person) =>
      person.hubspot === null
        ? []
        : [person.hubspot.values['email'] ?? '', ...(person.hubspot.values['hs_additional_emails'] ?? '').split(';').filter((email) => email !== '')],
    );
    expect(new Set(emails).size).toBe(emails.length);
  });

  test('holds people whom only a likeness tells, and some whom not even that does', () => {
    const of = (dirt: string) => shipped.people.filter((person) => person.dirt.includes(dirt));
    expect([of('moved mailbox').length, of('name only').length]).toEqual([12, 2]);
    for (const { salesforce, hubspot } of [...of('moved mailbox'), ...of('name only')])
      expect(salesforce[0]?.values['Email']).not.toBe(hubspot?.values['email']);
  });

  test('scales', () => {
    expect(generateCase({ seed: 7, size: 4500 }).truth.hubspotContacts).toBe(4500);
  });
});
