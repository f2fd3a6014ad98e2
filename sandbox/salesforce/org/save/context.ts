import type { ApexProgram, DmlOperation, DmlOptions, ObjectSchema, Row, SaveError, SaveResult, Transaction, TriggerEvent } from '../../contract.ts';
import type { Permissions } from '../access/permissions.ts';
import type { Sharing } from '../access/sharing.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import type { Database } from '../store/database.ts';
import type { Storage } from '../storage.ts';
import type { SaveRules } from './rules.ts';

/** What saving needs of the running transaction and its org. */
export type SaveContext = {
  readonly registry: SchemaRegistry;
  readonly database: Database;
  readonly permissions: Permissions;
  readonly sharing: Sharing;
  readonly rules: SaveRules;
  readonly storage: Storage;
  readonly program: ApexProgram | null;
  /** The transaction handed to triggers. */
  readonly transaction: Transaction;
  /** The running user; `runAs` changes it for a while. */
  readonly userId: string;
  readonly orgId: string;
  /** Hides rows a test must not see; deleted rows are the caller's business. */
  isVisible(object: string, row: Row): boolean;
  noteInsert(id: string): void;
  /** A DML statement of its own inside the running save: what after-save automation does. One result per row, in order. */
  dml(operation: DmlOperation, object: ObjectSchema, rows: readonly Row[], options: DmlOptions): readonly SaveResult[];
  /** Undo everything (rows, unpublished events, unstarted jobs) since a mark. */
  mark(): number;
  undoTo(mark: number): void;
  readonly progress: Progress;
};
/** What one transaction remembers between saves. */
export type Progress = { depth: number; setupObject: string | null; dataObject: string | null; readonly automated: Set<string> };

/** One row on its way through a save. */
export type Item = { readonly index: number; readonly input: Row; id: string | null; before: Row | null; next: Row; errors: SaveError[]; created: boolean };

export const newItem = (index: number, input: Row): Item => ({ index, input, id: null, before: null, next: {}, errors: [], created: false });
export const isGood = (item: Item): boolean => item.errors.length === 0;

/** Recursion limit: https://developer.salesforce.com/docs/atlas.en-us.apexcode.meta/apexcode/apex_gov_limits.htm "total stack depth for any Apex invocation that recursively fires triggers". */
export const TRIGGER_DEPTH_MAX = 16;

const TRIGGER_FAILED = 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY';

/**
 * Runs the triggers of one event on up to 200 items. An uncaught Apex exception fails every row of the chunk; limit exceptions
 * and our own faults go through.
 */
export function fireTriggers(
  context: SaveContext,
  object: ObjectSchema,
  event: TriggerEvent,
  items: readonly Item[],
  rows: { readonly newRows: readonly Row[] | null; readonly oldRows: readonly Row[] | null },
): void {
  const { program, progress } = context;
  if (program === null || items.length === 0 || !program.hasTriggers(object.name, event)) return;
  if (progress.depth > TRIGGER_DEPTH_MAX) {
    for (const item of items)
      item.errors.push({ statusCode: TRIGGER_FAILED, message: `maximum trigger depth exceeded\n${object.name} trigger event`, fields: [] });
    return;
  }
  try {
    program.runTriggers(context.transaction, {
      object: object.name,
      event,
      newRows: rows.newRows,
      oldRows: rows.oldRows,
      addError: (index, message, field) =>
        void items[index]?.errors.push({ statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message, fields: field === null ? [] : [field] }),
    });
  } catch (error) {
    if (!isApexFailure(error)) throw error;
    for (const item of items) item.errors.push({ statusCode: TRIGGER_FAILED, message: error.message, fields: [] });
  }
}

/** An Apex exception that DML turns into row errors (limit exceptions cannot be caught). */
export const isApexFailure = (error: unknown): error is Error =>
  error instanceof Error && error.name === 'ApexException' && !('isFatal' in error && error.isFatal === true);
