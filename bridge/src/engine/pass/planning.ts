/** Stage 7: the pure plan for every item, with HubSpot's history read for the few fields where it can change the plan. */
import { isMadeFromHubSpot, kindValues, leadLife, otherSide, planCreate, planPair, planResting, scopeWords } from '../../domain/index.ts';
import type { AssociationIntent, FieldIntent, IssueDraft, PairInput, PairPlan, PropertyHistory, Put } from '../../domain/index.ts';
import type { Attempt, Link, LinkMarks, Side } from '../../domain/model.ts';
import type { PassOutcome, WireValue } from '../ports.ts';
import { outcome, refOf } from './context.ts';
import type { PairItem, PassContext, Staged, StageResult } from './context.ts';
import type { NewItem } from './identify.ts';
import type { ReferencesOf } from './references.ts';
import { scopeOf } from './scope.ts';
import { decisionOf } from './troubles.ts';

/** A write to one side of one item: the attempt to be. */
export type SideWrite = {
  readonly side: Side;
  readonly kind: Attempt['kind'] & ('create' | 'update');
  readonly object: string;
  readonly recordId: string | null;
  readonly fields: readonly FieldIntent[];
  /** Values that go along without being agreed on: the next look compares them as on any first link. */
  readonly extras?: Readonly<Record<string, WireValue>>;
};
/** An item with everything decided; what is left is doing it. */
export type PlannedItem = {
  readonly item: PairItem | NewItem;
  readonly link: Link;
  readonly writes: readonly SideWrite[];
  readonly associations: readonly AssociationIntent[];
  readonly plan: Pick<PairPlan, 'agreed' | 'decisions' | 'issues' | 'reviews' | 'waiting'>;
  /** True when the create lacks a required field, so nothing is sent. */
  readonly isBlocked: boolean;
};

/** Plans pairs. Pairs that left scope rest: nothing is written, and why is stored. */
export async function planPairs(context: PassContext, items: readonly PairItem[], references: ReferencesOf): Promise<StageResult<Staged<PlannedItem>>> {
  const outcomes: PassOutcome[] = [];
  const active: PairItem[] = [];
  const wasResting: boolean[] = [];
  const repairs: PlannedItem[] = [];
  const puts = new Map<PairItem, readonly Put[]>();
  for (const one of items) {
    const life = leadLife({
      mapping: one.mapping,
      schemas: context.rulebook.schemas,
      salesforce: one.records.salesforce,
      hubspot: one.records.hubspot,
      marks: one.link.marks ?? {},
      fingerprint: context.fingerprint,
    });
    const item = { ...one, link: withMarks(one.link, life.marks) };
    const scope = scopeOf(item, () => pairInput(context, item, references));
    if (scope.isIn) {
      wasResting.push(item.link.state === 'out-of-scope');
      const kept = { ...item, link: { ...item.link, state: 'active' as const } };
      active.push(kept);
      puts.set(kept, life.puts);
    } else {
      // Nothing is written to records out of scope, so nothing is left to be tried either.
      const { reopenTries: _tries, ...marks } = life.marks;
      const link: Link = { ...withMarks(item.link, marks), state: 'out-of-scope' };
      const plan = planResting(pairInput(context, item, references));
      if (plan.writes.salesforce.length + plan.writes.hubspot.length > 0) repairs.push(plannedPair({ ...item, link }, plan));
      else
        outcomes.push(
          resting({ ...item, link: { ...link, baseline: { ...link.baseline, ...plan.agreed } } }, { plan, explanation: scopeWords(scope.failed), context }),
        );
    }
  }
  const inputs = active.map((item, index) => ({
    ...pairInput(context, item, references),
    puts: puts.get(item) ?? [],
    asksHistory: wasResting[index] === true,
  }));
  const first = inputs.map(planPair);
  const history = await readHistory(context, active, first);
  if (!history.ok) return history;
  const planned = active.map((item, index) => {
    const plan = first[index];
    const input = inputs[index];
    if (plan === undefined || input === undefined) throw new Error('A plan is missing for an item of the pass.');
    const told = history.value.get(item.records.hubspot.id);
    return plannedPair(item, told === undefined ? plan : planPair({ ...input, history: told }));
  });
  return { ok: true, value: { items: [...planned, ...repairs], outcomes } };
}

/** Without the property where there is nothing to remember. */
function withMarks({ marks: _before, ...link }: Link, marks: LinkMarks): Link {
  return Object.keys(marks).length === 0 ? link : { ...link, marks };
}

/** A pair out of scope. Its baseline stays, so that what is typed meanwhile is a change once it returns. */
function resting(
  item: PairItem,
  { plan, explanation, context }: { readonly plan: PairPlan; readonly explanation: string; readonly context: PassContext },
): PassOutcome {
  const side = isMadeFromHubSpot(item.link.key) ? 'hubspot' : 'salesforce';
  const unlinked = { ref: refOf(item.records[side], side), reason: { code: 'out-of-scope' as const, explanation } };
  const decisions = plan.decisions.map((draft) =>
    decisionOf({
      link: item.link,
      draft,
      fingerprint: context.fingerprint,
      ruleVersion: context.rulebook.rules.version,
      now: context.clock.now(),
      tag: `${item.work.version}`,
    }),
  );
  return outcome({ ...item, decisions: [...item.decisions, ...decisions] }, { unlinked });
}

/** The domain's input for one pair. */
export function pairInput(context: PassContext, item: PairItem, references: ReferencesOf): PairInput {
  const { gateways } = context;
  return {
    mapping: item.mapping,
    schemas: context.rulebook.schemas,
    salesforce: item.records.salesforce,
    hubspot: item.records.hubspot,
    baseline: item.link.baseline,
    changes: item.work.changes,
    history: null,
    references: references.of(item),
    actors: { salesforce: gateways.salesforce.actor, hubspot: gateways.hubspot.actor },
    fingerprint: context.fingerprint,
    readAt: item.readAt,
    skewMs: context.settings.skewMs,
  };
}

function plannedPair(item: PairItem, plan: PairPlan): PlannedItem {
  const writes: SideWrite[] = [];
  for (const side of ['salesforce', 'hubspot'] as const) {
    const record = item.records[side];
    const extras = plan.extras[side];
    if (plan.writes[side].length > 0)
      writes.push({ side, kind: 'update', object: record.object, recordId: record.id, fields: plan.writes[side], ...(isFilled(extras) ? { extras } : {}) });
  }
  return { item, link: item.link, writes, associations: plan.associations, plan, isBlocked: false };
}

const isFilled = (values: object): boolean => Object.keys(values).length > 0;

async function readHistory(
  context: PassContext,
  items: readonly PairItem[],
  plans: readonly PairPlan[],
): Promise<StageResult<ReadonlyMap<string, PropertyHistory>>> {
  const told = new Map<string, PropertyHistory>();
  const wanted = items.flatMap((item, index) => {
    const fields = plans[index]?.historyWanted ?? [];
    return fields.length === 0 ? [] : [{ object: item.records.hubspot.object, id: item.records.hubspot.id, fields }];
  });
  for (const object of new Set(wanted.map((one) => one.object))) {
    const mine = wanted.filter((one) => one.object === object);
    const result = await context.gateways.hubspot.history(
      object,
      mine.map((one) => one.id),
      [...new Set(mine.flatMap((one) => one.fields))],
    );
    if (!result.ok) return result;
    for (const read of result.value) told.set(read.id, read.fields);
  }
  return { ok: true, value: told };
}

/** The account of a person who was placed there by the address alone; an association the contact has says it already. */
function accountOf({ account }: NewItem, fields: readonly FieldIntent[]): Pick<SideWrite, 'extras'> {
  if (account === undefined || fields.some((intent) => intent.field === account.field)) return {};
  return { extras: { [account.field]: account.id } };
}

/** Plans the records to be created. */
export function planCreates(context: PassContext, items: readonly NewItem[], references: ReferencesOf): readonly PlannedItem[] {
  return items.map((item) => {
    const { rulebook, fingerprint } = context;
    const plan = planCreate({
      mapping: item.mapping,
      schemas: rulebook.schemas,
      source: item.source,
      from: item.from,
      object: item.object,
      references: references.of(item),
      fingerprint,
      now: context.clock.now(),
      given: { ...kindValues(item.mapping, otherSide(item.from)), ...item.extras },
    });
    const extras = { extras: { ...plan.extras, ...accountOf(item, plan.fields).extras } };
    const write: SideWrite = { side: otherSide(item.from), kind: 'create', object: item.object, recordId: null, fields: plan.fields, ...extras };
    const issues: readonly IssueDraft[] = plan.issues;
    return {
      item,
      link: item.link,
      writes: plan.isBlocked ? [] : [write],
      associations: plan.isBlocked ? [] : plan.associations,
      plan: { agreed: {}, decisions: [], issues, reviews: [], waiting: plan.waiting },
      isBlocked: plan.isBlocked,
    };
  });
}
