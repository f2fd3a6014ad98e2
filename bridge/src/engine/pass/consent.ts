/** Before creates: a new person starts withdrawn where one is, and is not made at all until HubSpot knows. */
import type { PassOutcome } from '../ports.ts';
import { outcome } from './context.ts';
import type { PassContext } from './context.ts';
import type { NewItem } from './identify.ts';
import type { PlannedItem } from './planning.ts';

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
    outcomes.push(
      outcome({ ...item, link: item.work.link }, { consumed: [], resolvedIssues: [], resolvedReviews: [], next: { kind: 'again', at, isRetry: false } }),
    );
  }
  return { items, outcomes };
}

const ADDRESS_PROPERTY = 'email';

/** Pairs whose contact may get another address now; a contact that opted out under the old one waits until the lane has seen it there. */
export async function permitMoves(
  context: PassContext,
  planned: readonly PlannedItem[],
): Promise<{ readonly items: readonly PlannedItem[]; readonly outcomes: readonly PassOutcome[] }> {
  const moving = planned.filter(({ item, writes }) => item.records.hubspot !== null && writes.some(isMove));
  if (context.consent === undefined || moving.length === 0) return { items: planned, outcomes: [] };
  const permits = await context.consent.beforeMove(moving.flatMap(({ item }) => item.records.hubspot ?? []));
  const held = new Set(moving.filter((_, index) => permits[index] === false));
  const at = context.clock.now() + LANE_WAIT_MS;
  const outcomes = [...held].map(({ item }) =>
    outcome({ ...item, link: item.work.link }, { consumed: [], resolvedIssues: [], resolvedReviews: [], next: { kind: 'again', at, isRetry: false } }),
  );
  return { items: planned.filter((one) => !held.has(one)), outcomes };
}

const isMove = ({ side, fields }: PlannedItem['writes'][number]): boolean => side === 'hubspot' && fields.some(({ field }) => field === ADDRESS_PROPERTY);
