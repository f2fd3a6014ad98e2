import { describe, expect, test } from '@jest/globals';
import { compile, run, runTests } from '../testing/harness.ts';
import { ADMIN, REP } from '../testing/fake-org.ts';

const passes = (name: string, body: string, members = ''): void => test(name, () => expect(run(body, members)).toBeNull());
const fails = (name: string, body: string, message: string, members = ''): void => test(name, () => expect(run(body, members)).toContain(message));

describe('queries', () => {
  passes(
    'binds, single rows, counts, relationships both ways, chunks',
    `
    Account a = new Account(Name = 'Acme', AnnualRevenue = 10.5); insert a; insert new List<Contact>{ new Contact(LastName = 'One', AccountId = a.Id), new Contact(LastName = 'Two', AccountId = a.Id), new Contact(LastName = 'Lone') };
    String name = 'acme'; Account found = [SELECT Name, AnnualRevenue FROM Account WHERE Name = :name]; Assert.areEqual('10.50', String.valueOf(found.AnnualRevenue)); Assert.areEqual(a.Id, found.Id);
    Assert.areEqual('Acme', [SELECT Name FROM Account WHERE Id = :a.Id LIMIT 1].Name); Assert.areEqual(3, [SELECT COUNT() FROM Contact]); Set<Id> ids = new Set<Id>{ a.Id }; Assert.areEqual(2, [SELECT Id FROM Contact WHERE AccountId IN :ids].size());
    Contact one = [SELECT LastName, Account.Name FROM Contact WHERE LastName = 'One']; Assert.areEqual('Acme', one.Account.Name); Contact lone = [SELECT Account.Name FROM Contact WHERE LastName = 'Lone']; Assert.isNull(lone.Account.Name);
    Account parent = [SELECT Id, (SELECT LastName FROM Contacts) FROM Account WHERE Id = :a.Id]; Assert.areEqual(2, parent.Contacts.size()); Map<Id, Contact> byId = new Map<Id, Contact>([SELECT LastName FROM Contact]); Assert.areEqual(3, byId.size());
    for (List<Contact> chunk : [SELECT LastName FROM Contact]) { Assert.areEqual(3, chunk.size()); } Contact none = [SELECT Id FROM Contact WHERE LastName = 'X'] ?? new Contact(LastName = 'else'); Assert.areEqual('else', none.LastName);`,
  );
  passes(
    'aggregates',
    `
    insert new List<Contact>{ new Contact(LastName = 'A'), new Contact(LastName = 'A'), new Contact(LastName = 'B') }; Map<String, Integer> counts = new Map<String, Integer>();
    for (AggregateResult r : [SELECT LastName, COUNT(Id) n FROM Contact GROUP BY LastName]) { counts.put((String) r.get('LastName'), (Integer) r.get('n')); } Assert.areEqual(new Map<String, Integer>{ 'A' => 2, 'B' => 1 }, counts);`,
  );
  passes(
    'dynamic queries',
    `
    insert new Account(Name = 'Acme'); List<Account> l = Database.query('SELECT Name FROM Account'); Assert.areEqual('Acme', l[0].Name); Account one = Database.query('SELECT Name FROM Account LIMIT 1'); Assert.areEqual('Acme', one.Name);
    Assert.areEqual(1, Database.queryWithBinds('SELECT Id FROM Account WHERE Name = :n', new Map<String, Object>{ 'n' => 'Acme' }, AccessLevel.USER_MODE).size());`,
  );
  fails(
    'a field that was not selected',
    "insert new Account(Name = 'X'); Account a = [SELECT Id FROM Account]; String n = a.Name;",
    'System.SObjectException: SObject row was retrieved via SOQL without querying the requested field: Account.Name',
  );
  fails('no row for a record', 'Account a = [SELECT Id FROM Account];', 'System.QueryException: List has no rows for assignment to SObject');
  fails(
    'more than one',
    "insert new List<Account>{ new Account(Name = 'A'), new Account(Name = 'B') }; Account a = [SELECT Id FROM Account];",
    'List has more than 1 row for assignment to SObject',
  );
  fails('a query the org refuses', "Database.query('SELECT FROM');", 'System.QueryException: unexpected token');
});

describe('saving', () => {
  passes(
    'a failing row stops all, with the platform words',
    `
    try { insert new List<Account>{ new Account(Name = 'ok'), new Account() }; Assert.fail(); } catch (DmlException e) {
      Assert.areEqual('Insert failed. First exception on row 1; first error: REQUIRED_FIELD_MISSING, Required fields are missing: [Name]: [Name]', e.getMessage());
      Assert.areEqual(1, e.getNumDml()); Assert.areEqual(1, e.getDmlIndex(0)); Assert.areEqual(StatusCode.REQUIRED_FIELD_MISSING, e.getDmlType(0)); Assert.areEqual('Name', e.getDmlFieldNames(0)[0]); }
    Assert.areEqual(0, [SELECT COUNT() FROM Account]);`,
  );
  passes(
    'partial success tells each row',
    `
    List<Database.SaveResult> r = Database.insert(new List<Account>{ new Account(Name = 'ok'), new Account() }, false); Assert.isTrue(r[0].isSuccess()); Assert.isFalse(r[1].isSuccess()); Assert.areEqual('REQUIRED_FIELD_MISSING', String.valueOf(r[1].getErrors()[0].getStatusCode())); Assert.areEqual(1, [SELECT COUNT() FROM Account]);`,
  );
  passes(
    'update, upsert by key, delete, savepoints',
    `
    Account a = new Account(Name = 'A', Key__c = 'k'); insert a; a.Name = 'B'; update a; Assert.areEqual('B', [SELECT Name FROM Account].Name); upsert new Account(Key__c = 'k', Name = 'C') Key__c; Assert.areEqual('C', [SELECT Name FROM Account].Name);
    Savepoint p = Database.setSavepoint(); delete a; Assert.areEqual(0, [SELECT COUNT() FROM Account]); Database.rollback(p); Assert.areEqual(1, [SELECT COUNT() FROM Account]); Database.delete(a.Id); Assert.areEqual(0, [SELECT COUNT() FROM Account]);`,
  );
  passes(
    'dynamic fields, clones, populated fields',
    `
    SObject s = new Account(Name = 'A'); s.put('AnnualRevenue', 5); Assert.areEqual(5, (Decimal) s.get(Account.AnnualRevenue)); Account c = ((Account) s).clone(); c.Name = 'B'; Assert.areEqual('A', s.get('name')); Assert.areEqual(new Set<String>{ 'Name', 'AnnualRevenue' }, s.getPopulatedFieldsAsMap().keySet()); Assert.isTrue(s.isSet('Name')); Assert.isFalse(s.isSet(Account.Key__c));`,
  );
  fails('a field that does not exist', "new Account().put('Nope', 1);", 'System.SObjectException: Invalid field Nope for Account');
  fails('a value of the wrong type', "new Account().put('Name', 1);", 'System.SObjectException: Illegal assignment from Integer to String');
  passes(
    'a clone of a read record can be saved',
    "insert new Account(Name = 'A'); Account a = [SELECT Name, CreatedDate FROM Account]; Account b = a.clone(false, true, true); insert b; Assert.areEqual(2, [SELECT COUNT() FROM Account]);",
  );
  passes('empty lists', 'List<Account> none = new List<Account>(); insert none; Assert.areEqual(0, Limits.getDmlStatements());');
});

describe('access', () => {
  const access = (declaration: string, apiVersion: number, body = "insert new Account(Name = 'x'); Integer n = [SELECT COUNT() FROM Account];"): string => {
    const { org, failed } = runTests(
      {
        Worker: `public ${declaration} class Worker { public static void work() { ${body} } }`,
        T: '@IsTest class T { @IsTest static void t() { Worker.work(); } }',
      },
      apiVersion,
    );
    expect(failed).toBe(0);
    return [...org.saves, ...org.queries].map((c) => `${c.access}/${c.sharing ? 'sharing' : 'all'}`).join(' ');
  };
  test('current classes run in user mode and with sharing unless they say otherwise', () => {
    expect(access('', 68)).toBe('user/sharing user/sharing');
    expect(access('without sharing', 68, "insert as system new Account(Name = 'x'); Integer n = [SELECT COUNT() FROM Account WITH SYSTEM_MODE];")).toBe(
      'system/all system/all',
    );
    expect(access('with sharing', 68, "insert as system new Account(Name = 'x'); Integer n = [SELECT COUNT() FROM Account WITH SYSTEM_MODE];")).toBe(
      'system/sharing system/sharing',
    );
  });
  test('older classes run in system mode and take sharing from their caller', () => {
    expect(access('with sharing', 66)).toBe('system/sharing system/sharing');
    expect(access('without sharing', 66)).toBe('system/all system/all');
  });
  test('Database methods take an access level, or the class default', () => {
    expect(access('without sharing', 68, "Database.insert(new Account(Name = 'x'), AccessLevel.SYSTEM_MODE); Database.query('SELECT Id FROM Account');")).toBe(
      'system/all user/sharing',
    );
  });
  passes(
    'runAs changes the user',
    `
    Assert.isFalse(FeatureManagement.checkPermission('Bypass')); System.runAs(new User(Id = '${REP}')) { Assert.areEqual('${REP}', UserInfo.getUserId()); Assert.isTrue(FeatureManagement.checkPermission('Bypass')); Assert.isFalse(Schema.SObjectType.Account.fields.AnnualRevenue.isAccessible());
      SObjectAccessDecision d = Security.stripInaccessible(AccessType.READABLE, new List<Account>{ new Account(Name = 'a', AnnualRevenue = 1) }); Assert.isFalse(d.getRecords()[0].isSet('AnnualRevenue')); Assert.areEqual(new Set<String>{ 'AnnualRevenue' }, d.getRemovedFields().get('Account')); }
    Assert.areEqual('${ADMIN}', UserInfo.getUserId());`,
  );
});

describe('triggers', () => {
  const TRIGGER = `trigger T on Account(before insert, before update, after insert, after update, before delete, after delete) {
    Hook.log.add(Trigger.operationType + ' ' + Trigger.size);
    if (Trigger.isBefore && Trigger.isInsert) { for (Account a : Trigger.new) { if (a.Name == 'bad') { a.addError('Bad name'); } if (a.Name == 'worse') { a.Name.addError('Worse name'); } if (a.Name == 'boom') { Integer i; i++; } a.Key__c = 'set'; } }
    if (Trigger.isAfter && Trigger.isUpdate) { for (Account a : Trigger.new) { Hook.changes.add(Trigger.oldMap.get(a.Id).Name + '>' + a.Name); } }
  }`;
  const HOOK = 'public class Hook { public static List<String> log = new List<String>(); public static List<String> changes = new List<String>(); }';
  const withTrigger = (body: string): string | null =>
    runTests({ T: TRIGGER, Hook: HOOK, HookTest: `@IsTest class HookTest { @IsTest static void t() { ${body} } }` }).results[0]?.message ?? null;
  test('see old and new, and before triggers change what is saved', () => {
    expect(
      withTrigger(`Account a = new Account(Name = 'A'); insert a; Assert.areEqual('set', [SELECT Key__c FROM Account].Key__c); a.Name = 'B'; update a; delete a;
      Assert.areEqual(new List<String>{ 'A>B' }, Hook.changes); Assert.areEqual(new List<String>{ 'BEFORE_INSERT 1', 'AFTER_INSERT 1', 'BEFORE_UPDATE 1', 'AFTER_UPDATE 1', 'BEFORE_DELETE 1', 'AFTER_DELETE 1' }, Hook.log);`),
    ).toBeNull();
  });
  test('run in chunks of 200 with the same statics', () => {
    expect(
      withTrigger(
        "List<Account> l = new List<Account>(); for (Integer i = 0; i < 450; i++) { l.add(new Account(Name = 'n' + i)); } insert l; Assert.areEqual(new List<String>{ 'BEFORE_INSERT 200', 'AFTER_INSERT 200', 'BEFORE_INSERT 200', 'AFTER_INSERT 200', 'BEFORE_INSERT 50', 'AFTER_INSERT 50' }, Hook.log);",
      ),
    ).toBeNull();
  });
  test('addError fails the record, on a field too', () => {
    expect(
      withTrigger(
        "Database.SaveResult r = Database.insert(new Account(Name = 'bad'), false); Assert.areEqual('Bad name', r.getErrors()[0].getMessage()); r = Database.insert(new Account(Name = 'worse'), false); Assert.areEqual(new List<String>{ 'Name' }, r.getErrors()[0].getFields());",
      ),
    ).toBeNull();
  });
  test('an exception fails the save with the trigger and its line', () => {
    expect(withTrigger("insert new Account(Name = 'boom');"))
      .toBe(`System.DmlException: Insert failed. First exception on row 0; first error: CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY, T: execution of BeforeInsert

caused by: System.NullPointerException: Attempt to de-reference a null object

Trigger.T: line 3, column 1: []`);
  });
  test('records of after triggers, and the lists themselves, are read-only', () => {
    const readOnly = (body: string): string =>
      runTests({ T: `trigger T on Account(after insert) { ${body} }`, X: "@IsTest class X { @IsTest static void t() { insert new Account(Name = 'A'); } }" })
        .results[0]?.message ?? '';
    expect(readOnly("Trigger.new[0].Name = 'B';")).toContain('System.FinalException: Record is read-only');
    expect(readOnly('Trigger.new.clear();')).toContain('System.FinalException: Collection is read-only');
    expect(readOnly('update Trigger.new;')).toContain('DML statement cannot operate on trigger.new or trigger.old');
  });
  test('run for saves from outside Apex, in system mode and without sharing', () => {
    const { org, apex } = compile({ T: "trigger T on Account(after insert) { insert new Contact(LastName = 'made', AccountId = Trigger.new[0].Id); }" });
    expect(apex.hasTriggers('account', 'after insert')).toBe(true);
    org.transaction({ userId: ADMIN, quiddity: 'REST' }, (t) =>
      t.dml('insert', 'Account', [{ Name: 'A' }], { allOrNone: true, access: 'user', sharing: true }),
    );
    expect(org.saves.map((s) => `${s.object} ${s.access} ${s.sharing}`)).toEqual(['Account user true', 'Contact system false']);
  });
});
