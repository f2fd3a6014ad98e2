/** DML from Apex: records to rows, results to exceptions or SaveResults. */
import type { DmlOperation, DmlOptions, Row, SaveError, SaveResult } from '../../contract.ts';
import { Bag } from '../library/define.ts';
import { statusCode } from '../library/status-codes.ts';
import { AList } from './collections.ts';
import { running } from './current.ts';
import type { Access } from './queries.ts';
import { SObj, toRow } from './sobject.ts';
import { ApexException, exception, isOrgError, notNull, raise, type FailedRow } from './throwable.ts';

export type DmlRequest = {
  readonly operation: DmlOperation;
  readonly records: readonly SObj[];
  readonly access: Access;
  readonly allOrNone: boolean;
  readonly key?: string | undefined;
  readonly options?: Bag | null;
};

/** Saves records in the order given; records of one type in a row travel together, as the platform chunks them. */
export function save(request: DmlRequest): SaveResult[] {
  const { operation, records } = request;
  const { limits } = running().context;
  if (records.length === 0) return [];
  limits.add('dmlStatements');
  limits.add('dmlRows', records.length);
  checkRecords(operation, records);
  const results: SaveResult[] = [];
  for (let start = 0; start < records.length;) {
    const type = records[start]?.schema;
    let end = start;
    while (records[end]?.schema === type) end += 1;
    results.push(...saveGroup(request, records.slice(start, end)));
    if (request.allOrNone && results.some((r) => !r.success)) break;
    start = end;
  }
  return results;
}

function checkRecords(operation: DmlOperation, records: readonly SObj[]): void {
  if (new Set(records).size !== records.length && operation !== 'undelete')
    raise('ListException', `Before Insert or Upsert list must not have two identically equal elements`);
  for (const record of records) {
    if (record.slot) raise('SObjectException', 'DML statement cannot operate on trigger.new or trigger.old');
    if (record.schema.kind === 'event' && operation !== 'insert') raise('DmlException', `${operation} is not allowed on ${record.schema.name}`);
  }
}

function saveGroup(request: DmlRequest, records: readonly SObj[]): readonly SaveResult[] {
  const runtime = running();
  const { transaction } = runtime.context;
  const { operation, access, allOrNone, key } = request;
  const object = notNull(records[0]).schema;
  if (access === 'user') checkObjectAccess(operation, object.name);
  if (operation === 'insert') {
    const at = records.findIndex((r) => typeof r.fields.get('Id') === 'string');
    if (at >= 0) {
      const error: SaveError = { statusCode: 'INVALID_FIELD_FOR_INSERT_UPDATE', message: 'cannot specify Id in an insert call', fields: ['Id'] };
      throw dmlException(operation, [{ index: at, id: null, error }]);
    }
  }
  const options: DmlOptions = {
    allOrNone,
    access,
    sharing: access === 'user' || runtime.sharing,
    ...(key ? { externalIdField: key } : {}),
    ...optionsOf(request.options ?? optionsBag(records)),
  };
  const rows: Row[] = records.map(operation === 'delete' || operation === 'undelete' ? (r): Row => ({ Id: String(r.fields.get('Id') ?? '') || null }) : toRow);
  let results: readonly SaveResult[];
  try {
    results = transaction.dml(operation, object.name, rows, options);
  } catch (error) {
    runtime.rethrowFatal();
    if (error instanceof ApexException) throw error.thrown;
    if (!isOrgError(error)) throw error;
    throw dmlException(operation, [{ index: 0, id: null, error: { statusCode: error.code, message: error.message, fields: error.fields } }]);
  }
  runtime.rethrowFatal();
  results.forEach((result, i) => {
    const record = records[i];
    if (result.success && result.id && record && (operation === 'insert' || operation === 'upsert')) record.fields.set('Id', result.id);
  });
  return results;
}

/** In user mode a user without the right on the object meets a SecurityException, not a row's error (as apex-recipes' tests expect). */
function checkObjectAccess(operation: DmlOperation, object: string): void {
  const { org, context } = running();
  const { userId } = context;
  const mayEdit = operation === 'insert' || org.canEdit(userId, object);
  const mayCreate = (operation !== 'insert' && operation !== 'upsert') || org.canCreate(userId, object);
  const isDelete = operation === 'delete' || operation === 'undelete';
  if (isDelete ? !org.canDelete(userId, object) : !(mayEdit && mayCreate)) raise('SecurityException', `Access to entity '${object}' denied`);
}

const optionsBag = (records: readonly SObj[]): Bag | null => {
  const found = records[0]?.options;
  return found instanceof Bag ? found : null;
};

/** Database.DMLOptions as the seam carries them. */
function optionsOf(bag: Bag | null): Partial<DmlOptions> {
  if (!bag) return {};
  const assignment = bag.values['assignmentRuleHeader'];
  const duplicate = bag.values['duplicateRuleHeader'];
  const ruleId = assignment instanceof Bag ? assignment.values['assignmentRuleId'] : null;
  const useDefault = assignment instanceof Bag ? assignment.values['useDefaultRule'] : null;
  const autoAssign = typeof ruleId === 'string' ? ruleId : typeof useDefault === 'boolean' ? useDefault : undefined;
  return {
    ...(autoAssign === undefined ? { autoAssign: false } : { autoAssign }),
    ...(duplicate instanceof Bag && duplicate.values['allowSave'] === true ? { duplicateRuleAllowSave: true } : {}),
    ...(bag.values['allowFieldTruncation'] === true ? { allowFieldTruncation: true } : {}),
  };
}

const WORDS: Readonly<Record<DmlOperation, string>> = { insert: 'Insert', update: 'Update', upsert: 'Upsert', delete: 'Delete', undelete: 'Undelete' };

export function dmlException(operation: DmlOperation, rows: readonly FailedRow[]): ReturnType<typeof exception> {
  const first = notNull(rows[0]);
  const withId = first.id ? ` with id ${first.id}` : '';
  const made = exception(
    'DmlException',
    `${WORDS[operation]} failed. First exception on row ${first.index}${withId}; first error: ${first.error.statusCode}, ${first.error.message}: [${first.error.fields.join(', ')}]`,
  );
  made.rows = rows;
  return made;
}

/** A DML statement or an all-or-none Database method: the first failure is thrown. */
export function saveOrThrow(request: DmlRequest): SaveResult[] {
  const results = save({ ...request, allOrNone: true });
  const failed: FailedRow[] = [];
  results.forEach((result, index) => {
    const id = request.records[index]?.fields.get('Id');
    const error = result.errors[0];
    if (!result.success && error) failed.push({ index, id: request.operation === 'insert' || typeof id !== 'string' ? null : id, error });
  });
  if (failed.length) {
    // Rows the same call had already written are undone by the org; their ids go too.
    if (request.operation === 'insert') for (const record of request.records) record.fields.delete('Id');
    throw dmlException(request.operation, failed);
  }
  return results;
}

/** Records of a DML operand: one record or a list of them. */
export function recordsOf(operand: unknown): SObj[] {
  const value = notNull(operand);
  const items = value instanceof AList ? value.items : [value];
  return items.map((item) => {
    const record = notNull(item);
    if (!(record instanceof SObj)) throw new Error('DML takes records');
    return record;
  });
}

/** A DML statement. */
export function statement(operation: DmlOperation, operand: unknown, access: Access, key?: string): void {
  const records = recordsOf(operand);
  const [first] = records;
  if (first?.schema.kind === 'event') throw new Error('platform events are published with EventBus.publish here, not inserted');
  saveOrThrow({ operation, records, access, allOrNone: true, key });
}

/** A SaveResult, UpsertResult, DeleteResult or UndeleteResult as Apex sees it. */
export function resultBag(type: string, result: SaveResult): Bag {
  return new Bag(type, { id: result.id, success: result.success, created: result.created, errors: result.errors.map(errorBag) });
}

export function errorBag(error: SaveError): Bag {
  return new Bag('Database.Error', { message: error.message, statusCode: statusCode(error.statusCode), fields: error.fields });
}
