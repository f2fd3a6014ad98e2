import type { DmlOptions, ObjectSchema, Row, SaveResult } from '../../contract.ts';
import { OrgError, rowError } from '../errors.ts';
import { parseId } from '../ids.ts';
import { saveChunk } from './chunk.ts';
import { isGood, newItem } from './context.ts';
import type { Item, SaveContext } from './context.ts';
import { deleteOnce } from './delete.ts';
import { findTarget } from './prepare.ts';
import { tidyAfterMerge } from './standard/index.ts';

const MERGEABLE = new Set(['Account', 'Contact', 'Lead', 'Case', 'Individual']);
const LOSERS_MAX = 2;

/**
 * Merges up to two losers into a winner: before-delete, losers deleted with MasterRecordId and their children re-parented
 * (no triggers for those), after-delete, then an ordinary update of the winner. All or nothing.
 * Order: Apex Developer Guide, "Triggers and Merge Statements".
 */
export function runMerge(context: SaveContext, object: ObjectSchema, master: Row, loserIds: readonly string[], options: DmlOptions): SaveResult {
  if (!MERGEABLE.has(object.name)) throw new OrgError('INVALID_TYPE_FOR_OPERATION', `entity type cannot be merged: ${object.name}`);
  if (loserIds.length < 1 || loserIds.length > LOSERS_MAX) throw new OrgError('INVALID_ARGUMENT_TYPE', 'a merge takes one or two records besides the master');
  const mark = context.mark();
  const winner = newItem(0, master);
  const losers = loserIds.map((id, index) => newItem(index, { Id: id }));
  if (findTarget(context, object, winner, master['Id'] ?? null, options) !== null) mergeInto(context, object, winner, losers, options);
  const errors = [...winner.errors, ...losers.flatMap((l) => l.errors)];
  if (errors.length > 0) context.undoTo(mark);
  return { id: winner.id, success: errors.length === 0, created: false, errors };
}

function mergeInto(context: SaveContext, object: ObjectSchema, winner: Item, losers: readonly Item[], options: DmlOptions): void {
  const masterId = String(winner.id);
  for (const loser of losers) {
    loser.before = findTarget(context, object, loser, loser.input['Id'] ?? null, options);
    if (loser.id === masterId) loser.errors.push(rowError('INVALID_CROSS_REFERENCE_KEY', 'a record cannot be merged with itself'));
    if (loser.before?.['IsConverted'] === true) loser.errors.push(rowError('CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead'));
  }
  if (!losers.every(isGood)) return;
  // Children move before the losers are deleted, or the cascade would take them along.
  deleteOnce(
    context,
    object,
    losers,
    () => ({ MasterRecordId: masterId }),
    () => losers.filter(isGood).forEach((l) => reparent(context, object, String(l.id), masterId)),
  );
  tidyAfterMerge(context, object.name, masterId);
  if (losers.every(isGood)) saveChunk(context, object, 'update', [winner], { ...options, allOrNone: true });
}

/** Every reference to the loser now points to the winner. The system stamps the children; their triggers do not fire. */
function reparent(context: SaveContext, object: ObjectSchema, loserId: string, masterId: string): void {
  const now = Math.floor(context.transaction.now() / 1000) * 1000;
  for (const child of context.registry.childrenOf(object.name)) {
    const table = context.database.table(child.child);
    if (!table.isIndexed(child.field.name) || child.field.name === 'MasterRecordId') continue;
    for (const id of table.idsWith(child.field.name, parseId(loserId))) {
      const row = table.get(id);
      if (row !== undefined && row['IsDeleted'] !== true)
        context.database.write(child.child, id, { ...row, [child.field.name]: masterId, SystemModstamp: now });
    }
  }
}
