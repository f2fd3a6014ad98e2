/** One linked pair through several rounds of edits, on platforms that keep what they are given: invariants 1, 2, 3, 6 and 7 on the plan itself. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anyRule, holds, KINDS, MINUTE, NOW, pairInput, print, schema, schemas, wiresOf } from '../../test/domain/samples.ts';
import { conversions, reading } from './field-values.ts';
import { fingerprinter } from './fingerprint.ts';
import { isEquivalent } from './merge.ts';
import { planPair } from './plan.ts';
import { planCreate } from './plan-create.ts';
import type { Baseline, FieldKind, FieldRule } from './model.ts';
import type { PairPlan } from './plan-types.ts';
import type { WireScalar } from './values.ts';

const FIELDS = ['one', 'two'] as const;
type Edit = Readonly<Record<string, WireScalar>>;
type Life = {
  readonly kinds: readonly (readonly [FieldKind, FieldKind])[];
  readonly rules: readonly FieldRule[];
  /** Per round, what each side is edited to; an absent field is left alone. */
  readonly rounds: readonly { readonly salesforce: Edit; readonly hubspot: Edit }[];
};

const anyKind = fc.constantFrom(...KINDS);
/** Mostly kinds that fit each other, or refusals would drown everything else. */
const anyKinds = fc.oneof({ weight: 3, arbitrary: anyKind.map((kind) => [kind, kind] as const) }, { weight: 2, arbitrary: fc.tuple(anyKind, anyKind) });

const anyLife: fc.Arbitrary<Life> = fc
  .record({ kinds: fc.array(anyKinds, { minLength: 2, maxLength: 2 }), rules: fc.array(anyRule, { minLength: 2, maxLength: 2 }), isConsent: fc.boolean() })
  .chain(({ kinds, rules, isConsent }) => {
    const edit = (end: 0 | 1): fc.Arbitrary<Edit> => {
      const fields = FIELDS.map((name, at) =>
        fc.option(
          wiresOf(kinds[at]?.[end] ?? 'text').map((wire) => [[name, wire] as const]),
          { nil: [] },
        ),
      );
      return fc.tuple(...fields).map((edits) => Object.fromEntries(edits.flat()));
    };
    const named = rules.map((one, at): FieldRule => {
      const name = FIELDS[at] ?? '';
      return { ...one, key: `person.${name}`, salesforceField: name, hubspotProperty: name, ...(isConsent && at === 0 ? { consent: 'opt-out' as const } : {}) };
    });
    return fc.record({
      kinds: fc.constant(kinds),
      rules: fc.constant(named),
      rounds: fc.array(fc.record({ salesforce: edit(0), hubspot: edit(1) }), { minLength: 1, maxLength: 4 }),
    });
  });

type World = { salesforce: Edit; hubspot: Edit; baseline: Baseline };

function schemasOf({ kinds }: Life) {
  const end = (at: 0 | 1) => Object.fromEntries(FIELDS.map((name, index) => [name, schema(kinds[index]?.[at] ?? 'text')]));
  return schemas(end(0), end(1));
}

function planOf(life: Life, world: World): PairPlan {
  return planPair(
    pairInput({ rules: life.rules, schemas: schemasOf(life), salesforce: world.salesforce, hubspot: world.hubspot, over: { baseline: world.baseline } }),
  );
}

/** What the engine does with a plan whose every write lands. */
function carryOut(world: World, plan: PairPlan): World {
  const written = (intents: PairPlan['writes']['salesforce']): Edit => Object.fromEntries(intents.map((intent) => [intent.field, intent.wire]));
  const agreed = [...plan.writes.salesforce, ...plan.writes.hubspot].map((intent) => [intent.rule.key, intent.agree] as const);
  return {
    salesforce: { ...world.salesforce, ...written(plan.writes.salesforce) },
    hubspot: { ...world.hubspot, ...written(plan.writes.hubspot) },
    baseline: { ...world.baseline, ...plan.agreed, ...Object.fromEntries(agreed) },
  };
}

const EMPTY: World = { salesforce: {}, hubspot: {}, baseline: {} };

function live(life: Life, look: (before: World, plan: PairPlan, after: World) => void): void {
  let world = EMPTY;
  for (const round of life.rounds) {
    const before = { ...world, salesforce: { ...world.salesforce, ...round.salesforce }, hubspot: { ...world.hubspot, ...round.hubspot } };
    const plan = planOf(life, before);
    world = carryOut(before, plan);
    look(before, plan, world);
  }
}

const always = (claim: (life: Life, before: World, plan: PairPlan, after: World) => void, numRuns = 1_200): void => {
  holds(
    fc.property(anyLife, (life) => live(life, (before, plan, after) => claim(life, before, plan, after))),
    numRuns,
  );
};

function agrees(life: Life, world: World, at: number): boolean {
  const rule = life.rules[at];
  const [left, right] = life.kinds[at] ?? ['text', 'text'];
  const name = FIELDS[at] ?? '';
  if (rule === undefined) return false;
  const shapes = { salesforce: schema(left), hubspot: schema(right) };
  const readings = { salesforce: reading(world.salesforce[name], shapes.salesforce), hubspot: reading(world.hubspot[name], shapes.hubspot) };
  return isEquivalent({ values: { salesforce: readings.salesforce.value, hubspot: readings.hubspot.value }, converted: conversions(rule, shapes, readings) });
}

describe('a linked pair', () => {
  test('a second look writes nothing and decides nothing (invariant 3)', () => {
    always((life, _before, _plan, after) => {
      const again = planOf(life, after);
      expect(again.writes).toEqual({ salesforce: [], hubspot: [] });
      expect(again.agreed).toEqual({});
      // A review stays open, and is told again, until a person answers.
      expect(again.decisions.filter((one) => one.reason !== 'review')).toEqual([]);
    });
  });

  test('after a look the sides agree, or what keeps them apart is named (invariants 1 and 6)', () => {
    always((life, _before, plan, after) => {
      life.rules.forEach((rule, at) => {
        if (agrees(life, after, at)) return;
        const isNamed = [...plan.issues, ...plan.reviews].some((one) => one.rule?.key === rule.key) || after.baseline[rule.key]?.drift !== undefined;
        expect(isNamed).toBe(true);
      });
    });
  });

  test('whatever is overwritten was agreed before, or its loss is a decision (invariant 2)', () => {
    always((_life, before, plan) => {
      for (const side of ['salesforce', 'hubspot'] as const) {
        for (const intent of plan.writes[side]) {
          const wasAgreed = before.baseline[intent.rule.key]?.[side] === print(intent.rule.key, intent.before);
          if (intent.before !== null && !wasAgreed) expect(intent.decision).not.toBeNull();
        }
      }
    });
  });

  test('a field is written on one side at most, and only where it is mapped', () => {
    always((life, _before, plan) => {
      const written = [...plan.writes.salesforce, ...plan.writes.hubspot].map((intent) => intent.rule.key);
      expect(new Set(written).size).toBe(written.length);
      expect(life.rules.map((rule) => rule.key)).toEqual(expect.arrayContaining(written));
    });
  });

  test('an opt-out is never taken back by a write (invariant 7)', () => {
    always((_life, _before, plan) => {
      for (const intent of [...plan.writes.salesforce, ...plan.writes.hubspot]) if (intent.rule.consent === 'opt-out') expect(intent.before).not.toBe('true');
    });
  });

  test('a plan is a function of its input, and a field is planned alone', () => {
    always((life, before, plan) => {
      expect(planOf(life, before)).toEqual(plan);
      const alone = planOf({ ...life, rules: life.rules.slice(0, 1) }, before);
      const ofFirst = <T extends { readonly rule: FieldRule | null }>(items: readonly T[]): readonly T[] =>
        items.filter((item) => item.rule?.key === life.rules[0]?.key);
      expect(ofFirst(plan.writes.salesforce)).toEqual(alone.writes.salesforce);
      expect(ofFirst(plan.writes.hubspot)).toEqual(alone.writes.hubspot);
      expect(ofFirst(plan.issues)).toEqual(alone.issues);
      expect(ofFirst(plan.decisions)).toEqual(alone.decisions);
    }, 400);
  });

  test('what the store keeps of a field tells none of its values (invariant 9)', () => {
    const fingerprint = fingerprinter(new Uint8Array(32).fill(7));
    holds(
      fc.property(anyRule, fc.boolean(), (base, isOlder) => {
        const one = { ...base, salesforceField: 'one', hubspotProperty: 'one' };
        const shapes = schemas({ one: schema('text') }, { one: schema('text') });
        const plan = planPair(
          pairInput({
            rules: [one],
            schemas: shapes,
            salesforce: { one: 'Marker-Ada' },
            hubspot: { one: 'Marker-Grace' },
            over: {
              fingerprint,
              baseline: isOlder ? { [one.key]: { salesforce: fingerprint(one.key, 'Marker-Old'), hubspot: fingerprint(one.key, 'Marker-Old') } } : {},
            },
          }),
        );
        const kept = [
          plan.agreed,
          plan.writes.salesforce.map((intent) => intent.agree),
          plan.writes.hubspot.map((intent) => intent.agree),
          plan.issues.map(({ rule: _rule, ...issue }) => issue),
        ];
        expect(JSON.stringify(kept)).not.toContain('Marker');
      }),
    );
  });
});

describe('a record created from the other side', () => {
  test('starts in step: the first look at the new pair writes nothing that was sent', () => {
    holds(
      fc.property(anyLife, fc.boolean(), (life, isFromSalesforce) => {
        const [from, to] = isFromSalesforce ? (['salesforce', 'hubspot'] as const) : (['hubspot', 'salesforce'] as const);
        const values = life.rounds[0]?.[from] ?? {};
        const shapes = schemasOf(life);
        const objects = { salesforce: 'Contact', hubspot: 'contacts' };
        const created = planCreate({
          mapping: pairInput({ rules: life.rules, schemas: shapes, salesforce: {}, hubspot: {} }).mapping,
          schemas: shapes,
          source: { object: objects[from], id: '1', values, modifiedAt: NOW - MINUTE },
          from,
          object: objects[to],
          references: { held: {}, idOf: () => null },
          now: NOW,
          fingerprint: print,
        });
        const there = Object.fromEntries(created.fields.map((intent) => [intent.field, intent.wire]));
        const baseline = Object.fromEntries(created.fields.map((intent) => [intent.rule.key, intent.agree]));
        const ends = isFromSalesforce ? { salesforce: values, hubspot: there } : { salesforce: there, hubspot: values };
        const next = planOf(life, { ...ends, baseline });
        const sent = created.fields.map((intent) => intent.rule.key);
        const rewritten = [...next.writes.salesforce, ...next.writes.hubspot].filter((intent) => sent.includes(intent.rule.key));
        expect(rewritten).toEqual([]);
        expect(created.isBlocked).toBe(false);
      }),
      600,
    );
  });
});
