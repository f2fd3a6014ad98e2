/** Deals around a converted lead: which open deal of the person the lead's opportunity is. Pure. */
import type { RecordRef } from './model.ts';
import type { WireScalar } from './values.ts';

type Named = { readonly ref: RecordRef; readonly values: Readonly<Record<string, WireScalar>> };
export type DealAnswer =
  | { readonly kind: 'none' }
  | { readonly kind: 'link'; readonly ref: RecordRef }
  | { readonly kind: 'review'; readonly refs: readonly RecordRef[]; readonly explanation: string };

/**
 * The deal that stands for an opportunity, among the person's deals without a counterpart. The only one of its name; else the only one
 * there is, unless both its name and its amount say otherwise. Several that fit, or one that hardly does, are left to a person: a
 * second deal would count the money twice.
 */
export function chooseDeal(opportunity: Named, deals: readonly Named[]): DealAnswer {
  if (deals.length === 0) return { kind: 'none' };
  const named = deals.filter((deal) => plain(deal.values['dealname']) === plain(opportunity.values['Name']) && plain(deal.values['dealname']) !== '');
  if (named.length === 1 && named[0] !== undefined) return { kind: 'link', ref: named[0].ref };
  const refs = deals.map((deal) => deal.ref);
  if (deals.length > 1)
    return { kind: 'review', refs, explanation: 'The lead was converted with an opportunity, and several deals of the person could be it.' };
  const [only] = deals;
  if (only === undefined || contradicts(opportunity, only))
    return {
      kind: 'review',
      refs,
      explanation: 'The lead was converted with an opportunity. The person has one deal, but neither its name nor its amount is the same.',
    };
  return { kind: 'link', ref: only.ref };
}

/** Both amounts are there and differ, and so do the names. */
function contradicts(opportunity: Named, deal: Named): boolean {
  const amounts = [opportunity.values['Amount'], deal.values['amount']];
  return amounts.every((amount) => amount !== null && amount !== undefined && amount !== '') && Number(amounts[0]) !== Number(amounts[1]);
}

function plain(name: WireScalar | undefined): string {
  return String(name ?? '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
