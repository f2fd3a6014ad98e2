import { describe, expect, test } from '@jest/globals';
import { createBudget } from './budget.ts';

const hourMs = 3_600_000;

describe('Salesforce call budget', () => {
  test('stops at its share of the allowance and recovers as hours fall out of the day', () => {
    const budget = createBudget(0.5);
    budget.observe(10, 1_000);
    for (let call = 0; call < 250; call += 1) budget.spend(0);
    expect(budget.state(0)).toEqual({ remaining: 0.5, nextAt: 0 });
    for (let call = 0; call < 250; call += 1) budget.spend(2 * hourMs);
    expect(budget.state(2 * hourMs)).toEqual({ remaining: 0, nextAt: 3 * hourMs });
    expect(budget.state(24 * hourMs).remaining).toBe(0.5);
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
});
