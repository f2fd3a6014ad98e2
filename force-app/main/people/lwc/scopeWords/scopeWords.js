/**
 * Scope filters as people read and edit them: fields of one side in one shape, conditions in words, and the JSON a mapping holds. Pure.
 * Tests: __tests__ beside this file.
 */
import { fillLabel } from 'c/syncFormat';
import { scope as label } from 'c/peopleLabels';

/** The pseudo field of conditions on HubSpot segments. */
export const SEGMENTS = 'segments';
const OPS = {
  text: ['in', 'not_in', 'filled', 'blank'],
  options: ['in', 'not_in', 'filled', 'blank'],
  flag: ['in'],
  number: ['at_least', 'at_most', 'in', 'filled', 'blank'],
  segments: ['member', 'not_member'],
};
const NUMBER_TYPES = new Set(['number', 'double', 'currency', 'percent', 'integer', 'long']);
const separator = ';';

/** @param {string} kind of a field @returns {string[]} what can be asked of it, the usual first */
export const opsOf = (kind) => OPS[kind] ?? OPS.text;

function shapeOf({ name, label: text, kind, type, options }) {
  const told = kind ?? type;
  if (told === 'boolean')
    return {
      name,
      label: text,
      kind: 'flag',
      options: [
        { value: 'true', label: label.yes },
        { value: 'false', label: label.no },
      ],
    };
  if (NUMBER_TYPES.has(told)) return { name, label: text, kind: 'number', options: null };
  return { name, label: text, kind: options?.length ? 'options' : 'text', options: options?.length ? options : null };
}

/**
 * @param {object} context as SyncHandoffController.context answers @param {'salesforce'|'hubspot'} side
 * @returns {object[]} `{name, label, kind, options}` by label; in Salesforce those every object of the mapping has
 */
export function fieldsOf(context, side) {
  if (side === 'hubspot') {
    const segments = context?.segments?.items ?? [];
    const own = (context?.hubspot?.fields ?? []).map(shapeOf);
    const listed = segments.map(({ id, name, size }) => ({
      value: id,
      label: size === null || size === undefined ? name : fillLabel(label.segmentOf, name, size),
    }));
    return [{ name: SEGMENTS, label: label.segments, kind: 'segments', options: listed }, ...own.sort((one, other) => one.label.localeCompare(other.label))];
  }
  const [first, ...others] = context?.salesforce ?? [];
  const shared = (first?.fields ?? []).filter(({ name }) => others.every(({ fields }) => fields.some((field) => field.name === name)));
  return shared.map(shapeOf).sort((one, other) => one.label.localeCompare(other.label));
}

/** @param {string} [text] a scope as a mapping holds it @returns {{match: 'all'|'any', conditions: object[]}} */
export function parseScope(text) {
  try {
    const filter = text ? JSON.parse(text) : {};
    const match = Array.isArray(filter.any) ? 'any' : 'all';
    return { match, conditions: Array.isArray(filter[match]) ? filter[match] : [] };
  } catch {
    return { match: 'all', conditions: [] };
  }
}
/** @param {{match: string, conditions: object[]}} scope @returns {string|null} as a mapping holds it; null lets everything in */
export const scopeText = ({ match, conditions }) => (conditions.length === 0 ? null : JSON.stringify({ [match]: conditions }));

/** @param {object} field @returns {object} the first condition one makes of it */
export function newCondition(field) {
  const [op] = opsOf(field.kind);
  return { field: field.name, op, values: field.kind === 'flag' ? ['true'] : [] };
}
/** @param {object} condition @returns {boolean} whether something is still missing */
export const isUnfinished = ({ op, values = [] }) => !['filled', 'blank'].includes(op) && values.filter((value) => value !== '').length === 0;

/** @param {string} text typed with semicolons between values @returns {string[]} */
export const valuesOf = (text) =>
  text
    .split(separator)
    .map((part) => part.trim())
    .filter(Boolean);
export const valuesText = (values = []) => values.join(`${separator} `);

/** @param {object} condition @param {object[]} fields @returns {string} `Lifecycle stage is one of: Lead, Customer` */
export function conditionWords({ field, op, values = [] }, fields) {
  const known = fields.find(({ name }) => name === field);
  const textOf = (value) => known?.options?.find((option) => option.value === value)?.label ?? value;
  const name = known?.label ?? (field === SEGMENTS ? label.segments : field);
  return fillLabel(label[`words_${op}`] ?? '{0}', name, values.map(textOf).join(', '));
}

/** @param {{match, conditions}} scope @param {object[]} fields @returns {string} the whole filter in one sentence */
export function scopeWords({ match, conditions }, fields) {
  if (conditions.length === 0) return label.everybody;
  const parts = conditions.map((condition) => conditionWords(condition, fields));
  return parts.join(` ${match === 'all' ? label.and : label.or} `);
}
