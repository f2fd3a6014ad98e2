import { describe, expect, test } from '@jest/globals';
import { createFaultPlan, createRandom, FaultRuleError, parseFaultRules } from './index.ts';

function planWith(rules: unknown, now: () => number = () => 0) {
  const plan = createFaultPlan(createRandom(1), now);
  plan.replace(parseFaultRules(rules));
  return plan;
}

const post = (path: string) => ({ method: 'POST', path });

describe('rules over the wire', () => {
  test.each([
    ['not a list', 5],
    ['no action', [{ id: 'a' }]],
    ['an unknown action', [{ action: { do: 'explode' } }]],
    ['fail without status', [{ action: { do: 'fail' } }]],
    ['an unknown match field', [{ match: { pth: '/x' }, action: { do: 'drop' } }]],
    ['a negative count', [{ match: { remaining: -1 }, action: { do: 'drop' } }]],
    [
      'two rules of one id',
      [
        { id: 'a', action: { do: 'drop' } },
        { id: 'a', action: { do: 'drop' } },
      ],
    ],
  ])('refuses %s', (_name, rules) => {
    expect(() => parseFaultRules(rules)).toThrow(FaultRuleError);
  });

  test('accepts a bare list and {rules}', () => {
    const rule = { match: { method: 'post' }, action: { do: 'delay', ms: 5 } };
    expect(parseFaultRules([rule])).toEqual(parseFaultRules({ rules: [rule] }));
    expect(parseFaultRules([rule])[0]?.match.method).toBe('POST');
  });
});

describe('calls', () => {
  test('a fail hits only what it matches, and only as often as it may', () => {
    const plan = planWith([{ id: 'f', match: { method: 'POST', path: '/crm/', remaining: 1 }, action: { do: 'fail', status: 502, body: 'bad' } }]);
    expect(plan.forRequest(post('/oauth')).fail).toBeNull();
    expect(plan.forRequest({ method: 'GET', path: '/crm/x' }).fail).toBeNull();
    expect(plan.forRequest(post('/crm/x')).fail).toMatchObject({ status: 502, body: 'bad' });
    expect(plan.forRequest(post('/crm/x')).fail).toBeNull();
    expect(plan.list()).toMatchObject([{ id: 'f', hits: 1, left: 0 }]);
  });

  test('a pattern, a delay on each side and a lost response combine', () => {
    const plan = planWith([
      { id: 'a', match: { pathPattern: 'batch/(update|upsert)$' }, action: { do: 'delay', ms: 20 } },
      { id: 'b', match: { path: '/crm' }, action: { do: 'delay', ms: 7, when: 'after' } },
      { id: 'c', match: { path: '/crm' }, action: { do: 'lose-response' } },
    ]);
    expect(plan.forRequest(post('/crm/batch/update'))).toMatchObject({ delayBeforeMs: 20, delayAfterMs: 7, loseResponse: true, rules: ['a', 'b', 'c'] });
    expect(plan.forRequest(post('/crm/batch/read')).delayBeforeMs).toBe(0);
  });

  test('a throttle lets so many calls a second through', () => {
    const time = { now: 0 };
    const plan = planWith([{ match: {}, action: { do: 'throttle', perSecond: 2 } }], () => time.now);
    const throttled = () => plan.forRequest(post('/x')).throttled;
    expect([throttled(), throttled(), throttled()]).toEqual([false, false, true]);
    time.now = 1_001;
    expect(throttled()).toBe(false);
  });

  test('probability is drawn from the seed', () => {
    const rules = [{ match: { probability: 0.3 }, action: { do: 'fail', status: 500 } }];
    const run = () => {
      const plan = planWith(rules);
      return Array.from({ length: 200 }, () => plan.forRequest(post('/x')).fail !== null);
    };
    const hits = run().filter(Boolean).length;
    expect(run()).toEqual(run());
    expect(hits).toBeGreaterThan(40);
    expect(hits).toBeLessThan(80);
  });
});

describe('notices', () => {
  const topicOf = (notice: string) => ({ topic: notice.split(':')[0] ?? '', kind: 'webhook' });

  test('drop, duplicate and delay hit their topic only', () => {
    const plan = planWith([
      { match: { topic: 'contact.deletion' }, action: { do: 'drop' } },
      { match: { topic: 'contact.property' }, action: { do: 'duplicate', copies: 2 } },
      { match: { topic: 'company' }, action: { do: 'delay', ms: 30 } },
    ]);
    const out = plan.disturb(['contact.deletion:1', 'contact.propertyChange:2', 'company.creation:3'], topicOf);
    expect(out.map(({ notice, delayMs }) => `${notice}@${delayMs}`)).toEqual([
      'contact.propertyChange:2@0',
      'contact.propertyChange:2@0',
      'contact.propertyChange:2@0',
      'company.creation:3@30',
    ]);
  });

  test('reorder shuffles, spreads over time and keeps every notice', () => {
    const notices = Array.from({ length: 20 }, (_, index) => `contact:${index}`);
    const out = planWith([{ match: { kind: 'webhook' }, action: { do: 'reorder', withinMs: 100 } }]).disturb(notices, topicOf);
    expect(out.map((item) => item.notice)).not.toEqual(notices);
    expect(out.map((item) => item.notice).sort()).toEqual([...notices].sort());
    expect(Math.max(...out.map((item) => item.delayMs))).toBeGreaterThan(0);
  });

  test('a delay meant for calls does not touch notices', () => {
    const plan = planWith([{ match: { path: '/crm' }, action: { do: 'delay', ms: 30 } }]);
    expect(plan.disturb(['contact:1'], topicOf)).toEqual([{ notice: 'contact:1', delayMs: 0 }]);
  });
});
