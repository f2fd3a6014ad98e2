import { beforeEach, describe, expect, test } from '@jest/globals';
import { START, SYSTEM, codes, testOrg } from '../testing/fixture.ts';
import type { TestOrg } from '../testing/fixture.ts';

let t: TestOrg;
beforeEach(() => {
  t = testOrg();
});
const lead = (more: Readonly<Record<string, string | number | boolean | null>>) => t.dml('insert', 'Lead', [{ LastName: 'A', Company: 'C', ...more }])[0];

describe('system validation', () => {
  test.each([
    [{ LastName: null }, 'REQUIRED_FIELD_MISSING', 'Required fields are missing: [LastName]', ['LastName']],
    [{ Title: 'x'.repeat(129) }, 'STRING_TOO_LONG', 'Title: data value too large: ' + 'x'.repeat(129) + ' (max length=128)', ['Title']],
    [{ Email: 'nonsense' }, 'INVALID_EMAIL_ADDRESS', 'Email: invalid email address: nonsense', ['Email']],
    [
      { NumberOfEmployees: '123456789' },
      'NUMBER_OUTSIDE_VALID_RANGE',
      'Number Of Employees: value outside of valid range on numeric field: 123456789',
      ['NumberOfEmployees'],
    ],
    [{ NumberOfEmployees: 'many' }, 'INVALID_TYPE_ON_FIELD_IN_RECORD', 'Number Of Employees: value not of required type: many', ['NumberOfEmployees']],
    [{ DoNotCall: 'yes' }, 'INVALID_TYPE_ON_FIELD_IN_RECORD', 'Do Not Call: value not of required type: yes', ['DoNotCall']],
    [{ OwnerId: 'abc' }, 'MALFORMED_ID', 'Owner ID: id value of incorrect type: abc', ['OwnerId']],
    [{ OwnerId: '005Ws0000000099AAA' }, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', ['OwnerId']],
    [{ Nope__c: 'x' }, 'INVALID_FIELD', "No such column 'Nope__c' on sobject of type Lead", ['Nope__c']],
    [
      { IsConverted: true },
      'INVALID_FIELD_FOR_INSERT_UPDATE',
      'Unable to create/update fields: IsConverted. Please check the security settings of this field and verify that it is read/write for your profile or permission set.',
      ['IsConverted'],
    ],
    [
      { SystemModstamp: 0 },
      'INVALID_FIELD_FOR_INSERT_UPDATE',
      'Unable to create/update fields: SystemModstamp. Please check the security settings of this field and verify that it is read/write for your profile or permission set.',
      ['SystemModstamp'],
    ],
    [
      { GeocodeAccuracy: 'Moon' },
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      'Geocode Accuracy: bad value for restricted picklist field: Moon',
      ['GeocodeAccuracy'],
    ],
  ])('%j → %s', (more, statusCode, message, fields) => {
    const result = lead(more);
    expect(result?.success).toBe(false);
    expect(result?.errors[0]).toMatchObject({ statusCode, message, fields });
  });

  test('an unrestricted standard picklist takes any value, a restricted custom one only active values', () => {
    expect(lead({ LeadSource: 'Carrier pigeon' })?.success).toBe(true);
    expect(
      codes(
        t.dml('insert', 'Widget__c', [
          { Name: 'w', Colour__c: 'Blue' },
          { Name: 'w', Colour__c: 'Grey' },
        ]),
      ),
    ).toEqual(['ok', 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST']);
  });
  test('all missing required fields are named together', () => {
    const [result] = t.dml('insert', 'Lead', [{ FirstName: 'x' }]);
    expect(result?.errors).toEqual([
      { statusCode: 'REQUIRED_FIELD_MISSING', message: 'Required fields are missing: [LastName, Company]', fields: ['LastName', 'Company'] },
    ]);
  });
  test('clearing a required field is refused on update too', () => {
    const id = t.insert('Lead', { LastName: 'A', Company: 'C' });
    expect(codes(t.dml('update', 'Lead', [{ Id: id, Company: '' }]))).toEqual(['REQUIRED_FIELD_MISSING']);
  });
  test('AllowFieldTruncation cuts instead of failing', () => {
    const [result] = t.dml('insert', 'Lead', [{ LastName: 'A', Company: 'C', Title: 'x'.repeat(200) }], { ...SYSTEM, allowFieldTruncation: true });
    expect(t.row('Lead', String(result?.id))['Title']).toBe('x'.repeat(128));
  });
});

describe('stored values', () => {
  test('text is trimmed, blanks become null, numbers lose what the scale has no room for, datetimes keep seconds', () => {
    const id = t.insert('Widget__c', { Name: ' w ', Size__c: '1.005', Seen__c: START, Code__c: '  ', Due__c: '2026-02-03' });
    expect(t.row('Widget__c', id)).toMatchObject({ Name: 'w', Size__c: '1.01', Seen__c: START - 500, Code__c: null, Due__c: '2026-02-03', Colour__c: 'Red' });
  });
  test('defaults and audit fields are filled, in whole seconds', () => {
    const id = t.insert('Lead', { LastName: 'Doe', FirstName: 'Jo', Company: 'C' });
    const admin = t.org.personas.admin.userId;
    expect(t.row('Lead', id)).toMatchObject({
      Name: 'Jo Doe',
      Status: 'Open - Not Contacted',
      OwnerId: admin,
      CreatedById: admin,
      LastModifiedById: admin,
      IsConverted: false,
      IsDeleted: false,
      SystemModstamp: START - 500,
      CreatedDate: START - 500,
    });
    t.clock.time += 5000;
    t.as('rep1', (x) => x.dml('update', 'Lead', [{ Id: id, LastName: 'Roe' }], SYSTEM));
    expect(t.row('Lead', id)).toMatchObject({
      Name: 'Jo Roe',
      CreatedById: admin,
      LastModifiedById: t.org.personas.rep1.userId,
      CreatedDate: START - 500,
      SystemModstamp: START + 4500,
      LastModifiedDate: START + 4500,
    });
  });
  test('an id is accepted with 15 characters and stored with 18', () => {
    const account = t.insert('Account', { Name: 'A' });
    const id = t.insert('Contact', { LastName: 'L', AccountId: account.slice(0, 15) });
    expect(t.row('Contact', id)['AccountId']).toBe(account);
  });
  test('stage gives probability, forecast category and the closed flags, unless they are given', () => {
    const make = (more: Readonly<Record<string, string>>) =>
      t.row('Opportunity', t.insert('Opportunity', { Name: 'O', StageName: 'Negotiation/Review', CloseDate: '2026-05-01', ...more }));
    expect(make({ Amount: '200' })).toMatchObject({
      Probability: '90',
      ForecastCategoryName: 'Pipeline',
      ForecastCategory: 'Pipeline',
      IsClosed: false,
      IsWon: false,
      ExpectedRevenue: '180',
      Fiscal: '2026 2',
    });
    expect(make({ ForecastCategoryName: 'Commit', Probability: '55' })).toMatchObject({
      Probability: '55',
      ForecastCategoryName: 'Commit',
      ForecastCategory: 'Forecast',
    });
    const open = make({});
    t.dml('update', 'Opportunity', [{ Id: open['Id'] ?? null, StageName: 'Closed Won' }]);
    expect(t.row('Opportunity', String(open['Id']))).toMatchObject({ Probability: '100', ForecastCategoryName: 'Closed', IsClosed: true, IsWon: true });
  });
  test('auto numbers count up', () => {
    const widget = t.insert('Widget__c', { Name: 'w' });
    const parts = [1, 2].map(() => t.row('Part__c', t.insert('Part__c', { Widget__c: widget }))['Name']);
    expect(parts).toEqual(['P-0001', 'P-0002']);
  });
});

describe('references', () => {
  test('a lookup to the wrong kind of record, a deleted or an unknown one', () => {
    const [lead, gone] = [t.insert('Lead', { LastName: 'L', Company: 'C' }), t.insert('Account', { Name: 'gone' })];
    t.dml('delete', 'Account', [{ Id: gone }]);
    expect(
      codes(
        t.dml('insert', 'Contact', [
          { LastName: 'a', AccountId: lead },
          { LastName: 'b', AccountId: gone },
        ]),
      ),
    ).toEqual(['FIELD_INTEGRITY_EXCEPTION', 'ENTITY_IS_DELETED']);
  });
  test('a parent may be named by its external id', () => {
    const widget = t.insert('Widget__c', { Name: 'w', Code__c: 'K-1' });
    const [good, bad] = t.dml('insert', 'Part__c', [{ 'Widget__r.Code__c': 'k-1' }, { 'Widget__r.Code__c': 'zzz' }]);
    expect(t.row('Part__c', String(good?.id))['Widget__c']).toBe(widget);
    expect(bad?.errors[0]).toMatchObject({
      statusCode: 'INVALID_FIELD',
      message: 'Foreign key external ID: zzz not found for field Code__c in entity Widget__c',
    });
  });
  test('an inactive user cannot be given records', () => {
    const rep2 = t.org.personas.rep2.userId;
    t.dml('update', 'User', [{ Id: rep2, IsActive: false }]);
    expect(lead({ OwnerId: rep2 })?.errors[0]?.statusCode).toBe('INACTIVE_OWNER_OR_USER');
  });
  test('a task may not join a lead with something else', () => {
    const [lead, account] = [t.insert('Lead', { LastName: 'L', Company: 'C' }), t.insert('Account', { Name: 'A' })];
    expect(codes(t.dml('insert', 'Task', [{ Subject: 's', WhoId: lead, WhatId: account }]))).toEqual(['FIELD_INTEGRITY_EXCEPTION']);
  });
});

describe('unique fields', () => {
  test('a taken value names the record that has it, whatever the case', () => {
    const id = t.insert('Widget__c', { Name: 'w', Code__c: 'K-1' });
    const [result] = t.dml('insert', 'Widget__c', [{ Name: 'x', Code__c: 'k-1' }]);
    expect(result?.errors).toEqual([
      { statusCode: 'DUPLICATE_VALUE', message: `duplicate value found: Code__c duplicates value on record with id: ${id}`, fields: [] },
    ]);
    t.dml('delete', 'Widget__c', [{ Id: id }]);
    expect(codes(t.dml('insert', 'Widget__c', [{ Name: 'x', Code__c: 'k-1' }]))).toEqual(['ok']);
  });
  test('within one call the first row wins', () => {
    expect(
      codes(
        t.dml('insert', 'Widget__c', [
          { Name: 'x', Code__c: 'same' },
          { Name: 'y', Code__c: 'SAME' },
        ]),
      ),
    ).toEqual(['ok', 'DUPLICATE_VALUE']);
  });
});

describe('customer rules', () => {
  test("the package's own validation formula", () => {
    expect(t.dml('insert', 'Widget__c', [{ Name: 'w', Size__c: '9001' }])[0]?.errors).toEqual([
      { statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'That is too big.', fields: ['Size__c'] },
    ]);
    expect(t.dml('insert', 'Widget__c', [{ Name: 'w', Size__c: '9000' }])[0]?.success).toBe(true);
  });
  test('a configured validation rule sees the row and what it was', () => {
    t.org.configure({
      validation: [
        {
          object: 'Lead',
          name: 'frozen',
          message: 'Company is frozen',
          field: 'Company',
          matches: (row, before) => before !== null && row['Company'] !== before['Company'],
        },
      ],
    });
    const id = t.insert('Lead', { LastName: 'A', Company: 'C' });
    expect(codes(t.dml('update', 'Lead', [{ Id: id, Company: 'D' }]))).toEqual(['FIELD_CUSTOM_VALIDATION_EXCEPTION']);
    expect(codes(t.dml('update', 'Lead', [{ Id: id, Title: 'D' }]))).toEqual(['ok']);
  });
  test('duplicate rules name the matching records; an alerting one lets the caller through', () => {
    t.org.configure({
      duplicates: [{ object: 'Lead', name: 'Same_Email', fields: ['Email'], matchObjects: ['Lead', 'Contact'], action: 'alert', onUpdate: false }],
    });
    const contact = t.insert('Contact', { LastName: 'A', Email: 'a@b.co' });
    const again = { LastName: 'A', Company: 'C', Email: 'A@B.co' };
    const [refused] = t.dml('insert', 'Lead', [again]);
    expect(refused?.errors[0]).toMatchObject({
      statusCode: 'DUPLICATES_DETECTED',
      extra: {
        duplicateResut: {
          allowSave: true,
          duplicateRule: 'Same_Email',
          matchResults: [{ entityType: 'Contact', matchRecords: [{ record: { Id: contact } }] }],
        },
      },
    });
    expect(codes(t.dml('insert', 'Lead', [again], { ...SYSTEM, duplicateRuleAllowSave: true }))).toEqual(['ok']);
    t.org.configure({ duplicates: [{ object: 'Lead', name: 'Same_Email', fields: ['Email'], matchObjects: ['Lead'], action: 'block', onUpdate: false }] });
    expect(codes(t.dml('insert', 'Lead', [again], { ...SYSTEM, duplicateRuleAllowSave: true }))).toEqual(['DUPLICATES_DETECTED']);
  });
  test('a locked row cannot be written', () => {
    const id = t.insert('Lead', { LastName: 'A', Company: 'C' });
    t.org.configure({ isLocked: (_, locked) => locked === id });
    expect(t.dml('update', 'Lead', [{ Id: id, Title: 'x' }])[0]?.errors).toEqual([
      { statusCode: 'UNABLE_TO_LOCK_ROW', message: `unable to obtain exclusive access to this record or 1 records: ${id}`, fields: [] },
    ]);
  });
});
