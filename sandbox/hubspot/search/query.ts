import { arrayOf, isObject, limitOf, objectOf, optionalText, textOf, textsOf } from '../body.ts';
import { invalid } from '../errors.ts';
import type { Portal } from '../portal.ts';
import type { ObjectKind } from '../schema/objects.ts';
import type { PropertyType } from '../schema/property.ts';
import type { IndexedRecord } from './search-index.ts';

/** Ceilings of the search API (developers.hubspot.com, "CRM search", limits). */
export const SEARCH_RESULTS_MAX = 10_000;
const PAGE_DEFAULT = 10;
const PAGE_MAX = 200;
const GROUPS_MAX = 5;
const FILTERS_PER_GROUP_MAX = 6;
const FILTERS_MAX = 18;
const BODY_CHARACTERS_MAX = 3_000;

type Test = (record: IndexedRecord) => boolean;

export interface SearchQuery {
  readonly test: Test;
  readonly sort: (records: readonly IndexedRecord[]) => IndexedRecord[];
  readonly properties: readonly string[];
  readonly limit: number;
  readonly after: number;
}

/** A stored or asked-for value in the form its type compares by. */
function comparable(type: PropertyType, text: string): number | string {
  if (type === 'number') return Number(text);
  if (type !== 'date' && type !== 'datetime') return text.toLowerCase();
  return /^-?\d+$/.test(text) && text.length > 8 ? Number(text) : Date.parse(text);
}

function compare(left: number | string, right: number | string): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return String(left) < String(right) ? -1 : Number(String(left) > String(right));
}

const tokensOf = (text: string): string[] => {
  const lower = text.toLowerCase();
  const coarse = lower.split(/[\s;,]+/);
  return [...coarse, ...coarse.flatMap((part) => part.split(/[^\p{L}\p{N}]+/u))].filter((token) => token !== '');
};

/** `*` stands for any run of characters within a token; several words must all be there. */
function hasTokens(value: string, wanted: string): boolean {
  const tokens = tokensOf(value);
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
    .every((word) => {
      const pattern = new RegExp(
        `^${word
          .split('*')
          .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
          .join('.*')}$`,
      );
      return tokens.some((token) => pattern.test(token));
    });
}

interface FilterParts {
  readonly name: string;
  readonly type: PropertyType;
  readonly isMultiple: boolean;
  readonly operator: string;
  readonly value: string | undefined;
  readonly highValue: string | undefined;
  readonly values: readonly string[];
}

function needValue({ value, operator, name }: FilterParts): string {
  if (value === undefined || value === '')
    throw invalid(`There was a problem with the request.`, [{ message: `Filter on ${name} with operator ${operator} needs a value` }]);
  return value;
}

/** Members of a multi-checkbox value count one by one; texts must be asked for in lower case, as the real index demands. */
function inSet({ type, isMultiple, values, name, operator }: FilterParts): (text: string) => boolean {
  if (values.length === 0) throw invalid('There was a problem with the request.', [{ message: `Filter on ${name} with operator ${operator} needs values` }]);
  if (type === 'string') {
    const wanted = new Set(values);
    return (text) => wanted.has(text.toLowerCase());
  }
  if (type === 'enumeration' || type === 'bool') {
    const wanted = new Set(values);
    return (text) => (isMultiple ? text.split(';').some((part) => wanted.has(part)) : wanted.has(text));
  }
  const wanted = new Set(values.map((value) => comparable(type, value)));
  return (text) => wanted.has(comparable(type, text));
}

function filterTest(parts: FilterParts): Test {
  const { name, type, isMultiple, operator } = parts;
  const read = (record: IndexedRecord): string | undefined => record.values[name];
  const bound = (accept: (difference: number) => boolean): Test => {
    const wanted = comparable(type, needValue(parts));
    return (record) => {
      const text = read(record);
      return text !== undefined && accept(compare(comparable(type, text), wanted));
    };
  };
  const equals = (): ((text: string) => boolean) => {
    const asked = needValue(parts);
    const wanted = comparable(type, asked);
    return (text) => (isMultiple ? text.split(';').some((part) => part.toLowerCase() === wanted) : compare(comparable(type, text), wanted) === 0);
  };
  switch (operator) {
    case 'EQ': {
      const same = equals();
      return (record) => same(read(record) ?? '\u0000');
    }
    case 'NEQ': {
      const same = equals();
      return (record) => !same(read(record) ?? '\u0000');
    }
    case 'LT':
      return bound((difference) => difference < 0);
    case 'LTE':
      return bound((difference) => difference <= 0);
    case 'GT':
      return bound((difference) => difference > 0);
    case 'GTE':
      return bound((difference) => difference >= 0);
    case 'BETWEEN': {
      const low = comparable(type, needValue(parts));
      const high = comparable(type, parts.highValue ?? '');
      return (record) => {
        const text = read(record);
        const found = text === undefined ? undefined : comparable(type, text);
        return found !== undefined && compare(found, low) >= 0 && compare(found, high) <= 0;
      };
    }
    case 'IN': {
      const isIn = inSet(parts);
      return (record) => isIn(read(record) ?? '\u0000');
    }
    case 'NOT_IN': {
      const isIn = inSet(parts);
      return (record) => !isIn(read(record) ?? '\u0000');
    }
    case 'HAS_PROPERTY':
      return (record) => read(record) !== undefined;
    case 'NOT_HAS_PROPERTY':
      return (record) => read(record) === undefined;
    case 'CONTAINS_TOKEN': {
      const wanted = needValue(parts);
      return (record) => hasTokens(read(record) ?? '', wanted);
    }
    case 'NOT_CONTAINS_TOKEN': {
      const wanted = needValue(parts);
      return (record) => !hasTokens(read(record) ?? '', wanted);
    }
    default:
      throw invalid('There was a problem with the request.', [{ message: `operator: ${operator} is not a valid operator` }]);
  }
}

function associationTest(portal: Portal, kind: ObjectKind, target: string, values: readonly string[]): Test {
  const to = portal.state.kind(target);
  if (to === undefined) throw invalid('There was a problem with the request.', [{ message: `associations.${target} cannot be searched` }]);
  return (record) => {
    const linked = portal.state.links.of({ object: kind.name, id: record.id }, to.name);
    return values.some((id) => linked.has(id));
  };
}

function parseFilter(portal: Portal, kind: ObjectKind, source: unknown): Test {
  const filter = objectOf(source, 'filters');
  const name = textOf(filter['propertyName'], 'propertyName');
  const operator = textOf(filter['operator'], 'operator');
  const value = optionalText(filter['value'], 'value');
  const values = textsOf(filter['values'], 'values');
  if (name.startsWith('associations.')) return associationTest(portal, kind, name.slice('associations.'.length), value === undefined ? values : [value]);
  const definition = portal.state.definition(kind.name, name);
  if (definition === undefined) throw invalid('There was a problem with the request.', [{ message: `The property '${name}' does not exist` }]);
  const isMultiple = definition.fieldType === 'checkbox' && definition.type === 'enumeration';
  return filterTest({ name, type: definition.type, isMultiple, operator, value, highValue: optionalText(filter['highValue'], 'highValue'), values });
}

function parseFilters(portal: Portal, kind: ObjectKind, source: unknown): Test {
  const groups = source === undefined ? [] : arrayOf(source, 'filterGroups').map((group) => arrayOf(objectOf(group, 'filterGroups')['filters'], 'filters'));
  const total = groups.reduce((sum, group) => sum + group.length, 0);
  if (groups.length > GROUPS_MAX || total > FILTERS_MAX || groups.some((group) => group.length > FILTERS_PER_GROUP_MAX)) {
    throw invalid(`There was a problem with the request.`, [
      { message: `at most ${GROUPS_MAX} filterGroups of ${FILTERS_PER_GROUP_MAX} filters, ${FILTERS_MAX} in all` },
    ]);
  }
  const tests = groups.map((group) => group.map((filter) => parseFilter(portal, kind, filter)));
  if (tests.length === 0) return () => true;
  return (record) => tests.some((group) => group.every((test) => test(record)));
}

type Sort = SearchQuery['sort'];

/** Ids are numbers that fit a double exactly. */
const byId: Sort = (records) =>
  records
    .map((record) => ({ record, key: Number(record.id) }))
    .sort((left, right) => left.key - right.key)
    .map(({ record }) => record);

/** Sorts by one property, blanks last, equal ones by id. Values are made comparable once, not at every comparison. */
function byProperty(name: string, type: PropertyType, sign: 1 | -1): Sort {
  return (records) => {
    const keyed = byId(records).map((record) => {
      const text = record.values[name];
      return { record, key: text === undefined ? undefined : comparable(type, text) };
    });
    return keyed
      .sort(({ key: left }, { key: right }) => {
        if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
        return sign * compare(left, right);
      })
      .map(({ record }) => record);
  };
}

/** One sort only: a property name (a leading "-" turns it round) or {propertyName, direction}. */
function parseSort(portal: Portal, kind: ObjectKind, source: unknown): Sort {
  const sorts = source === undefined || source === null ? [] : arrayOf(source, 'sorts');
  if (sorts.length > 1) throw invalid('There was a problem with the request.', [{ message: 'only one sort is supported' }]);
  const [first] = sorts;
  if (first === undefined) return byId;
  const named = isObject(first) ? textOf(first['propertyName'], 'propertyName') : textOf(first, 'sorts');
  const descending = isObject(first)
    ? String(first['direction'] ?? 'ASCENDING')
        .toUpperCase()
        .startsWith('DESC')
    : named.startsWith('-');
  const name = named.replace(/^-/, '');
  const type = portal.state.definition(kind.name, name)?.type;
  if (type === undefined) throw invalid('There was a problem with the request.', [{ message: `The property '${name}' does not exist` }]);
  return byProperty(name, type, descending ? -1 : 1);
}

/** Reads the body of a search call. Throws 400 for whatever the platform refuses. */
export function parseSearch(portal: Portal, kind: ObjectKind, source: unknown): SearchQuery {
  const body = objectOf(source ?? {}, 'body');
  if (JSON.stringify(body).length > BODY_CHARACTERS_MAX) throw invalid(`The request is longer than ${BODY_CHARACTERS_MAX} characters.`);
  const limit = limitOf(body['limit'], PAGE_DEFAULT, PAGE_MAX);
  const after = limitOf(body['after'], 0, Number.MAX_SAFE_INTEGER);
  if (after + limit > SEARCH_RESULTS_MAX)
    throw invalid(`There was a problem with the request.`, [{ message: `paging past ${SEARCH_RESULTS_MAX} results is not supported` }]);
  const filters = parseFilters(portal, kind, body['filterGroups']);
  const words = optionalText(body['query'], 'query') ?? '';
  const test: Test = words === '' ? filters : (record) => kind.searchable.some((name) => hasTokens(record.values[name] ?? '', words)) && filters(record);
  return { test, sort: parseSort(portal, kind, body['sorts']), properties: textsOf(body['properties'], 'properties'), limit, after };
}
