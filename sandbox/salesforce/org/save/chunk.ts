import type { DmlOptions, ObjectSchema } from '../../contract.ts';
import { rowError } from '../errors.ts';
import { fireTriggers, isGood } from './context.ts';
import type { Item, SaveContext } from './context.ts';
import { afterSave } from './after-save.ts';
import { prepareInsert, prepareUpdate } from './prepare.ts';
import { checkDuplicateRules, checkRules, checkUnique, validateItem } from './validate.ts';
import { fireAfter, oldRows, writeRow } from './write.ts';
import type { Operation } from './write.ts';

/** The platform tries the good rows of a chunk three times in all, then gives up. */
const ATTEMPTS_MAX = 3;

/**
 * Saves up to 200 rows in the platform's order: load, before-triggers, validation, duplicate rules, save, after-triggers,
 * assignment, field updates, automation. Rows that fail are taken out and the rest is done again from the start, triggers too
 * (their static state stays). With allOrNone the caller undoes the work of a chunk that failed.
 */
export function saveChunk(context: SaveContext, object: ObjectSchema, operation: Operation, items: readonly Item[], options: DmlOptions): void {
  withRetries(context, items, options, () => {
    for (const item of items.filter(isGood)) {
      if (operation === 'insert') item.id = null;
      (operation === 'insert' ? prepareInsert : prepareUpdate)(context, object, item, options);
    }
    const ready = items.filter(isGood);
    saveOnce(context, object, operation, ready, options);
    return ready;
  });
}

/**
 * Partial success: while rows that had got as far as the triggers fail, undo and do the good ones again, at most three times.
 * `attempt` works on the items that are still good and answers which of them reached the triggers.
 */
export function withRetries(context: SaveContext, items: readonly Item[], options: DmlOptions, attempt: () => readonly Item[]): void {
  for (let n = 1; n <= ATTEMPTS_MAX; n += 1) {
    const mark = context.mark();
    if (attempt().every(isGood) || options.allOrNone) return;
    context.undoTo(mark);
  }
  for (const item of items.filter(isGood))
    item.errors.push(rowError('UNKNOWN_EXCEPTION', 'Too many batch retries in the presence of Apex triggers and partial failures.'));
}

/** One attempt on prepared items. `beforeTriggers` is off for records a lead conversion makes without validation. */
export function saveOnce(
  context: SaveContext,
  object: ObjectSchema,
  operation: Operation,
  items: readonly Item[],
  options: DmlOptions,
  beforeTriggers = true,
): void {
  context.progress.depth += 1;
  try {
    if (beforeTriggers) fireTriggers(context, object, `before ${operation}`, items, { newRows: items.map((i) => i.next), oldRows: oldRows(operation, items) });
    for (const item of items.filter(isGood)) check(context, object, item, options);
    const saved = items.filter((item) => isGood(item) && store(context, object, operation, item));
    fireAfter(context, object, operation, saved);
    afterSave(context, object, operation, saved.filter(isGood), options);
  } finally {
    context.progress.depth -= 1;
  }
}

function check(context: SaveContext, object: ObjectSchema, item: Item, options: DmlOptions): void {
  if (item.id !== null && context.rules.isLocked(object.name, item.id)) {
    item.errors.push(rowError('UNABLE_TO_LOCK_ROW', `unable to obtain exclusive access to this record or 1 records: ${item.id}`));
    return;
  }
  validateItem(context, object, item, options);
  if (!isGood(item)) return;
  checkRules(context, object, item);
  if (isGood(item)) checkDuplicateRules(context, object, item, options);
}

function store(context: SaveContext, object: ObjectSchema, operation: Operation, item: Item): boolean {
  checkUnique(context, object, item);
  if (isGood(item) && operation === 'insert' && !context.storage.admits(object)) item.errors.push(rowError('STORAGE_LIMIT_EXCEEDED', 'storage limit exceeded'));
  if (!isGood(item)) return false;
  writeRow(context, object, operation, item);
  return true;
}
