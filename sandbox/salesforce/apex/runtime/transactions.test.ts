import { describe, expect, test } from '@jest/globals';
import { compile, run, runTests } from '../testing/harness.ts';
import { ADMIN } from '../testing/fake-org.ts';

describe('limits', () => {
  const limit = (body: string): string => run(body) ?? 'passed';
  test('are counted', () => {
    expect(
      run(
        "Integer q = Limits.getQueries(); Integer n = [SELECT COUNT() FROM Account]; insert new List<Account>{ new Account(Name = 'a'), new Account(Name = 'b') }; Assert.areEqual(1, Limits.getQueries() - q); Assert.areEqual(1, Limits.getDmlStatements()); Assert.areEqual(2, Limits.getDmlRows()); Assert.areEqual(100, Limits.getLimitQueries());",
      ),
    ).toBeNull();
  });
  test('end the transaction and cannot be caught', () => {
    expect(limit('try { for (Integer i = 0; i < 101; i++) { Integer n = [SELECT COUNT() FROM Account]; } } catch (Exception e) { return; }')).toContain(
      'System.LimitException: Too many SOQL queries: 101',
    );
    expect(limit("for (Integer i = 0; i < 151; i++) { insert new Account(Name = 'x'); }")).toContain('System.LimitException: Too many DML statements: 151');
    expect(limit('while (true) { }')).toContain('System.LimitException: Apex CPU time limit exceeded');
  });
  test('hit inside a trigger pass through the save', () => {
    const report = runTests({
      T: 'trigger T on Account(after insert) { for (Integer i = 0; i < 101; i++) { Integer n = [SELECT COUNT() FROM Account]; } }',
      X: "@IsTest class X { @IsTest static void t() { try { insert new Account(Name = 'A'); } catch (Exception e) { return; } } }",
    });
    expect(report.results[0]?.message).toBe('System.LimitException: Too many SOQL queries: 101');
  });
  test('start afresh between startTest and stopTest, and come back after', () => {
    expect(
      run(
        'Integer n = [SELECT COUNT() FROM Account]; Test.startTest(); Assert.areEqual(0, Limits.getQueries()); n = [SELECT COUNT() FROM Account]; n = [SELECT COUNT() FROM Account]; Test.stopTest(); Assert.areEqual(1, Limits.getQueries());',
      ),
    ).toBeNull();
  });
});

describe('asynchronous work', () => {
  const JOB =
    'public class Job implements Queueable { public static Integer runs = 0; String name; public Job(String name) { this.name = name; } public void execute(QueueableContext c) { runs++; Assert.areEqual(200, Limits.getLimitQueries()); Assert.isTrue(System.isQueueable()); insert new Account(Name = name); } }';
  test("queueables run at stopTest with limits of their own and the test's statics", () => {
    const report = runTests({
      Job: JOB,
      T: "@IsTest class T { @IsTest static void t() { Test.startTest(); Id jobId = System.enqueueJob(new Job('a')); Assert.areEqual(0, [SELECT COUNT() FROM Account]); Test.stopTest(); Assert.areEqual('a', [SELECT Name FROM Account].Name); Assert.areEqual(1, Job.runs); } }",
    });
    expect(report.results[0]?.message).toBeNull();
  });
  test('outside tests the org runs them after commit', () => {
    const { org, apex } = compile({
      Job: JOB.replace('Assert.areEqual(200, Limits.getLimitQueries());', ''),
      Start: "public class Start { @AuraEnabled public static String go(String name) { System.enqueueJob(new Job(name)); return 'started ' + name; } }",
    });
    expect(org.transaction({ userId: ADMIN, quiddity: 'AURA' }, (t) => apex.callAura(t, 'Start', 'go', { name: 'later' }))).toBe('started later');
    expect([...(org.tables.get('Account')?.values() ?? [])].map((r) => r['Name'])).toEqual(['later']);
  });
  const EVENTS = {
    T: 'trigger T on Ping__e(after insert) { for (Ping__e p : Trigger.new) { insert new Account(Name = p.Text__c); } Log.size = Trigger.size; }',
    Log: 'public class Log { public static Integer size; }',
  };
  test('events reach their trigger when delivered, with sync limits, not when rolled back', () => {
    const report = runTests({
      ...EVENTS,
      X: `@IsTest class X { @IsTest static void t() { Savepoint p = Database.setSavepoint(); EventBus.publish(new Ping__e(Text__c = 'gone')); Database.rollback(p);
        List<Database.SaveResult> r = EventBus.publish(new List<Ping__e>{ new Ping__e(Text__c = 'a'), new Ping__e(Text__c = 'b') }); Assert.isTrue(r[0].isSuccess()); Assert.areEqual(StatusCode.OPERATION_ENQUEUED, r[0].getErrors()[0].getStatusCode()); Assert.areEqual(4, Limits.getDmlStatements());
        Assert.areEqual(0, [SELECT COUNT() FROM Account]); Test.getEventBus().deliver(); Assert.areEqual(2, [SELECT COUNT() FROM Account]); Assert.areEqual(2, Log.size); } }`,
    });
    expect(report.results[0]?.message).toBeNull();
  });
});

describe('future methods and deliveries', () => {
  test('@future runs at stopTest with the arguments of the call', () => {
    const report = runTests({
      F: 'public class F { @future public static void later(String name) { Assert.isTrue(System.isFuture()); insert new Account(Name = name); } }',
      T: "@IsTest class T { @IsTest static void t() { String n = 'a'; Test.startTest(); F.later(n); n = 'b'; Assert.areEqual(0, [SELECT COUNT() FROM Account]); Test.stopTest(); Assert.areEqual('a', [SELECT Name FROM Account].Name); } }",
    });
    expect(report.results[0]?.message).toBeNull();
  });
  test('a RetryableException rolls back and the batch comes again; a checkpoint keeps what was done', () => {
    const retry =
      "trigger T on Ping__e(after insert) { insert new Account(Name = 'try ' + EventBus.TriggerContext.currentContext().retries); if (EventBus.TriggerContext.currentContext().retries < 2) { throw new EventBus.RetryableException('again'); } }";
    const resume =
      "trigger T on Ping__e(after insert) { for (Ping__e p : Trigger.new) { if (p.Text__c == 'b' && EventBus.TriggerContext.currentContext().retries == 0) { Integer i; i++; } insert new Account(Name = p.Text__c); EventBus.TriggerContext.currentContext().setResumeCheckpoint(p.ReplayId); } }";
    const names = (source: string): string =>
      runTests({
        T: source,
        X: "@IsTest class X { @IsTest static void t() { EventBus.publish(new List<Ping__e>{ new Ping__e(Text__c = 'a'), new Ping__e(Text__c = 'b') }); for (Integer i = 0; i < 4; i++) { Test.getEventBus().deliver(); } List<String> n = new List<String>(); for (Account a : [SELECT Name FROM Account]) { n.add(a.Name); } Assert.fail(String.join(n, ',')); } }",
      }).results[0]?.message ?? '';
    expect(names(retry)).toContain(': try 2');
    expect(names(resume)).toContain(': a,b');
  });
});

describe('the ways in', () => {
  test('a REST resource answers with its result or with what it set', () => {
    const { org, apex } = compile({
      Api: "@RestResource(urlMapping='/things/*') global class Api { @HttpGet global static Map<String, Object> read() { return new Map<String, Object>{ 'uri' => RestContext.request.requestURI, 'q' => RestContext.request.params.get('q') }; } @HttpPost global static void make(String name) { RestContext.response.statusCode = 201; RestContext.response.responseBody = Blob.valueOf('made ' + name); } }",
    });
    const call = (method: string, body = ''): string => {
      const resource = apex.findRest(method, '/things/1');
      const answer = org.transaction({ userId: ADMIN, quiddity: 'REST' }, (t) =>
        resource?.invoke(t, { method, path: '/things/1', params: { q: 'x' }, headers: {}, body: new Uint8Array(Buffer.from(body)) }),
      );
      return `${answer?.status} ${Buffer.from(answer?.body ?? []).toString()}`;
    };
    expect(call('GET')).toBe('200 {"uri":"/things/1","q":"x"}');
    expect(call('POST', '{"name":"it"}')).toBe('201 made it');
    expect(apex.findRest('DELETE', '/things/1')).toBeNull();
    expect(apex.findRest('GET', '/other')).toBeNull();
  });
  test('an install handler runs with its context', () => {
    const { org, apex } = compile({
      Setup:
        "global class Setup implements InstallHandler { global void onInstall(InstallContext c) { if (!c.isUpgrade()) { insert as system new Account(Name = 'installed by ' + c.installerId()); } } }",
    });
    org.transaction({ userId: ADMIN, quiddity: 'POST_INSTALL_SCRIPT' }, (t) => apex.runInstallHandler(t, 'setup'));
    expect([...(org.tables.get('Account')?.values() ?? [])].map((r) => r['Name'])).toEqual([`installed by ${ADMIN}`]);
  });
  test('an exception nobody caught leaves as an ApexException and undoes the work', () => {
    const { org, apex } = compile({
      Bad: "public class Bad { @AuraEnabled public static void go() { insert new Account(Name = 'x'); throw new AuraHandledException('Sorry'); } }",
    });
    expect(() => org.transaction({ userId: ADMIN, quiddity: 'AURA' }, (t) => apex.callAura(t, 'Bad', 'go', {}))).toThrow(
      expect.objectContaining({ name: 'ApexException', typeName: 'System.AuraHandledException', apexMessage: 'Sorry', uncatchable: false }),
    );
    expect(org.tables.size).toBe(0);
  });
});

describe('test runs', () => {
  const CODE = `public class Code {
  public static Integer pick(Boolean yes) {
    if (yes) {
      return 1;
    }
    return 2;
  }
}`;
  test('tests are isolated, set-up runs before each, statics are fresh', () => {
    const report = runTests({
      T: "@IsTest class T { static Integer n = 0; @TestSetup static void make() { n = 5; insert new Account(Name = 'base'); } @IsTest static void a() { n++; Assert.areEqual(1, n); insert new Account(Name = 'x'); Assert.areEqual(2, [SELECT COUNT() FROM Account]); Assert.areEqual(1, Limits.getQueries()); } @IsTest static void b() { Assert.areEqual(0, n); Assert.areEqual(1, [SELECT COUNT() FROM Account]); } }",
    });
    expect(report.results.map((r) => r.message)).toEqual([null, null]);
    expect(report.org.tables.size).toBe(0);
  });
  test('coverage counts the lines reached, test classes aside', () => {
    const { coverage, passed } = runTests({
      Code: CODE,
      T: '@IsTest class T { @IsTest static void t() { Assert.areEqual(1, Code.pick(true)); } }',
      Unused: 'trigger Unused on Account(after insert) { Code.pick(false); }',
    });
    expect(passed).toBe(1);
    expect(coverage.map((e) => [e.name, e.covered, e.lines, e.uncoveredLines])).toEqual([
      ['Code', 2, 3, [6]],
      ['Unused', 0, 1, [1]],
    ]);
  });
  test('a failure carries message and Apex stack', () => {
    const { results, failed } = runTests({
      Code: CODE,
      T: "@IsTest class T {\n@IsTest static void t() {\nAssert.areEqual(2, Code.pick(true), 'picked');\n} }",
    });
    expect(failed).toBe(1);
    expect(results[0]).toMatchObject({
      className: 'T',
      method: 't',
      passed: false,
      message: 'System.AssertException: Assertion Failed: picked: Expected: 2, Actual: 1',
      stack: ['Class.T.t: line 3, column 1'],
    });
  });
});
