import type { DmlOptions, ObjectSchema, Row } from '../../contract.ts';
import { rowError } from '../errors.ts';
import { parseId } from '../ids.ts';
import { fireTriggers, isGood } from './context.ts';
import type { Item, SaveContext } from './context.ts';
import { isHardDeleted } from './delete.ts';
import { standardRule } from './standard/index.ts';

/** Brings rows back from the recycle bin, with the children that were deleted in the same moment; after-undelete fires for the rows themselves only. */
export function undeleteChunk(context: SaveContext, object: ObjectSchema, items: readonly Item[], options: DmlOptions): void {
  for (const item of items) {
    const row = deletedRow(context, object, item);
    if (row === null) continue;
    if (options.access === 'user' && !context.permissions.canDelete(context.userId, object.name))
      item.errors.push(rowError('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id'));
    else restore(context, object, row);
  }
  const good = items.filter(isGood);
  const table = context.database.table(object.name);
  context.progress.depth += 1;
  fireTriggers(context, object, 'after undelete', good, { newRows: good.map((i) => ({ ...(table.get(String(i.id)) ?? {}) })), oldRows: null });
  standardRule(object.name).removed?.(context, good.filter(isGood));
  context.progress.depth -= 1;
}

function deletedRow(context: SaveContext, object: ObjectSchema, item: Item): Row | null {
  const id = parseId(String(item.input['Id'] ?? ''));
  const row = id === null ? undefined : context.database.table(object.name).get(id);
  item.id = id;
  if (row === undefined || row['IsDeleted'] !== true || isHardDeleted(object)) {
    item.errors.push(rowError('UNDELETE_FAILED', 'Entity is not in the recycle bin'));
    return null;
  }
  item.before = row;
  return row;
}

function restore(context: SaveContext, object: ObjectSchema, row: Row): void {
  const now = Math.floor(context.transaction.now() / 1000) * 1000;
  const deletedAt = row['SystemModstamp'];
  const merged = object.fields.has('masterrecordid') ? { MasterRecordId: null } : {};
  context.database.write(object.name, String(row['Id']), {
    ...row,
    ...merged,
    IsDeleted: false,
    LastModifiedDate: now,
    LastModifiedById: context.userId,
    SystemModstamp: now,
  });
  for (const child of context.registry.childrenOf(object.name)) {
    const table = context.database.table(child.child);
    const childObject = context.registry.find(child.child);
    if (childObject === undefined || !table.isIndexed(child.field.name) || child.field.name === 'MasterRecordId') continue;
    for (const id of table.idsWith(child.field.name, row['Id'] ?? null)) {
      const orphan = table.get(id);
      if (orphan?.['IsDeleted'] === true && orphan['SystemModstamp'] === deletedAt) restore(context, childObject, orphan);
    }
  }
}
