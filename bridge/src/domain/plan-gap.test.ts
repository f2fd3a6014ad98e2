/** What becomes of an edit our write covered. HubSpot was read with "old", "ours" was sent from Salesforce, and somebody typed "typed" meanwhile. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ACTORS, change, holds, MINUTE, NOW, pairInput, print, rule, schema, schemas, SKEW } from '../../test/domain/samples.ts';
import { planPair, planResting } from './plan.ts';
import type { BaselinePair, FieldRule, FieldSchema, FieldWrite, Side, Value } from './model.ts';
import type { PairInput, PairPlan } from './plan-types.ts';

const WRITTEN = NOW - 10 * MINUTE;
const KEY = 'person.title';
const p = (value: Value): string => print(KEY, value);
const lastWrite: FieldWrite = { side: 'hubspot', readAt: WRITTEN - MINUTE, landedAt: WRITTEN, valueAt: WRITTEN - 2 * MINUTE, seen: [p('old'), p('ours')] };

type Gap = {
  readonly rule?: Partial<FieldRule>;
  readonly typed?: Value;
  readonly typedAt?: number;
  readonly salesforce?: Value;
  readonly hubspot?: Value;
  readonly write?: Partial<FieldWrite>;
  readonly schema?: Partial<FieldSchema>;
  readonly otherSchema?: Partial<FieldSchema>;
  readonly over?: Partial<PairInput>;
};

function planned(gap: Gap): PairPlan {
  const one = rule({ key: KEY, ...gap.rule });
  const baseline: BaselinePair = { salesforce: p('ours'), hubspot: p('ours'), writes: [{ ...lastWrite, ...gap.write }] };
  const typed = gap.typed === undefined ? 'typed' : gap.typed;
  return planPair(
    pairInput({
      rules: [one],
      schemas: schemas({ Title: schema('text', gap.otherSchema) }, { jobtitle: schema('text', gap.schema) }),
      salesforce: { Title: gap.salesforce === undefined ? 'ours' : gap.salesforce },
      hubspot: { jobtitle: gap.hubspot === undefined ? 'ours' : gap.hubspot },
      over: { baseline: { [KEY]: baseline }, changes: [change('hubspot', { jobtitle: { at: gap.typedAt ?? WRITTEN - 1, value: typed } })], ...gap.over },
    }),
  );
}

const reasons = (plan: PairPlan) => plan.decisions.map(({ reason, winner }) => [reason, winner]);

describe('an edit our write covered', () => {
  test('that should have won is put back, and is news once it is back', () => {
    const plan = planned({ rule: { windowMs: MINUTE } });
    const [write] = plan.writes.hubspot;
    expect(plan.writes.salesforce).toEqual([]);
    expect(write).toMatchObject({
      field: 'jobtitle',
      sent: 'typed',
      wire: 'typed',
      before: 'ours',
      decision: { reason: 'restored-after-gap', winner: 'hubspot', values: { salesforce: 'ours', hubspot: 'typed' } },
    });
    // The pair says HubSpot still holds ours: so the restored value is seen as one side's edit and travels.
    expect(write?.agree).toMatchObject({ salesforce: p('ours'), hubspot: p('ours') });
    expect(write?.agree.writes?.at(-1)).toMatchObject({ side: 'hubspot', isRestore: true, seen: [p('ours'), p('typed')], valueAt: WRITTEN - 1 });
  });

  test('then travels to the other side, and the matter is closed', () => {
    const restored = planned({ rule: { windowMs: MINUTE } }).writes.hubspot[0];
    if (restored === undefined) throw new Error('nothing was restored');
    const over = { baseline: { [KEY]: restored.agree }, changes: [change('hubspot', { jobtitle: { at: WRITTEN - 1, value: 'typed' } })] };
    const next = planned({ rule: { windowMs: MINUTE }, hubspot: 'typed', over });
    expect(next.writes.salesforce.map((intent) => intent.sent)).toEqual(['typed']);
    const agreed = next.writes.salesforce[0]?.agree;
    const last = planned({
      rule: { windowMs: MINUTE },
      salesforce: 'typed',
      hubspot: 'typed',
      over: { ...over, baseline: agreed === undefined ? {} : { [KEY]: agreed } },
    });
    expect([last.writes, last.agreed, last.decisions]).toEqual([{ salesforce: [], hubspot: [] }, {}, []]);
  });

  test('that lost inside the window is a decision, and nothing is written', () => {
    const plan = planned({});
    expect(plan.writes).toEqual({ salesforce: [], hubspot: [] });
    expect(reasons(plan)).toEqual([['owner-in-window', 'salesforce']]);
    expect(plan.decisions[0]?.values).toEqual({ salesforce: 'ours', hubspot: 'typed' });
    expect(plan.agreed[KEY]?.writes?.[0]?.seen).toContain(p('typed'));
  });

  test.each<[string, Gap, ReturnType<typeof reasons>]>([
    ['the owner wins', { rule: { policy: 'owner' } }, [['owner', 'salesforce']]],
    ['one way: it is set back', { rule: { direction: 'to-hubspot' } }, [['enforced', 'salesforce']]],
    ['review: a person chooses', { rule: { policy: 'review' } }, [['review', 'neither']]],
    ['it cannot be put back', { rule: { windowMs: MINUTE, policy: 'owner', owner: 'hubspot' }, schema: { isWritable: false } }, [['owner', 'neither']]],
  ])('is decided like any conflict: %s', (_name, gap, expected) => {
    const plan = planned(gap);
    expect(plan.writes.hubspot).toEqual([]);
    if (expected[0]?.[1] !== 'neither' || gap.schema === undefined) expect(reasons(plan)).toEqual(expected);
    else expect(plan.decisions).toHaveLength(1);
    expect(plan.reviews.map(({ isGap }) => isGap)).toEqual(gap.rule?.policy === 'review' ? [true] : []);
  });

  test.each<[string, Gap]>([
    ['the owner is HubSpot', { rule: { policy: 'owner', owner: 'hubspot' } }],
    [
      'the owner was blank',
      { rule: { policy: 'fill-blank' }, salesforce: null, over: { baseline: { [KEY]: { salesforce: p(null), hubspot: p('ours'), writes: [lastWrite] } } } },
    ],
    ['the field is protected once filled', { rule: { isProtected: true } }],
    ['the other side cannot hold it: it is refused in plain sight', { rule: { policy: 'owner', owner: 'hubspot' }, otherSchema: { lengthMax: 4 } }],
    ['the edit is what Salesforce holds by now', { salesforce: 'typed' }],
  ])('is put back when %s', (_name, gap) => {
    const plan = planned(gap);
    expect(plan.writes.hubspot).toHaveLength(1);
    expect(plan.writes.hubspot[0]).toMatchObject({ sent: 'typed', decision: { reason: 'restored-after-gap' } });
  });

  test('that the rule leaves different is agreed on as it is put back', () => {
    const [write] = planned({ rule: { isProtected: true } }).writes.hubspot;
    expect(write?.agree).toMatchObject({ hubspot: p('typed'), drift: 'protected' });
    const [equal] = planned({ salesforce: 'typed' }).writes.hubspot;
    expect(equal?.agree).toMatchObject({ salesforce: p('typed'), hubspot: p('typed') });
    expect(equal?.agree.drift).toBeUndefined();
  });

  test('a blank that may not travel is not put back', () => {
    const plan = planned({ typed: null, rule: { blank: 'ignore', policy: 'owner', owner: 'hubspot' } });
    expect(plan.writes.hubspot).toEqual([]);
    expect(reasons(plan)).toEqual([['blank-ignored', 'salesforce']]);
    const oneWay = planned({ typed: null, rule: { blank: 'ignore', direction: 'to-salesforce', owner: 'hubspot' } });
    expect([oneWay.writes.hubspot, reasons(oneWay)]).toEqual([[], [['blank-ignored', 'neither']]]);
  });

  test('a value covered by a blank that may not travel is put back and left', () => {
    const blankThere = { baseline: { [KEY]: { salesforce: p(null), hubspot: p('ours'), writes: [lastWrite] } } };
    const [write] = planned({ salesforce: null, rule: { blank: 'ignore', direction: 'to-hubspot' }, over: blankThere }).writes.hubspot;
    expect(write).toMatchObject({ sent: 'typed', agree: { salesforce: p(null), hubspot: p('typed'), drift: 'blank-ignored' } });
  });

  test('while the other side has moved on and wins over both: its new value is written, the log names the covered one', () => {
    const plan = planned({ salesforce: 'newer', rule: { policy: 'owner' } });
    expect(plan.writes.hubspot).toHaveLength(1);
    expect(plan.writes.hubspot[0]).toMatchObject({
      sent: 'newer',
      before: 'ours',
      decision: { reason: 'owner', values: { salesforce: 'newer', hubspot: 'typed' } },
    });
  });

  test('is not newer than a value of the other side whose time nobody knows', () => {
    const plan = planned({ salesforce: 'newer', rule: { windowMs: MINUTE } });
    expect(plan.writes.hubspot[0]).toMatchObject({ sent: 'newer', decision: { reason: 'owner-in-window' } });
  });

  test('is named when the other side has moved on but this one may not be written any more', () => {
    for (const owner of ['salesforce', 'hubspot'] as const) {
      const plan = planned({ salesforce: 'newer', rule: { policy: 'owner', owner }, schema: { isWritable: false } });
      expect(plan.writes).toEqual({ salesforce: [], hubspot: [] });
      expect(plan.decisions.map(({ values }) => values)).toEqual([{ salesforce: 'newer', hubspot: 'typed' }]);
      expect(plan.issues).toMatchObject([{ code: 'field-read-only', side: 'hubspot' }]);
    }
  });

  test('behind a restore merely follows it: it wins without a contest', () => {
    const plan = planned({ rule: { policy: 'owner' }, write: { isRestore: true } });
    expect(plan.writes.hubspot[0]).toMatchObject({ sent: 'typed', decision: { reason: 'restored-after-gap' } });
  });

  test('behind a restore is a conflict again once the other side moved', () => {
    expect(planned({ rule: { policy: 'owner' }, write: { isRestore: true }, salesforce: 'newer' }).writes.hubspot[0]).toMatchObject({ sent: 'newer' });
  });

  test('is not looked for once a person has typed something later there', () => {
    const plan = planned({ hubspot: 'latest' });
    expect(plan.writes.salesforce.map((intent) => intent.sent)).toEqual(['latest']);
    expect(plan.decisions).toEqual([]);
  });

  test('on the Salesforce side is treated alike', () => {
    const write: FieldWrite = { ...lastWrite, side: 'salesforce' };
    const over = {
      baseline: { [KEY]: { salesforce: p('ours'), hubspot: p('ours'), writes: [write] } },
      changes: [change('salesforce', { Title: { at: WRITTEN - 1, value: 'typed' } })],
    };
    const plan = planned({ rule: { policy: 'owner' }, over });
    expect(plan.writes.salesforce[0]).toMatchObject({
      field: 'Title',
      sent: 'typed',
      agree: { salesforce: p('ours'), hubspot: p('ours') },
      decision: { reason: 'restored-after-gap', winner: 'salesforce' },
    });
    const kept = planned({
      rule: { policy: 'owner' },
      over: { ...over, baseline: { [KEY]: { salesforce: p('ours'), hubspot: p('ours'), writes: [{ ...write, isRestore: true }] } } },
    });
    expect(kept.writes.salesforce[0]).toMatchObject({ sent: 'typed' });
    expect(planned({ rule: { policy: 'owner', isProtected: true }, over }).writes.salesforce[0]?.agree).toMatchObject({
      salesforce: p('typed'),
      drift: 'protected',
    });
  });

  test("our own notices are no edits; HubSpot's history tells edits too", () => {
    const entry = (value: string, actor: string | null) => ({ at: WRITTEN - 1, value, actor });
    const own = planned({ over: { changes: [change('hubspot', { jobtitle: { at: WRITTEN - 1, value: 'typed' } }, { actor: ACTORS.hubspot })] } });
    expect([own.writes.hubspot, own.agreed]).toEqual([[], {}]);
    const ownHistory = planned({ over: { changes: [], history: { jobtitle: [entry('typed', ACTORS.hubspot)] } } });
    expect(ownHistory.writes.hubspot).toEqual([]);
    const told = planned({ rule: { policy: 'owner', owner: 'hubspot' }, over: { changes: [], history: { jobtitle: [entry('typed', 'userId:1')] } } });
    expect(told.writes.hubspot[0]).toMatchObject({ sent: 'typed' });
  });
});

/**
 * Both sides of one field were covered. Salesforce typed "theirs", which covered "first" in HubSpot; that was put back and covered "typed"
 * there; when it travelled, it covered "other" in Salesforce.
 */
describe('edits of both sides that our writes covered', () => {
  const restored: FieldWrite = { ...lastWrite, seen: [p('theirs'), p('ours')], isRestore: true };
  const travelled: FieldWrite = { ...lastWrite, side: 'salesforce', seen: [p('theirs'), p('ours')] };
  type Double = Pick<Gap, 'rule' | 'schema' | 'otherSchema'> & {
    readonly typed?: Value;
    readonly other?: Value;
    readonly typedAt?: number;
    readonly otherAt?: number;
  };
  const both = ({ typed = 'typed', other = 'other', typedAt = WRITTEN - 1, otherAt = WRITTEN - 2, ...gap }: Double): PairPlan =>
    planned({
      ...gap,
      over: {
        baseline: { [KEY]: { salesforce: p('ours'), hubspot: p('ours'), writes: [restored, travelled] } },
        changes: [change('hubspot', { jobtitle: { at: typedAt, value: typed } }), change('salesforce', { Title: { at: otherAt, value: other } })],
      },
    });
  /** Everything the plan logs, now or with the write that carries it. */
  const logged = (plan: PairPlan) =>
    [...plan.decisions, ...[...plan.writes.salesforce, ...plan.writes.hubspot].flatMap(({ decision, overruled }) => [decision, overruled ?? null])].flatMap(
      (one) => (one === null ? [] : [[one.reason, one.winner, one.values.salesforce, one.values.hubspot]]),
    );

  test.each<[string, Double, Side, ReturnType<typeof logged>]>([
    [
      'the owner, Salesforce',
      { rule: { policy: 'owner' } },
      'salesforce',
      [
        ['restored-after-gap', 'salesforce', 'other', 'ours'],
        ['owner', 'salesforce', 'other', 'typed'],
      ],
    ],
    [
      'the owner, HubSpot',
      { rule: { policy: 'owner', owner: 'hubspot' } },
      'hubspot',
      [
        ['restored-after-gap', 'hubspot', 'ours', 'typed'],
        ['owner', 'hubspot', 'other', 'typed'],
      ],
    ],
    [
      'the owner inside the window',
      {},
      'salesforce',
      [
        ['restored-after-gap', 'salesforce', 'other', 'ours'],
        ['owner-in-window', 'salesforce', 'other', 'typed'],
      ],
    ],
    [
      'the newer',
      { rule: { windowMs: 20_000 }, otherAt: WRITTEN - 30_000 },
      'hubspot',
      [
        ['restored-after-gap', 'hubspot', 'ours', 'typed'],
        ['latest', 'hubspot', 'other', 'typed'],
      ],
    ],
    [
      'both, typed alike',
      { typed: 'other' },
      'salesforce',
      [
        ['restored-after-gap', 'salesforce', 'other', 'ours'],
        ['equal', 'both', 'other', 'other'],
      ],
    ],
    [
      'the source’s, typed alike',
      { rule: { direction: 'to-salesforce' }, typed: 'other' },
      'hubspot',
      [
        ['restored-after-gap', 'hubspot', 'ours', 'other'],
        ['equal', 'both', 'other', 'other'],
      ],
    ],
    [
      'the one that the other side cannot hold, in plain sight',
      { rule: { policy: 'owner', owner: 'hubspot' }, typed: 'too long', otherSchema: { lengthMax: 5 } },
      'hubspot',
      [
        ['restored-after-gap', 'hubspot', 'ours', 'too long'],
        ['owner', 'hubspot', 'other', 'too long'],
      ],
    ],
    [
      'the one a rule leaves where it is',
      { rule: { isProtected: true, policy: 'owner' } },
      'hubspot',
      [
        ['restored-after-gap', 'hubspot', 'ours', 'typed'],
        ['protected', 'hubspot', 'other', 'typed'],
      ],
    ],
  ])('are a conflict of the two; what is put back is %s', (_name, spec, side, expected) => {
    const plan = both(spec);
    const there = side === 'salesforce' ? 'hubspot' : 'salesforce';
    expect([plan.writes[side].length, plan.writes[there].length]).toEqual([1, 0]);
    expect(logged(plan).toSorted()).toEqual(expected.toSorted());
  });

  test('are decided once: when the notices come again, only the winner travels', () => {
    const [write] = both({ rule: { policy: 'owner' } }).writes.salesforce;
    if (write === undefined) throw new Error('nothing was put back');
    const over = {
      changes: [change('hubspot', { jobtitle: { at: WRITTEN - 1, value: 'typed' } }), change('salesforce', { Title: { at: WRITTEN - 2, value: 'other' } })],
      baseline: { [KEY]: write.agree },
    };
    const next = planned({ rule: { policy: 'owner' }, salesforce: 'other', over });
    expect([next.writes.salesforce, next.decisions]).toEqual([[], []]);
    expect(next.writes.hubspot.map(({ sent, decision }) => [sent, decision])).toEqual([['other', null]]);
  });

  test('wait for a person together under review', () => {
    const plan = both({ rule: { policy: 'review' } });
    expect(plan.writes).toEqual({ salesforce: [], hubspot: [] });
    expect(plan.reviews).toMatchObject([{ isGap: true }]);
    expect(logged(plan)).toEqual([['review', 'neither', 'other', 'typed']]);
    const seen = plan.agreed[KEY]?.writes?.flatMap((write) => write.seen) ?? [];
    expect([seen.includes(p('typed')), seen.includes(p('other'))]).toEqual([true, true]);
  });

  test('are both named when neither can be put back', () => {
    const plan = both({ rule: { policy: 'owner' }, otherSchema: { isWritable: false } });
    expect(plan.writes).toEqual({ salesforce: [], hubspot: [] });
    const values = logged(plan).map(([, , salesforce, hubspot]) => [salesforce, hubspot]);
    expect(values).toContainEqual(['other', 'typed']);
    expect(plan.agreed[KEY]?.writes?.flatMap((write) => write.seen)).toEqual(expect.arrayContaining([p('typed'), p('other')]));
  });

  test.each(['owner', 'latest', 'fill-blank', 'review'] as const)('are each named or put back, whoever is newer, policy %s', (policy) => {
    const value = fc.option(fc.constantFrom('typed', 'other', 'third'), { nil: null });
    const at = fc.integer({ min: -40_000, max: 0 }).map((ms) => WRITTEN + ms);
    const options = fc.record({
      typed: value,
      other: value,
      typedAt: at,
      otherAt: at,
      blank: fc.constantFrom('propagate' as const, 'ignore' as const),
      owner: fc.constantFrom('salesforce' as const, 'hubspot' as const),
      isProtected: fc.boolean(),
      windowMs: fc.constantFrom(0, 20_000, MINUTE),
      direction: fc.constantFrom('two-way' as const, 'to-hubspot' as const, 'to-salesforce' as const),
    });
    holds(
      fc.property(options, ({ typed, other, typedAt, otherAt, ...rules }) => {
        const plan = both({ typed, other, typedAt, otherAt, rule: { ...rules, policy } });
        expect(plan.writes.salesforce.length + plan.writes.hubspot.length).toBeLessThanOrEqual(1);
        for (const [index, edited] of [
          [2, other],
          [3, typed],
        ] as const)
          expect([edited, logged(plan).some((one) => one[index] === edited)]).toEqual([edited, true]);
      }),
    );
  });
});

describe('a covered edit its own author superseded', () => {
  // HubSpot's value covered "typed" in Salesforce; then "ours" was typed in Salesforce and travelled.
  const covering: FieldWrite = {
    side: 'salesforce',
    readAt: WRITTEN - 3 * MINUTE,
    landedAt: WRITTEN - 2 * MINUTE,
    valueAt: WRITTEN - 4 * MINUTE,
    seen: [p('old'), p('theirs')],
  };
  const carried: FieldWrite = { ...lastWrite, seen: [p('theirs'), p('ours')], valueAt: WRITTEN - 90_000 };
  const late = (writes: readonly FieldWrite[]) =>
    planned({
      rule: { policy: 'owner' },
      over: {
        baseline: { [KEY]: { salesforce: p('ours'), hubspot: p('ours'), writes } },
        changes: [change('salesforce', { Title: { at: WRITTEN - 2.5 * MINUTE, value: 'typed' } })],
      },
    });

  test('is not put back over the later value, however late its notice comes', () => {
    const plan = late([covering, carried]);
    expect([plan.writes, plan.decisions]).toEqual([{ salesforce: [], hubspot: [] }, []]);
  });

  test.each<[string, Partial<FieldWrite>]>([
    ['nobody knows when the later value was typed', { valueAt: null }],
    ['the later write put back a value of the other side', { isRestore: true }],
    ['the value that travelled is the older one', { valueAt: WRITTEN - 3 * MINUTE }],
  ])('is decided as long as that is not certain: %s', (_why, over) => {
    expect(late([covering, { ...carried, ...over }]).writes.salesforce).toMatchObject([{ sent: 'typed', decision: { reason: 'restored-after-gap' } }]);
  });
});

describe('a covered edit that only the log tells of', () => {
  const covered = [change('salesforce', { Title: { at: WRITTEN - 1, value: 'typed' } })];
  const settled = (over: Partial<PairInput> = {}, salesforce: Value = 'put') =>
    planned({
      rule: { direction: 'to-salesforce', owner: 'hubspot' },
      write: { side: 'salesforce', isRestore: true, seen: [p('ours'), p('put')] },
      salesforce,
      over: { changes: covered, ...over },
    });
  test('leaves what else is new about the field to the next look', () => {
    const plan = settled();
    expect([plan.writes, reasons(plan), plan.waiting]).toEqual([{ salesforce: [], hubspot: [] }, [['enforced', 'hubspot']], [KEY]]);
  });
  test('a policy waits for it, and where nothing is new nobody does', () => {
    const put = { rule: rule({ key: KEY }), side: 'hubspot' as const, value: 'customer', reason: 'converted' as const };
    expect([settled({ puts: [put] }, 'ours').waiting, settled({}, 'ours').waiting]).toEqual([[KEY], []]);
  });
});

describe('a link with another end since', () => {
  const fresh: BaselinePair = { salesforce: '', hubspot: '', writes: [lastWrite], isUncompared: true };
  const over = { baseline: { [KEY]: fresh }, changes: [] };
  test('asks the history for what our writes covered in the end that stayed', () => {
    expect(planned({ over }).historyWanted).toEqual(['jobtitle']);
    const history = { jobtitle: [{ at: WRITTEN - 1, value: 'typed', actor: 'somebody' }] };
    const plan = planned({ salesforce: null, over: { ...over, history } });
    expect(plan.writes.hubspot).toMatchObject([{ sent: 'typed', decision: { reason: 'restored-after-gap', winner: 'hubspot' } }]);
  });
  test('is otherwise compared as on any first link', () => {
    const plan = planned({ salesforce: null, over: { ...over, history: { jobtitle: [] } } });
    expect(plan.writes.salesforce).toMatchObject([{ sent: 'ours', decision: { reason: 'first-link-fill' } }]);
    expect(plan.writes.salesforce[0]?.agree.isUncompared).toBeUndefined();
  });
});

describe('lost notices', () => {
  test('a sweep wants the history of fields we wrote in HubSpot; an event does not', () => {
    const look = (origin: 'sweep' | 'event' | 'operator') => planned({ over: { changes: [change('hubspot', {}, { origin, kind: 'look' })] } }).historyWanted;
    expect([look('sweep'), look('operator'), look('event')]).toEqual([['jobtitle'], ['jobtitle'], []]);
    expect(planned({ write: { side: 'salesforce' }, over: { changes: [change('hubspot', {}, { origin: 'sweep' })] } }).historyWanted).toEqual([]);
  });

  test('once the history was read, writes before it are forgotten; those a clock may still cover are kept', () => {
    const forgotten = planned({ over: { changes: [], history: { jobtitle: [] } } });
    expect(forgotten.agreed[KEY]).toEqual({ salesforce: p('ours'), hubspot: p('ours'), writes: [] });
    const fresh = planned({ write: { landedAt: NOW - SKEW }, over: { changes: [], history: { jobtitle: [] } } });
    expect(fresh.agreed).toEqual({});
    const other = planned({ write: { side: 'salesforce' }, over: { changes: [], history: { jobtitle: [] } } });
    expect(other.agreed).toEqual({});
    expect(planned({ over: { changes: [], history: {} } }).agreed).toEqual({});
  });
});

describe('a pair at rest', () => {
  const baseline: BaselinePair = { salesforce: p('ours'), hubspot: p('ours'), writes: [lastWrite] };
  const resting = (over: Partial<PairInput>, salesforce: Value = 'ours'): PairPlan =>
    planResting(
      pairInput({
        rules: [rule({ key: KEY })],
        schemas: schemas({ Title: schema('text') }, { jobtitle: schema('text') }),
        salesforce: { Title: salesforce },
        hubspot: { jobtitle: 'ours' },
        over: { baseline: { [KEY]: baseline }, ...over },
      }),
    );
  const covered = [change('hubspot', { jobtitle: { at: WRITTEN - 1, value: 'typed' } })];
  test('gets a covered edit back where it was typed, and nothing else', () => {
    const plan = resting({ changes: covered }, 'edited since');
    expect(plan.writes.salesforce).toEqual([]);
    expect(plan.writes.hubspot).toMatchObject([{ sent: 'typed', decision: { reason: 'restored-after-gap', winner: 'hubspot' } }]);
    // Both edits are news once the pair returns.
    expect(plan.writes.hubspot[0]?.agree).toMatchObject({ salesforce: p('ours'), hubspot: p('ours') });
  });
  test('is not written to for what changed meanwhile', () => {
    const plan = resting({ changes: [] }, 'edited since');
    expect([plan.writes, plan.agreed, plan.decisions]).toEqual([{ salesforce: [], hubspot: [] }, {}, []]);
  });
  test('tells a person who settled a field that nothing came of it', () => {
    const settlement = { rule: KEY, side: 'hubspot', value: 'typed', seen: { salesforce: p('ours'), hubspot: p('ours') }, reason: 'chosen' } as const;
    expect(reasons(resting({ changes: [change('hubspot', {}, { origin: 'operator', settlement })] }))).toEqual([['chosen', 'neither']]);
  });
});
