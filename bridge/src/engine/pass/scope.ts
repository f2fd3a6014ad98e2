/**
 * Whether a pair is in scope. It is asked of the lifecycle stage that will stand: a stage that is about to be put back, or that our own
 * clearing left blank, must not take a pair out of scope before it is put right. Where the stage owed behind a clearing cannot be set, the
 * pair stays and its issue says why: the blank is ours, and a pair at rest would keep it for ever.
 */
import { pairScope, planPair } from '../../domain/index.ts';
import type { PairInput, Sided } from '../../domain/index.ts';
import type { FieldRule, Link, ObjectMapping } from '../../domain/model.ts';
import type { WireRecord } from '../ports.ts';

type Judged = { readonly mapping: ObjectMapping; readonly link: Link; readonly records: Sided<WireRecord> };

/** The answer of the mapping's criteria about one pair as it will be. */
export function scopeOf({ mapping, link, records }: Judged, input: () => PairInput): ReturnType<typeof pairScope> {
  const values = { salesforce: records.salesforce.values, hubspot: records.hubspot.values };
  const asIs = pairScope(mapping, link.key, values);
  const staged = mapping.fields.filter((rule) => rule.stages !== undefined);
  if (asIs.isIn || staged.length === 0) return asIs;
  const { writes, issues } = planPair({ ...input(), mapping: { ...mapping, fields: staged } });
  const isOwed = (rule: FieldRule): boolean => link.baseline[rule.key]?.clearing === true && (values.hubspot[rule.hubspotProperty] ?? null) === null;
  if (link.state === 'active' && staged.some((rule) => isOwed(rule) && issues.some((issue) => issue.rule?.key === rule.key))) return { isIn: true };
  const written = Object.fromEntries(writes.hubspot.map(({ field, wire }) => [field, wire]));
  return pairScope(mapping, link.key, { ...values, hubspot: { ...values.hubspot, ...written } });
}
