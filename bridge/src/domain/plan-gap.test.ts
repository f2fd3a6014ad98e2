/** What becomes of an edit our write covered. HubSpot was read with "old", "ours" was sent from Salesforce, and somebody typed "typed" meanwhile. */
import { describe, expect, test } from '@jest/globals';
import { ACTORS, change, MINUTE, NOW, pairInput, print, rule, schema, schemas, SKEW } from '../../test/domain/samples.ts';
import { planPair } from './plan.ts';
import type { BaselinePair, FieldRule, FieldSchema, FieldWrite, Value } from './model.ts';
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
