/** Lookups: what a record points to is another link. In HubSpot it is an association, written by its own call, or a property. */
import { fieldOn, SIDES } from './field-values.ts';
import { merge } from './merge.ts';
import type { FieldView } from './merge.ts';
import { decision, pairNow } from './plan-verdict.ts';
import { isAssociation } from './references.ts';
import type { PlanDraft } from './plan-verdict.ts';
import type { FieldRule, Value } from './model.ts';
import type { PairInput } from './plan-types.ts';

/**
 * Plans one reference rule. A side that points to a record without link waits for it, and one that points to what no mapping of the rule
 * is about is left as it is; nothing is overwritten meanwhile.
 */
export function planReference(input: PairInput, rule: FieldRule, draft: PlanDraft): void {
  const held = input.references.held[rule.key];
  if (held === undefined || held.salesforce.kind === 'elsewhere' || held.hubspot.kind === 'elsewhere') return;
  const waiting = SIDES.find((side) => held[side].kind === 'waiting');
  if (waiting !== undefined || held.salesforce.kind === 'waiting' || held.hubspot.kind === 'waiting') {
    const side = waiting ?? 'salesforce';
    draft.waiting.push(rule.key);
    draft.issues.push({ rule, code: 'reference-waiting', side, field: fieldOn(rule, side) });
    return;
  }
  const values = { salesforce: held.salesforce.linkId, hubspot: held.hubspot.linkId };
  const view: FieldView = {
    rule,
    values,
    baseline: input.baseline[rule.key] ?? null,
    prints: { salesforce: input.fingerprint(rule.key, values.salesforce), hubspot: input.fingerprint(rule.key, values.hubspot) },
    times: { salesforce: null, hubspot: null },
    bounds: { salesforce: input.salesforce.modifiedAt, hubspot: input.hubspot.modifiedAt },
    converted: { salesforce: { ok: true, value: values.salesforce }, hubspot: { ok: true, value: values.hubspot } },
  };
  applyReference(input, view, draft);
}

function applyReference(input: PairInput, view: FieldView, draft: PlanDraft): void {
  const { rule } = view;
  const verdict = merge(view);
  switch (verdict.kind) {
    case 'unchanged':
    case 'refuse':
      return;
    case 'agree':
      draft.agreed[rule.key] = pairNow(view);
      if (verdict.reason !== null) draft.decisions.push(decision(view, verdict.reason, 'both'));
      return;
    case 'leave':
      draft.agreed[rule.key] = { ...pairNow(view), drift: verdict.reason };
      draft.decisions.push(decision(view, verdict.reason, verdict.winner));
      return;
    case 'review':
      draft.reviews.push({ rule, isGap: false });
      draft.decisions.push(decision(view, 'review', 'neither'));
      return;
    case 'write':
      writeReference(input, view, verdict, draft);
  }
}

function writeReference(
  input: PairInput,
  view: FieldView,
  verdict: { readonly to: 'salesforce' | 'hubspot'; readonly value: Value; readonly reason: FieldViewReason },
  draft: PlanDraft,
): void {
  const { rule } = view;
  const { to, value } = verdict;
  const id = value === null ? null : input.references.idOf(value, to);
  if (value !== null && id === null) {
    draft.waiting.push(rule.key);
    draft.issues.push({ rule, code: 'reference-waiting', side: to, field: fieldOn(rule, to) });
    return;
  }
  const isField = to === 'salesforce' || !isAssociation(rule);
  if (isField && input.schemas.get(`${to}:${input[to].object}`)?.fields.get(fieldOn(rule, to))?.isWritable === false) {
    draft.issues.push({ rule, code: 'field-read-only', side: to, field: fieldOn(rule, to) });
    return;
  }
  const print = input.fingerprint(rule.key, value);
  const agree = to === 'salesforce' ? { salesforce: print, hubspot: view.prints.hubspot } : { salesforce: view.prints.salesforce, hubspot: print };
  const logged = verdict.reason === null ? null : decision(view, verdict.reason, to === 'salesforce' ? 'hubspot' : 'salesforce');
  if (isField) draft.writes[to].push({ rule, field: fieldOn(rule, to), sent: value, wire: id, before: view.values[to], agree, decision: logged });
  else draft.associations.push({ rule, linkId: value, before: view.values.hubspot, agree, decision: logged });
}

type FieldViewReason = Parameters<typeof decision>[1] | null;
