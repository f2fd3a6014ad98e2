/** Tells the journal of every record written: which, which fields, and how long after the edit that caused it. */
import type { Instant, Side } from '../../domain/model.ts';
import type { DueWork } from '../ports.ts';
import type { AppliedItem } from './apply.ts';
import type { PassContext } from './context.ts';

/** When the newest edit on the other side happened that this pass carried; null when only a sweep or a person asked for the look. */
function editedAt({ changes }: DueWork, target: Side): Instant | null {
  const told = changes.filter((change) => change.origin === 'event' && change.ref.side !== target).map((change) => change.occurredAt);
  return told.length === 0 ? null : Math.max(...told);
}

/** One `write.landed` line per record, without values: side, object, id, kind, fields (names), lagMs. */
export function reportLandings({ connection, journal, clock }: PassContext, applied: readonly AppliedItem[]): void {
  const now = clock.now();
  for (const { planned, results } of applied) {
    for (const { write, outcome } of results) {
      if (outcome.kind !== 'ok') continue;
      const { side, object } = write;
      const at = editedAt(planned.item.work, side);
      const lagMs = at === null ? null : Math.max(0, now - at);
      journal.event('write.landed', {
        connection,
        side,
        object,
        id: outcome.id,
        kind: outcome.created ? 'create' : 'update',
        fields: write.fields.map((intent) => intent.field).join(','),
        lagMs,
      });
      if (lagMs !== null) journal.observe('write.lag', lagMs, { side });
    }
  }
}
