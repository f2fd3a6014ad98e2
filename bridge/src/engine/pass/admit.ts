/**
 * Before the writes: what belongs to a storm waits for a person's word. An item waits as a whole, with every notice it came for, so that the
 * look after the answer decides it as this one would have.
 */
import { otherSide } from '../../domain/index.ts';
import type { Link, RecordRef } from '../../domain/model.ts';
import type { PassOutcome, WriteGate, WriteIntent } from '../ports.ts';
import { endOf, outcome } from './context.ts';
import type { PassContext, Staged } from './context.ts';
import type { PlannedItem } from './planning.ts';
import { identified } from './records.ts';
import { issueOf } from './troubles.ts';

/** Items that may be written; the others are finished here, waiting or let be. */
export async function admitWrites(context: PassContext, items: readonly PlannedItem[]): Promise<Staged<PlannedItem>> {
  const gate = context.writes;
  if (gate === undefined) return { items, outcomes: [] };
  const held: (readonly [PlannedItem, WriteIntent])[] = [];
  const dropped: PlannedItem[] = [];
  const admitted = items.filter((planned) => {
    if (planned.writes.length === 0) return true;
    const intent = intentOf(planned);
    const verdict = gate.judge(intent);
    if (verdict === 'hold') held.push([planned, intent]);
    if (verdict === 'drop') dropped.push(planned);
    return verdict === 'go' || verdict === 'let';
  });
  if (held.length > 0) await gate.keep(held.map(([, intent]) => intent));
  return {
    items: admitted,
    outcomes: [...held.map(([planned, intent]) => heldOutcome(gate, planned, intent)), ...dropped.map((planned) => droppedOutcome(context, planned))],
  };
}

function intentOf({ item, writes }: PlannedItem): WriteIntent {
  const { subject, lane, changes } = item.work;
  return { subject, lane, changes, ref: sourceOf(item, writes), writes: writes.map(({ side, kind, object }) => ({ side, kind, object })) };
}

/** The record the change comes from. */
function sourceOf(item: PlannedItem['item'], writes: PlannedItem['writes']): RecordRef {
  const own = identified(item).ref;
  const [write] = writes;
  return write === undefined || item.link === null ? own : (endOf(item.link, otherSide(write.side)) ?? own);
}

/** A record that is not linked yet is to be found again as such, so a new link is not stored. */
const storedLink = ({ item }: PlannedItem): Link | null => (item.work.link === null ? null : item.link);

function heldOutcome(gate: WriteGate, planned: PlannedItem, intent: WriteIntent): PassOutcome {
  const { work, formerRefs, decisions } = planned.item;
  const link = storedLink(planned);
  const { ref } = identified(planned.item);
  return outcome(
    { work, link, formerRefs, decisions },
    {
      ...{ consumed: [], resolvedIssues: [], resolvedReviews: [] },
      ...(link === null ? { unlinked: { ref, reason: { code: 'waiting' as const, explanation: gate.words(intent) } } } : {}),
      next: { kind: 'again', at: gate.holdUntil(), isRetry: false },
    },
  );
}

function droppedOutcome(context: PassContext, planned: PlannedItem): PassOutcome {
  const { item, writes } = planned;
  const { work, formerRefs, decisions, mapping } = item;
  const link = storedLink(planned);
  const ref = sourceOf(item, writes);
  const draft = { rule: null, code: 'change-dropped', side: writes[0]?.side ?? otherSide(ref.side), field: null };
  const issue = issueOf(context, { work, link, mapping }, draft, ref);
  const unlinked = link === null ? { ref: identified(item).ref, reason: { code: 'issue' as const, explanation: issue.cause } } : null;
  return outcome({ work, link, formerRefs, decisions }, { issues: [issue], resolvedIssues: [], resolvedReviews: [], unlinked });
}
