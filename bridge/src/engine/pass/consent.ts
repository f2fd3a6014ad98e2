/** Before creates: a new person starts withdrawn where one is, and is not made at all until HubSpot knows. */
import type { PassOutcome } from '../ports.ts';
import { outcome } from './context.ts';
import type { PassContext } from './context.ts';
import type { NewItem } from './identify.ts';

/** How soon a create is looked at again that waits for the consent lane. */
const LANE_WAIT_MS = 250;

/** Creates that may go, with the consent fields they start with; the others look again soon. Without a lane, all may go. */
export async function permitCreates(
  context: PassContext,
  creates: readonly NewItem[],
): Promise<{ readonly items: readonly NewItem[]; readonly outcomes: readonly PassOutcome[] }> {
  if (context.consent === undefined || creates.length === 0) return { items: creates, outcomes: [] };
  const permits = await context.consent.beforeCreate(creates.map(({ source, from, object }) => ({ record: source, from, object })));
  const items: NewItem[] = [];
  const outcomes: PassOutcome[] = [];
  for (const [index, item] of creates.entries()) {
    const permit = permits[index];
    if (permit?.kind === 'go') {
      items.push(Object.keys(permit.fields).length === 0 ? item : { ...item, extras: { ...item.extras, ...permit.fields } });
      continue;
    }
    // The link of a create that is not made is not stored either: the next look starts as this one did.
    const at = context.clock.now() + LANE_WAIT_MS;
    outcomes.push(outcome({ ...item, link: item.work.link }, { consumed: [], resolvedIssues: [], resolvedReviews: [], next: { kind: 'again', at, isRetry: false } }));
  }
  return { items, outcomes };
}
