import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { consentRule as rule } from '../../test/domain/samples.ts';
import { afterWrites, beforeWrites, fieldState, isSoundEvidence, NO_MEMORY, normalAddress, planConsent, topicOf } from './consent.ts';
import type { ConsentHolder, ConsentInput, ConsentPlan, HolderMemory, TopicMemory } from './consent.ts';

const holder = (key: string, state: ConsentHolder['state'], more: Partial<ConsentHolder> = {}): ConsentHolder => ({
  key,
  side: key === 'hubspot' ? 'hubspot' : 'salesforce',
  state,
  tells: true,
  listens: true,
  isGone: false,
  carriesOptIn: true,
  isOptIn: false,
  isOurs: false,
  evidence: null,
  ...more,
});
const out = (holders: Readonly<Record<string, HolderMemory>>, since = 100): TopicMemory => ({ isWithdrawn: true, since, holders });
const planned = (holders: readonly ConsentHolder[], memory: TopicMemory = NO_MEMORY, more: Partial<ConsentInput> = {}): ConsentPlan =>
  planConsent({ holders, memory, inherits: false, now: 200, ...more });
const writes = (plan: ConsentPlan): readonly string[] => plan.writes.map((write) => `${write.holder.key} ${write.to}`);
const findings = (plan: ConsentPlan): readonly string[] => plan.findings.map((finding) => finding.kind);
const proof = (side: 'salesforce' | 'hubspot', at = 150) => ({ side, basis: 'CONSENT_WITH_NOTICE', explanation: 'By phone', at, by: '005' });
const done = (): boolean => true;

describe('a withdrawal', () => {
  test('reaches every other place of the address, whoever said it', () => {
    expect(writes(planned([holder('lead', 'out'), holder('contact', 'in'), holder('hubspot', 'silent')]))).toEqual(['contact out', 'hubspot out']);
    expect(writes(planned([holder('lead', 'in'), holder('hubspot', 'out')]))).toEqual(['lead out']);
  });
  test('asked twice, nothing is written twice', () => {
    const first = planned([holder('lead', 'out'), holder('hubspot', 'silent')]);
    const memory = afterWrites(first, done);
    const second = planned([holder('lead', 'out'), holder('hubspot', 'out')], memory);
    expect([writes(second), findings(second)]).toEqual([[], []]);
  });
  test('said in HubSpot behind a call of ours that never arrived, it is one; shown because of our call, it is not', () => {
    const memory = out({ contact: 'cleared', hubspot: 'sent' });
    const [mine, theirs] = [undefined, 150].map((saidAt) => planned([holder('contact', 'in'), holder('hubspot', 'out', { saidAt })], memory));
    expect(mine && [writes(mine), findings(mine)]).toEqual([[], ['confirmed']]);
    expect(theirs && [writes(theirs), findings(theirs)]).toEqual([['contact out'], ['withdrawn']]);
    const before = planned([holder('contact', 'in'), holder('hubspot', 'out', { saidAt: 90 })], memory);
    expect([writes(before), findings(before)]).toEqual([[], ['confirmed']]);
  });
  test('is told again where the write is not known to have been heard, and is not taken for news when it was', () => {
    const memory = beforeWrites(planned([holder('lead', 'out'), holder('hubspot', 'silent')]));
    expect(memory.holders['hubspot']).toBe('sent');
    expect(writes(planned([holder('lead', 'out'), holder('hubspot', 'silent')], memory))).toEqual(['hubspot out']);
    expect(findings(planned([holder('lead', 'out'), holder('hubspot', 'out')], memory))).toEqual(['confirmed']);
  });
  test('stands when the record it was seen on is gone', () => {
    const plan = planned([holder('lead', 'out', { isGone: true }), holder('hubspot', 'in')]);
    expect(writes(plan)).toEqual(['hubspot out']);
    expect(writes(planned([holder('hubspot', 'in')], plan.memory))).toEqual(['hubspot out']);
  });
  test('reaches a record that is new to the address', () => {
    expect(writes(planned([holder('new', 'in'), holder('hubspot', 'out')], out({ hubspot: 'out' })))).toEqual(['new out']);
  });
  test('goes only where the direction leads', () => {
    expect(writes(planned([holder('lead', 'in', { listens: false }), holder('hubspot', 'out')]))).toEqual([]);
    expect(writes(planned([holder('lead', 'out', { tells: false }), holder('hubspot', 'in')]))).toEqual([]);
  });
  test('passes to the other address of a person, once', () => {
    const plan = planned([holder('lead', 'in'), holder('hubspot', 'in')], NO_MEMORY, { inherits: true });
    expect([findings(plan), writes(plan)]).toEqual([['inherited'], ['lead out', 'hubspot out']]);
    const cleared: TopicMemory = { isWithdrawn: false, since: null, clearedAt: 150, holders: { lead: 'cleared', hubspot: 'cleared' } };
    expect(writes(planned([holder('lead', 'in'), holder('hubspot', 'in')], cleared, { inherits: true, inheritedSince: 140 }))).toEqual([]);
  });
  test('said under another address after a person cleared it here counts here, also where it was cleared in one place alone', () => {
    const holders = [holder('lead', 'in'), holder('hubspot', 'in')];
    const ended: TopicMemory = { isWithdrawn: false, since: null, clearedAt: 150, holders: { lead: 'cleared', hubspot: 'cleared' } };
    expect(writes(planned(holders, ended, { inherits: true, inheritedSince: 160 }))).toEqual(['lead out', 'hubspot out']);
    const partly: TopicMemory = { ...out({ lead: 'out', hubspot: 'cleared' }), clearedAt: 150 };
    const half = [holder('lead', 'out'), holder('hubspot', 'in')];
    expect(writes(planned(half, partly, { inherits: true, inheritedSince: 160 }))).toEqual(['hubspot out']);
    expect(writes(planned(half, partly, { inherits: true, inheritedSince: 140 }))).toEqual([]);
  });
  test('handed on and back between two addresses is as old as when it was said first', () => {
    const passed = planned([holder('hubspot', 'in')], NO_MEMORY, { inherits: true, inheritedSince: 120 });
    expect(passed.memory).toMatchObject({ isWithdrawn: true, since: 200, saidAt: 120 });
  });
  test('of a record we made withdrawn is no news', () => {
    expect(findings(planned([holder('new', 'out', { isOurs: true }), holder('hubspot', 'out')], out({ hubspot: 'out' })))).toEqual(['confirmed']);
  });
});

describe('a withdrawal that is taken back', () => {
  const before = out({ lead: 'out', hubspot: 'out' });
  test('on one side without evidence stays there alone', () => {
    const plan = planned([holder('lead', 'in'), holder('hubspot', 'out')], before);
    expect(plan.findings).toMatchObject([{ kind: 'taken-back', isCarried: false, why: 'no-evidence' }]);
    expect(writes(plan)).toEqual([]);
    expect(writes(planned([holder('lead', 'in'), holder('hubspot', 'out')], plan.memory))).toEqual([]);
  });
  test('on record crosses, where the rule lets it', () => {
    const yes = holder('hubspot', 'in', { evidence: proof('hubspot') });
    const plan = planned([holder('lead', 'out'), yes], before);
    expect(writes(plan)).toEqual(['lead in']);
    expect(afterWrites(plan, done)).toMatchObject({ isWithdrawn: false, holders: { lead: 'cleared', hubspot: 'cleared' } });
    expect(planned([holder('lead', 'out', { carriesOptIn: false }), yes], before).findings).toMatchObject([{ why: 'rule' }]);
  });
  test('on record does not cross to what somebody saved after it', () => {
    const yes = holder('hubspot', 'in', { evidence: proof('hubspot') });
    const crossing = (touchedAt: number) => planned([holder('lead', 'out', { touchedAt }), yes], before);
    expect([writes(crossing(151)), crossing(151).findings]).toMatchObject([[], [{ why: 'withdrawn-again' }]]);
    expect(writes(crossing(149))).toEqual(['lead in']);
  });
  test('and said anew behind a yes of ours whose answer never came is a withdrawal; left alone, it is none', () => {
    const yes = holder('hubspot', 'in', { evidence: proof('hubspot') });
    const lead = (touchedAt: number) => holder('lead', 'out', { touchedAt });
    const told = beforeWrites(planned([lead(0), yes], before, { now: 20_000 }));
    expect(told).toMatchObject({ clearedAt: 20_000, holders: { lead: 'freeing', hubspot: 'cleared' } });
    expect(planned([lead(25_000), yes], told, { now: 30_000 })).toMatchObject({
      findings: [{ kind: 'withdrawn' }],
      writes: [{ holder: { key: 'hubspot' }, to: 'out' }],
    });
    expect(planned([lead(10_000), yes], told, { now: 30_000 })).toMatchObject({ findings: [], writes: [] });
    expect(findings(planned([holder('lead', 'in', { touchedAt: 0 }), yes], told, { now: 30_000 }))).toEqual(['ended']);
  });
  test('on record from before the withdrawal does not cross', () => {
    expect(writes(planned([holder('lead', 'out'), holder('hubspot', 'in', { evidence: proof('hubspot', 100) })], before))).toEqual([]);
  });
  test('while another place withdraws anew ends withdrawn everywhere', () => {
    const plan = planned([holder('lead', 'in', { evidence: proof('salesforce') }), holder('contact', 'out'), holder('hubspot', 'out')], before);
    expect(writes(plan)).toEqual(['lead out']);
    expect(plan.findings).toMatchObject([{ kind: 'withdrawn' }, { kind: 'taken-back', why: 'withdrawn-again' }]);
  });
  test('everywhere by people ends it', () => {
    const plan = planned([holder('lead', 'in'), holder('hubspot', 'in')], out({ lead: 'cleared', hubspot: 'out' }));
    expect([findings(plan), plan.memory.isWithdrawn]).toEqual([['taken-back', 'ended'], false]);
  });
  test('stays withdrawn where HubSpot refuses the yes', () => {
    const plan = planned([holder('lead', 'in', { evidence: proof('salesforce') }), holder('hubspot', 'out')], before);
    expect(writes(plan)).toEqual(['hubspot in']);
    expect(afterWrites(plan, () => false)).toMatchObject({ isWithdrawn: true, holders: { lead: 'cleared', hubspot: 'out' } });
  });
});

describe('an opt-in box', () => {
  const box = rule({ meaning: 'opt-in', subscription: '410002' });
  test('that was never ticked says nothing; unticked, it withdraws', () => {
    expect([fieldState(box, false, undefined), fieldState(box, true, undefined), fieldState(box, false, 'given')]).toEqual(['silent', 'in', 'out']);
    expect([fieldState(rule(), true, undefined), fieldState(rule(), false, 'out'), topicOf(box), topicOf(rule())]).toEqual(['out', 'in', '410002', 'all']);
    const ticked = planned([holder('lead', 'in', { isOptIn: true }), holder('hubspot', 'silent')]);
    expect(ticked.memory.holders['lead']).toBe('given');
  });
  test('is ticked by a yes on record, and tells HubSpot with one', () => {
    expect(writes(planned([holder('lead', 'silent', { isOptIn: true }), holder('hubspot', 'in', { evidence: proof('hubspot') })]))).toEqual(['lead in']);
    expect(writes(planned([holder('lead', 'in', { isOptIn: true, evidence: proof('salesforce') }), holder('hubspot', 'silent')]))).toEqual(['hubspot in']);
    expect(writes(planned([holder('lead', 'in', { isOptIn: true }), holder('hubspot', 'silent')]))).toEqual([]);
  });
});

describe('whatever is given', () => {
  const states = fc.constantFrom('out', 'in', 'silent' as const);
  const memories = fc.constantFrom(undefined, 'out', 'sent', 'cleared', 'given' as const);
  const holders = fc.array(
    fc.record({
      state: states,
      memory: memories,
      tells: fc.boolean(),
      listens: fc.boolean(),
      isGone: fc.boolean(),
      carriesOptIn: fc.boolean(),
      proven: fc.boolean(),
    }),
    { minLength: 1, maxLength: 4 },
  );
  test('no yes is written without evidence, nothing is written to who is gone or does not listen, and a second look is quiet', () => {
    fc.assert(
      fc.property(holders, fc.boolean(), fc.boolean(), (drawn, isWithdrawn, inherits) => {
        const made = drawn.map((one, at) => {
          const key = at === 0 ? 'hubspot' : `lead${String(at)}`;
          const { state, tells, listens, isGone, carriesOptIn, proven } = one;
          return holder(key, state, {
            tells,
            listens,
            isGone: isGone && key !== 'hubspot',
            carriesOptIn,
            evidence: proven ? proof(key === 'hubspot' ? 'hubspot' : 'salesforce') : null,
          });
        });
        const memory: TopicMemory = {
          isWithdrawn,
          since: isWithdrawn ? 100 : null,
          holders: Object.fromEntries(
            drawn.flatMap((one, at) => (one.memory === undefined ? [] : [[at === 0 ? 'hubspot' : `lead${String(at)}`, one.memory as HolderMemory]])),
          ),
        };
        const plan = planned(made, memory, { inherits });
        for (const write of plan.writes) {
          expect(write.holder.listens && !write.holder.isGone).toBe(true);
          if (write.to === 'in') expect(isSoundEvidence(write.evidence, null)).toBe(true);
        }
        const after = made.map((one) => {
          const write = plan.writes.find((each) => each.holder === one);
          return write === undefined ? one : { ...one, state: write.to };
        });
        const again = planned(after, afterWrites(plan, done));
        expect(again.writes.filter((write) => write.to === 'out')).toEqual([]);
      }),
      { numRuns: 500, seed: 7 },
    );
  });
});

test('addresses are compared as HubSpot keeps them', () => {
  expect([normalAddress('  Ada@X.Example '), normalAddress('no address'), normalAddress(null), normalAddress('a b@x')]).toEqual([
    'ada@x.example',
    null,
    null,
    null,
  ]);
});
