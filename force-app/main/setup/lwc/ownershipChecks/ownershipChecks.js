/**
 * What is wrong with a rule, told while it is edited: both sides' fields against what the rule wants of them. Pure.
 * `catalog` is what SyncOwnershipController.fields answers, indexed by `indexCatalog`. Errors keep a draft from ruling; warnings and notes do not.
 * Tests: __tests__ beside this file.
 */
import { fillLabel } from 'c/syncFormat';
import { conversionOf, salesforceShape } from 'c/ownershipConversions';
import { objectsOf, pairsOf, writesTo } from 'c/ownershipRules';
import { checks as label, losses, refusals } from 'c/ownershipLabels';

const byName = (fields) => new Map((fields ?? []).map((field) => [field.name.toLowerCase(), field]));
const listed = (values, max = 5) => values.slice(0, max).join(', ') + (values.length > max ? ` +${values.length - max}` : '');

/** @param {object} [answer] of the server @returns {object|null} fields by object and lower-case name; `bridge` and `hubspot` are null when not told */
export function indexCatalog(answer) {
  if (!answer) return null;
  const index = (objects) => new Map((objects ?? []).map(({ object, fields }) => [object, byName(fields)]));
  return {
    salesforce: index(answer.salesforce),
    labels: new Map((answer.salesforce ?? []).map(({ object, label: text }) => [object, text])),
    bridge: answer.bridge ? index(answer.bridge) : null,
    hubspot: answer.hubspot ? byName(answer.hubspot.fields) : null,
  };
}

/** @returns {{object: string, field: object|undefined, seen: object|undefined}[]} the Salesforce field on every object the rule applies to */
export function salesforceFields(rule, mapping, catalog) {
  const objects = rule.salesforceObject ? [rule.salesforceObject] : objectsOf(mapping);
  const name = (rule.salesforceField ?? '').toLowerCase();
  return objects.map((object) => ({ object, field: catalog.salesforce.get(object)?.get(name), seen: catalog.bridge?.get(object)?.get(name) }));
}

export const hubspotField = (rule, catalog) => catalog.hubspot?.get((rule.hubspotProperty ?? '').toLowerCase());

const isAssociation = (rule) => (rule.hubspotProperty ?? '').startsWith('associations.');
const error = (code, text, rest = {}) => ({ code, level: 'error', text, ...rest });
const warning = (code, text, rest = {}) => ({ code, level: 'warning', text, ...rest });
const note = (code, text) => ({ code, level: 'note', text });
const RANK = { error: 0, warning: 1, note: 2 };

function salesforceProblems(rule, mapping, catalog) {
  return salesforceFields(rule, mapping, catalog).flatMap(({ object, field, seen }) => {
    if (field === undefined)
      return catalog.salesforce.has(object) ? [error('sf-missing', fillLabel(label.salesforceMissing, object, rule.salesforceField))] : [];
    if (catalog.bridge?.has(object) && seen === undefined) return [error('sf-hidden', fillLabel(label.salesforceHidden, field.label, object))];
    if (!writesTo(rule, 'salesforce')) return [];
    if (!field.isWritable) return [error('sf-read-only', fillLabel(label.salesforceReadOnly, field.label, object))];
    if (seen !== undefined && !seen.isWritable) return [error('sf-not-editable', fillLabel(label.salesforceNotEditable, field.label, object))];
    if (field.isRequired && rule.blank !== 'Ignore')
      return [warning('sf-required', fillLabel(label.salesforceRequired, field.label, object), { fix: { blank: 'Ignore' }, fixLabel: label.fixIgnoreBlanks })];
    return [];
  });
}

function hubspotProblems(rule, catalog) {
  if (catalog.hubspot === null || isAssociation(rule)) return [];
  const property = hubspotField(rule, catalog);
  if (property === undefined) return [error('hs-missing', fillLabel(label.hubspotMissing, rule.hubspotProperty))];
  if (writesTo(rule, 'hubspot') && !property.isWritable) return [error('hs-read-only', fillLabel(label.hubspotReadOnly, property.label))];
  return [];
}

const TEXTS = ['text', 'long-text', 'email', 'phone', 'url'];
const KIND_OF_TYPE = {
  textarea: 'long-text',
  email: 'email',
  phone: 'phone',
  url: 'url',
  picklist: 'picklist',
  multipicklist: 'multi-picklist',
  reference: 'reference',
  boolean: 'boolean',
  integer: 'number',
  long: 'number',
  double: 'number',
  currency: 'number',
  percent: 'number',
  date: 'date',
  datetime: 'datetime',
};
/** @param {object} field of either side @returns {string} the kind of value it holds, in the bridge's words */
export const kindOf = (field) => field.kind ?? KIND_OF_TYPE[field.type] ?? 'text';

/** What a property looks like when the bridge is of before and tells only its kind. */
const SHAPE_OF_KIND = { boolean: 'checkbox', url: 'text', reference: 'owner' };
const shapeOf = (property) => property.shape ?? SHAPE_OF_KIND[property.kind] ?? property.kind;
/** Losses worth a warning before a value meets them; lists and lengths have checks of their own. */
const TOLD = ['time-of-day', 'midnight', 'one-value', 'form'];
const LISTS = ['picklist', 'multi-picklist'];

function verdictsOf(rule, left, right) {
  const [here, there] = [salesforceShape(left.type), shapeOf(right)];
  return ['hubspot', 'salesforce']
    .filter((side) => writesTo(rule, side))
    .map((side) => ({ from: side === 'hubspot' ? left : right, to: side === 'hubspot' ? right : left, verdict: conversionOf(here, there, side) }))
    .filter(({ verdict }) => verdict !== null);
}

function typeProblems(rule, left, right) {
  if (isAssociation(rule)) return [];
  const hasMap = pairsOf(rule.valueMap).length > 0;
  const hasReference = Boolean(rule.referenceMapping);
  const isBarred = ({ kind, about }) =>
    kind === 'refused' || (kind === 'reference' && !hasReference) || (kind === 'mapped' && !hasMap && !(hasReference && about.includes('reference')));
  const verdicts = verdictsOf(rule, left, right);
  const never = verdicts.find(({ verdict }) => isBarred(verdict));
  if (never)
    return [
      error(
        'types',
        `${fillLabel(label.typesNever, never.from.label, kindOf(never.from), never.to.label, kindOf(never.to))} ${refusals[never.verdict.about[0]]}`,
      ),
    ];
  if (hasMap) return [];
  // Words instead of a list of them: into a list, only what it has.
  const isTold = (loss, from) => TOLD.includes(loss) || (loss === 'options' && !LISTS.includes(kindOf(from)));
  const some = verdicts.flatMap(({ from, to, verdict }) =>
    verdict.kind === 'bounded' ? verdict.about.filter((loss) => isTold(loss, from)).map((loss) => ({ to, loss })) : [],
  );
  return some.slice(0, 1).map(({ to, loss }) => warning('types', fillLabel(losses[loss], to.label)));
}

function lengthProblems(rule, left, right) {
  const most = (field) => field.lengthMax ?? (TEXTS.includes(kindOf(field)) && field.length > 0 ? field.length : null);
  const ways = [
    ['hubspot', left, right],
    ['salesforce', right, left],
  ];
  return ways.flatMap(([side, from, to]) => {
    if (!writesTo(rule, side) || most(to) === null || !TEXTS.includes(kindOf(from)) || !TEXTS.includes(kindOf(to))) return [];
    if (most(from) !== null && most(from) <= most(to)) return [];
    // Every HubSpot text is far longer than any Salesforce text, so that alone is worth no more than a note.
    const isLikely = side === 'hubspot' || (kindOf(from) === 'long-text' && kindOf(to) !== 'long-text');
    return [(isLikely ? warning : note)('length', fillLabel(label.tooLong, to.label, most(to)))];
  });
}

const plain = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/**
 * A value map that pairs what is alike on both sides; values without a likeness are left out.
 * @param {object[]} left options @param {object[]} right options @param {object[]} [pairs] those already there, kept
 * @returns {{salesforce: string, hubspot: string}[]}
 */
export function suggestPairs(left, right, pairs = []) {
  const known = new Set(pairs.map(({ salesforce }) => salesforce));
  const used = new Set(pairs.map(({ hubspot }) => hubspot));
  const suggested = [];
  for (const { value, label: text } of left) {
    if (known.has(value)) continue;
    const twin = right.find(
      (option) => !used.has(option.value) && [plain(option.value), plain(option.label)].some((word) => word === plain(value) || word === plain(text)),
    );
    if (twin === undefined) continue;
    used.add(twin.value);
    suggested.push({ salesforce: value, hubspot: twin.value });
  }
  return [...pairs, ...suggested];
}

function optionProblems(rule, left, right) {
  const pairs = pairsOf(rule.valueMap);
  const problems = [];
  const ways = [
    { side: 'hubspot', from: left, to: right, mine: 'salesforce' },
    { side: 'salesforce', from: right, to: left, mine: 'hubspot' },
  ];
  for (const { side, from, to, mine } of ways) {
    const known = new Set(pairs.map((pair) => pair[mine]));
    const accepted = to.options && to.isRestricted !== false ? new Set(to.options.map(({ value }) => value)) : null;
    const strays = accepted === null ? [] : [...new Set(pairs.map((pair) => pair[side]).filter((value) => !accepted.has(value)))];
    if (writesTo(rule, side) && strays.length > 0) problems.push(warning(`option-gone-${side}`, fillLabel(label.optionGone, listed(strays), to.label)));
    if (!writesTo(rule, side) || !from.options) continue;
    const homeless = from.options.filter(({ value }) => !known.has(value) && (pairs.length > 0 || (accepted !== null && !accepted.has(value))));
    if (homeless.length === 0) continue;
    const fixed = left.options && right.options ? suggestPairs(left.options, right.options, pairs) : pairs;
    const fix = fixed.length > pairs.length ? { fix: { valueMap: JSON.stringify(fixed) }, fixLabel: fillLabel(label.fixMap, fixed.length - pairs.length) } : {};
    problems.push(
      warning(`options-${side}`, fillLabel(label.optionsHomeless, homeless.length, from.label, to.label, listed(homeless.map(({ label: text }) => text))), fix),
    );
  }
  return problems;
}

/**
 * @param {object} rule @param {object} mapping @param {object|null} catalog indexed; null while it loads
 * @param {{live?: object, told?: string[]}} [known] the rule as it is live, and what the server said of it
 * @returns {{code: string, level: 'error'|'warning'|'note', text: string, fix?: object, fixLabel?: string}[]} errors first
 */
export function checkRule(rule, mapping, catalog, { live, told = [] } = {}) {
  const problems = [];
  if (!rule.salesforceField || !rule.hubspotProperty) problems.push(error('unfinished', label.unfinished));
  if (rule.direction === 'Two-way' && live?.direction !== 'Two-way' && !(rule.reason ?? '').trim()) problems.push(error('reason', label.reasonMissing));
  if (rule.isEnabled === false || rule.direction === 'Off') return problems;
  if (catalog && rule.salesforceField && rule.hubspotProperty) {
    problems.push(...salesforceProblems(rule, mapping, catalog), ...hubspotProblems(rule, catalog));
    const { seen, field } = salesforceFields(rule, mapping, catalog).find((one) => one.field) ?? {};
    const right = hubspotField(rule, catalog);
    if (field && right) {
      // Options and labels as the org has them; kinds and lengths as the bridge sees them.
      const left = { ...field, kind: seen?.kind, lengthMax: seen?.lengthMax };
      problems.push(...typeProblems(rule, left, right), ...lengthProblems(rule, left, right), ...optionProblems(rule, left, right));
    }
  }
  const isCovered = problems.some(({ level, code }) => level === 'error' && code.startsWith('sf-'));
  if (!isCovered) problems.push(...told.map((text, index) => error(`told-${index}`, text)));
  return problems.sort((one, other) => RANK[one.level] - RANK[other.level]);
}

/** Fields a new Salesforce record must have and no rule fills. @returns {string[]} sentences */
export function checkMapping(mapping, rules, catalog) {
  const created = mapping.salesforceCreateObject;
  if (!catalog || !created || mapping.createInSalesforce === 'Never') return [];
  const isFilled = (field) =>
    rules.some(
      (rule) =>
        rule.isEnabled !== false &&
        writesOrFills(rule) &&
        rule.salesforceField?.toLowerCase() === field.name.toLowerCase() &&
        (!rule.salesforceObject || rule.salesforceObject === created),
    );
  const required = [...(catalog.salesforce.get(created)?.values() ?? [])].filter(({ isRequired, isWritable }) => isRequired && isWritable);
  return required.filter((field) => !isFilled(field)).map((field) => fillLabel(label.requiredUnfilled, field.label, created));
}

/** A create takes a first value along any rule that is on, as the bridge plans it. */
const writesOrFills = (rule) => rule.direction !== 'Off';

/** What the server said, by rule key: its sentences begin with `Rule <key>: `. @returns {{byRule: Map<string, string[]>, general: string[]}} */
export function sortTold(sentences) {
  const byRule = new Map();
  const general = [];
  for (const sentence of sentences ?? []) {
    const [, key, text] = /^Rule (\S+): (.*)$/s.exec(sentence) ?? [];
    if (key === undefined) general.push(sentence);
    else byRule.set(key, [...(byRule.get(key) ?? []), text.charAt(0).toUpperCase() + text.slice(1)]);
  }
  return { byRule, general };
}
