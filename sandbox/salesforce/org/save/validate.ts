import type { DmlOptions, FieldSchema, FieldValue, ObjectSchema, Row, SaveError } from '../../contract.ts';
import { rowError } from '../errors.ts';
import type { Item, SaveContext } from './context.ts';
import { deriveFields } from './derive.ts';
import { checkOffered, checkRecordType } from './record-types.ts';
import { checkCurrency, standardRule } from './standard/index.ts';
import { checkValue, coerceType, truncated } from './values.ts';

/** System validation after before-triggers: types and lengths of changed values, required fields, references. Errors go to the item. */
export function validateItem(context: SaveContext, object: ObjectSchema, item: Item, options: DmlOptions): void {
  const { next, before } = item;
  for (const f of object.fields.values()) {
    const value = next[f.name] ?? null;
    if (f.type === 'address' || (before !== null && before[f.name] === value) || (before === null && value === null)) continue;
    const coerced = coerceType(object.name, f, value);
    if ('error' in coerced) {
      item.errors.push(coerced.error);
      continue;
    }
    next[f.name] = options.allowFieldTruncation === true ? truncated(f, coerced.value) : coerced.value;
    const problem =
      checkValue(f, next[f.name] ?? null) ??
      (f.type === 'reference' ? checkReference(context, object, f, next[f.name] ?? null, options) : checkOffered(context, object, f, item));
    if (problem !== null) item.errors.push(problem);
  }
  deriveFields(context.database, object, next, before, (name) => (item.input[name] ?? null) !== null || (before?.[name] ?? null) !== (next[name] ?? null));
  const missing = missingFields(object, next);
  if (missing.length > 0) item.errors.push(rowError('REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.join(', ')}]`, missing));
  checkCurrency(context, item);
  standardRule(object.name).check?.(context, item);
}

const missingFields = (object: ObjectSchema, row: Row): readonly string[] =>
  [...object.fields.values()]
    .filter((f) => !f.nillable && f.type !== 'boolean' && (f.createable || f.updateable) && (row[f.name] ?? null) === null)
    .map((f) => f.name);

/** Ids in these fields are filled by the platform and stay when the row they point to goes. */
const UNCHECKED = new Set(['CreatedById', 'LastModifiedById', 'MasterRecordId', 'ConvertedAccountId', 'ConvertedContactId', 'ConvertedOpportunityId']);

function checkReference(context: SaveContext, object: ObjectSchema, f: FieldSchema, value: FieldValue, options: DmlOptions): SaveError | null {
  if (typeof value !== 'string' || UNCHECKED.has(f.name)) return null;
  if (f.name === 'RecordTypeId') return checkRecordType(context, object, value);
  const target = f.referenceTo.map((name) => context.registry.find(name)).find((o) => o?.keyPrefix === value.slice(0, 3));
  if (target === undefined) {
    const isOwner = f.name === 'OwnerId';
    return isOwner
      ? rowError('INVALID_CROSS_REFERENCE_KEY', 'Owner ID: id value of incorrect type: ' + value, [f.name])
      : rowError('FIELD_INTEGRITY_EXCEPTION', `${f.label}: id value of incorrect type: ${value}`, [f.name]);
  }
  const row = context.database.table(target.name).get(value);
  if (row === undefined || !context.isVisible(target.name, row)) return rowError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', [f.name]);
  if (row['IsDeleted'] === true) return rowError('ENTITY_IS_DELETED', 'entity is deleted', [f.name]);
  if (f.name === 'OwnerId') return checkOwner(context, object, row);
  const enforced = options.sharing || options.access === 'user';
  return enforced && !context.sharing.canSee(context.userId, target.name, row)
    ? rowError('INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY', 'insufficient access rights on cross-reference id', [f.name])
    : null;
}

function checkOwner(context: SaveContext, object: ObjectSchema, owner: Row): SaveError | null {
  if (owner['IsActive'] === false && !context.permissions.hasSystem(context.userId, 'UpdateWithInactiveOwner'))
    return rowError('INACTIVE_OWNER_OR_USER', 'operation performed with inactive user [' + String(owner['Id']) + '] as owner', ['OwnerId']);
  const id = String(owner['Id']);
  if (!id.startsWith('00G')) return null;
  const table = context.database.table('QueueSobject');
  const holds = table.idsWith('QueueId', id).some((q) => table.get(q)?.['SobjectType'] === object.name);
  return holds ? null : rowError('INVALID_CROSS_REFERENCE_KEY', 'Queue not associated with this SObject type', ['OwnerId']);
}

/** The customer's validation rules. */
export function checkRules(context: SaveContext, object: ObjectSchema, item: Item): void {
  for (const rule of context.rules.validation) {
    if (rule.object !== object.name || !rule.matches(item.next, item.before)) continue;
    item.errors.push(rowError('FIELD_CUSTOM_VALIDATION_EXCEPTION', rule.message, rule.field === null ? [] : [rule.field]));
  }
}

/** Duplicate rules: exact matches on the rule's fields among live rows of its objects. */
export function checkDuplicateRules(context: SaveContext, object: ObjectSchema, item: Item, options: DmlOptions): void {
  for (const rule of context.rules.duplicates) {
    if (rule.object !== object.name || (item.before !== null && !rule.onUpdate)) continue;
    if (item.before !== null && rule.fields.every((f) => item.before?.[f] === item.next[f])) continue;
    const matches = rule.matchObjects.map((name) => ({ name, ids: matching(context, name, rule.fields, item) })).filter((m) => m.ids.length > 0);
    if (matches.length === 0 || (rule.action === 'alert' && options.duplicateRuleAllowSave === true)) continue;
    const message = "You're creating a duplicate record. We recommend you use an existing record instead.";
    const matchResults = matches.map((m) => ({
      entityType: m.name,
      errors: [],
      matchEngine: 'ExactMatchEngine',
      rule: `Standard_${m.name}_Match_Rule_v1_1`,
      size: m.ids.length,
      success: true,
      matchRecords: m.ids.map((id) => ({ additionalInformation: [], fieldDiffs: [], matchConfidence: 100, record: { attributes: { type: m.name }, Id: id } })),
    }));
    // The misspelling is the platform's own, in its answers since v51.
    const duplicateResut = {
      allowSave: rule.action === 'alert',
      duplicateRule: rule.name,
      duplicateRuleEntityType: object.name,
      errorMessage: message,
      matchResults,
    };
    item.errors.push(rowError('DUPLICATES_DETECTED', message, [], { duplicateResut }));
  }
}

function matching(context: SaveContext, object: string, fields: readonly string[], item: Item): readonly string[] {
  const table = context.database.table(object);
  const [first = ''] = fields;
  const value = item.next[first] ?? null;
  if (value === null) return [];
  const lower = (v: FieldValue | undefined): string => String(v ?? '').toLowerCase();
  const pool = table.isIndexed(first) ? table.rowsWith(first, value) : [...table.rows.values()];
  const same = (row: Row): boolean => fields.every((f) => lower(row[f]) !== '' && lower(row[f]) === lower(item.next[f]));
  return pool
    .filter((row) => row['Id'] !== item.id && row['IsDeleted'] !== true && row['IsConverted'] !== true && context.isVisible(object, row) && same(row))
    .map((row) => String(row['Id']));
}

/** Unique and external-id-unique fields, checked against live rows just before the row is stored. */
export function checkUnique(context: SaveContext, object: ObjectSchema, item: Item): void {
  const table = context.database.table(object.name);
  for (const f of object.fields.values()) {
    const value = item.next[f.name] ?? null;
    if (!f.unique || value === null || item.before?.[f.name] === value) continue;
    const other = table.idsWith(f.name, value).find((id) => id !== item.id && isLive(context, object, table.get(id)));
    if (other !== undefined) item.errors.push(rowError('DUPLICATE_VALUE', `duplicate value found: ${f.name} duplicates value on record with id: ${other}`, []));
  }
  const twin = standardRule(object.name).unique?.(context, item) ?? null;
  if (twin !== null) item.errors.push(twin);
}

const isLive = (context: SaveContext, object: ObjectSchema, row: Row | undefined): boolean =>
  row !== undefined && row['IsDeleted'] !== true && context.isVisible(object.name, row);
