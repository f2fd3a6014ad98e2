import type { ObjectSchema, Row } from '../../contract.ts';
import { fireTriggers } from './context.ts';
import type { Item, SaveContext } from './context.ts';
import { mirrorOf } from '../schema/person-accounts.ts';
import { numberRow } from './prepare.ts';

export type Operation = 'insert' | 'update';

/** Stamps the audit fields and writes the item's row; an insert gets its id and auto numbers here. */
export function writeRow(context: SaveContext, object: ObjectSchema, operation: Operation, item: Item): void {
  const now = Math.floor(context.transaction.now() / 1000) * 1000;
  const { next } = item;
  if (operation === 'insert') {
    item.id = context.database.nextId(object.name);
    item.created = true;
    numberRow(context, object, next);
    Object.assign(next, {
      Id: item.id,
      IsDeleted: false,
      CreatedDate: next['CreatedDate'] ?? now,
      CreatedById: next['CreatedById'] ?? context.userId,
      LastModifiedDate: next['LastModifiedDate'] ?? now,
      LastModifiedById: next['LastModifiedById'] ?? context.userId,
      SystemModstamp: now,
    });
    context.noteInsert(item.id);
  } else Object.assign(next, keptAudit(item.before), { Id: item.id, LastModifiedDate: now, LastModifiedById: context.userId, SystemModstamp: now });
  if (object.name === 'Account' && next['IsPersonAccount'] === true) keepMirror(context, next);
  context.database.write(object.name, String(item.id), { ...next });
}

/** The hidden contact of a person account follows the account, without a save of its own: no trigger of Contact fires. */
function keepMirror({ database, registry }: SaveContext, account: Row): void {
  const contact = registry.find('Contact');
  if (contact === undefined) throw new Error('no object Contact');
  const table = database.table('Contact');
  const id = typeof account['PersonContactId'] === 'string' ? account['PersonContactId'] : database.nextId('Contact');
  account['PersonContactId'] = id;
  const audit = Object.fromEntries(AUDIT_NAMES.map((name) => [name, account[name] ?? null]));
  database.write('Contact', id, { ...table.blank(), ...table.get(id), ...mirrorOf(account, contact), ...audit, Id: id, IsDeleted: false });
}

const AUDIT_NAMES = ['CreatedDate', 'CreatedById', 'LastModifiedDate', 'LastModifiedById', 'SystemModstamp'];

/** Triggers cannot change who created a record, or whether it is deleted. */
const keptAudit = (before: Row | null): Row =>
  before === null ? {} : { CreatedDate: before['CreatedDate'] ?? null, CreatedById: before['CreatedById'] ?? null, IsDeleted: before['IsDeleted'] ?? false };

/** The stored rows, as after-triggers see them. */
export function fireAfter(context: SaveContext, object: ObjectSchema, operation: Operation, saved: readonly Item[]): void {
  const table = context.database.table(object.name);
  const newRows = saved.map((i) => ({ ...(table.get(String(i.id)) ?? i.next) }));
  fireTriggers(context, object, `after ${operation}`, saved, { newRows, oldRows: oldRows(operation, saved) });
}

/** The rows as they were before the save; inserts have none. */
export const oldRows = (operation: Operation, items: readonly Item[]): readonly Row[] | null =>
  operation === 'insert' ? null : items.map((i) => ({ ...i.before }));
