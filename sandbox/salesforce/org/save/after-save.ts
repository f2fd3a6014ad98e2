import type { DmlOptions, ObjectSchema, Row } from '../../contract.ts';
import { rowError } from '../errors.ts';
import { fireTriggers, isGood } from './context.ts';
import type { Item, SaveContext } from './context.ts';
import { holdsAll } from './rules.ts';
import { standardRule } from './standard/index.ts';
import { checkUnique, validateItem } from './validate.ts';
import { fireAfter, writeRow } from './write.ts';
import type { Operation } from './write.ts';

/** Everything between the after-triggers and the commit, in the platform's order: assignment, field updates, what the platform saves elsewhere, automation. */
export function afterSave(context: SaveContext, object: ObjectSchema, operation: Operation, saved: readonly Item[], options: DmlOptions): void {
  assign(context, object, operation, saved, options);
  updateFields(context, object, operation, saved, options);
  standardRule(object.name).follow?.(context, operation, saved.filter(isGood));
  automate(context, object, saved.filter(isGood));
}

/** The assignment rule changes the owner without firing triggers again. Inserts: unless switched off; updates: only when asked for. */
function assign(context: SaveContext, object: ObjectSchema, operation: Operation, saved: readonly Item[], options: DmlOptions): void {
  const wanted = operation === 'insert' ? options.autoAssign !== false : options.autoAssign !== undefined && options.autoAssign !== false;
  const rule = context.rules.assignment.find((r) => r.object === object.name);
  if (!wanted || rule === undefined) return;
  for (const item of saved) {
    const row = current(context, object, item);
    const entry = rule.entries.find((e) => holdsAll(e.when, row, item.before));
    if (entry !== undefined) context.database.write(object.name, String(item.id), { ...row, OwnerId: entry.ownerId });
  }
}

const current = (context: SaveContext, object: ObjectSchema, item: Item): Row => context.database.table(object.name).get(String(item.id)) ?? item.next;

/**
 * Workflow field updates: all matching rows are updated together and update triggers fire once more, with the image from
 * before the first save as Trigger.old. Customer validation and duplicate rules do not run again.
 */
function updateFields(context: SaveContext, object: ObjectSchema, operation: Operation, saved: readonly Item[], options: DmlOptions): void {
  const updates = context.rules.fieldUpdates.filter((u) => u.object === object.name);
  if (updates.length === 0) return;
  const again = saved.flatMap((item): readonly Item[] => {
    const row = current(context, object, item);
    const changes = Object.assign({}, ...updates.filter((u) => holdsAll(u.when, row, item.before)).map((u) => u.set));
    const differs = Object.entries(changes).some(([name, value]) => row[name] !== value);
    return differs ? [{ ...item, input: changes, before: operation === 'insert' ? row : item.before, next: { ...row, ...changes } }] : [];
  });
  fireTriggers(context, object, 'before update', again, { newRows: again.map((i) => i.next), oldRows: again.map((i) => ({ ...i.before })) });
  for (const item of again.filter(isGood)) {
    validateItem(context, object, item, { ...options, access: 'system', sharing: false });
    if (isGood(item)) checkUnique(context, object, item);
    if (isGood(item)) writeRow(context, object, 'update', item);
  }
  fireAfter(context, object, 'update', again.filter(isGood));
}

/** After-save automation is a complete save of its own, in system mode, at most once per record, rule and transaction. */
function automate(context: SaveContext, object: ObjectSchema, saved: readonly Item[]): void {
  for (const automation of context.rules.automations.filter((a) => a.object === object.name)) {
    const due = saved.filter((item) => {
      const key = `${automation.name}:${String(item.id)}`;
      const row = current(context, object, item);
      const isDue =
        !context.progress.automated.has(key) &&
        holdsAll(automation.when, row, item.before) &&
        Object.entries(automation.set).some(([name, value]) => row[name] !== value);
      if (isDue) context.progress.automated.add(key);
      return isDue;
    });
    if (due.length === 0) continue;
    const results = context.dml(
      'update',
      object,
      due.map((i) => ({ Id: String(i.id), ...automation.set })),
      { allOrNone: true, access: 'system', sharing: false, autoAssign: false },
    );
    for (const [index, result] of results.entries()) {
      const [error] = result.errors;
      if (error !== undefined)
        due[index]?.errors.push(
          rowError(
            'CANNOT_EXECUTE_FLOW_TRIGGER',
            `We can't save this record because the “${automation.name}” process failed. Give your admin these details. ${error.statusCode}: ${error.message}`,
          ),
        );
    }
  }
}
