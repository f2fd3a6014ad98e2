import type { DmlOptions, FieldSchema, FieldValue, ObjectSchema, Row, SaveError } from '../../contract.ts';
import { rowError } from '../errors.ts';
import { autoNumberText } from '../metadata/objects.ts';
import { parseId } from '../ids.ts';
import type { Item, SaveContext } from './context.ts';
import { deriveFields } from './derive.ts';
import { defaultCurrency, standardRule } from './standard/index.ts';
import { coerceType } from './values.ts';

const AUDIT = new Set(['CreatedDate', 'CreatedById', 'LastModifiedDate', 'LastModifiedById']);
const UNSETTABLE = (name: string, fields: readonly string[]): SaveError =>
  rowError(
    'INVALID_FIELD_FOR_INSERT_UPDATE',
    `Unable to create/update fields: ${name}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
    fields,
  );

/** Builds the row an insert would store: defaults, then the caller's values. Errors go to the item. */
export function prepareInsert(context: SaveContext, object: ObjectSchema, item: Item, options: DmlOptions): void {
  item.before = null;
  item.next = context.database.table(object.name).blank();
  if (options.access === 'user' && !context.permissions.canCreate(context.userId, object.name))
    return fail(item, 'INVALID_TYPE_FOR_OPERATION', `entity type cannot be inserted: ${object.label}`);
  if (item.input['Id'] !== undefined && item.input['Id'] !== null)
    return fail(item, 'INVALID_FIELD_FOR_INSERT_UPDATE', 'cannot specify Id in an insert call', ['Id']);
  for (const f of object.fields.values()) if (f.defaultValue !== null) item.next[f.name] = defaultOf(f);
  if (object.fields.has('ownerid')) item.next['OwnerId'] = context.userId;
  if (object.kind === 'customSetting') item.next['SetupOwnerId'] = context.orgId;
  applyInput(context, object, item, options, 'insert');
  for (const name of ['OwnerId', 'SetupOwnerId'])
    if (object.fields.has(name.toLowerCase())) item.next[name] ??= name === 'OwnerId' ? context.userId : context.orgId;
  for (const f of object.fields.values()) if (f.defaultedOnCreate && f.createable && f.type === 'picklist') item.next[f.name] ??= f.defaultValue;
  deriveFields(context.database, object, item.next, null, (name) => isSet(item, name));
  defaultCurrency(context, item);
  standardRule(object.name).prepare?.(context, item);
}

const defaultOf = (f: FieldSchema): FieldValue => f.defaultValue;

/** Finds the row to update and builds its next image. Errors go to the item. */
export function prepareUpdate(context: SaveContext, object: ObjectSchema, item: Item, options: DmlOptions): void {
  const before = findTarget(context, object, item, item.input['Id'] ?? null, options);
  if (before === null) return;
  item.before = before;
  item.next = { ...before };
  if (options.access === 'user' && !context.permissions.canEdit(context.userId, object.name))
    return fail(item, 'INVALID_TYPE_FOR_OPERATION', `entity type cannot be updated: ${object.label}`);
  if (enforcesSharing(options) && !context.sharing.canChange(context.userId, object.name, before))
    return fail(item, 'INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');
  // The account is the record people see; the status code is to be confirmed in a real org.
  if (object.name === 'Contact' && before['IsPersonAccount'] === true)
    return fail(item, 'INVALID_FIELD_FOR_INSERT_UPDATE', 'the contact of a person account is changed through the account');
  if (object.name === 'Lead' && before['IsConverted'] === true && !context.permissions.hasSystem(context.userId, 'AllowViewEditConvertedLeads'))
    return fail(item, 'CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead');
  applyInput(context, object, item, options, 'update');
  deriveFields(context.database, object, item.next, before, (name) => isSet(item, name));
  standardRule(object.name).prepare?.(context, item);
}

export const enforcesSharing = (options: DmlOptions): boolean => options.sharing || options.access === 'user';
const isSet = (item: Item, name: string): boolean => item.input[name] !== undefined && item.input[name] !== null;
const fail = (item: Item, code: string, message: string, fields: readonly string[] = []): void => void item.errors.push(rowError(code, message, fields));

/** The live row an id points to, or null with the platform's error on the item. Sets item.id. */
export function findTarget(context: SaveContext, object: ObjectSchema, item: Item, given: FieldValue, options: DmlOptions): Row | null {
  if (given === null || given === '') {
    fail(item, 'MISSING_ARGUMENT', `Id not specified in an update call`);
    return null;
  }
  const id = parseId(String(given));
  if (id === null || !id.startsWith(object.keyPrefix)) {
    fail(item, 'MALFORMED_ID', `${object.label} ID: id value of incorrect type: ${String(given)}`, ['Id']);
    return null;
  }
  item.id = id;
  const row = context.database.table(object.name).get(id);
  const isHidden =
    row !== undefined && (!context.isVisible(object.name, row) || (enforcesSharing(options) && !context.sharing.canSee(context.userId, object.name, row)));
  if (row === undefined || isHidden) {
    fail(item, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
    return null;
  }
  if (row['IsDeleted'] === true) {
    fail(item, 'ENTITY_IS_DELETED', 'entity is deleted');
    return null;
  }
  return row;
}

function applyInput(context: SaveContext, object: ObjectSchema, item: Item, options: DmlOptions, operation: 'insert' | 'update'): void {
  const refused: string[] = [];
  for (const [key, value] of Object.entries(item.input)) {
    if (key === 'Id') continue;
    const isForeignKey = key.includes('.');
    const f = isForeignKey ? relationField(object, key) : object.fields.get(key.toLowerCase());
    if (f === undefined || (options.access === 'user' && !context.permissions.canRead(context.userId, object.name, f.name))) {
      fail(item, 'INVALID_FIELD', `No such column '${key}' on sobject of type ${object.name}`, [key]);
      continue;
    }
    if (!isWritable(context, object, f, options, operation)) {
      refused.push(f.name);
      continue;
    }
    const coerced = isForeignKey ? foreignKey(context, f, key, value) : coerceType(object.name, f, value);
    if ('error' in coerced) item.errors.push(coerced.error);
    else item.next[f.name] = coerced.value;
  }
  if (refused.length > 0) item.errors.push(UNSETTABLE(refused.join(', '), refused));
}

const relationField = (object: ObjectSchema, key: string): FieldSchema | undefined => {
  const relation = key.split('.')[0]?.toLowerCase();
  return [...object.fields.values()].find((f) => f.relationshipName?.toLowerCase() === relation);
};

function isWritable(context: SaveContext, object: ObjectSchema, f: FieldSchema, options: DmlOptions, operation: 'insert' | 'update'): boolean {
  if (operation === 'insert' && AUDIT.has(f.name)) return context.permissions.hasSystem(context.userId, 'CreateAuditFields');
  if (operation === 'insert' ? !f.createable : !f.updateable) return false;
  if (options.access === 'system') return true;
  // Field permissions on create are the edit permission of the field.
  return operation === 'insert'
    ? context.permissions.canCreate(context.userId, object.name) && fieldEditable(context, object, f)
    : context.permissions.canEdit(context.userId, object.name, f.name);
}

const fieldEditable = (context: SaveContext, object: ObjectSchema, f: FieldSchema): boolean =>
  context.permissions.canEdit(context.userId, object.name, f.name) ||
  (!context.permissions.canEdit(context.userId, object.name) && context.permissions.canRead(context.userId, object.name, f.name));

/** `Account.Sync_Key__c: 'k'` → the account's id. */
function foreignKey(context: SaveContext, f: FieldSchema, key: string, value: FieldValue): { value: FieldValue } | { error: SaveError } {
  const parent = context.registry.find(f.referenceTo[0] ?? '');
  const external = parent?.fields.get(key.split('.')[1]?.toLowerCase() ?? '');
  if (parent === undefined || external === undefined || !(external.externalId || external.type === 'email'))
    return {
      error: rowError('INVALID_FIELD', `Field name provided, ${key.split('.')[1]} is not an External ID or indexed field for ${parent?.name}`, [f.name]),
    };
  const table = context.database.table(parent.name);
  const ids = table.idsWith(external.name, value).filter((id) => table.get(id)?.['IsDeleted'] === false);
  const [id, second] = ids;
  if (id === undefined)
    return { error: rowError('INVALID_FIELD', `Foreign key external ID: ${String(value)} not found for field ${external.name} in entity ${parent.name}`, []) };
  if (second !== undefined)
    return {
      error: rowError(
        'DUPLICATE_EXTERNAL_ID',
        `Foreign key external ID: ${String(value)} found more than once for field ${external.name} in entity ${parent.name}`,
        [],
      ),
    };
  return { value: id };
}

/** Gives auto numbers to a row about to be stored for the first time. */
export function numberRow(context: SaveContext, object: ObjectSchema, row: Row): void {
  for (const a of context.registry.autoNumbers) {
    if (a.object === object.name) row[a.field] = autoNumberText(a.format, context.database.nextNumber(`${a.object}.${a.field}`));
  }
}
