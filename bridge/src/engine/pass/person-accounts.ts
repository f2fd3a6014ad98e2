/** Stage 4a: accounts that are people. They are no companies, and take part as contacts only where the mapping lets them. */
import { whyNoPart } from '../../domain/index.ts';
import { outcome, refOf } from './context.ts';
import type { Item, Staged } from './context.ts';
import type { PassOutcome } from '../ports.ts';

/** Holds back what takes no part, with the reason; a link made before stays and rests. */
export function leaveOutPersonAccounts(items: readonly Item[]): Staged<Item> {
  const outcomes: PassOutcome[] = [];
  const rest: Item[] = [];
  for (const item of items) {
    const record = item.records.salesforce;
    const explanation = whyNoPart(record, item.mapping);
    if (record === null || explanation === null) {
      rest.push(item);
      continue;
    }
    const ref = refOf(record, 'salesforce');
    const unlinked = { ref, reason: { code: 'out-of-scope' as const, explanation } };
    const link = item.link === null ? null : { ...item.link, state: 'out-of-scope' as const };
    outcomes.push(outcome({ ...item, link }, { unlinked, matchKeys: [{ ref, keys: [] }] }));
  }
  return { items: rest, outcomes };
}
