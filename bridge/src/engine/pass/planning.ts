/** Stage 7: the pure plan for every item, with HubSpot's history read for the few fields where it can change the plan. */
import { inScope, otherSide, planCreate, planPair } from '../../domain/index.ts';
import type { AssociationIntent, FieldIntent, IssueDraft, PairInput, PairPlan, PropertyHistory } from '../../domain/index.ts';
import type { Attempt, Link, Side } from '../../domain/model.ts';
import type { PassOutcome } from '../ports.ts';
import { outcome } from './context.ts';
import type { PairItem, PassContext, Staged, StageResult } from './context.ts';
import type { NewItem } from './identify.ts';
import type { ReferencesOf } from './references.ts';

/** A write to one side of one item: the attempt to be. */
export type SideWrite = {
  readonly side: Side;
  readonly kind: Attempt['kind'] & ('create' | 'update');
  readonly object: string;
  readonly recordId: string | null;
  readonly fields: readonly FieldIntent[];
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

/** Plans pairs. Pairs out of scope on both sides rest. */
export async function planPairs(context: PassContext, items: readonly PairItem[], references: ReferencesOf): Promise<StageResult<Staged<PlannedItem>>> {
  const outcomes: PassOutcome[] = [];
  const active: PairItem[] = [];
  for (const item of items) {
    if (isInScope(item)) active.push({ ...item, link: { ...item.link, state: 'active' } });
    else outcomes.push(outcome({ ...item, link: { ...item.link, state: 'out-of-scope' } }));
  }
  const inputs = active.map((item) => pairInput(context, item, references));
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
  return { ok: true, value: { items: planned, outcomes } };
}

/** A pair is kept in step while either end is in its side's scope. */
function isInScope({ mapping, records }: PairItem): boolean {
  return inScope(mapping.salesforceScope, records.salesforce.values).isIn || inScope(mapping.hubspotScope, records.hubspot.values).isIn;
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
    if (plan.writes[side].length > 0) writes.push({ side, kind: 'update', object: record.object, recordId: record.id, fields: plan.writes[side] });
  }
  return { item, link: item.link, writes, associations: plan.associations, plan, isBlocked: false };
}

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
    });
    const write: SideWrite = { side: otherSide(item.from), kind: 'create', object: item.object, recordId: null, fields: plan.fields };
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
