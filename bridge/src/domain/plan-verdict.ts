/** Turns the verdict about one field into what the engine must do. */
import { fieldOn } from './field-values.ts';
import type { FieldSchemas } from './field-values.ts';
import { rememberWrite } from './gap.ts';
import { needsClearing } from './lifecycle.ts';
import { otherSide } from './merge.ts';
import { isByFallback } from './owners.ts';
import type { FieldView, Verdict } from './merge.ts';
import type { BaselinePair, DecisionReason, FieldWrite, Side, Value } from './model.ts';
import type { AssociationIntent, DecisionDraft, FieldIntent, IssueDraft, PairInput, PairPlan, ReviewDraft } from './plan-types.ts';
import { toWire } from './values.ts';
import type { WireScalar } from './values.ts';

type Open<T> = T extends readonly (infer Item)[] ? Item[] : T;
/** A plan under construction. */
export type PlanDraft = {
  readonly agreed: Record<string, BaselinePair>;
  readonly writes: { salesforce: FieldIntent[]; readonly hubspot: FieldIntent[] };
  readonly extras: Record<Side, Readonly<Record<string, WireScalar>>>;
  readonly associations: AssociationIntent[];
  readonly decisions: DecisionDraft[];
  readonly issues: IssueDraft[];
  readonly reviews: ReviewDraft[];
  readonly historyWanted: Open<PairPlan['historyWanted']>;
  readonly waiting: Open<PairPlan['waiting']>;
};

/** An empty plan. */
export function startDraft(): PlanDraft {
  return {
    agreed: {},
    writes: { salesforce: [], hubspot: [] },
    extras: { salesforce: {}, hubspot: {} },
    associations: [],
    decisions: [],
    issues: [],
    reviews: [],
    historyWanted: [],
    waiting: [],
  };
}

export type VerdictInput = {
  readonly input: PairInput;
  readonly view: FieldView;
  readonly schemas: FieldSchemas;
  /** What the log shall say was decided about, where that is not what the sides hold now. */
  readonly logged?: Pick<FieldView, 'rule' | 'values' | 'times'>;
  /** Goes with the write. */
  readonly overruled?: DecisionDraft;
};

/** Adds one field's verdict to the plan. */
export function applyVerdict(context: VerdictInput, verdict: Verdict, draft: PlanDraft): void {
  const { view, logged = context.view } = context;
  const { rule } = view;
  switch (verdict.kind) {
    case 'unchanged':
      return;
    case 'agree':
      draft.agreed[rule.key] = pairNow(view);
      if (verdict.reason !== null) draft.decisions.push(decision(logged, verdict.reason, 'both'));
      return;
    case 'leave':
      draft.agreed[rule.key] = { ...pairNow(view), drift: verdict.reason };
      draft.decisions.push(decision(logged, verdict.reason, verdict.winner));
      return;
    case 'review':
      draft.reviews.push({ rule, isGap: false });
      draft.decisions.push(decision(logged, 'review', 'neither'));
      return;
    case 'refuse': {
      const side = otherSide(verdict.from);
      const { code, option } = verdict.refusal;
      draft.issues.push({ rule, code, side, field: fieldOn(rule, side), ...(option === undefined ? {} : { option }) });
      if (code === 'owner-unknown') draft.waiting.push(rule.key);
      return;
    }
    case 'write':
      addWrite(context, verdict, draft);
  }
}

function addWrite({ input, view, schemas, logged = view, overruled }: VerdictInput, verdict: Verdict & { kind: 'write' }, draft: PlanDraft): void {
  const { rule } = view;
  const { to, value } = verdict;
  if (!schemas[to].isWritable) {
    draft.issues.push({ rule, code: 'field-read-only', side: to, field: fieldOn(rule, to) });
    return;
  }
  const from = otherSide(to);
  const agree = {
    ...(to === 'salesforce'
      ? { salesforce: input.fingerprint(rule.key, value), hubspot: view.prints.hubspot }
      : { salesforce: view.prints.salesforce, hubspot: input.fingerprint(rule.key, value) }),
  };
  const reason = verdict.reason ?? (isByFallback(rule, from, view.values[from]) ? 'owner-fallback' : null);
  const written = { side: to, valueAt: view.times[from], before: view.prints[to], sent: agree[to] };
  draft.writes[to].push({
    rule,
    field: fieldOn(rule, to),
    sent: value,
    wire: toWire(value, schemas[to].kind, to),
    before: view.values[to],
    agree: { ...agree, writes: rememberWrite(view.baseline?.writes, newWrite(input, written), input.readAt) },
    decision: reason === null ? null : decision(logged, reason, from),
    ...(overruled === undefined ? {} : { overruled }),
    ...clearingOf({ view, to, schemas, value }),
    ...(logged === view ? {} : { isGap: true as const }),
  });
}

/** The mark of a write HubSpot takes only after a clearing, one of ours that was cut short included; nothing for any other. */
export function clearingOf(write: {
  readonly view: Pick<FieldView, 'rule' | 'values'> & Partial<Pick<FieldView, 'baseline'>>;
  readonly to: Side;
  readonly schemas: FieldSchemas;
  readonly value: Value;
}): Pick<FieldIntent, 'clearsFirst'> {
  const { view, to, schemas, value } = write;
  const isOwed = view.baseline?.clearing === true && value !== null;
  return to === 'hubspot' && (isOwed || needsClearing(view.rule, schemas.hubspot, { from: view.values.hubspot, to: value })) ? { clearsFirst: true } : {};
}

/** The trace a write leaves in the baseline. `landedAt` is corrected once the answer is known. */
export function newWrite(
  input: PairInput,
  write: { readonly side: Side; readonly valueAt: number | null; readonly before: string; readonly sent: string },
): FieldWrite {
  return { side: write.side, readAt: input.readAt, landedAt: input.readAt, valueAt: write.valueAt, seen: [write.before, write.sent] };
}

/** The pair as both sides are now. */
export function pairNow(view: FieldView): BaselinePair {
  const writes = view.baseline?.writes;
  return { ...view.prints, ...(writes === undefined || writes.length === 0 ? {} : { writes }) };
}

/** A logged resolution; `winner` is whose value stands. */
export function decision(
  view: Pick<FieldView, 'rule' | 'times'> & { readonly values: { readonly salesforce: Value; readonly hubspot: Value } },
  reason: DecisionReason,
  winner: DecisionDraft['winner'],
): DecisionDraft {
  return { rule: view.rule, reason, winner, values: view.values, times: view.times };
}
