/**
 * What the page Reconciliation shows, made of what the bridge answers. Pure.
 * Tests: __tests__ beside this file.
 */
import { fillLabel, formatCount, formatDateTime, formatPercent } from 'c/syncFormat';
import { label } from 'c/reconciliationLabels';

const PAIR = { salesforce: label.salesforce, hubspot: label.hubSpot };
const ONLY = { salesforce: label.salesforceOnly, hubspot: label.hubSpotOnly };

/** @param {number|null} share of values @returns {string} finer where it is small, for a few of many are still records */
export function driftText(share) {
  if (share === null || share === undefined) return '–';
  return formatPercent(share, share > 0 && share < 0.1 ? 2 : 1);
}

/**
 * The button that shows or hides what belongs to a row.
 * @param {boolean} isShown @param {string[]} texts to show, to hide @param {string} what it is about
 * @returns {{showText: string, showName: string}} the name begins with what is seen
 */
export function toggle(isShown, [show, hide], what) {
  const showText = isShown ? hide : show;
  return { showText, showName: fillLabel(label.actionOf, showText, what) };
}

/** @param {object} run @returns {object[]} one row per mapping, worst first */
export function mappingRows(run) {
  return [...(run?.mappings ?? [])]
    .sort((one, other) => (other.drift ?? 0) - (one.drift ?? 0))
    .map(({ mapping, pairs, values, drift, salesforce, hubspot }) => ({
      key: mapping,
      mapping,
      pairs: formatCount(pairs.looked),
      values: formatCount(values.compared),
      explained: formatCount(values.explained),
      disagree: formatCount(values.disagree),
      drift: driftText(drift),
      unaccounted: formatCount(salesforce.unexplained + hubspot.unexplained),
      canRepair: pairs.disagree + salesforce.unexplained + hubspot.unexplained > 0,
    }));
}

/** @param {object} mapping of a run @returns {object[]} one row per field rule, as the bridge orders them */
export function fieldRows({ fields = [] } = {}) {
  return fields.map(({ rule, salesforceField, hubspotProperty, compared, explained, disagree, drift }) => ({
    key: rule,
    name: salesforceField && hubspotProperty ? fillLabel(label.fieldPair, salesforceField, hubspotProperty) : rule,
    values: formatCount(compared),
    explained: formatCount(explained),
    disagree: formatCount(disagree),
    drift: driftText(drift),
    isWorse: disagree > 0,
  }));
}

/** @param {object[]} points newest first @returns {object[]} a series for c-sync-chart, oldest first */
export function historySeries(points = []) {
  const finished = points.filter(({ drift }) => drift !== null).reverse();
  return [{ name: label.historyLine, points: finished.map(({ startedAt, values }) => ({ label: formatDateTime(startedAt), value: values.disagree })) }];
}

/** @param {object} report @returns {object[]} buckets as rows, what both sides count first */
export function bucketRows({ both = 0, buckets = [] } = {}) {
  const bothRow = { id: 'both', only: null, count: both, words: label.bothWords, remedy: null };
  return [bothRow, ...buckets].map(({ id, only, count, words, remedy }, index) => ({
    key: id,
    by: only === null ? label.bothSides : ONLY[only],
    count: formatCount(count),
    words,
    remedy: remedy ?? '',
    canShow: count > 0,
    swatch: `swatch tone-${toneOf(index)}`,
  }));
}
/** As many as can be told apart; the rest share the last. */
const tonesMax = 7;
const toneOf = (index) => Math.min(index, tonesMax);

/** Width of the drawing; the larger count fills it. */
export const drawingWidth = 600;

/**
 * The two counts as bars on one scale: what both count first, then what only that side counts, bucket by bucket.
 * @param {object} report @returns {{hubspot: object[], salesforce: object[]}} parts with `x`, `width` and `className`
 */
export function drawing({ hubspot = 0, salesforce = 0, both = 0, buckets = [] } = {}) {
  const scale = drawingWidth / Math.max(hubspot, salesforce, 1);
  const barOf = (side) => {
    let x = both * scale;
    const alone = buckets.flatMap(({ id, only, count }, index) => {
      if (only !== side) return [];
      const part = { key: id, x, width: count * scale, className: `part tone-${toneOf(index + 1)}` };
      x += part.width;
      return [part];
    });
    return [{ key: 'both', x: 0, width: both * scale, className: 'part tone-0' }, ...alone];
  };
  return { hubspot: barOf('hubspot'), salesforce: barOf('salesforce') };
}

/** @param {object} report @param {'hubspot'|'salesforce'} side @returns {number} people only that side counts */
export const aloneOf = ({ buckets = [] }, side) => buckets.filter(({ only }) => only === side).reduce((sum, { count }) => sum + count, 0);

const named = (ref, names) => (ref ? (names?.[ref.id] ?? '') : '');

/** @param {object} item of `records` @param {object} names @returns {object} a row */
export const entryRow = ({ ref, other }, names) => ({
  key: `${ref.side}:${ref.id}`,
  ref,
  other,
  name: ref.side === 'hubspot' ? named(ref, names) : '',
  otherName: other?.side === 'hubspot' ? named(other, names) : '',
});

/** @param {object} item of `faults` @param {object} names @returns {object} a row */
export function faultRow({ kind, refs, fields }, names) {
  const hubspot = refs.find(({ side }) => side === 'hubspot');
  const bySide = ['salesforce', 'hubspot'].flatMap((side) => {
    const mine = fields.filter((one) => one.side === side).map(({ field }) => field);
    return mine.length === 0 ? [] : [fillLabel(label.writes, mine.join(', '), PAIR[side])];
  });
  return {
    key: refs.map(({ side, id }) => `${side}:${id}`).join(' '),
    refs: refs.map((ref) => ({ key: ref.id, ...ref })),
    name: named(hubspot, names),
    words: kind === 'unexplained' ? label.unexplained : bySide.join('; '),
  };
}

const STATES = { 'not-handed': label.stateNotHanded, received: label.stateReceived, accepted: label.stateAccepted, refused: label.stateRefused };

/** @param {object} item of `ledger` @param {object} names @returns {object} a row */
export function ledgerRow(row, names) {
  const { hubspot, salesforce, state, words, isCounted, countedAt, countedBy, handedAt, handedBy, receivedAt, decidedAt, decidedBy } = row;
  const decided = decidedAt === null ? '' : formatDateTime(decidedAt);
  return {
    key: hubspot.id,
    hubspot,
    salesforce,
    name: named(hubspot, names),
    state: STATES[state] ?? state,
    note: [words ?? '', isCounted ? '' : label.noLonger].filter(Boolean).join(' '),
    counted: formatDateTime(countedAt),
    countedBy: countedBy === 'stage' ? label.stage : label.seen,
    handed: handedAt === null ? '' : formatDateTime(handedAt),
    handedBy: handedBy === null ? '' : handedBy === 'made' ? label.made : label.found,
    received: receivedAt === null ? '' : formatDateTime(receivedAt),
    decided: decided !== '' && decidedBy === 'by' ? fillLabel(label.byThen, decided) : decided,
  };
}

/** @param {object} counts people by state @returns {object[]} options of the filter */
export function stateOptions(counts = {}) {
  const states = Object.entries(STATES);
  const all = states.reduce((sum, [state]) => sum + (counts[state] ?? 0), 0);
  return [['', label.stateAll, all], ...states.map(([state, text]) => [state, text, counts[state] ?? 0])].map(([value, text, count]) => ({
    value,
    label: fillLabel(label.stateOf, text, formatCount(count)),
  }));
}

const OPS = {
  in: label.opIn,
  not_in: label.opNotIn,
  filled: label.opFilled,
  blank: label.opBlank,
  at_least: label.opAtLeast,
  at_most: label.opAtMost,
  member: label.opMember,
  not_member: label.opNotMember,
};

/** @param {object|null} filter @returns {string} whom it lets in, in words */
export function filterWords(filter) {
  const conditions = filter?.all ?? filter?.any ?? [];
  if (conditions.length === 0) return label.everybody;
  const words = conditions.map(({ field, op, values = [] }) => fillLabel(OPS[op] ?? op, field, values.join(', ')));
  return words.reduce((text, word) => fillLabel(filter.any ? label.or : label.and, text, word));
}

/** The one condition a form can show. @param {object|null} filter @returns {{field: string, values: string}|null} null where it holds more */
export function formOf(filter) {
  const conditions = filter?.all ?? filter?.any ?? [];
  if (conditions.length === 0) return { field: '', values: '' };
  const [{ field, op, values = [] }, ...more] = conditions;
  return more.length > 0 || !['in', 'member', 'filled'].includes(op) ? null : { field, values: values.join('; ') };
}

/** @param {{field: string, values: string}} form @returns {object|null} the filter it stands for */
export function filterOf({ field, values }) {
  const name = field.trim();
  if (name === '') return null;
  const list = values
    .split(';')
    .map((value) => value.trim())
    .filter(Boolean);
  if (list.length === 0) return { all: [{ field: name, op: 'filled' }] };
  return { all: [{ field: name, op: name === 'segments' ? 'member' : 'in', values: list }] };
}
