import type { FieldValue, Row, SaveError } from '../../../contract.ts';
import type { Item, SaveContext } from '../context.ts';
import type { Operation } from '../write.ts';

/** What the platform itself does when records of one standard object are saved or deleted, beyond what every object has. */
export type StandardRule = {
  /** Values that are there before the before-triggers run. */
  prepare?(context: SaveContext, item: Item): void;
  /** After the before-triggers: what the platform computes, and what it refuses. Errors go to the item. */
  check?(context: SaveContext, item: Item): void;
  /** Just before a row is stored, when the rows before it in the same call are there already. */
  unique?(context: SaveContext, item: Item): SaveError | null;
  /** After the after-triggers: what the platform saves elsewhere because of these rows. */
  follow?(context: SaveContext, operation: Operation, saved: readonly Item[]): void;
  /** Why this row may not be deleted; null when it may. */
  keeps?(context: SaveContext, row: Row): SaveError | null;
  /** After rows were deleted (by themselves, not along with a parent) or brought back. */
  removed?(context: SaveContext, items: readonly Item[]): void;
};

/** Rows of an object that are not deleted and that the running transaction may see. */
export const liveRows = (context: SaveContext, object: string, field: string, value: FieldValue): readonly Row[] =>
  context.database
    .table(object)
    .rowsWith(field, value)
    .filter((row) => row['IsDeleted'] !== true && context.isVisible(object, row));

/** The parent row a reference names, if there is one. */
export const parentOf = (context: SaveContext, object: string, id: FieldValue | undefined): Row | undefined =>
  typeof id === 'string' ? context.database.table(object).get(id) : undefined;

/** Whether a save changes a field; an insert changes what it fills. */
export const changes = (item: Item, name: string): boolean => (item.before?.[name] ?? null) !== (item.next[name] ?? null);

/** What the platform saves of its own accord: nobody's rights are asked, no assignment rule runs. */
export const PLATFORM = { allOrNone: false, access: 'system', sharing: false, autoAssign: false, duplicateRuleAllowSave: true } as const;

/** Saves again (or for the first time) what hangs on `items`; what fails there fails here too. */
export function saveAlso(context: SaveContext, operation: Operation, name: string, rows: readonly { readonly item: Item; readonly row: Row }[]): void {
  const object = context.registry.find(name);
  if (object === undefined || rows.length === 0) return;
  const results = context.dml(
    operation,
    object,
    rows.map((r) => r.row),
    PLATFORM,
  );
  for (const [index, { errors }] of results.entries()) rows[index]?.item.errors.push(...errors);
}
