import { arrayOf, isObject, objectOf, textOf, textsOf, type JsonObject } from '../body.ts';
import { invalid } from '../errors.ts';
import type { Portal } from '../portal.ts';
import type { ObjectKind } from '../schema/objects.ts';
import type { PropertyDefinition } from '../schema/property.ts';
import type { IndexedRecord } from '../search/search-index.ts';

/** Whether a record belongs to an active list. */
export type ListTest = (record: IndexedRecord) => boolean;

/** Depth and breadth the platform allows a list's filters (developers.hubspot.com, "Lists filters"). */
const BRANCHES_MAX = 60;

const refuse = (message: string): never => {
  throw invalid('There was a problem with the request.', [{ message }]);
};

type Parts = { readonly definition: PropertyDefinition; readonly operator: string; readonly operation: JsonObject };

const valuesOf = ({ operation }: Parts): readonly string[] => {
  const values = operation['values'] === undefined ? [textOf(operation['value'], 'operation.value')] : textsOf(operation['values'], 'operation.values');
  return values.length === 0 ? refuse('operation.values must not be empty') : values;
};

/** The single number of a comparison. */
function numberOf({ operation }: Parts): number {
  const value = Number(operation['value'] ?? 'NaN');
  return Number.isFinite(value) ? value : refuse('operation.value must be a number');
}

const heldParts = (text: string, { definition }: Parts): readonly string[] => (definition.fieldType === 'checkbox' ? text.split(';') : [text]);

/** The operators a customer's segments are made of, by operation type; each says yes to a filled value. */
const OPERATIONS: Readonly<Record<string, Readonly<Record<string, (parts: Parts) => (text: string) => boolean>>>> = {
  ENUMERATION: {
    IS_ANY_OF: (parts) => (text) => heldParts(text, parts).some((part) => valuesOf(parts).includes(part)),
    IS_NONE_OF: (parts) => (text) => !heldParts(text, parts).some((part) => valuesOf(parts).includes(part)),
  },
  STRING: {
    IS_EQUAL_TO: (parts) => (text) => valuesOf(parts).some((value) => value.toLowerCase() === text.toLowerCase()),
    IS_NOT_EQUAL_TO: (parts) => (text) => !valuesOf(parts).some((value) => value.toLowerCase() === text.toLowerCase()),
    CONTAINS: (parts) => (text) => valuesOf(parts).some((value) => text.toLowerCase().includes(value.toLowerCase())),
    DOES_NOT_CONTAIN: (parts) => (text) => !valuesOf(parts).some((value) => text.toLowerCase().includes(value.toLowerCase())),
    STARTS_WITH: (parts) => (text) => valuesOf(parts).some((value) => text.toLowerCase().startsWith(value.toLowerCase())),
    ENDS_WITH: (parts) => (text) => valuesOf(parts).some((value) => text.toLowerCase().endsWith(value.toLowerCase())),
  },
  NUMBER: {
    IS_EQUAL_TO: (parts) => (text) => Number(text) === numberOf(parts),
    IS_GREATER_THAN: (parts) => (text) => Number(text) > numberOf(parts),
    IS_GREATER_THAN_OR_EQUAL_TO: (parts) => (text) => Number(text) >= numberOf(parts),
    IS_LESS_THAN: (parts) => (text) => Number(text) < numberOf(parts),
    IS_LESS_THAN_OR_EQUAL_TO: (parts) => (text) => Number(text) <= numberOf(parts),
  },
  BOOL: {
    IS_EQUAL_TO: (parts) => (text) => String(parts.operation['value']) === text,
    IS_NOT_EQUAL_TO: (parts) => (text) => String(parts.operation['value']) !== text,
  },
};

function parseFilter(portal: Portal, kind: ObjectKind, source: unknown): ListTest {
  const filter = objectOf(source, 'filters');
  const filterType = textOf(filter['filterType'], 'filterType');
  if (filterType !== 'PROPERTY') return refuse(`filterType ${filterType} is not served by this portal`);
  const name = textOf(filter['property'], 'property');
  const definition = portal.state.definition(kind.name, name) ?? refuse(`The property '${name}' does not exist`);
  const operation = objectOf(filter['operation'], 'operation');
  const [type, operator] = [textOf(operation['operationType'], 'operationType'), textOf(operation['operator'], 'operator')];
  if (type === 'ALL_PROPERTY') {
    if (operator !== 'IS_KNOWN' && operator !== 'IS_UNKNOWN') return refuse(`operator ${operator} is not valid for ALL_PROPERTY`);
    return (record) => (record.values[name] !== undefined) === (operator === 'IS_KNOWN');
  }
  const make = OPERATIONS[type]?.[operator] ?? refuse(`operator ${operator} of operationType ${type} is not served by this portal`);
  const parts: Parts = { definition, operator, operation };
  const test = make(parts);
  test('0'); // A bad value is refused when the list is made, not when somebody looks at it.
  const isIn = operation['includeObjectsWithNoValueSet'] === true;
  return (record) => {
    const text = record.values[name];
    return text === undefined ? isIn : test(text);
  };
}

function parseBranch(portal: Portal, kind: ObjectKind, source: unknown, type: 'OR' | 'AND'): ListTest {
  const branch = objectOf(source, 'filterBranch');
  if (branch['filterBranchType'] !== type) return refuse(`a filterBranch of type ${type} is expected here, not ${String(branch['filterBranchType'])}`);
  const branches = arrayOf(branch['filterBranches'] ?? [], 'filterBranches');
  const filters = arrayOf(branch['filters'] ?? [], 'filters').map((filter) => parseFilter(portal, kind, filter));
  if (type === 'AND') {
    if (branches.length > 0) return refuse('nested branches of associated objects are not served by this portal');
    return filters.length === 0 ? refuse('an AND branch needs filters') : (record) => filters.every((test) => test(record));
  }
  if (filters.length > 0 || branches.length === 0 || branches.length > BRANCHES_MAX)
    return refuse('the root OR branch holds AND branches and no filters of its own');
  const tests = branches.map((inner) => parseBranch(portal, kind, inner, 'AND'));
  return (record) => tests.some((test) => test(record));
}

/** Reads a list's filters. Throws 400 for what the platform refuses, and for kinds of filter that are not served here. */
export function parseListFilters(portal: Portal, kind: ObjectKind, source: unknown): ListTest {
  if (!isObject(source)) return refuse('filterBranch is required for this processingType');
  return parseBranch(portal, kind, source, 'OR');
}
