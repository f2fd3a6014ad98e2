import { describe, expect, test } from '@jest/globals';
import { areAlike, sortRoles, translateRoles } from './relation-roles.ts';
import { mergePair, mergeSingle, NEVER_MET, settlePair } from './relations.ts';
import type { PairState, RelationPolicy } from './relations.ts';

const TWO_WAY: RelationPolicy = { owner: 'salesforce', direction: 'two-way', carriesRemovals: true };
const pair = (salesforce: string | null, hubspot: string | null): PairState => ({ salesforce, hubspot });
const step = (base: PairState, now: PairState, policy: Partial<RelationPolicy> = {}, isAlike = false) =>
  mergePair({ ...TWO_WAY, ...policy }, { base, now, isAlike });

describe('a relation of two sides', () => {
  test('one side has it, never met: the other gets it', () => {
    expect(step(NEVER_MET, pair('a', null))).toEqual({ kind: 'put', side: 'hubspot' });
    expect(step(NEVER_MET, pair(null, 'a'))).toEqual({ kind: 'put', side: 'salesforce' });
  });
  test('one side has it and does not tell: it is left, and never agreed on', () => {
    expect(step(NEVER_MET, pair(null, 'a'), { direction: 'to-hubspot' })).toEqual({ kind: 'keep', state: NEVER_MET });
  });
  test('taken away after it was agreed: the other side loses it', () => {
    expect(step(pair('a', 'b'), pair(null, 'b'))).toEqual({ kind: 'remove', side: 'hubspot' });
  });
  test('taken away where that does not travel: remembered as parted, and not made again', () => {
    const parted = step(pair('a', 'b'), pair(null, 'b'), { carriesRemovals: false });
    expect(parted).toEqual({ kind: 'keep', state: pair(null, 'b') });
    expect(step(pair(null, 'b'), pair(null, 'b'), { carriesRemovals: false })).toEqual(parted);
  });
  test('taken away where the side may not: put back', () => {
    expect(step(pair('a', 'b'), pair('a', null), { direction: 'to-hubspot' })).toEqual({ kind: 'put', side: 'hubspot', reason: 'enforced' });
  });
  test('taken away on one side, its role changed on the other: the owner decides', () => {
    expect(step(pair('a', 'b'), pair('A', null))).toEqual({ kind: 'put', side: 'hubspot', reason: 'owner' });
    expect(step(pair('a', 'b'), pair('A', null), { owner: 'hubspot' })).toEqual({ kind: 'remove', side: 'salesforce', reason: 'owner' });
  });
  test('both have it, alike: agreed, whatever was before', () => {
    expect(step(NEVER_MET, pair('a', 'b'), {}, true)).toEqual({ kind: 'keep', state: pair('a', 'b') });
  });
  test('a role changed on one side travels; on both, the owner decides; on neither, the difference stays', () => {
    expect(step(pair('a', 'b'), pair('A', 'b'))).toEqual({ kind: 'put', side: 'hubspot' });
    expect(step(pair('a', 'b'), pair('a', 'B'), { direction: 'to-hubspot' })).toEqual({ kind: 'put', side: 'hubspot', reason: 'enforced' });
    expect(step(pair('a', 'b'), pair('A', 'B'))).toEqual({ kind: 'put', side: 'hubspot', reason: 'owner' });
    expect(step(NEVER_MET, pair('A', 'B'))).toEqual({ kind: 'put', side: 'hubspot', reason: 'first-link-owner' });
    expect(step(pair('a', 'b'), pair('a', 'b'))).toEqual({ kind: 'keep', state: pair('a', 'b') });
  });
  test('gone on both sides: forgotten', () => {
    expect(step(pair('a', 'b'), pair(null, null))).toEqual({ kind: 'keep', state: NEVER_MET });
  });
  test('for every state: nothing is removed that was not agreed, and what a step asks for ends in agreement', () => {
    const values = ['a', 'b', null];
    const directions = ['two-way', 'to-hubspot', 'to-salesforce'] as const;
    let steps = 0;
    for (const [s0, h0, s1, h1] of values.flatMap((a) => values.flatMap((b) => values.flatMap((c) => values.map((d) => [a, b, c, d] as const)))))
      for (const direction of directions)
        for (const owner of ['salesforce', 'hubspot'] as const)
          for (const carriesRemovals of [true, false]) {
            const [base, now] = [pair(s0, h0), pair(s1, h1)];
            const policy: RelationPolicy = { owner, direction, carriesRemovals };
            const taken = mergePair(policy, { base, now, isAlike: s1 === h1 });
            if (taken.kind === 'remove') {
              steps += 1;
              expect([s0 !== null && h0 !== null, carriesRemovals]).toEqual([true, true]);
            }
            if (taken.kind === 'put') {
              const value = taken.side === 'salesforce' ? h1 : s1;
              expect(value).not.toBeNull();
              // Once it landed, the next look has nothing to do.
              expect(mergePair(policy, { base: pair(value, value), now: pair(value, value), isAlike: true }).kind).toBe('keep');
            }
          }
    expect(steps).toBeGreaterThan(0);
  });
});

describe('a write whose answer was lost', () => {
  const sent = { ...pair('a', null), sent: { side: 'hubspot', agree: pair('a', 'b') } } as const;
  test('landed where the side shows it, also when somebody changed it since', () => {
    expect(settlePair(sent, pair('a', 'b'))).toEqual(pair('a', 'b'));
    expect(settlePair(sent, pair('a', 'B'))).toEqual(pair('a', 'b'));
  });
  test('did not land where the side shows nothing', () => {
    expect(settlePair(sent, pair('a', null))).toEqual(pair('a', null));
  });
  test('a removal landed where nothing is left', () => {
    const removal = { ...pair(null, 'b'), sent: { side: 'hubspot', agree: NEVER_MET } } as const;
    expect(settlePair(removal, pair(null, null))).toEqual(NEVER_MET);
    expect(settlePair(removal, pair(null, 'b'))).toEqual(pair(null, 'b'));
  });
});

describe('a value of which there is one', () => {
  const one = (base: PairState, now: PairState, policy: Partial<RelationPolicy> = {}) => mergeSingle({ ...TWO_WAY, ...policy }, { base, now });
  test('changed on one side travels, cleared too', () => {
    expect(one(pair('x', 'x'), pair('y', 'x'))).toEqual({ kind: 'put', side: 'hubspot' });
    expect(one(pair('x', 'x'), pair(null, 'x'))).toEqual({ kind: 'remove', side: 'hubspot' });
    expect(one(pair('x', 'x'), pair(null, 'x'), { carriesRemovals: false })).toEqual({ kind: 'keep', state: pair(null, 'x') });
  });
  test('changed on both, or first met with two: the owner decides', () => {
    expect(one(pair('x', 'x'), pair('y', 'z'))).toEqual({ kind: 'put', side: 'hubspot', reason: 'owner' });
    expect(one(NEVER_MET, pair('y', 'z'), { owner: 'hubspot' })).toEqual({ kind: 'put', side: 'salesforce', reason: 'first-link-owner' });
  });
  test('changed where it may not: put back; what was never agreed is left', () => {
    expect(one(pair('x', 'x'), pair('x', 'y'), { direction: 'to-hubspot' })).toEqual({ kind: 'put', side: 'hubspot', reason: 'enforced' });
    expect(one(NEVER_MET, pair(null, 'y'), { direction: 'to-hubspot' })).toEqual({ kind: 'keep', state: pair(null, 'y') });
  });
});

describe('roles and labels', () => {
  const labels = [
    { salesforce: 'Decision Maker', hubspot: 'Decision maker' },
    { salesforce: 'Economic Decision Maker', hubspot: 'Decision maker' },
    { salesforce: 'Evaluator', hubspot: 'Champion' },
    { salesforce: '', hubspot: 'Plain' },
  ];
  test('are translated by the first pair of each, blank by its own', () => {
    expect(translateRoles(labels, 'salesforce', ['Economic Decision Maker', 'Evaluator'])).toEqual(['Decision maker', 'Champion']);
    expect(translateRoles(labels, 'hubspot', ['Decision maker'])).toEqual(['Decision Maker']);
    expect(translateRoles(labels, 'salesforce', [])).toEqual(['Plain']);
    expect(translateRoles(labels, 'hubspot', ['Plain'])).toEqual([]);
  });
  test('several roles that share a label are alike', () => {
    expect(areAlike(labels, ['Economic Decision Maker'], ['Decision maker'])).toBe(true);
    expect(areAlike(labels, [], ['Plain'])).toBe(true);
    expect(areAlike(labels, ['Evaluator'], ['Decision maker'])).toBe(false);
    expect(areAlike([], [], [])).toBe(true);
  });
  test('those the rule does not know are told apart', () => {
    expect(sortRoles(labels, 'salesforce', ['Other', 'Evaluator'])).toEqual({ known: ['Evaluator'], unknown: ['Other'] });
    expect(sortRoles([], 'salesforce', ['Other'])).toEqual({ known: [], unknown: [] });
  });
});
