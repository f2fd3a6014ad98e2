/**
 * A create refused because the record exists already (HubSpot 409, Salesforce duplicate rules): the platform names it, and if it is
 * free and plausible it becomes the other end.
 */
import { chooseMatch, recognition, spokenOf } from '../../domain/index.ts';
import type { RecordRef, Side } from '../../domain/model.ts';
import type { AppliedItem } from './apply.ts';
import type { PassContext } from './context.ts';
import { identified, objectsOn } from './records.ts';
import { readAll, refKey } from './read.ts';

/** Key prefixes of Salesforce's standard objects: a duplicate rule may name a Contact while a Lead was created. */
export const PREFIXES: Readonly<Record<string, string>> = { '001': 'Account', '003': 'Contact', '00Q': 'Lead', '006': 'Opportunity' };

/** For each subject whose create collided: the existing record it may link to. */
export async function findCollisions(context: PassContext, items: readonly AppliedItem[]): Promise<ReadonlyMap<string, RecordRef>> {
  const collided = items.flatMap((applied) => {
    const ref = existingRecord(applied);
    return ref === null ? [] : [{ applied, ref }];
  });
  const linkedTo = new Map<string, RecordRef>();
  if (collided.length === 0) return linkedTo;
  const refs = collided.map((one) => one.ref);
  const [owners, readings, verdicts] = await Promise.all([
    context.store.linksOf(context.connection, refs),
    readAll(context, refs),
    context.store.verdictsOf(context.connection, refs),
  ]);
  if (!readings.ok) return linkedTo;
  for (const [index, { applied, ref }] of collided.entries()) {
    const read = readings.value.get(refKey(ref));
    if ((owners[index] ?? null) !== null || read?.kind !== 'found') continue;
    const how = recognition(applied.planned.item.mapping);
    if (spokenOf(ref, verdicts).isApart(identified(applied.planned.item).ref)) continue;
    const candidate = { ref, values: read.record.values };
    const answer =
      how === null ? null : chooseMatch({ record: identified(applied.planned.item), how, candidates: [candidate], twins: [], isLinked: () => false });
    if (answer?.kind === 'link') linkedTo.set(applied.planned.item.work.subject, ref);
  }
  return linkedTo;
}

function existingRecord({ planned, results }: AppliedItem): RecordRef | null {
  const [result] = results;
  if (result?.write.kind !== 'create' || result.outcome.kind !== 'rejected' || result.outcome.fault.existingId === null) return null;
  const { side } = result.write;
  const id = result.outcome.fault.existingId;
  return { side, object: objectOf(side, id, objectsOn(planned.item.mapping, side)) ?? result.write.object, id };
}

function objectOf(side: Side, id: string, allowed: readonly string[]): string | null {
  const named = side === 'salesforce' ? (PREFIXES[id.slice(0, 3)] ?? null) : null;
  return named !== null && allowed.includes(named) ? named : null;
}
