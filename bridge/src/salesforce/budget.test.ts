import { describe, expect, test } from '@jest/globals';
import { createBudget } from './budget.ts';

const hourMs = 3_600_000;

describe('Salesforce call budget', () => {
  test('stops at its share of the allowance and recovers as hours fall out of the day', () => {
    const budget = createBudget(0.5);
    budget.observe(10, 1_000);
    for (let call = 0; call < 250; call += 1) budget.spend(0);
    expect(budget.state(0, true)).toEqual({ remaining: 0.5, nextAt: 0 });
    for (let call = 0; call < 250; call += 1) budget.spend(2 * hourMs);
    expect(budget.state(2 * hourMs)).toEqual({ remaining: 0, nextAt: 3 * hourMs });
    expect(budget.state(24 * hourMs, true).remaining).toBe(0.5);
    expect(budget.state(27 * hourMs).remaining).toBe(1);
  });

  test('leaves the org its last calls whoever spent the others', () => {
    const budget = createBudget(0.5);
    budget.observe(985, 1_000);
    expect(budget.state(0).remaining).toBe(0);
  });

  test('holds nothing back before the allowance is known, and waits when told to', () => {
    const budget = createBudget(0.5);
    budget.spend(0);
    expect(budget.state(0).remaining).toBe(1);
    budget.pauseUntil(900_000, 0);
    expect(budget.state(0).nextAt).toBe(900_000);
  });

  test('a part of the share and the org\u2019s reserve are kept for urgent calls', () => {
    const budget = createBudget(0.5);
    budget.observe(10, 1_000);
    for (let call = 0; call < 475; call += 1) budget.spend(0);
    expect(budget.state(0).remaining).toBe(0);
    expect(budget.state(0, true)).toMatchObject({ nextAt: 0 });
    expect(budget.state(0, true).remaining).toBeGreaterThan(0);
    budget.observe(990, 1_000);
    expect([budget.state(0).remaining, budget.state(0, true).remaining > 0]).toEqual([0, true]);
  });

  test('a refusal holds an urgent call back for a second at most', () => {
    const budget = createBudget(0.5);
    budget.pauseUntil(900_000, 5_000);
    expect([budget.state(5_000).nextAt, budget.state(5_000, true).nextAt]).toEqual([900_000, 6_000]);
  });
});
