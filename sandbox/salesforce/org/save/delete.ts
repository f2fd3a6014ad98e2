import type { DmlOptions, ObjectSchema, Row } from '../../contract.ts';
import { rowError } from '../errors.ts';
import { withRetries } from './chunk.ts';
import { fireTriggers, isGood } from './context.ts';
import type { Item, SaveContext } from './context.ts';
import { enforcesSharing, findTarget } from './prepare.ts';
import { standardRule } from './standard/index.ts';

/** Children that go with their parent (standard objects; master-details come from metadata). */
const CASCADES = new Set([
  'Account>Contact',
  'Account>Opportunity',
  'Opportunity>OpportunityContactRole',
  'Contact>OpportunityContactRole',
  'Lead>CampaignMember',
  'Contact>CampaignMember',
  'Campaign>CampaignMember',
  'Campaign>CampaignMemberStatus',
  'Opportunity>OpportunityLineItem',
  'Product2>PricebookEntry',
  'Pricebook2>PricebookEntry',
  'Account>AccountContactRelation',
  'Contact>AccountContactRelation',
]);
/** Rows that are gone when deleted: no recycle bin. */
export const isHardDeleted = (object: ObjectSchema): boolean => object.kind === 'setup' || object.kind === 'customSetting';

/** Deletes up to 200 rows: before-triggers, checks, soft delete with cascade (no triggers for cascaded children), after-triggers. */
export function deleteChunk(context: SaveContext, object: ObjectSchema, items: readonly Item[], options: DmlOptions): void {
  withRetries(context, items, options, () => {
    for (const item of items.filter(isGood)) find(context, object, item, options);
    const ready = items.filter(isGood);
    deleteOnce(context, object, ready, () => ({}));
    return ready;
  });
}

/** `mark` gives further fields for a deleted row, such as MasterRecordId in a merge. */
export function deleteOnce(
  context: SaveContext,
  object: ObjectSchema,
  items: readonly Item[],
  mark: (item: Item) => Row,
  beforeRemoval: () => void = () => undefined,
): void {
  context.progress.depth += 1;
  try {
    fireTriggers(context, object, 'before delete', items, { newRows: null, oldRows: items.map((i) => ({ ...i.before })) });
    const good = items.filter(isGood);
    beforeRemoval();
    for (const item of good) {
      const row = context.database.table(object.name).get(String(item.id));
      if (row !== undefined && row['IsDeleted'] !== true) remove(context, object, row, mark(item));
    }
    const table = context.database.table(object.name);
    fireTriggers(context, object, 'after delete', good, {
      newRows: null,
      oldRows: good.map((i) => ({ ...i.before, ...mark(i), IsDeleted: table.get(String(i.id))?.['IsDeleted'] ?? true })),
    });
    standardRule(object.name).removed?.(context, good.filter(isGood));
  } finally {
    context.progress.depth -= 1;
  }
}

function find(context: SaveContext, object: ObjectSchema, item: Item, options: DmlOptions): void {
  const row = findTarget(context, object, item, item.input['Id'] ?? null, options);
  if (row === null) return;
  item.before = row;
  const push = (code: string, message: string): void => void item.errors.push(rowError(code, message));
  if (options.access === 'user' && !context.permissions.canDelete(context.userId, object.name))
    push('INVALID_TYPE_FOR_OPERATION', `entity type cannot be deleted: ${object.label}`);
  else if (enforcesSharing(options) && !context.sharing.owns(context.userId, object.name, row))
    push('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');
  else if (context.rules.isLocked(object.name, String(item.id)))
    push('UNABLE_TO_LOCK_ROW', `unable to obtain exclusive access to this record or 1 records: ${String(item.id)}`);
  else {
    const blocked = blockingCases(context, object, row);
    if (blocked !== null) push('DELETE_FAILED', blocked);
    const kept = standardRule(object.name).keeps?.(context, row) ?? null;
    if (kept !== null) item.errors.push(kept);
  }
}

/** Accounts and contacts with cases, and parents of restricting lookups, cannot be deleted. */
function blockingCases(context: SaveContext, object: ObjectSchema, row: Row): string | null {
  for (const child of context.registry.childrenOf(object.name)) {
    const restricts =
      (child.child === 'Case' && (object.name === 'Account' || object.name === 'Contact') && child.field.name !== 'MasterRecordId') ||
      context.registry.deleteConstraint(child.child, child.field.name) === 'Restrict';
    if (!restricts || !context.database.table(child.child).isIndexed(child.field.name)) continue;
    const [first] = liveChildren(context, child.child, child.field.name, String(row['Id']));
    if (first !== undefined)
      return `Your attempt to delete ${String(row['Name'])} could not be completed because it is associated with the following ${context.registry.find(child.child)?.labelPlural.toLowerCase()}.: ${String(first['CaseNumber'] ?? first['Name'])}\n`;
  }
  return null;
}

function liveChildren(context: SaveContext, object: string, field: string, parentId: string): readonly Row[] {
  return context.database
    .table(object)
    .rowsWith(field, parentId)
    .filter((row) => row['IsDeleted'] !== true);
}

/** Marks a row and what hangs on it as deleted. The system changes SystemModstamp; LastModified* of cascaded rows too. */
export function remove(context: SaveContext, object: ObjectSchema, row: Row, more: Row): void {
  const id = String(row['Id']);
  const now = Math.floor(context.transaction.now() / 1000) * 1000;
  const stamped = { ...row, ...more, IsDeleted: true, LastModifiedDate: now, LastModifiedById: context.userId, SystemModstamp: now };
  context.database.write(object.name, id, isHardDeleted(object) ? null : stamped);
  for (const child of context.registry.childrenOf(object.name)) {
    const childObject = context.registry.find(child.child);
    if (childObject === undefined || !context.database.table(child.child).isIndexed(child.field.name)) continue;
    const goes =
      child.field.masterDetail ||
      CASCADES.has(`${object.name}>${child.child}`) ||
      context.registry.deleteConstraint(child.child, child.field.name) === 'Cascade';
    const isCleared = !goes && child.field.custom && !child.field.masterDetail;
    for (const orphan of goes || isCleared ? liveChildren(context, child.child, child.field.name, id) : []) {
      if (goes) remove(context, childObject, orphan, {});
      else context.database.write(child.child, String(orphan['Id']), { ...orphan, [child.field.name]: null, SystemModstamp: now });
    }
  }
}
