/** Records side by side, as the table shows them. */
import { formatDateTime, fillLabel } from 'c/syncFormat';
import { label } from 'c/operationsLabels';

const SYSTEMS = { salesforce: label.salesforce, hubspot: label.hubspot };
const NOTES = { merged: label.mergedAway, deleted: label.gone, unread: label.unread };

/** @param {object[]} records of a review @returns {object} the first record of each side that is there, by its place */
export function firstChoice(records) {
  const chosen = {};
  for (const [index, { side, state }] of records.entries()) if (chosen[side] === undefined && state !== 'deleted') chosen[side] = index;
  return chosen;
}

/** @param {object[]} records @param {object} chosen place by side @returns {object[]} the chosen ones as the bridge names them */
export const chosenRefs = (records, chosen) => Object.values(chosen).map((index) => (({ side, object, id }) => ({ side, object, id }))(records[index]));

/** @returns {object[]} one column per record */
export function columnsOf(records, { chosen, hasChoice, names }) {
  return records.map((record, index) => {
    const { side, object, id, name, state, isLinked, modifiedAt } = record;
    const isAlone = records.filter((other) => other.side === side).length < 2;
    return {
      key: `${side}:${object}:${id}`,
      index: String(index),
      side,
      ref: { side, object, id },
      names,
      system: `${SYSTEMS[side] ?? side} · ${object}`,
      name: name ?? id,
      note: NOTES[state] ?? (isLinked ? label.alreadyLinked : ''),
      changed: Number.isFinite(modifiedAt) ? fillLabel(label.changedAt, formatDateTime(modifiedAt)) : '',
      isChoosable: hasChoice && !isAlone,
      group: `choice-${side}`,
      isChosen: chosen[side] === index,
      chooseName: fillLabel(label.actionsOf, label.chooseThis, `${name ?? ''} ${id}`.trim()),
    };
  });
}

/** @returns {object[]} one row per field; a value that differs from another is marked in words, not by colour alone */
export function rowsOf(fields, columns) {
  return fields.map(({ label: text, names, values, agrees }) => ({
    key: `${names.salesforce ?? ''}|${names.hubspot ?? ''}`,
    label: text,
    isDifferent: !agrees,
    cells: columns.map(({ key, system }, index) => ({ key, system, text: values[index] ?? '–', className: agrees ? '' : 'different' })),
  }));
}
