import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Row } from '../../contract.ts';
import { SYSTEM, apexException, codeOf, testOrg } from '../testing/fixture.ts';
import type { TestOrg } from '../testing/fixture.ts';

const TOPIC = '/event/Notice__e';
let t: TestOrg;
beforeEach(() => {
  t = testOrg();
});
const publish = (...texts: readonly (string | null)[]) =>
  t.as('rep1', (x) =>
    x.publish(
      'Notice__e',
      texts.map((Text__c): Row => ({ Text__c })),
    ),
  );
const texts = (topic = TOPIC): readonly unknown[] => t.org.eventsAfter(topic, 0n, 1000).map((e) => e.values['Text__c']);

describe('publishing', () => {
  test('success is OPERATION_ENQUEUED with the uuid; the event carries who and when', () => {
    const [result] = publish('hello');
    expect(result).toMatchObject({ success: true, errors: [{ statusCode: 'OPERATION_ENQUEUED', message: 'uuid-1' }] });
    const [event] = t.org.eventsAfter(TOPIC, 0n, 10);
    expect(event).toMatchObject({ topic: TOPIC, eventUuid: 'uuid-1', createdAt: t.clock.time, schemaVersion: t.org.schemaVersion('Notice__e') });
    expect(event?.values).toEqual({ Text__c: 'hello', EventUuid: 'uuid-1', CreatedDate: t.clock.time, CreatedById: t.org.personas.rep1.userId });
  });
  test('bad events fail one by one, at once', () => {
    expect(publish('ok', null, 'x'.repeat(11), '').map((r) => r.errors[0]?.statusCode)).toEqual([
      'OPERATION_ENQUEUED',
      'REQUIRED_FIELD_MISSING',
      'STRING_TOO_LONG',
      'REQUIRED_FIELD_MISSING',
    ]);
    expect(t.as('admin', (x) => x.publish('Notice__e', [{ Nope__c: 1 }]))[0]?.errors[0]?.statusCode).toBe('INVALID_FIELD');
    expect(codeOf(() => t.as('admin', (x) => x.publish('Lead', [])))).toBe('INVALID_TYPE_FOR_OPERATION');
    expect(texts()).toEqual(['ok']);
  });
  test('replay ids grow by irregular steps and page exclusively', () => {
    publish('a', 'b', 'c', 'd', 'e');
    const ids = t.org.eventsAfter(TOPIC, 0n, 10).map((e) => e.replayId);
    const steps = ids.slice(1).map((id, i) => id - (ids[i] ?? 0n));
    expect(steps.every((s) => s > 0n)).toBe(true);
    expect(new Set(steps).size).toBeGreaterThan(1);
    expect(t.org.eventsAfter(TOPIC, ids[1] ?? 0n, 2).map((e) => e.values['Text__c'])).toEqual(['c', 'd']);
    expect(t.org.latestReplayId(TOPIC)).toBe(ids[4]);
  });
  test('after-commit events wait for the commit, immediate ones do not', () => {
    const seen: string[] = [];
    t.org.onEvents(TOPIC, () => void seen.push('notice'));
    const stop = t.org.onEvents('/event/Alert__e', () => void seen.push('alert'));
    t.as('admin', (x) => {
      x.publish('Notice__e', [{ Text__c: 'n' }]);
      x.publish('Alert__e', [{ Text__c: 'a' }]);
      expect([texts(), texts('/event/Alert__e')]).toEqual([[], ['a']]);
      seen.push('end');
    });
    expect(seen).toEqual(['alert', 'end', 'notice']);
    stop();
    t.as('admin', (x) => x.publish('Alert__e', [{ Text__c: 'b' }]));
    expect(seen).toHaveLength(3);
  });
  test('a transaction that fails sends no after-commit event but has sent its immediate ones', () => {
    expect(() =>
      t.as('admin', (x) => {
        x.publish('Notice__e', [{ Text__c: 'n' }]);
        x.publish('Alert__e', [{ Text__c: 'a' }]);
        throw new Error('stop');
      }),
    ).toThrow('stop');
    expect([texts(), texts('/event/Alert__e')]).toEqual([[], ['a']]);
  });
  test('the hourly allocation is rolling', () => {
    t.org.configure({ limits: { hourlyPublished: 3 } });
    expect(publish('a', 'b', 'c', 'd').map((r) => r.errors[0]?.statusCode)).toEqual([...Array(3).fill('OPERATION_ENQUEUED'), 'LIMIT_EXCEEDED']);
    expect(publish('e')[0]?.success).toBe(false);
    t.clock.time += 3_600_001;
    expect(publish('f')[0]?.success).toBe(true);
    expect(texts()).toEqual(['a', 'b', 'c', 'f']);
  });
  test('faults lose an event or store it twice under one uuid', () => {
    t.org.configure({ eventFault: (e) => (e.values['Text__c'] === 'lost' ? 'lose' : 'duplicate') });
    publish('lost', 'twice');
    const events = t.org.eventsAfter(TOPIC, 0n, 10);
    expect(events.map((e) => e.eventUuid)).toEqual(['uuid-2', 'uuid-2']);
    expect(new Set(events.map((e) => e.replayId)).size).toBe(2);
  });
});

describe('event triggers', () => {
  test('run after the commit, as Automated Process, in a transaction of their own', () => {
    const log: string[] = [];
    t.triggers({
      'Notice__e after insert': (x, i) => {
        log.push(
          `${x.userId === t.org.personas.automated.userId} ${x.quiddity} ${i.newRows?.map((r) => `${String(r['Text__c'])}:${typeof r['ReplayId']}`).join()}`,
        );
        x.dml('insert', 'Lead', [{ LastName: 'by event', Company: 'C' }], SYSTEM);
      },
    });
    t.as('rep1', (x) => {
      x.publish('Notice__e', [{ Text__c: 'a' }, { Text__c: 'b' }]);
      log.push('end');
    });
    expect(log).toEqual(['end', 'true PLATFORM_EVENT a:string,b:string']);
    expect(t.query("SELECT COUNT() FROM Lead WHERE CreatedBy.Username = 'autoproc@fieldwise.sandbox'").totalSize).toBe(1);
  });
  test('a failing trigger is noted, a retryable one tried again nine times, and the publisher never notices', () => {
    let tries = 0;
    t.triggers({
      'Notice__e after insert': () => {
        tries += 1;
        throw Object.assign(apexException('later'), { typeName: 'EventBus.RetryableException' });
      },
    });
    expect(publish('a')[0]?.success).toBe(true);
    expect(tries).toBe(10);
    expect(t.org.problems()).toEqual(['Notice__e trigger: later']);
  });
});

describe('queueables', () => {
  test('start after the commit, in order, each in its own transaction with a job row', () => {
    const log: string[] = [];
    const ids: string[] = [];
    t.as('rep1', (x) => {
      ids.push(
        x.enqueue({
          kind: 'queueable',
          className: 'First',
          run: (y) => {
            log.push(`first ${y.quiddity}`);
            y.enqueue({ kind: 'queueable', className: 'Third', run: () => void log.push('third') });
          },
        }),
      );
      ids.push(
        x.enqueue({
          kind: 'queueable',
          className: 'Second',
          run: (y) => {
            y.dml('insert', 'Lead', [{ LastName: 'gone', Company: 'C' }], SYSTEM);
            throw apexException('no');
          },
        }),
      );
      log.push('end');
    });
    expect(log).toEqual(['end', 'first QUEUEABLE', 'third']);
    expect(t.query('SELECT COUNT() FROM Lead').totalSize).toBe(0);
    expect(ids.map((id) => t.row('AsyncApexJob', id)['Status'])).toEqual(['Completed', 'Failed']);
    expect(t.row('AsyncApexJob', ids[1] ?? '')['ExtendedStatus']).toBe('no');
  });
});

describe('test transactions', () => {
  test('see no data of the org, deliver when told, and leave nothing', () => {
    t.insert('Lead', { LastName: 'real', Company: 'C' });
    const log: string[] = [];
    t.triggers({ 'Notice__e after insert': (x, i) => void log.push(`event ${i.newRows?.length} ${x.userId === t.org.personas.automated.userId}`) });
    t.as(
      'admin',
      (x) => {
        const count = () => x.query('SELECT COUNT() FROM Lead', {}, { access: 'system', sharing: false, includeDeleted: false }).totalSize;
        expect(count()).toBe(0);
        expect(x.query('SELECT COUNT() FROM User', {}, { access: 'system', sharing: false, includeDeleted: false }).totalSize).toBe(5);
        x.dml('insert', 'Lead', [{ LastName: 'made', Company: 'C' }], SYSTEM);
        x.publish('Notice__e', [{ Text__c: 'n' }]);
        x.enqueue({ kind: 'queueable', className: 'Job', run: () => void log.push('job') });
        expect([count(), log]).toEqual([1, []]);
        const savepoint = x.setSavepoint();
        x.drainForTest?.();
        x.rollback(savepoint);
        x.drainForTest?.();
        x.runAs?.(t.org.personas.rep2.userId, () => log.push(String(x.userId === t.org.personas.rep2.userId)));
      },
      { isTest: true },
    );
    expect(log).toEqual(['job', 'event 1 true', 'true']);
    expect([t.query('SELECT COUNT() FROM Lead').totalSize, texts()]).toEqual([1, []]);
  });
});
