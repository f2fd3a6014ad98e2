import { beforeAll, describe, expect, test } from '@jest/globals';
import { codeOf, column, testOrg } from '../testing/fixture.ts';
import type { TestOrg } from '../testing/fixture.ts';

let t: TestOrg;
const names = (where: string, binds: Readonly<Record<string, unknown>> = {}): readonly unknown[] =>
  column(t.query(`SELECT Name FROM Widget__c WHERE ${where} ORDER BY Name`, binds), 'Name');

beforeAll(() => {
  t = testOrg();
  const acme = t.insert('Account', { Name: 'Acme', Industry: 'Retail', BillingCity: 'Oslo', BillingCountry: 'Norway' });
  const beta = t.insert('Account', { Name: 'Beta' });
  t.insert('Contact', { LastName: 'Ng', FirstName: 'Ann', AccountId: acme, Email: 'Ann@Acme.com' });
  t.insert('Contact', { LastName: 'Ortiz', AccountId: acme });
  t.insert('Contact', { LastName: 'Zed', AccountId: beta });
  t.insert('Widget__c', {
    Name: 'alpha',
    Code__c: 'A-1',
    Size__c: '10',
    Colour__c: 'Red',
    Tags__c: 'A;B',
    Due__c: '2026-03-04',
    Seen__c: Date.parse('2026-03-04T09:00:00Z'),
    Account__c: acme,
  });
  t.insert('Widget__c', {
    Name: 'Beta',
    Code__c: 'b-2',
    Size__c: '9.5',
    Colour__c: 'Blue',
    Tags__c: 'C',
    Due__c: '2026-03-03',
    Seen__c: Date.parse('2026-02-10T09:00:00Z'),
    Account__c: beta,
  });
  t.insert('Widget__c', { Name: 'gamma_x', Size__c: '100', Colour__c: 'Blue', Due__c: '2025-12-31' });
  t.insert('Widget__c', { Name: "d'Or", Colour__c: 'Red' });
});

describe('WHERE', () => {
  test.each([
    ["Name = 'ALPHA'", ['alpha']],
    ["Name != 'alpha'", ['Beta', "d'Or", 'gamma_x']],
    ["Name LIKE 'b%'", ['Beta']],
    ["Name LIKE '%a\\_x'", ['gamma_x']],
    ["Name LIKE '_lpha'", ['alpha']],
    ["NOT Name LIKE '%a%'", ["d'Or"]],
    ["Name = 'd\\'Or'", ["d'Or"]],
    ['Size__c > 9.5', ['alpha', 'gamma_x']],
    ['Size__c <= 10', ['alpha', 'Beta']],
    ['Size__c = null', ["d'Or"]],
    ['Size__c != null AND Size__c < 100', ['alpha', 'Beta']],
    ['Size__c != 10', ['Beta', "d'Or", 'gamma_x']],
    ['NOT (Size__c < 50)', ["d'Or", 'gamma_x']],
    ["Colour__c IN ('red') AND (Size__c = 10 OR Size__c = 9.5)", ['alpha']],
    ["Name NOT IN ('alpha', 'beta')", ["d'Or", 'gamma_x']],
    ["Code__c = 'B-2'", ['Beta']],
    ["Code__c IN ('a-1', 'B-2')", ['alpha', 'Beta']],
    ["Code__c = ''", ["d'Or", 'gamma_x']],
    ["Tags__c INCLUDES ('B')", ['alpha']],
    ["Tags__c INCLUDES ('A;B', 'C')", ['alpha', 'Beta']],
    ["Tags__c EXCLUDES ('C')", ['alpha', "d'Or", 'gamma_x']],
    ["Account__r.Name = 'acme'", ['alpha']],
    ["Account__r.BillingCountry LIKE 'nor%'", ['alpha']],
    ["Account__r.Owner.Username = 'admin@fieldwise.sandbox'", ['alpha', 'Beta']],
    ["Account__c IN (SELECT AccountId FROM Contact WHERE Email = 'ANN@acme.com')", ['alpha']],
    ["Account__c NOT IN (SELECT AccountId FROM Contact WHERE LastName = 'Ng')", ['Beta', "d'Or", 'gamma_x']],
    ['Due__c = TODAY', ['alpha']],
    ['Due__c = YESTERDAY', ['Beta']],
    ['Due__c < 2026-01-01', ['gamma_x']],
    ['Due__c = LAST_N_DAYS:1', ['alpha', 'Beta']],
    ['Due__c = LAST_YEAR', ['gamma_x']],
    ['Due__c > LAST_QUARTER', ['alpha', 'Beta']],
    ['Seen__c = THIS_MONTH', ['alpha']],
    ['Seen__c >= LAST_MONTH', ['alpha', 'Beta']],
    ['Seen__c > 2026-02-10T08:59:59Z AND Seen__c < 2026-02-10T10:00:00+01:00', []],
    ['Seen__c >= 2026-02-10T10:00:00+01:00 AND Seen__c < TODAY', ['Beta']],
    ['CreatedDate = TODAY AND IsDeleted = false AND Size__c = 10', ['alpha']],
    ['SystemModstamp >= 2026-03-04T10:00:00Z', ['alpha', 'Beta', "d'Or", 'gamma_x']],
    ['SystemModstamp > 2026-03-04T10:00:00Z', []],
  ])('%s', (where, expected) => expect(names(where)).toEqual(expected));

  test('binds: scalars, lists, sets, records', () => {
    expect(names('Name = :n', { n: 'alpha' })).toEqual(['alpha']);
    expect(names('Name IN :list', { list: ['alpha', 'Beta'] })).toEqual(['alpha', 'Beta']);
    expect(names('Size__c IN :set', { set: new Set(['10', 100]) })).toEqual(['alpha', 'gamma_x']);
    const account = t.query("SELECT Id FROM Account WHERE Name = 'Acme'").records[0]?.values;
    expect(names('Account__c = :account', { account })).toEqual(['alpha']);
    expect(names('Account__c IN :none', { none: [] })).toEqual([]);
    expect(names('Seen__c = :at', { at: Date.parse('2026-03-04T09:00:00Z') })).toEqual(['alpha']);
    expect(codeOf(() => names('Name = :missing'))).toBe('MALFORMED_QUERY');
  });
  test('ids of 15 characters are found', () => {
    const id = String(t.query("SELECT Id FROM Widget__c WHERE Name = 'alpha'").records[0]?.values['Id']);
    expect(names(`Id = '${id.slice(0, 15)}'`)).toEqual(['alpha']);
  });
});

describe('SELECT', () => {
  test('parents nest, missing parents are null', () => {
    const result = t.query("SELECT Name, Account__r.Name, Account__r.Owner.Name FROM Widget__c WHERE Name IN ('alpha', 'gamma_x') ORDER BY Name");
    expect(result.records[0]?.values['Account__r']).toEqual({
      object: 'Account',
      values: { Name: 'Acme', Owner: { object: 'User', values: { Name: 'Ada Admin' } } },
    });
    expect(result.records[1]?.values['Account__r']).toBeNull();
  });
  test('children come as nested results, null when there are none', () => {
    const result = t.query(
      'SELECT Name, (SELECT LastName FROM Contacts ORDER BY LastName DESC LIMIT 1), (SELECT Name FROM Widgets__r) FROM Account ORDER BY Name',
    );
    const [acme] = result.records;
    expect(acme?.values['Contacts']).toEqual({ totalSize: 1, records: [{ object: 'Contact', values: { LastName: 'Ortiz' } }] });
    expect(acme?.values['Widgets__r']).toMatchObject({ totalSize: 1 });
    expect(t.query('SELECT Name, (SELECT Id FROM Opportunities) FROM Account').records[0]?.values['Opportunities']).toBeNull();
  });
  test('a compound address is built from its parts', () => {
    const [acme] = t.query("SELECT BillingAddress, ShippingAddress FROM Account WHERE Name = 'Acme'").records;
    expect(acme?.values['BillingAddress']).toMatchObject({ object: 'Address', values: { city: 'Oslo', country: 'Norway', street: null } });
    expect(acme?.values['ShippingAddress']).toBeNull();
  });
  test('polymorphic parents show the fields of Name', () => {
    const lead = t.insert('Lead', { LastName: 'Lee', Company: 'L' });
    t.insert('Task', { Subject: 'Call', WhoId: lead });
    const [task] = t.query('SELECT Who.Name, Who.Type, Owner.Name FROM Task').records;
    expect(task?.values['Who']).toEqual({ object: 'Name', values: { Name: 'Lee', Type: 'Lead' } });
  });
  test('FIELDS(CUSTOM) gives the custom fields; without a small LIMIT it is refused', () => {
    const [record] = t.query("SELECT FIELDS(CUSTOM) FROM Widget__c WHERE Name = 'alpha' LIMIT 200").records;
    expect(Object.keys(record?.values ?? {})).toContain('Code__c');
    expect(Object.keys(record?.values ?? {})).not.toContain('Name');
    expect(codeOf(() => t.query('SELECT FIELDS(ALL) FROM Widget__c'))).toBe('MALFORMED_QUERY');
  });
  test('an alias of the object may qualify fields', () =>
    expect(column(t.query("SELECT w.Name FROM Widget__c w WHERE w.Name = 'alpha'"), 'Name')).toEqual(['alpha']));
});

describe('ORDER BY, LIMIT, OFFSET', () => {
  test.each([
    ['ORDER BY Size__c', ["d'Or", 'Beta', 'alpha', 'gamma_x']],
    ['ORDER BY Size__c DESC', ["d'Or", 'gamma_x', 'alpha', 'Beta']],
    ['ORDER BY Size__c DESC NULLS LAST', ['gamma_x', 'alpha', 'Beta', "d'Or"]],
    ['ORDER BY Colour__c, Name', ['alpha', "d'Or", 'Beta', 'gamma_x']],
    ['ORDER BY Account__r.Name NULLS LAST, Name', ['alpha', 'Beta', "d'Or", 'gamma_x']],
    ['ORDER BY Name LIMIT 2', ['alpha', 'Beta']],
    ['ORDER BY Name LIMIT 2 OFFSET 1', ['Beta', "d'Or"]],
    ['ORDER BY Name LIMIT 1 FOR UPDATE', ['alpha']],
  ])('%s', (tail, expected) => expect(column(t.query(`SELECT Name FROM Widget__c ${tail}`), 'Name')).toEqual(expected));
});

describe('aggregates', () => {
  test('COUNT() answers with the size alone', () =>
    expect(t.query('SELECT COUNT() FROM Widget__c WHERE Size__c != null')).toEqual({ totalSize: 3, records: [] }));
  test('functions without GROUP BY give one row', () => {
    const result = t.query('SELECT COUNT(Id) n, COUNT(Size__c), COUNT_DISTINCT(Colour__c), SUM(Size__c), AVG(Size__c), MIN(Name), MAX(Seen__c) FROM Widget__c');
    expect(result.records[0]).toEqual({
      object: 'AggregateResult',
      values: { n: '4', expr0: '3', expr1: '2', expr2: '119.5', expr3: '39.833333333333336', expr4: 'alpha', expr5: Date.parse('2026-03-04T09:00:00Z') },
    });
    expect(result.columns).toMatchObject({ n: 'int', expr2: 'double', expr5: 'datetime' });
  });
  test('GROUP BY with HAVING and ORDER BY', () => {
    const result = t.query('SELECT Colour__c, COUNT(Id) n FROM Widget__c GROUP BY Colour__c HAVING COUNT(Id) > 1 ORDER BY Colour__c');
    expect(result.records.map((r) => r.values)).toEqual([
      { Colour__c: 'Red', n: '2' },
      { Colour__c: 'Blue', n: '2' },
    ]);
  });
  test('GROUP BY a parent field', () => {
    const result = t.query('SELECT Account.Name, COUNT(Id) FROM Contact GROUP BY Account.Name ORDER BY COUNT(Id) DESC');
    expect(result.records.map((r) => r.values)).toEqual([
      { Name: 'Acme', expr0: '2' },
      { Name: 'Beta', expr0: '1' },
    ]);
  });
});

describe('refusals', () => {
  test.each([
    ['SELECT Nope FROM Lead', 'INVALID_FIELD'],
    ['SELECT Id FROM Nope', 'INVALID_TYPE'],
    ['SELECT Id FROM Notice__e', 'INVALID_TYPE'],
    ['SELECT Nope.Name FROM Lead', 'INVALID_FIELD'],
    ['SELECT Id, (SELECT Id FROM Nopes) FROM Account', 'INVALID_TYPE'],
    ['SELECT Id, id FROM Account', 'INVALID_FIELD'],
    ['SELECT FROM Account', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Account WHERE', 'MALFORMED_QUERY'],
    ["SELECT Id FROM Account WHERE Name = 'a' AND Name = 'b' OR Name = 'c'", 'MALFORMED_QUERY'],
    ["SELECT Id FROM Account WHERE Name = 'a", 'MALFORMED_QUERY'],
    ["SELECT Id FROM Account WHERE Name = 'a\\q'", 'MALFORMED_QUERY'],
    ["SELECT Id FROM Account WHERE Name = 'a' LIMIT x", 'MALFORMED_QUERY'],
    ["SELECT Id FROM Lead WHERE Description = 'a'", 'INVALID_FIELD'],
    ['SELECT Id FROM Lead ORDER BY Description', 'INVALID_FIELD'],
    ['SELECT Description, COUNT(Id) FROM Lead GROUP BY Description', 'MALFORMED_QUERY'],
    ['SELECT Name, COUNT(Id) FROM Lead GROUP BY Status', 'MALFORMED_QUERY'],
    ['SELECT Name, COUNT(Id) FROM Lead', 'MALFORMED_QUERY'],
    ["SELECT Id FROM Lead WHERE CreatedDate > '2026-01-01'", 'INVALID_FIELD'],
    ['SELECT Id FROM Lead WHERE CreatedDate > 2026-01-01', 'INVALID_FIELD'],
    ['SELECT Id FROM Lead WHERE Name = 5', 'INVALID_FIELD'],
    ["SELECT Id FROM Lead WHERE Id = 'abc'", 'INVALID_QUERY_FILTER_OPERATOR'],
    ['SELECT Id FROM Lead WHERE IsConverted > false', 'INVALID_QUERY_FILTER_OPERATOR'],
    ['SELECT Id FROM Lead LIMIT 1 OFFSET 2001', 'NUMBER_OUTSIDE_VALID_RANGE'],
    ['SELECT TYPEOF Who WHEN Lead THEN Company END FROM Task', 'NOT_IMPLEMENTED'],
    ['SELECT toLabel(Status) FROM Lead', 'NOT_IMPLEMENTED'],
    ['SELECT CALENDAR_YEAR(CreatedDate), COUNT(Id) FROM Lead GROUP BY CALENDAR_YEAR(CreatedDate)', 'NOT_IMPLEMENTED'],
    ['SELECT Id FROM Account WHERE Id IN (SELECT Name FROM Contact)', 'MALFORMED_QUERY'],
  ])('%s → %s', (soql, code) => expect(codeOf(() => t.query(soql))).toBe(code));

  test('messages point into the query as the platform does', () => {
    expect(() => t.query('SELECT Id, Foo FROM Lead')).toThrow(
      "\nSELECT Id, Foo FROM Lead\n           ^\nERROR at Row:1:Column:12\nNo such column 'Foo' on entity 'Lead'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name.",
    );
    expect(() => t.query("SELECT Id FROM Lead WHERE CreatedDate = 'x'")).toThrow(
      "value of filter criterion for field 'CreatedDate' must be of type dateTime and should not be enclosed in quotes",
    );
    expect(() => t.query("SELECT Id FROM Lead WHERE Description = 'x'")).toThrow("field 'Description' can not be filtered in a query call");
  });
});
