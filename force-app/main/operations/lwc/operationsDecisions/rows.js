/** A decision as the table shows it. */
import { formatDateTime, fillLabel } from 'c/syncFormat';
import { label } from 'c/operationsLabels';

const SIDES = ['salesforce', 'hubspot'];

function valueCell(decision, side) {
  const { values, winner, times } = decision;
  const isKept = winner === side;
  const isGone = SIDES.includes(winner) && !isKept && values !== null && values[side] !== null && values.salesforce !== values.hubspot;
  return {
    key: side,
    label: side === 'salesforce' ? label.salesforceValue : label.hubspotValue,
    text: values === null ? label.valuesExpired : (values[side] ?? label.blank),
    isKept,
    className: isGone ? 'gone' : '',
    typed: times[side] === null ? '' : fillLabel(label.typedAt, formatDateTime(times[side])),
  };
}

const capital = (text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** @param {object} decision of the bridge @param {string|null} busyId the one being reversed @returns {object} a row */
export function decisionRow(decision, busyId) {
  const { id, field, fieldNames, refs, reversal, words, decidedAt, ruleVersion } = decision;
  const cells = SIDES.map((side) => valueCell(decision, side));
  const isBusy = busyId === id;
  return {
    id,
    field: fieldNames.salesforce ?? field,
    property: fieldNames.hubspot ?? '',
    when: formatDateTime(decidedAt),
    ref: refs.salesforce ?? refs.hubspot,
    values: cells,
    losing: cells.find(({ key }) => key === reversal.side),
    winning: cells.find(({ key }) => key !== reversal.side),
    words: `${capital(words)}.`,
    version: fillLabel(label.version, ruleVersion),
    canReverse: reversal.side !== null,
    refusal: reversal.refusal,
    isBusy: busyId !== null,
    reverseText: isBusy ? label.reversing : label.reverse,
    reverseName: fillLabel(label.actionsOf, label.reverse, field),
  };
}

/** @param {{state: string, words: string}} settlement @returns {object} the same as pollJob wants it */
export function jobOf({ state, words }) {
  if (state === 'done') return { state: 'done', words };
  return state === 'waiting' ? { state: 'running' } : { state: 'failed', error: words };
}
