import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { holds, MINUTE, NOW } from '../../test/domain/samples.ts';
import { gapEdit, leftBehind, rememberWrite, settleGap, WRITES_KEPT_MAX, WRITES_KEPT_MS } from './gap.ts';
import type { Sighting } from './gap.ts';
import type { BaselinePair, FieldWrite } from './model.ts';

const SKEW = 1_000;
/** HubSpot held "old" when it was read; "ours" was sent and landed a minute later. */
const write = (over: Partial<FieldWrite> = {}): FieldWrite => ({
  side: 'hubspot',
  readAt: NOW,
  landedAt: NOW + MINUTE,
  valueAt: null,
  seen: ['old', 'ours'],
  ...over,
});
const held = (writes: readonly FieldWrite[], hubspot = 'ours'): BaselinePair => ({ salesforce: 'theirs', hubspot, writes });
const at = (ms: number, print = 'typed'): Sighting => ({ at: NOW + ms, print });
const found = (baseline: BaselinePair | null, ...sightings: readonly Sighting[]) => gapEdit({ side: 'hubspot', baseline, sightings, skewMs: SKEW });

describe('an edit our write covered', () => {
  test('is the value seen between reading and landing that was neither there nor ours', () => {
    expect(found(held([write()]), at(30_000))).toEqual({ ...at(30_000), write: write() });
  });

  test.each<[string, number, boolean]>([
    ['long before the read', -MINUTE, false],
    ['before the read by the skew', -SKEW, false],
    ['just before the read, by a clock that may differ', -SKEW + 1, true],
    ['at the landing', MINUTE, true],
    ['after the landing by the skew', MINUTE + SKEW, true],
    ['later than that: an edit like any other', MINUTE + SKEW + 1, false],
  ])('%s', (_when, ms, isCovered) => {
    expect(found(held([write()]), at(ms)) !== null).toBe(isCovered);
  });

  test.each<[string, BaselinePair | null, readonly Sighting[]]>([
    ['nothing was written', { salesforce: 'theirs', hubspot: 'ours' }, [at(1)]],
    ['never compared', null, [at(1)]],
    ['written on the other side', held([write({ side: 'salesforce' })]), [at(1)]],
    ['nothing was seen', held([write()]), []],
    ['what was seen is our own value', held([write()]), [at(1, 'ours')]],
    ['its author went back to what we had read', held([write()]), [at(1), at(2, 'old')]],
    ['the side is agreed to hold it', held([write()], 'typed'), [at(1)]],
    ['a later pass read it', held([write(), write({ readAt: NOW + 5, seen: ['typed', 'x'] })]), [at(1)]],
    ['it was decided before', held(settleGap([write()], { ...at(1), write: write() })), [at(1)]],
  ])('no edit: %s', (_why, baseline, sightings) => {
    expect(found(baseline, ...sightings)).toBeNull();
  });

  test('the newest of several edits counts, in whatever order their notices come', () => {
    holds(
      fc.property(fc.shuffledSubarray([at(10, 'a'), at(20, 'b'), at(30, 'c'), at(40, 'ours')], { minLength: 4 }), (sightings) => {
        expect(found(held([write()]), ...sightings)?.print).toBe('c');
      }),
    );
  });

  test('an edit that went back and forth is the last value', () => {
    expect(found(held([write()]), at(1), at(2, 'old'), at(3, 'again'))?.print).toBe('again');
  });

  test('a value that an earlier pass read may be typed again', () => {
    const early = write({ readAt: NOW - 10 * MINUTE, landedAt: NOW - 9 * MINUTE, seen: ['typed', 'old'] });
    expect(found(held([early, write()]), at(5))?.print).toBe('typed');
  });

  test('the newest write is asked first', () => {
    const early = write({ readAt: NOW - 10 * MINUTE, landedAt: NOW - 9 * MINUTE, seen: ['x', 'old'] });
    expect(found(held([early, write()]), at(-9.5 * MINUTE, 'lost'), at(5))?.print).toBe('typed');
    expect(found(held([early, write()]), at(-9.5 * MINUTE, 'lost'))?.print).toBe('lost');
  });

  test('once decided, an edit is never found again, whatever else is seen later', () => {
    const prints = fc.constantFrom('old', 'ours', 'typed', 'other');
    const sighting = fc.record({ at: fc.integer({ min: -2 * SKEW, max: MINUTE + 2 * SKEW }).map((ms) => NOW + ms), print: prints });
    holds(
      fc.property(fc.array(sighting, { maxLength: 6 }), fc.array(sighting, { maxLength: 6 }), (first, second) => {
        const baseline = held([write()]);
        const edit = found(baseline, ...first);
        if (edit === null) return;
        const settled = held(settleGap(baseline.writes, edit));
        const [again, later] = [found(settled, ...first), found(settled, ...first, ...second)];
        expect(again?.print).not.toBe(edit.print);
        if (later !== null) expect(later.print).not.toBe(edit.print);
      }),
      1_000,
    );
  });
});

describe('remembered writes', () => {
  test('are the last few, and no older than a notice may be', () => {
    const many = Array.from({ length: WRITES_KEPT_MAX }, (_, index) => write({ readAt: NOW + index }));
    expect(rememberWrite(many, write({ readAt: NOW + 99 }), NOW).map((one) => one.readAt - NOW)).toEqual([...many.slice(1).map((one) => one.readAt - NOW), 99]);
    const stale = write({ landedAt: NOW - WRITES_KEPT_MS });
    expect(rememberWrite([stale, write({ landedAt: NOW - WRITES_KEPT_MS + 1 })], write(), NOW)).toHaveLength(2);
    expect(rememberWrite(undefined, write(), NOW)).toEqual([write()]);
  });

  test('settling moves the reading up to the edit, on its side only', () => {
    const other = write({ side: 'salesforce' });
    const later = write({ readAt: NOW + 50 });
    const settled = settleGap([write(), other, later], { ...at(10), write: write() });
    expect(settled).toEqual([write({ readAt: NOW + 10, seen: ['old', 'ours', 'typed'] }), other, later]);
    expect(settleGap([write()], { ...at(MINUTE + 500), write: write() })[0]?.readAt).toBe(NOW + MINUTE);
    const mine = write();
    expect(settleGap([mine], { ...at(-500), write: mine })).toEqual([write({ seen: ['old', 'ours', 'typed'] })]);
    expect(settleGap(undefined, { ...at(1), write: write() })).toEqual([]);
  });
});

test('of a link whose Salesforce end is replaced, the writes to the HubSpot record stay known, and nothing counts as compared', () => {
  const baseline = {
    title: held([write(), write({ side: 'salesforce' })]),
    phone: held([write({ side: 'salesforce' })]),
    city: { salesforce: 'a', hubspot: 'a' },
  };
  expect(leftBehind(baseline, 'hubspot')).toEqual({ title: { salesforce: '', hubspot: '', writes: [write()], isUncompared: true } });
});
