/** Stage 9: HubSpot associations. They set an absolute state and carry no stamp: doing one twice changes nothing. */
import type { AssociationIntent } from '../../domain/index.ts';
import type { AssociationWrite, WriteFault } from '../ports.ts';
import type { AppliedItem } from './apply.ts';
import type { PassContext } from './context.ts';
import { associatedObject } from './references.ts';
import type { ReferencesOf } from './references.ts';

export type AssociationResult = { readonly intent: AssociationIntent; readonly fault: WriteFault | null };
export type AssociationResults = ReadonlyMap<AppliedItem, readonly AssociationResult[]>;

/** Sets or removes the associations of all items in one call. Items whose HubSpot record does not exist yet wait for the next pass. */
export async function applyAssociations(context: PassContext, items: readonly AppliedItem[], references: ReferencesOf): Promise<AssociationResults> {
  const wanted = items.flatMap((applied) => {
    const from = hubspotRecord(applied);
    if (from === null || applied.isFenced) return [];
    return applied.planned.associations.flatMap((intent) => {
      const write = associationWrite(applied, intent, { from, references });
      return write === null ? [] : [{ applied, intent, write }];
    });
  });
  const results = new Map<AppliedItem, AssociationResult[]>();
  if (wanted.length === 0) return results;
  const answers = await context.gateways.hubspot.associate(wanted.map((one) => one.write));
  for (const [index, { applied, intent }] of wanted.entries()) {
    const answer = answers[index] ?? 'ok';
    results.set(applied, [...(results.get(applied) ?? []), { intent, fault: answer === 'ok' ? null : answer }]);
  }
  return results;
}

/** The HubSpot record's id: known before, or just created. */
function hubspotRecord({ planned, results }: AppliedItem): { readonly object: string; readonly id: string } | null {
  const created = results.find((result) => result.write.side === 'hubspot' && result.write.kind === 'create');
  if (created !== undefined) return created.outcome.kind === 'ok' ? { object: created.write.object, id: created.outcome.id } : null;
  return planned.link.hubspot;
}

function associationWrite(
  applied: AppliedItem,
  intent: AssociationIntent,
  { from, references }: { readonly from: { object: string; id: string }; readonly references: ReferencesOf },
): AssociationWrite | null {
  const { idOf } = references.of(applied.planned.item);
  const linkId = intent.linkId ?? intent.before;
  const toId = linkId === null ? null : idOf(linkId, 'hubspot');
  if (toId === null) return null;
  return { fromObject: from.object, fromId: from.id, toObject: associatedObject(intent.rule), toId, primary: true, remove: intent.linkId === null };
}
