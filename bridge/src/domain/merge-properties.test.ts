/** What holds for every input of the merge, and a second, slower statement of its rules to compare it with. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anyRule, fits, holds, MINUTE, mirrored, NOW, print, view } from '../../test/domain/samples.ts';
import type { Conversion } from './convert.ts';
import { canFlow, isEquivalent, merge, otherSide, withdrawalValue } from './merge.ts';
import type { FieldView, Sided, Verdict } from './merge.ts';
import type { BaselinePair, FieldRule, Side, Value } from './model.ts';

const SIDES: readonly Side[] = ['salesforce', 'hubspot'];

// --- every input ---------------------------------------------------------------------------------------------------------------------------

const anyValue: fc.Arbitrary<Value> = fc.constantFrom(null, 'p', 'q', 'true', 'false');
const anyTime = fc.option(
  fc.integer({ min: 0, max: 20 }).map((minutes) => NOW - minutes * MINUTE),
  { nil: null },
);
const sided = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<Sided<T>> => fc.record({ salesforce: one, hubspot: one });
const anyConsent = fc.constantFrom<Partial<FieldRule>>({}, {}, { consent: 'opt-out' }, { consent: 'opt-in' });

const anyView: fc.Arbitrary<FieldView> = fc
  .record({
    rule: anyRule,
    consent: anyConsent,
    values: sided(anyValue),
    before: fc.option(sided(anyValue), { nil: null }),
    isSame: sided(fc.boolean()),
    times: sided(anyTime),
    bounds: sided(anyTime),
    refused: sided(fc.integer({ min: 0, max: 9 }).map((die) => die === 0)),
  })
  .map(({ consent, before, isSame, refused, ...given }) => {
    const rule = { ...given.rule, ...consent };
    // Half of the sides are unchanged, or conflicts would drown everything else.
    const values: Sided<Value> =
      before === null
        ? given.values
        : { salesforce: isSame.salesforce ? before.salesforce : given.values.salesforce, hubspot: isSame.hubspot ? before.hubspot : given.values.hubspot };
    const prints = (pair: Sided<Value>): BaselinePair => ({ salesforce: print(rule.key, pair.salesforce), hubspot: print(rule.key, pair.hubspot) });
    const carry = (side: Side): Conversion => (refused[side] ? { ok: false, code: 'text-too-long' } : fits(values[side]));
    return {
      ...given,
      rule,
      values,
      prints: prints(values),
      baseline: before === null ? null : prints(before),
      converted: { salesforce: carry('salesforce'), hubspot: carry('hubspot') },
    };
  });

const swap = <T>(pair: Sided<T>): Sided<T> => ({ salesforce: pair.hubspot, hubspot: pair.salesforce });

function mirrorRule(rule: FieldRule): FieldRule {
  const direction = rule.direction === 'to-hubspot' ? 'to-salesforce' : rule.direction === 'to-salesforce' ? 'to-hubspot' : rule.direction;
  return { ...rule, owner: mirrored(rule.owner), direction };
}

function mirrorView(one: FieldView): FieldView {
  const { values, prints, baseline, times, bounds, converted } = one;
  return {
    rule: mirrorRule(one.rule),
    values: swap(values),
    prints: swap(prints),
    baseline: baseline === null ? null : swap(baseline),
    times: swap(times),
    bounds: swap(bounds),
    converted: swap(converted),
  };
}

function mirrorVerdict(verdict: Verdict): Verdict {
  switch (verdict.kind) {
    case 'write':
      return { ...verdict, to: mirrored(verdict.to) };
    case 'leave':
      return { ...verdict, winner: verdict.winner === 'neither' ? 'neither' : mirrored(verdict.winner) };
    case 'refuse':
      return { ...verdict, from: mirrored(verdict.from) };
    case 'unchanged':
    case 'agree':
    case 'review':
      return verdict;
  }
}

/** The field after the verdict was carried out and its pair recorded, on platforms that keep what they are given. */
function carriedOut(before: FieldView, verdict: Verdict): FieldView {
  if (verdict.kind === 'unchanged' || verdict.kind === 'review' || verdict.kind === 'refuse') return before;
  if (verdict.kind !== 'write') return { ...before, baseline: before.prints };
  const values = { ...before.values, [verdict.to]: verdict.value };
  const prints = { ...before.prints, [verdict.to]: print(before.rule.key, verdict.value) };
  return { ...before, values, prints, baseline: prints, converted: { ...before.converted, [verdict.to]: fits(verdict.value) } };
}

describe('for every field, rule and history', () => {
  const always = (claim: (one: FieldView, verdict: Verdict) => void, numRuns = 3_000): void => {
    holds(
      fc.property(anyView, (one) => claim(one, merge(one))),
      numRuns,
    );
  };

  test('the verdict is a function of its input', () => {
    always((one, verdict) => expect(merge(structuredClone(one))).toEqual(verdict), 500);
  });

  test('Salesforce and HubSpot are treated alike: mirrored input, mirrored verdict', () => {
    always((one, verdict) => expect(merge(mirrorView(one))).toEqual(mirrorVerdict(verdict)));
  });

  test('one step reaches a fixed point (invariant 3)', () => {
    always((one, verdict) => {
      const again = merge(carriedOut(one, verdict));
      if (verdict.kind === 'review' || verdict.kind === 'refuse') expect(again).toEqual(verdict);
      else expect(again).toEqual({ kind: 'unchanged' });
    });
  });

  test('a value typed is never lost without a reason (invariant 2)', () => {
    always((one, verdict) => {
      if (verdict.kind === 'leave') expect(verdict.reason).toBeTruthy();
      if (verdict.kind !== 'write') return;
      const lost = one.values[verdict.to];
      const wasTyped = one.baseline?.[verdict.to] !== one.prints[verdict.to];
      if (wasTyped && lost !== null) expect(verdict.reason).not.toBeNull();
    });
  });

  test('a blank typed against a value typed is a decision too', () => {
    always((one, verdict) => {
      const areBothTyped = one.baseline !== null && SIDES.every((side) => one.baseline?.[side] !== one.prints[side]);
      if (areBothTyped && verdict.kind === 'write') expect(verdict.reason).not.toBeNull();
      if (areBothTyped && verdict.kind === 'agree') expect(verdict.reason).toBe('equal');
    });
  });

  test('unchanged means unchanged, agreed means equal', () => {
    always((one, verdict) => {
      if (verdict.kind === 'unchanged') expect(one.baseline).toEqual(one.prints);
      if (verdict.kind === 'agree') expect(isEquivalent(one)).toBe(true);
      if (verdict.kind === 'write') expect(isEquivalent(one)).toBe(false);
    });
  });

  test('a withdrawal is never reverted, and reaches the other side when the direction lets it (invariant 7)', () => {
    always((one, verdict) => {
      const withdrawal = withdrawalValue(one.rule);
      if (withdrawal === null) return;
      if (verdict.kind === 'write' && one.values[verdict.to] === withdrawal) throw new Error(`${verdict.to} lost its withdrawal`);
      for (const side of SIDES) {
        const there = otherSide(side);
        const isNews = one.values[side] === withdrawal && one.values[there] !== withdrawal && one.baseline?.[side] !== one.prints[side];
        if (isNews && canFlow(one.rule, side) && !isEquivalent(one)) expect(['write', 'refuse']).toContain(verdict.kind);
      }
    }, 6_000);
  });

  test('a protected value is never overwritten, save by a withdrawal', () => {
    always((one, verdict) => {
      if (!one.rule.isProtected || verdict.kind !== 'write' || one.values[verdict.to] === null) return;
      expect(verdict.value).toBe(withdrawalValue(one.rule));
    });
  });

  test('nothing is written against the direction, and no blank where blanks are ignored', () => {
    always((one, verdict) => {
      if (verdict.kind !== 'write') return;
      expect(canFlow(one.rule, otherSide(verdict.to))).toBe(true);
      if (one.rule.blank === 'ignore') expect(one.values[otherSide(verdict.to)]).not.toBeNull();
    });
  });

  test('what is refused could not have been written', () => {
    always((one, verdict) => {
      if (verdict.kind === 'refuse') expect(one.converted[verdict.from]).toBe(verdict.refusal);
    });
  });
});

// --- the whole table -----------------------------------------------------------------------------------------------------------------------

type Claim = readonly [applies: boolean, verdict: Verdict];

/** The rules of conflict, told once more as a list: the first line that applies decides. Blind to consent and to refused values. */
function expected({ rule, values, baseline, prints, times, bounds }: FieldView): Verdict {
  const { salesforce: s, hubspot: h } = values;
  const isNew = baseline === null;
  const sChanged = isNew || baseline.salesforce !== prints.salesforce;
  const hChanged = isNew || baseline.hubspot !== prints.hubspot;
  const source: Side | null = rule.direction === 'two-way' ? null : rule.direction === 'to-hubspot' ? 'salesforce' : 'hubspot';
  const guarded = (winner: Side, reason: Extract<Verdict, { kind: 'write' }>['reason']): Verdict => {
    const to = winner === 'salesforce' ? 'hubspot' : 'salesforce';
    if (rule.isProtected && values[to] !== null) return { kind: 'leave', reason: 'protected', winner: to };
    if (rule.blank === 'ignore' && values[winner] === null) return { kind: 'leave', reason: 'blank-ignored', winner: to };
    return { kind: 'write', to, value: values[winner], reason };
  };
  const tolerated: Verdict = { kind: 'leave', reason: 'tolerated', winner: 'neither' };
  const latestOf = (mine: number | null, theirs: number | null, bound: number | null): boolean =>
    mine !== null && (theirs ?? bound) !== null && mine > (theirs ?? bound ?? 0) + rule.windowMs;
  const newest: Side | null = latestOf(times.salesforce, times.hubspot, bounds.hubspot)
    ? 'salesforce'
    : latestOf(times.hubspot, times.salesforce, bounds.salesforce)
      ? 'hubspot'
      : null;
  const fillOr = (winner: Side, reason: Extract<Verdict, { kind: 'write' }>['reason']): Verdict =>
    rule.blank === 'ignore' && values[winner] === null ? guarded(mirrored(winner), 'blank-ignored') : guarded(winner, reason);
  const only: Side = sChanged ? 'salesforce' : 'hubspot';
  const filled: Side = s === null ? 'hubspot' : 'salesforce';
  const list: readonly Claim[] = [
    [rule.direction === 'off' || (!sChanged && !hChanged), { kind: 'unchanged' }],
    [s === h, { kind: 'agree', reason: !isNew && sChanged && hChanged ? 'equal' : null }],
    // First link.
    [isNew && (s === null || h === null) && source !== null && source !== filled, tolerated],
    [isNew && (s === null || h === null), guarded(filled, 'first-link-fill')],
    [isNew && source !== null && rule.nonOwnerEdit === 'tolerate', tolerated],
    [isNew && source !== null, guarded(source ?? 'salesforce', 'first-link-owner')],
    [isNew && rule.policy === 'review', { kind: 'review' }],
    [isNew && rule.policy === 'latest' && newest !== null, guarded(newest ?? 'salesforce', 'latest')],
    [isNew, guarded(rule.owner, 'first-link-owner')],
    // One side.
    [sChanged !== hChanged && (source === null || source === only), guarded(only, null)],
    [sChanged !== hChanged && rule.nonOwnerEdit === 'enforce' && only !== rule.owner, guarded(mirrored(only), 'enforced')],
    [sChanged !== hChanged, tolerated],
    // Both sides.
    [source !== null, guarded(source ?? 'salesforce', rule.nonOwnerEdit === 'enforce' ? 'enforced' : 'owner')],
    [rule.policy === 'review', { kind: 'review' }],
    [rule.policy === 'fill-blank' && values[rule.owner] === null, guarded(mirrored(rule.owner), 'fill-blank')],
    [rule.policy !== 'latest', fillOr(rule.owner, 'owner')],
    [newest !== null, fillOr(newest ?? 'salesforce', 'latest')],
  ];
  return list.find(([applies]) => applies)?.[1] ?? fillOr(rule.owner, 'owner-in-window');
}

/** Before and now, Salesforce then HubSpot; null before = never compared. */
const histories: readonly (readonly [readonly [Value, Value] | null, readonly [Value, Value]])[] = [
  ...[null, 'a'].flatMap((s) => [null, 'a', 'b'].map((h) => [null, [s, h]] as const)),
  ...[
    [null, null],
    ['p', 'p'],
    ['p', 'q'],
    ['p', null],
  ].flatMap(([s = null, h = null]) =>
    [null, 'p', 's', 'n'].flatMap((nowS) =>
      [null, 'p', 'q', 'h', 'n'].map(
        (nowH) =>
          [
            [s, h],
            [nowS, nowH],
          ] as const,
      ),
    ),
  ),
];

const clocks: readonly (readonly [times: readonly [number | null, number | null], bounds: readonly [number | null, number | null]])[] = [
  [
    [null, null],
    [null, null],
  ],
  [
    [NOW, NOW - 6 * MINUTE],
    [NOW, NOW],
  ],
  [
    [NOW - 6 * MINUTE, NOW],
    [NOW, NOW],
  ],
  [
    [NOW - 5 * MINUTE, NOW],
    [NOW, NOW],
  ],
  [
    [NOW, null],
    [NOW, NOW - 6 * MINUTE],
  ],
  [
    [null, NOW],
    [NOW - 5 * MINUTE, NOW],
  ],
];

describe('the whole table of one field', () => {
  const rules: Partial<FieldRule>[] = [];
  for (const direction of ['two-way', 'to-hubspot', 'to-salesforce', 'off'] as const)
    for (const policy of ['latest', 'owner', 'fill-blank', 'review'] as const)
      for (const owner of SIDES)
        for (const isProtected of [false, true])
          for (const blank of ['propagate', 'ignore'] as const)
            for (const nonOwnerEdit of ['enforce', 'tolerate'] as const) rules.push({ direction, policy, owner, isProtected, blank, nonOwnerEdit });

  test(`${rules.length} rules × ${histories.length} histories × ${clocks.length} clocks: as the list of rules says`, () => {
    const wrong: unknown[] = [];
    let count = 0;
    for (const rule of rules)
      for (const [before, now] of histories)
        for (const [times, bounds] of clocks) {
          const one = view({ rule, now, times, bounds, ...(before === null ? {} : { before }) });
          const [answer, wanted] = [merge(one), expected(one)];
          count += 1;
          if (JSON.stringify(sorted(answer)) !== JSON.stringify(sorted(wanted))) wrong.push({ rule, before, now, times, answer, wanted });
        }
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(count).toBe(rules.length * histories.length * clocks.length);
  });
});

function sorted(verdict: Verdict): readonly (readonly [string, unknown])[] {
  return Object.entries(verdict).sort(([left], [right]) => (left < right ? -1 : 1));
}
