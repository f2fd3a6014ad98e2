/** Stage 9: HubSpot associations. They set an absolute state and carry no stamp: doing one twice changes nothing. */
import type { AssociationIntent } from '../../domain/index.ts';
import type { AssociationWrite, WriteFault } from '../ports.ts';
import type { AppliedItem } from './apply.ts';
import type { PassContext } from './context.ts';
import type { ReferencesOf } from './references.ts';

export type AssociationResult = { readonly intent: AssociationIntent; readonly fault: WriteFault | null };
export type AssociationResults = ReadonlyMap<AppliedItem, readonly AssociationResult[]>;

/** Sets or removes the associations of all items in one call. Items whose HubSpot record does not exist yet wait for the next pass. */
export async function applyAssociations(context: PassContext, items: readonly AppliedItem[], references: ReferencesOf): Promise<AssociationResults> {
  const wanted = items.flatMap((applied) => {
    const from = hubspotRecord(applied);
    if (from === null || applied.isFenced) return [];
    return applied.planned.associations.flatMap((intent) => {
      return associationWrites(intent, from, references).map((write) => ({ applied, intent, write }));
    });
  });
  const results = new Map<AppliedItem, AssociationResult[]>();
  if (wanted.length === 0) return results;
  const answers = await context.gateways.hubspot.associate(wanted.map((one) => one.write));
  for (const [index, { applied, intent }] of wanted.entries()) {
    const answer = answers[index] ?? 'ok';
    const fault = answer === 'ok' ? null : answer;
    const known = results.get(applied) ?? [];
    // One intent may take two writes; either's trouble is its own.
    const same = known.find((one) => one.intent === intent);
    results.set(applied, same === undefined ? [...known, { intent, fault }] : known.map((one) => (one === same ? { intent, fault: one.fault ?? fault } : one)));
  }
  return results;
}

/** The HubSpot record's id: known before, or just created. */
function hubspotRecord({ planned, results }: AppliedItem): { readonly object: string; readonly id: string } | null {
  const created = results.find((result) => result.write.side === 'hubspot' && result.write.kind === 'create');
  if (created !== undefined) return created.outcome.kind === 'ok' ? { object: created.write.object, id: created.outcome.id } : null;
  return planned.link.hubspot;
}

function associationWrites(
  intent: AssociationIntent,
  from: { readonly object: string; readonly id: string },
  references: ReferencesOf,
): readonly AssociationWrite[] {
  const target = intent.linkId === null ? null : references.hubspotOf(intent.linkId);
  const before = intent.before === null || intent.before === intent.linkId ? null : references.hubspotOf(intent.before);
  const write = (to: { readonly object: string; readonly id: string }, remove: boolean): AssociationWrite => ({
    fromObject: from.object,
    fromId: from.id,
    toObject: to.object,
    toId: to.id,
    primary: true,
    remove,
  });
  if (intent.linkId === null) return before === null ? [] : [write(before, true)];
  if (target === null) return [];
  if (before === null) return [write(target, false)];
  // Of another object the old one goes; of the same one the platform knows whether there can be several beside the primary one.
  return before.object === target.object ? [{ ...write(target, false), replaces: before.id }] : [write(before, true), write(target, false)];
}
