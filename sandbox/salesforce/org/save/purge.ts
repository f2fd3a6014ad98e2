import type { SaveResult } from '../../contract.ts';
import { rowError } from '../errors.ts';
import type { SaveContext } from './context.ts';

/**
 * Empties rows out of the recycle bin. The platform purges them in the background, within a day, and answers queryAll with them until
 * then; here they are gone at once, which is the harder case for a caller. Children deleted with them go too. No triggers fire.
 */
export function purgeRows(context: SaveContext, ids: readonly string[]): readonly SaveResult[] {
  return ids.map((id) => {
    const object = context.registry.byPrefix(id.slice(0, 3));
    const row = object === undefined ? undefined : context.database.table(object.name).get(id);
    if (object === undefined || row === undefined) return failed(id, 'INVALID_ID_FIELD', 'record does not exist');
    if (row['IsDeleted'] !== true) return failed(id, 'RECORD_NOT_IN_RECYCLE_BIN', 'record is not in the recycle bin');
    if (!context.permissions.canDelete(context.userId, object.name))
      return failed(id, 'INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');
    purge(context, object.name, id, row['SystemModstamp']);
    return { id, success: true, created: false, errors: [] };
  });
}

function purge(context: SaveContext, object: string, id: string, deletedAt: unknown): void {
  for (const child of context.registry.childrenOf(object)) {
    if (child.field.name === 'MasterRecordId' || !context.database.table(child.child).isIndexed(child.field.name)) continue;
    for (const orphan of context.database.table(child.child).rowsWith(child.field.name, id))
      if (orphan['IsDeleted'] === true && orphan['SystemModstamp'] === deletedAt) purge(context, child.child, String(orphan['Id']), deletedAt);
  }
  context.database.write(object, id, null);
}

const failed = (id: string, code: string, message: string): SaveResult => ({ id, success: false, created: false, errors: [rowError(code, message)] });
