import type { DmlOperation, DmlOptions, FieldSchema, ObjectSchema, Row, SaveResult } from '../../contract.ts';
import { OrgError, notImplemented, rowError } from '../errors.ts';
import { parseId } from '../ids.ts';
import { saveChunk } from './chunk.ts';
import { isGood, newItem } from './context.ts';
import type { Item, SaveContext } from './context.ts';
import { deleteChunk } from './delete.ts';
import { undeleteChunk } from './undelete.ts';
import type { Operation } from './write.ts';

/** Triggers and partial success work on this many rows at a time. */
const CHUNK = 200;
const ROLLED_BACK = rowError(
  'ALL_OR_NONE_OPERATION_ROLLED_BACK',
  'Record rolled back because not all records were valid and the request was using AllOrNone header',
);

/**
 * One DML statement: any number of rows, in chunks, inside the running transaction. One result per row, in order. With
 * allOrNone a failure undoes the whole statement and the innocent rows say ALL_OR_NONE_OPERATION_ROLLED_BACK.
 */
export function runDml(context: SaveContext, operation: DmlOperation, object: ObjectSchema, rows: readonly Row[], options: DmlOptions): readonly SaveResult[] {
  if (object.kind === 'event') throw new OrgError('INVALID_TYPE_FOR_OPERATION', `platform events are published, not saved: ${object.name}`);
  if (operation === 'delete' && object.name === 'User') throw new OrgError('INVALID_TYPE_FOR_OPERATION', 'DML operation Delete not allowed on User');
  checkMixedDml(context, object);
  const mark = context.mark();
  const items = rows.map((row, index) => newItem(index, row));
  for (let start = 0; start < items.length; start += CHUNK) runChunk(context, operation, object, items.slice(start, start + CHUNK), options);
  const hasFailed = items.some((i) => !isGood(i));
  if (hasFailed && options.allOrNone) {
    context.undoTo(mark);
    for (const item of items.filter(isGood)) item.errors.push(ROLLED_BACK);
  }
  return items.map(resultOf);
}

/** A failed insert names no id; other failures name the id that was given. */
function resultOf(item: Item): SaveResult {
  const success = isGood(item);
  const given = typeof item.input['Id'] === 'string' ? item.input['Id'] : null;
  return { id: success ? item.id : given, success, created: success && item.created, errors: [...item.errors] };
}

function runChunk(context: SaveContext, operation: DmlOperation, object: ObjectSchema, items: readonly Item[], options: DmlOptions): void {
  switch (operation) {
    case 'insert':
    case 'update':
      if (operation === 'update') refuseRepeatedIds(items);
      return saveChunk(context, object, operation, items, options);
    case 'upsert':
      return upsertChunk(context, object, items, options);
    case 'delete':
      return deleteChunk(context, object, items, options);
    case 'undelete':
      return undeleteChunk(context, object, items, options);
  }
}

function refuseRepeatedIds(items: readonly Item[]): void {
  const seen = new Set<string>();
  for (const item of items) {
    const id = parseId(String(item.input['Id'] ?? ''));
    if (id !== null && seen.has(id)) item.errors.push(rowError('DUPLICATE_VALUE', `duplicate id in list: ${id}`));
    if (id !== null) seen.add(id);
  }
}

/** Splits rows by whether their key finds a record; inserts go first, as one run, then updates. */
function upsertChunk(context: SaveContext, object: ObjectSchema, items: readonly Item[], options: DmlOptions): void {
  const key = options.externalIdField ?? 'Id';
  const field = object.fields.get(key.toLowerCase());
  if (field === undefined || !(field.type === 'id' || field.externalId || field.type === 'email'))
    throw new OrgError('INVALID_FIELD', `Field name provided, ${key} is not an External ID or indexed field for ${object.name}`, [key]);
  const runs: Record<Operation, Item[]> = { insert: [], update: [] };
  const seen = new Set<string>();
  for (const item of items) {
    const target = upsertTarget(context, object, field, item, options);
    const value = String(item.input[field.name] ?? '').toLowerCase();
    if (value !== '' && seen.has(value))
      item.errors.push(rowError('DUPLICATE_VALUE', `Duplicate external id specified: ${String(item.input[field.name])}`, [field.name]));
    seen.add(value);
    if (isGood(item)) runs[target].push(item);
  }
  saveChunk(context, object, 'insert', runs.insert, options);
  saveChunk(context, object, 'update', runs.update, options);
}

function upsertTarget(context: SaveContext, object: ObjectSchema, field: FieldSchema, item: Item, options: DmlOptions): Operation {
  const key = field.name;
  const value = item.input[key] ?? null;
  if (key === 'Id') return value === null ? 'insert' : 'update';
  if (value === null || value === '') {
    item.errors.push(rowError('MISSING_ARGUMENT', `${key} not specified`, [key]));
    return 'insert';
  }
  const table = context.database.table(object.name);
  const ids = table.idsWith(key, value).filter((id) => {
    const row = table.get(id);
    return row !== undefined && row['IsDeleted'] !== true && context.isVisible(object.name, row);
  });
  if (ids.length > 1)
    item.errors.push(rowError('DUPLICATE_EXTERNAL_ID', `${field.label}: more than one record found for external id field: [${ids.join(', ')}]`, [key]));
  const [id] = ids;
  if (id === undefined) {
    if (options.updateOnly === true) item.errors.push(rowError('NOT_FOUND', 'The requested resource does not exist'));
    return 'insert';
  }
  Object.assign(item, { input: { ...item.input, Id: id } });
  return 'update';
}

/** Setup objects that may not share a transaction with ordinary records ("Mixed DML", Apex Developer Guide). Tests switch users instead. */
const MIXED = new Set([
  'PermissionSet',
  'PermissionSetAssignment',
  'ObjectPermissions',
  'FieldPermissions',
  'SetupEntityAccess',
  'Group',
  'GroupMember',
  'QueueSobject',
  'UserRole',
]);
const READ_ONLY = new Set([
  'Organization',
  'Profile',
  'LeadStatus',
  'OpportunityStage',
  'TaskStatus',
  'CaseStatus',
  'BusinessProcess',
  'CurrencyType',
  'AsyncApexJob',
  'ApexClass',
  'CustomPermission',
  'RecordType',
  'AssignmentRule',
]);

function checkMixedDml(context: SaveContext, object: ObjectSchema): void {
  if (READ_ONLY.has(object.name)) throw notImplemented(`DML on ${object.name}`);
  const { progress } = context;
  const other = MIXED.has(object.name) ? progress.dataObject : object.kind === 'setup' ? null : progress.setupObject;
  if (other !== null)
    throw new OrgError(
      'MIXED_DML_OPERATION',
      `DML operation on setup object is not permitted after you have updated a non-setup object (or vice versa): ${object.name}, original object: ${other}`,
    );
  if (MIXED.has(object.name)) progress.setupObject = object.name;
  else if (object.kind !== 'setup' && object.kind !== 'customSetting') progress.dataObject = object.name;
}
